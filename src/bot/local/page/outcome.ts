/** Shows what came of something that was asked of the pretend mailboxes. */
import { confirmDone, tellPrivately } from './notices.ts';
import type { WireOutcome } from './wire.ts';

export function showOutcome(outcome: WireOutcome): void {
  if (outcome.kind === 'done') {
    confirmDone(outcome.text);
  } else {
    tellPrivately(outcome.text);
  }
}
