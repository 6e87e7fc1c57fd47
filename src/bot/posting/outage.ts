/** While a platform cannot be reached, one call at a time finds out whether it is back; all others are refused at once. */
import { TryLater } from '../channel.ts';

export interface OutageGate {
  /** Lets a call pass, or throws TryLater. Whoever passed says what came of it. */
  enter(): void;
  reached(): void;
  unreachable(): void;
  isDown(): boolean;
}

export interface OutageOptions {
  readonly now: () => number;
  /** Milliseconds until the first try after a failure; then twice as long each time, up to `longestMs`. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export const UNREACHABLE = 'platform-unreachable';
/** Whoever tries must answer within this time, or somebody else may: a call can be lost without an end. */
const PROBE_WITHIN_MS = 15_000;

export function createOutageGate({ now, firstMs, longestMs, random }: OutageOptions): OutageGate {
  let failures = 0;
  let probeAt = 0;
  return {
    enter() {
      if (failures === 0) {
        return;
      }
      const wait = probeAt - now();
      if (wait > 0) {
        throw new TryLater(UNREACHABLE, Math.ceil(wait + random() * firstMs));
      }
      probeAt = now() + Math.min(PROBE_WITHIN_MS, longestMs);
    },
    reached() {
      failures = 0;
    },
    unreachable() {
      failures += 1;
      probeAt = now() + Math.min(firstMs * 2 ** Math.min(failures - 1, 20), longestMs);
    },
    isDown: () => failures > 0,
  };
}
