/** What a click costs where there are many cases, against what it costs where there are few. */
import { createClickHandler } from '../src/desk/handle-click.ts';
import type { Store } from '../src/store/open.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { clerkAt, makeBusyDesk } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import { mustBeDone } from './click.ts';
import { type Figure, type Measure, type MeasureOptions, median, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const FEW = 1_000;
/** Of all cases, one in so many is open. */
const OPEN_SHARE = 10;
const SLOWEST_LISTING_MS = 5;

export const growth: Measure = {
  name: 'growth',
  title: 'un click și o listă la multe dosare, față de 1 000',
  async run(options) {
    const sizes = [options.quick ? 10_000 : 100_000, ...(options.million ? [1_000_000] : [])];
    const found: Figure[] = [];
    for (const size of sizes) {
      found.push(...(await compareSizes(size, options)));
    }
    return found;
  },
};

interface GrownDesk {
  /** The time to a click's answer, and to the card that shows it, in milliseconds. */
  clickOnce(): Promise<{ readonly answered: number; readonly shown: number }>;
  /** The time of an office's first page of open cases, in milliseconds. */
  listOnce(): Promise<number>;
  close(): Promise<void>;
}

async function compareSizes(size: number, { quick, say }: MeasureOptions): Promise<Figure[]> {
  return await inTemporaryFolder(
    async (fewFolder) =>
      await inTemporaryFolder(async (manyFolder) => {
        const few = await openGrown(fewFolder, FEW);
        const made = await timed(() => openGrown(manyFolder, size));
        say(`${size} de dosare, pregătite în ${Math.round(made.ms / 1000)} s`);
        try {
          return await playRounds(few, made.value, size, quick ? 20 : 80);
        } finally {
          await few.close();
          await made.value.close();
        }
      }),
  );
}

async function playRounds(few: GrownDesk, many: GrownDesk, size: number, rounds: number): Promise<Figure[]> {
  const took = { few: rows(), many: rows() };
  for (let round = 0; round < rounds; round += 1) {
    for (const [desk, into] of [[few, took.few] as const, [many, took.many] as const]) {
      const { answered, shown } = await desk.clickOnce();
      into.answered.push(answered);
      into.shown.push(shown);
      into.listed.push(await desk.listOnce());
    }
  }
  const most = { ratio: size > 100_000 ? 2 : 1.25 };
  const line = (what: string, of: 'answered' | 'shown' | 'listed') => ({
    measure: 'growth',
    what: `${size} de dosare: ${what}`,
    unit: 'ms' as const,
    value: median(took.many[of]),
    floor: median(took.few[of]),
  });
  return [
    { ...line('click până la răspuns', 'answered'), most },
    { ...line('click până la cardul rescris', 'shown'), most },
    { ...line('lista unui oficiu (50)', 'listed'), most: { value: SLOWEST_LISTING_MS } },
  ];
}

/** Resolves when the case's card has been rewritten: that commit makes nothing further due. */
function cardShown(store: Store, caseId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.onCommitted((changed, lanes) => {
      if (changed === caseId && lanes.length === 0) {
        stop();
        resolve();
      }
    });
  });
}

/** In an order of chance, always the same. */
function shuffled(cases: readonly CaseCopy[]): CaseCopy[] {
  const STEP = 7_919;
  return cases
    .map((_each, index) => cases[(index * STEP) % cases.length])
    .filter((each) => each !== undefined);
}

function rows(): { answered: number[]; shown: number[]; listed: number[] } {
  return { answered: [], shown: [], listed: [] };
}

/** A whole desk in this process, its outbox at work. */
async function openGrown(folder: string, size: number): Promise<GrownDesk> {
  const open = size / OPEN_SHARE;
  const busy = await makeBusyDesk(folder, { open, closed: size - open });
  const work = await openDeskAtWork({ folder, config: busy.config, logLevel: 'warn' });
  const { desk } = work.app;
  const handler = createClickHandler(desk);
  const cases = shuffled(busy.open);
  return {
    async clickOnce() {
      const next = cases.pop();
      if (!next) {
        throw new Error('There are no more cases to click on');
      }
      const { id, office } = next;
      const shown = cardShown(desk.store, id);
      const start = performance.now();
      mustBeDone(
        await handler({
          channel: 'local',
          externalId: clerkAt(office),
          verb: 'verify',
          caseId: id,
          inputs: {},
        }),
      );
      const answered = performance.now() - start;
      await shown;
      return { answered, shown: performance.now() - start };
    },
    async listOnce() {
      const office = cases.at(-1)?.office ?? 'AB';
      const { ms, value } = await timed(() => desk.store.queue({ office, limit: 50 }));
      if (value.length === 0) {
        throw new Error('The list is empty');
      }
      return ms;
    },
    close: () => work.close(),
  };
}
