import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AlreadyRunning } from '../../src/store/already-running.ts';
import { loadOrCreateMasterKey } from '../../src/store/master-key.ts';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import { aCase, storeOptions, temporaryFolder, temporaryStore } from './temporary-store.ts';

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('the data', () => {
  it('belong to one process at a time, and say so', async () => {
    const folder = temporaryFolder();
    const first = await openStore(storeOptions(folder));
    await expect(openStore(storeOptions(folder))).rejects.toThrow(AlreadyRunning);
    const elsewhere = { ...storeOptions(join(folder, 'other')), databaseUrl: `file:${folder}/acces.db` };
    await first.close();
    const second = await openStore(storeOptions(folder));
    expect(second.migrated).toEqual([]);
    await second.close();
    const third = await openStore(elsewhere);
    await expect(openStore({ ...elsewhere, dataDir: join(folder, 'third') })).rejects.toThrow(AlreadyRunning);
    await third.close();
  });

  it('are readable by their owner alone', async () => {
    const folder = join(temporaryFolder(), 'data');
    const store = await openStore(storeOptions(folder));
    const blob = await store.documents.put(Buffer.from('x'));
    expect(mode(folder)).toBe('700');
    expect(mode(join(folder, 'documents'))).toBe('700');
    const document = join(folder, 'documents', blob.slice(0, 2), blob.slice(2));
    for (const file of ['acces.db', 'acces.db-wal', 'running.lock']) {
      expect(mode(join(folder, file))).toBe('600');
    }
    expect(mode(document)).toBe('600');
    await store.close();
  });

  it('are not opened with another master key', async () => {
    const folder = temporaryFolder();
    await (await openStore(storeOptions(folder))).close();
    const wrong = { ...storeOptions(folder), masterKey: Buffer.alloc(32, 9) };
    await expect(openStore(wrong)).rejects.toThrow('restore the right master.key');
    await (await openStore(storeOptions(folder))).close();
  });

  it('are not opened by another kind of address', async () => {
    const options = { ...storeOptions(temporaryFolder()), databaseUrl: 'mysql://root:pass@host/x' };
    const error = await openStore(options).catch(String);
    expect(error).toContain('mysql:');
    expect(error).not.toContain('pass');
  });
});

describe('the migrations', () => {
  it('are applied once, in order, and all or nothing', () => {
    const folder = temporaryFolder();
    const migrations = join(folder, 'migrations');
    const add = (name: string, sql: string): void => {
      mkdirSync(join(migrations, name), { recursive: true });
      writeFileSync(join(migrations, name, 'migration.sql'), sql);
    };
    const file = join(folder, 'x.db');
    add('2_second', 'CREATE TABLE B AS SELECT * FROM A;');
    add('1_first', 'CREATE TABLE A (x TEXT);');
    expect(migrateSqlite(file, migrations)).toEqual(['1_first', '2_second']);
    expect(migrateSqlite(file, migrations)).toEqual([]);

    add('3_third', 'CREATE TABLE C (x TEXT);');
    add('4_broken', 'CREATE TABLE D (x TEXT); SELECT * FROM nowhere;');
    expect(() => migrateSqlite(file, migrations)).toThrow('nowhere');
    const database = new Database(file);
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name IN ('C', 'D')").all();
    database.close();
    expect(tables).toEqual([]);

    rmSync(join(migrations, '4_broken'), { recursive: true });
    expect(migrateSqlite(file, migrations)).toEqual(['3_third']);
    add('1_first', 'CREATE TABLE A (y TEXT);');
    expect(() => migrateSqlite(file, migrations)).toThrow('1_first was edited after it was applied');
    rmSync(join(migrations, '1_first'), { recursive: true });
    expect(() => migrateSqlite(file, migrations)).toThrow('made by a newer version');
  });
});

describe('the master key', () => {
  it('is made at first use, for its owner alone, and is the same ever after', () => {
    const dataDir = join(temporaryFolder(), 'data');
    const key = loadOrCreateMasterKey({ dataDir });
    const file = join(dataDir, 'master.key');
    expect(key).toHaveLength(32);
    expect(mode(file)).toBe('600');
    expect(readFileSync(file, 'utf8').trim()).toBe(key.toString('hex'));
    expect(loadOrCreateMasterKey({ dataDir })).toEqual(key);
  });

  it('comes from the settings where they name one, in hex or base64', () => {
    const dataDir = temporaryFolder();
    const key = Buffer.alloc(32, 3);
    const masterKeyFile = join(dataDir, 'elsewhere.key');
    writeFileSync(masterKeyFile, `${key.toString('base64')}\n`);
    chmodSync(masterKeyFile, 0o600);
    expect(loadOrCreateMasterKey({ dataDir, masterKey: key.toString('hex') })).toEqual(key);
    expect(loadOrCreateMasterKey({ dataDir, masterKeyFile })).toEqual(key);
  });

  it('that is none is refused without being repeated', () => {
    const dataDir = temporaryFolder();
    const attempt = () => loadOrCreateMasterKey({ dataDir, masterKey: 'parola-mea-secreta' });
    expect(attempt).toThrow('openssl rand -hex 32');
    expect(attempt).not.toThrow('parola-mea-secreta');
    const masterKeyFile = join(dataDir, 'missing.key');
    expect(() => loadOrCreateMasterKey({ dataDir, masterKeyFile })).toThrow('does not exist');
  });
});

describe('a backup', () => {
  it('taken while everybody works is whole, and opens with the same master key', async () => {
    const { store, folder } = await temporaryStore();
    const blob = await store.documents.put(Buffer.from('un document'));
    const { id } = await store.transact(null, (uow) => uow.createCase(aCase()));
    await store.transact(id, async (uow) => {
      await uow.addNote(id, 'înainte');
      const file = { kind: 'other', name: 'a.pdf', bytes: 11, mediaType: 'application/pdf' };
      await uow.addDocument({ ...file, caseId: id, blob });
    });
    const copy = join(folder, 'copy');
    const writes = Array.from({ length: 30 }, () =>
      store.transact(id, (uow) => uow.addNote(id, 'în timpul')),
    );
    await Promise.all([store.backup(copy), ...writes]);
    expect(await store.notesOf(id)).toHaveLength(31);

    const restored = await openStore(storeOptions(copy));
    try {
      expect((await restored.notesOf(id))[0]?.text).toBe('înainte');
      expect(await restored.verifyChain(id)).toMatchObject({ whole: true });
      const [document] = await restored.documentsOf(id);
      expect(await restored.documents.get(document?.blob ?? '')).toEqual(Buffer.from('un document'));
    } finally {
      await restored.close();
    }
  });

  it('holds no master key', async () => {
    const { store, folder } = await temporaryStore();
    loadOrCreateMasterKey({ dataDir: folder });
    const copy = join(folder, 'copy');
    await store.backup(copy);
    expect(() => statSync(join(copy, 'master.key'))).toThrow('ENOENT');
    expect(mode(copy)).toBe('700');
    expect(mode(join(copy, 'acces.db'))).toBe('600');
  });
});
