/** Teams as the outbox sees it. Nothing waits in here: whoever has to wait is told until when (TryLater). */

import type { Channel, PlaceAddress, PostedCard } from '../../channel.ts';
import { Refused } from '../../posting/guarded-calls.ts';
import { createOutageGate } from '../../posting/outage.ts';
import { createPace } from '../../posting/pace.ts';
import type { PostLedger } from '../../posting/post-ledger.ts';
import { createPostOnce } from '../../posting/post-once.ts';
import type { TeamsMemory } from '../memory.ts';
import { cardMessage, lineMessage, markOf } from '../rendering/message.ts';
import type { BotTokens } from '../tokens.ts';
import { type Connector, createConnector, type TeamsAddress } from './connector.ts';
import { createTeamsCalls } from './teams-calls.ts';
import { createTeamsPeople, type TeamsPeople } from './teams-people.ts';
import { problemOfPlace } from './teams-places.ts';
import { createTeamsPosts } from './teams-posts.ts';

export interface TeamsChannelDeps {
  readonly tokens: BotTokens;
  readonly memory: TeamsMemory;
  readonly ledger: PostLedger;
  readonly appId: string;
  readonly tenantId: string;
  readonly graphUrl: string;
  /** Told of what an operator has to mend, by Microsoft's own code. */
  readonly onTrouble: (code: string) => void;
  readonly timing?: Partial<TeamsTiming>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** All in milliseconds. */
export interface TeamsTiming {
  /** How long a call of the outbox may take; and one for which a person waits. */
  readonly call: number;
  readonly quickCall: number;
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

export interface TeamsChannel extends Channel {
  readonly name: 'teams';
  /** False while Teams cannot be reached. */
  isReachable(): boolean;
  readonly people: TeamsPeople;
  /** For what a person waits for: past the outbox's pauses. */
  readonly quick: Connector;
}

/**
 * A thread takes sixty messages in half a minute, and a tenant fifty a second of one app: 42 offices must fit in that.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const TIMING: TeamsTiming = {
  call: 15_000,
  quickCall: 4_000,
  settle: 5_000,
  late: 60_000,
  interval: 1_000,
  burst: 3,
  firstProbe: 500,
  longestProbe: 10_000,
};

export function createTeamsChannel(deps: TeamsChannelDeps): TeamsChannel {
  const { ledger, memory, tenantId, now = Date.now, random = Math.random } = deps;
  const timing = { ...TIMING, ...deps.timing };
  const pace = createPace({ now, intervalMs: timing.interval, burst: timing.burst });
  const { firstProbe: firstMs, longestProbe: longestMs } = timing;
  const outage = createOutageGate({ now, firstMs, longestMs, random });
  const { tokens, onTrouble } = deps;
  const common = { tokens, onTrouble, settleMs: timing.settle };
  const connector = createConnector({
    ...deps,
    calls: createTeamsCalls({ ...common, pace, outage, timeoutMs: timing.call }),
  });
  const quick = createConnector({
    ...deps,
    calls: createTeamsCalls({
      ...common,
      pace: createPace({ now, intervalMs: timing.interval, burst: timing.burst }),
      outage: createOutageGate({ now, firstMs, longestMs, random }),
      timeoutMs: timing.quickCall,
    }),
  });
  const platform = createTeamsPosts({ connector, memory, ledger, now });
  const once = createPostOnce({ platform, ledger, pace, lateMs: timing.late });
  const people = createTeamsPeople({ connector: quick, memory, tenantId, now });
  const chats = new Map<string, string>();

  async function postCard(
    place: PlaceAddress,
    card: Parameters<Channel['postCard']>[1],
    { key, summary }: { key: string; summary: string },
  ): Promise<PostedCard> {
    const mark = markOf(key);
    const message = cardMessage(card, summary, mark);
    return { ...(await once.post({ key, ...placeOf(place), threadId: null, message, mark })) };
  }

  async function chatWith(objectId: string): Promise<string> {
    const known = chats.get(objectId);
    if (known !== undefined) {
      return known;
    }
    const conversationId = await connector.chatWith(objectId);
    chats.set(objectId, conversationId);
    return conversationId;
  }

  return {
    name: 'teams',
    isReachable: () => !outage.isDown(),
    people,
    quick,
    postCard,
    async updateCard(posted, card, { summary }) {
      const at = addressOf(posted);
      const message = cardMessage(card, summary, null);
      try {
        await connector.update(at, message);
        return posted;
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) {
          throw error;
        }
      }
      // The key comes from the card that is gone: whoever asks again finds the one that stands instead of it, which may
      // show an older state, hence written once more.
      const key = `instead-of:${at.channelId}:${at.messageId}`;
      const instead = await postCard({ teamId: at.teamId, channelId: at.channelId }, card, { key, summary });
      await connector.update(addressOf(instead), message);
      return instead;
    },
    async postReply(posted, message, { key }) {
      const { teamId, channelId, messageId } = addressOf(posted);
      const line = lineMessage(message);
      await once.post({ key, teamId, channelId, threadId: messageId, message: line, mark: null });
    },
    removeReply: (key) => once.remove(key),
    async postNotice(place, message, { key }) {
      await once.post({ key, ...placeOf(place), threadId: null, message: lineMessage(message), mark: null });
    },
    async postDirect(externalId, message, { key }) {
      const channelId = await chatWith(externalId);
      await once.post({
        ...{ key, channelId, teamId: '', threadId: null, message: lineMessage(message), mark: null },
      });
    },
    profile: (externalId) => people.profile(externalId),
    memberByEmail: (email) => people.memberByEmail(email),
    placeProblem: (place) => problemOfPlace(quick, placeOf(place)),
  };
}

function placeOf(place: PlaceAddress): { readonly teamId: string; readonly channelId: string } {
  return { teamId: part(place, 'teamId'), channelId: part(place, 'channelId') };
}

function addressOf(posted: PostedCard): TeamsAddress {
  return { ...placeOf(posted), messageId: part(posted, 'messageId') };
}

function part(address: Readonly<Record<string, string>>, name: keyof TeamsAddress): string {
  const value = address[name];
  if (value === undefined || value === '') {
    throw new Error(`not an address in Teams: ${name} is missing`);
  }
  return value;
}
