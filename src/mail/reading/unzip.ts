/** Files out of a ZIP archive that came by mail. Only for the bounded child. */
import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { isOutOfMemory } from '../../bounded/serve-jobs.ts';
import type { MailAttachment } from './parsed-mail.ts';
import { zipEntryName } from './zip-entry-name.ts';

/** Why an archive stays closed. */
export type ClosedArchive = NonNullable<MailAttachment['closedArchive']>;

export interface ZippedFile {
  /** As the archive says: may hold a path. */
  readonly name: string;
  readonly bytes: Buffer;
}

export type Unzipped = { readonly files: readonly ZippedFile[] } | { readonly closed: ClosedArchive };

/** What all archives of one mail may still hold; counted down by unzip. */
export interface UnzipBudget {
  entries: number;
  bytes: number;
}

export function unzipBudget(): UnzipBudget {
  return { entries: 50, bytes: 60_000_000 };
}

const LARGEST_FILE = 25_000_000;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;
const STORED = 0;

/**
 * The files of an archive, in its order; no folders, links or what macOS and Windows add. All or nothing: an archive
 * that is encrypted, damaged in any place, contradicts itself or exceeds the budget stays closed. Sizes are bounded while inflating,
 * whatever the archive claims.
 */
export async function unzip(bytes: Buffer, budget: UnzipBudget): Promise<Unzipped> {
  try {
    const archive = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    if (archive.entryCount > budget.entries) {
      return { closed: 'archive-too-many-entries' };
    }
    return await filesOf(bytes, archive, budget);
  } catch (error) {
    if (isOutOfMemory(error)) {
      throw error;
    }
    // yauzl and zlib throw plain errors of all kinds.
    return { closed: 'archive-damaged' };
  }
}

async function filesOf(bytes: Buffer, archive: ZipFile, budget: UnzipBudget): Promise<Unzipped> {
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    entries.push(entry);
  }
  if (entries.some((entry) => entry.isEncrypted())) {
    return { closed: 'archive-encrypted' };
  }
  if (overlap(entries)) {
    return { closed: 'archive-damaged' };
  }
  const wanted = entries.filter(isFile);
  const total = wanted.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > budget.bytes || wanted.some(({ uncompressedSize }) => uncompressedSize > LARGEST_FILE)) {
    return { closed: 'archive-too-big' };
  }
  budget.entries -= entries.length;
  budget.bytes -= total;
  const files: ZippedFile[] = [];
  for (const entry of wanted) {
    const { fileDataStart } = await archive.readLocalFileHeaderPromise(entry, { minimal: true });
    const content = contentOf(bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize), entry);
    if (content === null) {
      return { closed: 'archive-damaged' };
    }
    files.push({ name: zipEntryName(entry), bytes: content });
  }
  return { files };
}

/** Two entries that share bytes: a bomb, or one file under two names. */
function overlap(entries: readonly Entry[]): boolean {
  const inOrder = entries.toSorted(
    (one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader,
  );
  return inOrder.some((entry, index) => {
    const next = inOrder[index + 1];
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
    return next !== undefined && next.relativeOffsetOfLocalHeader < end;
  });
}

const UNIX = 3;
const FILE_KIND = 0o170000;
const PLAIN_FILE = 0o100000;

function isFile(entry: Entry): boolean {
  const name = zipEntryName(entry);
  const kind = (entry.externalFileAttributes >>> 16) & FILE_KIND;
  const special = entry.versionMadeBy >>> 8 === UNIX && kind !== 0 && kind !== PLAIN_FILE;
  const added = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/i.test(name);
  return !name.endsWith('/') && !special && !added && entry.uncompressedSize > 0;
}

/** Null if the content is not what the archive says. */
function contentOf(packed: Buffer, entry: Entry): Buffer | null {
  if (packed.length !== entry.compressedSize) {
    return null;
  }
  const content = inflated(packed, entry);
  const same = content?.length === entry.uncompressedSize && crc32(content) === entry.crc32;
  return same ? content : null;
}

function inflated(packed: Buffer, entry: Entry): Buffer | null {
  switch (entry.compressionMethod) {
    case STORED:
      return packed;
    case DEFLATED:
      // Throws at the first byte above what the archive claims, which is below the limits.
      return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
    default:
      return null;
  }
}
