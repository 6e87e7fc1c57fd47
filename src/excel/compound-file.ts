import { WorkbookRefused } from './refusal.ts';

/** What preflight asks of an OLE2 compound file ([MS-CFB]), the container of .xls and of encrypted workbooks. */
export interface CompoundFile {
  /** Names of streams and storages. */
  readonly names: ReadonlySet<string>;
  /** A stream's bytes; null if there is none. Throws WorkbookRefused('damaged') if its chain is broken. */
  stream(name: string): Buffer | null;
  /** The bytes of every stream, whatever storage it lies in. Throws WorkbookRefused like `stream`. */
  streams(): readonly { readonly name: string; readonly data: Buffer }[];
  /**
   * The file with another content of one stream; every other byte stays where it is, and what the stream grows by stands
   * at the end. Null if that cannot be done (streams below 4 KB, tables without room).
   */
  withStream(name: string, data: Uint8Array): Buffer | null;
}

const HEADER = 512;
const CHAIN_END = 0xfffffffe;
const SPECIAL = 0xfffffffa;
const STREAM_TYPE = 2;

interface Entry {
  /** Its place among the directory's entries, empty ones counted. */
  readonly index: number;
  readonly isStream: boolean;
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
  const tableSectors = placesOfTable(buffer, sector);
  const table = readTable(buffer, tableSectors, sector, size);
  const chain = (start: number): Buffer => joinChain(start, table, sector, buffer.length / size + 2);
  const directory = buffer.readUInt32LE(48);
  const entries = readEntries(chain(directory));
  const root = entries[0];
  const mini = lazily(() => ({
    table: words(chain(buffer.readUInt32LE(60))),
    data: root === undefined ? Buffer.alloc(0) : chain(root.start).subarray(0, root.size),
  }));
  const cutoff = buffer.readUInt32LE(56);
  const contentOf = (entry: Entry): Buffer => {
    const data = entry.size < cutoff ? miniStream(entry, mini()) : chain(entry.start);
    if (data.length < entry.size) {
      throw new WorkbookRefused('damaged', 'stream cut short');
    }
    return data.subarray(0, entry.size);
  };
  return {
    names: new Set(entries.slice(1).map((entry) => entry.name)),
    stream(name) {
      const entry = entries.find((candidate) => candidate.name === name);
      return entry === undefined ? null : contentOf(entry);
    },
    streams: () =>
      entries
        .filter(({ isStream, size: bytesOf }) => isStream && bytesOf > 0)
        .map((entry) => ({ name: entry.name, data: contentOf(entry) })),
    withStream(name, data) {
      const entry = entries.find((candidate) => candidate.name === name);
      if (entry === undefined || entry.size < cutoff || data.length < cutoff) {
        return null;
      }
      return rewriteStream({ buffer, size, table, tableSectors, directory }, entry, data);
    },
  };
}

interface Layout {
  readonly buffer: Buffer;
  /** Of a sector, in bytes. */
  readonly size: number;
  readonly table: readonly number[];
  /** The sectors in which the table stands. */
  readonly tableSectors: readonly number[];
  /** The first sector of the directory. */
  readonly directory: number;
}

/** Places of the table's sectors that the header has room for ([MS-CFB] 2.2). */
const PLACES_IN_HEADER = 109;
const TABLE_SECTOR = 0xfffffffd;
const FREE = 0xffffffff;

function rewriteStream(layout: Layout, entry: Entry, data: Uint8Array): Buffer | null {
  const { buffer, size, table, tableSectors } = layout;
  const used = sectorsOf(entry.start, table);
  const needed = Math.ceil(data.length / size);
  const total = Math.ceil(buffer.length / size) - 1;
  const added = Array.from({ length: Math.max(0, needed - used.length) }, (_, number) => total + number);
  const perSector = size / 4;
  let more = 0;
  while (total + added.length + more > (tableSectors.length + more) * perSector) {
    more += 1;
  }
  const places = [
    ...tableSectors,
    ...Array.from({ length: more }, (_, number) => total + added.length + number),
  ];
  if (places.length > PLACES_IN_HEADER || tableSectors.length === 0) {
    return null;
  }
  const result = Buffer.alloc((1 + total + added.length + more) * size);
  buffer.copy(result);
  const setLink = (number: number, next: number): void => {
    const place = places[Math.floor(number / perSector)] ?? 0;
    result.writeUInt32LE(next, (place + 1) * size + (number % perSector) * 4);
  };
  for (const place of places.slice(tableSectors.length)) {
    result.fill(0xff, (place + 1) * size, (place + 2) * size);
  }
  for (const [slot, place] of places.entries()) {
    result.writeUInt32LE(place, 76 + slot * 4);
    setLink(place, TABLE_SECTOR);
  }
  result.writeUInt32LE(places.length, 44);
  const chain = [...used, ...added];
  for (const [position, number] of chain.entries()) {
    const last = position === needed - 1;
    setLink(number, position >= needed ? FREE : last ? CHAIN_END : (chain[position + 1] ?? CHAIN_END));
    const piece = data.subarray(position * size, (position + 1) * size);
    result.fill(0, (number + 1) * size, (number + 2) * size);
    result.set(piece, (number + 1) * size);
  }
  const perDirectory = size / 128;
  const home = sectorsOf(layout.directory, table)[Math.floor(entry.index / perDirectory)] ?? 0;
  result.writeUInt32LE(data.length, (home + 1) * size + (entry.index % perDirectory) * 128 + 120);
  return result;
}

function sectorsOf(start: number, table: readonly number[]): number[] {
  const sectors: number[] = [];
  for (let at = start; at < SPECIAL; at = table[at] ?? CHAIN_END) {
    sectors.push(at);
  }
  return sectors;
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

function placesOfTable(buffer: Buffer, sector: (number: number) => Buffer): number[] {
  const places = words(buffer.subarray(76, HEADER));
  let next = buffer.readUInt32LE(68);
  let left = buffer.readUInt32LE(72);
  while (next < SPECIAL && left > 0) {
    const more = words(sector(next));
    next = more.pop() ?? CHAIN_END;
    left -= 1;
    places.push(...more);
  }
  return places.filter((number) => number < SPECIAL);
}

function readTable(
  buffer: Buffer,
  places: readonly number[],
  sector: (number: number) => Buffer,
  size: number,
): number[] {
  const table: number[] = [];
  for (const place of places) {
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
        index: at / 128,
        isStream: directory.readUInt8(at + 66) === STREAM_TYPE,
        name: directory.toString('utf16le', at, at + nameSize - 2),
        start: directory.readUInt32LE(at + 116),
        size: directory.readUInt32LE(at + 120),
      });
    }
  }
  return entries;
}
