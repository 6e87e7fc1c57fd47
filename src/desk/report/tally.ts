/** What a report counts, case by case, without keeping the cases: states, times between steps, who did what, what is late. */
import type { AccessCase, AccessState, ActorRef, Instant } from '../../workflow/case.ts';
import { OPEN } from '../../workflow/decision.ts';

/** Times that a report tells, in calendar days. */
export const STEPS = ['verify', 'original', 'approve', 'issue', 'note', 'whole'] as const;
export type ReportStep = (typeof STEPS)[number];

/** What people did, as the log has it. */
export const DEEDS = ['verified', 'approved', 'issued', 'closed'] as const;
export type Deed = (typeof DEEDS)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
/** The numbers of late cases that the first sheet lists. */
const MOST_LATE = 200;

export interface Times {
  readonly count: number;
  /** In days. */
  readonly average: number;
  readonly median: number;
  readonly longest: number;
}

export class Tally {
  readonly states = new Map<AccessState, number>();
  readonly deeds = new Map<ActorRef, Record<Deed, number>>();
  readonly late: string[] = [];
  lateCount = 0;
  cases = 0;
  readonly #days = new Map<ReportStep, number[]>(STEPS.map((step) => [step, []]));

  add(access: AccessCase, now: Instant): void {
    this.cases += 1;
    this.states.set(access.state, (this.states.get(access.state) ?? 0) + 1);
    for (const [step, days] of Object.entries(daysOf(access)) as [ReportStep, number | null][]) {
      if (days !== null) {
        this.#days.get(step)?.push(days);
      }
    }
    this.#count(access.verified?.by, 'verified');
    this.#count(access.approved?.by, 'approved');
    this.#count(access.issue?.by, 'issued');
    this.#count(access.closing?.by, 'closed');
    if (isLate(access, now)) {
      this.lateCount += 1;
      if (this.late.length < MOST_LATE) {
        this.late.push(access.number);
      }
    }
  }

  /** Of one step; null where no case of the report has taken it. */
  times(step: ReportStep): Times | null {
    const days = Float64Array.from(this.#days.get(step) ?? []).sort();
    const { length } = days;
    if (length === 0) {
      return null;
    }
    const sum = days.reduce((total, each) => total + each, 0);
    const middle = Math.floor(length / 2);
    const median = length % 2 === 1 ? days[middle] : ((days[middle - 1] ?? 0) + (days[middle] ?? 0)) / 2;
    return { count: length, average: sum / length, median: median ?? 0, longest: days[length - 1] ?? 0 };
  }

  #count(by: ActorRef | undefined, deed: Deed): void {
    if (by !== undefined) {
      const done = this.deeds.get(by) ?? { verified: 0, approved: 0, issued: 0, closed: 0 };
      done[deed] += 1;
      this.deeds.set(by, done);
    }
  }
}

export function isLate({ dueAt, state }: AccessCase, now: Instant): boolean {
  return dueAt !== null && dueAt < now && OPEN.includes(state);
}

/** Days from step to step; null where one of the two has not been taken. */
export function daysOf(access: AccessCase): Readonly<Record<ReportStep, number | null>> {
  const { openedAt, verified, original, approved, issue, closing } = access;
  const mailed = issue?.secretaryMailedAt ?? null;
  const noted = closing?.reason === 'noted' ? closing.at : null;
  return {
    verify: days(openedAt, verified?.at ?? null),
    original: days(verified?.at ?? null, original?.at ?? null),
    approve: days(original?.at ?? null, approved?.at ?? null),
    issue: days(approved?.at ?? null, mailed),
    note: days(mailed, noted),
    whole: days(openedAt, closing?.at ?? null),
  };
}

/** An original that came before the data was verified was not waited for. */
function days(from: Instant | null, to: Instant | null): number | null {
  return from === null || to === null ? null : Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS);
}
