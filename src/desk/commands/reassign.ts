/** `preda AB-2026-00042 ana@…` · `preda maria@… ana@…`: one case, or all that somebody has, into a colleague's hands. */
import type { Answer } from '../../bot/channel.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { PersonWithRoles } from '../../store/people.ts';
import { carryOut } from '../carry-out.ts';
import { carryOutProblem } from '../problem/carry-out-problem.ts';
import { answerRefusal } from '../refusal-answer.ts';
import { caseByTypedNumber } from './case-timeline.ts';
import { isPerson, personOf } from './grant-role.ts';
import type { Asked } from './handle-command.ts';
import { maySee } from './may-see.ts';

/** More than this nobody gives away at once; the command can be given again. */
const AT_ONCE = 200;

export async function reassign(asked: Asked): Promise<Answer> {
  const { desk, rest } = asked;
  const texts = desk.texts.commands.reassign;
  const [what = '', whom = '', ...more] = rest.split(/\s+/);
  if (!isPerson(whom) || more.length > 0) {
    return { kind: 'told', text: texts.how };
  }
  const to = await personOf(asked, whom);
  if (!to) {
    return { kind: 'told', text: texts.personUnknown(whom) };
  }
  if (isPerson(what)) {
    const from = await personOf(asked, what);
    return from ? await giveAll(asked, from, to) : { kind: 'told', text: texts.personUnknown(what) };
  }
  const row = await caseByTypedNumber(desk.store, what);
  if (!row || !maySee(asked.person, row) || !isReassignable(row)) {
    return { kind: 'told', text: desk.texts.commands.caseNotFound(what) };
  }
  const refusal = await give(asked, row, to);
  return refusal ?? { kind: 'done', text: texts.done(row.number ?? '', to.name) };
}

function isReassignable({ kind }: CaseRow): boolean {
  return kind === 'access' || kind === 'problem';
}

/** Gives one case away: null, or why not. */
async function give(
  { desk, person }: Asked,
  row: CaseRow,
  { id, roles }: PersonWithRoles,
): Promise<Answer | null> {
  const wish = { type: 'reassign', by: person.actor, to: `person:${id}`, roles } as const;
  if (row.kind === 'problem') {
    const refusal = await carryOutProblem(desk, row.id, async () => wish);
    return refusal === null ? null : { kind: 'told', text: desk.texts.problem.refusals[refusal] };
  }
  const outcome = await carryOut(desk, row.id, () => wish);
  return outcome.accepted ? null : await answerRefusal(desk, outcome.access, outcome.refusal);
}

/** Each by itself: what may not be given away stays where it is, and is counted. */
async function giveAll(asked: Asked, from: PersonWithRoles, to: PersonWithRoles): Promise<Answer> {
  const { desk, person } = asked;
  const texts = desk.texts.commands.reassign;
  const rows = await desk.store.queue({
    ownerId: from.id,
    kinds: ['access', 'problem'],
    limit: AT_ONCE,
  });
  let given = 0;
  let kept = 0;
  for (const row of rows.filter((each) => maySee(person, each))) {
    if ((await give(asked, row, to)) === null) {
      given += 1;
    } else {
      kept += 1;
    }
  }
  const text = texts.doneAll(from.name, to.name, given, kept);
  return { kind: given > 0 ? 'done' : 'told', text };
}
