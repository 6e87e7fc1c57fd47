import { letterTexts } from '../../texts/ro/letters.ts';
import type { Texts } from '../../texts/ro.ts';
import type { Letter } from '../../workflow/case.ts';
import { composeLetter } from './compose-letter.ts';
import { htmlLetter } from './html-letter.ts';
import type { LetterContent, RenderedLetter } from './letter.ts';
import { lineOf } from './outside-text.ts';
import { plainLetter } from './plain-letter.ts';

/** Mail programs show about 60 characters of a subject; more than this is nobody's subject. */
const LONGEST_SUBJECT = 200;

/** What can be attached to a letter; `application` is the scan of the signed request. */
export type LetterAttachment =
  | 'workbook'
  | 'workbook-with-credentials'
  | 'workbook-without-password'
  | 'application';

/** What is attached to each letter, in this order. Only A21's mail carries a password, in its workbook. */
export const ATTACHMENTS: Readonly<Record<Letter, readonly LetterAttachment[]>> = {
  acknowledgement: [],
  correction: [],
  'to-dcg': ['application', 'workbook'],
  'to-di': ['workbook'],
  credentials: ['workbook-with-credentials'],
  'address-updated': [],
  'to-secretary': ['workbook-without-password'],
  rejection: [],
  withdrawn: [],
  'closed-original-missing': [],
  'original-reminder': [],
  'correction-reminder': [],
  reply: [],
  escalation: [],
  'escalation-line': [],
  'escalation-outcome': [],
};

/**
 * Writes a letter: its subject (one line, at most 200 characters, the case number in front), its plain text and its
 * HTML, which say the same. Text from outside appears as itself: no markup, no link, no header comes of it.
 */
export function renderLetter(content: LetterContent, texts: Texts): RenderedLetter {
  const draft = composeLetter(content, texts);
  const subject = lineOf(
    texts.letterTexts.subject(lineOf(content.caseNumber, 40), draft.subject),
    LONGEST_SUBJECT,
  );
  return { subject, text: plainLetter(draft), html: htmlLetter(draft, subject) };
}

/** The name that recipients see beside the desk's address: "OCPI Alba – acces". */
export function letterFrom(officeName: string): string {
  return letterTexts.from(lineOf(officeName, 80));
}
