import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AlreadyRunning } from './already-running.ts';

/**
 * Takes the data for this process alone, until `release` or the end of the process, however it ends. An exclusive
 * transaction on a tiny SQLite file is a lock that the operating system itself gives back, even after kill -9; a file
 * with a process number in it would need guessing. Throws AlreadyRunning.
 */
export function takeAlone(lockFile: string): { release(): void } {
  const lock = new Database(lockFile, { timeout: 200 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if ((cause as { code?: string }).code !== 'SQLITE_BUSY') throw cause;
    throw new AlreadyRunning(
      `Another acces-autorizati process has ${lockFile} open: stop it first, or give this one another DATA_DIR and DATABASE_URL`,
      { cause },
    );
  }
  chmodSync(lockFile, 0o600);
  return { release: () => lock.close() };
}
