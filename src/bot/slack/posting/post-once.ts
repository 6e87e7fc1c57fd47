/**
 * Posts a message once, though Slack has no idempotency key: a durable row before the call, the key in the message's
 * metadata, and a look through the channel before anything is sent again (docs/decisions/0016).
 */
import type { ConversationsHistoryResponse } from '@slack/web-api';
import { failpoint } from '../../../failpoint/failpoint.ts';
import type { PostLedger } from '../../post-ledger.ts';
import type { SlackMessage } from '../rendering/message.ts';
import type { Pace } from './pace.ts';
import type { SlackCalls } from './slack-calls.ts';

/** What a message's metadata is called. Everybody in the workspace can read it: it holds opaque ids only. */
export const OPERATION = 'acces_op';
/** Of Slack's clock against ours. */
const CLOCKS_DIFFER_MS = 10 * 60_000;
const A_PAGE = 200;

export interface PostOnceDeps {
  readonly calls: SlackCalls;
  readonly ledger: PostLedger;
  readonly pace: Pace;
  /** Milliseconds after which it is looked once more whether a call was carried out that seemed lost. */
  readonly lateMs: number;
}

export interface Posting {
  readonly key: string;
  readonly channelId: string;
  /** The message in whose thread it goes, or null. */
  readonly threadTs: string | null;
  readonly message: SlackMessage;
}

/** Where a message stands: `{ channelId, ts }`. */
export type SlackAddress = { readonly channelId: string; readonly ts: string };

export interface PostOnce {
  /** Posts, or finds what was posted under this key. Rejects as {@link SlackCalls.call} does. */
  post(posting: Posting): Promise<SlackAddress>;
}

export function createPostOnce({ calls, ledger, pace, lateMs }: PostOnceDeps): PostOnce {
  /** Keys that were tried, and that Slack certainly did not carry out: those need not be looked for. */
  const notDone = new Set<string>();

  async function post(posting: Posting): Promise<SlackAddress> {
    const { key, channelId } = posting;
    pace.admit(channelId, key);
    const known = await ledger.begin(key);
    failpoint('bot.post.begun');
    if (known.posted) {
      return addressOf(known.posted.channelId ?? channelId, known.posted.ts ?? '');
    }
    const mayBeThere = known.firstTriedAt !== null && !notDone.has(key);
    const since = known.firstTriedAt;
    if (mayBeThere && since !== null) {
      const found = await theOne(posting, since);
      if (found !== null) {
        return await kept(key, found);
      }
    }
    const address = await send(posting, !mayBeThere);
    failpoint('bot.post.made');
    if (mayBeThere && since !== null) {
      // The earlier call may have been carried out after all, between the look and this one, or even later.
      lookLater(posting, since);
      return await kept(key, (await theOne(posting, since)) ?? address);
    }
    return await kept(key, address);
  }

  /** Whatever comes of it: what stands there twice says the same, and works just as well. */
  function lookLater(posting: Posting, since: Date): void {
    setTimeout(() => void theOne(posting, since).catch(() => {}), lateMs).unref();
  }

  async function kept(key: string, address: SlackAddress): Promise<SlackAddress> {
    notDone.delete(key);
    await ledger.keep(key, { ...address });
    return address;
  }

  async function send({ key, channelId, threadTs, message }: Posting, first: boolean): Promise<SlackAddress> {
    let unclear = false;
    try {
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
        () => {
          unclear = true;
        },
      );
      return addressOf(answer.channel ?? channelId, answer.ts ?? '');
    } finally {
      if (first && !unclear) {
        notDone.add(key);
      } else {
        notDone.delete(key);
      }
    }
  }

  /** The first message of this key; others of it are removed. Null if there is none. */
  async function theOne(posting: Posting, since: Date): Promise<SlackAddress | null> {
    const [first, ...others] = (await messagesOf(posting, since)).sort();
    for (const ts of others) {
      await calls.call('chat.delete', (client) => client.chat.delete({ channel: posting.channelId, ts }));
    }
    return first === undefined ? null : addressOf(posting.channelId, first);
  }

  async function messagesOf({ key, channelId, threadTs }: Posting, since: Date): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await pageOf(channelId, threadTs, since, cursor);
      for (const message of page.messages ?? []) {
        if (operationOf(message.metadata) === key && message.ts !== undefined) {
          found.push(message.ts);
        }
      }
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return found;
  }

  function pageOf(
    channelId: string,
    threadTs: string | null,
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

  return { post };
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
