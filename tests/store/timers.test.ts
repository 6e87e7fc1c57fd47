import { describe, expect, it, onTestFinished } from 'vitest';
import { createTimerLoop, type DueTimer, type TimerLoopOptions } from '../../src/store/timer-loop.ts';
import { aCase, START, type TemporaryStore, temporaryStore } from './temporary-store.ts';

const HOUR = 3_600_000;

function watchedLoop({ store, clock }: TemporaryStore, more: Partial<TimerLoopOptions> = {}) {
  const fired: string[] = [];
  const errors: unknown[] = [];
  const loop = createTimerLoop({
    store,
    now: clock.now,
    fire: async ({ kind }: DueTimer) => {
      fired.push(kind);
    },
    onError: (_timer, error) => errors.push(error),
    ...more,
  });
  onTestFinished(() => loop.stop());
  return { loop, fired, errors };
}

async function caseWithTimers(kept: TemporaryStore, dueIn: Record<string, number>): Promise<string> {
  return kept.store.transact(null, async (uow) => {
    const { id } = await uow.createCase(aCase());
    for (const [kind, ms] of Object.entries(dueIn)) {
      await uow.changeTimers(id, { cancel: [], set: [{ kind, dueAt: new Date(START.getTime() + ms) }] });
    }
    return id;
  });
}

describe('a timer', () => {
  it('fires once, when it is due and not before', async () => {
    const kept = await temporaryStore();
    const { loop, fired } = watchedLoop(kept);
    await caseWithTimers(kept, { due: HOUR, 'applicant-5': 2 * HOUR });
    expect(await loop.runDue()).toBe(0);
    kept.clock.advance(HOUR);
    expect(await loop.runDue()).toBe(1);
    expect(await loop.runDue()).toBe(0);
    expect(fired).toEqual(['due']);
  });

  it('fires once however many look at the same time', async () => {
    const kept = await temporaryStore();
    const loops = [watchedLoop(kept), watchedLoop(kept), watchedLoop(kept)];
    const kinds = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`t${index}`, 0]));
    await caseWithTimers(kept, kinds);
    const counts = await Promise.all(loops.map(({ loop }) => loop.runDue()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(150);
    expect(new Set(loops.flatMap(({ fired }) => fired)).size).toBe(150);
  });

  it('and what it means happen together: when that fails, the timer stays due', async () => {
    const kept = await temporaryStore();
    let fails = true;
    const { loop, errors } = watchedLoop(kept, {
      fire: async ({ caseId }, uow) => {
        await uow.addNote(caseId, 'reminded');
        if (fails) throw new Error('no');
      },
    });
    const caseId = await caseWithTimers(kept, { due: 0 });
    expect(await loop.runDue()).toBe(0);
    expect(errors).toHaveLength(1);
    expect(await kept.store.notesOf(caseId)).toEqual([]);
    fails = false;
    expect(await loop.runDue()).toBe(1);
    expect(await kept.store.notesOf(caseId)).toHaveLength(1);
  });

  it('that fails holds up no other', async () => {
    const kept = await temporaryStore();
    const fired: string[] = [];
    const { loop, errors } = watchedLoop(kept, {
      fire: async ({ kind }) => {
        if (kind.startsWith('bad')) throw new Error('no');
        fired.push(kind);
      },
    });
    const bad = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`bad${index}`, -HOUR]));
    await caseWithTimers(kept, { ...bad, good: 0 });
    expect(await loop.runDue()).toBe(1);
    expect(fired).toEqual(['good']);
    expect(errors).toHaveLength(120);
  });

  it('that was moved or cancelled does not fire at its old time', async () => {
    const kept = await temporaryStore();
    const { loop, fired } = watchedLoop(kept);
    const id = await caseWithTimers(kept, { due: HOUR, cancelled: HOUR });
    await kept.store.transact(id, async (uow) => {
      await uow.changeTimers(id, {
        cancel: [],
        set: [{ kind: 'due', dueAt: new Date(START.getTime() + 2 * HOUR) }],
      });
      await uow.changeTimers(id, { cancel: ['cancelled'], set: [] });
    });
    kept.clock.advance(HOUR);
    await loop.runDue();
    expect(fired).toEqual([]);
    kept.clock.advance(HOUR);
    await loop.runDue();
    expect(fired).toEqual(['due']);
  });

  it('may set itself anew when it fires', async () => {
    const kept = await temporaryStore();
    let times = 0;
    const { loop } = watchedLoop(kept, {
      fire: async ({ caseId, kind, dueAt }, uow) => {
        times += 1;
        await uow.changeTimers(caseId, {
          cancel: [],
          set: [{ kind, dueAt: new Date(dueAt.getTime() + HOUR) }],
        });
      },
    });
    await caseWithTimers(kept, { daily: 0 });
    await loop.runDue();
    kept.clock.advance(HOUR);
    await loop.runDue();
    expect(times).toBe(2);
  });
});

describe('the timer loop', () => {
  it('fires what is due when it starts, and wakes for a timer that is set while it sleeps', async () => {
    const kept = await temporaryStore();
    const seen: Record<string, () => void> = {};
    const fires = (kind: string) =>
      new Promise<void>((resolve) => {
        seen[kind] = resolve;
      });
    const { loop } = watchedLoop(kept, {
      fire: async ({ kind }) => seen[kind]?.(),
    });
    const early = fires('early');
    const id = await caseWithTimers(kept, { early: 0 });
    loop.start();
    await early;
    // Asleep by now: this look comes after that of the start.
    await loop.runDue();
    const late = fires('late');
    await kept.store.transact(id, (uow) =>
      uow.changeTimers(id, { cancel: [], set: [{ kind: 'late', dueAt: START }] }),
    );
    await late;
  });

  it('sleeps until the next timer, no longer', async () => {
    const kept = await temporaryStore();
    const fired = Promise.withResolvers<string>();
    const clock = { now: () => new Date() };
    const { loop } = watchedLoop(kept, {
      now: clock.now,
      fire: async ({ kind }) => fired.resolve(kind),
    });
    await kept.store.transact(null, async (uow) => {
      const { id } = await uow.createCase(aCase());
      await uow.changeTimers(id, { cancel: [], set: [{ kind: 'soon', dueAt: new Date(Date.now() + 150) }] });
    });
    loop.start();
    expect(await fired.promise).toBe('soon');
  });
});
