/** Something that only one person sees. It may be lost: it is never the only copy of anything. */
import type { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../rendering/message.ts';

/** Where somebody is, as far as Slack tells. */
export interface Whereabouts {
  readonly user: string;
  readonly channelId: string | null;
  readonly threadTs?: string | null;
  /** Answers what was pressed, also in channels that the app is not in; good for half an hour. */
  readonly responseUrl: string | null;
}

export interface PrivateWords {
  /** Never rejects: what could not be said is logged as a code. */
  say(where: Whereabouts, message: SlackMessage): Promise<void>;
}

const WITHIN_MS = 2_500;

export function createPrivateWords(client: WebClient, onLost: (error: unknown) => void): PrivateWords {
  async function inChannel(
    { user, channelId, threadTs }: Whereabouts,
    message: SlackMessage,
  ): Promise<boolean> {
    if (channelId === null) {
      return false;
    }
    if (channelId.startsWith('D')) {
      await client.chat.postMessage({ channel: channelId, ...message });
      return true;
    }
    const thread = threadTs ? { thread_ts: threadTs } : {};
    await client.chat.postEphemeral({ channel: channelId, user, ...message, ...thread });
    return true;
  }

  async function byResponse({ responseUrl }: Whereabouts, message: SlackMessage): Promise<boolean> {
    if (responseUrl === null) {
      return false;
    }
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return response.ok;
  }

  async function directly({ user }: Whereabouts, message: SlackMessage): Promise<boolean> {
    const { channel } = await client.conversations.open({ users: user });
    await client.chat.postMessage({ channel: channel?.id ?? '', ...message });
    return true;
  }

  return {
    async say(where, message) {
      for (const way of [inChannel, byResponse, directly]) {
        try {
          if (await way(where, message)) {
            return;
          }
        } catch (error) {
          onLost(error);
        }
      }
    },
  };
}
