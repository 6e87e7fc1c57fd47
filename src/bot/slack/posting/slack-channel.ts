/**
 * Slack as the outbox sees it. Its client is its own: what Slack makes it wait for holds up no click. Nothing waits in
 * here either: whoever has to wait is told until when (TryLater).
 */

import type { WebClient } from '@slack/web-api';
import type { Channel, PlaceAddress, PlatformProfile, PostedCard } from '../../channel.ts';
import { Refused } from '../../posting/guarded-calls.ts';
import { createOutageGate } from '../../posting/outage.ts';
import { createPace } from '../../posting/pace.ts';
import type { PostLedger } from '../../posting/post-ledger.ts';
import { createPostOnce } from '../../posting/post-once.ts';
import { lineOf, messageOf } from '../rendering/message.ts';
import { createSlackCalls } from './slack-calls.ts';
import { createSlackPeople } from './slack-people.ts';
import { problemOfPlace } from './slack-places.ts';
import { createSlackPosts, type SlackAddress } from './slack-posts.ts';

export interface SlackChannelDeps {
  /** Retries nothing, rejects when it is to wait. */
  readonly client: WebClient;
  /** Of clicks: for questions about people, which are asked while somebody waits. */
  readonly quick: WebClient;
  readonly ledger: PostLedger;
  /** Told of what an operator has to mend, by Slack's own code. */
  readonly onTrouble: (code: string) => void;
  readonly timing?: Partial<SlackTiming>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** All in milliseconds. */
export interface SlackTiming {
  /** How long a call is left alone that may be done or not. */
  readonly settle: number;
  /** Until it is looked once more for what seemed lost, and was carried out late. */
  readonly late: number;
  /** Between two posts in one channel. */
  readonly interval: number;
  /** How many posts may follow at once. */
  readonly burst: number;
  readonly firstProbe: number;
  readonly longestProbe: number;
}

export interface SlackChannel extends Channel {
  readonly name: 'slack';
  /** False while Slack cannot be reached. */
  isReachable(): boolean;
}

const TIMING: SlackTiming = {
  settle: 5_000,
  late: 60_000,
  interval: 1_050,
  burst: 3,
  firstProbe: 500,
  longestProbe: 10_000,
};

export function createSlackChannel(deps: SlackChannelDeps): SlackChannel {
  const { client, quick, ledger, onTrouble, now = Date.now, random = Math.random } = deps;
  const timing = { ...TIMING, ...deps.timing };
  const pace = createPace({ now, intervalMs: timing.interval, burst: timing.burst });
  const { firstProbe: firstMs, longestProbe: longestMs } = timing;
  const outage = createOutageGate({ now, firstMs, longestMs, random });
  const calls = createSlackCalls({ client, pace, outage, settleMs: timing.settle, onTrouble });
  const once = createPostOnce({ platform: createSlackPosts(calls), ledger, pace, lateMs: timing.late });
  const people = createSlackPeople(quick, now);
  // A question of somebody who waits: with the quick client, and past the outbox's pauses.
  const quickly = createSlackCalls({
    client: quick,
    pace: createPace({ now, intervalMs: timing.interval, burst: timing.burst }),
    outage: createOutageGate({ now, firstMs, longestMs, random }),
    settleMs: timing.settle,
    onTrouble,
  });
  const directs = new Map<string, string>();

  async function postCard(
    place: PlaceAddress,
    card: Parameters<Channel['postCard']>[1],
    { key, summary }: { key: string; summary: string },
  ): Promise<PostedCard> {
    const message = messageOf(card, summary);
    return { ...(await once.post({ key, channelId: channelOf(place), threadTs: null, message })) };
  }

  async function directOf(externalId: string): Promise<string> {
    const known = directs.get(externalId);
    if (known !== undefined) {
      return known;
    }
    const { channel } = await calls.call('conversations.open', (web) =>
      web.conversations.open({ users: externalId }),
    );
    const channelId = channel?.id ?? '';
    directs.set(externalId, channelId);
    return channelId;
  }

  return {
    name: 'slack',
    isReachable: () => !outage.isDown(),
    postCard,
    async updateCard(posted, card, { summary }) {
      const { channelId, ts } = messageAt(posted);
      const message = messageOf(card, summary);
      try {
        await calls.call('chat.update', (web) => web.chat.update({ channel: channelId, ts, ...message }));
        return posted;
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'message_not_found')) {
          throw error;
        }
      }
      // The key comes from the card that is gone: whoever asks again finds the one that stands instead of it, which may
      // show an older state, hence written once more.
      const instead = await postCard({ channelId }, card, { key: `instead-of:${channelId}:${ts}`, summary });
      await calls.call('chat.update', (web) =>
        web.chat.update({ channel: channelId, ts: messageAt(instead).ts, ...message }),
      );
      return instead;
    },
    async postReply(posted, message, { key }) {
      const { channelId, ts } = messageAt(posted);
      await once.post({ key, channelId, threadTs: ts, message: lineOf(message) });
    },
    removeReply: (key) => once.remove(key),
    async postNotice(place, message, { key }) {
      await once.post({ key, channelId: channelOf(place), threadTs: null, message: lineOf(message) });
    },
    async postDirect(externalId, message, { key }) {
      const channelId = await directOf(externalId);
      await once.post({ key, channelId, threadTs: null, message: lineOf(message) });
    },
    profile: (externalId): Promise<PlatformProfile | null> => people.profile(externalId),
    memberByEmail: (email) => people.memberByEmail(email),
    placeProblem: (place) => problemOfPlace(quickly, channelOf(place)),
  };
}

function channelOf(place: PlaceAddress): string {
  return part(place, 'channelId');
}

function messageAt(posted: PostedCard): SlackAddress {
  return { channelId: part(posted, 'channelId'), ts: part(posted, 'ts') };
}

function part(address: Readonly<Record<string, string>>, name: 'channelId' | 'ts'): string {
  const value = address[name];
  if (value === undefined || value === '') {
    throw new Error(`not an address in Slack: ${name} is missing`);
  }
  return value;
}
