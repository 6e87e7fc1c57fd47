/** A case as the database has it, with what was read of its workbook: the ground of cards, dialogs and letters. */
import type { FieldProblem, FormFields, FormWarning } from '../excel/form.ts';
import type { CaseRow } from '../store/cases.ts';
import type { OpenedDocument } from '../store/papers.ts';
import type { Reads } from '../store/unit-of-work.ts';
import type { AccessCase } from '../workflow/case.ts';
import type { ProblemCode } from './workbook-facts.ts';
import { NO_FIELDS } from './workbook-facts.ts';

/** What is kept, sealed, of a reading of a workbook. */
export interface StoredReading {
  readonly fields: FormFields;
  /** Why it could not be read, in words for the applicant and the secretary; null if it could. */
  readonly refusal: string | null;
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly FormWarning[];
}

/** What is kept, sealed, of a mail: enough to answer it and to show it, without parsing it again. */
export interface MailSummary {
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string | null;
  readonly references: readonly string[];
}

export interface CaseRecord {
  readonly row: CaseRow;
  readonly access: AccessCase;
  /** What was read of the current workbook; empty fields without one. */
  readonly reading: StoredReading;
  readonly documents: readonly OpenedDocument[];
}

const NOTHING_READ: StoredReading = { fields: NO_FIELDS, refusal: null, problems: [], warnings: [] };

/** The record of an access case, or null where there is none with this id. */
export async function caseRecord(reads: Reads, caseId: string): Promise<CaseRecord | null> {
  const row = await reads.caseById(caseId);
  return row?.kind === 'access' ? await recordOf(reads, row) : null;
}

/** The record of an access case whose row was read already. */
export async function recordOf(reads: Reads, row: CaseRow): Promise<CaseRecord> {
  const access = row.facts as AccessCase;
  return {
    row,
    access,
    reading: await readingOf(reads, access),
    documents: await reads.documentsOf(row.id),
  };
}

/** What was read of the case's current workbook. */
export async function readingOf(reads: Reads, access: AccessCase): Promise<StoredReading> {
  if (!access.workbook) {
    return NOTHING_READ;
  }
  const form = await reads.formOf(access.id, access.workbook.hash);
  return form ? (form.fields as StoredReading) : NOTHING_READ;
}

/** `cnp:checksum` as field and code. */
export function problemOf(failedCheck: string): ProblemCode {
  const colon = failedCheck.indexOf(':');
  return { field: failedCheck.slice(0, colon), code: failedCheck.slice(colon + 1) };
}

export function fullName(fields: FormFields): string {
  return [fields.firstName, fields.lastName].filter(Boolean).join(' ');
}

/** Bytes of a document of the case. */
export function kindsOf(document: OpenedDocument): readonly string[] {
  return document.kind.split(',');
}
