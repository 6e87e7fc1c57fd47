/** Hands a letter of any kind of case to the mail server. */
import { failpoint } from '../failpoint/failpoint.ts';
import type { LetterContent } from '../mail/letters/letter.ts';
import { letterFrom, renderLetter } from '../mail/letters/render-letter.ts';
import { messageIdFor, type OutgoingAttachment } from '../mail/wire/send.ts';
import { type EffectTask, PermanentFailure } from '../store/effect-runner.ts';
import { ro } from '../texts/ro.ts';
import type { Desk } from './desk.ts';

/** The mail server is busy or away: the letter waits for its next attempt. */
class TryLater extends Error {
  readonly code: string;

  constructor(code: number | null) {
    super('the mail server asked to try later');
    this.code = `smtp-${code ?? 'unreachable'}`;
  }
}

export interface Delivery {
  /** Its kind, as the database keeps it. */
  readonly letter: string;
  readonly content: LetterContent;
  readonly to: string;
  readonly attachments: readonly OutgoingAttachment[];
  /** The mails that it answers. */
  readonly thread: { readonly inReplyTo?: string; readonly references?: readonly string[] };
  /** A bounce shall not bring it back whole. */
  readonly headersOnlyBounce: boolean;
  /** Written by no person's doing (RFC 3834). */
  readonly isAutoReply: boolean;
}

/**
 * Resolves once the server has accepted it. Message-ID and recipient are fixed before the first attempt, so that a letter
 * sent twice after a crash is recognisable as one. Throws PermanentFailure where the server will never take it, another error
 * where it may.
 */
export async function deliverLetter(desk: Desk, task: EffectTask, delivery: Delivery): Promise<void> {
  const { content, attachments, thread, headersOnlyBounce } = delivery;
  const fixed = await fixedMail(desk, task, delivery);
  const { subject, text, html } = renderLetter(content, ro);
  failpoint('desk.letter.before-send');
  const outcome = await desk.sender.send({
    to: fixed.to,
    displayName: letterFrom(content.officeName),
    replyTo: null,
    subject,
    text,
    html,
    attachments,
    messageId: fixed.messageId,
    ...thread,
    headersOnlyBounce,
    autoSubmitted: delivery.isAutoReply ? 'auto-replied' : 'auto-generated',
  });
  if (!('accepted' in outcome)) {
    if (outcome.refused === 'permanent') {
      throw new PermanentFailure(`smtp-${outcome.code ?? 'refused'}`);
    }
    throw new TryLater(outcome.code);
  }
  failpoint('desk.letter.sent');
}

async function fixedMail(
  desk: Desk,
  task: EffectTask,
  { letter, to }: Delivery,
): Promise<{ readonly messageId: string; readonly to: string }> {
  const known = await desk.store.sentByEffect(task.id);
  if (known) {
    return known;
  }
  const domain = desk.config.deskAddress.split('@')[1] ?? 'localhost';
  const messageId = messageIdFor(domain);
  return await desk.store.transact(task.caseId, (uow) =>
    uow.prepareSent({ caseId: task.caseId, effectId: task.id, letter, messageId, to }),
  );
}
