/** The migrations lead to what the models say, and the queries that run often find an index. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PrismaClient } from '../../src/store/generated/sqlite/client.ts';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { createKeyring } from '../../src/store/seal.ts';
import { outside } from '../../src/store/session.ts';
import { SafeSqlite } from '../../src/store/sqlite-adapter.ts';
import { allReads, type Reads } from '../../src/store/unit-of-work.ts';
import { MASTER_KEY, START, temporaryFolder } from './temporary-store.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function prismaDiff(provider: string, from: readonly string[]): string {
  const command = ['migrate', 'diff', ...from, '--to-schema', `prisma/${provider}`, '--script'];
  const run = spawnSync(process.execPath, [join(ROOT, 'node_modules/prisma/build/index.js'), ...command], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
      DB_PROVIDER: provider,
      PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, 'scripts/schema-engine.mjs'),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout.trim();
}

function migrationsOf(provider: string): string[] {
  const folder = join(ROOT, 'prisma/migrations', provider);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFileSync(join(folder, name, 'migration.sql'), 'utf8').trim());
}

describe('the migrations', () => {
  it('of SQLite lead to the models, and to nothing else', () => {
    const drift = prismaDiff('sqlite', ['--from-migrations', 'prisma/migrations/sqlite']);
    expect(drift).toBe('-- This is an empty migration.');
  });

  it('of PostgreSQL only add, and together make what the models say', () => {
    // Replaying them would need a PostgreSQL; as long as each only adds, their statements can be compared as text.
    const migrated = migrationsOf('postgresql').flatMap(statementsOf);
    expect(migrated.sort()).toEqual(statementsOf(prismaDiff('postgresql', ['--from-empty'])).sort());
  });
});

/** The statements of a script, without the comments between them. */
function statementsOf(script: string): string[] {
  return script
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** How SQLite carries out every query that `work` makes. */
async function plansOf(work: (reads: Reads) => Promise<unknown>): Promise<string[]> {
  const file = join(temporaryFolder(), 'x.db');
  migrateSqlite(file);
  const client = new PrismaClient({
    adapter: new SafeSqlite(file),
    log: [{ emit: 'event', level: 'query' }],
  });
  const queries: string[] = [];
  client.$on('query', ({ query }) => {
    if (query.startsWith('SELECT')) queries.push(query);
  });
  const reading = outside(client, createKeyring(MASTER_KEY), () => START);
  await work(allReads(reading));
  await client.$disconnect();
  const database = new Database(file, { readonly: true });
  onTestFinished(() => {
    database.close();
  });
  expect(queries.length).toBeGreaterThan(0);
  return queries.flatMap((query) => {
    const values = Array.from(query.matchAll(/\?/g), () => 'x');
    const steps = database
      .prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
      .all(...values);
    return steps.map(({ detail }) => detail);
  });
}

describe('no table is read from end to end', () => {
  const cursor = { createdAt: START, id: 'x' };
  it.for<[string, (reads: Reads) => Promise<unknown>]>([
    ['for the queue of an office', (reads) => reads.queue({ office: 'AB' })],
    ['for the next page of it', (reads) => reads.queue({ office: 'AB', after: cursor })],
    ['for the queue of all offices', (reads) => reads.queue({ states: ['with-di'] })],
    [
      'for other cases of the same person',
      (reads) => reads.findOthers({ cnpHash: 'c', authorisation: 'a', email: 'e', exceptCaseId: 'x' }),
    ],
    ['for a case by its number', (reads) => reads.caseByNumber('AB-2026-00001')],
    ['for what waits to be performed', (reads) => reads.lanesDue(START)],
    ['for timers that are due', (reads) => reads.dueTimers(START)],
    ['for the next timer', (reads) => reads.nextTimerDue()],
    ['for mails to be handled', (reads) => reads.inboundWith('stored')],
    ['for a mail that came before', (reads) => reads.inboundByContent('x', 'y')],
    ['for the mail that bounced', (reads) => reads.sentByMessageId('x')],
    ['for the history of a case', (reads) => reads.events('x')],
    ['for the papers of a case', (reads) => reads.documentsOf('x')],
    ['for the effects of a case', (reads) => reads.effectsOf('x')],
  ])('%s', async ([, work]) => {
    const plans = await plansOf(work);
    expect(plans.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
    expect(plans.filter((detail) => detail.startsWith('SEARCH')).length).toBeGreaterThan(0);
  });

  it('and the queue is not sorted as a whole either', async () => {
    const plans = await plansOf((reads) => reads.queue({ office: 'AB' }));
    expect(plans).not.toContain('USE TEMP B-TREE FOR ORDER BY');
  });
});
