/** What people write, change and delete in threads. What an app wrote comes never: no line goes in circles. */
import type { ThreadLine } from '../../channel.ts';
import { channelOf, type TeamsActivity, typedText } from './activity.ts';
import { objectIdOf } from './presses.ts';

/** The line that an activity tells of, or null if it is none of a person's in a thread. */
export function threadLineOf(activity: TeamsActivity, change: ThreadLine['change']): ThreadLine | null {
  const at = channelOf(activity);
  const externalId = objectIdOf(activity);
  const message = activity.id ?? null;
  if (
    at === null ||
    at.threadId === null ||
    externalId === null ||
    message === null ||
    message === at.threadId
  ) {
    return null;
  }
  const { teamId, channelId, threadId: messageId } = at;
  return {
    channel: 'teams',
    posted: { teamId, channelId, messageId },
    externalId,
    message,
    change,
    text: change === 'deleted' ? '' : typedText(activity),
  };
}
