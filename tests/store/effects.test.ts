import { describe, expect, it } from 'vitest';
import { doublingBackOff } from '../../src/store/back-off.ts';
import type { EffectTask } from '../../src/store/effect-runner.ts';
import { FenceLost, PermanentFailure, PutOff } from '../../src/store/effect-runner.ts';
import type { Store } from '../../src/store/open.ts';
import { caseWith, opened, PASSWORD, START, temporaryStore } from './temporary-store.ts';
import { watchedRunner } from './watched-runner.ts';

const DAY = 24 * 60 * 60 * 1000;

const letter = (payload: string, lane = 'mail') => ({ lane, kind: 'letter', payload });
const card = (placeId: string) => ({ lane: `card:${placeId}`, kind: 'card', payload: { placeId } });

async function statuses(store: Store, caseId: string): Promise<string[]> {
  return (await store.effectsOf(caseId)).map(({ status }) => status);
}

describe('effects of one case and lane', () => {
  it('are performed in order, one at a time', async () => {
    const kept = await temporaryStore();
    let running = 0;
    const { runner, tried } = watchedRunner(kept, async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((next) => setImmediate(next));
      running -= 1;
    });
    const caseId = await caseWith(
      kept.store,
      ['1', '2', '3'].map((payload) => letter(payload)),
    );
    await kept.store.transact(caseId, (uow) => uow.addEffects(caseId, 2, [letter('4'), letter('5')]));
    await runner.start();
    await runner.idle();
    expect(tried).toEqual(['1', '2', '3', '4', '5']);
    expect(await statuses(kept.store, caseId)).toEqual(Array(5).fill('done'));
  });

  it('stay in order when each fails now and then', async () => {
    const kept = await temporaryStore();
    const performed: unknown[] = [];
    const { runner } = watchedRunner(
      kept,
      async ({ attempts, payload }) => {
        if (attempts <= Number(payload) % 3) throw new Error('not yet');
        performed.push(payload);
      },
      { backOff: () => 0 },
    );
    await caseWith(
      kept.store,
      Array.from({ length: 9 }, (_, index) => letter(String(index))),
    );
    await runner.start();
    await runner.idle();
    expect(performed).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it('wait behind a head that failed, and no other lane or case does', async () => {
    const kept = await temporaryStore();
    let down = true;
    const { runner, tried } = watchedRunner(kept, async ({ payload }) => {
      if (down && payload === 'first') throw new Error('server down');
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [
      letter('first'),
      letter('second'),
      letter('elsewhere', 'card:1'),
    ]);
    await caseWith(kept.store, [letter('other case')]);
    await runner.idle();
    expect(tried.toSorted()).toEqual(['elsewhere', 'first', 'other case']);
    expect(await statuses(kept.store, caseId)).toEqual(['pending', 'pending', 'done']);
    down = false;
    kept.clock.advance(5000);
    await runner.idle();
    expect(tried.slice(-2)).toEqual(['first', 'second']);
  });

  it('do not hold up those of another lane that take no time', async () => {
    const kept = await temporaryStore();
    const slow = Promise.withResolvers<void>();
    const quick = Promise.withResolvers<void>();
    const { runner } = watchedRunner(kept, async ({ payload }) => {
      if (payload === 'slow') await slow.promise;
      else quick.resolve();
    });
    await runner.start();
    await caseWith(kept.store, [letter('slow'), letter('quick', 'other')]);
    await quick.promise;
    slow.resolve();
    await runner.idle();
    expect(await kept.store.effectCounts()).toEqual({ pending: 0, sending: 0, dead: 0 });
  });

  it('that an effect adds to its own lane follow it', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept, async ({ caseId, payload, complete }) => {
      if (payload !== 'first') return;
      await complete(async (uow) => {
        await uow.addEffects(caseId, 2, [letter('third')]);
      });
    });
    await runner.start();
    await caseWith(kept.store, [letter('first'), letter('second')]);
    await runner.idle();
    expect(tried).toEqual(['first', 'second', 'third']);
  });

  it('of which the first is only due later wait until then', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept);
    await runner.start();
    const runAt = new Date(START.getTime() + 3_600_000);
    await caseWith(kept.store, [{ ...letter('later'), runAt }, letter('after it')]);
    await runner.idle();
    expect(tried).toEqual([]);
    kept.clock.advance(3_600_000);
    await runner.idle();
    expect(tried).toEqual(['later', 'after it']);
  });
});

describe('a card that is due several times', () => {
  it('is rendered once for all that stand directly behind each other', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept);
    const caseId = await caseWith(kept.store, [card('p'), card('p'), card('p'), card('q')]);
    await runner.start();
    await runner.idle();
    expect(tried).toHaveLength(2);
    expect(await statuses(kept.store, caseId)).toEqual(Array(4).fill('done'));
  });

  it('is still rendered before the reply that needs it, and again after', async () => {
    const kept = await temporaryStore();
    const reply = { lane: 'card:p', kind: 'reply', payload: 'reply' };
    const { runner, tried } = watchedRunner(kept);
    await caseWith(kept.store, [card('p'), card('p'), reply, card('p')]);
    await runner.start();
    await runner.idle();
    expect(tried).toEqual([{ placeId: 'p' }, 'reply', { placeId: 'p' }]);
  });

  it('is pending no more from the moment when it begins to be rendered', async () => {
    const kept = await temporaryStore();
    const pending: boolean[] = [];
    const { runner } = watchedRunner(kept, async ({ caseId, lane }) => {
      pending.push(await kept.store.isPending(caseId, lane, 'card'));
    });
    const caseId = await caseWith(kept.store, [card('p'), card('p')]);
    expect(await kept.store.isPending(caseId, 'card:p', 'card')).toBe(true);
    await runner.start();
    await runner.idle();
    expect(pending).toEqual([false]);
  });

  it('is rendered again when it became due while it was being rendered', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept, async ({ caseId, seq }) => {
      if (seq === 1) await kept.store.transact(caseId, (uow) => uow.addEffects(caseId, 2, [card('p')]));
    });
    await runner.start();
    await caseWith(kept.store, [card('p')]);
    await runner.idle();
    expect(tried).toHaveLength(2);
  });

  it('is tried again under the same idempotency key, also when it is due anew by then', async () => {
    const kept = await temporaryStore();
    const ids: string[] = [];
    const { runner } = watchedRunner(kept, async ({ id, attempts }) => {
      ids.push(id);
      if (attempts === 1) throw new Error('platform down');
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [card('p')]);
    await runner.idle();
    await kept.store.transact(caseId, (uow) => uow.addEffects(caseId, 2, [card('p')]));
    kept.clock.advance(5000);
    await runner.idle();
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await statuses(kept.store, caseId)).toEqual(['done', 'done']);
  });
});

describe('an effect that failed', () => {
  it('is tried after 5 s, 10 s, 20 s, … at most every half hour, for three days', () => {
    const waits: number[] = [];
    let wantedFor = 0;
    let wait = doublingBackOff({ attempt: 1, wantedFor, late: 0 });
    while (wait !== null) {
      waits.push(wait / 1000);
      wantedFor += wait;
      wait = doublingBackOff({ attempt: waits.length + 1, wantedFor, late: 0 });
    }
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(Math.max(...waits)).toBe(1800);
    expect(wantedFor).toBeGreaterThanOrEqual(3 * DAY);
    expect(wantedFor).toBeLessThan(3 * DAY + 1_800_000);
  });

  it('is given up after three days also where each try takes long', async () => {
    const kept = await temporaryStore();
    const { runner, tried, dead } = watchedRunner(kept, async () => {
      kept.clock.advance(9 * 60_000);
      throw new Error('no answer in time');
    });
    await runner.start();
    await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    const begin = kept.clock.now().getTime();
    while (dead.length === 0 && tried.length < 200) {
      kept.clock.advance(30 * 60_000);
      await runner.idle();
    }
    const days = (kept.clock.now().getTime() - begin) / DAY;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.1);
  });

  it('is tried twice more, half an hour apart, where the desk was off until the three days were over', async () => {
    const kept = await temporaryStore();
    const { runner, tried, dead } = watchedRunner(kept, async () => {
      throw new Error('down');
    });
    await runner.start();
    await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    kept.clock.advance(5 * DAY);
    await runner.idle();
    expect([tried.length, dead.length]).toEqual([2, 0]);
    kept.clock.advance(30 * 60_000 - 1);
    await runner.idle();
    expect([tried.length, dead.length]).toEqual([2, 0]);
    kept.clock.advance(1);
    await runner.idle();
    expect([tried.length, dead.length]).toEqual([3, 1]);
  });

  it('is not tried before its time', async () => {
    const kept = await temporaryStore();
    const { runner, tried, log } = watchedRunner(kept, async () => {
      throw Object.assign(new Error('connect to ion.popescu@example.ro'), { code: 'ECONNREFUSED' });
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    for (const ms of [0, 4999, 1, 9999, 1]) {
      kept.clock.advance(ms);
      await runner.idle();
    }
    expect(tried).toHaveLength(3);
    const [effect] = await kept.store.effectsOf(caseId);
    expect(effect).toMatchObject({ status: 'pending', attempts: 3, lastError: 'ECONNREFUSED' });
    expect(log.map(({ waitMs }) => waitMs)).toEqual([5000, 10_000, 20_000]);
    expect(JSON.stringify(log)).not.toContain('popescu');
  });

  it('is found by a kick as soon as its time has come', async () => {
    const kept = await temporaryStore();
    const again = Promise.withResolvers<void>();
    const { runner } = watchedRunner(kept, async ({ attempts }) => {
      if (attempts === 1) throw new Error('down');
      again.resolve();
    });
    await runner.start();
    await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    kept.clock.advance(5000);
    runner.kick();
    await again.promise;
  });

  it('is given up when its time is over, and its lane goes on', async () => {
    const kept = await temporaryStore();
    const { runner, tried, dead } = watchedRunner(
      kept,
      async ({ payload }) => {
        if (payload === 'x') throw new TypeError('no');
      },
      { backOff: ({ attempt }) => (attempt < 3 ? 0 : null) },
    );
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x'), letter('y')]);
    await runner.idle();
    expect(tried).toEqual(['x', 'x', 'x', 'y']);
    expect(dead).toMatchObject([{ code: 'TypeError', effect: { caseId, payload: 'x', attempts: 3 } }]);
    expect(await statuses(kept.store, caseId)).toEqual(['dead', 'done']);
  });

  it('for good is given up at once', async () => {
    const kept = await temporaryStore();
    const { runner, tried, dead } = watchedRunner(kept, async () => {
      throw new PermanentFailure('550');
    });
    await runner.start();
    await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    expect(tried).toHaveLength(1);
    expect(dead.map(({ code }) => code)).toEqual(['550']);
    expect(await kept.store.effectCounts()).toMatchObject({ dead: 1 });
  });

  it('is given up together with what that means for the case, or not at all', async () => {
    const kept = await temporaryStore();
    let fails = true;
    const perform = async (): Promise<void> => {
      throw new PermanentFailure('550');
    };
    const { runner } = watchedRunner(kept, perform, {
      onDead: async (uow, { caseId }) => {
        await uow.appendEvents(caseId, [{ ...opened, type: 'letter-undelivered' }]);
        if (fails) throw new Error('onDead broke');
      },
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    expect(await statuses(kept.store, caseId)).toEqual(['pending']);
    expect(await kept.store.events(caseId)).toHaveLength(1);
    fails = false;
    kept.clock.advance(1_800_000);
    await runner.idle();
    expect(await statuses(kept.store, caseId)).toEqual(['dead']);
    expect((await kept.store.events(caseId)).map(({ type }) => type)).toEqual([
      'opened',
      'letter-undelivered',
    ]);
  });

  it('because it took too long is tried again, and its late first try completes nothing', async () => {
    const kept = await temporaryStore();
    const late: EffectTask[] = [];
    const { runner, log } = watchedRunner(
      kept,
      async (task) => {
        if (task.attempts > 1) return;
        late.push(task);
        await new Promise(() => {});
      },
      { performWithin: 20, backOff: () => 0 },
    );
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    expect(log).toMatchObject([{ what: 'retry', code: 'took-too-long' }]);
    expect(await statuses(kept.store, caseId)).toEqual(['done']);
    await expect(late[0]?.complete()).rejects.toThrow(FenceLost);
  });
});

describe('completing an effect', () => {
  it('writes what goes along with it in the same transaction, exactly once', async () => {
    const kept = await temporaryStore();
    const answers: boolean[] = [];
    const { runner } = watchedRunner(kept, async ({ caseId, complete }) => {
      const note = async (uow: { addNote(id: string, text: string): Promise<string> }) => {
        await uow.addNote(caseId, 'sent');
      };
      answers.push(...(await Promise.all([complete(note), complete(note), complete()])));
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    expect(answers).toEqual([true, false, false]);
    expect(await kept.store.notesOf(caseId)).toHaveLength(1);
  });

  it('leaves it open when what goes along with it cannot be written', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept, async ({ caseId, attempts, complete }) => {
      await complete(async (uow) => {
        await uow.addNote(caseId, `try ${attempts}`);
        if (attempts === 1) throw new Error('cannot');
      });
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    kept.clock.advance(5000);
    await runner.idle();
    expect(tried).toHaveLength(2);
    expect((await kept.store.notesOf(caseId)).map(({ text }) => text)).toEqual(['try 2']);
  });

  it('is refused to a holder whose claim was taken over, and writes nothing', async () => {
    const kept = await temporaryStore();
    const tasks: EffectTask[] = [];
    const { runner } = watchedRunner(
      kept,
      async (task) => {
        tasks.push(task);
        if (task.attempts === 1) throw new Error('lost the connection');
      },
      { backOff: () => 0 },
    );
    await runner.start();
    const caseId = await caseWith(kept.store, [{ ...letter('x'), secret: PASSWORD }]);
    await runner.idle();
    const late = tasks[0]?.complete(async (uow) => {
      await uow.addNote(caseId, 'from the past');
    });
    await expect(late).rejects.toThrow(FenceLost);
    expect(await kept.store.notesOf(caseId)).toEqual([]);
    expect(await statuses(kept.store, caseId)).toEqual(['done']);
  });

  it('stands although something failed afterwards', async () => {
    const kept = await temporaryStore();
    const { runner, tried, log } = watchedRunner(kept, async ({ complete }) => {
      await complete();
      throw new Error('too late to matter');
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x')]);
    await runner.idle();
    expect(tried).toHaveLength(1);
    expect(await statuses(kept.store, caseId)).toEqual(['done']);
    expect(log).toMatchObject([{ what: 'failed-after-completion' }]);
  });
});

describe('the runner', () => {
  it('takes over what an earlier process had begun', async () => {
    const kept = await temporaryStore();
    const begun = Promise.withResolvers<void>();
    const never = watchedRunner(
      kept,
      async () => {
        begun.resolve();
        await new Promise(() => {});
      },
      { performWithin: 60 },
    );
    const caseId = await caseWith(kept.store, [letter('x')]);
    await never.runner.start();
    await begun.promise;
    expect(await statuses(kept.store, caseId)).toEqual(['sending']);
    const { runner, tried, log } = watchedRunner(kept);
    await runner.start();
    await runner.idle();
    expect(log).toEqual([{ what: 'released', count: 1 }]);
    expect(tried).toEqual(['x']);
    expect(await statuses(kept.store, caseId)).toEqual(['done']);
  });

  it('begins nothing more once it is stopped, and waits for what is under way', async () => {
    const kept = await temporaryStore();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const { runner, tried } = watchedRunner(kept, async () => {
      begun.resolve();
      await goOn.promise;
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('x'), letter('y')]);
    await begun.promise;
    const stopped = runner.stop();
    goOn.resolve();
    await stopped;
    expect(tried).toEqual(['x']);
    expect(await statuses(kept.store, caseId)).toEqual(['done', 'pending']);
  });
});

describe('an effect that is put off', () => {
  it('is asked for again when it said, keeps its place, and is never given up for having waited', async () => {
    const kept = await temporaryStore();
    let ready = false;
    const { runner, tried, log } = watchedRunner(kept, async ({ payload }) => {
      if (payload === 'waits' && !ready) throw new PutOff('platform-rate-limit', 60_000);
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [letter('waits'), letter('behind it')]);
    for (let day = 0; day < 10; day += 1) {
      await runner.idle();
      kept.clock.advance(DAY);
    }
    expect(tried.every((payload) => payload === 'waits')).toBe(true);
    expect(await statuses(kept.store, caseId)).toEqual(['pending', 'pending']);
    expect(
      log.every(
        ({ what, code, waitMs }) => what === 'put-off' && code === 'platform-rate-limit' && waitMs === 60_000,
      ),
    ).toBe(true);
    ready = true;
    await runner.idle();
    expect(await statuses(kept.store, caseId)).toEqual(['done', 'done']);
  });

  it('holds up no other lane, however many are put off', async () => {
    const kept = await temporaryStore();
    const { runner, tried } = watchedRunner(kept, async ({ kind }) => {
      if (kind === 'card') throw new PutOff('platform-unreachable', 60_000);
    });
    for (let number = 0; number < 50; number += 1) {
      await caseWith(kept.store, [card(`place-${number}`), letter(`letter-${number}`)]);
    }
    await runner.start();
    await runner.idle();
    expect(tried.filter((payload) => String(payload).startsWith('letter-'))).toHaveLength(50);
  });

  it('is due at once when its lane is hastened', async () => {
    const kept = await temporaryStore();
    let ready = false;
    const { runner } = watchedRunner(kept, async () => {
      if (!ready) throw new PutOff('place-archived', 600_000);
    });
    await runner.start();
    const caseId = await caseWith(kept.store, [card('one')]);
    await runner.idle();
    ready = true;
    expect(await kept.store.transact(null, (uow) => uow.hastenLane('card:other'))).toBe(0);
    expect(await kept.store.transact(null, (uow) => uow.hastenLane('card:one'))).toBe(1);
    runner.kick();
    await runner.idle();
    expect(await statuses(kept.store, caseId)).toEqual(['done']);
  });
});
