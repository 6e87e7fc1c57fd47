import { cellRef } from './cell-ref.ts';
import { type CellPlace, CREDENTIAL_NAMES, FIELD_NAMES } from './form.ts';
import { type Grid, type GridCell, mergeOrigin } from './grid.ts';
import { isDataSheet, type LabelName, labelName } from './labels.ts';
import { WorkbookRefused } from './refusal.ts';

/** A label that was found, the cell with its value (null if empty), and where a value belongs. */
interface Located {
  readonly cell: GridCell | null;
  readonly place: CellPlace;
}

export interface LocatedForm {
  readonly grid: Grid;
  readonly found: ReadonlyMap<LabelName, Located>;
}

/** Fewer known labels than this, and it is another form. */
const FEWEST_LABELS = 8;
/** How far to the right of its label a value may stand. */
const REACH = 6;

/**
 * Finds the form among a workbook's sheets: the sheet DATE or, where the sheets' names were lost (HTML), the only
 * sheet with its labels. Throws WorkbookRefused: wrong-form, empty-form or conflicting-labels.
 */
export function locateForm(grids: readonly Grid[]): LocatedForm {
  const candidates = grids.filter((grid) => knownLabels(grid) >= FEWEST_LABELS);
  const named = candidates.filter((grid) => isDataSheet(grid.sheet));
  const chosen = named.length > 0 ? named : candidates;
  const [grid, other] = chosen;
  if (grid === undefined) {
    const empty = grids.some((sheet) => isDataSheet(sheet.sheet) && sheet.cells.every(isEmpty));
    throw new WorkbookRefused(empty ? 'empty-form' : 'wrong-form', 'no sheet with the labels');
  }
  if (other !== undefined) {
    throw new WorkbookRefused('conflicting-labels', 'several sheets with the labels');
  }
  return { grid, found: locateLabels(grid) };
}

function knownLabels(grid: Grid): number {
  const names = new Set(grid.cells.map((cell) => labelName(cell.value)));
  return FIELD_NAMES.filter((name) => names.has(name)).length;
}

function isEmpty(cell: GridCell): boolean {
  return cell.known && !cell.error && (cell.value === null || String(cell.value).trim() === '');
}

interface Label {
  readonly name: LabelName;
  readonly row: number;
  /** The last column that the label covers. */
  readonly right: number;
  /** The last row that the label covers. */
  readonly bottom: number;
  readonly column: number;
}

type CellFinder = (row: number, column: number) => GridCell | undefined;

function locateLabels(grid: Grid): ReadonlyMap<LabelName, Located> {
  const byPlace = new Map(grid.cells.map((cell) => [`${cell.row}:${cell.column}`, cell]));
  const at: CellFinder = (row, column) => byPlace.get(`${row}:${column}`);
  const labels = findLabels(grid);
  const isLabel = (row: number, column: number): boolean =>
    labels.some((label) => label.row === row && label.column === column);
  const rightOf = labels.map((label) => valueAtRight(grid, labels, label, at));
  const below = labels.map((label) => valueBelow(label, at, isLabel));
  // A form has one layout: values stand at the right of their labels or below them, whichever is commoner.
  const besides = count(rightOf) >= count(below);
  const usual = besides ? usualColumns(labels, rightOf) : new Map<number, number>();
  const found = new Map<LabelName, Located>();
  labels.forEach((label, index) => {
    const cell = (besides ? rightOf[index] : below[index]) ?? null;
    const place = placeOf(grid, label, cell, besides, usual.get(label.column));
    const known = found.get(label.name);
    found.set(label.name, known === undefined ? { cell, place } : oneOf(label.name, known, { cell, place }));
  });
  return found;
}

function count(values: readonly (GridCell | null)[]): number {
  return values.filter((value) => value !== null).length;
}

function findLabels(grid: Grid): Label[] {
  const labels: Label[] = [];
  for (const cell of grid.cells) {
    const name = labelName(cell.value);
    // A label is a typed text: a formula that gives "Parola" is somebody's value.
    if (name === null || cell.formula !== null) {
      continue;
    }
    const merge = grid.merges.find((range) => range.top === cell.row && range.left === cell.column);
    const { row, column } = cell;
    labels.push({ name, row, column, right: merge?.right ?? column, bottom: merge?.bottom ?? row });
  }
  // What stands where the value of a label belongs is a value, even if it reads like a label ("Nume: Parola").
  const first = mostCommon(labels.map((label) => label.column));
  const direct = new Set(labels.filter((label) => label.column === first).map((label) => label.row));
  const valueColumn = mostCommon(
    grid.cells
      .filter((cell) => direct.has(cell.row) && cell.column > (first ?? 0) && !isEmpty(cell))
      .map((cell) => cell.column),
  );
  return labels.filter((label) => !(label.column === valueColumn && direct.has(label.row)));
}

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

function valueAtRight(grid: Grid, labels: readonly Label[], label: Label, at: CellFinder): GridCell | null {
  const next = labels.filter((other) => other.row === label.row && other.column > label.column);
  const limit = Math.min(label.right + REACH, ...next.map((other) => other.column - 1));
  for (let column = label.right + 1; column <= limit; column++) {
    const origin = mergeOrigin(grid, label.row, column);
    const cell = at(origin.row, origin.column);
    if (cell !== undefined && origin.row === label.row && !isEmpty(cell)) {
      return cell;
    }
  }
  return null;
}

function valueBelow(
  label: Label,
  at: CellFinder,
  isLabel: (row: number, column: number) => boolean,
): GridCell | null {
  const row = label.bottom + 1;
  const cell = at(row, label.column);
  return cell === undefined || isLabel(row, label.column) || isEmpty(cell) ? null : cell;
}

/** In which column the values of a column of labels mostly stand. */
function usualColumns(labels: readonly Label[], values: readonly (GridCell | null)[]): Map<number, number> {
  const usual = new Map<number, number>();
  for (const column of new Set(labels.map((label) => label.column))) {
    const columns = values.filter((_value, index) => labels[index]?.column === column);
    const common = mostCommon(columns.flatMap((value) => (value === null ? [] : [value.column])));
    if (common !== undefined) {
      usual.set(column, common);
    }
  }
  return usual;
}

function placeOf(
  grid: Grid,
  label: Label,
  cell: GridCell | null,
  besides: boolean,
  usual: number | undefined,
): CellPlace {
  if (cell !== null) {
    return { sheet: grid.sheet, ref: cellRef(cell.row, cell.column) };
  }
  if (!besides) {
    return { sheet: grid.sheet, ref: cellRef(label.bottom + 1, label.column) };
  }
  const column = usual ?? valueAreaOf(grid, label);
  const origin = mergeOrigin(grid, label.row, Math.max(column, label.right + 1));
  return { sheet: grid.sheet, ref: cellRef(origin.row, origin.column) };
}

/** In an empty form: the merged area at the right of the label, as the form is drawn, else the next cell. */
function valueAreaOf(grid: Grid, label: Label): number {
  const merges = grid.merges.filter(
    (range) => range.top === label.row && range.left > label.right && range.left <= label.right + REACH,
  );
  return Math.min(...merges.map((range) => range.left), ...(merges.length === 0 ? [label.right + 1] : []));
}

/** The same label twice: harmless where one is empty or both say the same, except where DI is to write. */
function oneOf(name: LabelName, known: Located, again: Located): Located {
  const conflict = new WorkbookRefused('conflicting-labels', `label ${name} twice`);
  if ((CREDENTIAL_NAMES as readonly string[]).includes(name)) {
    throw conflict;
  }
  if (known.cell === null || again.cell === null) {
    return known.cell === null ? again : known;
  }
  if (String(known.cell.value).trim() !== String(again.cell.value).trim()) {
    throw conflict;
  }
  return known;
}
