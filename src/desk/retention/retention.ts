/**
 * How long personal data of closed cases is kept (product.md, Secrets): not at all limited until an admin sets it with a named
 * approval and the number of the minutes (proces-verbal). Holds are respected, and nothing goes without a trial first.
 */
import { randomBytes } from 'node:crypto';
import type { JsonInput } from '../../store/json.ts';
import type { Purgeable } from '../../store/purge.ts';
import { withoutPerson } from '../../store/purge.ts';
import type { Reads, UnitOfWork } from '../../store/unit-of-work.ts';
import { localDay } from '../../workflow/deadlines.ts';
import type { Desk } from '../desk.ts';
import { logDeskChange } from '../desk-log.ts';
import { cardAgainEffect, laneOf } from '../refresh-cards.ts';

export interface Retention {
  /** Months after its last step that a closed case is kept. */
  readonly months: number;
  readonly approvedBy: string;
  readonly minutes: string;
  /** Day on which it was set. */
  readonly since: string;
}

/** What a trial found; only that can be removed, within a day, by naming its code. */
export interface Trial {
  readonly code: string;
  readonly at: string;
  /** Instant before which a case's last step must have been. */
  readonly cutoff: string;
  readonly count: number;
}

export interface Hold {
  readonly caseId: string;
  readonly number: string;
  /** Who asked for it. */
  readonly by: string;
}

/** What a setting holds that is not set. */
const NONE = false;
const SETTING = 'retention';
const TRIAL = 'retention-trial';
const HOLDS = 'retention-holds';
const TRIAL_LIFE_MS = 24 * 60 * 60 * 1000;
/** Cases removed by one command: whoever waits for its answer waits a second or two. */
export const AT_ONCE = 100;
/** A trial counts so far. */
const MOST_COUNTED = 100_000;

export async function retentionOf(reads: Reads): Promise<Retention | null> {
  return ((await reads.setting(SETTING)) || null) as Retention | null;
}

export async function holdsOf(reads: Reads): Promise<readonly Hold[]> {
  return ((await reads.setting(HOLDS)) ?? []) as Hold[];
}

/** Sets it, or with null ends it; in the desk's chain. A trial made before counts no more. */
export async function setRetentionIn(
  uow: UnitOfWork,
  by: string,
  retention: Retention | null,
): Promise<void> {
  await uow.saveSetting(SETTING, retention === null ? NONE : { ...retention });
  await uow.saveSetting(TRIAL, NONE);
  const { months, minutes } = retention ?? { months: 0, minutes: '' };
  await logDeskChange(uow, by, { type: 'retention-set', months, minutes });
}

/** Keeps a case whatever its age, or no longer; false where that was so already. */
export async function holdIn(
  uow: UnitOfWork,
  by: string,
  { caseId, number }: Pick<Hold, 'caseId' | 'number'>,
  held: boolean,
): Promise<boolean> {
  const holds = await holdsOf(uow);
  if (holds.some((each) => each.caseId === caseId) === held) {
    return false;
  }
  const others = holds.filter((each) => each.caseId !== caseId);
  await uow.saveSetting(HOLDS, (held ? [...others, { caseId, number, by }] : others) as unknown as JsonInput);
  await logDeskChange(uow, by, { type: held ? 'hold-set' : 'hold-lifted', case: caseId });
  return true;
}

/** Counts what would go now, and gives the code by which exactly that can be removed. */
export async function tryOut(
  desk: Desk,
  { months }: Retention,
): Promise<Trial & { readonly found: readonly Purgeable[] }> {
  const now = desk.now();
  const cutoff = monthsBefore(now, months).toISOString();
  const found = await candidates(desk.store, cutoff, MOST_COUNTED);
  const trial: Trial = {
    ...{ code: randomBytes(3).toString('hex').toUpperCase(), at: now.toISOString() },
    ...{ cutoff, count: found.length },
  };
  await desk.store.transact(null, (uow) => uow.saveSetting(TRIAL, { ...trial }));
  return { ...trial, found };
}

/** The trial of this code, if it is not older than a day. */
export async function trialOf(desk: Desk, code: string): Promise<Trial | null> {
  const trial = ((await desk.store.setting(TRIAL)) || null) as Trial | null;
  const isFresh = trial !== null && desk.now().getTime() - Date.parse(trial.at) < TRIAL_LIFE_MS;
  return isFresh && trial.code === code.toUpperCase() ? trial : null;
}

async function candidates(reads: Reads, cutoff: string, limit: number): Promise<Purgeable[]> {
  const held = (await holdsOf(reads)).map(({ caseId }) => caseId);
  return await reads.closedBefore(new Date(cutoff), held, limit);
}

/** The same day of the month so many months earlier, at midnight in UTC of the last such day there is. */
function monthsBefore(now: Date, months: number): Date {
  const [year = 0, month = 1, day = 1] = localDay(now.toISOString()).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last)));
}

export interface Removed {
  readonly numbers: readonly string[];
  /** Cases that wait for the same command to be given again. */
  readonly left: number;
}

/**
 * Removes what a trial found, as much as goes at once, each case by itself: a case that was reopened, held or is being worked
 * on meanwhile stays. What was removed stands, with the minutes, in the case's own log and in the desk's.
 */
export async function removeFound(
  desk: Desk,
  by: string,
  { cutoff }: Trial,
  { minutes }: Retention,
): Promise<Removed> {
  const numbers: string[] = [];
  for (const { id, number } of await candidates(desk.store, cutoff, AT_ONCE)) {
    const isGone = await desk.store.transact(id, (uow) => purgeIn(uow, id, by, cutoff, minutes));
    if (isGone) {
      numbers.push(number ?? id);
    }
  }
  if (numbers.length > 0) {
    await desk.store.sweepDocuments();
  }
  return { numbers, left: (await candidates(desk.store, cutoff, MOST_COUNTED)).length };
}

/** What is left of a purged case: nothing of a person. */
export interface PurgedFacts {
  readonly was: string;
  readonly minutes: string;
  readonly at: string;
}

async function purgeIn(
  uow: UnitOfWork,
  caseId: string,
  by: string,
  cutoff: string,
  minutes: string,
): Promise<boolean> {
  const row = await uow.loadCase(caseId);
  const isStill = row && !row.open && row.waitingSince < new Date(cutoff) && row.kind !== 'purged';
  const isHeld = (await holdsOf(uow)).some((hold) => hold.caseId === caseId);
  const effects = await uow.effectsOf(caseId);
  const isWorkedOn = effects.some(({ status }) => status === 'pending' || status === 'sending');
  if (!isStill || isHeld || isWorkedOn) {
    return false;
  }
  const at = uow.now();
  await uow.purgeCase(caseId);
  const facts: PurgedFacts = { was: row.kind, minutes, at: at.toISOString() };
  await uow.saveCase(caseId, {
    expectedVersion: row.version,
    patch: withoutPerson({ ...facts }),
    events: [{ type: 'purged', rows: '', actor: `person:${by}`, payload: { minutes }, at }],
  });
  await logDeskChange(uow, by, { type: 'case-purged', minutes, number: row.number ?? caseId });
  // Cards say that the data is gone; the lines of their threads are taken away.
  const posts = await uow.cardPosts(caseId);
  const lines = effects.flatMap(({ id, kind, payload }) => {
    const { placeId = '' } = payload as { readonly placeId?: string };
    const isLine = kind === 'reply' && posts.some((post) => post.placeId === placeId);
    return isLine || kind === 'notice'
      ? [{ lane: laneOf(placeId), kind: 'forget-line', payload: { placeId, key: id } }]
      : [];
  });
  await uow.addEffects(caseId, row.version + 1, [...posts.map(cardAgainEffect), ...lines]);
  return true;
}
