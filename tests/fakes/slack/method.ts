/** What a method of the Web API is given and gives: https://docs.slack.dev/reference/methods */
import type { FakeChannel, SlackState } from './slack-state.ts';
import type { Triggers } from './triggers.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Result = { readonly ok: boolean; readonly error?: string } & Readonly<Record<string, unknown>>;
export type Method = (state: SlackState, args: Args, triggers: Triggers) => Result;

export function fail(error: string, more: Readonly<Record<string, unknown>> = {}): Result {
  return { ok: false, error, ...more };
}

export function channelOf(state: SlackState, id: unknown): FakeChannel | Result {
  const channel = state.channels.get(String(id));
  if (!channel || (channel.isPrivate && !channel.members.has(state.bot.user))) {
    return fail('channel_not_found');
  }
  if (channel.archived) {
    return fail('is_archived');
  }
  return channel.members.has(state.bot.user) ? channel : fail('not_in_channel');
}

export function isResult(value: object): value is Result {
  return 'ok' in value;
}
