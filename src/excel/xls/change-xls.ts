import type { CellResult } from '../calculator.ts';
import { parseCellRef, parseRange } from '../cell-ref.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { CellWithFormula } from '../dependents.ts';
import type { NewValue, ValueFor } from '../edit-sheet.ts';
import { foreignCells } from '../foreign-grid.ts';
import { type KnownValue, recompute } from '../recompute.ts';
import {
  BIFF,
  type BiffRecord,
  type BiffSheet,
  biffRecord,
  biffText,
  LONGEST_RECORD,
  readBiff,
} from './biff.ts';
import { SharedTexts } from './shared-texts.ts';
import { applyStreamEdits, type StreamEdit } from './stream-edits.ts';
import { cellHead, neighbours, type XlsCell, xlsCells, xlsDateFormats } from './xls-cells.ts';

/**
 * Puts values into cells of one sheet of an .xls (Excel 97–2003), and the new results of the formulas that depend on
 * them; no other record changes, nor any other stream. Null if that cannot be done: cells without a record (where a
 * format would have to be invented), in array formulas, or a file of an older Excel.
 *
 * @param values by cell (`C29`).
 */
export function changeXls(
  file: Uint8Array,
  sheetName: string,
  values: ReadonlyMap<string, ValueFor>,
): Buffer | null {
  const container = openCompoundFile(file);
  const streamName = container.names.has('Workbook') ? 'Workbook' : 'WORKBOOK';
  const stream = container.stream(streamName);
  const workbook = stream === null ? null : readBiff(stream);
  const named = workbook?.sheets.filter(({ name }) => name === sheetName) ?? [];
  const [sheet] = named;
  const texts = workbook === null ? null : SharedTexts.of(workbook.globals);
  if (
    stream === null ||
    workbook === null ||
    texts === null ||
    sheet?.worksheet !== true ||
    named.length > 1
  ) {
    return null;
  }
  const showsDates = xlsDateFormats(workbook.globals);
  const date1904 = workbook.globals.some(({ type, data }) => type === BIFF.DATEMODE && data[0] === 1);
  const cells = xlsCells(sheet.records);
  const edits: StreamEdit[] = [];
  const newValues = new Map<string, NewValue>();
  for (const [ref, valueFor] of values) {
    const cell = cells.get(ref);
    const tail = cell === undefined ? [] : formulaTail(sheet, cell.record);
    // One record for several of them is divided only once; formulas of several cells hang together.
    const divided = edits.some(({ start }) => start === cell?.record.at);
    if (
      cell === undefined ||
      divided ||
      tail.some(({ type }) => type !== BIFF.STRING && type !== BIFF.CONTINUE)
    ) {
      return null;
    }
    const value = valueFor(showsDates(cell.format), date1904);
    // Longer than a record is no web address, user or password.
    if (value !== null && 'text' in value && biffText(value.text).length > LONGEST_RECORD) {
      return null;
    }
    newValues.set(ref, value);
    edits.push(replace([cell.record, ...tail], valueRecord(cell, value, texts)));
  }
  const sheets = workbook.sheets.filter(({ worksheet }) => worksheet);
  const scanned = scanFormulas(stream, sheets);
  const { stale, results } = recompute({
    sheets: scanned.sheets,
    names: scanned.names,
    date1904,
    valueOf: (cell) => cell.value,
    sheet: sheetName,
    values: newValues,
  });
  for (const cell of stale) {
    if (!(cell.sheet === sheet && values.has(cell.ref))) {
      edits.push(resultEdit(cell.sheet, cell.record, results.get(cell) ?? null));
    }
  }
  const changed = applyStreamEdits(stream, workbook, [...edits, ...texts.edits()]);
  return container.withStream(streamName, changed);
}

function replace(records: readonly BiffRecord[], bytes: Buffer): StreamEdit {
  const [first] = records;
  const last = records.at(-1);
  return { start: first?.at ?? 0, end: last === undefined ? 0 : last.at + 4 + last.data.length, bytes };
}

function valueRecord(cell: XlsCell, value: NewValue, texts: SharedTexts): Buffer {
  const head = cellHead(cell);
  const { before, after } = neighbours(cell);
  const own =
    value === null
      ? biffRecord(BIFF.BLANK, head)
      : 'text' in value
        ? biffRecord(BIFF.LABELSST, head, uint32(texts.add(value.text)))
        : biffRecord(BIFF.NUMBER, head, double(value.number));
  return Buffer.concat([before, own, after]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}

function double(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number, 0);
  return bytes;
}

/** What belongs to a formula and follows it: what it shares with others, and the text that it gave. */
function formulaTail(sheet: BiffSheet, record: BiffRecord): readonly BiffRecord[] {
  if (record.type !== BIFF.FORMULA) {
    return [];
  }
  const at = sheet.records.indexOf(record) + 1;
  const types: ReadonlySet<number> = new Set([
    BIFF.SHRFMLA,
    BIFF.ARRAY,
    BIFF.TABLE,
    BIFF.STRING,
    BIFF.CONTINUE,
  ]);
  const rest = sheet.records.slice(at, at + 20);
  const end = rest.findIndex(({ type }) => !types.has(type));
  return end === -1 ? rest : rest.slice(0, end);
}

/** `fAlwaysCalc`: to be computed when the file is opened ([MS-XLS] 2.4.127). */
const ALWAYS_COMPUTED = 1;
const RESULT_AT = 6;
const FLAGS_AT = 14;

/** Puts another result into a formula's record; without one it is empty, and whoever opens the file computes it. */
function resultEdit(sheet: BiffSheet, record: BiffRecord, result: CellResult | null): StreamEdit {
  const tail = formulaTail(sheet, record);
  const data = Buffer.from(record.data);
  const text = typeof result === 'string' && result !== '' ? biffText(result) : null;
  const fits = text === null || text.length <= LONGEST_RECORD;
  storedResult(fits ? result : null).copy(data, RESULT_AT);
  if (result === null || !fits) {
    data.writeUInt16LE(data.readUInt16LE(FLAGS_AT) | ALWAYS_COMPUTED, FLAGS_AT);
  }
  const kept = tail
    .filter(({ type }) => type !== BIFF.STRING && type !== BIFF.CONTINUE)
    .map((other) => biffRecord(other.type, other.data));
  const shown = text !== null && fits ? [biffRecord(BIFF.STRING, text)] : [];
  return replace([record, ...tail], Buffer.concat([biffRecord(record.type, data), ...kept, ...shown]));
}

/** FormulaValue ([MS-XLS] 2.5.133): a number, or a kind and what goes with it. */
function storedResult(result: CellResult | null): Buffer {
  if (typeof result === 'number') {
    return double(result);
  }
  const bytes = Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]);
  if (typeof result === 'boolean') {
    bytes[0] = 1;
    bytes[2] = Number(result);
  } else {
    // A text stands in a record of its own; an empty one does not.
    bytes[0] = result === null || result === '' ? 3 : 0;
  }
  return bytes;
}

interface ScannedCell extends CellWithFormula {
  readonly sheet: BiffSheet;
  readonly value: KnownValue;
  readonly record: BiffRecord;
}

/** The cells with their formulas as text, read by the library; a formula that it cannot read may look at anything. */
function scanFormulas(stream: Buffer, sheets: readonly BiffSheet[]) {
  const foreign = foreignCells(stream);
  return {
    names: foreign.names,
    sheets: sheets.map((sheet) => {
      const own = foreign.sheets.get(sheet.name);
      const cells = [...xlsCells(sheet.records).values()].map(({ ref, record }): ScannedCell => {
        const known = own?.get(ref);
        const place = parseCellRef(ref) ?? { row: 0, column: 0 };
        const formula = record.type === BIFF.FORMULA ? (known?.formula ?? '') : null;
        const spread = known?.spread == null ? null : parseRange(known.spread);
        return {
          ref,
          ...place,
          sheet,
          record,
          formula,
          sharedIndex: null,
          spread,
          value: known === undefined ? null : known.value,
        };
      });
      return { name: sheet.name, cells };
    }),
  };
}
