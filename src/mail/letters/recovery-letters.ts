/** The letters to somebody who lost a password (R1, R3, R4). */
import { formatInstant } from '../../texts/dates.ts';
import { emphasis, factsPart, heading, list, paragraph, steps } from './letter-parts.ts';
import { type Body, type Content, dayOf, known, MOST, type Writing } from './letter-writing.ts';
import { lineOf } from './outside-text.ts';

/** R1. Nothing in it tells whether the address is anybody's. */
export function recoveryReceived({ words, number, office }: Writing): Body {
  const own = words['recovery-received'];
  return {
    subject: own.subject,
    parts: [paragraph(own.intro(number)), heading(own.next), list(own.facts)],
    answer: words.answer.question,
    signature: [words.regards, office],
  };
}

/** R3: whoever can answer with the code reads this address. */
export function recoveryCode(content: Content<'recovery-code'>, { words, office }: Writing): Body {
  const own = words['recovery-code'];
  return {
    subject: own.subject,
    parts: [
      paragraph(own.intro),
      emphasis(lineOf(content.code, MOST.user)),
      steps(own.steps(formatInstant(content.until))),
      paragraph(own.notYou),
    ],
    answer: words.answer.question,
    signature: [words.regards, office],
  };
}

/** R4. The password is in the attached workbook and nowhere in here. */
export function recoveryCredentials(
  content: Content<'recovery-credentials'>,
  { words, office, number }: Writing,
): Body {
  const own = words['recovery-credentials'];
  return {
    subject: own.subject,
    parts: [
      paragraph(own.intro),
      ...(content.converted ? [paragraph(words.credentials.converted)] : []),
      factsPart(
        known([
          { label: words.labels.user, text: lineOf(content.user, MOST.user) },
          { label: words.labels.password, text: words.credentials.whereIsPassword },
          { label: words.labels.webAddress, text: lineOf(content.webAddress, MOST.webAddress) },
          { label: words.labels.issuedOn, text: dayOf(content.issuedOn) },
        ]),
      ),
      heading(words.credentials.keep),
      list([...own.facts, ...words.credentials.keeping]),
    ],
    answer: words.answer.applicant(number),
    signature: [words.regards, office],
  };
}
