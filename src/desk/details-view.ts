/** The private dialog with the form's data and the documents (A11), for people with the role only. */
import type { CaseCardView, DetailsView, DocumentKind, DocumentLine, FormRow } from '../bot/views.ts';
import { FIELD_NAMES, type FieldName } from '../excel/form.ts';
import type { OpenedDocument } from '../store/papers.ts';
import type { Reads } from '../store/unit-of-work.ts';
import { formatDay, formatInstant } from '../texts/dates.ts';
import { failedChecks } from '../workflow/access-facts.ts';
import { type CaseRecord, kindsOf, type MailSummary, problemOf, type StoredReading } from './case-record.ts';
import { problemSentence } from './correction-reasons.ts';
import type { Desk } from './desk.ts';
import { mailOriginOf } from './mail-origin.ts';
import { besideRegister, registerFinding } from './register/register-view.ts';
import { outcomeOf } from './workbook-facts.ts';

const MAIL_TEXT_SHOWN = 2_000;
const DATES: ReadonlySet<FieldName> = new Set(['authorisedOn', 'requestedOn']);
/** DI sees the form, not the scans (product.md, Dialogs). */
const FOR_DI: ReadonlySet<string> = new Set(['workbook', 'workbook-issued']);

export async function detailsView(
  desk: Desk,
  reads: Reads,
  record: CaseRecord,
  card: CaseCardView,
): Promise<DetailsView> {
  const { access } = record;
  const atOffice = card.place === 'office';
  const verifiable = access.state === 'received' || access.state === 'awaiting-correction';
  return {
    card,
    form:
      access.workbook && !access.workbook.refusal
        ? besideRegister(desk, formRows(desk, record), await registerFinding(desk, reads, record))
        : [],
    documents: record.documents
      .filter((document) => atOffice || kindsOf(document).every((kind) => FOR_DI.has(kind)))
      .map((document) => documentLine(desk, document)),
    changes: await changesOf(desk, reads, record),
    mailText: atOffice ? await lastMailText(reads, access.id) : '',
    mailOrigin: atOffice ? await mailOriginOf(desk, reads, access.id) : [],
    canVerify: atOffice && verifiable && access.workbook !== null && access.workbook.refusal === null,
    canSortDocuments: atOffice && (verifiable || access.state === 'verified'),
  };
}

function formRows(desk: Desk, record: CaseRecord): FormRow[] {
  const failed = failedChecks(record.access);
  const problems = failed.map(problemOf);
  return FIELD_NAMES.map((field) => {
    const value = record.reading.fields[field];
    const remarks = failed
      .filter((check) => problemOf(check).field === field)
      .map((check) => remarkOf(desk, record, check));
    return {
      label: desk.texts.fields[field],
      value: DATES.has(field) ? formatDay(value) : value,
      outcome: value === '' && remarks.length === 0 ? 'unknown' : outcomeOf([field], problems),
      remark: remarks.join(' '),
    };
  });
}

/** What is wrong, and what stands in the cell where that could not be read as it should. */
function remarkOf(desk: Desk, record: CaseRecord, check: string): string {
  const { field, code } = problemOf(check);
  const sentence = problemSentence(desk, record, check);
  const problem = record.reading.problems.find(
    (candidate) => candidate.field === field && candidate.code === code,
  );
  const shown = problem ? record.reading.fields[problem.field] : '';
  return problem && problem.found !== '' && problem.found !== shown
    ? `${sentence} ${desk.texts.foundInCell(problem.found)}`
    : sentence;
}

/** A line of a document for any dialog. */
export function documentLine(desk: Desk, document: OpenedDocument): DocumentLine {
  const when = formatInstant(document.createdAt.toISOString());
  const kinds = kindsOf(document) as DocumentKind[];
  return {
    documentId: document.id,
    name: document.name,
    kinds,
    sizeBytes: document.bytes,
    origin: kinds.includes('workbook-issued') ? desk.texts.issuedOrigin(when) : desk.texts.mailOrigin(when),
  };
}

/** What the current workbook changed against the one before it (A14). */
async function changesOf(desk: Desk, reads: Reads, record: CaseRecord): Promise<string[]> {
  const forms = await reads.formsOf(record.access.id);
  const current = forms.findIndex((form) => form.workbookHash === record.access.workbook?.hash);
  const before = forms[current - 1]?.fields as StoredReading | undefined;
  if (!before || before.refusal !== null || record.reading.refusal !== null) {
    return [];
  }
  return FIELD_NAMES.filter((field) => before.fields[field] !== record.reading.fields[field]).map((field) =>
    desk.texts.changed(desk.texts.fields[field], before.fields[field], record.reading.fields[field]),
  );
}

async function lastMailText(reads: Reads, caseId: string): Promise<string> {
  const mails = await reads.inboundOf(caseId);
  const summary = mails.at(-1)?.summary as MailSummary | null | undefined;
  return summary?.text.slice(0, MAIL_TEXT_SHOWN) ?? '';
}
