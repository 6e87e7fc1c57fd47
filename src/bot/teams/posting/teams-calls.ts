/**
 * Calls to the Bot Connector and to Graph: each made once, and what came of it said in the port's words. Not by the
 * library's own client: it tries four times what may have been done (docs/decisions/0019).
 */
import type { z } from 'zod';
import { PlaceUnreachable, TryLater } from '../../channel.ts';
import type { OutageGate } from '../../posting/outage.ts';
import { type Pace, RATE_LIMITED } from '../../posting/pace.ts';
import type { BotTokens } from '../tokens.ts';
import { type Failure, failureOf, HttpFailure } from './teams-errors.ts';

export interface TeamsCallsDeps {
  readonly tokens: BotTokens;
  readonly pace: Pace;
  readonly outage: OutageGate;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** How long to leave alone what may be done or not, in milliseconds: Teams may still be at it. */
  readonly settleMs: number;
  /** Told of what an operator has to mend: a code such as `AADSTS7000215`. */
  readonly onTrouble: (code: string) => void;
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
  /**
   * Makes a call. Rejects with TryLater, PlaceUnreachable, or {@link Refused}. `unclear` tells the caller that the call
   * may have been carried out.
   */
  call<T>(call: TeamsCall<T>, unclear?: () => void): Promise<T>;
}

/** Teams refuses what was asked, for a reason that is neither the channel nor the app. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, options?: ErrorOptions) {
    super(`Teams refuses: ${code}`, options);
    this.code = code;
    this.status = status;
  }
}

/** How long the desk waits for an operator before it tries whether the app may work again. */
const OPERATOR_WAIT_MS = 30_000;
const LONGEST_CODE = 60;

export function createTeamsCalls(deps: TeamsCallsDeps): TeamsCalls {
  const { pace, outage, settleMs, onTrouble } = deps;

  function errorOf(paused: string, failure: Failure, cause: unknown): Error {
    switch (failure.kind) {
      case 'rate-limited':
        pace.pause(paused, failure.waitMs);
        return new TryLater(RATE_LIMITED, failure.waitMs, { cause });
      case 'place':
        return new PlaceUnreachable(failure.trouble, { cause });
      case 'operator':
        onTrouble(failure.code);
        return new TryLater(`teams-${failure.code}`, OPERATOR_WAIT_MS, { cause });
      case 'refused':
        return new Refused(failure.code, failure.status, { cause });
      case 'unclear':
        return new TryLater(`teams-${failure.code}`, settleMs, { cause });
    }
  }

  return {
    async call(call, unclear) {
      pace.check(call.paused);
      outage.enter();
      try {
        const answer = await make(deps, call);
        outage.reached();
        return answer;
      } catch (cause) {
        const failure = failureOf(cause);
        if (failure.kind === 'unclear') {
          unclear?.();
        }
        if (failure.kind === 'unclear' && !failure.reached) {
          outage.unreachable();
        } else {
          outage.reached();
        }
        throw errorOf(call.paused, failure, cause);
      }
    },
  };
}

async function make<T>({ tokens, timeoutMs }: TeamsCallsDeps, call: TeamsCall<T>): Promise<T> {
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
