/** The clock: what is due, and what the applicant is waited for (product.md, reminders at 5, 15 and 30 days). */

import { createTimerLoop, type TimerLoop } from '../store/timer-loop.ts';
import type { CaseTimer } from '../workflow/case.ts';
import { speakingTime } from '../workflow/deadlines.ts';
import { carryOutIn } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { errorName } from './handle-click.ts';
import { carryOutProblemIn, PROBLEM_LATE_TIMER, PROBLEM_TIMER } from './problem/carry-out-problem.ts';
import { CODE_TIMER, carryOutRecoveryIn, RECOVERY_TIMER } from './recovery/carry-out-recovery.ts';

/** Fires the timers of the cases, each exactly once; what a timer means the workflow decides. */
export function createReminders(desk: Desk): TimerLoop {
  return createTimerLoop({
    store: desk.store,
    now: desk.now,
    async fire(timer, uow) {
      const now = desk.now().toISOString();
      const morning = speakingTime(now);
      // A code ends when it ends; everything else reminds people, which waits through nights and holidays.
      if (timer.kind !== CODE_TIMER && morning !== now) {
        const set = [{ kind: timer.kind, dueAt: new Date(morning) }];
        await uow.changeTimers(timer.caseId, { cancel: [], set });
        return;
      }
      if (timer.kind === PROBLEM_TIMER || timer.kind === PROBLEM_LATE_TIMER) {
        const type = timer.kind === PROBLEM_TIMER ? 'became-due' : 'became-late';
        await carryOutProblemIn(desk, uow, timer.caseId, { type, by: { type: 'system' } });
        return;
      }
      if (timer.kind === RECOVERY_TIMER) {
        await carryOutRecoveryIn(desk, uow, timer.caseId, { type: 'became-due', by: { type: 'system' } });
        return;
      }
      if (timer.kind === CODE_TIMER) {
        await carryOutRecoveryIn(desk, uow, timer.caseId, { type: 'code-expired', by: { type: 'system' } });
        return;
      }
      await carryOutIn(desk, uow, timer.caseId, {
        type: 'time-passed',
        by: { type: 'system' },
        timer: timer.kind as CaseTimer,
      });
    },
    onError: (timer, error) =>
      desk.log.error(
        { caseId: timer?.caseId, error: errorName(error) },
        'a timer could not fire; it stays due',
      ),
  });
}
