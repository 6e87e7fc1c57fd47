import type { Effect, Prisma } from './generated/sqlite/client.ts';
import { canonicalJson } from './json.ts';
import { SECRET_FIELD } from './outbox.ts';
import type { Writing } from './session.ts';

/** Somebody else has taken the effect over, or it is done: nothing of what was attempted in its name was written. */
export class FenceLost extends Error {}

/** An effect that this process may perform, until somebody claims it anew. */
export interface Claim {
  readonly effect: Effect;
}

/**
 * Kinds of effects that say only that something is due, never what: it is rendered from the case as it is then. So the
 * first of several that stand directly behind each other does for all of them, and they are done when it is claimed:
 * whoever still finds one pending may count on its being rendered later. (It is the first that is performed, not the
 * last: a repetition after a kill must come under the same idempotency key.)
 */
const RENDERED: ReadonlySet<string> = new Set(['card']);

const MOST_AT_ONCE = 100;

/**
 * Claims the first open effect of a lane. Null when there is none, or when it is claimed already; the moment when it
 * is due, when that is later.
 */
export async function claimHead(
  session: Writing,
  lane: { caseId: string; lane: string },
  claimedUntil: Date,
): Promise<Claim | Date | null> {
  const head = await session.tables.effect.findFirst({
    where: { ...lane, status: { in: ['pending', 'sending'] } },
    orderBy: [{ seq: 'asc' }, { ord: 'asc' }],
  });
  const now = session.now();
  if (head === null || head.status === 'sending') return null;
  if (head.runAt > now) return head.runAt;
  const claim = { claim: head.claim + 1, attempts: head.attempts + 1, status: 'sending' };
  const { count } = await session.tables.effect.updateMany({
    where: { id: head.id, claim: head.claim, status: 'pending' },
    data: { ...claim, claimedUntil, lastTryAt: now },
  });
  if (count !== 1) return null;
  const covered = await directlyBehind(session, head);
  if (covered.length > 0) {
    await session.tables.effect.updateMany({
      where: { id: { in: covered }, status: 'pending' },
      data: { status: 'done' },
    });
  }
  return { effect: { ...head, ...claim } };
}

async function directlyBehind(session: Writing, head: Effect): Promise<string[]> {
  if (!RENDERED.has(head.kind)) return [];
  const { caseId, lane, seq, ord } = head;
  const behind = await session.tables.effect.findMany({
    where: { caseId, lane, status: 'pending', OR: [{ seq: { gt: seq } }, { seq, ord: { gt: ord } }] },
    orderBy: [{ seq: 'asc' }, { ord: 'asc' }],
    take: MOST_AT_ONCE,
  });
  const wanted = canonicalJson(head.payload);
  const now = session.now();
  const other = behind.findIndex(
    ({ kind, payload, runAt, secretSealed }) =>
      kind !== head.kind || runAt > now || secretSealed !== null || canonicalJson(payload) !== wanted,
  );
  return (other === -1 ? behind : behind.slice(0, other)).map(({ id }) => id);
}

/** The secret, in the clear. Throws SealBroken. */
export function openSecret(session: Pick<Writing, 'keys'>, effect: Effect): string | null {
  return effect.secretSealed === null
    ? null
    : session.keys.openSecret(SECRET_FIELD, effect.id, effect.secretSealed);
}

async function endClaim(
  session: Writing,
  { effect }: Claim,
  data: Prisma.EffectUpdateManyMutationInput,
): Promise<void> {
  const { count } = await session.tables.effect.updateMany({
    where: { id: effect.id, claim: effect.claim, status: 'sending' },
    data: { ...data, claimedUntil: null },
  });
  if (count !== 1) throw new FenceLost(`Effect ${effect.id} is no longer held by claim ${effect.claim}`);
}

/** Marks the claimed effect done and erases its secret. Throws FenceLost. */
export async function completeClaim(session: Writing, claim: Claim): Promise<void> {
  await endClaim(session, claim, { status: 'done', secretSealed: null, lastError: null });
}

/** Gives the effect back, to be tried again then. Throws FenceLost. */
export async function retryClaim(
  session: Writing,
  claim: Claim,
  runAt: Date,
  lastError: string,
): Promise<void> {
  await endClaim(session, claim, { status: 'pending', runAt, lastError });
}

/** Gives the effect up and erases its secret. Throws FenceLost. */
export async function buryClaim(session: Writing, claim: Claim, lastError: string): Promise<void> {
  await endClaim(session, claim, { status: 'dead', secretSealed: null, lastError });
}

/**
 * Opens claims whose holder is gone. `exclusive`: no other process can hold one, so every claim is that this process
 * does not hold itself; otherwise those that have run out. Returns how many.
 */
export async function releaseLost(
  session: Writing,
  held: { exclusive: boolean; ids: ReadonlySet<string> },
): Promise<number> {
  const lost = held.exclusive ? { id: { notIn: [...held.ids] } } : { claimedUntil: { lt: session.now() } };
  const { count } = await session.tables.effect.updateMany({
    where: { status: 'sending', ...lost },
    data: { status: 'pending', claimedUntil: null, claim: { increment: 1 } },
  });
  return count;
}
