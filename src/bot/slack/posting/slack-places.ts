/** Whether a channel of Slack is fit for cards: https://docs.slack.dev/reference/objects/conversation-object */
import { PlaceUnreachable } from '../../channel.ts';
import type { SlackCalls } from './slack-calls.ts';

/** Rejects with TryLater if Slack cannot be asked now. */
export async function problemOfPlace(
  calls: SlackCalls,
  channelId: string,
): Promise<PlaceUnreachable['code'] | 'shared' | null> {
  try {
    const { channel } = await calls.call('conversations.info', (web) =>
      web.conversations.info({ channel: channelId }),
    );
    if (channel?.is_archived) {
      return 'archived';
    }
    if (channel?.is_ext_shared || channel?.is_pending_ext_shared) {
      return 'shared';
    }
    if (!channel?.is_member) {
      return 'not-a-member';
    }
    return channel.is_read_only || channel.is_thread_only ? 'not-allowed' : null;
  } catch (error) {
    if (error instanceof PlaceUnreachable) {
      return error.code;
    }
    throw error;
  }
}
