/** Calls to a platform: each made once, within its pace and past no outage, and what came of it said in the port's words. */
import { type ChannelName, PlaceUnreachable, TryLater } from '../channel.ts';
import type { OutageGate } from './outage.ts';
import { type Pace, RATE_LIMITED } from './pace.ts';

/** What came of a call that did not succeed, by what follows from it. Codes only: a message may quote what was sent. */
export type Failure =
  /** Not done; the platform asks to wait. */
  | { readonly kind: 'rate-limited'; readonly code: string; readonly waitMs: number }
  /** Not done, and will not be until somebody mends the channel. */
  | { readonly kind: 'place'; readonly code: string; readonly trouble: PlaceUnreachable['code'] }
  /** Not done, and will not be until an operator mends the app, its token or its rights. */
  | { readonly kind: 'operator'; readonly code: string }
  /** Not done: the platform refuses what was asked. `status`: of HTTP, where that tells more. */
  | { readonly kind: 'refused'; readonly code: string; readonly status?: number }
  /** Done or not: nobody knows. `reached`: the platform did answer, so it is there. */
  | { readonly kind: 'unclear'; readonly code: string; readonly reached: boolean };

/** The platform refuses what was asked, for a reason that is neither the channel nor the app. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number | null;

  constructor(code: string, status: number | null, options?: ErrorOptions) {
    super(`the platform refuses: ${code}`, options);
    this.code = code;
    this.status = status;
  }
}

export interface CallGuards {
  readonly pace: Pace;
  readonly outage: OutageGate;
  /** How long to leave alone what may be done or not, in milliseconds: the platform may still be at it. */
  readonly settleMs: number;
  /** Told of what an operator has to mend: the platform's own code. */
  readonly onTrouble: (code: string) => void;
}

export interface GuardedCalls {
  /**
   * Makes a call; `paused` is what waits when the platform asks to. Rejects with TryLater, PlaceUnreachable, or
   * {@link Refused}. `unclear` tells the caller that the call may have been carried out.
   */
  run<T>(paused: string, make: () => Promise<T>, unclear?: () => void): Promise<T>;
}

/** How long the desk waits for an operator before it tries whether the app may work again. */
const OPERATOR_WAIT_MS = 30_000;

export function createGuardedCalls(
  platform: ChannelName,
  { pace, outage, settleMs, onTrouble }: CallGuards,
  failureOf: (error: unknown) => Failure,
): GuardedCalls {
  function errorOf(paused: string, failure: Failure, cause: unknown): Error {
    switch (failure.kind) {
      case 'rate-limited':
        pace.pause(paused, failure.waitMs);
        return new TryLater(RATE_LIMITED, failure.waitMs, { cause });
      case 'place':
        return new PlaceUnreachable(failure.trouble, { cause });
      case 'operator':
        onTrouble(failure.code);
        return new TryLater(`${platform}-${failure.code}`, OPERATOR_WAIT_MS, { cause });
      case 'refused':
        return new Refused(failure.code, failure.status ?? null, { cause });
      case 'unclear':
        return new TryLater(`${platform}-${failure.code}`, settleMs, { cause });
    }
  }

  return {
    async run(paused, make, unclear) {
      pace.check(paused);
      outage.enter();
      try {
        const answer = await make();
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
        throw errorOf(paused, failure, cause);
      }
    },
  };
}
