/** How fast a platform lets an app post: refused here at once, with the moment to ask again, so that nobody stands in a queue. */
import { TryLater } from '../channel.ts';

/** What a post is put off with that comes too soon after the one before: no news to anybody. */
export const PACED = 'platform-pace';
/** What a call is put off with that the platform itself asked to wait. */
export const RATE_LIMITED = 'platform-rate-limit';

export interface PaceOptions {
  readonly now: () => number;
  /** Milliseconds between two posts in one channel: Slack allows about one a second. */
  readonly intervalMs: number;
  /** Posts that may follow at once after a pause. */
  readonly burst: number;
}

export interface Pace {
  /**
   * Lets a post into a channel pass, or throws TryLater with its own slot: slots are given in the order of asking, and
   * whoever comes back under the same key at its slot passes.
   */
  admit(channelId: string, key: string): void;
  /** Nobody calls this method for so long: the platform's `Retry-After`. */
  pause(method: string, forMs: number): void;
  /** Throws TryLater while the method is paused. */
  check(method: string): void;
}

/** Whoever comes after a pause comes a little later than the one before. */
const STAGGER_MS = 40;
const MOST_RESERVED = 10_000;

export function createPace({ now, intervalMs, burst }: PaceOptions): Pace {
  /** When the next post of a channel is due if all come evenly (the generic cell rate algorithm). */
  const due = new Map<string, number>();
  const reserved = new Map<string, number>();
  const paused = new Map<string, { until: number; waiting: number }>();

  function reserve(channelId: string, key: string, at: number): number {
    const evenly = Math.max(due.get(channelId) ?? at, at);
    due.set(channelId, evenly + intervalMs);
    const slot = evenly - (burst - 1) * intervalMs;
    if (slot > at) {
      reserved.set(key, slot);
      forgetOldest();
    }
    return slot;
  }

  /** A key that never comes back must not stay for ever. */
  function forgetOldest(): void {
    const [oldest] = reserved.size > MOST_RESERVED ? reserved.keys() : [];
    if (oldest !== undefined) {
      reserved.delete(oldest);
    }
  }

  return {
    admit(channelId, key) {
      const at = now();
      const slot = reserved.get(key) ?? reserve(channelId, key, at);
      if (slot > at) {
        throw new TryLater(PACED, Math.ceil(slot - at));
      }
      reserved.delete(key);
    },
    pause(method, forMs) {
      const until = Math.max(paused.get(method)?.until ?? 0, now() + forMs);
      paused.set(method, { until, waiting: paused.get(method)?.waiting ?? 0 });
    },
    check(method) {
      const pause = paused.get(method);
      const wait = (pause?.until ?? 0) - now();
      if (pause === undefined || wait <= 0) {
        paused.delete(method);
        return;
      }
      pause.waiting += 1;
      throw new TryLater(RATE_LIMITED, Math.ceil(wait) + pause.waiting * STAGGER_MS);
    },
  };
}
