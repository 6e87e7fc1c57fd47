import { BIFF, type BiffRecord, biffRecord, biffText, LONGEST_RECORD } from './biff.ts';
import type { StreamEdit } from './stream-edits.ts';

/** Appends texts to those that cells refer to by number ([MS-XLS] 2.4.265, 2.4.107). */
export class SharedTexts {
  readonly #first: BiffRecord;
  readonly #last: BiffRecord;
  readonly #index: BiffRecord | undefined;
  readonly #count: number;
  readonly #added: string[] = [];

  private constructor(first: BiffRecord, last: BiffRecord, index: BiffRecord | undefined) {
    this.#first = first;
    this.#last = last;
    this.#index = index;
    this.#count = first.data.readUInt32LE(4);
  }

  /** Null for a workbook without texts. */
  static of(globals: readonly BiffRecord[]): SharedTexts | null {
    const at = globals.findIndex(({ type }) => type === BIFF.SST);
    const first = globals[at];
    if (first === undefined || first.data.length < 8) {
      return null;
    }
    let end = at + 1;
    while (globals[end]?.type === BIFF.CONTINUE) {
      end += 1;
    }
    const last = globals[end - 1] ?? first;
    return new SharedTexts(
      first,
      last,
      globals.find(({ type }) => type === BIFF.EXTSST),
    );
  }

  /** The number by which a cell refers to this text. */
  add(text: string): number {
    this.#added.push(text);
    return this.#count + this.#added.length - 1;
  }

  edits(): readonly StreamEdit[] {
    if (this.#added.length === 0) {
      return [];
    }
    const [first, last] = [this.#first, this.#last];
    const counts = Buffer.alloc(8);
    counts.writeUInt32LE(first.data.readUInt32LE(0) + this.#added.length, 0);
    counts.writeUInt32LE(this.#count + this.#added.length, 4);
    const bucket = Math.max(1, this.#index?.data.readUInt16LE(0) ?? 1);
    const buckets: Buffer[] = [];
    // What is written after the last record's header; where it grows too long, a record that continues it begins.
    const records: { type: number; pieces: Buffer[]; size: number }[] = [
      { type: last.type, pieces: [last.data], size: last.data.length },
    ];
    let start = last.at;
    for (const [offset, text] of this.#added.entries()) {
      const written = biffText(text);
      let record = records.at(-1);
      if (record === undefined || record.size + written.length > LONGEST_RECORD) {
        start += 4 + (record?.size ?? 0);
        record = { type: BIFF.CONTINUE, pieces: [], size: 0 };
        records.push(record);
      }
      if ((this.#count + offset) % bucket === 0) {
        buckets.push(bucketAt(start, 4 + record.size));
      }
      record.pieces.push(written);
      record.size += written.length;
    }
    const written = records.map(({ type, pieces }) => biffRecord(type, ...pieces));
    const edits: StreamEdit[] = [];
    if (first === last) {
      counts.copy(written[0] ?? counts, 4);
    } else {
      edits.push({ start: first.at + 4, end: first.at + 12, bytes: counts });
    }
    edits.push({ start: last.at, end: last.at + 4 + last.data.length, bytes: Buffer.concat(written) });
    const index = this.#index;
    if (index !== undefined && buckets.length > 0) {
      const bytes = biffRecord(BIFF.EXTSST, index.data, ...buckets);
      edits.push({ start: index.at, end: index.at + 4 + index.data.length, bytes });
    }
    return edits;
  }
}

/** Where in the stream a text stands, and how far into its record. */
function bucketAt(recordAt: number, offset: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(recordAt + offset, 0);
  bytes.writeUInt16LE(offset, 4);
  return bytes;
}
