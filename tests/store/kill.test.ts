/** kill -9 at every place where the store writes or sends: nothing is lost, nothing is doubled. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAILPOINTS } from '../../src/failpoint/failpoint.ts';
import { workOff, worldSaw } from './small-desk.ts';
import { secretsOnDisk, temporaryFolder, temporaryStore } from './temporary-store.ts';

const SMALL_DESK = JSON.stringify(join(import.meta.dirname, 'small-desk.ts'));
const SCRIPT = `import { workOff } from ${SMALL_DESK}; await workOff(process.argv[1]);`;

/** Every failpoint of the store once; those that are passed often, also later on. */
const KILLS = [
  ...FAILPOINTS.filter((name) => name.startsWith('store.')),
  ...[2, 4, 7, 11].map((pass) => `store.transaction.before-commit:${pass}`),
  ...[3, 6, 10].map((pass) => `store.transaction.after-commit:${pass}`),
  'store.effect.claimed:4',
  'store.effect.performed:4',
  'store.effect.erased:2',
];

async function runAndKill(folder: string, at: string): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT, folder], {
    env: { ...process.env, ACCES_KILL_AT: at },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

async function checkConverged(folder: string): Promise<void> {
  const { store, databaseFile } = await temporaryStore(folder);
  const cases = await store.queue({});
  expect(cases.map(({ number }) => number)).toEqual(['AB-2026-00001']);
  const caseId = cases[0]?.id ?? '';
  expect(await store.verifyChain(caseId)).toMatchObject({ whole: true });
  expect(await store.inboundWith('stored')).toEqual([]);
  expect(await store.inboundWith('handled')).toHaveLength(1);

  const effects = await store.effectsOf(caseId);
  expect(effects).toHaveLength(7);
  const saw = worldSaw(folder);
  const events = await store.events(caseId);
  const mentions = (type: string, id: string): number =>
    events.filter((event) => event.type === type && (event.payload as { id?: string }).id === id).length;
  for (const { id, payload, status } of effects) {
    const isSecondCard = payload === 'card' && id !== effects.find((effect) => effect.payload === 'card')?.id;
    const dead = payload === 'hopeless';
    expect(status).toBe(dead ? 'dead' : 'done');
    if (isSecondCard) continue;
    expect(saw).toContain(`${String(payload)} ${id}`);
    expect(mentions('performed', id)).toBe(dead ? 0 : 1);
    expect(mentions('given-up', id)).toBe(dead ? 1 : 0);
  }
  const firsts = [...new Set(saw.map((line) => line.split(' ')[0]))];
  const letters = firsts.filter((word) => !['accepted', 'card', 'reply'].includes(word ?? ''));
  expect(letters).toEqual(['credentials', 'fails-first', 'hopeless', 'last']);
  expect(firsts.indexOf('card')).toBeLessThan(firsts.indexOf('reply'));
  expect(events.filter(({ type }) => type === 'became-overdue')).toHaveLength(1);
  expect(secretsOnDisk(databaseFile)).toEqual([]);
}

describe('a process killed with -9', () => {
  it.for(KILLS)('at %s, loses and doubles nothing once it is started again', async (at) => {
    const folder = temporaryFolder();
    expect(await runAndKill(folder, at)).toBe('SIGKILL');
    await workOff(folder);
    await checkConverged(folder);
  });

  it('again and again, one write further each time, converges in the end', async () => {
    const folder = temporaryFolder();
    let kills = 0;
    while ((await runAndKill(folder, `store.transaction.before-commit:${3 + 4 * kills}`)) === 'SIGKILL')
      kills += 1;
    expect(kills).toBeGreaterThan(2);
    await checkConverged(folder);
  });

  it('never, works everything off at once', async () => {
    const folder = temporaryFolder();
    await workOff(folder);
    await checkConverged(folder);
    expect(worldSaw(folder)).toHaveLength(8);
  });
});
