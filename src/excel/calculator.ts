/** Computes single formulas as Excel does, with IronCalc (decision 24). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initSync, Model } from '@ironcalc/wasm';
import { cellRef } from './cell-ref.ts';

/** What a cell can show. */
export type CellResult = string | number | boolean;

/** Some cells of some sheets. Sheets that are not among them are none to it. */
export interface Calculator {
  /** Puts a constant into a cell. */
  put(sheet: string, place: Place, value: CellResult): void;
  /** The result of a formula that stands in a cell; null for an error, or what this calculator does not know. */
  compute(sheet: string, place: Place, formula: string): CellResult | null;
  close(): void;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Cells of Excel hold no more (characters). */
const LONGEST_TEXT = 32_767;
/** Values of Model.getCellType. */
const TYPES = { number: 1, text: 2, logical: 4 };
/** Where numbers are turned into text with all their digits. */
const SCRATCH = '_';

let state: 'unloaded' | 'ready' | 'broken' = 'unloaded';

/** When the first form is filled: most children only read, and it takes a fifth of a second. */
function loadEngine(): void {
  if (state === 'unloaded') {
    initSync({
      module: readFileSync(fileURLToPath(import.meta.resolve('@ironcalc/wasm/wasm_bg.wasm'))),
    });
    state = 'ready';
  }
}

/**
 * Calls back with a calculator, and gives what the callback gave; null where it cannot calculate. An engine that broke
 * off in the middle is not asked again in this process: nobody knows what state its memory is in.
 */
export function withCalculator<T>(sheets: readonly string[], use: (calculator: Calculator) => T): T | null {
  loadEngine();
  if (state === 'broken') {
    return null;
  }
  let calculator: Calculator | null = null;
  try {
    calculator = openCalculator(sheets);
    return use(calculator);
  } catch (error) {
    // A WebAssembly trap; all else is an answer of the engine.
    if (error instanceof Error && error.name === 'RuntimeError') {
      state = 'broken';
      calculator = null;
    }
    return null;
  } finally {
    calculator?.close();
  }
}

function openCalculator(sheets: readonly string[]): Calculator {
  const model = new Model('form', 'en', 'UTC', 'en');
  model.pauseEvaluation();
  const indexes = new Map<string, number>();
  for (const [index, name] of [...sheets, SCRATCH].entries()) {
    if (index > 0) {
      model.newSheet();
    }
    model.renameSheet(index, name);
    indexes.set(name, index);
  }
  const indexOf = (name: string): number => {
    const index = indexes.get(name);
    if (index === undefined) {
      throw new Error('no such sheet');
    }
    return index;
  };
  const read = (index: number, { row, column }: Place, sheet: string): CellResult | null => {
    const type = model.getCellType(index, row, column);
    if (type === TYPES.text) {
      return model.getFormattedCellValue(index, row, column);
    }
    if (type === TYPES.logical) {
      return model.getFormattedCellValue(index, row, column) === 'TRUE';
    }
    if (type !== TYPES.number) {
      return null;
    }
    // As it is shown, a number has lost digits, or is a day.
    const quoted = sheet.replaceAll("'", "''");
    model.setUserInput(indexOf(SCRATCH), 1, 1, `='${quoted}'!${cellRef(row, column)}&""`);
    model.evaluate();
    const number = Number(model.getFormattedCellValue(indexOf(SCRATCH), 1, 1));
    return Number.isFinite(number) ? number : null;
  };
  return {
    put(sheet, { row, column }, value) {
      // An apostrophe makes text of whatever stands behind it.
      const input = typeof value === 'string' ? `'${value}` : String(value).toUpperCase();
      model.setUserInput(indexOf(sheet), row, column, input);
    },
    compute(sheet, place, formula) {
      const index = indexOf(sheet);
      model.setUserInput(index, place.row, place.column, `=${formula}`);
      model.evaluate();
      const result = read(index, place, sheet);
      return typeof result === 'string' && result.length > LONGEST_TEXT ? null : result;
    },
    close: () => model.free(),
  };
}
