import { cellRef } from '../cell-ref.ts';
import { isDateFormat } from '../sheet-cells.ts';
import { BIFF, type BiffRecord, biffRecord } from './biff.ts';

/** A record of one cell, or of some beside each other. */
export interface XlsCell {
  readonly ref: string;
  readonly record: BiffRecord;
  /** Index of its format. */
  readonly format: number;
  /** Its place within the record. */
  readonly index: number;
  /** How many cells the record is for. */
  readonly count: number;
}

const SINGLE: ReadonlySet<number> = new Set([
  ...[BIFF.BLANK, BIFF.NUMBER, BIFF.LABEL, BIFF.LABELSST, BIFF.BOOLERR, BIFF.RK, BIFF.FORMULA],
]);
/** Bytes for each cell of a record for several. */
const WIDTHS: ReadonlyMap<number, number> = new Map([
  [BIFF.MULBLANK, 2],
  [BIFF.MULRK, 6],
]);

/** The cells of a worksheet that have a record, by their names ([MS-XLS] 2.4.20 and others). */
export function xlsCells(records: readonly BiffRecord[]): ReadonlyMap<string, XlsCell> {
  const cells = new Map<string, XlsCell>();
  for (const record of records) {
    const { type, data } = record;
    const width = WIDTHS.get(type);
    if (data.length < 6 || (!SINGLE.has(type) && width === undefined)) {
      continue;
    }
    const [row, column] = [data.readUInt16LE(0) + 1, data.readUInt16LE(2) + 1];
    const count = width === undefined ? 1 : Math.floor((data.length - 6) / width);
    for (let index = 0; index < count; index++) {
      const ref = cellRef(row, column + index);
      const format = data.readUInt16LE(4 + index * (width ?? 0));
      cells.set(ref, { ref, record, format, index, count });
    }
  }
  return cells;
}

/** What stands left and right of one cell in a record for several, as records of their own. */
export function neighbours({ record, index, count }: XlsCell): { before: Buffer; after: Buffer } {
  const nothing = Buffer.alloc(0);
  const width = WIDTHS.get(record.type);
  if (width === undefined) {
    return { before: nothing, after: nothing };
  }
  return {
    before: index === 0 ? nothing : several(record, width, 0, index),
    after: index === count - 1 ? nothing : several(record, width, index + 1, count),
  };
}

function several({ type, data }: BiffRecord, width: number, from: number, to: number): Buffer {
  const head = Buffer.alloc(4);
  data.copy(head, 0, 0, 2);
  const first = data.readUInt16LE(2);
  head.writeUInt16LE(first + from, 2);
  const body = data.subarray(4 + from * width, 4 + to * width);
  if (to - from === 1) {
    return biffRecord(type === BIFF.MULRK ? BIFF.RK : BIFF.BLANK, head, body);
  }
  const last = Buffer.alloc(2);
  last.writeUInt16LE(first + to - 1, 0);
  return biffRecord(type, head, body, last);
}

/** Row, column and format, with which every record of one cell begins. */
export function cellHead({ record, index, format }: XlsCell): Buffer {
  const head = Buffer.alloc(6);
  record.data.copy(head, 0, 0, 4);
  head.writeUInt16LE(record.data.readUInt16LE(2) + index, 2);
  head.writeUInt16LE(format, 4);
  return head;
}

/** Whether cells of a format are shown as dates ([MS-XLS] 2.4.126, 2.4.353). */
export function xlsDateFormats(globals: readonly BiffRecord[]): (format: number) => boolean {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  for (const { type, data } of globals) {
    if (type === BIFF.FORMAT && data.length >= 5) {
      const wide = (data.readUInt8(4) & 1) === 1;
      codes.set(data.readUInt16LE(0), data.toString(wide ? 'utf16le' : 'latin1', 5));
    } else if (type === BIFF.XF && data.length >= 4) {
      formats.push(data.readUInt16LE(2));
    }
  }
  return (format) => {
    const id = formats[format];
    return id !== undefined && isDateFormat(id, codes.get(id));
  };
}
