/** Methods of the Web API: https://docs.slack.dev/reference/methods. Each answers as Slack does, errors included. */
import {
  type FakeBlock,
  type FakeView,
  problemsOfBlocks,
  problemsOfView,
  saysTooMuch,
} from './block-kit-rules.ts';
import type { FakeChannel, FakeMessage, FakeUser, OpenView, SlackState } from './slack-state.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Result = { readonly ok: boolean; readonly error?: string } & Readonly<Record<string, unknown>>;
export type Method = (state: SlackState, args: Args, triggers: Triggers) => Result;

/** Trigger ids: good once, for three seconds. */
export interface Triggers {
  create(user: string, viewId: string | null): string;
  use(id: unknown): { readonly user: string; readonly viewId: string | null } | string;
}

const TRIGGER_MS = 3_000;
const MOST_STACKED = 3;

export function createTriggers(now: () => number): Triggers {
  const known = new Map<string, { user: string; viewId: string | null; at: number; used: boolean }>();
  return {
    create(user, viewId) {
      const id = `${now()}.${known.size}.trigger`;
      known.set(id, { user, viewId, at: now(), used: false });
      return id;
    },
    use(id) {
      const trigger = known.get(String(id));
      if (!trigger) {
        return 'invalid_trigger_id';
      }
      if (trigger.used) {
        return 'exchanged_trigger_id';
      }
      if (now() - trigger.at > TRIGGER_MS) {
        return 'expired_trigger_id';
      }
      trigger.used = true;
      return trigger;
    },
  };
}

function fail(error: string, more: Readonly<Record<string, unknown>> = {}): Result {
  return { ok: false, error, ...more };
}

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

function channelOf(state: SlackState, id: unknown): FakeChannel | Result {
  const channel = state.channels.get(String(id));
  if (!channel || (channel.isPrivate && !channel.members.has(state.bot.user))) {
    return fail('channel_not_found');
  }
  if (channel.archived) {
    return fail('is_archived');
  }
  return channel.members.has(state.bot.user) ? channel : fail('not_in_channel');
}

function isResult(value: object): value is Result {
  return 'ok' in value;
}

function contentProblem({ text, blocks, metadata }: Args): Result | null {
  if (!text && !blocks) {
    return fail('no_text');
  }
  if (String(text ?? '').length > 40_000) {
    return fail('msg_too_long');
  }
  const problems = blocks === undefined ? [] : problemsOfBlocks(blocks);
  if (problems.length > 0) {
    return fail('invalid_blocks', { response_metadata: { messages: problems } });
  }
  if (saysTooMuch(blocks)) {
    return fail('msg_blocks_too_long');
  }
  const good = metadata === undefined || /"event_type":"[A-Za-z0-9_]{1,255}"/.test(JSON.stringify(metadata));
  return good ? null : fail('invalid_metadata_format');
}

function contentOf({ text, blocks, metadata }: Args): Pick<FakeMessage, 'text' | 'blocks' | 'metadata'> {
  return {
    text: String(text ?? ''),
    ...(blocks === undefined ? {} : { blocks: withIds(blocks as FakeBlock[]) }),
    ...(metadata === undefined ? {} : { metadata: metadata as NonNullable<FakeMessage['metadata']> }),
  };
}

/** Slack names the blocks that the app did not. */
function withIds(blocks: readonly FakeBlock[]): FakeBlock[] {
  return blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `blk${index}` }));
}

function postMessage(state: SlackState, args: Args): Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  const problem = contentProblem(args);
  if (problem) {
    return problem;
  }
  const parent = channel.messages.find(({ ts }) => ts === args.thread_ts);
  if (args.thread_ts !== undefined && !parent) {
    return fail('thread_not_found');
  }
  if (parent?.thread_ts !== undefined) {
    return fail('cannot_reply_to_message');
  }
  const message: FakeMessage = {
    ts: state.newTs(),
    user: state.bot.user,
    bot_id: state.bot.id,
    ...contentOf(args),
    ...(args.thread_ts === undefined ? {} : { thread_ts: String(args.thread_ts) }),
  };
  channel.messages.push(message);
  return { ok: true, channel: channel.id, ts: message.ts, message: { ...message } };
}

function ownMessage(state: SlackState, args: Args, refusal: string): FakeMessage | Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  const message = channel.messages.find(({ ts, subtype }) => ts === args.ts && subtype !== 'tombstone');
  if (!message) {
    return fail('message_not_found');
  }
  return message.bot_id === state.bot.id ? message : fail(refusal);
}

function update(state: SlackState, args: Args): Result {
  const message = ownMessage(state, args, 'cant_update_message');
  if (isResult(message)) {
    return message;
  }
  const problem = contentProblem(args);
  if (problem) {
    return problem;
  }
  Object.assign(message, contentOf(args), { edited: { ts: state.newTs() } });
  return { ok: true, channel: args.channel, ts: message.ts, text: message.text };
}

function remove(state: SlackState, args: Args): Result {
  const message = ownMessage(state, args, 'cant_delete_message');
  if (isResult(message)) {
    return message;
  }
  removeMessage(state.channels.get(String(args.channel)), message.ts);
  return { ok: true, channel: args.channel, ts: message.ts };
}

/** A message with a thread leaves a tombstone behind, others nothing. */
export function removeMessage(channel: FakeChannel | undefined, ts: string): void {
  if (!channel) {
    return;
  }
  const hasThread = channel.messages.some(({ thread_ts }) => thread_ts === ts);
  channel.messages = channel.messages.flatMap((message) => {
    if (message.ts !== ts) {
      return [message];
    }
    const tombstone = { ts, user: 'USLACKBOT', subtype: 'tombstone', text: 'This message was deleted.' };
    return hasThread ? [tombstone] : [];
  });
}

function postEphemeral(state: SlackState, args: Args): Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  if (!channel.members.has(String(args.user))) {
    return fail('user_not_in_channel');
  }
  const problem = contentProblem(args);
  if (problem) {
    return problem;
  }
  const ts = state.newTs();
  state.ephemerals.push({
    ts,
    user: state.bot.user,
    bot_id: state.bot.id,
    channel: channel.id,
    to: String(args.user),
    ...contentOf(args),
  });
  return { ok: true, message_ts: ts };
}

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
  const { id, name, isPrivate: is_private, isShared: is_ext_shared, archived: is_archived } = channel;
  const told = {
    id,
    name,
    is_private,
    is_ext_shared,
    is_archived,
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
    archived: false,
    members: new Set([user, state.bot.user]),
    messages: [],
  };
  state.channels.set(id, channel);
  return channel;
}

function userObject(state: SlackState, user: FakeUser): Readonly<Record<string, unknown>> {
  return {
    id: user.id,
    team_id: user.foreign ? 'T0ALTA' : state.team.id,
    name: user.name,
    real_name: user.name,
    deleted: user.deleted ?? false,
    is_bot: false,
    is_restricted: user.guest ?? false,
    is_ultra_restricted: false,
    is_stranger: user.foreign ?? false,
    is_email_confirmed: !user.unconfirmed,
    profile: { email: user.email },
  };
}

function usersInfo(state: SlackState, args: Args): Result {
  const user = state.users.get(String(args.user));
  return user ? { ok: true, user: userObject(state, user) } : fail('user_not_found');
}

function lookupByEmail(state: SlackState, args: Args): Result {
  const user = [...state.users.values()].find((each) => each.email === args.email && !each.deleted);
  return user ? { ok: true, user: userObject(state, user) } : fail('users_not_found');
}

function viewProblem(view: unknown, type: FakeView['type']): Result | null {
  const problems = problemsOfView(view);
  const wrongType = (view as FakeView | undefined)?.type !== type;
  return problems.length > 0 || wrongType
    ? fail('invalid_arguments', { response_metadata: { messages: problems } })
    : null;
}

/** Puts a view in front of somebody. */
export function putView(
  state: SlackState,
  view: FakeView,
  user: string,
  over: OpenView | null = null,
): OpenView {
  const id = state.newId('V');
  const open: OpenView = {
    id,
    rootId: over?.rootId ?? id,
    previousId: over?.id ?? null,
    user,
    view: { ...view, blocks: withIds(view.blocks) },
    hash: state.newTs(),
    open: true,
  };
  state.views.set(id, open);
  return open;
}

/** The views that lie over each other, the lowest first. */
export function stackOf(state: SlackState, rootId: string): OpenView[] {
  return [...state.views.values()].filter((each) => each.open && each.rootId === rootId);
}

function opened(open: OpenView): Result {
  return { ok: true, view: { ...open.view, id: open.id, hash: open.hash, root_view_id: open.rootId } };
}

function viewsOpen(state: SlackState, args: Args, triggers: Triggers): Result {
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  const trigger = triggers.use(args.trigger_id);
  return typeof trigger === 'string'
    ? fail(trigger)
    : opened(putView(state, args.view as FakeView, trigger.user));
}

function viewsPush(state: SlackState, args: Args, triggers: Triggers): Result {
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  const trigger = triggers.use(args.trigger_id);
  if (typeof trigger === 'string') {
    return fail(trigger);
  }
  const under = state.views.get(trigger.viewId ?? '');
  if (!under?.open) {
    return fail('not_found');
  }
  if (stackOf(state, under.rootId).length >= MOST_STACKED) {
    return fail('push_limit_reached');
  }
  return opened(putView(state, args.view as FakeView, trigger.user, under));
}

function viewsUpdate(state: SlackState, args: Args): Result {
  const open = state.views.get(String(args.view_id));
  if (!open?.open) {
    return fail('not_found');
  }
  if (args.hash !== undefined && args.hash !== open.hash) {
    return fail('hash_conflict');
  }
  const problem = viewProblem(args.view, 'modal');
  if (problem) {
    return problem;
  }
  open.view = { ...(args.view as FakeView), blocks: withIds((args.view as FakeView).blocks) };
  open.hash = state.newTs();
  return opened(open);
}

function viewsPublish(state: SlackState, args: Args): Result {
  if (!state.users.has(String(args.user_id))) {
    return fail('invalid_arguments');
  }
  const problem = viewProblem(args.view, 'home');
  if (problem) {
    return problem;
  }
  const view = args.view as FakeView;
  state.homes.set(String(args.user_id), { ...view, blocks: withIds(view.blocks) });
  return { ok: true, view };
}

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': ({ team, bot }) => ({
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: 'ANCPI probă',
    team_id: team.id,
    user: 'acces',
    user_id: bot.user,
    bot_id: bot.id,
    is_enterprise_install: false,
  }),
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.open': open,
  'users.info': usersInfo,
  'users.lookupByEmail': lookupByEmail,
  'views.open': viewsOpen,
  'views.push': viewsPush,
  'views.update': viewsUpdate,
  'views.publish': viewsPublish,
};
