/** The letters to the applicant. */
import { formatInstantDay, formatTime } from '../../texts/dates.ts';
import type { Texts } from '../../texts/ro.ts';
import { fold } from '../reading/fold.ts';
import { emphasis, factsPart, heading, type LetterPart, list, paragraph, steps } from './letter-parts.ts';
import {
  type Body,
  type Content,
  dayOf,
  known,
  MOST,
  notePart,
  signedBy,
  type Writing,
} from './letter-writing.ts';
import { lineOf, paragraphsOf, sentence } from './outside-text.ts';

/** Most letters to the applicant: signed by the office's board. */
function toApplicant(writing: Writing, subject: string, parts: readonly LetterPart[]): Body {
  const { words, number, office } = writing;
  return {
    subject,
    parts,
    answer: words.answer.applicant(number),
    signature: [words.regards, words.board, office],
  };
}

/** A letter whose steps say already how to answer. */
function askedAgain(writing: Writing, subject: string, parts: readonly LetterPart[]): Body {
  return { ...toApplicant(writing, subject, parts), answer: writing.words.answer.question };
}

/** A10. Lists what came; never says that something is missing. */
export function acknowledgement(content: Content<'acknowledgement'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words.acknowledgement;
  const parts = [
    paragraph(own.intro(formatInstantDay(content.receivedAt), formatTime(content.receivedAt), number)),
    emphasis(
      [
        own.numbers(number, office),
        ...(writing.registry === '' ? [] : [own.registered(writing.registry)]),
      ].join(' '),
    ),
    heading(own.arrived),
    ...arrivedParts(content, words),
    heading(own.next),
    steps(own.steps(office, number)),
    paragraph(own.until),
  ];
  return {
    ...toApplicant(writing, own.subject, parts),
    smallPrint: [
      heading(own.privacy),
      paragraph(own.privacyIntro),
      factsPart(own.privacyFacts(office, writing.officeInFull)),
    ],
  };
}

function arrivedParts(
  content: Content<'acknowledgement'>,
  words: Texts['letterTexts'],
): readonly LetterPart[] {
  const own = words.acknowledgement;
  const arrived = content.arrived.map((kind) => lineOf(kind, MOST.name)).filter((kind) => kind !== '');
  const files = content.unrecognised
    .map((name) => lineOf(name, MOST.fileName))
    .filter((name) => name !== '')
    .map(words.quoted);
  const more = files.length - MOST.files;
  const shown = more > 0 ? [...files.slice(0, MOST.files), words.andMoreFiles(more)] : files;
  if (arrived.length === 0 && files.length === 0) {
    return [paragraph(own.nothingListed)];
  }
  return [
    ...(arrived.length > 0 ? [list(arrived)] : []),
    ...(files.length > 0 ? [paragraph(own.unrecognised), list(shown)] : []),
  ];
}

/** A14. */
export function correction(content: Content<'correction'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words.correction;
  const reasons = reasonsPart(content.reasons);
  return askedAgain(writing, own.subject, [
    paragraph(reasons.length > 0 ? own.introReasons : own.introNote),
    ...reasons,
    ...notePart(content.note, own.note),
    heading(own.next),
    steps(own.steps(number, office)),
    paragraph(own.until),
  ]);
}

function reasonsPart(reasons: readonly string[]): readonly LetterPart[] {
  const written = reasons
    .map((reason) => sentence(lineOf(reason, MOST.reason)))
    .filter((text) => text !== '');
  return written.length > 0 ? [list(written)] : [];
}

/** A21. The password is in the attached workbook and nowhere in here. */
export function credentials(content: Content<'credentials'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words.credentials;
  return {
    subject: own.subject,
    parts: [
      paragraph(own.intro),
      ...(content.converted ? [paragraph(own.converted)] : []),
      factsPart(
        known([
          { label: words.labels.user, text: lineOf(content.user, MOST.user) },
          { label: words.labels.password, text: own.whereIsPassword },
          { label: words.labels.webAddress, text: lineOf(content.webAddress, MOST.webAddress) },
          { label: words.labels.issuedOn, text: dayOf(content.issuedOn) },
        ]),
      ),
      heading(own.next),
      steps(own.steps),
      heading(own.keep),
      list(own.keeping),
    ],
    answer: words.answer.applicant(number),
    signature: [words.regards, office],
  };
}

/** A21 for an account that only got another address: no password, nothing attached. */
export function addressUpdated(content: Content<'address-updated'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words['address-updated'];
  return {
    subject: own.subject,
    parts: [
      paragraph(own.intro),
      factsPart(
        known([
          { label: words.labels.user, text: lineOf(content.user, MOST.user) },
          { label: words.labels.newEmail, text: lineOf(content.email, MOST.email) },
          { label: words.labels.webAddress, text: lineOf(content.webAddress, MOST.webAddress) },
        ]),
      ),
      heading(own.next),
      list(own.facts),
    ],
    answer: words.answer.applicant(number),
    signature: [words.regards, office],
  };
}

export function rejection(content: Content<'rejection'>, writing: Writing): Body {
  const own = writing.words.rejection;
  return toApplicant(writing, own.subject, [
    paragraph(own.intro),
    ...notePart(content.note, own.note),
    paragraph(own.next(writing.office)),
  ]);
}

export function withdrawn(writing: Writing): Body {
  const own = writing.words.withdrawn;
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(writing.number)),
    paragraph(own.next(writing.office)),
  ]);
}

export function closedOriginalMissing(writing: Writing): Body {
  const own = writing.words['closed-original-missing'];
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(writing.office, writing.number)),
    heading(own.next),
    list(own.choices(writing.office, writing.number)),
  ]);
}

/** A15, while the original has not come. */
export function originalReminder(content: Content<'original-reminder'>, writing: Writing): Body {
  const own = writing.words['original-reminder'];
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(dayOf(content.since), writing.office)),
    heading(own.next),
    list(own.steps(writing.office, writing.number)),
    paragraph(own.until),
  ]);
}

/** A14, while the correction has not come. */
export function correctionReminder(content: Content<'correction-reminder'>, writing: Writing): Body {
  const own = writing.words['correction-reminder'];
  const reasons = reasonsPart(content.reasons);
  const since = dayOf(content.since);
  return askedAgain(writing, own.subject, [
    paragraph(reasons.length > 0 ? own.introReasons(since) : own.introPlain(since)),
    ...reasons,
    heading(own.next),
    steps(own.steps(writing.number)),
    paragraph(own.until),
  ]);
}

/** A secretary's own letter: greeting and leave are ours only where hers are missing. */
export function reply(content: Content<'reply'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const paragraphs = paragraphsOf(content.note);
  const lines = paragraphs.flat();
  const first = fold(lines[0] ?? '');
  const last = lines.slice(-3).map(fold);
  const greets = words.greetingWords.some((word) => first.startsWith(word));
  const takesLeave = words.regardsWords.some((leave) => last.some((line) => line.startsWith(leave)));
  const signature = signedBy(content.writtenBy, writing);
  return {
    subject: words.reply.subject(office),
    greets,
    parts: [{ kind: 'message', quoted: false, paragraphs }],
    answer: words.answer.applicant(number),
    signature: takesLeave ? signature : [words.regards, ...signature],
  };
}
