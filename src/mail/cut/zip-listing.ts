import yauzl from 'yauzl';
import { isOutOfMemory } from '../../bounded/serve-jobs.ts';
import { sniffMediaType } from '../reading/media-type.ts';

export interface ZipEntryHead {
  readonly name: string;
  /** By its first bytes; null if they do not tell, or cannot be read. */
  readonly mediaType: string | null;
}

const MOST_ENTRIES = 300;
const HEAD_BYTES = 4_096;

/** The files in a ZIP and what they are, or null if nobody can tell: damaged, encrypted, too many. */
export async function zipListing(bytes: Buffer): Promise<readonly ZipEntryHead[] | null> {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
    const found: ZipEntryHead[] = [];
    for await (const entry of zip.eachEntry()) {
      if (found.length >= MOST_ENTRIES || entry.isEncrypted()) {
        return null;
      }
      if (!entry.fileName.endsWith('/')) {
        const head = await firstBytes(await zip.openReadStreamPromise(entry));
        found.push({ name: entry.fileName, mediaType: sniffMediaType(head) });
      }
    }
    return found;
  } catch (error) {
    if (isOutOfMemory(error)) {
      throw error;
    }
    // yauzl throws plain errors of all kinds at damaged files; this one cannot be judged.
    return null;
  }
}

async function firstBytes(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(Buffer.from(piece));
    length += piece.length;
    if (length >= HEAD_BYTES) {
      break;
    }
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
}
