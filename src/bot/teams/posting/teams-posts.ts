/**
 * How Teams posts, and how it is found out what was posted. The Bot Connector tells nothing of it; Graph does, where the
 * team's owner allowed the app to read the channel's messages (`ChannelMessage.Read.Group`).
 */

import { PlaceUnreachable } from '../../channel.ts';
import { Refused } from '../../posting/guarded-calls.ts';
import type { PostLedger } from '../../posting/post-ledger.ts';
import type { Posting, PostingPlatform } from '../../posting/post-once.ts';
import { plainText } from '../app/activity.ts';
import type { TeamsMemory } from '../memory.ts';
import type { TeamsMessage } from '../rendering/message.ts';
import type { Connector, PageQuery, SeenMessage, TeamsAddress } from './connector.ts';

export interface TeamsPosting extends Posting {
  /** '' for a chat with one person. */
  readonly teamId: string;
  /** The post in whose thread it goes; null for a thread of its own. */
  readonly threadId: string | null;
  readonly message: TeamsMessage;
  /** What marks a card of this key; null for a line, which is known by its text. */
  readonly mark: string | null;
}

/** Of Teams' clock against ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const MOST_PAGES = 20;
/** Nobody is asked again at once who does not allow it. */
const FORBIDDEN_FOR_MS = 10 * 60_000;

export interface TeamsPostsDeps {
  readonly connector: Connector;
  readonly memory: TeamsMemory;
  readonly ledger: PostLedger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createTeamsPosts(deps: TeamsPostsDeps): PostingPlatform<TeamsPosting, TeamsAddress> {
  const { connector, memory, ledger, now } = deps;
  /** Teams whose messages may not be read, and until when they are not asked again. */
  const forbidden = new Map<string, number>();

  function addressOf({ teamId, channelId }: TeamsPosting, messageId: string): TeamsAddress {
    return { teamId, channelId, messageId };
  }

  async function groupOf(teamId: string): Promise<string | null> {
    const { teams } = await memory.known();
    const known = teams.find((team) => team.teamId === teamId);
    return await connector.groupOf(known ?? { teamId, groupId: null });
  }

  async function seen(posting: TeamsPosting, since: Date): Promise<readonly SeenMessage[] | null> {
    const { teamId, channelId, threadId } = posting;
    if (teamId === '' || (forbidden.get(teamId) ?? 0) > now()) {
      return null;
    }
    try {
      const groupId = await groupOf(teamId);
      return groupId === null
        ? null
        : await messagesSince(connector, { groupId, channelId, threadId, next: null }, since);
    } catch (error) {
      // Not allowed, or nothing that Graph knows: then nobody can know.
      if (error instanceof PlaceUnreachable || error instanceof Refused) {
        forbidden.set(teamId, now() + FORBIDDEN_FOR_MS);
        return null;
      }
      throw error;
    }
  }

  return {
    async send(posting, unclear) {
      const { teamId, channelId, threadId, message } = posting;
      if (teamId === '') {
        return addressOf(posting, await connector.sendToChat(channelId, message, unclear));
      }
      const messageId =
        threadId === null
          ? await connector.startThread({ teamId, channelId }, message, unclear)
          : await connector.reply({ teamId, channelId, messageId: threadId }, message, unclear);
      return addressOf(posting, messageId);
    },
    async find(posting, since) {
      const messages = await seen(posting, new Date(since.getTime() - CLOCKS_DIFFER_MS));
      if (messages === null) {
        return null;
      }
      const { mark } = posting;
      if (mark !== null) {
        const marked = messages.filter(({ cards }) => cards.some((card) => card.includes(`"${mark}"`)));
        return marked.map(({ id }) => addressOf(posting, id));
      }
      const taken = new Set((await ledger.postedSince(since)).map(({ messageId }) => messageId));
      const text = plainText(posting.message.text ?? '');
      const same = messages.find(({ id, html }) => !taken.has(id) && plainText(html) === text);
      return same ? [addressOf(posting, same.id)] : [];
    },
    remove: (address) => connector.remove(address),
  };
}

/** Our own messages since then, oldest first. */
async function messagesSince(
  connector: Connector,
  query: PageQuery,
  since: Date,
): Promise<readonly SeenMessage[]> {
  const found: SeenMessage[] = [];
  let next: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages, next: following } = await connector.page({ ...query, next });
    found.push(...messages.filter(({ createdAt, isOurs }) => isOurs && createdAt >= since));
    next = following;
    // Graph begins with what changed last; what is older than that is older still.
    if (next === null || (messages.length > 0 && messages.every(({ changedAt }) => changedAt < since))) {
      break;
    }
  }
  return found.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}
