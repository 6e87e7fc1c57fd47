import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the master key comes from: the text itself (64 hex digits, or base64 of 32 bytes), a file of it, or a default file. */
export interface MasterKeySource {
  masterKey?: string | undefined;
  masterKeyFile?: string | undefined;
  dataDir: string;
}

function decode(text: string, from: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length === 32) return key;
  throw new Error(
    `${from} is not a key: it must be 32 bytes, written as 64 hex digits or as base64. Make one with: openssl rand -hex 32`,
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Creates the file with mode 600, safely on disk before anything is sealed with it. */
function createKeyFile(file: string): string {
  const text = randomBytes(32).toString('hex');
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return text;
}

/**
 * The master key (32 bytes): MASTER_KEY itself, or the file named by MASTER_KEY_FILE (which must exist), or
 * `<dataDir>/master.key`, made at first use with mode 600. Lost, everything sealed is lost: keep a copy apart from the
 * backups of the data. Throws an error that says what to do; it never contains the key.
 */
export function loadOrCreateMasterKey(source: MasterKeySource): Buffer {
  const file = defaultFile(source);
  return findMasterKey(source) ?? decode(createKeyFile(file), file);
}

/** The same, but makes none: undefined where there is no key yet. */
export function findMasterKey(source: MasterKeySource): Buffer | undefined {
  if (source.masterKey !== undefined) return decode(source.masterKey, 'MASTER_KEY');
  if (source.masterKeyFile !== undefined) {
    const text = readIfThere(source.masterKeyFile);
    if (text !== undefined) return decode(text, source.masterKeyFile);
    throw new Error(`MASTER_KEY_FILE names ${source.masterKeyFile}, which does not exist`);
  }
  const file = defaultFile(source);
  const text = readIfThere(file);
  return text === undefined ? undefined : decode(text, file);
}

function defaultFile({ dataDir }: MasterKeySource): string {
  return join(dataDir, 'master.key');
}
