/** What the app asks of a workspace: exactly this, in slack-manifest.yml, in docs/slack.md and in `npm run doctor`. */

/** Each scope of the bot token, with what would not work without it. https://docs.slack.dev/reference/scopes */
export const SCOPES = {
  'app_mentions:read': 'mention',
  'channels:history': 'once',
  'channels:read': 'binding',
  'chat:write': 'posting',
  commands: 'command',
  'groups:history': 'once',
  'groups:read': 'binding',
  'im:history': 'direct',
  'im:write': 'direct',
  'users:read': 'people',
  'users:read.email': 'people',
} as const;

export type SlackScope = keyof typeof SCOPES;
export type ScopePurpose = (typeof SCOPES)[SlackScope];

/** Events that the app listens to. https://docs.slack.dev/reference/events */
export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'channel_archive',
  'channel_left',
  'channel_unarchive',
  'group_archive',
  'group_left',
  'group_unarchive',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
] as const;
