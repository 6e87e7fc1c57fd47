import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { isBackground } from './background.ts';
import { createTurns } from './turns.ts';

/** The part of better-sqlite3 that is used here; the adapter keeps its connection private. */
interface RawConnection {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(sql: string): unknown;
}

const YIELD_AFTER_MS = 5;
/** How long a statement may wait for another connection: only a backup has one, and it only reads. */
const BUSY_MS = 5000;

/**
 * SQLite for Prisma without lost writes. @prisma/adapter-better-sqlite3 7.10.0 runs everything on one connection:
 * a statement issued while somebody's transaction is open joins it and vanishes with its rollback; BEGIN is deferred; a
 * failed COMMIT leaves the connection stuck (prisma #29933); no pragmas are set. This factory keeps its mapping of
 * types and replaces its locking: one user of the connection at a time, transactions begin IMMEDIATE, WAL, synchronous
 * FULL (a commit that returned survives a power cut), foreign keys, secure_delete (freed space is zeroed).
 */
export class SafeSqlite implements SqlDriverAdapterFactory {
  readonly provider = 'sqlite' as const;
  readonly adapterName: string;
  readonly #inner: PrismaBetterSqlite3;
  #raw: RawConnection | undefined;
  readonly #turns = createTurns();
  #yieldedAt = performance.now();

  /** @param file Path of the database file. */
  constructor(file: string) {
    this.#inner = new PrismaBetterSqlite3({ url: file, timeout: BUSY_MS });
    this.adapterName = this.#inner.adapterName;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const adapter = await this.#inner.connect();
    const raw = (adapter as unknown as { client: RawConnection }).client;
    this.#raw = raw;
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('secure_delete = ON');
    raw.pragma('cache_size = -65536');
    // No before-image of a page, and no sort, ever goes into a temporary file.
    raw.pragma('temp_store = MEMORY');
    const base = { provider: 'sqlite' as const, adapterName: this.adapterName };
    const queryRaw = (query: SqlQuery): Promise<SqlResultSet> => adapter.queryRaw(query);
    const executeRaw = (query: SqlQuery): Promise<number> => adapter.executeRaw(query);
    return {
      ...base,
      queryRaw: (query) => this.#alone(() => queryRaw(query)),
      executeRaw: (query) => this.#alone(() => executeRaw(query)),
      executeScript: (script) => this.#alone(() => adapter.executeScript(script)),
      dispose: () => this.#alone(() => adapter.dispose()),
      startTransaction: () => this.#begin(raw, { ...base, queryRaw, executeRaw }),
    };
  }

  /**
   * Moves the write-ahead log into the database file and empties it, so that what was erased is in neither. False when
   * another connection (a running backup) was reading: try again later.
   */
  async checkpoint(): Promise<boolean> {
    return this.#alone(async () => {
      // Without the usual patience: it would be the whole process that waits for the reader.
      this.#raw?.pragma('busy_timeout = 0');
      try {
        const outcome = this.#raw?.pragma('wal_checkpoint(TRUNCATE)') as { busy: bigint }[] | undefined;
        return Number(outcome?.[0]?.busy ?? 1) === 0;
      } finally {
        this.#raw?.pragma(`busy_timeout = ${BUSY_MS}`);
      }
    });
  }

  async #begin(
    raw: RawConnection,
    connection: Pick<Transaction, 'provider' | 'adapterName' | 'queryRaw' | 'executeRaw'>,
  ): Promise<Transaction> {
    const free = await this.#lock(isBackground());
    try {
      raw.exec('BEGIN IMMEDIATE');
    } catch (error) {
      free();
      throw error;
    }
    const end = (): void => {
      try {
        if (raw.inTransaction) raw.exec('ROLLBACK');
      } finally {
        free();
      }
    };
    return {
      ...connection,
      options: { usePhantomQuery: true },
      commit: async () => {
        try {
          raw.exec('COMMIT');
        } finally {
          end();
        }
      },
      rollback: async () => end(),
      createSavepoint: async (name) => void raw.exec(`SAVEPOINT ${name}`),
      rollbackToSavepoint: async (name) => void raw.exec(`ROLLBACK TO ${name}`),
      releaseSavepoint: async (name) => void raw.exec(`RELEASE ${name}`),
    };
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    // Prisma joins reads of several callers into one, so a statement alone is nobody's in particular.
    const free = await this.#lock(false);
    try {
      return await work();
    } finally {
      free();
    }
  }

  /** Waits for its turn; the returned function gives the turn away. */
  async #lock(givesWay: boolean): Promise<() => void> {
    const free = await this.#turns.take(givesWay);
    // Every statement is synchronous underneath: a long chain of awaits would never let timers or sockets run.
    if (performance.now() - this.#yieldedAt > YIELD_AFTER_MS) {
      await new Promise<void>((resume) => setImmediate(resume));
      this.#yieldedAt = performance.now();
    }
    return free;
  }
}
