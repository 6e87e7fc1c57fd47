/** Who may use the one connection next. */
import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/store/turns.ts';

/** Queues up while somebody has the turn; returns who came in which order. */
async function orderOf(waiting: readonly (readonly [name: string, givesWay: boolean])[]): Promise<string[]> {
  const turns = createTurns();
  const free = await turns.take(false);
  const order: string[] = [];
  const all = waiting.map(async ([name, givesWay]) => {
    const mine = await turns.take(givesWay);
    order.push(name);
    mine();
  });
  free();
  await Promise.all(all);
  return order;
}

describe('a turn', () => {
  it('comes to everybody in the order of asking', async () => {
    const order = await orderOf([
      ['a', false],
      ['b', false],
      ['c', false],
    ]);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('comes last to what gives way', async () => {
    const order = await orderOf([
      ['card', true],
      ['click', false],
      ['letter', true],
      ['click 2', false],
    ]);
    expect(order).toEqual(['click', 'click 2', 'card', 'letter']);
  });

  it('given back twice is given away once', async () => {
    const turns = createTurns();
    const free = await turns.take(false);
    let inside = 0;
    const work = async (): Promise<number> => {
      const mine = await turns.take(false);
      inside += 1;
      await Promise.resolve();
      const together = inside;
      inside -= 1;
      mine();
      return together;
    };
    const all = [work(), work(), work()];
    free();
    free();
    expect(await Promise.all(all)).toEqual([1, 1, 1]);
  });
});
