/** A mail to the applicant is shown as it will be read before it leaves: nothing said inside crosses by mistake. */
import { createHash } from 'node:crypto';
import { renderLetterPreview } from '../bot/cards.ts';
import type { Answer, Click } from '../bot/channel.ts';
import type { LetterPreview } from '../bot/views.ts';
import type { LetterContent } from '../mail/letters/letter.ts';
import { renderLetter } from '../mail/letters/render-letter.ts';
import type { Reads } from '../store/unit-of-work.ts';
import { ro } from '../texts/ro.ts';
import type { AccessCase } from '../workflow/case.ts';
import { openEscalations } from '../workflow/escalation.ts';
import type { Desk } from './desk.ts';

const LONGEST_NOTE = 2_000;

/** A letter that somebody is about to write. */
export interface LetterAtHand {
  readonly caseId: string;
  readonly to: string;
  readonly verb: LetterPreview['verb'];
  /** The letter with this text in it. */
  readonly content: (text: string) => LetterContent;
}

/**
 * What a submitted text leads to: what is wrong with it, or the letter to look at, or – where exactly this text to exactly
 * this address was looked at – the text itself, to be sent.
 */
export function confirmText(
  desk: Desk,
  letter: LetterAtHand,
  inputs: Click['inputs'],
): Answer | { readonly kind: 'confirmed'; readonly text: string } {
  const text = (inputs.text ?? '').trim();
  const { required, tooLong, summary } = desk.texts.inputErrors;
  if (text === '' || text.length > LONGEST_NOTE) {
    const message = text === '' ? required : tooLong(LONGEST_NOTE);
    return { kind: 'dialog-errors', errors: [{ input: 'text', message }], text: summary };
  }
  return inputs.previewed === fingerprint(letter.to, text)
    ? { kind: 'confirmed', text }
    : previewLetter(desk, letter, text);
}

/** The dialog that shows a letter before it is sent. */
export function previewLetter(desk: Desk, { caseId, to, verb, content }: LetterAtHand, text: string): Answer {
  const filled = content(text);
  const { subject, text: letter } = renderLetter(filled, ro);
  const view: LetterPreview = {
    ...{ kind: 'send-to-applicant', caseId, to, subject, letter, text, verb },
    number: filled.caseNumber,
    applicantName: filled.applicantName,
    previewed: fingerprint(to, text),
  };
  const { title, card } = renderLetterPreview(view, desk.texts);
  return { kind: 'dialog', title, card };
}

function fingerprint(to: string, text: string): string {
  return createHash('sha256').update(`${to}\n${text}`).digest('base64url').slice(0, 22);
}

/** What somebody who was asked answered last, while the question is open: what a mail to the applicant begins with. */
export async function lastAnswer(
  reads: Reads,
  caseId: string,
  access: Pick<AccessCase, 'escalations'>,
): Promise<string> {
  const [oldest] = openEscalations(access);
  if (!oldest) {
    return '';
  }
  const since = new Date(oldest.at);
  const answered = (await reads.events(caseId)).findLast(
    ({ type, at, payload }) => at >= since && isAnswer(type, payload as { readonly from?: string }),
  );
  const { note = null } = (answered?.payload ?? {}) as { readonly note?: string | null };
  return note === null ? '' : await reads.noteText(note);
}

function isAnswer(type: string, { from }: { readonly from?: string }): boolean {
  const isLine = type === 'thread-said' || type === 'thread-corrected';
  return type === 'escalation-answered' || (isLine && from !== 'office');
}
