/** A case's card for one person, wherever they are: from a list, the home page, a search. */
import { renderCaseCard } from '../bot/cards.ts';
import type { Answer } from '../bot/channel.ts';
import { placeFor, refusalToOpen } from './case-dialogs.ts';
import type { CaseRecord } from './case-record.ts';
import { caseCardView } from './case-view.ts';
import type { Desk } from './desk.ts';
import type { KnownPerson } from './people.ts';
import { answerRefusal } from './refusal-answer.ts';

/** The living card as that person's place has it, with its buttons. */
export async function showCase(desk: Desk, person: KnownPerson, record: CaseRecord): Promise<Answer> {
  const { access } = record;
  const refusal = refusalToOpen(desk, person, access, 'history');
  if (refusal) {
    return await answerRefusal(desk, access, refusal);
  }
  const place = placeFor(person, access);
  const audience = { place, office: place === 'office' ? access.office : null };
  const view = await caseCardView(desk, desk.store, record, audience);
  return { kind: 'dialog', title: access.number, card: renderCaseCard(view, desk.texts) };
}
