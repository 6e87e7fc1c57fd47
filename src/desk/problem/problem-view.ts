/** What the card and the details of a problem say, to whom it is shown. */
import type { HistoryLine, ProblemAction, ProblemCardView, ProblemDialogView } from '../../bot/views.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { formatInstant } from '../../texts/dates.ts';
import type { ThreadPlace } from '../../workflow/case.ts';
import { type ProblemCase, type ProblemEvent, problemTargets } from '../../workflow/problem.ts';
import type { MailSummary } from '../case-record.ts';
import { escalationLines } from '../case-view.ts';
import type { Desk, Telling } from '../desk.ts';
import { documentLine } from '../details-view.ts';
import { eventSentence } from '../event-sentence.ts';
import { historySentences } from '../history.ts';
import { mailOriginOf, senderLineOf } from '../mail-origin.ts';
import { nameOf } from '../people.ts';
import { officeOf } from '../settings.ts';
import { problemEventOf, problemOf } from './carry-out-problem.ts';

const TEXT_SHOWN = 2_000;

/** The card as one place has it: at home, or where somebody was asked. */
export async function problemCardView(
  desk: Desk,
  reads: Reads,
  row: CaseRow,
  place: ThreadPlace,
): Promise<ProblemCardView> {
  const problem = problemOf(row);
  const [first] = await reads.inboundOf(row.id);
  const summary = (first?.summary ?? null) as MailSummary | null;
  const accounts = await reads.accountsByEmail(row.senderEmail ?? '');
  return {
    caseId: row.id,
    number: problem.number,
    state: problem.state,
    officeName: homeName(desk, problem),
    subject: summary?.subject ?? '',
    from: row.senderEmail ?? '',
    sender: await senderLineOf(desk, reads, row.id),
    account: accounts.map(({ user }) => user).join(', '),
    owner: problem.owner === null ? null : await nameOf(desk, problem.owner),
    escalations: await escalationLines(desk, reads, problem),
    closing: await closingSaid(desk, reads, problem),
    undelivered: problem.undelivered,
    dueAt: problem.dueAt,
    ...offeredAt(problem, problem.office === 'DI' ? 'office' : place),
  };
}

export function homeName(desk: Telling, { office }: ProblemCase): string {
  return office === 'DI' ? desk.texts.problem.ofDi : officeOf(desk.config, office).name;
}

async function closingSaid(desk: Desk, reads: Reads, { closing }: ProblemCase): Promise<string | null> {
  if (closing === null) {
    return null;
  }
  const what = (await reads.noteText(closing.note)) ?? '';
  return desk.texts.problem.closed(await nameOf(desk, closing.by), formatInstant(closing.at), what);
}

/** What a place offers (P2): the home its steps, whoever was asked the end of what they were asked. */
function offeredAt(
  problem: ProblemCase,
  place: ThreadPlace,
): { readonly help: ProblemCardView['help']; readonly actions: readonly ProblemAction[] } {
  if (problem.state === 'closed') {
    return { help: null, actions: ['problem-details'] };
  }
  const isOpenTo = problem.escalations.some(({ target }) => target === place);
  if (place !== 'office') {
    return isOpenTo
      ? { help: 'asked', actions: ['close-escalation', 'problem-details'] }
      : { help: null, actions: [] };
  }
  return {
    help: 'home',
    actions: [
      ...(problem.owner === null ? (['problem-take'] as const) : []),
      'problem-resolve',
      'problem-answer',
      ...(problemTargets(problem).length > 0 ? (['escalate'] as const) : []),
      ...(problem.escalations.length > 0 ? (['close-escalation'] as const) : []),
      'problem-details',
    ],
  };
}

export async function problemDetailsView(
  desk: Desk,
  reads: Reads,
  row: CaseRow,
  place: ThreadPlace,
): Promise<Extract<ProblemDialogView, { kind: 'problem-details' }>> {
  const mails = await reads.inboundOf(row.id);
  const summary = (mails.at(-1)?.summary ?? null) as MailSummary | null;
  const documents = await reads.documentsOf(row.id);
  return {
    kind: 'problem-details',
    card: await problemCardView(desk, reads, row, place),
    text: summary?.text.slice(0, TEXT_SHOWN) ?? '',
    mailOrigin: await mailOriginOf(desk, reads, row.id),
    documents: documents.map((document) => documentLine(desk, document)),
    history: historySentences(await problemHistory(desk, reads, row)),
  };
}

/** Every step, oldest first. */
export async function problemHistory(
  desk: Telling,
  reads: Reads,
  row: CaseRow,
): Promise<readonly HistoryLine[]> {
  const events = await reads.events(row.id);
  return await Promise.all(
    events.map(async (event) => ({
      at: event.at.toISOString(),
      who: await nameOf(desk, event.actor),
      rows: event.rows.split(' ').filter(Boolean),
      text: await problemSentence(desk, reads, problemOf(row), problemEventOf(event)),
    })),
  );
}

/** One step in a sentence. */
export async function problemSentence(
  desk: Telling,
  reads: Reads,
  problem: ProblemCase,
  event: ProblemEvent,
): Promise<string> {
  switch (event.type) {
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return await eventSentence(desk, reads, problem, event);
    default: {
      const noted = event.type === 'problem-answered' || event.type === 'problem-resolved';
      const note = noted ? await reads.noteText(event.note) : '';
      const into = event.type === 'problem-reassigned' ? await nameOf(desk, event.to) : '';
      return desk.texts.problem.events[event.type]({ who: await nameOf(desk, event.by), note, into });
    }
  }
}
