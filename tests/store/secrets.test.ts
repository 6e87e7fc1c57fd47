import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { PermanentFailure } from '../../src/store/effect-runner.ts';
import { bytesBelow, caseWith, PASSWORD, secretsOnDisk, temporaryStore } from './temporary-store.ts';
import { watchedRunner } from './watched-runner.ts';

const credentials = { lane: 'mail', kind: 'letter', payload: 'credentials', secret: PASSWORD };

describe("an effect's secret", () => {
  it('is there for whoever performs it, and in no listing', async () => {
    const kept = await temporaryStore();
    const seen: (string | null)[] = [];
    const { runner } = watchedRunner(kept, async (task) => {
      seen.push(task.secret);
    });
    const caseId = await caseWith(kept.store, [credentials, { ...credentials, payload: 'x', secret: '' }]);
    expect(JSON.stringify(await kept.store.effectsOf(caseId))).not.toContain('v1.');
    await runner.start();
    await runner.idle();
    expect(seen).toEqual([PASSWORD, '']);
  });

  it('is on the disk, sealed, only until the effect is done', async () => {
    const kept = await temporaryStore();
    await caseWith(kept.store, [credentials]);
    expect(secretsOnDisk(kept.databaseFile).length).toBeGreaterThan(0);
    const { runner, log } = watchedRunner(kept);
    await runner.start();
    await runner.idle();
    expect(secretsOnDisk(kept.databaseFile)).toEqual([]);
    expect(log).toEqual([]);
  });

  it('is gone from the disk also where there were many, of every length', async () => {
    const kept = await temporaryStore();
    for (let length = 8; length <= 64; length += 8) {
      const secret = 'S'.repeat(length);
      await caseWith(kept.store, [
        { ...credentials, secret },
        { ...credentials, lane: 'other', secret },
      ]);
    }
    expect(await kept.store.erasePhysically()).toBe(true);
    expect(secretsOnDisk(kept.databaseFile).length).toBeGreaterThan(10);
    const { runner } = watchedRunner(kept);
    await runner.start();
    await runner.idle();
    expect(secretsOnDisk(kept.databaseFile)).toEqual([]);
  });

  it('is gone from the disk when the effect is given up', async () => {
    const kept = await temporaryStore();
    await caseWith(kept.store, [credentials]);
    const { runner } = watchedRunner(kept, async () => {
      throw new PermanentFailure('550');
    });
    await runner.start();
    await runner.idle();
    expect((await kept.store.effectCounts()).dead).toBe(1);
    expect(secretsOnDisk(kept.databaseFile)).toEqual([]);
  });

  it('stays while the effect is tried again, and is gone after', async () => {
    const kept = await temporaryStore();
    const seen: (string | null)[] = [];
    const { runner } = watchedRunner(kept, async (task) => {
      seen.push(task.secret);
      if (task.attempts < 3) throw new Error('down');
    });
    await caseWith(kept.store, [credentials]);
    await runner.start();
    for (const ms of [0, 5000, 10_000]) {
      kept.clock.advance(ms);
      await runner.idle();
    }
    expect(seen).toEqual([PASSWORD, PASSWORD, PASSWORD]);
    expect(secretsOnDisk(kept.databaseFile)).toEqual([]);
  });

  it('leaves the disk as soon as a reader that kept it there has gone', async () => {
    const kept = await temporaryStore();
    await caseWith(kept.store, [credentials]);
    const reader = new Database(kept.databaseFile, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM Effect').get();
    const { runner, log } = watchedRunner(kept);
    const before = performance.now();
    await runner.start();
    await runner.idle();
    expect(performance.now() - before).toBeLessThan(4000);
    expect(log).toMatchObject([{ what: 'erase-postponed', code: 'busy' }]);
    expect(secretsOnDisk(kept.databaseFile).length).toBeGreaterThan(0);
    reader.close();
    await runner.idle();
    expect(secretsOnDisk(kept.databaseFile)).toEqual([]);
  });

  it('is in no backup taken after the effect is done', async () => {
    const kept = await temporaryStore();
    await caseWith(kept.store, [credentials]);
    const { runner } = watchedRunner(kept);
    await runner.start();
    await runner.idle();
    const folder = join(kept.folder, 'backup');
    await kept.store.backup(folder);
    expect(bytesBelow(folder)).not.toMatch(/v1\.[0-9a-f]{8}\.[\w-]{40,}\.[\w-]{30,}/);
    rmSync(folder, { recursive: true });
  });
});
