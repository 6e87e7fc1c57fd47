/** Letters to whoever is asked by mail: what is asked, what was said in the office's thread since, what came of it. */
import type { LetterContent } from '../../mail/letters/letter.ts';
import type { StoredEvent } from '../../store/audit.ts';
import { type EffectTask, PermanentFailure } from '../../store/effect-runner.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import type { EscalationLetter } from '../../workflow/case.ts';
import type { EscalationEvent } from '../../workflow/escalation.ts';
import { deliverLetter } from '../deliver-letter.ts';
import type { Desk } from '../desk.ts';
import { nameOf } from '../people.ts';

/** What the outbox keeps of such a letter. */
export interface AskedLetter {
  readonly letter: EscalationLetter;
  /** Number of the event that wants it. */
  readonly event: number;
  readonly note: string | null;
  readonly escalation: string;
}

type Escalated = Extract<EscalationEvent, { type: 'escalated' }>;

/** Where it goes: DI's address, or the one that the secretary typed; empty where the escalation is not known. */
export async function askedAddress(
  desk: Desk,
  reads: Reads,
  caseId: string,
  escalation: string,
): Promise<string> {
  const asked = await escalatedBy(reads, caseId, escalation);
  if (asked?.target === 'di') {
    return desk.config.diAddress;
  }
  return asked?.address === undefined ? '' : await reads.noteText(asked.address);
}

async function escalatedBy(reads: Reads, caseId: string, escalation: string): Promise<Escalated | null> {
  const events = (await reads.events(caseId)).map(escalationOf);
  return events.find((event) => event?.escalation === escalation) ?? null;
}

function escalationOf({ type, payload, actor, at }: StoredEvent): Escalated | null {
  const event = { ...(payload as object), type, by: actor, at: at.toISOString() } as EscalationEvent;
  return event.type === 'escalated' ? event : null;
}

type Common = Pick<LetterContent, 'caseNumber' | 'officeName' | 'registry' | 'applicantName'>;

/** What the letter says, from the log of the case. */
export async function askedContent(
  desk: Desk,
  reads: Reads,
  caseId: string,
  common: Common,
  { letter, event, note, escalation }: AskedLetter,
): Promise<LetterContent> {
  const events = await reads.events(caseId);
  const cause = events.find(({ seq }) => seq === event);
  const text = note === null ? '' : await reads.noteText(note);
  const writtenBy = await nameOf(desk, cause?.actor ?? 'system');
  switch (letter) {
    case 'escalation': {
      const asked = await escalatedBy(reads, caseId, escalation);
      return { ...common, letter, note: text, writtenBy, urgent: asked?.urgent === true };
    }
    case 'escalation-line':
      return { ...common, letter, note: text, writtenBy, change: changeOf(cause?.type) };
    case 'escalation-outcome':
      return { ...common, letter, note: text, writtenBy };
  }
}

function changeOf(type: string | undefined): 'said' | 'corrected' | 'unsaid' {
  switch (type) {
    case 'thread-corrected':
      return 'corrected';
    case 'thread-unsaid':
      return 'unsaid';
    default:
      return 'said';
  }
}

/** The mails of one escalation are one conversation: each answers the one before. */
export async function askedThread(
  desk: Desk,
  caseId: string,
  to: string,
): Promise<{ readonly inReplyTo?: string; readonly references?: readonly string[] }> {
  const sent = (await desk.store.sentOf(caseId)).filter(
    (each) => each.letter.startsWith('escalation') && each.to.toLowerCase() === to.toLowerCase(),
  );
  const [first, last] = [sent[0], sent.at(-1)];
  return first && last
    ? { inReplyTo: last.messageId, references: [...new Set([first.messageId, last.messageId])] }
    : {};
}

/** Sends one about a problem or a recovery. Throws PermanentFailure where nobody is known to be asked. */
export async function sendToAsked(
  desk: Desk,
  task: EffectTask,
  common: Common,
  payload: AskedLetter,
): Promise<void> {
  const to = await askedAddress(desk, desk.store, task.caseId, payload.escalation);
  if (to === '') {
    throw new PermanentFailure('no-address');
  }
  await deliverLetter(desk, task, {
    ...{ letter: payload.letter, to, attachments: [] },
    content: await askedContent(desk, desk.store, task.caseId, common, payload),
    thread: await askedThread(desk, task.caseId, to),
    headersOnlyBounce: false,
    isAutoReply: false,
  });
  await task.complete((uow) => uow.markSent(task.id, 'accepted'));
}
