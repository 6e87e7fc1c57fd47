import { describe, expect, it } from 'vitest';
import { createLanes, type NextTurn } from '../../src/store/lanes.ts';

const now = () => new Date();

describe('a lane', () => {
  it('that is woken during its turn has another, for that turn may have looked too early', async () => {
    let turns = 0;
    const lanes = createLanes({
      concurrency: 1,
      now,
      onError: () => {},
      turn: async (caseId, lane): Promise<NextTurn> => {
        turns += 1;
        if (turns === 1) lanes.wake(caseId, lane);
        return 'asleep';
      },
    });
    lanes.wake('case', 'mail');
    await lanes.quiet();
    expect(turns).toBe(2);
  });

  it('whose turn threw sleeps until it is woken, and others go on', async () => {
    const turns: string[] = [];
    const errors: unknown[] = [];
    const lanes = createLanes({
      concurrency: 1,
      now,
      onError: (error) => errors.push(error),
      turn: async (_caseId, lane) => {
        turns.push(lane);
        if (lane === 'bad') throw new Error('no');
        return 'asleep';
      },
    });
    lanes.wake('case', 'bad');
    lanes.wake('case', 'good');
    await lanes.quiet();
    lanes.wake('case', 'bad');
    await lanes.quiet();
    expect(turns).toEqual(['bad', 'good', 'bad']);
    expect(errors).toHaveLength(2);
  });

  it('with much to do lets the others have their turn in between', async () => {
    const turns: string[] = [];
    const lanes = createLanes({
      concurrency: 1,
      now,
      onError: () => {},
      turn: async (_caseId, lane) => {
        turns.push(lane);
        return turns.filter((other) => other === lane).length < 2 ? 'again' : 'asleep';
      },
    });
    lanes.wake('case', 'a');
    lanes.wake('case', 'b');
    await lanes.quiet();
    expect(turns).toEqual(['a', 'b', 'a', 'b']);
  });

  it('that waits for a moment has its turn then, without being woken', async () => {
    const again = Promise.withResolvers<void>();
    let turns = 0;
    const lanes = createLanes({
      concurrency: 1,
      now,
      onError: () => {},
      turn: async (): Promise<NextTurn> => {
        turns += 1;
        if (turns === 2) again.resolve();
        return turns === 1 ? { notBefore: new Date(Date.now() + 30) } : 'asleep';
      },
    });
    lanes.wake('case', 'mail');
    await again.promise;
    await lanes.close();
    expect(turns).toBe(2);
  });

  it('that waits for a moment is not looked at before, unless what it waits for is forgotten', async () => {
    let turns = 0;
    const lanes = createLanes({
      concurrency: 1,
      now,
      onError: () => {},
      turn: async (): Promise<NextTurn> => {
        turns += 1;
        return { notBefore: new Date(Date.now() + 3_600_000) };
      },
    });
    lanes.wake('case', 'mail');
    await lanes.quiet();
    lanes.wake('case', 'mail');
    await lanes.quiet();
    expect(turns).toBe(1);
    lanes.forgetWaiting();
    lanes.wake('case', 'mail');
    await lanes.quiet();
    expect(turns).toBe(2);
    await lanes.close();
  });
});

describe('lanes', () => {
  it('have their turns side by side, as many at once as they may', async () => {
    const goOn = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    let ended = 0;
    const lanes = createLanes({
      concurrency: 3,
      now,
      onError: () => {},
      turn: async (): Promise<NextTurn> => {
        running += 1;
        most = Math.max(most, running);
        await goOn.promise;
        running -= 1;
        ended += 1;
        return 'asleep';
      },
    });
    for (let index = 0; index < 12; index += 1) lanes.wake(`case ${index}`, 'mail');
    expect(running).toBe(3);
    goOn.resolve();
    await lanes.quiet();
    expect([most, ended]).toEqual([3, 12]);
  });
});
