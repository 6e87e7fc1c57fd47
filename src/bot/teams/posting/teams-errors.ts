/** What came of a call to the Bot Connector or to Graph, by what follows from it. */
import type { PlaceUnreachable } from '../../channel.ts';
import type { Failure } from '../../posting/guarded-calls.ts';
import { NoToken } from '../tokens.ts';

/** An answer that is no success. Of its body only the error's code is kept. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** Milliseconds, from `Retry-After`; null where it says nothing. */
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, retryAfterMs: number | null) {
    super(`HTTP ${status} ${code}`);
    this.name = 'HttpFailure';
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Codes that speak of the channel: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-code-retry-guidance */
const PLACE_TROUBLES: Readonly<Record<string, PlaceUnreachable['code']>> = {
  BotNotInConversationRoster: 'not-a-member',
  BotDisabledByAdmin: 'not-allowed',
  ForbiddenOperationException: 'not-allowed',
  InvalidBotApiHost: 'not-allowed',
  MessageWritesBlocked: 'not-allowed',
  ConversationBlockedByUser: 'not-allowed',
  ConversationNotFound: 'not-found',
  NotEnoughPermissions: 'not-allowed',
  TeamArchived: 'archived',
};

/** What Teams asks to wait where it does not say how long. */
const DEFAULT_WAIT_MS = 2_000;

export function failureOf(error: unknown): Failure {
  if (error instanceof NoToken) {
    return error.refused
      ? { kind: 'operator', code: error.code }
      : { kind: 'unclear', code: `token-${error.code}`, reached: false };
  }
  if (error instanceof HttpFailure) {
    return failureOfAnswer(error);
  }
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return { kind: 'unclear', code: isTimeout ? 'timeout' : 'network', reached: false };
}

function failureOfAnswer({ status, code, retryAfterMs }: HttpFailure): Failure {
  const name = code === '' ? `http-${status}` : code;
  if (status === 429) {
    return { kind: 'rate-limited', code: name, waitMs: retryAfterMs ?? DEFAULT_WAIT_MS };
  }
  // 412, 502 and 504 are for trying again (the page above), and say nothing of whether it was done.
  if (status === 412 || status >= 500 || status < 400) {
    return { kind: 'unclear', code: name, reached: true };
  }
  const trouble = PLACE_TROUBLES[code];
  if (trouble !== undefined) {
    return { kind: 'place', code, trouble };
  }
  if (status === 401) {
    return { kind: 'operator', code: name };
  }
  return status === 403
    ? { kind: 'place', code: name, trouble: 'not-allowed' }
    : { kind: 'refused', code: name, status };
}
