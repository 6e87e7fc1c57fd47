/** Once each working day, in the morning: what waits for somebody, told to that person alone. Who does not want it, mutes it. */
import { type Channel, TryLater } from '../bot/channel.ts';
import type { PersonWithRoles } from '../store/people.ts';
import { isWorkingDay, localTime } from '../workflow/deadlines.ts';
import { type Waiting, waitingFor } from './commands/waiting-list.ts';
import type { Desk } from './desk.ts';
import { errorName } from './handle-click.ts';
import { isMuted } from './muted.ts';
import { speakingTo } from './people.ts';
import { findOnPlatform } from './recognise-person.ts';

export interface DailyDigest {
  start(): void;
  /** Resolves when nothing is being told any more. */
  stop(): Promise<void>;
  /** Tells whoever is to be told now; resolves with how many were. */
  runDue(): Promise<number>;
}

const LOOK_EVERY_MS = 60_000;
/** A desk that starts later than that says nothing any more: a digest at noon helps nobody. */
const WITHIN_MINUTES = 120;
const SHOWN = 5;
/** The day whose digest everybody has. */
const DONE = 'digest';

export function createDailyDigest(desk: Desk): DailyDigest {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> = Promise.resolve(0);
  /** Who was told today, or cannot be; a process that starts anew finds out by the posts themselves. */
  const settled = new Set<string>();

  function runDue(): Promise<number> {
    // One after the other: nobody is told twice by two looks.
    running = running.then(
      () => tellAll(desk, settled),
      () => tellAll(desk, settled),
    );
    return running;
  }

  function look(): void {
    runDue().catch((error: unknown) => {
      desk.log.error({ error: errorName(error) }, 'the digest could not be told; tried again in a minute');
    });
  }

  return {
    runDue,
    start() {
      timer = setInterval(look, LOOK_EVERY_MS).unref();
      look();
    },
    async stop() {
      clearInterval(timer);
      await running.catch(() => {});
    },
  };
}

async function tellAll(desk: Desk, settled: Set<string>): Promise<number> {
  const { digestAt } = desk.config;
  const { day, hour, minute } = localTime(desk.now().toISOString());
  const channels = [...desk.channels.values()].filter(({ name }) => name !== 'local');
  const since = digestAt === null ? -1 : hour * 60 + minute - (digestAt.hour * 60 + digestAt.minute);
  const isTime = since >= 0 && since < WITHIN_MINUTES && isWorkingDay(day);
  if (!isTime || channels.length === 0 || (await desk.store.setting(DONE)) === day) {
    return 0;
  }
  let told = 0;
  let missed = false;
  for (const person of await desk.store.people()) {
    const key = `digest:${day}:${person.id}`;
    const outcome = settled.has(key) ? 'nothing' : await tell(desk, channels, person, key);
    if (outcome === 'told' || outcome === 'refused') {
      settled.add(key);
    }
    told += outcome === 'told' ? 1 : 0;
    missed ||= outcome === 'not-reached';
  }
  if (!missed) {
    settled.clear();
    await desk.store.transact(null, (uow) => uow.saveSetting(DONE, day));
  }
  return told;
}

async function tell(
  desk: Desk,
  channels: readonly Channel[],
  person: PersonWithRoles,
  key: string,
): Promise<'told' | 'nothing' | 'refused' | 'not-reached'> {
  if (await isMuted(desk.store, 'digest', person.id)) {
    return 'nothing';
  }
  const actor = { type: 'person', id: person.id, roles: person.roles } as const;
  const waiting = await waitingFor(desk, { actor });
  if (waiting.rows.length === 0) {
    return 'nothing';
  }
  const text = textOf(speakingTo(desk, person), waiting);
  let refused = false;
  for (const channel of channels) {
    try {
      const externalId = await findOnPlatform(desk, channel.name, person);
      if (externalId !== null) {
        await channel.postDirect(externalId, { text, mentions: [] }, { key });
        return 'told';
      }
    } catch (error) {
      if (!(error instanceof TryLater)) {
        const name = errorName(error);
        desk.log.warn({ personId: person.id, error: name }, 'somebody could not be told what waits');
        refused = true;
      }
    }
  }
  // Whoever has not added the app in Teams cannot be told today; asking again does not change that.
  if (refused) {
    return 'refused';
  }
  // No platform knows them, or none can be asked now: looked again until the morning is over.
  return 'not-reached';
}

function textOf(desk: Desk, { rows, late }: Waiting): string {
  const { lists } = desk.texts;
  const numbers = rows.slice(0, SHOWN).map(({ number }) => number ?? lists.unsorted);
  const more = rows.length - numbers.length;
  const named = [...numbers, ...(more > 0 ? [lists.more(more)] : [])].join(', ');
  return [lists.digest(lists.waiting(rows.length, late)), named, lists.digestHow].join('\n');
}
