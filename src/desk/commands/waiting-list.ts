/** What waits for somebody: the command `dosare`, the home page of a platform, and the rest of a long list. */
import type { Answer, Card, ChannelName } from '../../bot/channel.ts';
import { type ListedCase, listCard } from '../../bot/list-card.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { AccessCase, AccessState, EscalationTarget } from '../../workflow/case.ts';
import { isEscalatedTo } from '../../workflow/escalation.ts';
import type { ProblemState } from '../../workflow/problem.ts';
import type { RecoveryState } from '../../workflow/recovery.ts';
import type { Desk } from '../desk.ts';
import { type KnownPerson, speakingTo, whoClicked } from '../people.ts';
import { NO_OFFICE } from '../unsorted.ts';

const SHOWN = 10;
const IN_A_DIALOG = 40;
/** More than this waits for nobody who still gets through it; the oldest come first. */
const LOOKED_AT = 500;
const OFFICE_STATES: AccessState[] = ['received', 'verified', 'issued'];

export interface Waiting {
  /** Late ones first, then by what is due. */
  readonly rows: readonly CaseRow[];
  /** How many of them are late. */
  readonly late: number;
  /** Cases of the same offices that wait for the applicant. */
  readonly withApplicant: number;
}

export async function waitingList(desk: Desk, person: KnownPerson): Promise<Answer> {
  const title = desk.texts.lists.waitingTitle;
  const waiting = await waitingFor(desk, person);
  const text = introOf(desk, waiting)[0] ?? title;
  return { kind: 'card', title: short(title), text, card: cardOf(desk, waiting, 0, SHOWN) };
}

/** The home page of whoever opens it. */
export async function homeCard(desk: Desk, channel: ChannelName, externalId: string): Promise<Card> {
  const person = await whoClicked(desk, { channel, externalId });
  if (person) {
    const speaking = speakingTo(desk, person);
    return cardOf(speaking, await waitingFor(speaking, person), 0, SHOWN);
  }
  const { waitingTitle: title, homeStranger } = desk.texts.lists;
  const view = { title, intro: [homeStranger], cases: [], more: 0, after: 0, now: desk.now().toISOString() };
  return listCard(view, desk.texts);
}

/** The list from this place on, in a dialog. */
export async function moreCases(desk: Desk, person: KnownPerson, after: number): Promise<Answer> {
  const waiting = await waitingFor(desk, person);
  const card = cardOf(desk, waiting, after, IN_A_DIALOG);
  return { kind: 'dialog', title: short(desk.texts.lists.waitingTitle), card };
}

/** Titles of dialogs have at most 24 characters on Slack. */
function short(title: string): string {
  return title.length > 24 ? `${title.slice(0, 23).trimEnd()}…` : title;
}

function cardOf(desk: Desk, waiting: Waiting, after: number, most: number): Card {
  const { rows } = waiting;
  const shown = rows.slice(after, after + most);
  const view = {
    title: desk.texts.lists.waitingTitle,
    intro: introOf(desk, waiting),
    cases: shown.map((row) => listedCase(desk, row)),
    more: rows.length - after - shown.length,
    after: after + shown.length,
    now: desk.now().toISOString(),
  };
  return listCard(view, desk.texts);
}

function introOf(desk: Desk, { rows, late, withApplicant }: Waiting): string[] {
  const { lists } = desk.texts;
  return [
    rows.length === 0 ? lists.nothingWaits : lists.waiting(rows.length, late),
    ...(withApplicant === 0 ? [] : [lists.withApplicant(withApplicant)]),
  ];
}

/** A case as a line of a list. */
export function listedCase(desk: Desk, row: CaseRow): ListedCase {
  const { lists } = desk.texts;
  const isUnsorted = row.kind === 'unsorted';
  return {
    caseId: row.id,
    number: isUnsorted ? lists.unsorted : (row.number ?? ''),
    who: (row.applicantName ?? row.senderName ?? row.senderEmail ?? '').trim(),
    state: stateOf(desk, row),
    since: row.open ? row.waitingSince.toISOString() : null,
    due: row.open ? (row.dueAt?.toISOString() ?? null) : null,
  };
}

function stateOf({ texts }: Desk, { kind, state }: CaseRow): string {
  switch (kind) {
    case 'unsorted':
      return texts.lists.unsortedState;
    case 'problem':
      return texts.problem.states[state as ProblemState];
    case 'purged':
      return texts.purged.state;
    case 'recovery':
      return texts.recovery.states[state as RecoveryState];
    default:
      return texts.states[state as AccessState];
  }
}

/** Cases in which they are asked something, and the question is still open. */
function putBefore(target: EscalationTarget, rows: readonly CaseRow[]): CaseRow[] {
  return rows.filter(({ facts }) => isEscalatedTo(facts as unknown as AccessCase, target));
}

function isLate({ dueAt }: CaseRow, now: Date): boolean {
  return dueAt !== null && dueAt < now;
}

/** What waits for somebody to do the next step. */
export async function waitingFor(desk: Desk, { actor }: Pick<KnownPerson, 'actor'>): Promise<Waiting> {
  const found = new Map<string, CaseRow>();
  let withApplicant = 0;
  const keep = (rows: readonly CaseRow[]): void => {
    for (const row of rows) {
      found.set(row.id, row);
    }
  };
  const limit = LOOKED_AT;
  const postedAt = (await desk.store.bindingsFor({ purpose: 'di' })).map(({ id }) => id);
  for (const { role, office } of actor.roles) {
    const of = office === null ? {} : { office };
    switch (role) {
      case 'secretary': {
        keep(await desk.store.queue({ ...of, kinds: ['access'], states: OFFICE_STATES, limit }));
        keep(await desk.store.queue({ ...of, kinds: ['unsorted', 'problem'], limit }));
        const asked = await desk.store.queue({
          ...of,
          kinds: ['access'],
          states: ['awaiting-correction'],
          limit,
        });
        withApplicant += asked.length;
        break;
      }
      case 'supervisor': {
        const rows = await desk.store.queue({ ...of, kinds: ['access'], states: OFFICE_STATES, limit });
        keep(rows.filter((row) => isLate(row, desk.now())));
        keep(putBefore('supervisor', await desk.store.queue({ ...of, kinds: ['access', 'problem'], limit })));
        break;
      }
      case 'di':
        keep(await desk.store.queue({ kinds: ['access'], states: ['with-di'], limit }));
        keep(putBefore('di', await desk.store.queue({ kinds: ['access', 'problem'], postedAt, limit })));
        keep(await desk.store.queue({ office: 'DI', kinds: ['unsorted', 'problem'], limit }));
        keep(await desk.store.queue({ office: 'DI', kinds: ['recovery'], states: ['received'], limit }));
        break;
      case 'admin':
        keep(await desk.store.queue({ office: NO_OFFICE, kinds: ['unsorted'], limit }));
    }
  }
  const never = Number.POSITIVE_INFINITY;
  const rows = [...found.values()].sort(
    (one, other) => (one.dueAt?.getTime() ?? never) - (other.dueAt?.getTime() ?? never),
  );
  const late = rows.filter((row) => isLate(row, desk.now())).length;
  return { rows, late, withApplicant };
}
