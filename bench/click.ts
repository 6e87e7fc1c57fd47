/** Fifty people click at once while 10,000 cases are open. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, ClickHandler } from '../src/bot/channel.ts';
import { createClickHandler } from '../src/desk/handle-click.ts';
import { openPageClient } from '../src/page-client.ts';
import { loadOrCreateMasterKey } from '../src/store/master-key.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { type BareDesk, openBareDesk } from './bare-click.ts';
import { type BusyDesk, CLERK_NUMBERS, clerkAt, clerkOf, makeBusyDesk } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import { startProduct } from './product-process.ts';
import { atOnce, type Figure, type Measure, median, percentile, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const AT_ONCE = CLERK_NUMBERS.length;
const LONGEST_MS = 500;
/** One touch: one event, the card, the timer that is due next. */
const VERB = 'verify';

export const click: Measure = {
  name: 'click',
  title: '50 de oameni apasă deodată, cu 10 000 de dosare deschise',
  run: ({ quick, say }) =>
    inTemporaryFolder(async (folder) => {
      const made = await timed(() => makeBusyDesk(folder, { open: quick ? 2_000 : 10_000, closed: 0 }));
      const busy = made.value;
      say(`${busy.open.length} de dosare deschise, pregătite în ${Math.round(made.ms / 1000)} s`);
      const queues = casesByOffice(busy.open);
      const throughput = await compareHandlers(busy, queues, quick ? 4 : 10, quick ? 100 : 200);
      const answers = await clickOverHttp(busy, queues, quick ? 8 : 30);
      return [...answers, ...throughput];
    }),
};

type Queues = ReadonlyMap<string, CaseCopy[]>;

/** Each case is verified once: whoever clicks takes one out. */
function casesByOffice(cases: readonly CaseCopy[]): Queues {
  const queues = new Map<string, CaseCopy[]>();
  for (const each of cases) {
    queues.set(each.office, [...(queues.get(each.office) ?? []), each]);
  }
  return queues;
}

function nextOf(queues: Queues, office: string): CaseCopy {
  const found = queues.get(office)?.pop();
  if (!found) {
    throw new Error(`The office ${office} has no more cases to click on`);
  }
  return found;
}

/** The whole product in its own process, its outbox at work; each person clicks as soon as the answer is there. */
async function clickOverHttp(busy: BusyDesk, queues: Queues, each: number): Promise<Figure[]> {
  const product = await startProduct(busy.folder, busy.configFile);
  try {
    const page = await openPageClient(product.url);
    const took: number[] = [];
    const clickOnce = async (clerk: number): Promise<void> => {
      const { id, office } = clerkOf(clerk);
      const { ms, value } = await timed(() => page.click(id, VERB, nextOf(queues, office).id));
      mustBeDone(value);
      took.push(ms);
    };
    await Promise.all(CLERK_NUMBERS.map(clickOnce));
    took.length = 0;
    const { ms } = await timed(() =>
      Promise.all(
        CLERK_NUMBERS.map(async (clerk) => {
          for (let round = 0; round < each; round += 1) {
            await clickOnce(clerk);
          }
        }),
      ),
    );
    const line = (what: string, value: number): Figure => ({ measure: 'click', what, unit: 'ms', value });
    return [
      line('prin HTTP, p50 până la răspuns', percentile(took, 50)),
      { ...line('prin HTTP, p99 până la răspuns', percentile(took, 99)), most: { value: LONGEST_MS } },
      line('prin HTTP, cel mai lent', percentile(took, 100)),
      {
        measure: 'click',
        what: 'prin HTTP, cu cardurile și jurnalul',
        unit: '/s',
        value: (took.length / ms) * 1000,
      },
    ];
  } finally {
    await product.stop();
  }
}

/** The click handler and the bare one in turns, each on its own copy of the database, with no outbox beside them. */
async function compareHandlers(
  busy: BusyDesk,
  queues: Queues,
  rounds: number,
  clicks: number,
): Promise<Figure[]> {
  const quiet = join(busy.folder, 'quiet');
  const desk = await openDeskAtWork({ folder: quietFolder(quiet), config: busy.config, logLevel: 'warn' });
  const store = await openCopy(busy, 'product');
  const bare = openBareDesk(copyOfDatabase(busy, 'bare'));
  try {
    const handler = createClickHandler({ ...desk.app.desk, store });
    const ours: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const cases = nextCases(queues, clicks);
      const floor = await timed(() => clickBare(bare, cases));
      const own = await timed(() => clickAll(handler, cases));
      // The first round warms both up.
      if (round > 0) {
        floors.push(floor.ms / clicks);
        ours.push(own.ms / clicks);
      }
    }
    const what = 'un click, 50 deodată (1000 ÷ clicuri pe secundă)';
    return [
      { measure: 'click', what, unit: 'ms', value: median(ours), floor: median(floors), most: { ratio: 2 } },
    ];
  } finally {
    await bare.close();
    await store.close();
    await desk.close();
  }
}

function quietFolder(folder: string): string {
  mkdirSync(folder);
  return folder;
}

function nextCases(queues: Queues, count: number): CaseCopy[] {
  return Array.from({ length: count }, (_none, number) => nextOf(queues, clerkOf(number).office));
}

async function clickBare(bare: BareDesk, cases: readonly CaseCopy[]): Promise<void> {
  await atOnce(AT_ONCE, cases, ({ id }) => bare.click(id));
}

async function clickAll(handler: ClickHandler, cases: readonly CaseCopy[]): Promise<void> {
  await atOnce(AT_ONCE, cases, async ({ id, office }) => {
    mustBeDone(
      await handler({ channel: 'local', externalId: clerkAt(office), verb: VERB, caseId: id, inputs: {} }),
    );
  });
}

/** A click that was refused is fast, and measures nothing. */
export function mustBeDone(answer: Answer): void {
  if (answer.kind !== 'done') {
    throw new Error(`A click was not accepted: ${JSON.stringify(answer).slice(0, 300)}`);
  }
}

function copyOfDatabase(busy: BusyDesk, name: string): string {
  mkdirSync(join(busy.folder, name));
  const file = join(busy.folder, name, 'acces.db');
  copyFileSync(join(busy.folder, 'acces.db'), file);
  return file;
}

async function openCopy(busy: BusyDesk, name: string): Promise<Store> {
  const file = copyOfDatabase(busy, name);
  return await openStore({
    databaseUrl: `file:${file}`,
    dataDir: join(busy.folder, name),
    masterKey: loadOrCreateMasterKey({ dataDir: busy.folder }),
  });
}
