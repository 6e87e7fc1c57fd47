/** Whether, and in which conversation, the sender of a mail is answered by itself (RFC 3834). */
import { isMachineAddress } from '../mail/sorting/noise.ts';
import type { CaseRow } from '../store/cases.ts';
import type { MailSummary } from './case-record.ts';
import type { Desk } from './desk.ts';
import { type KeptProof, mayBeAnswered } from './sender-trust.ts';

/** Acknowledgements of one kind to one address in this time, so that two answering machines cannot keep each other busy. */
export interface AcknowledgementLimit {
  readonly most: number;
  readonly withinMs: number;
}

const THREE_A_DAY: AcknowledgementLimit = { most: 3, withinMs: 24 * 60 * 60 * 1000 };

/** Neither machines nor forged mails are answered, and nobody without end. The same whoever asks. */
export async function mustNotAnswer(
  desk: Desk,
  row: CaseRow,
  to: string,
  letter: string,
  limit: AcknowledgementLimit = THREE_A_DAY,
): Promise<boolean> {
  const address = to.toLowerCase();
  if (isMachineAddress(address) || address === desk.config.deskAddress.toLowerCase()) {
    return true;
  }
  const [opening] = await desk.store.requestsOf(row.id);
  if (opening && !mayBeAnswered(opening.proof as KeptProof)) {
    return true;
  }
  const since = new Date(desk.now().getTime() - limit.withinMs);
  return (await desk.store.countSent({ letter, to, since })) >= limit.most;
}

/** What makes mail programs show a letter in the conversation of the newest mail of the case. */
export async function answering(
  desk: Desk,
  row: CaseRow,
): Promise<{ readonly inReplyTo?: string; readonly references?: readonly string[] }> {
  const mails = await desk.store.inboundOf(row.id);
  const summary = (mails.at(-1)?.summary ?? null) as MailSummary | null;
  return summary?.messageId
    ? { inReplyTo: summary.messageId, references: [...summary.references, summary.messageId] }
    : {};
}
