/** What the outbox asks of Slack happens once, whatever Slack does with the asking. */
import { describe, expect, it } from 'vitest';
import { PlaceUnreachable, TryLater } from '../../../src/bot/channel.ts';
import type { SlackChannel } from '../../../src/bot/slack/posting/slack-channel.ts';
import { FAULT_KINDS, randomFaults } from '../../fakes/faults.ts';
import { cardSaying, untilDone } from '../outbox.ts';
import { ALBA, MARIA, type SlackToPost, slackToPost } from './slack-to-post.ts';

const PLACE = { channelId: ALBA };
const POSTING = ['chat.postMessage', 'conversations.history', 'conversations.replies', 'chat.delete'];
const RUNS = 1_000;

function post(channel: SlackChannel, text: string): Promise<Readonly<Record<string, string>>> {
  return channel.postCard(PLACE, cardSaying(text), { key: `key:${text}`, summary: text });
}

/** Once Slack has done all that it was asked: a call that comes late comes within this. */
async function quiet({ slack }: SlackToPost): Promise<void> {
  const { calls } = slack.state;
  await slack.state
    .until(() => calls.every(({ applied, error }) => applied || error !== undefined), 200)
    .catch(() => {});
}

describe.each(FAULT_KINDS)('when a post meets the fault «%s»', (kind) => {
  it('one message stands there in the end, and is found again', async () => {
    const chat = await slackToPost();
    chat.slack.faults.add({ kind, method: 'chat.postMessage', retryAfter: 0 });
    const channel = chat.open();
    await expect(post(channel, 'unu')).rejects.toThrow(TryLater);
    const posted = await untilDone(() => post(channel, 'unu'));
    await quiet(chat);
    expect(chat.lines()).toEqual(['unu']);
    expect(await post(chat.open(), 'unu')).toEqual(posted);
  });

  it('also if the process was killed before it heard of it, and twice in a row', async () => {
    const chat = await slackToPost();
    chat.slack.faults.add({ kind, method: 'chat.postMessage', times: 2, retryAfter: 0 });
    await expect(post(chat.open(), 'unu')).rejects.toThrow(TryLater);
    let channel = chat.open();
    await untilDone(
      () => post(channel, 'unu'),
      () => {
        channel = chat.open();
      },
    );
    await quiet(chat);
    expect(chat.lines()).toEqual(['unu']);
  });

  it('a line of a thread stands there once, too', async () => {
    const chat = await slackToPost();
    const channel = chat.open();
    const posted = await post(channel, 'card');
    chat.slack.faults.add({ kind, method: 'chat.postMessage', retryAfter: 0 });
    const reply = (): Promise<void> =>
      channel.postReply(posted, { text: 'rând', mentions: [] }, { key: 'rând' });
    await expect(reply()).rejects.toThrow(TryLater);
    await untilDone(reply);
    await quiet(chat);
    expect(chat.lines()).toEqual(['card', 'rând']);
  });
});

it(`${RUNS} posts under random faults, with processes killed in between: each stands there once`, async () => {
  const chat = await slackToPost();
  const seed = 20_261_126;
  chat.slack.faults.plan(randomFaults(seed, 30, POSTING));
  const wanted: string[] = [];
  const lanes = Array.from({ length: 8 }, (_none, lane) => lane);
  await Promise.all(
    lanes.map(async (lane) => {
      let channel = chat.open();
      for (let run = lane; run < RUNS; run += lanes.length) {
        wanted.push(`mesajul ${run}`);
        await untilDone(
          () => post(channel, `mesajul ${run}`),
          () => {
            channel = run % 3 === 0 ? chat.open() : channel;
          },
        );
      }
    }),
  );
  chat.slack.faults.clear();
  await quiet(chat);
  expect(chat.lines().toSorted(), `seed ${seed}`).toEqual(wanted.toSorted());
}, 120_000);

describe('a post that Slack carries out later than anybody would think', () => {
  it('is removed when it is looked for once more; the one that the desk knows stays', async () => {
    const chat = await slackToPost();
    const channel = chat.open({ late: 2_000 });
    // The look before the second post finds nothing yet, nor the one right after it: on a busy machine neither.
    chat.slack.faults.add({ kind: 'late', method: 'chat.postMessage', afterMs: 1_200 });
    await expect(post(channel, 'unu')).rejects.toThrow(TryLater);
    const posted = await untilDone(() => post(channel, 'unu'));
    await chat.slack.state.until(() => chat.lines().length === 2);
    await chat.slack.state.until(() => chat.lines().length === 1);
    expect(chat.slack.state.channels.get(ALBA)?.messages[0]?.ts).toBe(posted.ts);
  });
});

describe('a channel that somebody has to mend', () => {
  it.each([
    ['archived', (chat: SlackToPost) => archive(chat)],
    ['not-a-member', (chat: SlackToPost) => leave(chat)],
    ['not-found', (chat: SlackToPost) => chat.slack.state.channels.delete(ALBA)],
  ] as const)('that is %s is told as that', async (code, spoil) => {
    const chat = await slackToPost();
    const channel = chat.open();
    const posted = await post(channel, 'unu');
    spoil(chat);
    const options = { summary: 'x', key: 'alt' };
    await expect(channel.postCard(PLACE, cardSaying('doi'), options)).rejects.toMatchObject({ code });
    await expect(channel.updateCard(posted, cardSaying('doi'), options)).rejects.toBeInstanceOf(
      PlaceUnreachable,
    );
    await expect(channel.postReply(posted, { text: 'x', mentions: [] }, options)).rejects.toBeInstanceOf(
      PlaceUnreachable,
    );
    expect(await channel.placeProblem(PLACE)).toBe(code);
  });

  function archive({ slack }: SlackToPost): void {
    const channel = slack.state.channels.get(ALBA);
    if (channel) {
      channel.archived = true;
    }
  }

  function leave({ slack }: SlackToPost): void {
    slack.state.channels.get(ALBA)?.members.delete(slack.state.bot.user);
  }
});

describe('a token that Slack does not take', () => {
  it.each([['token_revoked'], ['missing_scope'], ['account_inactive']])(
    '%s is told to an operator, and what was to be posted waits',
    async (error) => {
      const chat = await slackToPost();
      const channel = chat.open();
      chat.slack.faults.add({ kind: 'refused-before', method: 'chat.postMessage', error });
      await expect(post(channel, 'unu')).rejects.toMatchObject({ code: `slack-${error}` });
      expect(chat.troubles).toEqual([error]);
      await post(channel, 'unu');
      expect(chat.lines()).toEqual(['unu']);
    },
  );

  it('what Slack refuses for a mistake of ours is an error, not a wait', async () => {
    const chat = await slackToPost();
    chat.slack.faults.add({ kind: 'refused-before', method: 'chat.postMessage', error: 'invalid_blocks' });
    await expect(post(chat.open(), 'unu')).rejects.not.toBeInstanceOf(TryLater);
  });
});

describe('rate limits', () => {
  it('a channel gets its posts one after the other, each told at once when its turn is', async () => {
    const chat = await slackToPost();
    const channel = chat.open({ interval: 1_000, burst: 3 });
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_none, index) => post(channel, String(index))),
    );
    const waits = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.waitMs] : []));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(waits.map((wait) => Math.ceil(wait / 1_000))).toEqual([1, 2, 3]);
    expect(chat.slack.state.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(3);
  });

  it('paced so, Slack with its real limit never has to say so', async () => {
    // On a busy machine what was sent apart arrives together: there is room for that, and none for twelve at once.
    const chat = await slackToPost({ rate: { perSecond: 20, burst: 6 } });
    const channel = chat.open({ interval: 100, burst: 3 });
    await Promise.all(
      Array.from({ length: 12 }, (_none, index) => untilDone(() => post(channel, String(index)))),
    );
    expect(chat.lines()).toHaveLength(12);
    expect(chat.slack.rateLimited()).toBe(0);
  });

  it('when Slack says wait, nobody calls that method until then, and other methods go on', async () => {
    const chat = await slackToPost();
    const channel = chat.open();
    const posted = await post(channel, 'card');
    chat.slack.faults.add({ kind: 'rate-limit', method: 'chat.postMessage', retryAfter: 30 });
    await expect(post(channel, 'unu')).rejects.toMatchObject({ waitMs: 30_000 });
    const calls = chat.slack.state.calls.length;
    await expect(post(channel, 'doi')).rejects.toBeInstanceOf(TryLater);
    expect(chat.slack.state.calls).toHaveLength(calls);
    await channel.updateCard(posted, cardSaying('card nou'), { summary: 'x' });
    expect(chat.lines()).toEqual(['card nou']);
  });
});

describe('an outage', () => {
  it('is found out by one call at a time, and ends with the first that is answered', async () => {
    const chat = await slackToPost();
    const channel = chat.open({ firstProbe: 10_000, longestProbe: 10_000 });
    await chat.slack.goDown();
    await expect(post(channel, 'unu')).rejects.toBeInstanceOf(TryLater);
    expect(channel.isReachable()).toBe(false);
    await chat.slack.comeBack();
    // Not its turn yet: nobody calls.
    await expect(post(channel, 'doi')).rejects.toMatchObject({ code: 'platform-unreachable' });
    expect(chat.slack.state.calls).toEqual([]);
    const quick = chat.open({ firstProbe: 1 });
    await untilDone(() => post(quick, 'doi'));
    expect(quick.isReachable()).toBe(true);
  });
});

describe('people', () => {
  it('whose address Slack does not vouch for have none; guests, strangers and the gone are told apart', async () => {
    const users = [
      { id: 'U1', name: 'Ana', email: 'Ana@ANCPI.example' },
      { id: 'U2', name: 'Neconfirmat', email: 'n@ancpi.example', unconfirmed: true },
      { id: 'U3', name: 'Oaspete', email: 'o@ancpi.example', guest: true },
      { id: 'U4', name: 'Plecat', email: 'p@ancpi.example', deleted: true },
      { id: 'U5', name: 'Străin', email: 's@ancpi.example', foreign: true },
    ];
    const chat = await slackToPost({ users });
    const channel = chat.open();
    expect(await channel.profile('U1')).toEqual({
      name: 'Ana',
      email: 'ana@ancpi.example',
      standing: 'member',
    });
    expect((await channel.profile('U2'))?.email).toBeNull();
    expect((await channel.profile('U3'))?.standing).toBe('guest');
    expect((await channel.profile('U4'))?.standing).toBe('gone');
    expect((await channel.profile('U5'))?.standing).toBe('stranger');
    expect(await channel.profile('U9')).toBeNull();
    expect(await channel.memberByEmail('o@ancpi.example')).toBeNull();
  });

  it('cannot be asked for while Slack is down, and nobody is thought unknown for that', async () => {
    const chat = await slackToPost();
    const channel = chat.open();
    await chat.slack.goDown();
    expect(await channel.profile(MARIA)).toBeNull();
    await chat.slack.comeBack();
    expect((await channel.profile(MARIA))?.standing).toBe('member');
  });
});
