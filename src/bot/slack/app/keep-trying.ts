/** Tries something in the background until it succeeds: Slack may be down when the desk starts. */

export interface KeepTrying {
  /** Tries now, and again later if it fails; does nothing while it is at it. */
  start(): void;
  stop(): void;
}

const FIRST_MS = 500;
const LONGEST_MS = 10_000;

export function keepTrying(attempt: () => Promise<void>, onFailure: (error: unknown) => void): KeepTrying {
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let stopped = false;
  let failures = 0;

  async function once(): Promise<void> {
    try {
      await attempt();
      failures = 0;
      busy = false;
    } catch (error) {
      onFailure(error);
      failures += 1;
      const wait = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
      // So that many desks do not come back in the same moment.
      timer = stopped ? undefined : setTimeout(() => void once(), wait * (0.5 + Math.random() / 2));
    }
  }

  return {
    start() {
      if (!busy && !stopped) {
        busy = true;
        void once();
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
