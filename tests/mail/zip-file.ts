/** ZIP files as programs write them, and as none should. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  /** Bytes where the name is in no UTF-8. */
  readonly name: string | Buffer;
  readonly bytes: Buffer;
  /** Default: deflated. */
  readonly stored?: boolean;
  /** General purpose bits; 1 is encrypted, 0x800 says that the name is UTF-8. */
  readonly flags?: number;
  /** Mode of a Unix file, such as 0o120777 for a link. */
  readonly unixMode?: number;
  readonly extra?: Buffer;
  /** What the directory claims instead of the truth. */
  readonly claimedSize?: number;
  readonly claimedChecksum?: number;
  /** The place of another entry's data. */
  readonly headerAt?: number;
}

export function zipFile(parts: readonly ZipPart[], claimedCount: number = parts.length): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.isBuffer(part.name) ? part.name : Buffer.from(part.name);
    const data = part.stored === true ? part.bytes : deflateRawSync(part.bytes);
    const local = Buffer.concat([header(part, name, data, 0x04034b50), name, data]);
    bodies.push(local);
    directory.push(directoryEntry(part, name, data, part.headerAt ?? at));
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(claimedCount, 8);
  end.writeUInt16LE(claimedCount, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

function header(part: ZipPart, name: Buffer, data: Buffer, signature: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(signature, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(part.flags ?? 0, 6);
  head.writeUInt16LE(part.stored === true ? 0 : 8, 8);
  head.writeUInt32LE(part.claimedChecksum ?? crc32(part.bytes), 14);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(part.claimedSize ?? part.bytes.length, 22);
  head.writeUInt16LE(name.length, 26);
  return head;
}

function directoryEntry(part: ZipPart, name: Buffer, data: Buffer, headerAt: number): Buffer {
  const extra = part.extra ?? Buffer.alloc(0);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(part.unixMode === undefined ? 20 : (3 << 8) | 20, 4);
  header(part, name, data, 0).copy(entry, 6, 4, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(((part.unixMode ?? 0) << 16) >>> 0, 38);
  entry.writeUInt32LE(headerAt, 42);
  return Buffer.concat([entry, name, extra]);
}
