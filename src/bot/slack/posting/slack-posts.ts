/** How Slack posts, and finds by a message's metadata what was posted: the platform's half of posting once. */
import type { ConversationsHistoryResponse } from '@slack/web-api';
import type { Posting, PostingPlatform } from '../../posting/post-once.ts';
import type { SlackMessage } from '../rendering/message.ts';
import type { SlackCalls } from './slack-calls.ts';

/** What a message's metadata is called. Everybody in the workspace can read it: it holds opaque ids only. */
const OPERATION = 'acces_op';
/** Of Slack's clock against ours. */
const CLOCKS_DIFFER_MS = 10 * 60_000;
const A_PAGE = 200;

export interface SlackPosting extends Posting {
  /** The message in whose thread it goes, or null. */
  readonly threadTs: string | null;
  readonly message: SlackMessage;
}

/** Where a message stands: `{ channelId, ts }`. */
export type SlackAddress = { readonly channelId: string; readonly ts: string };

export function createSlackPosts(calls: SlackCalls): PostingPlatform<SlackPosting, SlackAddress> {
  function pageOf(
    { channelId, threadTs }: SlackPosting,
    since: Date,
    cursor: string | undefined,
  ): Promise<Pick<ConversationsHistoryResponse, 'messages' | 'response_metadata'>> {
    const query = {
      channel: channelId,
      oldest: String((since.getTime() - CLOCKS_DIFFER_MS) / 1_000),
      inclusive: true,
      include_all_metadata: true,
      limit: A_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    };
    return threadTs === null
      ? calls.call('conversations.history', (client) => client.conversations.history(query))
      : calls.call('conversations.replies', (client) =>
          client.conversations.replies({ ...query, ts: threadTs }),
        );
  }

  return {
    async send({ key, channelId, threadTs, message }, unclear) {
      const answer = await calls.call(
        'chat.postMessage',
        (client) =>
          client.chat.postMessage({
            channel: channelId,
            ...message,
            ...(threadTs === null ? {} : { thread_ts: threadTs }),
            mrkdwn: false,
            unfurl_links: false,
            unfurl_media: false,
            metadata: { event_type: OPERATION, event_payload: { op: key } },
          }),
        unclear,
      );
      return addressOf(answer.channel ?? channelId, answer.ts ?? '');
    },
    async find(posting, since) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await pageOf(posting, since, cursor);
        for (const message of page.messages ?? []) {
          if (operationOf(message.metadata) === posting.key && message.ts !== undefined) {
            found.push(message.ts);
          }
        }
        cursor = page.response_metadata?.next_cursor || undefined;
      } while (cursor !== undefined);
      return found.sort().map((ts) => addressOf(posting.channelId, ts));
    },
    async remove({ channelId, ts }) {
      await calls.call('chat.delete', (client) => client.chat.delete({ channel: channelId, ts }));
    },
  };
}

function addressOf(channelId: string, ts: string): SlackAddress {
  return { channelId, ts };
}

/** The key in a message's metadata, if it is one of ours. */
function operationOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) {
    return null;
  }
  const { event_payload: payload } = metadata;
  const op = typeof payload === 'object' && payload !== null && 'op' in payload ? payload.op : null;
  return typeof op === 'string' ? op : null;
}
