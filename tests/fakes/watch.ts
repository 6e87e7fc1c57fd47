/** A way to wait until something in a fake is so. */

export interface Watch {
  /** Something is different now: whoever waits looks again. */
  changed(): void;
  /** Resolves with what `look` finds, as soon as it finds something. Rejects after `withinMs`. */
  until<T>(look: () => T | undefined | false, withinMs?: number): Promise<T>;
}

const PATIENCE_MS = 10_000;

export function createWatch(): Watch {
  const waiting = new Set<() => void>();
  return {
    changed() {
      for (const look of [...waiting]) {
        look();
      }
    },
    until(look, withinMs = PATIENCE_MS) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(again);
          reject(new Error(`in ${withinMs} ms it did not become so: ${look}`));
        }, withinMs);
        const again = (): void => {
          const found = look();
          if (found !== undefined && found !== false) {
            clearTimeout(late);
            waiting.delete(again);
            resolve(found);
          }
        };
        waiting.add(again);
        again();
      });
    },
  };
}
