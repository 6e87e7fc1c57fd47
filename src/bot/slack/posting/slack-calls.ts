/** Calls of the outbox to Slack's Web API. */
import type { WebClient } from '@slack/web-api';
import { type CallGuards, createGuardedCalls } from '../../posting/guarded-calls.ts';
import { failureOf } from './slack-errors.ts';

export interface SlackCallsDeps extends CallGuards {
  readonly client: WebClient;
}

export interface SlackCalls {
  /** Makes a call; rejects as {@link createGuardedCalls} says. */
  call<T>(method: string, make: (client: WebClient) => Promise<T>, unclear?: () => void): Promise<T>;
}

export function createSlackCalls({ client, ...guards }: SlackCallsDeps): SlackCalls {
  const calls = createGuardedCalls('slack', guards, failureOf);
  return { call: (method, make, unclear) => calls.run(method, () => make(client), unclear) };
}
