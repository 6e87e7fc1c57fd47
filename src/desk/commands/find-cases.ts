/** `cauta …`: cases by name, number, authorisation, e-mail or registry number; of those that one may see. */
import type { Answer } from '../../bot/channel.ts';
import { listCard } from '../../bot/list-card.ts';
import type { Asked } from './handle-command.ts';
import { maySee } from './may-see.ts';
import { listedCase } from './waiting-list.ts';

const SHOWN = 10;
/** Some of what is found may be another office's. */
const LOOKED_AT = 200;

export async function findCases({ desk, person, rest }: Asked): Promise<Answer> {
  const { lists, commands } = desk.texts;
  if (rest === '') {
    return { kind: 'told', text: commands.searchWhat };
  }
  const { roles } = person.actor;
  const everywhere = roles.some(({ role, office }) => role === 'admin' || role === 'di' || office === null);
  const offices = everywhere ? undefined : roles.flatMap(({ office }) => (office === null ? [] : [office]));
  const found = (await desk.store.searchCases(rest, offices, LOOKED_AT)).filter((row) => maySee(person, row));
  if (found.length === 0) {
    return { kind: 'told', text: lists.foundNothing };
  }
  const shown = found.slice(0, SHOWN);
  const text = lists.found(shown.length, found.length > shown.length);
  const title = lists.foundTitle(rest);
  const view = {
    title: lists.foundTitle(''),
    intro: [`«${rest}»`, text],
    cases: shown.map((row) => listedCase(desk, row)),
    more: 0,
    after: 0,
    now: desk.now().toISOString(),
  };
  return { kind: 'card', title: title.slice(0, 24), text, card: listCard(view, desk.texts) };
}
