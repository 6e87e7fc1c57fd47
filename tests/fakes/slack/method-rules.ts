/** What each method takes, and which scope it needs. */
import type { Args } from './method.ts';

/** Scopes that each method needs; any one of a list. https://docs.slack.dev/reference/scopes */
export const NEEDED_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
};

/** The arguments that a method takes; one more is a mistake. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': [
    ...['channel', 'text', 'blocks', 'metadata', 'thread_ts', 'mrkdwn', 'unfurl_links', 'unfurl_media'],
  ],
  'chat.update': ['channel', 'ts', 'text', 'blocks', 'metadata'],
  'chat.delete': ['channel', 'ts'],
  'chat.postEphemeral': ['channel', 'user', 'text', 'blocks', 'thread_ts'],
  'conversations.history': [
    ...['channel', 'oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'],
  ],
  'conversations.replies': [
    ...['channel', 'ts', 'oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'],
  ],
  'conversations.info': ['channel'],
  'conversations.open': ['users'],
  'users.info': ['user'],
  'users.lookupByEmail': ['email'],
  'views.open': ['trigger_id', 'view'],
  'views.push': ['trigger_id', 'view'],
  'views.update': ['view_id', 'view', 'hash'],
  'views.publish': ['user_id', 'view'],
};

/** An argument that the method does not know, or null. */
export function strayArgument(method: string, args: Args): string | null {
  return Object.keys(args).find((name) => !TAKES[method]?.includes(name)) ?? null;
}
