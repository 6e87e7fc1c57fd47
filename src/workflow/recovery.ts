/**
 * A lost password (R1–R4): who asks must be proven to read the registered address, by the mail itself or by a one-time
 * code sent there. What is known of the asker is looked up anew with every command; nothing here is personal data.
 */
import type { Actor, ActorRef, Escalation, EscalationTarget, EscalationWay, Instant, Mark } from './case.ts';
import {
  answeredEvent,
  type EscalationEvent,
  freeTargets,
  lineEvent,
  openEscalations,
  wayOf,
} from './escalation.ts';
import type { ProcedureRow } from './procedure.ts';
import { refOf, refuseUnless } from './roles.ts';

export type RecoveryState = 'received' | 'awaiting-code' | 'issuing' | 'closed' | 'rejected';

/** A code that was sent to the registered address and not answered yet. */
export interface Challenge {
  /** Keyed hash: the code itself stands in the letter alone. */
  readonly codeHash: string;
  readonly accountId: string;
  readonly expiresAt: Instant;
  readonly triesLeft: number;
}

export interface RecoveryCase {
  readonly kind: 'recovery';
  readonly id: string;
  readonly number: string;
  readonly office: 'DI';
  readonly state: RecoveryState;
  readonly openedAt: Instant;
  readonly stateSince: Instant;
  readonly dueAt: Instant | null;
  /** The mails that asked for a new password: only these may prove who asks. */
  readonly askedBy: readonly string[];
  readonly challenge: Challenge | null;
  /** The account whose registered address answered with the code; null while none did. */
  readonly provenByCode: string | null;
  /** Five wrong codes: no further code is sent in this case. */
  readonly codesSpent: boolean;
  readonly issue: (Mark & { readonly accountId: string; readonly mailedAt: Instant | null }) | null;
  /** The letter with the new password did not arrive. */
  readonly undelivered: boolean;
  /** `mergedInto`: the problem that its mail turned out to report; what is answered belongs there. */
  readonly closing: (Mark & { readonly note: string | null; readonly mergedInto?: string }) | null;
  /** Nobody lost a password: the mail reports a problem, and this is its number. */
  readonly problem?: string;
  /** What a colleague of DI, or an office by mail, is asked about it. */
  readonly escalations?: readonly Escalation[];
}

/** What is known of the asker at this moment (R3): two separate results, and whose account it is. */
export interface RecoveryFinding {
  /** `several`: accounts share the address, and the mail names none of them. */
  readonly address: 'matches' | 'several' | 'unknown';
  /** Whether the mail comes from that address; `refused`: forged, repeated, old or not answered by DNS. */
  readonly mail: 'proven' | 'not-proven' | 'refused';
  readonly accountId: string | null;
  /** The account may not be used: its authorisation was withdrawn. */
  readonly suspended: boolean;
  /** Every account of the address that may be used. */
  readonly usable: readonly string[];
}

export type RecoveryRefusal =
  | 'not-your-role'
  | 'already-closed'
  | 'under-way'
  | 'not-registered'
  | 'several-accounts'
  | 'not-proven'
  | 'nothing-to-prove'
  | 'suspended'
  | 'codes-spent'
  | 'escalation-open'
  | 'not-confirmed'
  | 'already-done';

type By = { readonly by: Actor; readonly at: Instant };

export type RecoveryCommand = By &
  (
    | { readonly type: 'ask-again'; readonly mailId: string }
    | { readonly type: 'receive-mail'; readonly mailId: string }
    | { readonly type: 'send-code'; readonly codeHash: string; readonly finding: RecoveryFinding }
    /** An answer from the registered address; hashes of what in its own text looks like a code. */
    | { readonly type: 'answer-code'; readonly mailId: string; readonly codeHashes: readonly string[] }
    | { readonly type: 'issue'; readonly finding: RecoveryFinding; readonly confirmed: boolean }
    | { readonly type: 'reject'; readonly note: string }
    /** P1: the mail was taken for one about a lost password, and reports a problem. */
    | {
        readonly type: 'make-problem';
        readonly problemId: string;
        readonly number: string;
        readonly finding: RecoveryFinding;
      }
    | { readonly type: 'letter-accepted' | 'letter-failed'; readonly issuedAt: Instant }
    | { readonly type: 'code-expired' }
    | { readonly type: 'open-details' }
    | { readonly type: 'became-due' }
    | (EscalationWay & {
        readonly type: 'escalate';
        readonly id: string;
        readonly note: string;
        readonly urgent: boolean;
      })
    | { readonly type: 'close-escalation'; readonly escalation: string; readonly note: string }
    | {
        readonly type: 'answer-escalation';
        readonly escalation: string;
        readonly mailId: string;
        readonly note: string;
      }
    | {
        readonly type: 'say-in-thread';
        readonly message: string;
        readonly change: 'new' | 'edited' | 'deleted';
        readonly revision: string;
        readonly note: string | null;
      }
    /** The account that asks is suspended: its office is told. */
    | { readonly type: 'tell-office'; readonly accountId: string; readonly office: string }
    /** The letter with the code did not arrive; `sentAt`: when the code was sent. */
    | { readonly type: 'code-failed'; readonly sentAt: Instant }
  );

export type RecoveryEvent = EscalationEvent | OwnEvent;

type OwnEvent = { readonly by: ActorRef; readonly at: Instant } & (
  | {
      readonly type: 'recovery-opened';
      readonly id: string;
      readonly number: string;
      readonly mailId: string;
      readonly dueAt: Instant;
    }
  | { readonly type: 'recovery-asked-again' | 'recovery-mail-received'; readonly mailId: string }
  | {
      readonly type: 'code-sent';
      readonly codeHash: string;
      readonly accountId: string;
      readonly expiresAt: Instant;
    }
  | { readonly type: 'code-answered'; readonly mailId: string }
  | { readonly type: 'code-wrong'; readonly mailId: string }
  | { readonly type: 'code-expired' }
  | { readonly type: 'code-undelivered' }
  | { readonly type: 'office-told'; readonly accountId: string; readonly office: string }
  | { readonly type: 'recovery-issued'; readonly accountId: string }
  | { readonly type: 'recovery-details-opened' }
  | { readonly type: 'recovery-overdue' }
  | { readonly type: 'recovery-mailed' }
  | { readonly type: 'recovery-undelivered' }
  | { readonly type: 'recovery-rejected'; readonly note: string }
  | { readonly type: 'recovery-became-problem'; readonly problemId: string; readonly number: string }
);

export type RecoveryDecision =
  | { readonly accepted: true; readonly events: readonly RecoveryEvent[] }
  | { readonly accepted: false; readonly refusal: RecoveryRefusal };

export const CODE_TRIES = 5;
export const CODE_VALID_MS = 24 * 60 * 60 * 1000;

/** When a code that is sent at this moment ends. */
export function codeExpiry(sentAt: Instant): Instant {
  return new Date(Date.parse(sentAt) + CODE_VALID_MS).toISOString();
}

/** Rows of the procedure that an event carries out. */
export const ROWS_OF_RECOVERY: Readonly<Record<RecoveryEvent['type'], readonly ProcedureRow[]>> = {
  'recovery-opened': ['R1', 'R2'],
  'recovery-asked-again': ['R1'],
  'recovery-mail-received': [],
  'code-sent': ['R3'],
  'code-answered': ['R3'],
  'code-wrong': ['R3'],
  'code-expired': [],
  'code-undelivered': ['R3'],
  'office-told': ['R3'],
  'recovery-details-opened': ['R3'],
  'recovery-issued': ['R3'],
  'recovery-mailed': ['R4'],
  'recovery-undelivered': ['R4'],
  'recovery-rejected': [],
  'recovery-became-problem': ['P1'],
  'recovery-overdue': [],
  escalated: [],
  'escalation-closed': [],
  'escalation-answered': [],
  'thread-said': [],
  'thread-corrected': [],
  'thread-unsaid': [],
};

export function isOver({ state }: RecoveryCase): boolean {
  return state === 'closed' || state === 'rejected';
}

/** Whom DI may still ask: a colleague of its own, or an office by mail. */
export function recoveryTargets(recovery: RecoveryCase): readonly EscalationTarget[] {
  return isOver(recovery)
    ? []
    : freeTargets(recovery).filter((target) => target === 'colleague' || target === 'mail');
}

/** Which account a new password may be issued for; null where one of the two results is missing. */
export function issuableAccount(recovery: RecoveryCase, finding: RecoveryFinding): string | null {
  if (recovery.state !== 'received') {
    return null;
  }
  const proven = finding.address === 'matches' && finding.mail === 'proven' ? finding.accountId : null;
  // The account that the code was sent for, as long as the address is still its own and it may be used.
  const accountId = recovery.provenByCode ?? proven;
  return accountId !== null && finding.usable.includes(accountId) ? accountId : null;
}

/** Whether a code may be sent to the registered address: it matches one account, and nothing proves the mail. */
export function mayBeChallenged(recovery: RecoveryCase, finding: RecoveryFinding): boolean {
  return whyNoCode(recovery, finding) === null;
}

function whyNoCode(recovery: RecoveryCase, finding: RecoveryFinding): RecoveryRefusal | null {
  if (recovery.state !== 'received') {
    return isOver(recovery) ? 'already-closed' : 'under-way';
  }
  if (finding.address !== 'matches') {
    return finding.address === 'several' ? 'several-accounts' : 'not-registered';
  }
  if (finding.suspended) {
    return 'suspended';
  }
  if (finding.mail === 'refused') {
    return 'not-proven';
  }
  if (issuableAccount(recovery, finding) !== null) {
    return 'nothing-to-prove';
  }
  return recovery.codesSpent ? 'codes-spent' : null;
}

/** What a command means. Never throws: what may not be done is a refusal with its reason. */
export function decideRecovery(recovery: RecoveryCase, command: RecoveryCommand): RecoveryDecision {
  const stamp = { by: refOf(command.by), at: command.at };
  switch (command.type) {
    case 'ask-again':
      return isOver(recovery)
        ? refuse('already-closed')
        : accept({ ...stamp, type: 'recovery-asked-again', mailId: command.mailId });
    case 'receive-mail':
      return accept({ ...stamp, type: 'recovery-mail-received', mailId: command.mailId });
    case 'answer-code':
      return answerCode(recovery, command);
    case 'code-expired':
      return recovery.challenge !== null && command.at >= recovery.challenge.expiresAt
        ? accept({ ...stamp, type: 'code-expired' })
        : accept();
    case 'code-failed': {
      const isThisCode = recovery.challenge?.expiresAt === codeExpiry(command.sentAt);
      return isThisCode ? accept({ ...stamp, type: 'code-undelivered' }) : accept();
    }
    case 'tell-office': {
      const { accountId, office } = command;
      return accept({ ...stamp, type: 'office-told', accountId, office });
    }
    case 'letter-accepted':
      return isThisIssue(recovery, command.issuedAt)
        ? accept({ ...stamp, type: 'recovery-mailed' })
        : accept();
    case 'letter-failed':
      return recovery.issue?.at === command.issuedAt && !recovery.undelivered
        ? accept({ ...stamp, type: 'recovery-undelivered' })
        : accept();
    case 'became-due':
      return isOver(recovery) || recovery.dueAt === null || command.at < recovery.dueAt
        ? accept()
        : accept({ ...stamp, type: 'recovery-overdue' });
    case 'answer-escalation': {
      const event = answeredEvent(recovery, command);
      return event === null ? accept() : accept({ ...event, ...stamp });
    }
    case 'escalate':
    case 'close-escalation':
    case 'say-in-thread':
      return askAround(recovery, command);
    case 'open-details':
    case 'send-code':
    case 'issue':
    case 'reject':
    case 'make-problem':
      return byPerson(recovery, command);
  }
}

type AskingCommand = Extract<RecoveryCommand, { type: 'escalate' | 'close-escalation' | 'say-in-thread' }>;

/** DI asks, and ends what it asked. Nothing of it reaches whoever asked for a password. */
function askAround(recovery: RecoveryCase, command: AskingCommand): RecoveryDecision {
  if (refuseUnless(command.by, 'di', null)) {
    return refuse('not-your-role');
  }
  const stamp = { by: refOf(command.by), at: command.at };
  switch (command.type) {
    case 'say-in-thread': {
      const event = lineEvent(recovery, { ...command, from: 'office' });
      return event === null ? accept() : accept({ ...event, ...stamp });
    }
    case 'escalate': {
      const { id: escalation, note, urgent } = command;
      if (!recoveryTargets(recovery).includes(command.target)) {
        return refuse(isOver(recovery) ? 'already-closed' : 'already-done');
      }
      return accept({ ...stamp, type: 'escalated', escalation, ...wayOf(command), note, urgent });
    }
    case 'close-escalation': {
      const open = openEscalations(recovery).find(({ id }) => id === command.escalation);
      return open ? accept(closedEvent(open, stamp, command.note)) : refuse('already-done');
    }
  }
}

function closedEvent(open: Escalation, stamp: Mark, note: string) {
  return { ...stamp, type: 'escalation-closed', escalation: open.id, ...wayOf(open), note } as const;
}

function isThisIssue({ issue }: RecoveryCase, issuedAt: Instant): boolean {
  return issue?.at === issuedAt && issue.mailedAt === null;
}

type PersonsCommand = Extract<
  RecoveryCommand,
  { type: 'open-details' | 'send-code' | 'issue' | 'reject' | 'make-problem' }
>;

function byPerson(recovery: RecoveryCase, command: PersonsCommand): RecoveryDecision {
  if (refuseUnless(command.by, 'di', null)) {
    return refuse('not-your-role');
  }
  const stamp = { by: refOf(command.by), at: command.at };
  if (command.type === 'open-details') {
    return accept({ ...stamp, type: 'recovery-details-opened' });
  }
  if (command.type === 'reject') {
    if (isOver(recovery) || recovery.state === 'issuing') {
      return refuse(isOver(recovery) ? 'already-closed' : 'under-way');
    }
    // What is still being asked ends with it.
    return accept(...openEscalations(recovery).map((open) => closedEvent(open, stamp, command.note)), {
      ...stamp,
      type: 'recovery-rejected',
      note: command.note,
    });
  }
  if (command.type === 'make-problem') {
    const why = whyNoProblem(recovery, command.finding);
    const { problemId, number } = command;
    return why === null
      ? accept({ ...stamp, type: 'recovery-became-problem', problemId, number })
      : refuse(why);
  }
  if (command.type === 'send-code') {
    const why = whyNoCode(recovery, command.finding);
    const { accountId } = command.finding;
    if (why !== null || accountId === null) {
      return refuse(why ?? 'not-registered');
    }
    const expiresAt = codeExpiry(command.at);
    return accept({ ...stamp, type: 'code-sent', codeHash: command.codeHash, accountId, expiresAt });
  }
  const accountId = issuableAccount(recovery, command.finding);
  if (accountId === null) {
    return refuse(whyNotIssued(recovery, command.finding));
  }
  return command.confirmed
    ? accept({ ...stamp, type: 'recovery-issued', accountId })
    : refuse('not-confirmed');
}

/** Whether DI may say that the mail reports a problem. */
export function mayBecomeProblem(recovery: RecoveryCase, finding: RecoveryFinding): boolean {
  return whyNoProblem(recovery, finding) === null;
}

function whyNoProblem(recovery: RecoveryCase, finding: RecoveryFinding): RecoveryRefusal | null {
  if (recovery.state !== 'received') {
    return isOver(recovery) ? 'already-closed' : 'under-way';
  }
  // A password that was issued was lost; that its letter came back changes nothing.
  if (recovery.issue !== null) {
    return 'already-done';
  }
  // A problem is answered: to whoever a forged mail names, who asked for nothing.
  if (finding.mail === 'refused') {
    return 'not-proven';
  }
  // What is asked about this case would be answered in one that is over.
  return openEscalations(recovery).length > 0 ? 'escalation-open' : null;
}

function whyNotIssued(recovery: RecoveryCase, finding: RecoveryFinding): RecoveryRefusal {
  if (isOver(recovery)) {
    return 'already-closed';
  }
  if (recovery.state !== 'received') {
    return 'under-way';
  }
  if (finding.suspended) {
    return 'suspended';
  }
  if (finding.address === 'unknown') {
    return 'not-registered';
  }
  return finding.address === 'several' && finding.mail === 'proven' ? 'several-accounts' : 'not-proven';
}

function answerCode(
  { challenge }: RecoveryCase,
  command: Extract<RecoveryCommand, { type: 'answer-code' }>,
): RecoveryDecision {
  const stamp = { by: refOf(command.by), at: command.at, mailId: command.mailId };
  const received: RecoveryEvent = { ...stamp, type: 'recovery-mail-received' };
  if (challenge === null || command.codeHashes.length === 0) {
    return accept(received);
  }
  if (command.at >= challenge.expiresAt) {
    return accept(received, { by: 'system', at: command.at, type: 'code-expired' });
  }
  // Several codes in one mail are as many tries.
  const tried = command.codeHashes.slice(0, challenge.triesLeft);
  const right = tried.indexOf(challenge.codeHash);
  const wrong = right === -1 ? tried : tried.slice(0, right);
  return accept(
    ...wrong.map(() => ({ ...stamp, type: 'code-wrong' }) as const),
    ...(right === -1 ? [] : [{ ...stamp, type: 'code-answered' } as const]),
  );
}

function accept(...events: readonly RecoveryEvent[]): RecoveryDecision {
  return { accepted: true, events };
}

function refuse(refusal: RecoveryRefusal): RecoveryDecision {
  return { accepted: false, refusal };
}
