/** A case put before somebody else: DI, or the office's supervisor. What is said in either thread is carried to the other. */
import type { AccessCase, AccessEvent, Decision, Escalation, EscalationTarget, ThreadPlace } from './case.ts';
import { accept, inStates, type Of, OPEN, refuse, stamp } from './decision.ts';

/** As many lines are told apart when a platform delivers one twice. */
const REMEMBERED = 100;

/** A case of any kind that can be put before somebody. */
interface Escalatable {
  readonly escalations?: readonly Escalation[];
}

/** What is still open, oldest first. Cases from before escalations have none. */
export function openEscalations(access: Escalatable): readonly Escalation[] {
  return access.escalations ?? [];
}

export function isEscalatedTo(access: Escalatable, target: EscalationTarget): boolean {
  return openEscalations(access).some((each) => each.target === target);
}

export function escalate(access: AccessCase, command: Of<'escalate'>): Decision {
  const { id: escalation, target, note, urgent } = command;
  return isEscalatedTo(access, target)
    ? refuse({ code: 'already-done' })
    : inStates(access, OPEN, { type: 'escalated', ...stamp(command), escalation, target, note, urgent });
}

export function closeEscalation(access: AccessCase, command: Of<'close-escalation'>): Decision {
  const open = openEscalations(access).find(({ id }) => id === command.escalation);
  return open
    ? accept({
        type: 'escalation-closed',
        ...stamp(command),
        escalation: open.id,
        target: open.target,
        note: command.note,
      })
    : refuse({ code: 'already-done' });
}

/**
 * A line that somebody wrote, changed or deleted in a thread: it goes to the threads at the other end of each open
 * escalation. Nothing happens without one, or when the same line comes again.
 */
export function sayInThread(access: AccessCase, command: Of<'say-in-thread'>): Decision {
  const to = otherEnds(access, command.from);
  const line = `${command.message}:${command.change}`;
  const wasSaid = openEscalations(access).some(({ said }) => said.includes(line));
  if (to.length === 0 || wasSaid) {
    return accept();
  }
  const { from, note } = command;
  return accept({ type: TYPES[command.change], ...stamp(command), from, to, message: line, note });
}

const TYPES = { new: 'thread-said', edited: 'thread-corrected', deleted: 'thread-unsaid' } as const;

/** From the office to everybody whom it has asked; from one of them to the office. */
export function otherEnds(access: Escalatable, from: ThreadPlace): readonly ThreadPlace[] {
  if (from === 'office') {
    return openEscalations(access).map(({ target }) => target);
  }
  return isEscalatedTo(access, from) ? ['office'] : [];
}

export type EscalationEvent = Extract<
  AccessEvent,
  { type: 'escalated' | 'escalation-closed' | 'thread-said' | 'thread-corrected' | 'thread-unsaid' }
>;

/** What these events make of a case. */
export function withEscalation<Case extends Escalatable>(access: Case, event: EscalationEvent): Case {
  const open = openEscalations(access);
  switch (event.type) {
    case 'escalated': {
      const { escalation: id, target, note, urgent, by, at } = event;
      return { ...access, escalations: [...open, { id, target, note, urgent, by, at, said: [] }] };
    }
    case 'escalation-closed':
      return { ...access, escalations: open.filter(({ id }) => id !== event.escalation) };
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return {
        ...access,
        escalations: open.map((each) => ({
          ...each,
          said: [...each.said, event.message].slice(-REMEMBERED),
        })),
      };
  }
}

/** True for a line of a thread: the case itself is as it was. */
export function isThreadLine(event: AccessEvent): boolean {
  return event.type === 'thread-said' || event.type === 'thread-corrected' || event.type === 'thread-unsaid';
}
