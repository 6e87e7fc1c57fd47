import { mkdirSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failpoint } from '../failpoint/failpoint.ts';
import { newId } from './ids.ts';
import type { Keyring } from './seal.ts';
import { openBytes, type SealedPiece, sealedPieces } from './seal.ts';

/** Content-addressed, sealed files under one folder: `<folder>/ab/cdef…`. */
export interface BlobStore {
  /**
   * Stores the bytes and returns their address. When it returns they are safely on disk, so a commit that names the
   * address may follow. Storing the same bytes again costs nothing and returns the same address.
   */
  put(bytes: Buffer): Promise<string>;
  /** The bytes. Throws when they are missing or were changed. */
  get(address: string): Promise<Buffer>;
  /**
   * Removes files that no row names and that are older than an hour (left by a kill between the write and the commit),
   * and unfinished temporary files. Returns how many it removed.
   */
  sweepOrphans(isNamed: (addresses: string[]) => Promise<Set<string>>, now: Date): Promise<number>;
}

const ORPHAN_AFTER_MS = 3_600_000;
const TEMPORARY = '.part';

function ageOf(file: string, now: Date): number | undefined {
  try {
    return now.getTime() - statSync(file).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** True when the file is there. Its age starts anew, so that a sweep leaves it to the commit that is about to name it. */
function touch(file: string): boolean {
  const now = new Date();
  try {
    utimesSync(file, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** A new or renamed name in a folder survives a power cut only once the folder itself is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeSynced(file: string, pieces: Iterable<SealedPiece>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for (const { at, bytes } of pieces) {
      await writeAt(handle, bytes, at);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}

/** @param folder Made when it is missing; mode 700. */
export function openBlobs(folder: string, keys: Keyring): BlobStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let above: Promise<void> | undefined;

  /** Folders whose own names are known to survive a power cut. */
  const synced = new Set<string>();

  const underWay = new Map<string, Promise<string>>();

  const fileOf = (address: string): string => {
    if (!/^[0-9a-f]{64}$/.test(address)) throw new Error('Not the address of a document');
    return join(folder, address.slice(0, 2), address.slice(2));
  };
  const bound = (address: string): string => `blob:${address}`;

  async function sweepFolder(
    name: string,
    isNamed: (addresses: string[]) => Promise<Set<string>>,
    now: Date,
  ): Promise<number> {
    const inside = join(folder, name);
    const files = await readdir(inside);
    const old = files.filter((file) => (ageOf(join(inside, file), now) ?? 0) > ORPHAN_AFTER_MS);
    if (old.length === 0) return 0;
    const finished = old.filter((file) => !file.endsWith(TEMPORARY));
    const named = await isNamed(finished.map((file) => name + file));
    let removed = 0;
    for (const file of old) {
      // Looked at again and removed in one breath: whoever is storing these bytes just now has touched the file.
      const age = ageOf(join(inside, file), now);
      if (named.has(name + file) || age === undefined || age <= ORPHAN_AFTER_MS) continue;
      unlinkSync(join(inside, file));
      removed += 1;
    }
    return removed;
  }

  async function write(address: string, bytes: Buffer): Promise<string> {
    failpoint('store.blob.before-write');
    const file = fileOf(address);
    if (touch(file)) return address;
    above ??= syncFolder(dirname(folder));
    await above;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${newId()}${TEMPORARY}`;
    await writeSynced(temporary, sealedPieces(keys.blobKey, bound(address), bytes));
    failpoint('store.blob.before-rename');
    await rename(temporary, file);
    await syncFolder(dirname(file));
    // Also when another call made the folder, which may not have synced it yet.
    if (!synced.has(dirname(file))) {
      await syncFolder(folder);
      synced.add(dirname(file));
    }
    failpoint('store.blob.after-rename');
    return address;
  }

  return {
    put(bytes) {
      const address = keys.blobAddress(bytes);
      // Whoever stores the same bytes meanwhile waits too: their name is not safe before the folder is.
      const known = underWay.get(address) ?? write(address, bytes).finally(() => underWay.delete(address));
      underWay.set(address, known);
      return known;
    },
    async get(address) {
      return openBytes(keys.blobKey, bound(address), await readFile(fileOf(address)));
    },
    async sweepOrphans(isNamed, now) {
      let removed = 0;
      for (const name of await readdir(folder)) {
        if (/^[0-9a-f]{2}$/.test(name)) removed += await sweepFolder(name, isNamed, now);
      }
      return removed;
    },
  };
}
