/** A channel of Slack with the fake behind it and a ledger that outlives the channel, as the database does. */
import { onTestFinished } from 'vitest';
import { outboxClient, quickClient } from '../../../src/bot/slack/app/slack-app.ts';
import {
  createSlackChannel,
  type SlackChannel,
  type SlackTiming,
} from '../../../src/bot/slack/posting/slack-channel.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import { readBlocks } from '../../fakes/slack/reading.ts';
import { ledgerInMemory } from '../outbox.ts';

export const ALBA = 'C0ALBA';
export const MARIA = 'U0MARIA';

/** Milliseconds after which a call that nobody answers has failed. */
const TIMEOUT_MS = 60;
const QUICK: SlackTiming = {
  settle: 8,
  late: 100,
  interval: 0.01,
  burst: 10_000,
  // Longer than the fake takes to carry out what comes late.
  firstProbe: 15,
  longestProbe: 25,
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
