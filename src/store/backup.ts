import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

export interface BackupJob {
  databaseFile: string;
  documents: string;
  /** A folder that does not exist yet, or is empty. */
  folder: string;
}

interface WorkerJob {
  backUpDatabase: { from: string; to: string };
}

/**
 * Copies the database (VACUUM INTO, from a thread with a connection of its own: through the product's connection it
 * would stand still for seconds) and then the documents, so that every document which the copy names is there. The
 * master key is not copied: keep it elsewhere, or the copy is as good as unsealed.
 */
export async function backUp(job: BackupJob): Promise<void> {
  await mkdir(job.folder, { recursive: true, mode: 0o700 });
  const copy = join(job.folder, 'acces.db');
  // VACUUM INTO fills an empty file and leaves its mode as it is.
  await writeFile(copy, '', { mode: 0o600, flag: 'wx' });
  const work: WorkerJob = { backUpDatabase: { from: job.databaseFile, to: copy } };
  const worker = new Worker(new URL(import.meta.url), { workerData: work });
  await new Promise<void>((done, failed) => {
    worker.once('error', failed);
    worker.once('exit', (code) =>
      code === 0 ? done() : failed(new Error(`The backup thread ended with ${code}`)),
    );
  });
  await cp(job.documents, join(job.folder, 'documents'), { recursive: true });
}

if (!isMainThread) {
  const { backUpDatabase } = (workerData ?? {}) as Partial<WorkerJob>;
  if (backUpDatabase !== undefined) {
    const database = new Database(backUpDatabase.from, { readonly: true });
    database.prepare('VACUUM INTO ?').run(backUpDatabase.to);
    database.close();
  }
}
