/** Records of a Workbook stream, as Excel 97–2003 writes it ([MS-XLS] 2.1.4). */

/** Record types ([MS-XLS] 2.3). */
export const BIFF = {
  FORMULA: 0x0006,
  EOF: 0x000a,
  DATEMODE: 0x0022,
  CONTINUE: 0x003c,
  BOUNDSHEET: 0x0085,
  MULRK: 0x00bd,
  MULBLANK: 0x00be,
  DBCELL: 0x00d7,
  XF: 0x00e0,
  SST: 0x00fc,
  LABELSST: 0x00fd,
  EXTSST: 0x00ff,
  BLANK: 0x0201,
  NUMBER: 0x0203,
  LABEL: 0x0204,
  BOOLERR: 0x0205,
  STRING: 0x0207,
  INDEX: 0x020b,
  ARRAY: 0x0221,
  TABLE: 0x0236,
  RK: 0x027e,
  FORMAT: 0x041e,
  SHRFMLA: 0x04bc,
  BOF: 0x0809,
} as const;

/** What a record can hold without one that continues it, in bytes. */
export const LONGEST_RECORD = 8_224;

const BIFF8 = 0x0600;

export interface BiffRecord {
  readonly type: number;
  /** Where its header stands in the stream. */
  readonly at: number;
  readonly data: Buffer;
}

export interface BiffSheet {
  readonly name: string;
  /** False for charts, macro sheets and modules. */
  readonly worksheet: boolean;
  /** Where the record that names it stands. */
  readonly boundAt: number;
  readonly records: readonly BiffRecord[];
}

export interface BiffWorkbook {
  /** What stands before the first sheet. */
  readonly globals: readonly BiffRecord[];
  readonly sheets: readonly BiffSheet[];
}

/** Divides a stream into its parts; null if it is older than Excel 97, or its sheets are not where it says. */
export function readBiff(stream: Buffer): BiffWorkbook | null {
  const records = recordsOf(stream);
  const [first] = records;
  if (first?.type !== BIFF.BOF || first.data.length < 4 || first.data.readUInt16LE(0) !== BIFF8) {
    return null;
  }
  const globals = substream(records, 0);
  const sheets = globals
    .filter(({ type, data }) => type === BIFF.BOUNDSHEET && data.length >= 8)
    .map((bound): BiffSheet | null => {
      const start = records.findIndex(({ at }) => at === bound.data.readUInt32LE(0));
      const name = shortText(bound.data.subarray(6));
      return records[start]?.type !== BIFF.BOF || name === null
        ? null
        : {
            name,
            worksheet: bound.data.readUInt8(5) === 0,
            boundAt: bound.at,
            records: substream(records, start),
          };
    });
  return sheets.includes(null) ? null : { globals, sheets: sheets.filter((sheet) => sheet !== null) };
}

/** All records, up to the zeros that pad the stream. */
export function recordsOf(stream: Buffer): BiffRecord[] {
  const records: BiffRecord[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const size = stream.readUInt16LE(at + 2);
    if (type === 0 && size === 0) {
      break;
    }
    records.push({ type, at, data: stream.subarray(at + 4, at + 4 + size) });
    at += 4 + size;
  }
  return records;
}

/** From a BOF to its EOF; charts within have their own. */
function substream(records: readonly BiffRecord[], start: number): readonly BiffRecord[] {
  let depth = 0;
  for (let index = start; index < records.length; index++) {
    const type = records[index]?.type;
    depth += type === BIFF.BOF ? 1 : type === BIFF.EOF ? -1 : 0;
    if (depth === 0) {
      return records.slice(start, index + 1);
    }
  }
  return records.slice(start);
}

/** ShortXLUnicodeString ([MS-XLS] 2.5.240). */
function shortText(data: Buffer): string | null {
  const count = data.readUInt8(0);
  const wide = (data.readUInt8(1) & 1) === 1;
  const bytes = data.subarray(2, 2 + (wide ? count * 2 : count));
  return bytes.length < (wide ? count * 2 : count) ? null : bytes.toString(wide ? 'utf16le' : 'latin1');
}

/** XLUnicodeString ([MS-XLS] 2.5.294): a length, how wide its characters are, and these. */
export function biffText(text: string): Buffer {
  const wide = /[^\0-\xff]/.test(text);
  const head = Buffer.alloc(3);
  head.writeUInt16LE(text.length, 0);
  head.writeUInt8(wide ? 1 : 0, 2);
  return Buffer.concat([head, Buffer.from(text, wide ? 'utf16le' : 'latin1')]);
}

export function biffRecord(type: number, ...data: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(data);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}
