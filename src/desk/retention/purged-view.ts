/** What is left to be told of a case whose personal data was removed. */
import type { HistoryLine, PurgedCardView } from '../../bot/views.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { formatDay } from '../../texts/dates.ts';
import { localDay } from '../../workflow/deadlines.ts';
import { eventOf } from '../carry-out.ts';
import type { Telling } from '../desk.ts';
import { eventSentence } from '../event-sentence.ts';
import { nameOf } from '../people.ts';
import { problemEventOf, problemOf } from '../problem/carry-out-problem.ts';
import { problemSentence } from '../problem/problem-view.ts';
import { recoveryEventOf } from '../recovery/carry-out-recovery.ts';
import { recoverySentence } from '../recovery/recovery-view.ts';
import type { PurgedFacts } from './retention.ts';

export function purgedView(desk: Telling, row: CaseRow): PurgedCardView {
  const { minutes, at } = row.facts as PurgedFacts;
  const office = desk.config.offices.find(({ code }) => code === row.office);
  return {
    ...{ caseId: row.id, number: row.number ?? '', minutes },
    officeName: office?.name ?? desk.texts.letterTexts.centralIt,
    day: formatDay(localDay(at)),
  };
}

/** When, by which minutes: in one sentence. */
export function purgedSaid(desk: Telling, row: CaseRow): string {
  const { day, minutes } = purgedView(desk, row);
  return desk.texts.purged.removed(day, minutes);
}

/** Its steps, oldest first: who and when are still known, what anybody wrote is not. */
export async function purgedHistory(desk: Telling, reads: Reads, row: CaseRow): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for (const event of await reads.events(row.id)) {
    lines.push({
      at: event.at.toISOString(),
      who: await nameOf(desk, event.actor),
      rows: event.rows.split(' ').filter(Boolean),
      text: event.type === 'purged' ? purgedSaid(desk, row) : await sentenceOf(desk, reads, row, event),
    });
  }
  return lines;
}

type Stored = Awaited<ReturnType<Reads['events']>>[number];

async function sentenceOf(desk: Telling, reads: Reads, row: CaseRow, event: Stored): Promise<string> {
  const { was } = row.facts as PurgedFacts;
  const told = { number: row.number ?? '', office: row.office };
  switch (was) {
    case 'access':
      return await eventSentence(desk, reads, told, eventOf(event));
    case 'problem':
      return await problemSentence(desk, reads, { ...problemOf(row), ...told }, problemEventOf(event));
    case 'recovery':
      return await recoverySentence(desk, reads, row, recoveryEventOf(event));
    default:
      return event.type;
  }
}
