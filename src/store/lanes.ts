/** What to do with a lane after its turn: look again, sleep until it is woken, or leave it alone until that moment. */
export type NextTurn = 'again' | 'asleep' | { notBefore: Date };

export interface LanesOptions {
  /** How many lanes may have their turn at once. */
  concurrency: number;
  now: () => Date;
  /** One step of a lane. The lanes take turns, so that a long one holds up nobody else. */
  turn: (caseId: string, lane: string) => Promise<NextTurn>;
  /** Told when a turn threw; the lane then sleeps until it is woken. */
  onError: (error: unknown) => void;
}

/** Keeps each lane to one step at a time, and many lanes going side by side. Knows nothing of what a step does. */
export interface Lanes {
  /** Gives the lane a turn soon. Does nothing while the lane waits for its moment: its head would not be due. */
  wake(caseId: string, lane: string): void;
  /** Forgets what lanes wait for, so that the next wake looks at them again. */
  forgetWaiting(): void;
  /** Resolves when no lane has its turn or waits for one. */
  quiet(): Promise<void>;
  /** Begins no more turns; resolves when those under way have ended. */
  close(): Promise<void>;
}

interface Lane {
  readonly caseId: string;
  readonly lane: string;
  /** Woken during its turn: what woke it may have come too late for that turn. */
  woken: boolean;
}

/** The longest sleep of one timer; a later moment takes several. */
const LONGEST_SLEEP_MS = 60_000;

export function createLanes({ concurrency, now, turn, onError }: LanesOptions): Lanes {
  const ready = new Map<string, Lane>();
  const running = new Map<string, Lane>();
  const waiting = new Map<string, { lane: Lane; until: number }>();
  let quietWaiters: (() => void)[] = [];
  let closed = false;
  let alarm: { timer: NodeJS.Timeout; at: number } | undefined;

  const keyOf = (caseId: string, lane: string): string => `${caseId} ${lane}`;
  const isQuiet = (): boolean => running.size === 0 && ready.size === 0;

  function pump(): void {
    for (const [key, lane] of ready) {
      if (running.size >= concurrency) break;
      ready.delete(key);
      running.set(key, lane);
      void step(key, lane);
    }
    if (!isQuiet()) return;
    for (const resolve of quietWaiters) resolve();
    quietWaiters = [];
  }

  async function step(key: string, lane: Lane): Promise<void> {
    lane.woken = false;
    let next: NextTurn = 'asleep';
    try {
      next = await turn(lane.caseId, lane.lane);
    } catch (error) {
      onError(error);
    }
    running.delete(key);
    if (!closed) {
      const until = typeof next === 'object' ? next.notBefore.getTime() : 0;
      if (until > now().getTime()) sleep(key, lane, until);
      else if (next !== 'asleep' || lane.woken) ready.set(key, lane);
    }
    pump();
  }

  function sleep(key: string, lane: Lane, until: number): void {
    waiting.set(key, { lane, until });
    if (alarm === undefined || until < alarm.at) setAlarm(until);
  }

  function setAlarm(at: number): void {
    clearTimeout(alarm?.timer);
    const ms = Math.min(Math.max(at - now().getTime(), 1), LONGEST_SLEEP_MS);
    alarm = { at, timer: setTimeout(ring, ms).unref() };
  }

  function ring(): void {
    alarm = undefined;
    const at = now().getTime();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, { lane, until }] of waiting) {
      if (until > at) {
        next = Math.min(next, until);
        continue;
      }
      waiting.delete(key);
      ready.set(key, lane);
    }
    if (next < Number.POSITIVE_INFINITY) setAlarm(next);
    pump();
  }

  function forgetWaiting(): void {
    waiting.clear();
    clearTimeout(alarm?.timer);
    alarm = undefined;
  }

  async function quiet(): Promise<void> {
    if (isQuiet()) return;
    await new Promise<void>((resolve) => {
      quietWaiters.push(resolve);
    });
  }

  return {
    wake(caseId, lane) {
      if (closed) return;
      const key = keyOf(caseId, lane);
      const until = waiting.get(key)?.until;
      if (until !== undefined && until > now().getTime()) return;
      waiting.delete(key);
      const mine = running.get(key);
      if (mine !== undefined) {
        mine.woken = true;
        return;
      }
      if (!ready.has(key)) ready.set(key, { caseId, lane, woken: false });
      pump();
    },
    forgetWaiting,
    quiet,
    close() {
      closed = true;
      ready.clear();
      forgetWaiting();
      return quiet();
    },
  };
}
