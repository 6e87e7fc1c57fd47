/** `dosar AB-2026-00042`: what happened, by row of the procedure, and that nobody has changed the log since. */
import { renderDialog, renderProblemDialog, renderRecoveryDialog } from '../../bot/cards.ts';
import type { Answer, Card } from '../../bot/channel.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { isAtHome } from '../../workflow/problem.ts';
import { hasRole } from '../../workflow/roles.ts';
import { placeFor } from '../case-dialogs.ts';
import { recordOf } from '../case-record.ts';
import { caseCardView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { historyLines, historySentences } from '../history.ts';
import { problemOf } from '../problem/carry-out-problem.ts';
import { problemDetailsView } from '../problem/problem-view.ts';
import { recoveryDetailsView } from '../recovery/recovery-view.ts';
import { purgedHistory, purgedSaid } from '../retention/purged-view.ts';
import type { Asked } from './handle-command.ts';
import { maySee } from './may-see.ts';

export async function caseTimeline(asked: Asked): Promise<Answer> {
  const { desk, person, rest } = asked;
  const row = await caseByTypedNumber(desk.store, rest);
  if (row && maySee(person, row)) {
    switch (row.kind) {
      case 'access':
        return await accessTimeline(asked, row);
      case 'recovery':
        return await recoveryTimeline(asked, row);
      case 'problem':
        return await problemTimeline(asked, row);
      case 'purged':
        return await purgedTimeline(asked, row);
    }
  }
  return { kind: 'told', text: desk.texts.commands.caseNotFound(rest) };
}

async function accessTimeline({ desk, person }: Asked, row: CaseRow): Promise<Answer> {
  const record = await recordOf(desk.store, row);
  const { access } = record;
  const place = placeFor(person, access);
  const audience = { place, office: place === 'office' ? access.office : null };
  const card = await caseCardView(desk, desk.store, record, audience);
  const lines = await historyLines(desk, desk.store, access);
  const checked = { at: desk.now().toISOString(), who: '', text: await chainSaid(desk, row), rows: [] };
  const history = renderDialog({ kind: 'history', card, lines: [checked, ...lines] }, desk.texts);
  return timelineCard(desk, access.number, desk.texts.states[access.state], history.card);
}

/** P1, P2, in the dialog that the card opens too. */
async function problemTimeline({ desk, person }: Asked, row: CaseRow): Promise<Answer> {
  const view = await problemDetailsView(desk, desk.store, row, 'office');
  // An admin sees what happened; the applicant's own words are for those who solve it.
  const shown = isAtHome(problemOf(row), person.actor) ? view : { ...view, text: '', documents: [] };
  const history = [await chainSaid(desk, row), ...view.history];
  const { card } = renderProblemDialog({ ...shown, history }, desk.texts);
  return timelineCard(desk, view.card.number, desk.texts.problem.states[view.card.state], card);
}

/** R1–R4, in the dialog that the card opens too. */
async function recoveryTimeline({ desk, person }: Asked, row: CaseRow): Promise<Answer> {
  const view = await recoveryDetailsView(desk, desk.store, row);
  // An admin sees what happened; the applicant's own words are for DI.
  const text = hasRole(person.actor.roles, 'di', null) ? view.text : '';
  const history = [await chainSaid(desk, row), ...view.history];
  const { card } = renderRecoveryDialog({ ...view, text, history }, desk.texts);
  return timelineCard(desk, view.card.number, desk.texts.recovery.states[view.card.state], card);
}

/** Of a case whose personal data was removed: who did what, and when. */
async function purgedTimeline({ desk }: Asked, row: CaseRow): Promise<Answer> {
  const history = historySentences(await purgedHistory(desk, desk.store, row));
  const text = [purgedSaid(desk, row), await chainSaid(desk, row), ...history].join('\n');
  return { kind: 'told', text };
}

async function chainSaid({ store, texts }: Desk, { id }: CaseRow): Promise<string> {
  const { chain } = texts.commands;
  const found = await store.verifyChain(id);
  return found.whole ? chain.whole(found.events) : chain.broken(found.seq);
}

function timelineCard({ texts }: Desk, number: string, state: string, card: Card): Answer {
  return { kind: 'card', title: number, text: texts.lists.caseTitle(number, state), card };
}

/** Small letters, and zeros that were left out: `ab-2026-42`. Old numbers as they are. */
export async function caseByTypedNumber(reads: Reads, typed: string): Promise<CaseRow | undefined> {
  const parts = /^\s*([a-z]{1,2})\s*-?\s*(\d{4})\s*-\s*(\d{1,5})\s*$/i.exec(typed);
  const number = parts ? `${parts[1]}-${parts[2]}-${(parts[3] ?? '').padStart(5, '0')}` : typed;
  return number === '' ? undefined : await reads.caseByNumber(number);
}
