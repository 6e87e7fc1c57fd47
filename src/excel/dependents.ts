import { type CellRange, contains, overlaps } from './cell-ref.ts';
import { type References, referencesOf, UNSURE, WHOLE_SHEET } from './formula-references.ts';
import type { SheetCell } from './sheet-cells.ts';
import type { DefinedName } from './workbook.ts';

export interface ScannedSheet {
  readonly name: string;
  readonly part: string;
  readonly cells: readonly SheetCell[];
}

/** A formula that depends on what was changed, and what it looks at. */
export interface FormulaCell extends References {
  readonly sheet: ScannedSheet;
  readonly cell: SheetCell;
}

/** Past this much work every formula counts as dependent: only caches are lost, which Excel computes anew. */
const MOST_STEPS = 5_000_000;

/**
 * The formula cells whose stored results depend on some cells of one sheet, directly or through other formulas,
 * and the cells that such array formulas fill. Doubtful ones count as dependent.
 *
 * @returns those nearest to the changed cells first.
 */
export function dependentCells(
  sheets: readonly ScannedSheet[],
  names: readonly DefinedName[],
  changedSheet: string,
  changed: readonly { row: number; column: number }[],
): readonly FormulaCell[] {
  const waiting = new Set(sheets.flatMap((sheet) => formulaCells(sheet, names)));
  const dependent: FormulaCell[] = [];
  let news: News = new Map([[changedSheet.toLowerCase(), changed.map((cell) => rangeOf(cell))]]);
  let steps = 0;
  while (news.size > 0 && waiting.size > 0) {
    const found: FormulaCell[] = [];
    const size = [...news.values()].reduce((sum, ranges) => sum + ranges.length, 0);
    for (const formula of waiting) {
      steps += 1 + formula.references.length * size;
      if (steps > MOST_STEPS || formula.unsure || looksAt(formula, news)) {
        found.push(formula);
        waiting.delete(formula);
      }
    }
    for (const formula of found) {
      dependent.push(formula);
    }
    news = rangesBySheet(found);
  }
  return dependent;
}

/** By the sheet's name in lower case: the cells that turned out to change. */
type News = ReadonlyMap<string, readonly CellRange[]>;

function rangesBySheet(formulas: readonly FormulaCell[]): News {
  const ranges = new Map<string, CellRange[]>();
  for (const { sheet, cell } of formulas) {
    const name = sheet.name.toLowerCase();
    const known = ranges.get(name) ?? [];
    known.push(cell.spread ?? rangeOf(cell));
    ranges.set(name, known);
  }
  return ranges;
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
      const master = shared.get(cell.sharedIndex ?? '') ?? UNSURE;
      const references = master.references.map((reference) => ({ ...reference, range: WHOLE_SHEET }));
      formulas.push({ ...master, sheet, cell, references });
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

function looksAt(formula: FormulaCell, news: News): boolean {
  return formula.references.some(
    ({ sheet, range }) => news.get(sheet)?.some((cell) => overlaps(cell, range)) ?? false,
  );
}

/** By part: the cells whose stored results are no longer true, those that array formulas fill among them. */
export function staleCells(dependent: readonly FormulaCell[]): ReadonlyMap<string, readonly SheetCell[]> {
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
