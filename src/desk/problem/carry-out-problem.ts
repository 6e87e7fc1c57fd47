/** Carries a command out on a problem: decide, then case, audit events and effects in one transaction. */

import type { CaseRow } from '../../store/cases.ts';
import { newId } from '../../store/ids.ts';
import type { NewEffect } from '../../store/outbox.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { ThreadPlace, Turn } from '../../workflow/case.ts';
import { dueAfter, localDay } from '../../workflow/deadlines.ts';
import { lettersToAsked, threadOf, threadsToTell } from '../../workflow/escalation.ts';
import {
  beginProblem,
  decideProblem,
  evolveProblem,
  type ProblemCase,
  type ProblemCommand,
  type ProblemEvent,
  type ProblemRefusal,
  ROWS_OF_PROBLEM,
} from '../../workflow/problem.ts';
import { personOf } from '../../workflow/roles.ts';
import { findPlaces, NoSuchCase } from '../carry-out.ts';
import type { Desk } from '../desk.ts';
import type { AskedLetter } from '../escalation/asked-letters.ts';
import { cardEffect, laneOf } from '../refresh-cards.ts';

/** A command as somebody wants it; the desk stamps it with the time of the transaction. */
export type ProblemWish = ProblemCommand extends infer Command
  ? Command extends ProblemCommand
    ? Omit<Command, 'at'>
    : never
  : never;

export type ProblemOutcome =
  | { readonly accepted: true; readonly problem: ProblemCase }
  | { readonly accepted: false; readonly refusal: ProblemRefusal };

export type ProblemLetter = 'problem-received' | 'problem-answer' | 'problem-outcome';

export interface ProblemLetterPayload {
  readonly letter: ProblemLetter;
  /** What a colleague wrote, as a note of the case; null for the acknowledgement. */
  readonly note: string | null;
  /** Who wrote it, as the log has it. */
  readonly by: string;
}

/** The timer that makes a problem late. */
export const PROBLEM_TIMER = 'problem-due';
/** The timer that tells the supervisor of a late one. */
export const PROBLEM_LATE_TIMER = 'problem-late';

export function problemOf(row: CaseRow): ProblemCase {
  return row.facts as unknown as ProblemCase;
}

export interface Reporter {
  readonly email: string;
  readonly name: string | null;
}

/** Opens a problem at an office, or with DI (P1). Returns its id. */
export async function openProblemIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  office: string,
  { email, name }: Reporter,
): Promise<string> {
  const at = desk.now().toISOString();
  const event = {
    type: 'problem-opened',
    by: 'applicant',
    at,
    id: newId(),
    number: await uow.nextNumber(office, Number(localDay(at).slice(0, 4))),
    office,
    mailId,
    dueAt: dueAfter(at, desk.config.rules.dueDays.verify),
  } as const;
  const problem = beginProblem(event);
  await uow.createCase({
    id: problem.id,
    kind: 'problem',
    ...columnsOf(problem),
    applicantName: name,
    senderName: name,
    senderEmail: email,
    email,
    events: [auditEvent(event)],
  });
  await addEffects(desk, uow, null, [event], 1);
  return problem.id;
}

/** Thrown to undo what a refused command's preparation wrote, such as a note. */
class RefusedInside extends Error {
  readonly refusal: ProblemRefusal;

  constructor(refusal: ProblemRefusal) {
    super('refused');
    this.refusal = refusal;
  }
}

/** Carries out one command in a transaction of its own: null, or why nothing has changed. */
export async function carryOutProblem(
  desk: Desk,
  caseId: string,
  wishIn: (uow: UnitOfWork) => Promise<ProblemWish>,
): Promise<ProblemRefusal | null> {
  try {
    return await desk.store.transact(caseId, async (uow) => {
      const outcome = await carryOutProblemIn(desk, uow, caseId, await wishIn(uow));
      if (!outcome.accepted) {
        throw new RefusedInside(outcome.refusal);
      }
      return null;
    });
  } catch (error) {
    if (error instanceof RefusedInside) {
      return error.refusal;
    }
    throw error;
  }
}

/** Carries out one command inside a transaction. A refused one has changed nothing. */
export async function carryOutProblemIn(
  desk: Desk,
  uow: UnitOfWork,
  caseId: string,
  wish: ProblemWish,
): Promise<ProblemOutcome> {
  const row = await uow.loadCase(caseId);
  if (row?.kind !== 'problem') {
    throw new NoSuchCase(caseId);
  }
  const problem = problemOf(row);
  const decision = decideProblem(problem, { ...wish, at: desk.now().toISOString() } as ProblemCommand);
  if (!decision.accepted) {
    return decision;
  }
  if (decision.events.length === 0) {
    return { accepted: true, problem };
  }
  const after = decision.events.reduce(evolveProblem, problem);
  await uow.saveCase(caseId, {
    expectedVersion: row.version,
    patch: columnsOf(after),
    events: decision.events.map(auditEvent),
  });
  await addEffects(desk, uow, problem, decision.events, row.version + 1);
  return { accepted: true, problem: after };
}

function columnsOf(problem: ProblemCase) {
  return {
    number: problem.number,
    office: problem.office,
    state: problem.state,
    open: problem.state !== 'closed',
    facts: problem,
    ownerId: problem.owner === null ? null : personOf(problem.owner),
    waitingSince: new Date(problem.stateSince),
    dueAt: problem.dueAt === null ? null : new Date(problem.dueAt),
  };
}

function auditEvent({ type, by, at, ...payload }: ProblemEvent) {
  return { type, rows: ROWS_OF_PROBLEM[type].join(' '), actor: by, payload, at: new Date(at) };
}

/** The workflow's event out of a row of the audit log. */
export function problemEventOf(row: {
  type: string;
  actor: string;
  at: Date;
  payload: unknown;
}): ProblemEvent {
  const payload = row.payload as object;
  return { ...payload, type: row.type, by: row.actor, at: row.at.toISOString() } as ProblemEvent;
}

async function addEffects(
  desk: Desk,
  uow: UnitOfWork,
  before: ProblemCase | null,
  events: readonly ProblemEvent[],
  firstSeq: number,
): Promise<void> {
  let current = before;
  let shown = false;
  for (const [index, event] of events.entries()) {
    const seq = firstSeq + index;
    const after = current === null ? beginProblem(event as never) : evolveProblem(current, event);
    const effects: NewEffect[] = [];
    if (!shown && changesCard(event)) {
      // The card is rendered from what all of the events led to.
      shown = true;
      effects.push(...(await cards(uow, after, event)));
    }
    for (const { place, mention } of lines(event)) {
      const { bound } = await findPlaces(uow, after, place);
      effects.push(...bound.map((placeId) => lineEffect(placeId, seq, mention)));
    }
    await uow.addEffects(after.id, seq, [...effects, ...letters(event, seq)]);
    await changeTimer(uow, current, after);
    await tellSupervisorLater(uow, event, after, desk.config.rules.supervisorDays);
    current = after;
  }
}

function changesCard({ type }: ProblemEvent): boolean {
  switch (type) {
    case 'problem-details-opened':
    case 'problem-document-opened':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
    case 'escalation-answered':
    case 'problem-asked-undelivered':
      return false;
    default:
      return true;
  }
}

async function cards(uow: UnitOfWork, problem: ProblemCase, event: ProblemEvent): Promise<NewEffect[]> {
  const asked = [...problem.escalations, ...(event.type === 'escalated' ? [event] : [])];
  const told = event.type === 'problem-supervisor-told' ? (['supervisor'] as const) : [];
  const places = new Set<ThreadPlace>(['office', ...told, ...asked.flatMap((each) => threadOf(each) ?? [])]);
  const due = new Set((await uow.cardPosts(problem.id)).map(({ placeId }) => placeId));
  for (const place of places) {
    for (const placeId of (await findPlaces(uow, problem, place)).bound) {
      due.add(placeId);
    }
  }
  return [...due].map((placeId) => cardEffect({ placeId }));
}

interface Line {
  readonly place: ThreadPlace;
  readonly mention: Turn;
}

/** History goes into the threads that it concerns; a mention tells whose turn it is now. */
function lines(event: ProblemEvent): readonly Line[] {
  const atHome = (mention: Turn): Line => ({ place: 'office', mention });
  switch (event.type) {
    case 'problem-opened':
    case 'problem-details-opened':
    case 'problem-document-opened':
      return [];
    case 'problem-taken':
    case 'problem-answered':
    case 'problem-resolved':
      return [atHome(null)];
    case 'problem-mail-received':
    case 'problem-letter-undelivered':
    case 'problem-asked-undelivered':
    case 'problem-overdue':
    case 'problem-reassigned':
      return [atHome('owner')];
    case 'problem-supervisor-told':
      return [atHome('supervisor'), { place: 'supervisor', mention: null }];
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return threadsToTell(event);
  }
}

function lineEffect(placeId: string, event: number, mention: Turn): NewEffect {
  return { lane: laneOf(placeId), kind: 'reply', payload: { placeId, event, mention } };
}

function letters(event: ProblemEvent, seq: number): NewEffect[] {
  const write = (letter: ProblemLetter, note: string | null): NewEffect[] => {
    const payload: ProblemLetterPayload = { letter, note, by: event.by };
    return [{ lane: 'mail:applicant', kind: 'problem-letter', payload }];
  };
  switch (event.type) {
    case 'problem-opened':
      return write('problem-received', null);
    case 'problem-answered':
      return write('problem-answer', event.note);
    case 'problem-resolved':
      return write('problem-outcome', event.note);
    case 'escalated':
    case 'escalation-closed':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return lettersToAsked(event).map((each) => {
        const payload: AskedLetter = { ...each, event: seq };
        return { lane: 'mail:asked', kind: 'problem-letter', payload };
      });
    default:
      return [];
  }
}

async function changeTimer(uow: UnitOfWork, before: ProblemCase | null, after: ProblemCase): Promise<void> {
  if ((before?.dueAt ?? null) === after.dueAt) {
    return;
  }
  await uow.changeTimers(after.id, {
    cancel: after.dueAt === null ? [PROBLEM_TIMER] : [],
    set: after.dueAt === null ? [] : [{ kind: PROBLEM_TIMER, dueAt: new Date(after.dueAt) }],
  });
}

/** DI has no supervisor. */
async function tellSupervisorLater(
  uow: UnitOfWork,
  { type, at }: ProblemEvent,
  { id, office }: ProblemCase,
  days: number,
): Promise<void> {
  if (type === 'problem-overdue' && office !== 'DI') {
    const dueAt = new Date(dueAfter(at, days));
    await uow.changeTimers(id, { cancel: [], set: [{ kind: PROBLEM_LATE_TIMER, dueAt }] });
  }
  if (type === 'problem-resolved') {
    await uow.changeTimers(id, { cancel: [PROBLEM_LATE_TIMER], set: [] });
  }
}
