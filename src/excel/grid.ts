import type { CellRange } from './cell-ref.ts';
import { constantFormula } from './constant-formula.ts';
import { cellValue, type SharedString, scanSharedStrings, scanSheet } from './sheet-cells.ts';
import { partText, relationships, type SheetEntry, type Workbook } from './workbook.ts';

/** A cell as a reader of the form sees it, whatever the file's format. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly value: string | number | boolean | null;
  /** True for `#N/A` and the like. */
  readonly error: boolean;
  readonly formula: string | null;
  /** False for a formula whose result the file does not hold: nobody knows what the applicant saw. */
  readonly known: boolean;
  /** The target of the cell's hyperlink. */
  readonly link: string | null;
}

export interface Grid {
  readonly sheet: string;
  readonly hidden: boolean;
  readonly cells: readonly GridCell[];
  readonly merges: readonly CellRange[];
  readonly date1904: boolean;
}

/**
 * The result of a formula: the one that was stored, else that of a formula which needs no other cell
 * (some programs store none); otherwise unknown.
 */
export function resultOf(
  formula: string | null,
  stored: string | number | boolean | null,
): Pick<GridCell, 'value' | 'known'> {
  if (formula === null || stored !== null) {
    return { value: stored, known: true };
  }
  const computed = constantFormula(formula);
  return { value: computed, known: computed !== null };
}

/** The cells of one sheet of an .xlsx or .xlsm. Throws WorkbookRefused. */
export function sheetGrid(workbook: Workbook, sheet: SheetEntry): Grid {
  const contents = scanSheet(partText(workbook.zip, sheet.part).text);
  const strings = sharedStrings(workbook);
  const targets = new Map(relationships(workbook.zip, sheet.part).map((rel) => [rel.id, rel.target]));
  const cells = contents.cells.map((cell): GridCell => {
    const stored = cell.formula !== null && cell.value === null ? null : cellValue(cell, strings);
    const link = targets.get(contents.links.get(cell.ref) ?? '') ?? null;
    return {
      row: cell.row,
      column: cell.column,
      error: cell.type === 'e',
      formula: cell.formula,
      link,
      ...resultOf(cell.formula, stored),
    };
  });
  return {
    sheet: sheet.name,
    hidden: sheet.hidden,
    cells,
    merges: contents.merges,
    date1904: workbook.date1904,
  };
}

/** The workbook's shared strings; empty if it has none. */
export function sharedStrings(workbook: Workbook): SharedString[] {
  const part = workbook.sharedStringsPart;
  return part === null ? [] : scanSharedStrings(partText(workbook.zip, part).text);
}

/** The top left cell of the merged area that a place lies in, or the place itself. */
export function mergeOrigin(grid: Grid, row: number, column: number): { row: number; column: number } {
  const merge = grid.merges.find(
    (range) => row >= range.top && row <= range.bottom && column >= range.left && column <= range.right,
  );
  return merge === undefined ? { row, column } : { row: merge.top, column: merge.left };
}
