/** Who may use the one connection next: first come first served, but background work gives way. */

/** What gives way still gets a turn each time that so many milliseconds have passed. */
const LONGEST_WITHOUT_MS = 100;

export interface Turns {
  /** Waits for a turn; the returned function gives it to the next. Calling it again does nothing. */
  take(givesWay: boolean): Promise<() => void>;
}

export function createTurns(): Turns {
  const first: (() => void)[] = [];
  const giving: (() => void)[] = [];
  let taken = false;
  let gaveAt = performance.now();

  function next(): void {
    const overdue = performance.now() - gaveAt > LONGEST_WITHOUT_MS;
    const gives = giving.length > 0 && (first.length === 0 || overdue);
    if (gives || giving.length === 0) {
      gaveAt = performance.now();
    }
    const resume = gives ? giving.shift() : first.shift();
    if (resume) {
      resume();
    } else {
      taken = false;
    }
  }

  return {
    async take(givesWay) {
      if (taken) {
        await new Promise<void>((resume) => (givesWay ? giving : first).push(resume));
      }
      taken = true;
      let mine = true;
      return () => {
        if (mine) {
          mine = false;
          next();
        }
      };
    },
  };
}
