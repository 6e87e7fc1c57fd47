/** A desk in Slack and one in Teams, killed with -9 where a post is under way: after the restart everything stands there once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEAMS_PATH } from '../../src/bot/teams/app/teams-app.ts';
import type { FailpointName } from '../../src/failpoint/failpoint.ts';
import { ro } from '../../src/texts/ro.ts';
import type { World } from '../../src/world/world.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import type { FakeMessage } from '../fakes/slack/slack-state.ts';
import { textOfCard } from '../fakes/teams/card-rules.ts';
import { ALBA as ALBA_IN_SLACK, ELENA as ELENA_IN_SLACK, openSlackAround } from './slack-desk.ts';
import { ALBA as ALBA_IN_TEAMS, ELENA as ELENA_IN_TEAMS, openTeamsAround } from './teams-desk.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
/** Where it matters most; with KILL_EVERYWHERE=1 wherever a post passes. */
const KILLED_AT: readonly FailpointName[] = process.env.KILL_EVERYWHERE
  ? ['bot.post.begun', 'bot.post.made', 'desk.card.posted', 'desk.reply.posted', 'store.effect.performed']
  : ['bot.post.made'];
const WITHIN_MS = 60_000;

/** A platform with the applicants' world, and the settings of a desk between them. */
interface Around {
  readonly env: Readonly<Record<string, string>>;
  readonly world: World;
  deliverTo(url: string): void;
  bind(): Promise<unknown>;
  /** Resolves once `look` finds something. */
  until<T>(look: () => T | undefined | false, withinMs: number): Promise<T>;
  /** The cards of the channel, each with what it says and the lines under it. */
  cards(): readonly { readonly text: string; readonly lines: readonly string[] }[];
  close(): Promise<void>;
}

async function inSlack(): Promise<Around> {
  const { slack, world, env, close } = await openSlackAround();
  const messages = (): FakeMessage[] => slack.state.channels.get(ALBA_IN_SLACK)?.messages ?? [];
  return {
    ...{ world, env, close },
    deliverTo: (url) => slack.deliverTo(`${url}/slack/events`),
    bind: () => slack.people.command(ELENA_IN_SLACK, ALBA_IN_SLACK, 'leaga AB'),
    until: slack.state.until,
    cards: () =>
      messages()
        .filter(({ blocks = [] }) => blocks.some(({ type }) => type === 'header'))
        .map(({ ts, blocks = [] }) => ({
          text: readBlocks(blocks),
          lines: messages()
            .filter((message) => message.thread_ts === ts)
            .map((line) => readBlocks(line.blocks ?? [])),
        })),
  };
}

async function inTeams(): Promise<Around> {
  const { teams, world, env, close } = await openTeamsAround();
  const { posts } = teams.state;
  return {
    ...{ world, env, close },
    deliverTo: (url) => teams.deliverTo(`${url}${TEAMS_PATH}`),
    bind: () => teams.people.type(ELENA_IN_TEAMS, { channel: ALBA_IN_TEAMS }, '@Acces leaga AB'),
    until: teams.state.until,
    cards: () =>
      posts
        .filter(({ conversation, card, deleted }) => conversation === ALBA_IN_TEAMS && card && !deleted)
        .map(({ id, card }) => ({
          text: textOfCard(card),
          lines: posts.filter(({ threadId }) => threadId === id).map(({ text }) => text),
        })),
  };
}

let around: Around;
let sent = 0;

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
  around.deliverTo(url);
  return { child, url };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
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

describe.each([
  ['Slack', inSlack],
  ['Teams', inTeams],
] as const)('a desk in %s', (_platform, open) => {
  beforeAll(async () => {
    around = await open();
    sent = 0;
    const { child } = await start('');
    await around.bind();
    await end(child);
  });

  afterAll(async () => {
    await around.close();
  });

  it.each(KILLED_AT)(
    'killed at %s: the card stands in the channel once, and each line in its thread once',
    {
      timeout: 2 * WITHIN_MS,
    },
    async (killAt) => {
      const killed = await start(killAt);
      const gone = once(killed.child, 'exit');
      await around.world.sendSample('complete-ab');
      sent += 1;
      expect((await gone)[1]).toBe('SIGKILL');
      const { child, url } = await start('');
      await around.until(() => around.cards().length >= sent, WITHIN_MS);
      await nothingIsDue(url);
      expect(around.cards()).toHaveLength(sent);
      for (const { lines } of around.cards()) {
        expect(lines).toHaveLength(new Set(lines).size);
        expect(lines.length).toBeGreaterThan(0);
      }
      expect(around.cards().at(-1)?.text).toContain(ro.states.received);
      await end(child);
    },
  );
});
