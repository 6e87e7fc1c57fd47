import { failpoint } from '../failpoint/failpoint.ts';
import type { Timer } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { Reading, Writing } from './session.ts';
import type { Transact, UnitOfWork } from './unit-of-work.ts';

export function timerReads(reading: Reading) {
  return {
    /** Timers that are due and have not fired, the longest due first. */
    async dueTimers(at: Date, limit: number = 100): Promise<Timer[]> {
      const where = { firedAt: null, dueAt: { lte: at } };
      return reading.tables.timer.findMany({ where, orderBy: { dueAt: 'asc' }, take: limit });
    },

    async timersOf(caseId: string): Promise<Timer[]> {
      return reading.tables.timer.findMany({ where: { caseId }, orderBy: { dueAt: 'asc' } });
    },
  };
}

export function timerWrites(writing: Writing) {
  return {
    /** Sets the case's timer of this kind; one that was set or has fired before is set anew. */
    async setTimer(caseId: string, kind: string, dueAt: Date): Promise<void> {
      await writing.tables.timer.upsert({
        where: { caseId_kind: { caseId, kind } },
        create: { id: newId(), caseId, kind, dueAt },
        update: { dueAt, firedAt: null },
      });
    },

    /** Cancels the timer; one that is not set is no matter. */
    async cancelTimer(caseId: string, kind: string): Promise<void> {
      await writing.tables.timer.deleteMany({ where: { caseId, kind } });
    },

    /** Takes the timer for firing, in this unit of work alone. False when it fired, was moved or cancelled meanwhile. */
    async claimTimer(timer: Timer): Promise<boolean> {
      const where = { id: timer.id, dueAt: timer.dueAt, firedAt: null };
      const { count } = await writing.tables.timer.updateMany({ where, data: { firedAt: writing.now() } });
      return count === 1;
    },
  };
}

export interface TimerLoopOptions {
  store: { transact: Transact; dueTimers(at: Date, limit?: number): Promise<Timer[]> };
  /** What a timer means. Runs in the transaction that marks it fired: both happen, or neither. */
  fire: (uow: UnitOfWork, timer: Timer) => Promise<void>;
  /** Told when firing failed; the timer stays due and is tried again at the next look. */
  onError: (timer: Timer | undefined, error: unknown) => void;
  clock?: () => Date;
  /** Between two looks, in milliseconds; default 5,000. */
  everyMs?: number;
}

export interface TimerLoop {
  start(): void;
  /** Resolves when nothing is firing any more. */
  stop(): Promise<void>;
  /** Fires everything that is due now; returns how many fired. */
  runDue(): Promise<number>;
}

/** Fires timers, each exactly once however many processes look. */
export function createTimerLoop(options: TimerLoopOptions): TimerLoop {
  const { store, fire, onError, clock = () => new Date(), everyMs = 5000 } = options;
  let ticker: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();

  async function fireOne(timer: Timer): Promise<boolean> {
    try {
      return await store.transact(timer.caseId, async (uow) => {
        if (!(await uow.claimTimer(timer))) return false;
        failpoint('store.timer.before-fire');
        await fire(uow, timer);
        return true;
      });
    } catch (error) {
      onError(timer, error);
      return false;
    }
  }

  async function runDue(): Promise<number> {
    let fired = 0;
    for (;;) {
      const due = await store.dueTimers(clock());
      let firedNow = 0;
      for (const timer of due) {
        if (await fireOne(timer)) firedNow += 1;
      }
      fired += firedNow;
      // Nothing moved: the rest fails or is not ours. The next look will try again.
      if (firedNow === 0) return fired;
    }
  }

  function look(): Promise<number> {
    const next = looking.then(runDue);
    looking = next.catch((error) => onError(undefined, error));
    return next;
  }

  return {
    start() {
      ticker ??= setInterval(() => void look().catch(() => {}), everyMs).unref();
    },
    async stop() {
      clearInterval(ticker);
      ticker = undefined;
      await looking;
    },
    runDue: look,
  };
}
