/** Makes the cards of a case due, wherever it has one: they are rendered from the case as it is then. */
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Desk } from './desk.ts';

/** After a click that changed nothing: whoever clicked looked at an old card, or at a lost one. */
export async function refreshCards(desk: Desk, caseId: string): Promise<void> {
  await desk.store.transact(caseId, (uow) => refreshCardsIn(uow, caseId));
}

/** The same inside a transaction that does more, such as opening another case of the same person. */
export async function refreshCardsIn(uow: UnitOfWork, caseId: string): Promise<void> {
  const row = await uow.loadCase(caseId);
  if (!row) {
    return;
  }
  const posts = await uow.cardPosts(caseId);
  const effects = posts.map(({ placeId }) => ({
    lane: `card:${placeId}`,
    kind: 'card',
    payload: { placeId },
  }));
  await uow.addEffects(caseId, row.version, effects);
}
