import type { Texts } from '../../texts/ro.ts';
import {
  acknowledgement,
  addressUpdated,
  closedOriginalMissing,
  correction,
  correctionReminder,
  credentials,
  originalReminder,
  rejection,
  reply,
  withdrawn,
} from './applicant-letters.ts';
import { escalation, sinceAsked, toDcg, toDi, toSecretary } from './colleague-letters.ts';
import type { LetterContent } from './letter.ts';
import { type Fact, type LetterDraft, paragraph } from './letter-parts.ts';
import { type Body, known, type Writing, writingOf } from './letter-writing.ts';
import { aboutProblem, problemReceived } from './problem-letters.ts';
import { recoveryCode, recoveryCredentials, recoveryReceived } from './recovery-letters.ts';

/** A letter in its parts, every text in it cleaned. */
export function composeLetter(content: LetterContent, texts: Texts): LetterDraft {
  const writing = writingOf(content, texts);
  const body = bodyOf(content, writing);
  return {
    language: texts.language,
    subject: body.subject,
    title: body.title ?? body.subject,
    letterhead: writing.officeInFull,
    reference: referenceOf(writing, body),
    parts: [
      ...(body.greets === true ? [] : [paragraph(writing.words.greeting)]),
      ...body.parts,
      paragraph(body.answer),
    ],
    signature: body.signature,
    smallPrint: body.smallPrint ?? [],
  };
}

function referenceOf({ words, number, office, registry, applicant }: Writing, body: Body): readonly Fact[] {
  return known([
    { label: words.labels.caseNumber, text: number },
    { label: words.labels.registry(office), text: registry },
    { label: words.labels.applicant, text: body.namesApplicant === true ? '' : applicant },
  ]);
}

function bodyOf(content: LetterContent, writing: Writing): Body {
  switch (content.letter) {
    case 'acknowledgement':
      return acknowledgement(content, writing);
    case 'correction':
      return correction(content, writing);
    case 'to-dcg':
      return toDcg(content, writing);
    case 'to-di':
      return toDi(content, writing);
    case 'credentials':
      return credentials(content, writing);
    case 'address-updated':
      return addressUpdated(content, writing);
    case 'to-secretary':
      return toSecretary(content, writing);
    case 'rejection':
      return rejection(content, writing);
    case 'withdrawn':
      return withdrawn(writing);
    case 'closed-original-missing':
      return closedOriginalMissing(writing);
    case 'original-reminder':
      return originalReminder(content, writing);
    case 'correction-reminder':
      return correctionReminder(content, writing);
    case 'reply':
      return reply(content, writing);
    case 'escalation':
      return escalation(content, writing);
    case 'escalation-line':
    case 'escalation-outcome':
      return sinceAsked(content, writing);
    case 'problem-received':
      return problemReceived(writing);
    case 'problem-answer':
    case 'problem-outcome':
      return aboutProblem(content, writing);
    case 'recovery-received':
      return recoveryReceived(writing);
    case 'recovery-code':
      return recoveryCode(content, writing);
    case 'recovery-credentials':
      return recoveryCredentials(content, writing);
  }
}
