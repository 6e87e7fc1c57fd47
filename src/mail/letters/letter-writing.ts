/** What all letters are written with: the case's data as clean lines, and the parts that they share. */
import { formatDay } from '../../texts/dates.ts';
import type { Texts } from '../../texts/ro.ts';
import type { LetterContent } from './letter.ts';
import { type Fact, heading, type LetterPart } from './letter-parts.ts';
import { lineOf, paragraphsOf, subjectName } from './outside-text.ts';

/** How many characters (and files) a letter shows of each. */
export const MOST = {
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
export interface Body {
  readonly subject: string;
  /** Above the letter; the subject if it is the same. */
  readonly title?: string;
  readonly parts: readonly LetterPart[];
  /** How to answer: stands last before the signature. */
  readonly answer: string;
  readonly signature: readonly string[];
  readonly smallPrint?: readonly LetterPart[];
  /** True if the parts name the applicant: the lines above the letter then do not. */
  readonly namesApplicant?: boolean;
  /** True if somebody's own text greets already. */
  readonly greets?: boolean;
}

/** What every letter is written with: its case's data, each a clean line. */
export interface Writing {
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

/** What one kind of letter is made from. */
export type Content<L extends LetterContent['letter']> = Extract<LetterContent, { letter: L }>;

/** Cleans what all letters need. */
export function writingOf(content: LetterContent, texts: Texts): Writing {
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

/** Facts that are known; the others are left out. */
export function known(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(({ text }) => text !== '');
}

/** Somebody's own words under a heading; nothing if there are none. */
export function notePart(note: string | null, title: string): readonly LetterPart[] {
  const paragraphs = paragraphsOf(note ?? '');
  return paragraphs.length > 0 ? [heading(title), { kind: 'message', quoted: true, paragraphs }] : [];
}

/** The lines under a letter that a person answers for. */
export function signedBy(person: string, { words, office }: Writing): readonly string[] {
  return [lineOf(person, MOST.name), words.boardOf(office)].filter((line) => line !== '');
}

/** `2026-01-05` as `05.01.2026`. */
export function dayOf(day: string): string {
  return formatDay(lineOf(day, MOST.registry));
}
