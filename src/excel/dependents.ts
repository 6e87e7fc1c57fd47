import { type CellRange, contains } from './cell-ref.ts';
import { type References, referencesOf, WHOLE_SHEET } from './formula-references.ts';
import type { SheetCell } from './sheet-cells.ts';
import type { DefinedName } from './workbook.ts';

export interface ScannedSheet {
  readonly name: string;
  readonly part: string;
  readonly cells: readonly SheetCell[];
}

interface FormulaCell extends References {
  readonly sheet: ScannedSheet;
  readonly cell: SheetCell;
}

/** Past this much work every formula counts as dependent: only caches are lost, which Excel computes anew. */
const MOST_STEPS = 5_000_000;

/**
 * The formula cells whose stored results depend on some cells of one sheet, directly or through other formulas,
 * and the cells that such array formulas fill. Doubtful ones count as dependent.
 *
 * @returns by part: the cells whose results to drop.
 */
export function dependentCells(
  sheets: readonly ScannedSheet[],
  names: readonly DefinedName[],
  changedSheet: string,
  changed: readonly { row: number; column: number }[],
): ReadonlyMap<string, readonly SheetCell[]> {
  const waiting = new Set(sheets.flatMap((sheet) => formulaCells(sheet, names)));
  const dependent: FormulaCell[] = [];
  let news = [{ sheet: changedSheet.toLowerCase(), cells: changed.map((cell) => rangeOf(cell)) }];
  let steps = 0;
  while (news.length > 0 && waiting.size > 0) {
    const found: FormulaCell[] = [];
    for (const formula of waiting) {
      steps += 1 + formula.references.length * news.reduce((sum, { cells }) => sum + cells.length, 0);
      if (steps > MOST_STEPS || formula.unsure || looksAt(formula, news)) {
        found.push(formula);
        waiting.delete(formula);
      }
    }
    dependent.push(...found);
    news = found.map(({ sheet, cell }) => ({
      sheet: sheet.name.toLowerCase(),
      cells: [cell.spread ?? rangeOf(cell)],
    }));
  }
  return cellsToDrop(dependent);
}

function rangeOf(cell: { row: number; column: number }): CellRange {
  return { top: cell.row, left: cell.column, bottom: cell.row, right: cell.column };
}

function formulaCells(sheet: ScannedSheet, names: readonly DefinedName[]): FormulaCell[] {
  const shared = new Map<string, References>();
  const formulas: FormulaCell[] = [];
  for (const cell of sheet.cells) {
    if (cell.formula === null) {
      continue;
    }
    if (cell.formula === '') {
      // A follower of a shared formula looks at other rows of the same sheets as its master.
      const master = shared.get(cell.sharedIndex ?? '') ?? { references: [], unsure: true };
      const references = master.references.map((reference) => ({ ...reference, range: WHOLE_SHEET }));
      formulas.push({ sheet, cell, references, unsure: master.unsure });
      continue;
    }
    const found = referencesOf(cell.formula, sheet.name, names);
    if (cell.sharedIndex !== null) {
      shared.set(cell.sharedIndex, found);
    }
    formulas.push({ sheet, cell, ...found });
  }
  return formulas;
}

function looksAt(
  formula: FormulaCell,
  news: readonly { sheet: string; cells: readonly CellRange[] }[],
): boolean {
  return formula.references.some(({ sheet, range }) =>
    news.some(
      (changed) =>
        changed.sheet === sheet &&
        changed.cells.some(
          (cell) =>
            cell.top <= range.bottom &&
            range.top <= cell.bottom &&
            cell.left <= range.right &&
            range.left <= cell.right,
        ),
    ),
  );
}

function cellsToDrop(dependent: readonly FormulaCell[]): ReadonlyMap<string, readonly SheetCell[]> {
  const byPart = new Map<string, Set<SheetCell>>();
  for (const { sheet, cell } of dependent) {
    const cells = byPart.get(sheet.part) ?? new Set<SheetCell>();
    byPart.set(sheet.part, cells.add(cell));
    const { spread } = cell;
    if (spread !== null) {
      for (const other of sheet.cells.filter(({ row, column }) => contains(spread, row, column))) {
        cells.add(other);
      }
    }
  }
  return new Map([...byPart].map(([part, cells]) => [part, [...cells]]));
}
