/** Which parts each letter has, in which order, and who signs it. The words are in the texts. */
import { formatDay, formatInstantDay, formatTime } from '../../texts/dates.ts';
import type { Texts } from '../../texts/ro.ts';
import { fold } from '../fold.ts';
import type { LetterContent } from './letter.ts';
import {
  emphasis,
  type Fact,
  factsPart,
  heading,
  type LetterDraft,
  type LetterPart,
  list,
  paragraph,
  steps,
} from './letter-parts.ts';
import { lineOf, paragraphsOf, sentence, subjectName } from './outside-text.ts';

const MOST = {
  caseNumber: 40,
  name: 120,
  office: 80,
  registry: 60,
  authorisation: 80,
  user: 80,
  webAddress: 300,
  email: 254,
  reason: 2_000,
  fileName: 120,
  files: 20,
} as const;

/** What differs between the letters. */
interface Body {
  readonly subject: string;
  /** Above the letter; the subject if it is the same. */
  readonly title?: string;
  readonly parts: readonly LetterPart[];
  /** How to answer: stands last before the signature. */
  readonly answer: string;
  readonly signature: readonly string[];
  readonly smallPrint?: readonly LetterPart[];
}

/** What every letter is written with: its case's data, each a clean line. */
interface Writing {
  readonly words: Texts['letterTexts'];
  readonly actions: Texts['actions'];
  readonly number: string;
  readonly office: string;
  readonly officeInFull: string;
  readonly applicant: string;
  readonly registry: string;
  /** For subjects; '' if the name is none. */
  readonly nameInSubject: string;
}

/** A letter in its parts, every text in it cleaned. */
export function composeLetter(content: LetterContent, texts: Texts): LetterDraft {
  const writing = writingOf(content, texts);
  const { words } = writing;
  const body = bodyOf(content, writing);
  return {
    language: texts.language,
    subject: body.subject,
    title: body.title ?? body.subject,
    letterhead: writing.officeInFull,
    reference: referenceOf(writing),
    parts: [
      ...(content.letter === 'reply' ? [] : [paragraph(words.greeting)]),
      ...body.parts,
      paragraph(body.answer),
    ],
    signature: body.signature,
    smallPrint: body.smallPrint ?? [],
  };
}

function writingOf(content: LetterContent, texts: Texts): Writing {
  const { letterTexts: words, actions } = texts;
  const office = lineOf(content.officeName, MOST.office);
  const { registry } = content;
  return {
    words,
    actions,
    number: lineOf(content.caseNumber, MOST.caseNumber),
    office,
    officeInFull: words.officeInFull(office),
    applicant: lineOf(content.applicantName, MOST.name),
    registry: registry
      ? words.registry(
          lineOf(registry.number, MOST.registry),
          formatDay(lineOf(registry.date, MOST.registry)),
        )
      : '',
    nameInSubject: subjectName(content.applicantName),
  };
}

function referenceOf({ words, number, office, registry, applicant }: Writing): readonly Fact[] {
  return known([
    { label: words.labels.caseNumber, text: number },
    { label: words.labels.registry(office), text: registry },
    { label: words.labels.applicant, text: applicant },
  ]);
}

function known(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ text }) => text !== '');
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
  }
}

type Content<L extends LetterContent['letter']> = Extract<LetterContent, { letter: L }>;

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

/** A10. Lists what came; never says that something is missing. */
function acknowledgement(content: Content<'acknowledgement'>, writing: Writing): Body {
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
    steps(own.steps(office)),
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
function correction(content: Content<'correction'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words.correction;
  const reasons = reasonsPart(content.reasons);
  return toApplicant(writing, own.subject, [
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

/** Somebody's own words under a heading; nothing if there are none. */
function notePart(note: string | null, title: string): readonly LetterPart[] {
  const paragraphs = paragraphsOf(note ?? '');
  return paragraphs.length > 0 ? [heading(title), { kind: 'message', quoted: true, paragraphs }] : [];
}

/** A13. */
function toDcg(content: Content<'to-dcg'>, writing: Writing): Body {
  const { words, office } = writing;
  const own = words['to-dcg'];
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    parts: [
      paragraph(own.intro(office)),
      factsPart(
        known([
          { label: words.labels.applicant, text: writing.applicant },
          { label: words.labels.authorisation, text: lineOf(content.authorisation, MOST.authorisation) },
        ]),
      ),
      ...notePart(content.note, own.note),
      paragraph(own.attached),
    ],
    answer: own.answer(writing.number),
    signature: [words.regards, ...signedBy(content.writtenBy, writing)],
  };
}

/** A17. */
function toDi(content: Content<'to-di'>, writing: Writing): Body {
  const { words, actions, number, office } = writing;
  const own = words['to-di'];
  const receivedOn = content.originalReceivedOn;
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    parts: [
      paragraph(own.intro(office)),
      factsPart(
        known([
          { label: words.labels.applicant, text: writing.applicant },
          { label: words.labels.authorisation, text: lineOf(content.authorisation, MOST.authorisation) },
          { label: words.labels.approvedBy, text: lineOf(content.approvedBy, MOST.name) },
          { label: words.labels.originalReceivedOn, text: receivedOn === null ? '' : dayOf(receivedOn) },
        ]),
      ),
      heading(own.next),
      steps(own.steps(number, actions.take, actions.issue)),
      emphasis(own.noPassword),
    ],
    answer: own.otherwise(actions.return),
    signature: [words.regards, ...signedBy(content.approvedBy, writing)],
  };
}

/** A21. The password is in the attached workbook and nowhere in here. */
function credentials(content: Content<'credentials'>, writing: Writing): Body {
  const { words, number, office } = writing;
  const own = words.credentials;
  return {
    subject: own.subject,
    parts: [
      paragraph(own.intro),
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
function addressUpdated(content: Content<'address-updated'>, writing: Writing): Body {
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

/** A23; what it asks for is A24. */
function toSecretary(content: Content<'to-secretary'>, writing: Writing): Body {
  const { words, actions, number } = writing;
  const own = words['to-secretary'];
  const user = lineOf(content.user, MOST.user);
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    parts: [
      paragraph(own.intro),
      factsPart(
        known([
          { label: words.labels.applicant, text: writing.applicant },
          { label: words.labels.user, text: user },
          { label: words.labels.issuedOn, text: dayOf(content.issuedOn) },
        ]),
      ),
      heading(own.next),
      steps(own.steps(user, actions['note-on-original'])),
      emphasis(own.whichDay),
    ],
    answer: words.answer.colleague(number),
    signature: [words.regards, words.centralIt],
  };
}

function rejection(content: Content<'rejection'>, writing: Writing): Body {
  const own = writing.words.rejection;
  return toApplicant(writing, own.subject, [
    paragraph(own.intro),
    ...notePart(content.note, own.note),
    paragraph(own.next(writing.office)),
  ]);
}

function withdrawn(writing: Writing): Body {
  const own = writing.words.withdrawn;
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(writing.number)),
    paragraph(own.next(writing.office)),
  ]);
}

function closedOriginalMissing(writing: Writing): Body {
  const own = writing.words['closed-original-missing'];
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(writing.office, writing.number)),
    heading(own.next),
    list(own.choices(writing.office, writing.number)),
  ]);
}

/** A15, while the original has not come. */
function originalReminder(content: Content<'original-reminder'>, writing: Writing): Body {
  const own = writing.words['original-reminder'];
  return toApplicant(writing, own.subject, [
    paragraph(own.intro(dayOf(content.since), writing.office)),
    heading(own.next),
    list(own.steps(writing.office, writing.number)),
    paragraph(own.until),
  ]);
}

/** A14, while the correction has not come. */
function correctionReminder(content: Content<'correction-reminder'>, writing: Writing): Body {
  const own = writing.words['correction-reminder'];
  const reasons = reasonsPart(content.reasons);
  const since = dayOf(content.since);
  return toApplicant(writing, own.subject, [
    paragraph(reasons.length > 0 ? own.introReasons(since) : own.introPlain(since)),
    ...reasons,
    heading(own.next),
    steps(own.steps(writing.number)),
    paragraph(own.until),
  ]);
}

/** A secretary's own letter: greeting and leave are ours only where hers are missing. */
function reply(content: Content<'reply'>, writing: Writing): Body {
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
    parts: [...(greets ? [] : [paragraph(words.greeting)]), { kind: 'message', quoted: false, paragraphs }],
    answer: words.answer.applicant(number),
    signature: takesLeave ? signature : [words.regards, ...signature],
  };
}

function signedBy(person: string, { words, office }: Writing): readonly string[] {
  return [lineOf(person, MOST.name), words.boardOf(office)].filter((line) => line !== '');
}

function dayOf(day: string): string {
  return formatDay(lineOf(day, MOST.registry));
}
