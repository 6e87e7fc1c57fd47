import type { NewValue } from './edit-sheet.ts';
import { dateStyles } from './sheet-cells.ts';
import type { Workbook } from './workbook.ts';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(1899, 11, 30);

/** A day (`yyyy-mm-dd`) as days since 1899-12-30; NaN for anything else. */
export function serialOf(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - FIRST_DAY) / DAY);
}

/** The reverse of serialOf. */
export function dayOfSerial(serial: number): string {
  return new Date(FIRST_DAY + serial * DAY).toISOString().slice(0, 10);
}

/** A day as Romanians write it: `05.03.2026`. */
export function writtenDay(day: string): string {
  return day.split('-').toReversed().join('.');
}

/** A day as a cell shall hold it: a serial day where the cell shows dates, else text. */
export function dayValue(day: string, showsDates: boolean, date1904: boolean): NewValue {
  return showsDates ? { number: serialOf(day) - (date1904 ? 1_462 : 0) } : { text: writtenDay(day) };
}

/** As dayValue, for a cell of that style in an .xlsx or .xlsm. */
export function dateCell(workbook: Workbook, style: string | null, day: string): NewValue {
  return dayValue(day, showsDatesIn(workbook, style), workbook.date1904);
}

/** Whether cells of that style show dates. */
export function showsDatesIn(workbook: Workbook, style: string | null): boolean {
  const styles = workbook.stylesPart === null ? null : workbook.zip.read(workbook.stylesPart);
  return styles !== null && dateStyles(styles)(style);
}
