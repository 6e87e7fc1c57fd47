import { blankForm } from './blank-form.ts';
import { changeCells } from './change-cells.ts';
import { dateCell } from './date-cell.ts';
import type { NewValue } from './edit-sheet.ts';
import { FIELD_NAMES, type FieldName, type FormFields } from './form.ts';
import { preflight } from './preflight.ts';
import { locateInWorkbook } from './read-form.ts';
import type { Workbook } from './workbook.ts';

/**
 * The blank form (A1) with an applicant's answers in its sheet DATE (A2); an .xlsx. Answers are written as given, wrong
 * ones too. Dates of the form `yyyy-mm-dd` become real dates, all else is text; what is absent or '' stays empty.
 * Sheet CERERE shows them, also in programs that do not calculate.
 */
export async function filledForm(values: Partial<FormFields>): Promise<Uint8Array> {
  const file = preflight(await blankForm());
  if (!('workbook' in file)) {
    throw new Error('the blank form is not a workbook');
  }
  const { workbook } = file;
  const { grid, found } = locateInWorkbook(file);
  const sheet = workbook.sheets.find((entry) => entry.name === grid.sheet);
  if (sheet === undefined) {
    throw new Error('the blank form has no data sheet');
  }
  const answers = new Map<string, (style: string | null) => NewValue>();
  for (const field of FIELD_NAMES) {
    const ref = found.get(field)?.place.ref;
    const value = values[field] ?? '';
    if (ref !== undefined && value !== '') {
      answers.set(ref, (style) => answerCell(workbook, style, field, value));
    }
  }
  const change = changeCells(workbook, sheet, answers);
  if (change === null) {
    throw new Error('the blank form cannot be filled in');
  }
  return workbook.zip.rewrite(change.changed);
}

function answerCell(workbook: Workbook, style: string | null, field: FieldName, text: string): NewValue {
  const isDate = (field === 'authorisedOn' || field === 'requestedOn') && /^\d{4}-\d\d-\d\d$/.test(text);
  return isDate && !Number.isNaN(Date.parse(text)) ? dateCell(workbook, style, text) : { text };
}
