import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

/** Prisma's own history table, so that its command line and this runner may both be used on one database. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
const APPLIED = `SELECT "migration_name" AS name, "checksum" AS checksum, "finished_at" AS finishedAt
  FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`;
const RECORD = `INSERT INTO "_prisma_migrations"
  ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)`;

interface Applied {
  name: string;
  checksum: string;
  finishedAt: unknown;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const DEFAULT_FOLDER = fileURLToPath(new URL('../../prisma/migrations/sqlite', import.meta.url));

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const sql = readFileSync(join(folder, entry.name, 'migration.sql'), 'utf8');
      return { name: entry.name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function missing(known: Migration[], applied: Applied[]): Migration[] {
  const byName = new Map(applied.map((row) => [row.name, row]));
  for (const row of applied) {
    if (!known.some((migration) => migration.name === row.name)) {
      throw new Error(
        `The database has migration ${row.name}, which this version does not know: it was made by a newer version. Start that one.`,
      );
    }
  }
  return known.filter((migration) => {
    const row = byName.get(migration.name);
    if (row === undefined) return true;
    if (row.finishedAt === null)
      throw new Error(`Migration ${row.name} was left unfinished: restore a backup`);
    if (row.checksum !== migration.checksum) {
      throw new Error(`Migration ${row.name} was edited after it was applied: put its file back as it was`);
    }
    return false;
  });
}

/**
 * Brings a SQLite database to this version's tables: prisma/migrations/sqlite/*, in order, all or nothing, in one
 * exclusive transaction; without the Prisma command line. Returns the names of the migrations applied now (none the
 * second time). Throws when one was edited after it was applied, or when the database comes from a newer version.
 */
export function migrateSqlite(file: string, folder: string = DEFAULT_FOLDER): string[] {
  const database = new Database(file);
  try {
    database.pragma('busy_timeout = 30000');
    database.pragma('journal_mode = WAL');
    // Migrations may rebuild tables; this pragma has no effect inside a transaction.
    database.pragma('foreign_keys = OFF');
    const apply = database.transaction(() => {
      database.exec(HISTORY_TABLE);
      const applied = database.prepare<[], Applied>(APPLIED).all();
      const todo = missing(readMigrations(folder), applied);
      for (const migration of todo) {
        database.exec(migration.sql);
        const now = Date.now();
        database.prepare(RECORD).run(randomUUID(), migration.checksum, now, migration.name, now);
      }
      return todo.map((migration) => migration.name);
    });
    return apply.exclusive();
  } finally {
    database.close();
  }
}
