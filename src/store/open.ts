import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { failpoint } from '../failpoint/failpoint.ts';
import type { ChainReport } from './audit.ts';
import { verifyChain } from './audit.ts';
import type { BlobStore } from './documents.ts';
import { openBlobs } from './documents.ts';
import type { NewInbound } from './mails.ts';
import type { Keyring } from './seal.ts';
import { createKeyring } from './seal.ts';
import { mustBeOutside, outside } from './session.ts';
import type { CommitListener, Reads, Transact } from './unit-of-work.ts';
import { allReads, createTransact } from './unit-of-work.ts';

export interface StoreOptions {
  /** file:./data/acces.db */
  databaseUrl: string;
  /** Documents, and the lock that keeps a second process out. Made when missing, mode 700. */
  dataDir: string;
  /** 32 bytes: loadOrCreateMasterKey. */
  masterKey: Buffer;
  /** The time written into rows; default: the machine's. */
  now?: () => Date;
  /**
   * For the operators' command line beside a running desk: takes no lock, migrates nothing, and refuses a database that
   * is not there. SQLite lets both write, one transaction after the other.
   */
  alongside?: boolean;
}

/** The database that somebody wants to look into is not there. */
export class NoDatabase extends Error {}

/** The store room: all that is kept. Reading functions stand on it directly; every change goes through transact. */
export interface Store extends Reads {
  readonly transact: Transact;
  readonly documents: BlobStore;
  readonly lookupHash: Keyring['lookupHash'];
  /** The keys themselves, for the effect runner. */
  readonly keys: Keyring;
  /** True when no other process can have this database open, so that claims of the past are nobody's. */
  readonly exclusive: boolean;
  /** Names of the migrations that opening applied. */
  readonly migrated: string[];
  /** Calls back after every commit; returns the way to stop that. */
  onCommitted(listener: CommitListener): () => void;
  /**
   * Keeps an arriving mail, before anything looks into it. When it returns, the mail survives a power cut: only then
   * may the sender be told that it was accepted. Returns its id.
   */
  receiveMail(raw: Buffer, about: Omit<NewInbound, 'rawBlob' | 'sizeBytes'>): Promise<string>;
  /** Recomputes the hash chain of a case. */
  verifyChain(caseId: string): Promise<ChainReport>;
  /**
   * Removes erased secrets from the disk: from the database file (secure_delete has zeroed them) and from its
   * write-ahead log. False while a backup is reading: try again later.
   */
  erasePhysically(): Promise<boolean>;
  /** Removes documents that no row names, left by a kill, once they are older than an hour. Returns how many. */
  sweepDocuments(): Promise<number>;
  /** Copies database and documents into a new folder while the product works on. */
  backup(folder: string): Promise<void>;
  close(): Promise<void>;
}

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return;
  throw new Error(
    `Node ${process.versions.node} is too old (22.19 or newer is needed; better-sqlite3 crashes without a word): ` +
      'start with "npm start", which brings its own',
  );
}

function fileOf(databaseUrl: string): string {
  if (databaseUrl.startsWith('file:')) return resolve(databaseUrl.slice('file:'.length));
  const kind = databaseUrl.split(':')[0];
  throw new Error(
    `DATABASE_URL starts with ${kind}:, and this version knows file: only, such as file:./data/acces.db`,
  );
}

/** Two keys for one database would seal values that nobody can open together. */
async function checkKey(transact: Transact, keyId: string): Promise<void> {
  await transact(null, async (uow) => {
    const known = await uow.setting('key-id');
    if (known === undefined) return uow.saveSetting('key-id', keyId);
    if (known !== keyId) {
      throw new Error(
        `The master key is not the one that this database was sealed with (${String(known)}, this one is ${keyId}): ` +
          'restore the right master.key or MASTER_KEY',
      );
    }
  });
}

/**
 * Opens the database (migrating it first) and the documents. Refuses, with a message that says what to do: a Node that
 * is too old, a second process on the same data (AlreadyRunning), a database of a newer version, the wrong master key.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  checkNode();
  const { takeAlone } = await import('./sole-process.ts');
  const { migrateSqlite } = await import('./migrate.ts');
  const { SafeSqlite } = await import('./sqlite-adapter.ts');
  const { PrismaClient } = await import('./generated/sqlite/client.ts');

  const now = options.now ?? (() => new Date());
  const file = fileOf(options.databaseUrl);
  const alone = options.alongside !== true;
  if (!alone && !existsSync(file)) {
    throw new NoDatabase(`There is no database at ${file}: check DATA_DIR and DATABASE_URL`);
  }
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const locks = alone ? [takeAlone(join(options.dataDir, 'running.lock'))] : [];
  const releaseAll = (): void => {
    for (const lock of locks) lock.release();
  };
  try {
    if (alone && dirname(file) !== resolve(options.dataDir)) locks.push(takeAlone(`${file}.lock`));
    // SQLite gives its -wal and -shm files the mode of the database file.
    closeSync(openSync(file, 'a', 0o600));
    const migrated = alone ? migrateSqlite(file) : [];
    const keys = createKeyring(options.masterKey);
    const documents = openBlobs(join(options.dataDir, 'documents'), keys);
    const adapter = new SafeSqlite(file);
    const client = new PrismaClient({ adapter });
    const listeners = new Set<CommitListener>();
    const transact = createTransact({ client, keys, now, tries: 1, listeners });
    const reading = outside(client, keys, now);

    const store: Store = {
      ...allReads(reading),
      transact,
      documents,
      keys,
      lookupHash: keys.lookupHash,
      exclusive: alone,
      migrated,
      onCommitted(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async receiveMail(raw, about) {
        mustBeOutside();
        const rawBlob = await documents.put(raw);
        failpoint('store.inbound.before-row');
        const mail = { ...about, rawBlob, sizeBytes: raw.length };
        const id = await transact(null, (uow) => uow.addInbound(mail));
        failpoint('store.inbound.after-row');
        return id;
      },
      verifyChain: (caseId) => verifyChain(reading, caseId),
      erasePhysically: () => adapter.checkpoint(),
      sweepDocuments: () => documents.sweepOrphans((addresses) => namedBlobs(reading, addresses), now()),
      async backup(folder) {
        const { backUp } = await import('./backup.ts');
        await backUp({ databaseFile: file, documents: join(options.dataDir, 'documents'), folder });
      },
      async close() {
        await client.$disconnect();
        releaseAll();
      },
    };
    try {
      await checkKey(transact, keys.keyId);
      // What a kill left erased in the rows and not yet on the disk.
      if (alone) await store.erasePhysically();
    } catch (error) {
      await client.$disconnect();
      throw error;
    }
    return store;
  } catch (error) {
    releaseAll();
    throw error;
  }
}

async function namedBlobs(reading: ReturnType<typeof outside>, addresses: string[]): Promise<Set<string>> {
  const documents = await reading.tables.document.findMany({
    where: { blob: { in: addresses } },
    select: { blob: true },
  });
  const mails = await reading.tables.inboundMail.findMany({
    where: { rawBlob: { in: addresses } },
    select: { rawBlob: true },
  });
  return new Set([...documents.map((row) => row.blob), ...mails.map((row) => row.rawBlob)]);
}
