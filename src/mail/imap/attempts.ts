/** What failed before, of the mails that wait in a folder: when each is tried again. Outlives connections. */
export interface Attempts {
  isDue(key: string): boolean;
  /** Whether the server could not hand the mail out so often that it is not asked again. */
  isUnreadable(key: string): boolean;
  /** The mail could not be kept or moved. */
  failed(key: string): void;
  /** The server could not hand the mail out. */
  unreadable(key: string): void;
  forgetAllBut(keys: readonly string[]): void;
  /** Milliseconds until the first of them is due; null if none waits. */
  nextDueIn(): number | null;
}

/** Fetches after which a mail counts as unreadable. A link that breaks now and then must not condemn a large mail. */
const MOST_FETCHES = 5;

export function createAttempts(firstMs: number, longestMs: number): Attempts {
  const waiting = new Map<
    string,
    { readonly failures: number; readonly fetches: number; readonly due: number }
  >();

  function again(key: string, fetches: 0 | 1): void {
    const before = waiting.get(key) ?? { failures: 0, fetches: 0 };
    waiting.set(key, {
      failures: before.failures + 1,
      fetches: before.fetches + fetches,
      // A fetch that fails once is the fault of a link rather than of the mail.
      due:
        performance.now() +
        (fetches > before.failures ? 0 : Math.min(firstMs * 2 ** before.failures, longestMs)),
    });
  }

  return {
    isDue: (key) => (waiting.get(key)?.due ?? 0) <= performance.now(),
    isUnreadable: (key) => (waiting.get(key)?.fetches ?? 0) >= MOST_FETCHES,
    failed: (key) => again(key, 0),
    unreadable: (key) => again(key, 1),
    forgetAllBut(keys) {
      const kept = new Set(keys);
      for (const key of waiting.keys()) {
        if (!kept.has(key)) {
          waiting.delete(key);
        }
      }
    },
    nextDueIn() {
      const due = [...waiting.values()].map((one) => one.due);
      return due.length === 0 ? null : Math.max(0, Math.min(...due) - performance.now());
    },
  };
}
