import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { isOutOfMemory } from '../bounded/serve-jobs.ts';
import { WorkbookRefused } from './refusal.ts';

/** Bounds checked in the directory, before a byte is inflated. Sizes in bytes. */
export interface ZipLimits {
  readonly maxFile: number;
  readonly maxEntries: number;
  readonly maxEntry: number;
  readonly maxTotal: number;
  /** Inflated to compressed size, for entries above `ratioFloor`. */
  readonly maxRatio: number;
  readonly ratioFloor: number;
}

export const ZIP_LIMITS: ZipLimits = {
  maxFile: 20_000_000,
  maxEntries: 2_000,
  maxEntry: 40_000_000,
  maxTotal: 100_000_000,
  maxRatio: 250,
  ratioFloor: 2_000_000,
};

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerAt: number;
  readonly dataAt: number;
  readonly modified: number;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const STORED = 0;
const DEFLATED = 8;
const UTF8_NAME = 0x800;
/** The first of January 1980, as DOS writes it. */
const FIRST_DAY = 0x0021_0000;

/** A zip that was found sane. Entries are inflated when asked for, at most once. */
export interface Zip {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The inflated entry, or null if there is none. Throws WorkbookRefused('damaged') if it is not what was declared. */
  read(name: string): Buffer | null;
  /** Like read, but keeps nothing: for looking once at big parts. */
  peek(name: string): Buffer | null;
  /**
   * The same container with some entries replaced, and others added behind them. Every other entry's compressed bytes are
   * copied untouched.
   */
  rewrite(changed: ReadonlyMap<string, Uint8Array>, added?: ReadonlyMap<string, Uint8Array>): Buffer;
}

/**
 * Opens a zip with mistrust: sizes, names, overlaps and the like are checked before anything is inflated.
 * Throws WorkbookRefused.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): Zip {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(buffer, limits);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const inflated = new Map<string, Buffer>();
  const peek = (name: string): Buffer | null => {
    const entry = byName.get(name);
    return entry === undefined ? null : (inflated.get(name) ?? inflate(buffer, entry));
  };
  return {
    names: entries.map((entry) => entry.name),
    has: (name) => byName.has(name),
    peek,
    read(name) {
      const data = peek(name);
      if (data !== null) {
        inflated.set(name, data);
      }
      return data;
    },
    rewrite: (changed, added = new Map()) =>
      writeZip(buffer, [...entries, ...[...added.keys()].map(freshEntry)], new Map([...changed, ...added])),
  };
}

function compressedBytes(buffer: Buffer, entry: ZipEntry): Buffer {
  return buffer.subarray(entry.dataAt, entry.dataAt + entry.compressedSize);
}

function inflate(buffer: Buffer, entry: ZipEntry): Buffer {
  const data = inflateBounded(compressedBytes(buffer, entry), entry);
  if (data.length !== entry.size) {
    throw new WorkbookRefused('damaged', `size of ${entry.name}`);
  }
  if (crc32(data) !== entry.checksum) {
    throw new WorkbookRefused('damaged', `checksum of ${entry.name}`);
  }
  return data;
}

function inflateBounded(compressed: Buffer, entry: ZipEntry): Buffer {
  if (entry.method === STORED) {
    return compressed;
  }
  try {
    return inflateRawSync(compressed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (error) {
    if (isOutOfMemory(error)) {
      throw error;
    }
    throw new WorkbookRefused('damaged', `deflate of ${entry.name}`);
  }
}

function findDirectoryEnd(buffer: Buffer): number {
  const first = Math.max(0, buffer.length - 65_557);
  for (let at = buffer.length - 22; at >= first; at--) {
    if (buffer.readUInt32LE(at) === DIRECTORY_END) {
      return at;
    }
  }
  throw new WorkbookRefused('damaged', 'no end of directory');
}

function readDirectory(buffer: Buffer, limits: ZipLimits): ZipEntry[] {
  if (buffer.length > limits.maxFile) {
    throw new WorkbookRefused('too-big', `file of ${buffer.length} bytes`);
  }
  if (buffer.length < 22 || buffer.readUInt32LE(0) !== LOCAL_HEADER) {
    throw new WorkbookRefused('damaged', 'no local header at the start');
  }
  const end = findDirectoryEnd(buffer);
  const count = buffer.readUInt16LE(end + 10);
  const size = buffer.readUInt32LE(end + 12);
  const start = buffer.readUInt32LE(end + 16);
  const commentSize = buffer.readUInt16LE(end + 20);
  if (count === 0xffff || start === 0xffffffff || size === 0xffffffff) {
    throw new WorkbookRefused('unsafe', 'zip64');
  }
  const severalDisks = buffer.readUInt32LE(end + 4) !== 0 || buffer.readUInt16LE(end + 8) !== count;
  if (severalDisks || start + size > end || end + 22 + commentSize > buffer.length) {
    throw new WorkbookRefused('damaged', 'directory out of bounds');
  }
  if (count > limits.maxEntries) {
    throw new WorkbookRefused('too-complex', `${count} entries`);
  }
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || buffer.readUInt32LE(at) !== DIRECTORY_HEADER) {
      throw new WorkbookRefused('damaged', `directory entry ${index}`);
    }
    entries.push(readEntry(buffer, at, start));
    at += 46 + buffer.readUInt16LE(at + 28) + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  checkEntries(entries, limits);
  return entries;
}

function readEntry(buffer: Buffer, at: number, directoryStart: number): ZipEntry {
  const flags = buffer.readUInt16LE(at + 8);
  const nameSize = buffer.readUInt16LE(at + 28);
  const encoding = (flags & UTF8_NAME) !== 0 ? 'utf8' : 'latin1';
  const name = buffer.toString(encoding, at + 46, at + 46 + nameSize);
  const method = buffer.readUInt16LE(at + 10);
  const compressedSize = buffer.readUInt32LE(at + 20);
  const headerAt = buffer.readUInt32LE(at + 42);
  if ((flags & 1) !== 0) {
    throw new WorkbookRefused('encrypted', 'encrypted entry');
  }
  if (method !== STORED && method !== DEFLATED) {
    throw new WorkbookRefused('damaged', `compression method ${method}`);
  }
  if (headerAt + 30 > directoryStart || buffer.readUInt32LE(headerAt) !== LOCAL_HEADER) {
    throw new WorkbookRefused('damaged', 'local header');
  }
  const localNameSize = buffer.readUInt16LE(headerAt + 26);
  const dataAt = headerAt + 30 + localNameSize + buffer.readUInt16LE(headerAt + 28);
  if (dataAt + compressedSize > directoryStart) {
    throw new WorkbookRefused('damaged', 'data out of bounds');
  }
  // One reader goes by the directory, another by the local headers: they must tell the same story.
  if (buffer.toString(encoding, headerAt + 30, headerAt + 30 + localNameSize) !== name) {
    throw new WorkbookRefused('unsafe', 'two names for one entry');
  }
  return {
    name,
    method,
    checksum: buffer.readUInt32LE(at + 16),
    compressedSize,
    size: buffer.readUInt32LE(at + 24),
    headerAt,
    dataAt,
    modified: buffer.readUInt32LE(at + 12),
  };
}

function checkEntries(entries: readonly ZipEntry[], limits: ZipLimits): void {
  const seen = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    if (!isPlainName(entry.name)) {
      throw new WorkbookRefused('unsafe', 'name of an entry');
    }
    // Part names are compared without case (OPC, ECMA-376 part 2): with two of a name, readers disagree.
    const key = entry.name.toLowerCase();
    if (seen.has(key)) {
      throw new WorkbookRefused('unsafe', 'two entries of one name');
    }
    seen.add(key);
    if (entry.size > limits.maxEntry) {
      throw new WorkbookRefused('too-big', `entry of ${entry.size} bytes`);
    }
    if (entry.size > limits.ratioFloor && entry.size > entry.compressedSize * limits.maxRatio) {
      throw new WorkbookRefused('too-big', 'compression ratio');
    }
    total += entry.size;
    if (total > limits.maxTotal) {
      throw new WorkbookRefused('too-big', 'inflated size');
    }
  }
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.headerAt - b.headerAt)) {
    if (entry.headerAt < free) {
      throw new WorkbookRefused('unsafe', 'overlapping entries');
    }
    free = entry.dataAt + entry.compressedSize;
  }
}

function isPlainName(name: string): boolean {
  if (name === '' || name.includes('\\') || name.includes('\0') || name.startsWith('/')) {
    return false;
  }
  return !/^[a-z]:/i.test(name) && !name.split('/').includes('..');
}

/** One that is not in the container yet: its contents come from outside. */
function freshEntry(name: string): ZipEntry {
  const nothing = { checksum: 0, compressedSize: 0, size: 0, headerAt: 0, dataAt: 0 };
  return { name, method: DEFLATED, ...nothing, modified: FIRST_DAY };
}

interface PackedEntry {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly modified: number;
  readonly checksum: number;
  readonly size: number;
  readonly data: Buffer;
}

function pack(buffer: Buffer, entry: ZipEntry, replacement: Uint8Array | undefined): PackedEntry {
  const name = Buffer.from(entry.name, 'utf8');
  const common = { name, flags: name.length === entry.name.length ? 0 : UTF8_NAME, modified: entry.modified };
  if (replacement === undefined) {
    const { method, checksum, size } = entry;
    return { ...common, method, checksum, size, data: compressedBytes(buffer, entry) };
  }
  return {
    ...common,
    method: DEFLATED,
    checksum: crc32(replacement),
    size: replacement.length,
    data: deflateRawSync(replacement),
  };
}

function writeZip(
  buffer: Buffer,
  entries: readonly ZipEntry[],
  changed: ReadonlyMap<string, Uint8Array>,
): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = pack(buffer, entry, changed.get(entry.name));
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(packed.flags, 2);
    shared.writeUInt16LE(packed.method, 4);
    shared.writeUInt32LE(packed.modified, 6);
    shared.writeUInt32LE(packed.checksum, 10);
    shared.writeUInt32LE(packed.data.length, 14);
    shared.writeUInt32LE(packed.size, 18);
    shared.writeUInt16LE(packed.name.length, 22);
    directory.push(directoryHeader(shared, offset), packed.name);
    body.push(signature(LOCAL_HEADER), shared, packed.name, packed.data);
    offset += 4 + shared.length + packed.name.length + packed.data.length;
  }
  const directorySize = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(DIRECTORY_END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, ...directory, end]);
}

function directoryHeader(shared: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(DIRECTORY_HEADER, 0);
  header.writeUInt16LE(20, 4);
  shared.copy(header, 6);
  header.writeUInt32LE(offset, 42);
  return header;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
