/** The timeline of a case, by procedure row: who did what, and when. */
import type { HistoryLine } from '../bot/views.ts';
import type { Reads } from '../store/unit-of-work.ts';
import { formatInstant } from '../texts/dates.ts';
import type { AccessCase } from '../workflow/case.ts';
import { eventOf } from './carry-out.ts';
import type { Telling } from './desk.ts';
import { eventSentence } from './event-sentence.ts';
import { nameOf } from './people.ts';

/** Every step, the newest first; looking at a case is logged, and told here too. */
export async function historyLines(desk: Telling, reads: Reads, access: AccessCase): Promise<HistoryLine[]> {
  const rows = await reads.events(access.id);
  const lines: HistoryLine[] = [];
  for (const row of rows.toReversed()) {
    lines.push({
      at: row.at.toISOString(),
      who: await nameOf(desk, row.actor),
      text: await eventSentence(desk, reads, access, eventOf(row)),
      rows: row.rows.split(' ').filter(Boolean),
    });
  }
  return lines;
}

/** The same as sentences, for dialogs that show nothing else of a step; the newest first. */
export function historySentences(oldestFirst: readonly HistoryLine[]): string[] {
  return oldestFirst
    .toReversed()
    .map(({ at, rows, text }) => [formatInstant(at), text, rows.join(' ')].filter(Boolean).join(' · '));
}
