/** A desk in Slack, killed with -9 where a post is under way: after the restart everything stands there once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailpointName } from '../../src/failpoint/failpoint.ts';
import { ro } from '../../src/texts/ro.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import type { FakeMessage } from '../fakes/slack/slack-state.ts';
import { ALBA, ELENA, openSlackAround, type SlackAround } from './slack-desk.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
/** Where it matters most; with KILL_EVERYWHERE=1 wherever a post passes. */
const KILLED_AT: readonly FailpointName[] = process.env.KILL_EVERYWHERE
  ? ['bot.post.begun', 'bot.post.made', 'desk.card.posted', 'desk.reply.posted', 'store.effect.performed']
  : ['bot.post.made'];
const WITHIN_MS = 60_000;

let around: SlackAround;
let sent = 0;

beforeAll(async () => {
  around = await openSlackAround();
  const { child } = await start('');
  await around.slack.people.command(ELENA, ALBA, 'leaga AB');
  await end(child);
});

afterAll(async () => {
  await around.close();
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

/** `npm start` with these settings; resolves once it listens. */
async function start(killAt: string): Promise<Started> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PATH: process.env.PATH, ...around.env, ACCES_KILL_AT: killAt },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const listening = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const found = /Server:\s+(\S+)/.exec(line)?.[1];
      if (found !== undefined) {
        resolve(found);
      }
    });
  });
  const gone = once(child, 'exit').then(() => '');
  const url = await Promise.race([listening, gone]);
  around.slack.deliverTo(`${url}/slack/events`);
  return { child, url };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

function messages(): FakeMessage[] {
  return around.slack.state.channels.get(ALBA)?.messages ?? [];
}

function cards(): FakeMessage[] {
  return messages().filter(({ blocks = [] }) => blocks.some(({ type }) => type === 'header'));
}

async function nothingIsDue(url: string): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const { effects } = (await (await fetch(`${url}/health`)).json()) as {
      effects: { pending: number; sending: number };
    };
    if (effects.pending + effects.sending === 0) {
      return;
    }
    if (Date.now() > until) {
      throw new Error('something is still due');
    }
    await setTimeout(100);
  }
}

describe.each(KILLED_AT)('killed at %s', (killAt) => {
  it('the card stands in the channel once, and each line in its thread once', {
    timeout: 2 * WITHIN_MS,
  }, async () => {
    const killed = await start(killAt);
    const gone = once(killed.child, 'exit');
    await around.world.sendSample('complete-ab');
    sent += 1;
    expect((await gone)[1]).toBe('SIGKILL');
    const { child, url } = await start('');
    await around.slack.state.until(() => cards().length >= sent, WITHIN_MS);
    await nothingIsDue(url);
    expect(cards()).toHaveLength(sent);
    for (const { ts } of cards()) {
      const lines = messages().filter((message) => message.thread_ts === ts);
      const said = lines.map(({ blocks = [] }) => readBlocks(blocks));
      expect(said).toHaveLength(new Set(said).size);
      expect(said.length).toBeGreaterThan(0);
    }
    expect(readBlocks(cards().at(-1)?.blocks ?? [])).toContain(ro.states.received);
    await end(child);
  });
});
