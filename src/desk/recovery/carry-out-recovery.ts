/** Carries a command out on a recovery case: decide, then case, audit events and effects in one transaction. */
import type { CaseRow } from '../../store/cases.ts';
import { newId } from '../../store/ids.ts';
import type { NewEffect } from '../../store/outbox.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { Turn } from '../../workflow/case.ts';
import { dueAfter, localDay } from '../../workflow/deadlines.ts';
import { type EscalationEvent, lettersToAsked, threadsToTell } from '../../workflow/escalation.ts';
import { beginRecovery, evolveRecovery } from '../../workflow/evolve-recovery.ts';
import {
  decideRecovery,
  isOver,
  type RecoveryCase,
  type RecoveryCommand,
  type RecoveryEvent,
  type RecoveryRefusal,
  ROWS_OF_RECOVERY,
} from '../../workflow/recovery.ts';
import { findPlaces, NoSuchCase } from '../carry-out.ts';
import type { Desk } from '../desk.ts';
import type { AskedLetter } from '../escalation/asked-letters.ts';
import { cardEffect, laneOf } from '../refresh-cards.ts';
import { recoveryOf } from './recovery-finding.ts';

/** A command as somebody wants it; the desk stamps it with the time of the transaction. */
export type RecoveryWish = RecoveryCommand extends infer Command
  ? Command extends RecoveryCommand
    ? Omit<Command, 'at'>
    : never
  : never;

export type RecoveryOutcome =
  | { readonly accepted: true; readonly recovery: RecoveryCase }
  | { readonly accepted: false; readonly refusal: RecoveryRefusal };

/** What goes into a letter and stands nowhere else: sealed in the outbox until the letter is sent. */
export interface RecoverySecrets {
  /** The new password, or the one-time code. */
  readonly secret?: string;
  /** The system's address, for the workbook (A20). */
  readonly webAddress?: string;
}

export type RecoveryLetter = 'recovery-received' | 'recovery-code' | 'recovery-credentials';

export interface RecoveryLetterPayload {
  readonly letter: RecoveryLetter;
  /** When the event that wants it happened. */
  readonly at: string;
  readonly webAddress: string | null;
}

/** The timer that ends the validity of a code. */
export const CODE_TIMER = 'recovery-code';
/** The timer that makes a recovery late. */
export const RECOVERY_TIMER = 'recovery-due';

export interface Asker {
  readonly email: string;
  readonly name: string | null;
}

/** Opens a recovery case with DI (R1, R2). Returns its id. */
export async function openRecoveryIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  { email, name }: Asker,
): Promise<string> {
  const at = desk.now().toISOString();
  const event = {
    type: 'recovery-opened',
    by: 'applicant',
    at,
    id: newId(),
    number: await uow.nextNumber('DI', Number(localDay(at).slice(0, 4))),
    mailId,
    dueAt: dueAfter(at, desk.config.rules.dueDays.issue),
  } as const;
  const recovery = beginRecovery(event);
  await uow.createCase({
    id: recovery.id,
    kind: 'recovery',
    ...columnsOf(recovery),
    applicantName: name,
    senderName: name,
    senderEmail: email,
    email,
    events: [auditEvent(event)],
  });
  await addEffects(uow, recovery.id, 1, [event], {});
  return recovery.id;
}

/** Thrown to undo what a refused command's preparation wrote, such as a note. */
class RefusedInside extends Error {
  readonly refusal: RecoveryRefusal;

  constructor(refusal: RecoveryRefusal) {
    super('refused');
    this.refusal = refusal;
  }
}

/** Carries out one command in a transaction of its own: null, or why nothing has changed. */
export async function carryOutRecovery(
  desk: Desk,
  caseId: string,
  wishIn: (uow: UnitOfWork, row: CaseRow) => Promise<RecoveryWish>,
  secrets: RecoverySecrets = {},
): Promise<RecoveryRefusal | null> {
  try {
    return await desk.store.transact(caseId, async (uow) => {
      const row = await uow.loadCase(caseId);
      if (!row) {
        throw new NoSuchCase(caseId);
      }
      const outcome = await carryOutRecoveryIn(desk, uow, caseId, await wishIn(uow, row), secrets);
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
export async function carryOutRecoveryIn(
  desk: Desk,
  uow: UnitOfWork,
  caseId: string,
  wish: RecoveryWish,
  secrets: RecoverySecrets = {},
): Promise<RecoveryOutcome> {
  const row = await uow.loadCase(caseId);
  if (row?.kind !== 'recovery') {
    throw new NoSuchCase(caseId);
  }
  const recovery = recoveryOf(row);
  const command = { ...wish, at: desk.now().toISOString() } as RecoveryCommand;
  const decision = decideRecovery(recovery, command);
  if (!decision.accepted) {
    return decision;
  }
  if (decision.events.length === 0) {
    return { accepted: true, recovery };
  }
  const after = decision.events.reduce(evolveRecovery, recovery);
  await uow.saveCase(caseId, {
    expectedVersion: row.version,
    patch: columnsOf(after),
    events: decision.events.map(auditEvent),
  });
  await addEffects(uow, caseId, row.version + 1, decision.events, secrets);
  return { accepted: true, recovery: after };
}

function columnsOf(recovery: RecoveryCase) {
  return {
    number: recovery.number,
    office: recovery.office,
    state: recovery.state,
    open: !isOver(recovery),
    facts: recovery,
    waitingSince: new Date(recovery.stateSince),
    dueAt: recovery.dueAt === null ? null : new Date(recovery.dueAt),
  };
}

function auditEvent({ type, by, at, ...payload }: RecoveryEvent) {
  return { type, rows: ROWS_OF_RECOVERY[type].join(' '), actor: by, payload, at: new Date(at) };
}

/** The workflow's event out of a row of the audit log. */
export function recoveryEventOf(row: {
  type: string;
  actor: string;
  at: Date;
  payload: unknown;
}): RecoveryEvent {
  const payload = row.payload as object;
  return { ...payload, type: row.type, by: row.actor, at: row.at.toISOString() } as RecoveryEvent;
}

/** After these the card says what it said before. */
const UNSEEN: ReadonlySet<RecoveryEvent['type']> = new Set([
  'recovery-details-opened',
  'escalation-answered',
  'thread-said',
  'thread-corrected',
  'thread-unsaid',
]);

/** What DI is told in the card's thread: an edited card notifies nobody. */
const TOLD: ReadonlySet<RecoveryEvent['type']> = new Set([
  'recovery-asked-again',
  'recovery-mail-received',
  'code-answered',
  'code-wrong',
  'code-expired',
  'code-undelivered',
  'office-told',
  'recovery-undelivered',
  'recovery-overdue',
]);

const LETTERS: Partial<Record<RecoveryEvent['type'], RecoveryLetter>> = {
  'recovery-opened': 'recovery-received',
  'code-sent': 'recovery-code',
  'recovery-issued': 'recovery-credentials',
};

async function addEffects(
  uow: UnitOfWork,
  caseId: string,
  firstSeq: number,
  events: readonly RecoveryEvent[],
  secrets: RecoverySecrets,
): Promise<void> {
  const bound = (await uow.bindingsFor({ purpose: 'di' })).map(({ id }) => id);
  const posted = (await uow.cardPosts(caseId)).map(({ placeId }) => placeId);
  for (const [index, event] of events.entries()) {
    const seq = firstSeq + index;
    // The card is rendered from what all of the events led to.
    const changesCard = index === 0 && !UNSEEN.has(event.type);
    const cards = changesCard ? [...new Set([...bound, ...posted])] : [];
    const replies = TOLD.has(event.type) ? bound.map((placeId) => replyEffect(placeId, seq, 'di')) : [];
    const lines = isEscalation(event) ? linesOfEscalation(event, seq, bound) : [];
    await uow.addEffects(caseId, seq, [
      ...cards.map((placeId) => cardEffect({ placeId })),
      ...replies,
      ...lines,
      ...letterEffects(event, secrets),
      ...(event.type === 'office-told' ? await noticeEffects(uow, caseId, event) : []),
    ]);
    await changeDueTimer(uow, caseId, event);
    if (event.type === 'code-sent') {
      await uow.changeTimers(caseId, {
        cancel: [],
        set: [{ kind: CODE_TIMER, dueAt: new Date(event.expiresAt) }],
      });
    }
  }
}

/** A line under no card, for an office that has nothing to do with the case but this. */
async function noticeEffects(
  uow: UnitOfWork,
  caseId: string,
  { office, accountId }: Extract<RecoveryEvent, { type: 'office-told' }>,
): Promise<NewEffect[]> {
  const { bound } = await findPlaces(uow, { id: caseId, office }, 'office');
  return bound.map((placeId) => ({
    lane: laneOf(placeId),
    kind: 'notice',
    payload: { placeId, accountId, office },
  }));
}

function replyEffect(placeId: string, event: number, mention: Turn): NewEffect {
  return { lane: laneOf(placeId), kind: 'reply', payload: { placeId, event, mention } };
}

const ENDS: ReadonlySet<RecoveryEvent['type']> = new Set([
  'recovery-rejected',
  'recovery-mailed',
  'recovery-became-problem',
]);

/** Set once: a recovery is due two working days after it came, however long its code is waited for. */
async function changeDueTimer(uow: UnitOfWork, caseId: string, event: RecoveryEvent): Promise<void> {
  if (event.type === 'recovery-opened') {
    const dueAt = new Date(event.dueAt);
    await uow.changeTimers(caseId, { cancel: [], set: [{ kind: RECOVERY_TIMER, dueAt }] });
  }
  if (ENDS.has(event.type)) {
    await uow.changeTimers(caseId, { cancel: [RECOVERY_TIMER], set: [] });
  }
}

function isEscalation(event: RecoveryEvent): event is EscalationEvent {
  return event.type.startsWith('escalat') || event.type.startsWith('thread-');
}

/** Told in DI's thread, and by mail to whoever is asked so. */
function linesOfEscalation(event: EscalationEvent, seq: number, bound: readonly string[]): NewEffect[] {
  const told = threadsToTell(event).flatMap(({ place, mention }) =>
    place === 'office'
      ? bound.map((placeId) => replyEffect(placeId, seq, mention === 'owner' ? 'di' : mention))
      : [],
  );
  const letters = lettersToAsked(event).map((each): NewEffect => {
    const payload: AskedLetter = { ...each, event: seq };
    return { lane: 'mail:asked', kind: 'recovery-letter', payload };
  });
  return [...told, ...letters];
}

function letterEffects(event: RecoveryEvent, { secret, webAddress }: RecoverySecrets): NewEffect[] {
  const letter = LETTERS[event.type];
  if (letter === undefined) {
    return [];
  }
  const payload: RecoveryLetterPayload = { letter, at: event.at, webAddress: webAddress ?? null };
  return [
    {
      lane: 'mail:applicant',
      kind: 'recovery-letter',
      payload,
      ...(secret === undefined ? {} : { secret }),
    },
  ];
}
