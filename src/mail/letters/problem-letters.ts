/** The letters to somebody who reported a problem (P1, P2). */
import { heading, list, paragraph } from './letter-parts.ts';
import { type Body, type Content, notePart, signedBy, type Writing } from './letter-writing.ts';

/** P1. */
export function problemReceived({ words, number, office }: Writing): Body {
  const own = words['problem-received'];
  return {
    subject: own.subject,
    parts: [paragraph(own.intro(number, office)), heading(own.next), list(own.facts)],
    answer: words.answer.applicant(number),
    signature: [words.regards, office],
  };
}

/** P2: what a colleague wrote, meanwhile or at the end. */
export function aboutProblem(
  content: Content<'problem-answer'> | Content<'problem-outcome'>,
  writing: Writing,
): Body {
  const { words, number } = writing;
  const own = words[content.letter];
  return {
    subject: own.subject,
    parts: [paragraph(own.intro(number)), ...notePart(content.note, own.note), paragraph(own.next)],
    answer: words.answer.applicant(number),
    signature: [words.regards, ...signedBy(content.writtenBy, writing)],
  };
}
