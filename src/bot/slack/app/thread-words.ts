/** What people write, change and delete in threads. What an app wrote, ours too, is none of it: no line goes in circles. */
import type { z } from 'zod';
import type { ThreadLine } from '../../channel.ts';
import type { messageSchema } from './payloads.ts';
import { typedText } from './slack-text.ts';

type Message = z.infer<typeof messageSchema>;

/** Kinds of messages that people write: https://docs.slack.dev/reference/events/message */
const WRITTEN: ReadonlySet<string> = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);

/** The line that an event tells of, or null if it is none of a person's in a thread. */
export function threadLineOf(event: Message): ThreadLine | null {
  const { channel, subtype } = event;
  if (subtype === 'message_changed') {
    const { message, previous_message: before } = event;
    // Slack tells of unfurled links and new replies as changes too.
    return message?.text === before?.text ? null : lineOf(channel, message, 'edited');
  }
  if (subtype === 'message_deleted') {
    return lineOf(channel, event.previous_message, 'deleted');
  }
  return WRITTEN.has(subtype ?? '') ? lineOf(channel, event, 'new') : null;
}

type Written = NonNullable<Message['message']>;

function lineOf(
  channelId: string,
  written: Written | null | undefined,
  change: ThreadLine['change'],
): ThreadLine | null {
  const { ts, thread_ts: parent, user, bot_id: bot, text } = written ?? {};
  if (!ts || !parent || parent === ts || !user || bot) {
    return null;
  }
  return {
    channel: 'slack',
    posted: { channelId, ts: parent },
    externalId: user,
    message: ts,
    change,
    text: change === 'deleted' ? '' : readable(text ?? ''),
  };
}

/** A mention of somebody is only their name elsewhere. */
function readable(text: string): string {
  return typedText(
    text.replace(/<@[UW][A-Z0-9]+(?:\|([^>]+))?>/g, (_all, name?: string) => `@${name ?? '…'}`),
  );
}
