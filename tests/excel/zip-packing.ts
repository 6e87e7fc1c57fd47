import { crc32, deflateRawSync } from 'node:zlib';

/** A zip entry as a test wants it, with lies where it wants them. */
export interface PackedEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** The name in the local header, if another one. */
  readonly localName?: string;
  /** What the directory claims to be the inflated size. */
  readonly claimedSize?: number;
  readonly claimedChecksum?: number;
  readonly method?: number;
  readonly flags?: number;
}

/** Packs a zip as told, without any check. */
export function packZip(entries: readonly PackedEntry[]): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(entry.flags ?? 0x800, 2);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(entry.claimedChecksum ?? crc32(data), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(entry.claimedSize ?? data.length, 18);
    const local = [fourBytes(0x04034b50), withNameLength(header, entry.localName ?? entry.name)];
    const pieces = [...local, Buffer.from(entry.localName ?? entry.name), packed];
    directory.push(directoryEntry(withNameLength(header, entry.name), offset), Buffer.from(entry.name));
    body.push(...pieces);
    offset += pieces.reduce((sum, piece) => sum + piece.length, 0);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, ...directory, end]);
}

function withNameLength(header: Buffer, name: string): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt16LE(Buffer.byteLength(name), 22);
  return copy;
}

function directoryEntry(header: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  header.copy(entry, 6);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
