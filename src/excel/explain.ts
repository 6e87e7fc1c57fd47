import type { FieldProblem, FormFields, FormReading, FormWarning, RefusalCode } from './form.ts';

/** What `acces explain FILE.xlsx` prints as JSON. Holds personal data: it is for the operator's own eyes. */
export type WorkbookExplanation =
  | {
      readonly fields: FormFields;
      readonly problems: readonly Pick<FieldProblem, 'field' | 'code' | 'message' | 'found'>[];
      readonly warnings: readonly FormWarning[];
    }
  | { readonly refused: { readonly code: RefusalCode; readonly message: string } };

/** A reading as the operators' command line shows it. */
export function explainWorkbook(reading: FormReading): WorkbookExplanation {
  if (!reading.ok) {
    return { refused: { code: reading.code, message: reading.message } };
  }
  return {
    fields: reading.fields,
    problems: reading.problems.map(({ field, code, message, found }) => ({ field, code, message, found })),
    warnings: reading.warnings,
  };
}
