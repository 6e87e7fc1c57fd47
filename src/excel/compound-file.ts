import { WorkbookRefused } from './refusal.ts';

/** What preflight asks of an OLE2 compound file ([MS-CFB]), the container of .xls and of encrypted workbooks. */
export interface CompoundFile {
  /** Names of streams and storages. */
  readonly names: ReadonlySet<string>;
  /** A stream's bytes; null if there is none. Throws WorkbookRefused('damaged') if its chain is broken. */
  stream(name: string): Buffer | null;
}

const HEADER = 512;
const CHAIN_END = 0xfffffffe;
const SPECIAL = 0xfffffffa;

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

/** Opens a compound file and checks that no sector it uses lies past its end. Throws WorkbookRefused. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < HEADER) {
    throw new WorkbookRefused('damaged', 'compound file header');
  }
  const shift = buffer.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) {
    throw new WorkbookRefused('damaged', 'sector size');
  }
  const size = 1 << shift;
  const sector = (number: number): Buffer => {
    const at = (number + 1) * size;
    if (at >= buffer.length) {
      throw new WorkbookRefused('damaged', 'sector past the end');
    }
    // The last sector may be cut short by writers that do not pad.
    return buffer.subarray(at, Math.min(at + size, buffer.length));
  };
  const table = readTable(buffer, sector, size);
  const chain = (start: number): Buffer => joinChain(start, table, sector, buffer.length / size + 2);
  const entries = readEntries(chain(buffer.readUInt32LE(48)));
  const root = entries[0];
  const mini = lazily(() => ({
    table: words(chain(buffer.readUInt32LE(60))),
    data: root === undefined ? Buffer.alloc(0) : chain(root.start).subarray(0, root.size),
  }));
  const cutoff = buffer.readUInt32LE(56);
  return {
    names: new Set(entries.slice(1).map((entry) => entry.name)),
    stream(name) {
      const entry = entries.find((candidate) => candidate.name === name);
      if (entry === undefined) {
        return null;
      }
      const data = entry.size < cutoff ? miniStream(entry, mini()) : chain(entry.start);
      if (data.length < entry.size) {
        throw new WorkbookRefused('damaged', 'stream cut short');
      }
      return data.subarray(0, entry.size);
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function words(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    numbers.push(bytes.readUInt32LE(at));
  }
  return numbers;
}

function readTable(buffer: Buffer, sector: (number: number) => Buffer, size: number): number[] {
  const places = words(buffer.subarray(76, HEADER));
  let next = buffer.readUInt32LE(68);
  let left = buffer.readUInt32LE(72);
  while (next < SPECIAL && left > 0) {
    const more = words(sector(next));
    next = more.pop() ?? CHAIN_END;
    left -= 1;
    places.push(...more);
  }
  const table: number[] = [];
  for (const place of places.filter((number) => number < SPECIAL)) {
    table.push(...words(sector(place)));
  }
  // Only links count: some writers pad the table with end marks instead of free ones.
  const last = table.reduce(
    (most, value, index) => (value < SPECIAL ? Math.max(most, value, index) : most),
    -1,
  );
  if ((last + 1) * size >= buffer.length) {
    throw new WorkbookRefused('damaged', 'file cut short');
  }
  return table;
}

function joinChain(
  start: number,
  table: readonly number[],
  sector: (number: number) => Buffer,
  longest: number,
): Buffer {
  const pieces: Buffer[] = [];
  let at = start;
  while (at < SPECIAL) {
    pieces.push(sector(at));
    if (pieces.length > longest) {
      throw new WorkbookRefused('damaged', 'circular chain');
    }
    at = table[at] ?? CHAIN_END;
  }
  return Buffer.concat(pieces);
}

function miniStream(entry: Entry, mini: { table: readonly number[]; data: Buffer }): Buffer {
  const sector = (number: number): Buffer => mini.data.subarray(number * 64, number * 64 + 64);
  return joinChain(entry.start, mini.table, sector, mini.data.length / 64 + 2);
}

function readEntries(directory: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const nameSize = directory.readUInt16LE(at + 64);
    if (nameSize >= 2 && nameSize <= 64) {
      entries.push({
        name: directory.toString('utf16le', at, at + nameSize - 2),
        start: directory.readUInt32LE(at + 116),
        size: directory.readUInt32LE(at + 120),
      });
    }
  }
  return entries;
}
