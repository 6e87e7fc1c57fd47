import { failpoint } from '../failpoint/failpoint.ts';
import type { Timer } from './generated/sqlite/client.ts';
import type { CommitListener, Transact, UnitOfWork } from './unit-of-work.ts';

/** A timer that is due. */
export interface DueTimer {
  readonly caseId: string;
  readonly kind: string;
  readonly dueAt: Date;
}

export interface TimerLoopOptions {
  store: {
    transact: Transact;
    dueTimers(at: Date, limit?: number): Promise<Timer[]>;
    nextTimerDue(): Promise<Date | undefined>;
    onCommitted(listener: CommitListener): () => void;
  };
  /**
   * What a timer means. Runs in the transaction that marks it fired: both happen, or neither. It may set the same timer
   * anew.
   */
  fire: (timer: DueTimer, uow: UnitOfWork) => Promise<void>;
  /** Told when firing failed; the timer stays due and is tried again a minute later. Undefined: the look itself failed. */
  onError: (timer: DueTimer | undefined, error: unknown) => void;
  now?: () => Date;
}

export interface TimerLoop {
  start(): void;
  /** Resolves when nothing is firing any more. */
  stop(): Promise<void>;
  /** Fires everything that is due now; resolves with how many fired. */
  runDue(): Promise<number>;
}

const LONGEST_SLEEP_MS = 60_000;
const PAGE = 100;

/** Fires timers when they are due, each exactly once however many processes look. */
export function createTimerLoop(options: TimerLoopOptions): TimerLoop {
  const { store, fire, onError, now = () => new Date() } = options;
  let alarm: { timer: NodeJS.Timeout; at: number } | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let unsubscribe: (() => void) | undefined;

  async function fireOne(timer: Timer): Promise<boolean> {
    const fired = await store.transact(timer.caseId, async (uow) => {
      if (!(await uow.claimTimer(timer))) return false;
      failpoint('store.timer.before-fire');
      const { caseId, kind, dueAt } = timer;
      await fire({ caseId, kind, dueAt }, uow);
      return true;
    });
    failpoint('store.timer.fired');
    return fired;
  }

  async function fireAllDue(): Promise<{ fired: number; failed: number }> {
    const failed = new Set<string>();
    let fired = 0;
    for (;;) {
      const due = await store.dueTimers(now(), PAGE + failed.size);
      const untried = due.filter(({ id }) => !failed.has(id));
      if (untried.length === 0) return { fired, failed: failed.size };
      for (const timer of untried) {
        try {
          if (await fireOne(timer)) fired += 1;
        } catch (error) {
          failed.add(timer.id);
          onError(timer, error);
        }
      }
    }
  }

  function runDue(): Promise<number> {
    const look = looking.then(fireAllDue);
    looking = look.catch(() => {});
    return look.then(({ fired }) => fired);
  }

  function sleepUntil(at: number): void {
    if (unsubscribe === undefined || (alarm !== undefined && alarm.at <= at)) return;
    clearTimeout(alarm?.timer);
    const ms = Math.min(Math.max(at - now().getTime(), 0), LONGEST_SLEEP_MS);
    alarm = { at, timer: setTimeout(ring, ms).unref() };
  }

  /** Fires what is due, then sleeps until the next timer; what failed waits for the longest sleep to pass. */
  async function round(): Promise<void> {
    const { failed } = await fireAllDue();
    const latest = now().getTime() + LONGEST_SLEEP_MS;
    const next = failed > 0 ? undefined : await store.nextTimerDue();
    sleepUntil(Math.min(next?.getTime() ?? latest, latest));
  }

  function ring(): void {
    alarm = undefined;
    looking = looking.then(round).catch((error) => {
      onError(undefined, error);
      sleepUntil(now().getTime() + LONGEST_SLEEP_MS);
    });
  }

  return {
    start() {
      if (unsubscribe !== undefined) return;
      unsubscribe = store.onCommitted((_caseId, _lanes, timerDue) => {
        if (timerDue !== null) sleepUntil(timerDue.getTime());
      });
      ring();
    },
    async stop() {
      unsubscribe?.();
      unsubscribe = undefined;
      clearTimeout(alarm?.timer);
      alarm = undefined;
      await looking;
    },
    runDue,
  };
}
