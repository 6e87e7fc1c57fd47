/** What people write in a card's thread: carried to the other end while the case is put before somebody (Escalation). */
import type { ThreadLine } from '../../bot/channel.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { AccessCase } from '../../workflow/case.ts';
import { isHeard } from '../../workflow/escalation.ts';
import { carryOut, threadPlaceOf, type Wish } from '../carry-out.ts';
import type { Desk } from '../desk.ts';
import { errorName } from '../handle-click.ts';
import { type KnownPerson, whoClicked } from '../people.ts';
import { carryOutProblem } from '../problem/carry-out-problem.ts';
import { carryOutRecovery } from '../recovery/carry-out-recovery.ts';

const LONGEST = 2_900;

/**
 * Keeps the line with the case and makes it due in the other threads. Nothing of it ever reaches the applicant. A line
 * that comes twice is carried once; one by somebody without a role at that end is not carried, which is said once.
 */
export async function carryThreadLine(desk: Desk, line: ThreadLine): Promise<void> {
  const post = await desk.store.cardPostAt(line.channel, line.posted);
  const row = post && (await desk.store.caseById(post.caseId));
  const place = post && (await desk.store.placeById(post.placeId));
  if (!place || !row || !['access', 'problem', 'recovery'].includes(row.kind)) {
    return;
  }
  // A case of DI's own has its home there.
  const from = row.office === 'DI' && place.purpose === 'di' ? 'office' : threadPlaceOf(place.purpose);
  if (!isHeard(row.facts as unknown as AccessCase, from)) {
    return;
  }
  const person = await whoClicked(desk, line);
  const said = async (uow: UnitOfWork, { actor: by }: KnownPerson) => ({
    ...({ type: 'say-in-thread', by, from, change: line.change } as const),
    message: `${place.id}:${line.message}`,
    revision: desk.store.lookupHash('thread-line', line.text),
    note: line.change === 'deleted' ? null : await uow.addNote(row.id, shortened(line.text)),
  });
  const isCarried = person !== null && (await carry(desk, row, (uow) => said(uow, person)));
  if (!isCarried) {
    await sayNotCarried(desk, line, `not-carried:${row.id}:${place.id}`);
  }
}

type Line = Extract<Wish, { type: 'say-in-thread' }>;

/** Carries it in a case of any kind. */
async function carry(desk: Desk, row: CaseRow, lineIn: (uow: UnitOfWork) => Promise<Line>): Promise<boolean> {
  switch (row.kind) {
    case 'access':
      return (await carryOut(desk, row.id, lineIn)).accepted;
    case 'problem':
      return (await carryOutProblem(desk, row.id, lineIn)) === null;
    default:
      return (await carryOutRecovery(desk, row.id, lineIn)) === null;
  }
}

/** As much of it as a thread shows. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text;
}

async function sayNotCarried(desk: Desk, { channel, posted }: ThreadLine, key: string): Promise<void> {
  try {
    const text = desk.texts.places.notCarried;
    await desk.channels.get(channel)?.postReply(posted, { text, mentions: [] }, { key });
  } catch (error) {
    desk.log.warn({ error: errorName(error) }, 'it could not be said that a line is not carried');
  }
}
