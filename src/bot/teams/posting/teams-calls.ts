/**
 * Calls to the Bot Connector and to Graph. Not by the library's own client: it tries four times what may have been done
 * (docs/decisions/0019).
 */
import type { z } from 'zod';
import { type CallGuards, createGuardedCalls } from '../../posting/guarded-calls.ts';
import type { BotTokens } from '../tokens.ts';
import { failureOf, HttpFailure } from './teams-errors.ts';

export interface TeamsCallsDeps extends CallGuards {
  readonly tokens: BotTokens;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
}

export interface TeamsCall<T> {
  readonly resource: 'connector' | 'graph';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
  /** What the answer must be; null where it does not matter. */
  readonly answer: z.ZodType<T> | null;
  /** What is paused when Teams asks to wait: a conversation, or everything of one kind. */
  readonly paused: string;
}

export interface TeamsCalls {
  /** Makes a call; rejects as {@link createGuardedCalls} says. */
  call<T>(call: TeamsCall<T>, unclear?: () => void): Promise<T>;
}

const LONGEST_CODE = 60;

export function createTeamsCalls({ tokens, timeoutMs, ...guards }: TeamsCallsDeps): TeamsCalls {
  const calls = createGuardedCalls('teams', guards, failureOf);
  return {
    call: (call, unclear) => calls.run(call.paused, () => make({ tokens, timeoutMs }, call), unclear),
  };
}

async function make<T>(
  { tokens, timeoutMs }: Pick<TeamsCallsDeps, 'tokens' | 'timeoutMs'>,
  call: TeamsCall<T>,
): Promise<T> {
  const { resource, method, url, body, answer } = call;
  const token = await tokens.tokenFor(resource);
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new HttpFailure(response.status, codeIn(text), retryAfterOf(response));
  }
  if (answer === null) {
    return undefined as T;
  }
  const read = answer.safeParse(parsed(text));
  if (!read.success) {
    // Cut off on the way, or nothing that Teams says: what it did is not known.
    throw new HttpFailure(response.status, 'unreadable', null);
  }
  return read.data;
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}

/** `{ "error": { "code": "…" } }`; the message beside it may quote what was sent. */
function codeIn(text: string): string {
  const body = parsed(text);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' && code.length <= LONGEST_CODE && /^\w+$/.test(code) ? code : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
