import { describe, expect, it } from 'vitest';
import { Conflict } from '../../src/store/session.ts';
import { aCase, opened, temporaryStore } from './temporary-store.ts';

describe('a unit of work', () => {
  it('writes everything it wrote', async () => {
    const { store } = await temporaryStore();
    const id = await store.transact(null, async (uow) => {
      const made = await uow.createCase(aCase({ number: await uow.nextNumber('AB', 2026) }));
      await uow.addNote(made.id, 'o notă');
      return made.id;
    });
    expect((await store.caseById(id))?.number).toBe('AB-2026-00001');
    expect((await store.notesOf(id)).map(({ text }) => text)).toEqual(['o notă']);
  });

  it('that throws has written nothing, and gives its case number back', async () => {
    const { store } = await temporaryStore();
    const failing = store.transact(null, async (uow) => {
      const { id } = await uow.createCase(aCase({ number: await uow.nextNumber('AB', 2026) }));
      await uow.addEffects(id, 1, [{ lane: 'mail', kind: 'letter', payload: {} }]);
      throw new Error('the world broke');
    });
    await expect(failing).rejects.toThrow('the world broke');
    expect(await store.queue({})).toEqual([]);
    expect(await store.effectCounts()).toEqual({ pending: 0, sending: 0, dead: 0 });
    const number = await store.transact(null, (uow) => uow.nextNumber('AB', 2026));
    expect(number).toBe('AB-2026-00001');
  });

  it('that throws undoes only itself, whatever others write at the same time', async () => {
    const { store } = await temporaryStore();
    const others = Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.transact(null, (uow) => uow.createCase(aCase({ authorisation: `RO-AB-${index}` }))),
      ),
    );
    const failing = Array.from({ length: 20 }, () =>
      store.transact(null, async (uow) => {
        await uow.createCase(aCase({ authorisation: 'undone' }));
        throw new Error('undone');
      }),
    );
    const outcomes = await Promise.allSettled(failing);
    await others;
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    const kept = await store.queue({ limit: 100 });
    expect(kept).toHaveLength(20);
    expect(kept.some(({ authorisation }) => authorisation === 'undone')).toBe(false);
  });

  it('refuses the store itself inside, instead of waiting for ever', async () => {
    const { store } = await temporaryStore();
    const inside = store.transact(null, () => store.queue({}));
    await expect(inside).rejects.toThrow('use the unit of work that was passed in');
    const nested = store.transact(null, () => store.transact(null, async () => 1));
    await expect(nested).rejects.toThrow('use the unit of work that was passed in');
  });

  it('cannot be used after it has ended', async () => {
    const { store } = await temporaryStore();
    const kept = await store.transact(null, async (uow) => uow);
    await expect(kept.addNote('x', 'late')).rejects.toThrow('after its transaction had ended');
  });

  it('is told to those who listen after the commit, with the lanes and the timer that it set', async () => {
    const { store, clock } = await temporaryStore();
    const heard: unknown[] = [];
    const stop = store.onCommitted((...news) => heard.push(news));
    const id = await store.transact(null, async (uow) => {
      const made = await uow.createCase(aCase());
      await uow.addEffects(made.id, 1, [{ lane: 'mail', kind: 'letter', payload: {} }]);
      await uow.changeTimers(made.id, { cancel: [], set: [{ kind: 'due', dueAt: clock.now() }] });
      expect(heard).toEqual([]);
      return made.id;
    });
    expect(heard).toEqual([[id, ['mail'], clock.now()]]);
    stop();
    await store.transact(id, (uow) => uow.addNote(id, 'later'));
    expect(heard).toHaveLength(1);
  });
});

describe('a decision made on an older version of the case', () => {
  it('is refused, and writes nothing', async () => {
    const { store } = await temporaryStore();
    const { id, version } = await store.transact(null, (uow) => uow.createCase(aCase()));
    const save = (state: string) =>
      store.transact(id, (uow) =>
        uow.saveCase(id, { expectedVersion: version, patch: { state }, events: [opened] }),
      );
    await save('verified');
    await expect(save('rejected')).rejects.toThrow(Conflict);
    expect((await store.caseById(id))?.state).toBe('verified');
    expect(await store.events(id)).toHaveLength(2);
  });

  it('loses when two decide at the same time: exactly one is saved', async () => {
    const { store } = await temporaryStore();
    const { id, version } = await store.transact(null, (uow) => uow.createCase(aCase()));
    const outcomes = await Promise.allSettled(
      ['verified', 'rejected', 'closed'].map((state) =>
        store.transact(id, (uow) =>
          uow.saveCase(id, { expectedVersion: version, patch: { state }, events: [opened] }),
        ),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('case numbers', () => {
  it('count without gaps or repetitions for each office and year, however many arrive at once', async () => {
    const { store } = await temporaryStore();
    const take = (office: string, year: number) =>
      store.transact(null, (uow) => uow.nextNumber(office, year));
    const numbers = await Promise.all(Array.from({ length: 12 }, () => take('AB', 2026)));
    const expected = Array.from(
      { length: 12 },
      (_, index) => `AB-2026-${String(index + 1).padStart(5, '0')}`,
    );
    expect(numbers.sort()).toEqual(expected);
    expect(await take('AB', 2027)).toBe('AB-2027-00001');
    expect(await take('CJ', 2026)).toBe('CJ-2026-00001');
  });
});
