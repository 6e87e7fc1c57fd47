import { blankForm } from './blank-form.ts';
import { dateCell } from './date-cell.ts';
import { editsForValues, type NewValue } from './edit-sheet.ts';
import { FIELD_NAMES, type FieldName, type FormFields } from './form.ts';
import { preflight } from './preflight.ts';
import { locateInWorkbook } from './read-form.ts';
import { scanSheet } from './sheet-cells.ts';
import { partText, type Workbook } from './workbook.ts';
import { applyEdits } from './xml.ts';

/**
 * The blank form (A1) with an applicant's answers in its sheet DATE (A2); an .xlsx. Answers are written as given, wrong
 * ones too. Dates of the form `yyyy-mm-dd` become real dates, all else is text; what is absent or '' stays empty.
 * Sheet CERERE computes itself from them when the file is opened.
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
  const part = partText(workbook.zip, sheet.part);
  const contents = scanSheet(part.text);
  const styles = new Map(contents.cells.map((cell) => [cell.ref, cell.style]));
  const answers = new Map<string, NewValue>();
  for (const field of FIELD_NAMES) {
    const ref = found.get(field)?.place.ref;
    const value = values[field] ?? '';
    if (ref !== undefined && value !== '') {
      answers.set(ref, answerCell(workbook, styles.get(ref) ?? null, field, value));
    }
  }
  const edits = editsForValues(part.text, contents, answers);
  return workbook.zip.rewrite(new Map([[sheet.part, part.encode(applyEdits(part.text, edits))]]));
}

function answerCell(workbook: Workbook, style: string | null, field: FieldName, text: string): NewValue {
  const isDate = (field === 'authorisedOn' || field === 'requestedOn') && /^\d{4}-\d\d-\d\d$/.test(text);
  return isDate && !Number.isNaN(Date.parse(text)) ? dateCell(workbook, style, text) : { text };
}
