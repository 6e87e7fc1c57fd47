/** `dosar AB-2026-00042`: what happened, by row of the procedure, and that nobody has changed the log since. */
import { renderDialog, renderProblemDialog, renderRecoveryDialog } from '../../bot/cards.ts';
import type { Answer } from '../../bot/channel.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { isAtHome } from '../../workflow/problem.ts';
import { hasRole } from '../../workflow/roles.ts';
import { placeFor } from '../case-dialogs.ts';
import { recordOf } from '../case-record.ts';
import { caseCardView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { historyLines } from '../history.ts';
import type { KnownPerson } from '../people.ts';
import { problemOf } from '../problem/carry-out-problem.ts';
import { problemDetailsView } from '../problem/problem-view.ts';
import { recoveryDetailsView } from '../recovery/recovery-view.ts';
import type { Asked } from './handle-command.ts';
import { maySee } from './may-see.ts';

export async function caseTimeline({ desk, person, rest }: Asked): Promise<Answer> {
  const { commands, lists, states } = desk.texts;
  const row = await caseByTypedNumber(desk.store, rest);
  if (row?.kind === 'recovery' && maySee(person, row)) {
    return await recoveryTimeline(desk, person, row);
  }
  if (row?.kind === 'problem' && maySee(person, row)) {
    return await problemTimeline(desk, person, row);
  }
  if (row?.kind !== 'access' || !maySee(person, row)) {
    return { kind: 'told', text: commands.caseNotFound(rest) };
  }
  const record = await recordOf(desk.store, row);
  const { access } = record;
  const place = placeFor(person, access);
  const audience = { place, office: place === 'office' ? access.office : null };
  const card = await caseCardView(desk, desk.store, record, audience);
  const lines = await historyLines(desk, desk.store, access);
  const chain = await desk.store.verifyChain(row.id);
  const said = chain.whole ? commands.chain.whole(chain.events) : commands.chain.broken(chain.seq);
  const checked = { at: desk.now().toISOString(), who: '', text: said, rows: [] };
  const title = lists.caseTitle(access.number, states[access.state]);
  const history = renderDialog({ kind: 'history', card, lines: [checked, ...lines] }, desk.texts);
  return { kind: 'card', title: access.number, text: title, card: history.card };
}

/** P1, P2, in the dialog that the card opens too. */
async function problemTimeline(desk: Desk, { actor }: KnownPerson, row: CaseRow): Promise<Answer> {
  const chain = await desk.store.verifyChain(row.id);
  const { commands, lists, problem } = desk.texts;
  const said = chain.whole ? commands.chain.whole(chain.events) : commands.chain.broken(chain.seq);
  const view = await problemDetailsView(desk, desk.store, row, 'office');
  // An admin sees what happened; the applicant's own words are for those who solve it.
  const shown = isAtHome(problemOf(row), actor) ? view : { ...view, text: '', documents: [] };
  const { card } = renderProblemDialog({ ...shown, history: [said, ...view.history] }, desk.texts);
  const title = lists.caseTitle(view.card.number, problem.states[view.card.state]);
  return { kind: 'card', title: view.card.number, text: title, card };
}

/** R1–R4, in the dialog that the card opens too. */
async function recoveryTimeline(desk: Desk, { actor }: KnownPerson, row: CaseRow): Promise<Answer> {
  const chain = await desk.store.verifyChain(row.id);
  const { commands, lists, recovery } = desk.texts;
  const said = chain.whole ? commands.chain.whole(chain.events) : commands.chain.broken(chain.seq);
  const view = await recoveryDetailsView(desk, desk.store, row);
  // An admin sees what happened; the applicant's own words are for DI.
  const text = hasRole(actor.roles, 'di', null) ? view.text : '';
  const { card } = renderRecoveryDialog({ ...view, text, history: [said, ...view.history] }, desk.texts);
  const title = lists.caseTitle(view.card.number, recovery.states[view.card.state]);
  return { kind: 'card', title: view.card.number, text: title, card };
}

/** Small letters, and zeros that were left out: `ab-2026-42`. Old numbers as they are. */
async function caseByTypedNumber(reads: Reads, typed: string): Promise<CaseRow | undefined> {
  const parts = /^\s*([a-z]{1,2})\s*-?\s*(\d{4})\s*-\s*(\d{1,5})\s*$/i.exec(typed);
  const number = parts ? `${parts[1]}-${parts[2]}-${(parts[3] ?? '').padStart(5, '0')}` : typed;
  return number === '' ? undefined : await reads.caseByNumber(number);
}
