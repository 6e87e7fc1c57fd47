import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { aCase, opened, type TemporaryStore, temporaryStore } from './temporary-store.ts';

describe("a case's chain of events", () => {
  let kept: TemporaryStore;
  let id: string;

  beforeEach(async () => {
    kept = await temporaryStore();
    const { store } = kept;
    const made = await store.transact(null, (uow) => uow.createCase(aCase()));
    id = made.id;
    for (const type of ['verified', 'original-recorded', 'approved']) {
      await store.transact(id, (uow) =>
        uow.appendEvents(id, [{ ...opened, type, actor: 'person:1', payload: { note: type, b: 1, a: 2 } }]),
      );
    }
  });

  function tamper(sql: string): void {
    const database = new Database(kept.databaseFile);
    try {
      expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
    } finally {
      database.close();
    }
  }

  it('is whole as it was written', async () => {
    expect(await kept.store.verifyChain(id)).toEqual({ whole: true, events: 4 });
  });

  it('shows that an event was edited', async () => {
    tamper(`UPDATE AuditEvent SET actor = 'person:2' WHERE seq = 3`);
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 3, problem: 'changed' });
  });

  it('shows that what an event says was edited', async () => {
    tamper(`UPDATE AuditEvent SET payload = '{"note":"other"}' WHERE seq = 2`);
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 2, problem: 'changed' });
  });

  it('shows that an event was moved in time', async () => {
    tamper(`UPDATE AuditEvent SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 1`);
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 1, problem: 'changed' });
  });

  it('shows that an event in the middle was removed', async () => {
    tamper('DELETE FROM AuditEvent WHERE seq = 2');
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 2, problem: 'missing' });
  });

  it('shows that the newest event was removed', async () => {
    tamper('DELETE FROM AuditEvent WHERE seq = 4');
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 3, problem: 'head-differs' });
  });

  it("shows that another case's event was put in its place", async () => {
    const other = await kept.store.transact(null, (uow) => uow.createCase(aCase()));
    tamper(`DELETE FROM AuditEvent WHERE caseId = '${id}' AND seq = 1`);
    tamper(`UPDATE AuditEvent SET caseId = '${id}' WHERE caseId = '${other.id}'`);
    expect(await kept.store.verifyChain(id)).toEqual({ whole: false, seq: 1, problem: 'changed' });
  });

  it('is not forged by whoever has the database and not the master key', async () => {
    const events = await kept.store.events(id);
    const hashes = new Set(events.map(({ hash }) => hash));
    expect(hashes.size).toBe(4);
    // The same history of another case has other hashes, so a copied chain does not fit.
    const other = await kept.store.transact(null, (uow) => uow.createCase(aCase()));
    const [first] = await kept.store.events(other.id);
    expect(hashes.has(first?.hash ?? '')).toBe(false);
  });
});
