/** A channel of Slack with the fake behind it and a ledger that outlives the channel, as the database does. */
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type Card, TryLater } from '../../../src/bot/channel.ts';
import type { KnownPost, PostLedger } from '../../../src/bot/post-ledger.ts';
import { outboxClient, quickClient } from '../../../src/bot/slack/app/slack-app.ts';
import {
  createSlackChannel,
  type SlackChannel,
  type SlackTiming,
} from '../../../src/bot/slack/posting/slack-channel.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import { readBlocks } from '../../fakes/slack/reading.ts';

export const ALBA = 'C0ALBA';
export const MARIA = 'U0MARIA';

/** Milliseconds after which a call that nobody answers has failed. */
const TIMEOUT_MS = 60;
const QUICK: SlackTiming = {
  settle: 8,
  late: 100,
  interval: 0.01,
  burst: 10_000,
  firstProbe: 1,
  longestProbe: 4,
};

export interface SlackToPost {
  readonly slack: FakeSlack;
  readonly troubles: string[];
  /** A new one each time: what a process that was killed knew is gone. */
  open(timing?: Partial<SlackTiming>): SlackChannel;
  /** What stands in the channel, and in threads, oldest first. */
  lines(): string[];
}

export async function slackToPost(options: FakeSlackOptions = {}): Promise<SlackToPost> {
  const slack = await openFakeSlack({
    users: [{ id: MARIA, name: 'Maria Ionescu', email: 'maria@ancpi.example' }],
    channels: [{ id: ALBA, name: 'ocpi-alba' }],
    ...options,
  });
  onTestFinished(() => slack.close());
  const ledger = ledgerInMemory();
  const troubles: string[] = [];
  return {
    slack,
    troubles,
    open: (timing = {}) =>
      createSlackChannel({
        client: outboxClient(slack.botToken, slack.apiUrl, TIMEOUT_MS),
        quick: quickClient(slack.botToken, slack.apiUrl),
        ledger,
        onTrouble: (code) => troubles.push(code),
        timing: { ...QUICK, ...timing },
      }),
    lines: () =>
      (slack.state.channels.get(ALBA)?.messages ?? []).map(({ blocks = [] }) => readBlocks(blocks)),
  };
}

/** Keeps the promises of the database's ledger; what it says lasts as long as the test. */
function ledgerInMemory(): PostLedger {
  const known = new Map<string, KnownPost>();
  return {
    async begin(key) {
      const before = known.get(key) ?? { firstTriedAt: null, posted: null };
      known.set(key, { ...before, firstTriedAt: before.firstTriedAt ?? new Date() });
      return before;
    },
    async keep(key, posted) {
      known.set(key, { firstTriedAt: known.get(key)?.firstTriedAt ?? new Date(), posted });
    },
  };
}

export function cardSaying(text: string): Card {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
  };
}

/** As the outbox does: asks again when the channel said, until it is done. `between` runs before each new try. */
export async function untilDone<T>(call: () => Promise<T>, between: () => void = () => {}): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof TryLater)) {
        throw error;
      }
      await setTimeout(error.waitMs);
      between();
    }
  }
}
