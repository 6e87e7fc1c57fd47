import { parseCellRef } from '../cell-ref.ts';
import type { NewValue, ValueFor } from '../edit-sheet.ts';
import { recompute } from '../recompute.ts';
import { partText } from '../workbook.ts';
import { applyEdits, type Edit } from '../xml.ts';
import { openZip } from '../zip.ts';
import { editForResult, editForValue } from './edit-ods.ts';
import { type OdsCell, type OdsSheet, scanOds } from './ods-cells.ts';
import { columnStyle, odsDateStyles } from './ods-styles.ts';

/**
 * Puts values into cells of one sheet of an .ods, and the new results of the formulas that depend on them; nothing else
 * changes, and every other entry of the file stays byte for byte. Null if that cannot be done.
 *
 * @param values by cell (`C29`).
 */
export function changeOds(
  bytes: Uint8Array,
  sheetName: string,
  values: ReadonlyMap<string, ValueFor>,
): Buffer | null {
  const zip = openZip(bytes);
  const part = partText(zip, 'content.xml');
  const content = scanOds(part.text);
  const named = content?.sheets.filter(({ name }) => name === sheetName) ?? [];
  const [sheet] = named;
  if (content === null || content.otherEpoch || sheet === undefined || named.length > 1) {
    return null;
  }
  const styles = zip.has('styles.xml') ? [partText(zip, 'styles.xml').text] : [];
  const isDate = odsDateStyles([part.text, ...styles]);
  const targets = [...values].map(([ref, valueFor]) => target(sheet, ref, valueFor, isDate));
  if (targets.some((found) => found === null)) {
    return null;
  }
  const cells = targets.filter((found) => found !== null);
  if (new Set(cells.map(({ cell }) => cell)).size < cells.length) {
    return null;
  }
  const { stale, results } = recompute({
    sheets: content.sheets,
    names: content.names,
    date1904: false,
    valueOf: (cell) => cell.value,
    sheet: sheetName,
    values: new Map(cells.map(({ ref, value }) => [ref, value])),
  });
  const changed = new Set(cells.map(({ cell }) => cell));
  const edits: Edit[] = [
    ...cells.map(({ cell, column, value }) => editForValue(part.text, cell, column, value)),
    ...[...stale]
      .filter((cell) => !changed.has(cell))
      .map((cell) => editForResult(part.text, cell, results.get(cell) ?? null)),
  ];
  return zip.rewrite(new Map([['content.xml', part.encode(applyEdits(part.text, edits))]]));
}

interface Target {
  readonly ref: string;
  readonly cell: OdsCell;
  readonly column: number;
  readonly value: NewValue;
}

/** Null for cells that are not alone: of repeated rows, hidden under merged ones, of array formulas. */
function target(
  sheet: OdsSheet,
  ref: string,
  valueFor: ValueFor,
  isDate: (style: string | null) => boolean,
): Target | null {
  const place = parseCellRef(ref);
  const cell = sheet.cells.find(
    ({ row, column, columns }) =>
      place !== null && row === place.row && column <= place.column && place.column < column + columns,
  );
  if (place === null || cell === undefined || cell.rows > 1 || cell.covered || cell.spread !== null) {
    return null;
  }
  const showsDates = isDate(cell.style ?? columnStyle(sheet, place.column));
  return { ref, cell, column: place.column, value: valueFor(showsDates, false) };
}
