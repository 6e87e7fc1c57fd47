import type { NewValue } from './edit-sheet.ts';
import { dateStyles } from './sheet-cells.ts';
import type { Workbook } from './workbook.ts';

const DAY = 86_400_000;

/**
 * A day (`yyyy-mm-dd`) as a cell of that style shall hold it: a serial day where the style shows dates, else text as
 * Romanians write it.
 */
export function dateCell(workbook: Workbook, style: string | null, day: string): NewValue {
  const styles = workbook.stylesPart === null ? null : workbook.zip.read(workbook.stylesPart);
  if (styles !== null && dateStyles(styles)(style)) {
    const serial = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY);
    return { number: serial - (workbook.date1904 ? 1_462 : 0) };
  }
  return { text: day.split('-').toReversed().join('.') };
}
