/** Messages: chat.* of the Web API. */
import { type FakeBlock, problemsOfBlocks, saysTooMuch } from './block-kit-rules.ts';
import { type Args, channelOf, fail, isResult, type Method, type Result } from './method.ts';
import type { FakeChannel, FakeMessage, SlackState } from './slack-state.ts';

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
export function withIds(blocks: readonly FakeBlock[]): FakeBlock[] {
  return blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `blk${index}` }));
}

function postMessage(state: SlackState, args: Args): Result {
  const channel = channelOf(state, args.channel);
  if (isResult(channel)) {
    return channel;
  }
  if (channel.isReadOnly) {
    return fail('restricted_action_read_only_channel');
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

export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
};
