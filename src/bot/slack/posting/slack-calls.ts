/** Calls of the outbox to Slack's Web API: each made once, and what came of it said in the port's words. */
import type { WebClient } from '@slack/web-api';
import { PlaceUnreachable, TryLater } from '../../channel.ts';
import type { OutageGate } from '../../posting/outage.ts';
import { type Pace, RATE_LIMITED } from '../../posting/pace.ts';
import { type Failure, failureOf } from './slack-errors.ts';

export interface SlackCallsDeps {
  readonly client: WebClient;
  readonly pace: Pace;
  readonly outage: OutageGate;
  /** How long to leave alone what may be done or not, in milliseconds: Slack may still be at it. */
  readonly settleMs: number;
  /** Told of what an operator has to mend: a code such as `token_revoked`. */
  readonly onTrouble: (code: string) => void;
}

export interface SlackCalls {
  /**
   * Makes a call. Rejects with TryLater, PlaceUnreachable, or {@link Refused}. `unclear` tells the caller that the call
   * may have been carried out.
   */
  call<T>(method: string, make: (client: WebClient) => Promise<T>, unclear?: () => void): Promise<T>;
}

/** Slack refuses what was asked, for a reason that is neither the channel nor the token. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`Slack refuses: ${code}`, options);
    this.code = code;
  }
}

/** How long the desk waits for an operator before it tries whether the token works again. */
const OPERATOR_WAIT_MS = 30_000;

export function createSlackCalls(deps: SlackCallsDeps): SlackCalls {
  const { client, pace, outage, settleMs, onTrouble } = deps;

  function errorOf(method: string, failure: Failure, cause: unknown): Error {
    switch (failure.kind) {
      case 'rate-limited':
        pace.pause(method, failure.waitMs);
        return new TryLater(RATE_LIMITED, failure.waitMs, { cause });
      case 'place':
        return new PlaceUnreachable(failure.trouble, { cause });
      case 'operator':
        onTrouble(failure.code);
        return new TryLater(`slack-${failure.code}`, OPERATOR_WAIT_MS, { cause });
      case 'refused':
        return new Refused(failure.code, { cause });
      case 'unclear':
        return new TryLater(`slack-${failure.code}`, settleMs, { cause });
    }
  }

  return {
    async call(method, make, unclear) {
      pace.check(method);
      outage.enter();
      try {
        const answer = await make(client);
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
        throw errorOf(method, failure, cause);
      }
    },
  };
}
