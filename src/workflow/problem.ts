/**
 * A problem that somebody reports by mail (P1, P2): the office solves it, or puts it before DI or its supervisor; its outcome is
 * mailed. One that belongs to no office is DI's own.
 */
import type {
  Actor,
  ActorRef,
  Escalation,
  EscalationTarget,
  EscalationWay,
  Instant,
  Mark,
  Refusal,
  RoleGrant,
  ThreadPlace,
} from './case.ts';
import {
  answeredEvent,
  type EscalationEvent,
  freeTargets,
  lineEvent,
  wayOf,
  withEscalation,
} from './escalation.ts';
import type { ProcedureRow } from './procedure.ts';
import { hasRole, refOf, refuseUnless } from './roles.ts';

export type ProblemState = 'received' | 'in-work' | 'closed';

export interface ProblemCase {
  readonly kind: 'problem';
  readonly id: string;
  readonly number: string;
  /** The office's code, or `DI`. */
  readonly office: string;
  readonly state: ProblemState;
  readonly openedAt: Instant;
  readonly stateSince: Instant;
  readonly dueAt: Instant | null;
  readonly owner: ActorRef | null;
  readonly escalations: readonly Escalation[];
  readonly closing: (Mark & { readonly note: string }) | null;
  /** A letter to whoever reported it did not arrive. */
  readonly undelivered: boolean;
}

export type ProblemRefusal =
  | 'already-closed'
  | 'already-done'
  | 'not-yours'
  | 'nobody-to-ask'
  | 'colleague-without-role';

type By = { readonly by: Actor; readonly at: Instant };

export type ProblemCommand = By &
  (
    | { readonly type: 'receive-mail'; readonly mailId: string }
    | { readonly type: 'take' }
    | { readonly type: 'reassign'; readonly to: ActorRef; readonly roles: readonly RoleGrant[] }
    | { readonly type: 'open-document'; readonly documentId: string }
    | { readonly type: 'open-details' | 'letter-failed' | 'asked-unreachable' | 'became-due' | 'became-late' }
    | { readonly type: 'answer' | 'resolve'; readonly note: string }
    | (EscalationWay & {
        readonly type: 'escalate';
        readonly id: string;
        readonly note: string;
        readonly urgent: boolean;
      })
    | {
        readonly type: 'answer-escalation';
        readonly escalation: string;
        readonly mailId: string;
        readonly note: string;
      }
    | { readonly type: 'close-escalation'; readonly escalation: string; readonly note: string }
    | {
        readonly type: 'say-in-thread';
        readonly from: ThreadPlace;
        readonly message: string;
        readonly change: 'new' | 'edited' | 'deleted';
        /** Keyed hash of what it says: the same change comes twice with the same one. */
        readonly revision: string;
        readonly note: string | null;
      }
  );

export type ProblemEvent =
  | EscalationEvent
  | ({ readonly by: ActorRef; readonly at: Instant } & (
      | {
          readonly type: 'problem-opened';
          readonly id: string;
          readonly number: string;
          readonly office: string;
          readonly mailId: string;
          readonly dueAt: Instant;
        }
      | { readonly type: 'problem-mail-received'; readonly mailId: string }
      | { readonly type: 'problem-taken' }
      | { readonly type: 'problem-reassigned'; readonly to: ActorRef }
      | { readonly type: 'problem-details-opened' }
      | { readonly type: 'problem-document-opened'; readonly documentId: string }
      | { readonly type: 'problem-answered'; readonly note: string }
      | { readonly type: 'problem-resolved'; readonly note: string }
      | { readonly type: 'problem-letter-undelivered' }
      /** A letter to whoever was asked by mail did not arrive. */
      | { readonly type: 'problem-asked-undelivered' }
      | { readonly type: 'problem-overdue' }
      /** It is not solved still: the office's supervisor is told. */
      | { readonly type: 'problem-supervisor-told' }
    ));

export type ProblemDecision =
  | { readonly accepted: true; readonly events: readonly ProblemEvent[] }
  | { readonly accepted: false; readonly refusal: ProblemRefusal };

/** Rows of the procedure that an event carries out. */
export const ROWS_OF_PROBLEM: Readonly<Record<ProblemEvent['type'], readonly ProcedureRow[]>> = {
  'problem-opened': ['P1'],
  'problem-mail-received': [],
  'problem-taken': ['P2'],
  'problem-reassigned': [],
  'problem-supervisor-told': [],
  'problem-details-opened': [],
  'problem-document-opened': [],
  'problem-answered': [],
  'problem-resolved': ['P2'],
  'problem-letter-undelivered': [],
  'problem-asked-undelivered': [],
  'problem-overdue': [],
  escalated: ['P2'],
  'escalation-closed': ['P2'],
  'escalation-answered': ['P2'],
  'thread-said': [],
  'thread-corrected': [],
  'thread-unsaid': [],
};

export function beginProblem(event: Extract<ProblemEvent, { type: 'problem-opened' }>): ProblemCase {
  const { id, number, office, at, dueAt } = event;
  return {
    ...{ kind: 'problem', id, number, office, state: 'received', dueAt },
    ...{ openedAt: at, stateSince: at, owner: null, escalations: [], closing: null, undelivered: false },
  };
}

/** Whom the problem may still be put before. DI puts nothing before itself, and has no supervisor: it asks a colleague, or by mail. */
export function problemTargets(problem: ProblemCase): readonly EscalationTarget[] {
  const free = problem.state === 'closed' ? [] : freeTargets(problem);
  return problem.office === 'DI'
    ? free.filter((target) => target === 'colleague' || target === 'mail')
    : free;
}

/** True for whoever solves it: the office's secretaries, or DI for its own. */
export function isAtHome(problem: ProblemCase, by: Actor): boolean {
  return refuseAtHome(problem, by) === null;
}

function refuseAtHome({ office }: ProblemCase, by: Actor): Refusal | null {
  return office === 'DI' ? refuseUnless(by, 'di', null) : refuseUnless(by, 'secretary', office);
}

/** True for whoever was asked, as long as that is open. */
function isAsked({ office, escalations }: ProblemCase, by: Actor): boolean {
  return escalations.some(({ target }) => isOneOf(target, office, by));
}

/** Colleagues of the office are at home, and a mailbox clicks nothing. */
function isOneOf(target: EscalationTarget, office: string, by: Actor): boolean {
  switch (target) {
    case 'di':
      return refuseUnless(by, 'di', null) === null;
    case 'supervisor':
      return refuseUnless(by, 'supervisor', office) === null;
    case 'colleague':
    case 'mail':
      return false;
  }
}

/** Whoever solves it, and whoever was asked. */
export function mayLook(problem: ProblemCase, by: Actor): boolean {
  return isAtHome(problem, by) || isAsked(problem, by);
}

/** What a command means. Never throws: what may not be done is a refusal with its reason. */
export function decideProblem(problem: ProblemCase, command: ProblemCommand): ProblemDecision {
  const stamp = { by: refOf(command.by), at: command.at };
  switch (command.type) {
    case 'receive-mail':
      return accept({ ...stamp, type: 'problem-mail-received', mailId: command.mailId });
    case 'letter-failed':
      return problem.undelivered ? accept() : accept({ ...stamp, type: 'problem-letter-undelivered' });
    case 'asked-unreachable':
      return accept({ ...stamp, type: 'problem-asked-undelivered' });
    case 'became-due':
      return problem.state === 'closed' || problem.dueAt === null || command.at < problem.dueAt
        ? accept()
        : accept({ ...stamp, type: 'problem-overdue' });
    case 'became-late':
      return problem.state === 'closed' ? accept() : accept({ ...stamp, type: 'problem-supervisor-told' });
    case 'reassign':
      return reassign(problem, command);
    case 'say-in-thread':
      return sayInThread(problem, command);
    case 'answer-escalation': {
      const event = answeredEvent(problem, command);
      return event === null ? accept() : accept({ ...event, ...stamp });
    }
    case 'open-details':
      return mayLook(problem, command.by)
        ? accept({ ...stamp, type: 'problem-details-opened' })
        : refuse('not-yours');
    case 'open-document':
      return mayLook(problem, command.by)
        ? accept({ ...stamp, type: 'problem-document-opened', documentId: command.documentId })
        : refuse('not-yours');
    case 'close-escalation':
      return closeEscalation(problem, command);
    case 'take':
    case 'answer':
    case 'resolve':
    case 'escalate':
      return atHome(problem, command);
  }
}

type Of<Type extends ProblemCommand['type']> = Extract<ProblemCommand, { type: Type }>;
type HomeCommand = Extract<ProblemCommand, { type: 'take' | 'answer' | 'resolve' | 'escalate' }>;

function atHome(problem: ProblemCase, command: HomeCommand): ProblemDecision {
  if (!isAtHome(problem, command.by)) {
    return refuse('not-yours');
  }
  if (problem.state === 'closed') {
    return refuse('already-closed');
  }
  const stamp = { by: refOf(command.by), at: command.at };
  switch (command.type) {
    case 'take':
      return problem.owner === null ? accept({ ...stamp, type: 'problem-taken' }) : refuse('already-done');
    case 'answer':
      return accept({ ...stamp, type: 'problem-answered', note: command.note });
    case 'resolve':
      // The outcome ends what is open in the other threads too.
      return accept(...problem.escalations.map((open) => closedEvent(open, stamp, command.note)), {
        ...stamp,
        type: 'problem-resolved',
        note: command.note,
      });
    case 'escalate': {
      const { id: escalation, note, urgent } = command;
      if (!problemTargets(problem).includes(command.target)) {
        return refuse(problem.office === 'DI' ? 'nobody-to-ask' : 'already-done');
      }
      return accept({ ...stamp, type: 'escalated', escalation, ...wayOf(command), note, urgent });
    }
  }
}

/** The office's supervisor, an officer of DI at home, or an admin. */
function reassign(problem: ProblemCase, command: Of<'reassign'>): ProblemDecision {
  const { office } = problem;
  const { by, to, roles } = command;
  const isTheirs =
    office === 'DI' ? refuseUnless(by, 'di', null) === null : refuseUnless(by, 'supervisor', office) === null;
  if (!isTheirs && refuseUnless(by, 'admin', null) !== null) {
    return refuse('not-yours');
  }
  if (problem.state === 'closed') {
    return refuse('already-closed');
  }
  if (problem.owner === to) {
    return refuse('already-done');
  }
  const canWork = office === 'DI' ? hasRole(roles, 'di', null) : hasRole(roles, 'secretary', office);
  return canWork
    ? accept({ by: refOf(by), at: command.at, type: 'problem-reassigned', to })
    : refuse('colleague-without-role');
}

function closeEscalation(problem: ProblemCase, command: Of<'close-escalation'>): ProblemDecision {
  if (!mayLook(problem, command.by)) {
    return refuse('not-yours');
  }
  const open = problem.escalations.find(({ id }) => id === command.escalation);
  if (!open) {
    return refuse('already-done');
  }
  const stamp = { by: refOf(command.by), at: command.at };
  return accept(closedEvent(open, stamp, command.note));
}

function closedEvent(open: Escalation, stamp: Mark, note: string) {
  return { ...stamp, type: 'escalation-closed', escalation: open.id, ...wayOf(open), note } as const;
}

function sayInThread(problem: ProblemCase, command: Of<'say-in-thread'>): ProblemDecision {
  const { from } = command;
  const mayFromHome = from === 'office' && isAtHome(problem, command.by);
  if (!mayFromHome && !(from !== 'office' && isAsked(problem, command.by))) {
    return refuse('not-yours');
  }
  const event = lineEvent(problem, command);
  return event === null ? accept() : accept({ ...event, by: refOf(command.by), at: command.at });
}

function accept(...events: readonly ProblemEvent[]): ProblemDecision {
  return { accepted: true, events };
}

function refuse(refusal: ProblemRefusal): ProblemDecision {
  return { accepted: false, refusal };
}

/** The case after an event. */
export function evolveProblem(problem: ProblemCase, event: ProblemEvent): ProblemCase {
  const { by, at } = event;
  const owned = problem.owner ?? by;
  const inWork: ProblemCase = {
    ...problem,
    owner: owned,
    ...(problem.state === 'received' ? ({ state: 'in-work', stateSince: at } as const) : {}),
  };
  switch (event.type) {
    case 'problem-opened':
      return beginProblem(event);
    case 'problem-mail-received':
      return { ...problem, undelivered: false };
    case 'problem-details-opened':
    case 'problem-document-opened':
    case 'problem-asked-undelivered':
      return problem;
    case 'problem-overdue':
      return { ...problem, dueAt: null };
    case 'problem-letter-undelivered':
      return { ...problem, undelivered: true };
    case 'problem-reassigned':
      return { ...inWork, owner: event.to };
    case 'problem-supervisor-told':
      return problem;
    case 'problem-taken':
    case 'problem-answered':
      return inWork;
    case 'escalated':
      return withEscalation(inWork, event);
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return withEscalation(problem, event);
    case 'problem-resolved':
      return {
        ...inWork,
        state: 'closed',
        stateSince: at,
        dueAt: null,
        closing: { by, at, note: event.note },
      };
  }
}
