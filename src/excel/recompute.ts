import { type Calculator, type CellResult, type Place, withCalculator } from './calculator.ts';
import { area, type CellRange, cellRef, parseCellRef } from './cell-ref.ts';
import {
  type CellWithFormula,
  dependentCells,
  type FormulaCell,
  type ScannedSheet,
  staleCells,
} from './dependents.ts';
import type { NewValue } from './edit-sheet.ts';
import type { DefinedName } from './workbook.ts';

/** A cell's value; null if it is empty. Undefined where nobody knows it without calculating more than we do. */
export type KnownValue = CellResult | null | undefined;

/** What must be known of a workbook whose cells change, whatever its format. */
export interface ChangedWorkbook<Cell extends CellWithFormula> {
  readonly sheets: readonly ScannedSheet<Cell>[];
  readonly names: readonly DefinedName[];
  /** Whether days count from 1904: then nothing is computed, since the engine counts from 1900. */
  readonly date1904: boolean;
  /** What the file stores for a cell. */
  valueOf(cell: Cell): KnownValue;
  /** The sheet in which cells change, and what they hold from now on. */
  readonly sheet: string;
  readonly values: ReadonlyMap<string, NewValue>;
}

export interface NewResults<Cell> {
  /** The cells whose stored results are no longer true. */
  readonly stale: ReadonlySet<Cell>;
  /** What they show from now on; a cell that lacks must be computed by whoever opens the file. */
  readonly results: ReadonlyMap<Cell, CellResult>;
}

/** A form has some ten; whoever has more gets no results stored, and Excel computes them. */
const MOST_FORMULAS = 200;
const LONGEST_FORMULA = 1_000;
const MOST_CELLS = 1_000;
/**
 * What request forms calculate with. None of these asks for the time, nor makes much of little (REPT, SUBSTITUTE):
 * the file comes from outside.
 */
const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'IF IFERROR AND OR NOT TRUE FALSE ISBLANK ISTEXT ISNUMBER EXACT CONCATENATE CONCAT TEXTJOIN TEXT UPPER LOWER ' +
    'PROPER TRIM LEN LEFT RIGHT MID VALUE T N DAY MONTH YEAR DATE ROUND INT SUM COUNTA'
  ).split(' '),
);
/** In stored results, programs undo the escapes of these once, twice or never (ECMA-376 22.9.2.19). */
const READ_DIFFERENTLY = /_x[\da-f]{4}_|[^\t\n -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/iu;
/** Names of months and days are written in the language of whoever opens the file. */
const IN_A_LANGUAGE = /"[^"]*(?:m{3}|d{3}|l{3}|z{3}|\[\$)[^"]*"/i;

/**
 * The results of the formulas that depend on changed cells, for programs that show a file without calculating it
 * (previews, Excel's protected view). A formula of which anything is doubtful has none: whoever opens the file then
 * computes it.
 */
export function recompute<Cell extends CellWithFormula>(workbook: ChangedWorkbook<Cell>): NewResults<Cell> {
  const { sheets, names, sheet, values, date1904 } = workbook;
  const places = [...values.keys()].map((ref) => parseCellRef(ref)).filter((place) => place !== null);
  const dependent = dependentCells(sheets, names, sheet, places);
  const stale = staleCells(dependent);
  if (date1904 || dependent.length === 0 || dependent.length > MOST_FORMULAS) {
    return { stale, results: new Map() };
  }
  const results = withCalculator(
    sheets.map(({ name }) => name),
    (calculator) => resultsOf(workbook, dependent, stale, calculator),
  );
  return { stale, results: results ?? new Map() };
}

function resultsOf<Cell extends CellWithFormula>(
  workbook: ChangedWorkbook<Cell>,
  dependent: readonly FormulaCell<Cell>[],
  stale: ReadonlySet<Cell>,
  calculator: Calculator,
): ReadonlyMap<Cell, CellResult> {
  const { sheets, values } = workbook;
  const changedSheet = workbook.sheet.toLowerCase();
  const cells = new Map(
    sheets.map(({ name, cells: own }) => [name.toLowerCase(), new Map(own.map((cell) => [cell.ref, cell]))]),
  );
  const formulas = new Map(dependent.map((formula) => [formula.cell, formula]));
  const results = new Map<Cell, CellResult>();
  const asked = new Set<Cell>();

  function valueAt(sheet: string, place: Place): KnownValue {
    const ref = cellRef(place.row, place.column);
    const changed = sheet === changedSheet ? values.get(ref) : undefined;
    if (changed !== undefined) {
      return changed === null ? null : 'text' in changed ? changed.text : changed.number;
    }
    const onSheet = cells.get(sheet);
    const cell = onSheet?.get(ref);
    if (cell === undefined) {
      return onSheet === undefined ? undefined : null;
    }
    return stale.has(cell) ? resultOf(cell) : workbook.valueOf(cell);
  }

  /** Undefined too for a cell that is asked for while it is being computed: a circle. */
  function resultOf(cell: Cell): CellResult | undefined {
    const formula = formulas.get(cell);
    if (formula !== undefined && !asked.has(cell)) {
      asked.add(cell);
      const result = isPlain(formula) ? computed(formula) : null;
      if (result !== null && !READ_DIFFERENTLY.test(String(result))) {
        results.set(cell, result);
      }
    }
    return results.get(cell);
  }

  function computed({ sheet, cell, references }: FormulaCell<Cell>): CellResult | null {
    for (const reference of references) {
      const home = sheets.find(({ name }) => name.toLowerCase() === reference.sheet)?.name;
      for (const place of placesIn(reference.range)) {
        const value = valueAt(reference.sheet, place);
        if (value === undefined || home === undefined) {
          return null;
        }
        if (value !== null) {
          calculator.put(home, place, value);
        }
      }
    }
    const result = calculator.compute(sheet.name, cell, cell.formula ?? '');
    // What it computed is a constant from now on: a chain of formulas costs no more than its links.
    if (result !== null) {
      calculator.put(sheet.name, cell, result);
    }
    return result;
  }

  for (const { cell } of dependent) {
    resultOf(cell);
  }
  return results;
}

function isPlain({ cell, references, unsure, names, functions }: FormulaCell<CellWithFormula>): boolean {
  const formula = cell.formula ?? '';
  return (
    formula !== '' &&
    formula.length <= LONGEST_FORMULA &&
    cell.sharedIndex === null &&
    cell.spread === null &&
    !unsure &&
    !names &&
    references.reduce((sum, { range }) => sum + area(range), 0) <= MOST_CELLS &&
    functions.every((name) => FUNCTIONS.has(name)) &&
    !(functions.includes('TEXT') && IN_A_LANGUAGE.test(formula))
  );
}

function* placesIn(range: CellRange): Generator<Place> {
  for (let { top: row } = range; row <= range.bottom; row++) {
    for (let { left: column } = range; column <= range.right; column++) {
      yield { row, column };
    }
  }
}
