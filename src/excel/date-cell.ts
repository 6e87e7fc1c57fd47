import type { NewValue } from './edit-sheet.ts';
import { dateStyles } from './sheet-cells.ts';
import type { Workbook } from './workbook.ts';

const DAY = 86_400_000;

/**
 * A day (`yyyy-mm-dd`) as a cell shall hold it: a serial day where the cell shows dates, else text as Romanians write it.
 */
export function dayValue(day: string, showsDates: boolean, date1904: boolean): NewValue {
  if (!showsDates) {
    return { text: day.split('-').toReversed().join('.') };
  }
  const serial = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY);
  return { number: serial - (date1904 ? 1_462 : 0) };
}

/** As dayValue, for a cell of that style in an .xlsx or .xlsm. */
export function dateCell(workbook: Workbook, style: string | null, day: string): NewValue {
  const styles = workbook.stylesPart === null ? null : workbook.zip.read(workbook.stylesPart);
  return dayValue(day, styles !== null && dateStyles(styles)(style), workbook.date1904);
}
