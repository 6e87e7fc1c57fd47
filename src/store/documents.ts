import { closeSync, fsyncSync, mkdirSync, openSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failpoint } from '../failpoint/failpoint.ts';
import { newId } from './ids.ts';
import type { Keyring } from './seal.ts';
import { openBytes, sealBytes } from './seal.ts';

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
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function writeSynced(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param folder Made when it is missing; mode 700. */
export function openBlobs(folder: string, keys: Keyring): BlobStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncFolder(dirname(folder));

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

  return {
    async put(bytes) {
      failpoint('store.blob.before-write');
      const address = keys.blobAddress(bytes);
      const file = fileOf(address);
      if (touch(file)) return address;
      if (mkdirSync(dirname(file), { recursive: true, mode: 0o700 }) !== undefined) syncFolder(folder);
      const temporary = `${file}.${newId()}${TEMPORARY}`;
      await writeSynced(temporary, sealBytes(keys.blobKey, bound(address), bytes));
      failpoint('store.blob.before-rename');
      await rename(temporary, file);
      syncFolder(dirname(file));
      failpoint('store.blob.after-rename');
      return address;
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
