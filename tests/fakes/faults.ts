/** How a platform fails, a call at a time. */

export type FaultKind =
  /** 429 with Retry-After; not carried out. */
  | 'rate-limit'
  /** 503 before, 502 after the call was carried out. */
  | 'error-before'
  | 'error-after'
  /** The connection is dropped. */
  | 'drop-before'
  | 'drop-after'
  /** No answer ever comes. */
  | 'hang-before'
  | 'hang-after'
  /** Carried out; half an answer. */
  | 'cut-body'
  /** Carried out; a proxy's page instead of an answer. */
  | 'html'
  /** An error of the platform's own: `ok: false` from Slack, 412 or 504 from Teams. */
  | 'refused-before'
  | 'refused-after'
  /** The connection is dropped at once, and the call is carried out a little later. */
  | 'late';

export const FAULT_KINDS: readonly FaultKind[] = [
  'rate-limit',
  'error-before',
  'error-after',
  'drop-before',
  'drop-after',
  'hang-before',
  'hang-after',
  'cut-body',
  'html',
  'refused-before',
  'refused-after',
  'late',
];

export interface Fault {
  readonly kind: FaultKind;
  /** Which calls; default: all. */
  readonly method?: string;
  /** How many calls; default: one. */
  readonly times?: number;
  readonly matches?: (args: Readonly<Record<string, unknown>>) => boolean;
  /** Seconds, for `rate-limit`; default 1. */
  readonly retryAfter?: number;
  /** Slack's own error, for `refused-…`; default `internal_error`. */
  readonly error?: string;
  /** Milliseconds, for `late`; default 5. */
  readonly afterMs?: number;
}

/** Decides for each call whether it fails; null: it does not. */
export type FaultPlan = (method: string, args: Readonly<Record<string, unknown>>) => Fault | null;

export interface Faults {
  add(fault: Fault): { readonly hits: () => number };
  plan(plan: FaultPlan | null): void;
  clear(): void;
  next(method: string, args: Readonly<Record<string, unknown>>): Fault | null;
}

export function createFaults(): Faults {
  let list: { readonly fault: Fault; hits: number }[] = [];
  let planned: FaultPlan | null = null;
  return {
    add(fault) {
      const entry = { fault, hits: 0 };
      list.push(entry);
      return { hits: () => entry.hits };
    },
    plan(plan) {
      planned = plan;
    },
    clear() {
      list = [];
      planned = null;
    },
    next(method, args) {
      const found = list.find(
        ({ fault, hits }) =>
          hits < (fault.times ?? 1) && (fault.method ?? method) === method && (fault.matches?.(args) ?? true),
      );
      if (found) {
        found.hits += 1;
      }
      return found?.fault ?? planned?.(method, args) ?? null;
    },
  };
}

/** Faults of every kind at random, the same for the same seed: so many of a hundred calls fail. */
export function randomFaults(seed: number, percent: number, methods: readonly string[]): FaultPlan {
  let state = seed;
  // Mulberry32: small, and the same on every machine.
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return (method) => {
    if (!methods.includes(method) || random() * 100 >= percent) {
      return null;
    }
    const kind = FAULT_KINDS[Math.floor(random() * FAULT_KINDS.length)];
    return kind === undefined ? null : { kind, retryAfter: 0 };
  };
}
