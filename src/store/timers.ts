import type { Timer } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { Reading, Writing } from './session.ts';

export interface TimerChange {
  readonly cancel: readonly string[];
  readonly set: readonly { readonly kind: string; readonly dueAt: Date }[];
}

export function timerReads(reading: Reading) {
  return {
    /** Timers that are due and have not fired, the longest due first. */
    async dueTimers(at: Date, limit: number = 100): Promise<Timer[]> {
      const where = { firedAt: null, dueAt: { lte: at } };
      return reading.tables.timer.findMany({ where, orderBy: { dueAt: 'asc' }, take: limit });
    },

    /** When the next timer is due that has not fired; undefined when none is set. */
    async nextTimerDue(): Promise<Date | undefined> {
      const where = { firedAt: null };
      const next = await reading.tables.timer.findFirst({ where, orderBy: { dueAt: 'asc' } });
      return next?.dueAt;
    },

    async timersOf(caseId: string): Promise<Timer[]> {
      return reading.tables.timer.findMany({ where: { caseId }, orderBy: { dueAt: 'asc' } });
    },
  };
}

export function timerWrites(writing: Writing) {
  return {
    /** Cancels timers and sets others; one that was set, or has fired before, is set anew. What is not set is no matter. */
    async changeTimers(caseId: string, change: TimerChange): Promise<void> {
      const { cancel, set } = change;
      const kinds = [...cancel, ...set.map(({ kind }) => kind)];
      if (kinds.length === 0) return;
      await writing.tables.timer.deleteMany({ where: { caseId, kind: { in: kinds } } });
      if (set.length === 0) return;
      const data = set.map(({ kind, dueAt }) => ({ id: newId(), caseId, kind, dueAt }));
      await writing.tables.timer.createMany({ data });
      for (const { dueAt } of set) writing.timerSet(caseId, dueAt);
    },

    /** Takes the timer for firing, in this unit of work alone. False when it fired, was moved or cancelled meanwhile. */
    async claimTimer(timer: Timer): Promise<boolean> {
      const where = { id: timer.id, dueAt: timer.dueAt, firedAt: null };
      const { count } = await writing.tables.timer.updateMany({ where, data: { firedAt: writing.now() } });
      return count === 1;
    },
  };
}
