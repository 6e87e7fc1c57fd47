/** Carries a command out on a case: decide, then case, audit events and effects in one transaction. */
import type { NewEffect } from '../store/outbox.ts';
import type { BoundPlace } from '../store/places.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { decide, open } from '../workflow/access.ts';
import { isCredentialsLetter } from '../workflow/access-facts.ts';
import type {
  AccessCase,
  AccessCommand,
  AccessEffect,
  AccessEvent,
  Letter,
  Refusal,
  ThreadPlace,
} from '../workflow/case.ts';
import { effectsOf } from '../workflow/effects.ts';
import { begin, evolve } from '../workflow/evolve-access.ts';
import { audienceOf } from '../workflow/letter-audience.ts';
import { ROWS_OF } from '../workflow/procedure.ts';
import { personOf } from '../workflow/roles.ts';
import type { Desk } from './desk.ts';
import { cardEffect, laneOf } from './refresh-cards.ts';

/** A command as somebody wants it; the desk stamps it with the time of the transaction. */
export type Wish = AccessCommand extends infer Command
  ? Command extends AccessCommand
    ? Omit<Command, 'at'>
    : never
  : never;

export type Outcome =
  | { readonly accepted: true; readonly access: AccessCase; readonly events: readonly AccessEvent[] }
  | { readonly accepted: false; readonly access: AccessCase; readonly refusal: Refusal };

export interface CarryOutOptions {
  /** What the events mean for the columns beside the facts: name, e-mail and others to search by. */
  readonly columns?: (events: readonly AccessEvent[]) => CaseColumns;
  /** Sealed into the outbox row of the credentials letter; exists nowhere else. */
  readonly password?: string;
  /** The system's address, for the letters that fill the workbook (A20). */
  readonly webAddress?: string;
}

export interface CaseColumns {
  readonly applicantName?: string | null;
  readonly senderName?: string | null;
  readonly senderEmail?: string | null;
  readonly email?: string | null;
  readonly cnpHash?: string | null;
  readonly authorisation?: string | null;
}

/** Thrown to undo everything that a refused command's preparation wrote; caught by {@link carryOut}. */
class RefusedInside extends Error {
  readonly outcome: Extract<Outcome, { accepted: false }>;

  constructor(outcome: Extract<Outcome, { accepted: false }>) {
    super('refused');
    this.outcome = outcome;
  }
}

/** A case of this id does not exist, or is not an access case. */
export class NoSuchCase extends Error {}

/**
 * Carries out one command in a transaction of its own. `prepare` may write what the command names (a note,
 * an account): if the command is refused, that is undone too.
 */
export async function carryOut(
  desk: Desk,
  caseId: string,
  prepare: (uow: UnitOfWork, access: AccessCase) => Promise<Wish> | Wish,
  options: CarryOutOptions = {},
): Promise<Outcome> {
  try {
    return await desk.store.transact(caseId, async (uow) => {
      const row = await loadAccess(uow, caseId);
      const wish = await prepare(uow, row.access);
      const outcome = await carryOutOn(desk, uow, row, wish, options);
      if (!outcome.accepted) {
        throw new RefusedInside(outcome);
      }
      return outcome;
    });
  } catch (error) {
    if (error instanceof RefusedInside) {
      return error.outcome;
    }
    throw error;
  }
}

/** Carries out a command inside a transaction that does more, such as completing an effect. */
export async function carryOutIn(
  desk: Desk,
  uow: UnitOfWork,
  caseId: string,
  wish: Wish,
  options: CarryOutOptions = {},
): Promise<Outcome> {
  return await carryOutOn(desk, uow, await loadAccess(uow, caseId), wish, options);
}

async function carryOutOn(
  desk: Desk,
  uow: UnitOfWork,
  { access, version }: LoadedAccess,
  wish: Wish,
  options: CarryOutOptions,
): Promise<Outcome> {
  const command = { ...wish, at: desk.now().toISOString() } as AccessCommand;
  const decision = decide(access, command, desk.config.rules);
  if (!decision.accepted) {
    return { accepted: false, access, refusal: decision.refusal };
  }
  if (decision.events.length === 0) {
    return { accepted: true, access, events: [] };
  }
  const after = decision.events.reduce(evolve, access);
  await uow.saveCase(access.id, {
    expectedVersion: version,
    patch: { ...columnsOf(after), ...options.columns?.(decision.events) },
    events: decision.events.map(auditEvent),
  });
  await addEffects(desk, uow, access, decision.events, version + 1, options);
  return { accepted: true, access: after, events: decision.events };
}

/** Opens a case (A10) with its number, audit event and first effects. Returns the case. */
export async function openCaseIn(
  desk: Desk,
  uow: UnitOfWork,
  wish: Extract<Wish, { type: 'open' }>,
  columns: CaseColumns,
): Promise<AccessCase> {
  const command = { ...wish, at: desk.now().toISOString() } as Extract<AccessCommand, { type: 'open' }>;
  const decision = open(command, desk.config.rules);
  const event = decision.accepted ? decision.events[0] : undefined;
  if (event?.type !== 'opened') {
    throw new Error('Opening a case is never refused');
  }
  const access = begin(event);
  await uow.createCase({
    id: access.id,
    kind: 'access',
    ...columnsOf(access),
    ...columns,
    events: [auditEvent(event)],
  });
  await addEffects(desk, uow, null, [event], 1, {});
  return access;
}

/** A case as a transaction read it: what is decided holds for this version. */
interface LoadedAccess {
  readonly access: AccessCase;
  readonly version: number;
}

async function loadAccess(uow: UnitOfWork, caseId: string): Promise<LoadedAccess> {
  const row = await uow.loadCase(caseId);
  if (row?.kind !== 'access') {
    throw new NoSuchCase(caseId);
  }
  return { access: row.facts as AccessCase, version: row.version };
}

/** The case row's columns that follow from the facts. */
function columnsOf(access: AccessCase) {
  return {
    number: access.number,
    office: access.office,
    state: access.state,
    open: access.state !== 'closed' && access.state !== 'rejected',
    facts: access,
    ownerId: access.owner === null ? null : personOf(access.owner),
    registryNumber: access.registry?.number ?? null,
    waitingSince: new Date(access.stateSince),
    dueAt: access.dueAt === null ? null : new Date(access.dueAt),
  };
}

function auditEvent(event: AccessEvent) {
  const { type, by, at, ...payload } = event;
  return { type, rows: ROWS_OF[type].join(' '), actor: by, payload, at: new Date(at) };
}

/** The workflow's event out of a row of the audit log. */
export function eventOf(row: { type: string; actor: string; at: Date; payload: unknown }): AccessEvent {
  const payload = row.payload as object;
  return { ...payload, type: row.type, by: row.actor, at: row.at.toISOString() } as AccessEvent;
}

async function addEffects(
  desk: Desk,
  uow: UnitOfWork,
  before: AccessCase | null,
  events: readonly AccessEvent[],
  firstSeq: number,
  options: CarryOutOptions,
): Promise<void> {
  let current = before;
  const queued: { seq: number; effect: AccessEffect; access: AccessCase }[] = [];
  for (const [index, event] of events.entries()) {
    const seq = firstSeq + index;
    const after: AccessCase = current === null ? begin(event as never) : evolve(current, event);
    for (const effect of effectsOf(current, { seq, event }, after, desk.config.rules)) {
      queued.push({ seq, effect, access: after });
    }
    current = after;
  }
  if (current === null) {
    return;
  }
  const due = withoutRepeatedCards(queued);
  await changeTimers(uow, current.id, due);
  const placesOf = placeFinder(uow, current);
  for (const seq of new Set(due.map((each) => each.seq))) {
    const effects: NewEffect[] = [];
    for (const { effect, access } of due.filter((each) => each.seq === seq)) {
      effects.push(...(await outboxRows(effect, access, placesOf, options)));
    }
    await uow.addEffects(current.id, seq, effects);
  }
}

async function changeTimers(
  uow: UnitOfWork,
  caseId: string,
  due: readonly { readonly effect: AccessEffect }[],
): Promise<void> {
  const last = new Map<string, Date | null>();
  for (const { effect } of due) {
    if (effect.kind === 'set-timer' || effect.kind === 'cancel-timer') {
      last.set(effect.timer, effect.kind === 'set-timer' ? new Date(effect.at) : null);
    }
  }
  await uow.changeTimers(caseId, {
    cancel: [...last].flatMap(([kind, dueAt]) => (dueAt === null ? [kind] : [])),
    set: [...last].flatMap(([kind, dueAt]) => (dueAt === null ? [] : [{ kind, dueAt }])),
  });
}

/** Several events of one command make a card due once: it is rendered from what they led to. */
function withoutRepeatedCards<T extends { effect: AccessEffect }>(queued: readonly T[]): T[] {
  const seen = new Set<ThreadPlace>();
  return queued.filter(({ effect }) => {
    if (effect.kind !== 'card') {
      return true;
    }
    const first = !seen.has(effect.place);
    seen.add(effect.place);
    return first;
  });
}

async function outboxRows(
  effect: AccessEffect,
  access: AccessCase,
  placesOf: PlaceFinder,
  options: CarryOutOptions,
): Promise<readonly NewEffect[]> {
  switch (effect.kind) {
    case 'set-timer':
    case 'cancel-timer':
      return [];
    case 'letter':
      return [letterEffect(effect, access, options)];
    case 'card':
    case 'reply':
      return placeEffects(effect, await placesOf(effect.place));
  }
}

/** What the outbox keeps of a letter; the text is written when it is sent. */
export interface LetterPayload {
  readonly letter: Letter;
  readonly event: number;
  readonly note: string | null;
  /** Which issue a credentials letter belongs to; null for the others. */
  readonly issuedAt: string | null;
  /** What A20 writes as the system's address; null for other letters. */
  readonly webAddress: string | null;
  /** Which escalation it belongs to; absent for other letters. */
  readonly escalation?: string;
}

function letterEffect(
  effect: Extract<AccessEffect, { kind: 'letter' }>,
  access: AccessCase,
  options: CarryOutOptions,
): NewEffect {
  const payload: LetterPayload = {
    letter: effect.letter,
    event: effect.event,
    note: effect.note,
    issuedAt: isCredentialsLetter(effect.letter) ? (access.issue?.at ?? null) : null,
    webAddress: options.webAddress ?? null,
    ...(effect.escalation === undefined ? {} : { escalation: effect.escalation }),
  };
  const secret = effect.letter === 'credentials' ? options.password : undefined;
  return {
    lane: `mail:${audienceOf(effect.letter)}`,
    kind: 'letter',
    payload,
    ...(secret === undefined ? {} : { secret }),
  };
}

/** Places of a card: where new lines go, and where the case has a card besides. */
interface CardPlaces {
  readonly bound: readonly string[];
  readonly posted: readonly string[];
}

type PlaceFinder = (place: ThreadPlace) => Promise<CardPlaces>;

/** Finds each audience's places once for all effects of a transaction, where the case is at its end. */
function placeFinder(uow: UnitOfWork, access: AccessCase): PlaceFinder {
  const found = new Map<ThreadPlace, Promise<CardPlaces>>();
  return (place) => {
    const known = found.get(place) ?? findPlaces(uow, access, place);
    found.set(place, known);
    return known;
  };
}

/** Whose places they are: a case of any kind. */
type Placed = Pick<AccessCase, 'id' | 'office'>;

export async function findPlaces(uow: UnitOfWork, access: Placed, place: ThreadPlace): Promise<CardPlaces> {
  const bound = await boundFor(uow, access, place);
  const ids = bound.map(({ id }) => id);
  const posted: string[] = [];
  for (const { placeId } of await uow.cardPosts(access.id)) {
    const other = ids.includes(placeId) ? undefined : await uow.placeById(placeId);
    if (other?.active && threadPlaceOf(other.purpose) === place) {
      posted.push(placeId);
    }
  }
  return { bound: ids, posted };
}

/** Which end of an escalation a place is. */
export function threadPlaceOf(purpose: string): ThreadPlace {
  return purpose === 'di' || purpose === 'supervisor' ? purpose : 'office';
}

async function boundFor(uow: UnitOfWork, access: Placed, place: ThreadPlace): Promise<readonly BoundPlace[]> {
  switch (place) {
    case 'di':
      return await uow.bindingsFor({ purpose: 'di' });
    case 'office':
      return await officePlaces(uow, access);
    case 'supervisor':
      return await uow.bindingsFor({ purpose: 'supervisor', office: access.office });
  }
}

/** Where the office looks; of an office without a channel the admins see the cards (product.md). */
async function officePlaces(uow: UnitOfWork, { office }: Placed): Promise<readonly BoundPlace[]> {
  if (office === 'DI') {
    return await uow.bindingsFor({ purpose: 'di' });
  }
  const bound = await uow.bindingsFor({ purpose: 'commission', office });
  return bound.length > 0 ? bound : await uow.bindingsFor({ purpose: 'admin' });
}

/** A card is due in every place that is bound for it now, and wherever the case already has a card. */
function placeEffects(
  effect: Extract<AccessEffect, { kind: 'card' | 'reply' }>,
  { bound, posted }: CardPlaces,
): NewEffect[] {
  return effect.kind === 'card'
    ? [...bound, ...posted].map((placeId) => cardEffect({ placeId }))
    : bound.map((placeId) => ({
        lane: laneOf(placeId),
        kind: 'reply',
        payload: { placeId, event: effect.event, mention: effect.mention },
      }));
}
