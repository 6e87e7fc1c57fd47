/** When what failed is tried again, and when it is given up. */

const SECOND = 1000;
const FIRST_WAIT = 5 * SECOND;
export const LONGEST_WAIT = 30 * 60 * SECOND;
const GIVE_UP_AFTER = 3 * 24 * 60 * 60 * SECOND;

/** How long an effect that has just failed was wanted. */
export interface FailedTry {
  /** How many tries there were, this one included. */
  readonly attempt: number;
  /** Milliseconds since it was wanted first. */
  readonly wantedFor: number;
  /** Milliseconds between the moment when this try was due and its end. */
  readonly late: number;
}

/**
 * 5 s, 10 s, 20 s, … at most half an hour, until three days have passed since it was wanted: then null. A try that came
 * late is never the last one: where this process was off for days, as after a power cut, the mail server may have been off
 * with it and be still on its way up. It gets another half an hour.
 */
export function doublingBackOff({ attempt, wantedFor, late }: FailedTry): number | null {
  const wait = Math.min(FIRST_WAIT * 2 ** Math.min(attempt - 1, 20), LONGEST_WAIT);
  if (wantedFor < GIVE_UP_AFTER) {
    return wait;
  }
  return late > LONGEST_WAIT ? LONGEST_WAIT : null;
}
