/**
 * A case put before somebody else: DI or the office's supervisor in a thread of theirs, a colleague in the office's own, or
 * an address within the office by mail. What is said at one end is carried to the other.
 */
import type {
  AccessCase,
  AccessEvent,
  Decision,
  Escalation,
  EscalationLetter,
  EscalationTarget,
  EscalationWay,
  ThreadPlace,
  Turn,
} from './case.ts';
import { accept, inStates, type Of, OPEN, refuse, stamp } from './decision.ts';

/** As many lines are told apart when a platform delivers one twice. */
const REMEMBERED = 100;

export const TARGETS: readonly EscalationTarget[] = ['di', 'supervisor', 'colleague', 'mail'];

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

/** Before whom the case is not yet. */
export function freeTargets(access: Escalatable): readonly EscalationTarget[] {
  return TARGETS.filter((target) => !isEscalatedTo(access, target));
}

/** Only how somebody is asked, of a command, an event or an escalation. */
export function wayOf({ target, byMail, colleague, address }: EscalationWay): EscalationWay {
  return {
    target,
    ...(byMail === undefined ? {} : { byMail }),
    ...(colleague === undefined ? {} : { colleague }),
    ...(address === undefined ? {} : { address }),
  };
}

/** The thread in which this end reads and writes; null where it has none of its own. */
export function threadOf({ target, byMail }: EscalationWay): 'di' | 'supervisor' | null {
  return (target === 'di' || target === 'supervisor') && byMail !== true ? target : null;
}

export function escalate(access: AccessCase, command: Of<'escalate'>): Decision {
  const { id: escalation, note, urgent } = command;
  return isEscalatedTo(access, command.target)
    ? refuse({ code: 'already-done' })
    : inStates(access, OPEN, {
        type: 'escalated',
        ...stamp(command),
        escalation,
        ...wayOf(command),
        note,
        urgent,
      });
}

export function closeEscalation(access: AccessCase, command: Of<'close-escalation'>): Decision {
  const open = openEscalations(access).find(({ id }) => id === command.escalation);
  return open
    ? accept({
        type: 'escalation-closed',
        ...stamp(command),
        escalation: open.id,
        ...wayOf(open),
        note: command.note,
      })
    : refuse({ code: 'already-done' });
}

/** An answer by mail is heard once, and as long as the question is open. */
export function answerEscalation(access: AccessCase, command: Of<'answer-escalation'>): Decision {
  const event = answeredEvent(access, command);
  return event === null ? accept() : accept({ ...event, ...stamp(command) });
}

interface MailedAnswer {
  readonly escalation: string;
  readonly mailId: string;
  readonly note: string;
}

/** The event of such an answer, without its stamp; null where there is nothing to hear. */
export function answeredEvent(access: Escalatable, { escalation, mailId, note }: MailedAnswer) {
  const open = openEscalations(access).find(({ id }) => id === escalation);
  if (!open || open.said.includes(mailId)) {
    return null;
  }
  const { target, address } = open;
  const from = address === undefined ? { target } : { target, address };
  return { type: 'escalation-answered', escalation, ...from, mailId, note } as const;
}

/**
 * A line that somebody wrote, changed or deleted in a thread: it goes to the other end of each open escalation. Nothing
 * happens without one, or when the same line comes again.
 */
export function sayInThread(access: AccessCase, command: Of<'say-in-thread'>): Decision {
  const event = lineEvent(access, command);
  return event === null ? accept() : accept({ ...event, ...stamp(command) });
}

type Line = Pick<Of<'say-in-thread'>, 'from' | 'message' | 'change' | 'revision' | 'note'>;

/** The event of a line in a thread, without its stamp; null where nobody is to hear of it. */
export function lineEvent(access: Escalatable, { from, message: id, change, revision, note }: Line) {
  const to = otherEnds(access, from);
  const letters = from === 'office' ? askedByMail(access) : [];
  const message = change === 'edited' ? `${id}:edited:${revision}` : `${id}:${change}`;
  if ((to.length === 0 && letters.length === 0) || wasHeard(access, id, message)) {
    return null;
  }
  const byMail = letters.length === 0 ? {} : { letters };
  return { type: TYPES[change], from, to, ...byMail, message, note } as const;
}

/**
 * True if the line is at this already: the same change has come again, or what was written came after its own correction or
 * deletion.
 */
function wasHeard(access: Escalatable, id: string, message: string): boolean {
  return openEscalations(access).some(({ said }) => {
    const last = said.findLast((each) => each.startsWith(`${id}:`));
    return last === message || (last !== undefined && message === `${id}:new`);
  });
}

const TYPES = { new: 'thread-said', edited: 'thread-corrected', deleted: 'thread-unsaid' } as const;

/** The threads at the other end: from the office those of everybody whom it has asked; from one of them the office's. */
export function otherEnds(access: Escalatable, from: ThreadPlace): readonly ThreadPlace[] {
  const threads = openEscalations(access).flatMap((each) => threadOf(each) ?? []);
  if (from === 'office') {
    return threads;
  }
  return isEscalatedTo(access, from) ? ['office'] : [];
}

/** Escalations whose other end is a mailbox. */
function askedByMail(access: Escalatable): readonly string[] {
  return openEscalations(access)
    .filter(({ byMail }) => byMail === true)
    .map(({ id }) => id);
}

/** True if a line in this thread is heard by anybody else. */
export function isHeard(access: Escalatable, from: ThreadPlace): boolean {
  return otherEnds(access, from).length > 0 || (from === 'office' && askedByMail(access).length > 0);
}

export type EscalationEvent = Extract<
  AccessEvent,
  {
    type:
      | 'escalated'
      | 'escalation-closed'
      | 'escalation-answered'
      | 'thread-said'
      | 'thread-corrected'
      | 'thread-unsaid';
  }
>;

/** What these events make of a case. */
export function withEscalation<Case extends Escalatable>(access: Case, event: EscalationEvent): Case {
  const open = openEscalations(access);
  const heard = (line: string): Case => ({
    ...access,
    escalations: open.map((each) => ({ ...each, said: [...each.said, line].slice(-REMEMBERED) })),
  });
  switch (event.type) {
    case 'escalated': {
      const { escalation: id, note, urgent, by, at } = event;
      return { ...access, escalations: [...open, { id, ...wayOf(event), note, urgent, by, at, said: [] }] };
    }
    case 'escalation-closed':
      return { ...access, escalations: open.filter(({ id }) => id !== event.escalation) };
    case 'escalation-answered':
      return heard(event.mailId);
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return heard(event.message);
  }
}

/** Who hears of such an event in which thread, and whose turn it is there. */
export function threadsToTell(
  event: EscalationEvent,
): readonly { readonly place: ThreadPlace; readonly mention: Turn }[] {
  switch (event.type) {
    case 'escalated': {
      const thread = threadOf(event);
      const atOffice = {
        place: 'office',
        mention: event.target === 'colleague' ? 'colleague' : null,
      } as const;
      return thread === null ? [atOffice] : [atOffice, { place: thread, mention: thread }];
    }
    case 'escalation-closed': {
      const thread = threadOf(event);
      const atOffice = { place: 'office', mention: 'owner' } as const;
      return thread === null ? [atOffice] : [atOffice, { place: thread, mention: null }];
    }
    case 'escalation-answered':
      return [{ place: 'office', mention: 'owner' }];
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return event.to.map((place) => ({ place, mention: null }));
  }
}

/** The letters to whoever is asked by mail. Nothing is ever mailed to the applicant for such an event. */
export function lettersToAsked(event: EscalationEvent): readonly {
  readonly letter: EscalationLetter;
  readonly escalation: string;
  readonly note: string | null;
}[] {
  switch (event.type) {
    case 'escalated':
    case 'escalation-closed': {
      const letter = event.type === 'escalated' ? 'escalation' : 'escalation-outcome';
      const { escalation, note } = event;
      return event.byMail === true ? [{ letter, escalation, note }] : [];
    }
    case 'escalation-answered':
      return [];
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return (event.letters ?? []).map((escalation) => ({
        letter: 'escalation-line',
        escalation,
        note: event.note,
      }));
  }
}

/** True for what is only talked about: the case itself is as it was. */
export function isThreadLine(event: AccessEvent): boolean {
  switch (event.type) {
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
    case 'escalation-answered':
      return true;
    default:
      return false;
  }
}

export function isEscalationLetter(letter: string): letter is EscalationLetter {
  return letter === 'escalation' || letter === 'escalation-line' || letter === 'escalation-outcome';
}
