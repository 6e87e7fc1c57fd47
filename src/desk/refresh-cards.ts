/** Makes the cards of a case due, wherever it has one: they are rendered from the case as it is then. */
import type { NewEffect } from '../store/outbox.ts';
import type { StoredPost } from '../store/places.ts';
import type { Reads, UnitOfWork } from '../store/unit-of-work.ts';
import type { Desk } from './desk.ts';

/**
 * After a click that changed nothing: whoever clicked looked at an old card, or at one that a platform lost. Costs a
 * write only where no card of the case is due anyway.
 */
export async function refreshCards(desk: Desk, caseId: string): Promise<void> {
  if ((await withoutDueCard(desk.store, caseId)).length > 0) {
    await desk.store.transact(caseId, (uow) => refreshCardsIn(uow, caseId));
  }
}

/** The same inside a transaction that does more, such as opening another case of the same person. */
export async function refreshCardsIn(uow: UnitOfWork, caseId: string): Promise<void> {
  const row = await uow.loadCase(caseId);
  if (row) {
    const posts = await withoutDueCard(uow, caseId);
    await uow.addEffects(caseId, row.version, posts.map(cardAgainEffect));
  }
}

async function withoutDueCard(reads: Reads, caseId: string): Promise<StoredPost[]> {
  const posts = await reads.cardPosts(caseId);
  const found: StoredPost[] = [];
  for (const post of posts) {
    if (!(await reads.isPending(caseId, laneOf(post.placeId), 'card'))) {
      found.push(post);
    }
  }
  return found;
}

/** A lane is one place: what one platform delays holds up no other. */
export function laneOf(placeId: string): string {
  return `card:${placeId}`;
}

/** The card of a case in one place is due. */
export function cardEffect({ placeId }: { readonly placeId: string }): NewEffect {
  return { lane: laneOf(placeId), kind: 'card', payload: { placeId } };
}

/** The same, even if the card says already what the case is: a platform may have lost it, or another case has changed. */
export function cardAgainEffect({ placeId }: { readonly placeId: string }): NewEffect {
  return { lane: laneOf(placeId), kind: 'card', payload: { placeId, again: true } };
}
