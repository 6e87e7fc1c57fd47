/**
 * A desk in miniature for the kill tests: a mail arrives, becomes a case with effects and a timer, and all of it is
 * worked off. It may be killed anywhere and begun again: it takes up what it finds.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EffectTask } from '../../src/store/effect-runner.ts';
import { createEffectRunner, PermanentFailure } from '../../src/store/effect-runner.ts';
import type { Store } from '../../src/store/open.ts';
import { openStore } from '../../src/store/open.ts';
import { createTimerLoop } from '../../src/store/timer-loop.ts';
import type { UnitOfWork } from '../../src/store/unit-of-work.ts';

const MASTER_KEY = Buffer.alloc(32, 7);
const PASSWORD = 'Kp7#vTq9-Zm4wRx2';
const event = { type: 'opened', rows: 'A10', actor: 'system', payload: {}, at: new Date(0) } as const;

/** Appends a line that survives the kill: what the world outside has seen. */
function tellWorld(folder: string, line: string): void {
  const handle = openSync(join(folder, 'world.log'), 'a');
  writeSync(handle, `${line}\n`);
  fsyncSync(handle);
  closeSync(handle);
}

export function worldSaw(folder: string): string[] {
  const file = join(folder, 'world.log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** The sender of the mail sends it until it was accepted, as mail servers do. */
async function receive(store: Store, folder: string): Promise<void> {
  if (worldSaw(folder).includes('accepted')) return;
  const contentKey = store.lookupHash('mail-content', 'the mail');
  await store.receiveMail(Buffer.from('Subject: cerere\r\n\r\n'), { envelope: { from: 'x' }, contentKey });
  tellWorld(folder, 'accepted');
}

/** One case for one mail, however often it arrived and wherever the first attempt ended. */
async function handleStored(store: Store): Promise<void> {
  for (const mail of await store.inboundWith('stored')) {
    await store.transact(null, async (uow) => {
      const other = await uow.inboundByContent(mail.contentKey ?? '', mail.id);
      if (other?.status === 'handled') {
        await uow.markInbound(mail.id, 'stored', { status: 'duplicate' });
        return;
      }
      const { id } = await uow.createCase({
        kind: 'access',
        office: 'AB',
        state: 'received',
        number: await uow.nextNumber('AB', 2026),
        facts: {},
        events: [event],
      });
      await uow.markInbound(mail.id, 'stored', { status: 'handled', caseId: id });
      await addEffects(uow, id);
      await uow.changeTimers(id, { cancel: [], set: [{ kind: 'due', dueAt: new Date(0) }] });
    });
  }
}

async function addEffects(uow: UnitOfWork, caseId: string): Promise<void> {
  await uow.addEffects(caseId, 1, [
    { lane: 'mail', kind: 'letter', payload: 'credentials', secret: PASSWORD },
    { lane: 'mail', kind: 'letter', payload: 'fails-first' },
    { lane: 'mail', kind: 'letter', payload: 'hopeless', secret: PASSWORD },
    { lane: 'mail', kind: 'letter', payload: 'last' },
    { lane: 'card:1', kind: 'card', payload: 'card' },
    { lane: 'card:1', kind: 'card', payload: 'card' },
    { lane: 'card:1', kind: 'reply', payload: 'reply' },
  ]);
}

function performer(folder: string) {
  return async (task: EffectTask): Promise<void> => {
    const { id, caseId, payload } = task;
    const before = worldSaw(folder).filter((line) => line.endsWith(id)).length;
    tellWorld(folder, `${String(payload)} ${id}`);
    if (payload === 'hopeless') throw new PermanentFailure('550');
    if (payload === 'fails-first' && before === 0) throw new Error('down');
    if (task.kind === 'letter' && payload !== 'hopeless' && task.secret === '') throw new Error('no secret');
    await task.complete(async (uow) => {
      await uow.appendEvents(caseId, [{ ...event, type: 'performed', payload: { id } }]);
    });
  };
}

/** Does all that is to be done, and closes. */
export async function workOff(folder: string): Promise<void> {
  const store = await openStore({
    databaseUrl: `file:${join(folder, 'acces.db')}`,
    dataDir: folder,
    masterKey: MASTER_KEY,
  });
  const runner = createEffectRunner({
    store,
    perform: performer(folder),
    backOff: () => 0,
    onDead: async (uow, { id, caseId }) => {
      await uow.appendEvents(caseId, [{ ...event, type: 'given-up', payload: { id } }]);
    },
  });
  const timers = createTimerLoop({
    store,
    fire: async ({ caseId }, uow) => {
      await uow.appendEvents(caseId, [{ ...event, type: 'became-overdue' }]);
    },
    onError: (_timer, error) => {
      throw error;
    },
  });
  await runner.start();
  await receive(store, folder);
  await handleStored(store);
  await runner.idle();
  await timers.runDue();
  await runner.stop();
  await store.close();
}
