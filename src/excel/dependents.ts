import { type CellRange, contains, overlaps } from './cell-ref.ts';
import { type References, referencesOf, UNSURE, WHOLE_SHEET } from './formula-references.ts';
import type { DefinedName } from './workbook.ts';

/** What is asked of a cell here, whatever the format of its file. */
export interface CellWithFormula {
  readonly ref: string;
  readonly row: number;
  readonly column: number;
  /** Null if the cell is not a formula, '' for a follower of a shared formula. */
  readonly formula: string | null;
  readonly sharedIndex: string | null;
  /** The cells that an array formula or a data table in this cell fills. */
  readonly spread: CellRange | null;
}

export interface ScannedSheet<Cell extends CellWithFormula> {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** A formula that depends on what was changed, and what it looks at. */
export interface FormulaCell<Cell extends CellWithFormula> extends References {
  readonly sheet: ScannedSheet<Cell>;
  readonly cell: Cell;
}

/** Past this much work every formula counts as dependent: only caches are lost, which Excel computes anew. */
const MOST_STEPS = 5_000_000;

/**
 * The formula cells whose stored results depend on some cells of one sheet, directly or through other formulas,
 * and the cells that such array formulas fill. Doubtful ones count as dependent.
 *
 * @returns those nearest to the changed cells first.
 */
export function dependentCells<Cell extends CellWithFormula>(
  sheets: readonly ScannedSheet<Cell>[],
  names: readonly DefinedName[],
  changedSheet: string,
  changed: readonly { row: number; column: number }[],
): readonly FormulaCell<Cell>[] {
  const waiting = new Set(sheets.flatMap((sheet) => formulaCells(sheet, names)));
  const dependent: FormulaCell<Cell>[] = [];
  let news: News = new Map([[changedSheet.toLowerCase(), changed.map((cell) => rangeOf(cell))]]);
  let steps = 0;
  while (news.size > 0 && waiting.size > 0) {
    const found: FormulaCell<Cell>[] = [];
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

function rangesBySheet(formulas: readonly FormulaCell<CellWithFormula>[]): News {
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

function formulaCells<Cell extends CellWithFormula>(
  sheet: ScannedSheet<Cell>,
  names: readonly DefinedName[],
): FormulaCell<Cell>[] {
  const shared = new Map<string, References>();
  const formulas: FormulaCell<Cell>[] = [];
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

function looksAt(formula: FormulaCell<CellWithFormula>, news: News): boolean {
  return formula.references.some(
    ({ sheet, range }) => news.get(sheet)?.some((cell) => overlaps(cell, range)) ?? false,
  );
}

/** The cells whose stored results are no longer true, those that array formulas fill among them. */
export function staleCells<Cell extends CellWithFormula>(
  dependent: readonly FormulaCell<Cell>[],
): ReadonlySet<Cell> {
  return new Set(
    dependent.flatMap(({ sheet, cell }) => {
      const { spread } = cell;
      return spread === null
        ? [cell]
        : [cell, ...sheet.cells.filter(({ row, column }) => contains(spread, row, column))];
    }),
  );
}
