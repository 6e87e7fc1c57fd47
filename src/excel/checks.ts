import { officeByCode } from '../workflow/offices.ts';
import { parseDate } from './cell-text.ts';
import { cnpFault } from './cnp.ts';
import { judgeEmail } from './email-address.ts';
import type { FieldName, FieldProblem, FormFields } from './form.ts';
import { FIELD_TITLES, PROBLEM_TEXTS, type ProblemCode } from './problem-texts.ts';

/** What cells say beyond their text. */
export interface CheckContext {
  /** Each cell's text before normalising. */
  readonly raw: FormFields;
  /** Fields whose label the form lacks. */
  readonly unlabelled: ReadonlySet<FieldName>;
  /** Fields whose value is a formula without a stored result, or an error value. */
  readonly unknown: ReadonlySet<FieldName>;
  /** `yyyy-mm-dd`; without it nothing is compared with today. */
  readonly today?: string;
}

/** Fields that an applicant must fill in; the others may be empty. */
const REQUIRED: readonly FieldName[] = [
  'lastName',
  'firstName',
  'cnp',
  'idDocument',
  'county',
  'locality',
  'address',
  'phone',
  'email',
  'authorisationClass',
  'authorisation',
  'office',
  'authorisedOn',
  'requestedOn',
];

const LONGEST_VALUE = 500;

/** The automatic checks that A11 shows: every field that fails, in the form's order of checks. */
export function checkFields(fields: FormFields, context: CheckContext): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (field: FieldName, code: ProblemCode): void => {
    problems.push(problem(field, code, fields, context));
  };
  const usable = new Set(
    (Object.keys(fields) as FieldName[]).filter((field) => {
      const code = presenceFault(field, fields, context);
      if (code !== null) {
        report(field, code);
      }
      return code === null && fields[field] !== '';
    }),
  );
  const check = (field: FieldName, code: ProblemCode | null): void => {
    if (code !== null && usable.has(field)) {
      report(field, code);
    }
  };
  check('cnp', cnpCode(fields.cnp, context));
  check('email', emailCode(context.raw.email, fields.email));
  check('phone', /^0[237]\d{8}$/.test(fields.phone) ? null : 'phone-format');
  check('authorisationClass', /^[A-D]$/.test(fields.authorisationClass) ? null : 'class-unknown');
  check('office', officeByCode(fields.office) === undefined ? 'office-unknown' : null);
  check('authorisation', authorisationCode(fields));
  check('taxId', /^(RO)?\s*\d{2,10}$/i.test(fields.taxId) ? null : 'tax-id-format');
  check('authorisedOn', dateCode(fields.authorisedOn, context.today));
  check('requestedOn', dateCode(fields.requestedOn, context.today));
  if (isDay(fields.authorisedOn) && isDay(fields.requestedOn) && fields.authorisedOn > fields.requestedOn) {
    report('authorisedOn', 'date-order');
  }
  return problems;
}

function presenceFault(field: FieldName, fields: FormFields, context: CheckContext): ProblemCode | null {
  if (context.unlabelled.has(field)) {
    return 'label-missing';
  }
  if (context.unknown.has(field)) {
    return 'formula-unknown';
  }
  if (fields[field] === '' && REQUIRED.includes(field)) {
    return 'missing';
  }
  return fields[field].length > LONGEST_VALUE ? 'too-long' : null;
}

function cnpCode(cnp: string, context: CheckContext): ProblemCode | null {
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(cnp)) {
    return 'cnp-rounded';
  }
  const fault = cnpFault(cnp, context.today);
  return fault === null ? null : `cnp-${fault}`;
}

function emailCode(raw: string, tidy: string): ProblemCode | null {
  // An address taken from a link has no address in its raw text.
  const verdict = judgeEmail(raw.includes('@') ? raw.replace(/^\s*mailto:\s*/i, '') : tidy);
  return verdict.ok ? null : `email-${verdict.fault}`;
}

/** `RO-AB-F Nr. 0123`: county, F for a person or J for a company, number; also `Seria RO-AB-F, nr. 0123/2012`. */
const AUTHORISATION = new RegExp(
  [
    String.raw`^(?:seri[ae]\s*:?\s*)?`,
    String.raw`RO\s*[-–]?\s*([A-Z]{1,2})\s*[-–]?\s*([FJ])\s*[-–,/]?\s*`,
    String.raw`(?:num[aă]r(?:ul)?|nr\.?|no\.?)?\s*:?\s*(\d{1,5})`,
    String.raw`(?:\s*(?:/|din)\s*[\d./-]{4,10})?$`,
  ].join(''),
  'i',
);

function authorisationCode(fields: FormFields): ProblemCode | null {
  const match = AUTHORISATION.exec(fields.authorisation);
  if (match === null) {
    return 'authorisation-format';
  }
  const office = officeByCode(match[1] ?? '');
  if (office === undefined) {
    return 'authorisation-county';
  }
  return officeByCode(fields.office) !== undefined && office.code !== fields.office.toUpperCase()
    ? 'authorisation-other-office'
    : null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseDate(text) !== null;
}

const EARLIEST = '1990-01-01';

function dateCode(date: string, today: string | undefined): ProblemCode | null {
  if (!isDay(date)) {
    return 'date-format';
  }
  if (date < EARLIEST) {
    return 'date-too-old';
  }
  return today !== undefined && date > today ? 'date-future' : null;
}

function problem(
  field: FieldName,
  code: ProblemCode,
  fields: FormFields,
  context: CheckContext,
): FieldProblem {
  const text = PROBLEM_TEXTS[code];
  const raw = context.raw[field];
  return {
    field,
    code,
    found: (raw === '' ? fields[field] : raw).slice(0, LONGEST_VALUE),
    expected: text.expected,
    message: `${FIELD_TITLES[field]}: ${text.message}`,
  };
}
