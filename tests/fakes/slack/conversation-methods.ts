/** Channels and what stands in them: conversations.* of the Web API. */
import { type Args, channelOf, fail, isResult, type Method, type Result } from './method.ts';
import type { FakeChannel, FakeMessage, SlackState } from './slack-state.ts';

function history(state: SlackState, args: Args): Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  return page(channel.messages.filter(({ thread_ts }) => thread_ts === undefined).toReversed(), args);
}

function replies(state: SlackState, args: Args): Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  const thread = channel.messages.filter(({ ts, thread_ts }) => ts === args.ts || thread_ts === args.ts);
  return thread.some(({ ts }) => ts === args.ts) ? page(thread, args) : fail('thread_not_found');
}

function page(messages: readonly FakeMessage[], args: Args): Result {
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  const within = messages.filter(({ ts }) => Number(ts) >= oldest && Number(ts) <= latest);
  const limit = Math.min(Number(args.limit ?? 100), 999);
  const first = args.cursor ? Number(Buffer.from(String(args.cursor), 'base64').toString()) : 0;
  const more = within.length > first + limit;
  const wholeMetadata = String(args.include_all_metadata) === 'true' || args.include_all_metadata === true;
  return {
    ok: true,
    messages: within.slice(first, first + limit).map(({ metadata, ...message }) => ({
      ...message,
      ...(metadata && { metadata: wholeMetadata ? metadata : { event_type: metadata.event_type } }),
    })),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(String(first + limit)).toString('base64') : '' },
  };
}

function info(state: SlackState, args: Args): Result {
  const channel = state.channels.get(String(args.channel));
  const isMember = channel?.members.has(state.bot.user) ?? false;
  if (!channel || (channel.isPrivate && !isMember)) {
    return fail('channel_not_found');
  }
  const { isReadOnly: is_read_only } = channel;
  const { id, name, isPrivate: is_private, isShared: is_ext_shared, archived: is_archived } = channel;
  const told = {
    id,
    name,
    is_private,
    is_ext_shared,
    is_archived,
    is_read_only,
    is_member: isMember,
    is_im: channel.isDirect,
  };
  return { ok: true, channel: told };
}

function open(state: SlackState, args: Args): Result {
  const user = state.users.get(String(args.users));
  if (!user || user.deleted) {
    return fail('user_not_found');
  }
  return { ok: true, channel: { id: directChannel(state, user.id).id } };
}

/** The direct messages between the app and somebody. */
export function directChannel(state: SlackState, user: string): FakeChannel {
  const id = `D${user.slice(1)}`;
  const known = state.channels.get(id);
  if (known) {
    return known;
  }
  const channel: FakeChannel = {
    id,
    name: 'directmessage',
    isPrivate: true,
    isDirect: true,
    isShared: false,
    isReadOnly: false,
    archived: false,
    members: new Set([user, state.bot.user]),
    messages: [],
  };
  state.channels.set(id, channel);
  return channel;
}

export const CONVERSATION_METHODS: Readonly<Record<string, Method>> = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.open': open,
};
