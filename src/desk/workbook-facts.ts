/** From what was read of a workbook to what the workflow and the card need to know of it. */
import type { CheckLine, CheckOutcome } from '../bot/views.ts';
import type { FieldName, FormFields, FormReading } from '../excel/form.ts';
import type { Workbook } from '../workflow/case.ts';

/** A problem as the database keeps it in the clear: no value, no person. */
export interface ProblemCode {
  readonly field: string;
  readonly code: string;
}

/** Problems that the desk itself finds beside those in the sheet. */
export interface DeskFindings {
  /** The office whose mailbox the mail came to, or null (A6). */
  readonly mailboxOffice: string | null;
  /** The office that the case is at. */
  readonly office: string;
}

export const NO_FIELDS: FormFields = {
  lastName: '',
  firstName: '',
  cnp: '',
  idDocument: '',
  county: '',
  locality: '',
  address: '',
  phone: '',
  email: '',
  authorisationClass: '',
  authorisation: '',
  office: '',
  authorisedOn: '',
  legalForm: '',
  company: '',
  taxId: '',
  requestedOn: '',
};

/** The codes of what is wrong with a form, the mailbox that it was sent to included (A6, A11). */
export function problemCodes(reading: FormReading, findings: DeskFindings): readonly ProblemCode[] {
  if (!reading.ok) {
    return [];
  }
  const found = reading.problems.map(({ field, code }) => ({ field, code }));
  const elsewhere = reading.fields.office !== '' && reading.fields.office !== findings.office;
  return elsewhere ? [...found, { field: 'office', code: 'other-office' }] : found;
}

/** The workbook as a fact of the case. */
export function workbookOf(
  reading: FormReading,
  hash: string,
  documentId: string,
  problems: readonly ProblemCode[],
): Workbook {
  return {
    hash,
    documentId,
    refusal: reading.ok ? null : reading.code,
    hasEmail: reading.ok && reading.fields.email !== '' && !problems.some(({ field }) => field === 'email'),
    failedChecks: problems.map(({ field, code }) => `${field}:${code}`),
  };
}

/** `1•••••••••232`: enough to compare with a paper in hand, too little to copy. */
export function maskedCnp(cnp: string): string {
  return cnp.length === 13 ? `${cnp[0]}•••••••••${cnp.slice(-3)}` : '';
}

/** The groups of checks that the card shows, in its order, with the fields that belong to each. */
const CARD_CHECKS: readonly { readonly check: CardCheck; readonly fields: readonly FieldName[] }[] = [
  { check: 'identity', fields: ['lastName', 'firstName', 'cnp', 'idDocument'] },
  { check: 'contact', fields: ['phone', 'address', 'locality', 'county'] },
  { check: 'email', fields: ['email'] },
  { check: 'authorisation', fields: ['authorisation', 'authorisationClass', 'authorisedOn'] },
  { check: 'office', fields: ['office'] },
  { check: 'request', fields: ['requestedOn', 'legalForm', 'company', 'taxId'] },
];

export type CardCheck = 'identity' | 'contact' | 'email' | 'authorisation' | 'office' | 'request';

/** How the checks of one field or group came out. An empty field that nobody minds is "unknown" only if it matters. */
export function outcomeOf(fields: readonly string[], problems: readonly ProblemCode[]): CheckOutcome {
  const concerned = problems.filter(({ field }) => fields.includes(field));
  if (concerned.length === 0) {
    return 'passed';
  }
  return concerned.every(({ code }) => code.startsWith('unknown')) ? 'unknown' : 'failed';
}

/** The check lines of a card: what was checked, and how it came out, in words. */
export function checkLines(
  problems: readonly ProblemCode[],
  words: {
    readonly label: (check: CardCheck) => string;
    readonly result: (outcome: CheckOutcome, problems: readonly ProblemCode[]) => string;
  },
): readonly CheckLine[] {
  return CARD_CHECKS.map(({ check, fields }) => {
    const names: readonly string[] = fields;
    const concerned = problems.filter(({ field }) => names.includes(field));
    const outcome = outcomeOf(names, problems);
    return { outcome, label: words.label(check), result: words.result(outcome, concerned) };
  });
}
