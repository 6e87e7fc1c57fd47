/** What a secretary can ask the applicant to correct (A14): failed checks, and documents nobody could recognise. */
import type { Choice } from '../bot/views.ts';
import { failedChecks } from '../workflow/access-facts.ts';
import { type CaseRecord, kindsOf, problemOf } from './case-record.ts';
import type { Desk } from './desk.ts';
import { fieldTitle } from './event-sentence.ts';

const WANTED = ['application', 'identity', 'certificate', 'workbook'] as const;

export interface CorrectionChoices {
  readonly reasons: readonly Choice[];
  /** What is ticked when the dialog opens. Unrecognised is not missing: no scan is among them. */
  readonly suggested: readonly string[];
}

/** The reasons on offer; each is a code that the audit log may keep. */
export function correctionChoices(desk: Desk, record: CaseRecord): CorrectionChoices {
  const failed = failedChecks(record.access).map((value) => ({
    value,
    title: checkTitle(desk, record, value),
  }));
  const present = new Set(record.documents.flatMap(kindsOf));
  const missing = WANTED.filter((kind) => !present.has(kind)).map((kind) => ({
    value: `document:${kind}`,
    title: desk.texts.missingDocument(desk.texts.documentKinds[kind]),
  }));
  const unreadable = record.reading.refusal
    ? [{ value: UNREADABLE, title: desk.texts.ownProblems[UNREADABLE] }]
    : [];
  return {
    reasons: [...failed, ...unreadable, ...missing],
    suggested: [
      ...failed,
      ...unreadable,
      ...missing.filter(({ value }) => value === 'document:workbook'),
    ].map(({ value }) => value),
  };
}

const UNREADABLE = 'workbook:unreadable';

function checkTitle(desk: Desk, record: CaseRecord, check: string): string {
  return `${fieldTitle(desk, problemOf(check).field)}: ${problemSentence(desk, record, check)}`;
}

/** What is wrong and what to do, as the applicant may read it; it holds no value of the form. */
export function problemSentence(desk: Desk, record: CaseRecord, check: string): string {
  const { field, code } = problemOf(check);
  const problem = record.reading.problems.find(
    (candidate) => candidate.field === field && candidate.code === code,
  );
  const own: Readonly<Record<string, string>> = desk.texts.ownProblems;
  return problem ? withoutLabel(problem.message) : (own[check] ?? desk.texts.ownProblems.unknown);
}

/** A message of the sheet names its row; here the row stands before it already. */
function withoutLabel(message: string): string {
  const text = message.slice(message.indexOf(': ') + 1).trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The failed checks, a sentence each. */
export function failedSentences(desk: Desk, record: CaseRecord): string[] {
  return failedChecks(record.access).map((check) => checkTitle(desk, record, check));
}

/** The reasons of a correction as the letter lists them. */
export function reasonSentences(desk: Desk, record: CaseRecord, reasons: readonly string[]): string[] {
  const kinds: Readonly<Record<string, string>> = desk.texts.documentKinds;
  return reasons.map((reason) => {
    const { field, code } = problemOf(reason);
    if (reason === UNREADABLE) {
      return record.reading.refusal ?? desk.texts.ownProblems[UNREADABLE];
    }
    return field === 'document'
      ? desk.texts.missingDocument(kinds[code] ?? code)
      : checkTitle(desk, record, reason);
  });
}
