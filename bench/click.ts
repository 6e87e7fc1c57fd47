/** Fifty people click at once while 10,000 cases are open. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Answer, ClickHandler } from '../src/bot/channel.ts';
import { createClickHandler } from '../src/desk/handle-click.ts';
import { openPageClient, type PageClient } from '../src/page-client.ts';
import { loadOrCreateMasterKey } from '../src/store/master-key.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { type BareDesk, openBareDesk } from './bare-click.ts';
import { type BusyDesk, CLERK_NUMBERS, clerkAt, clerkOf, makeBusyDesk } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import { startProduct } from './product-process.ts';
import { atOnce, type Figure, type Measure, median, percentile, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

export const AT_ONCE = CLERK_NUMBERS.length;
export const LONGEST_MS = 500;
/** Slack shows an error when nothing has answered by then. */
export const SLACKS_PATIENCE_MS = 3_000;
/** Two touches of a secretary's. The second also sets the timers of what is waited for next. */
export const VERBS = ['take', 'submit:verify'] as const;
export type Verb = (typeof VERBS)[number];

export const click: Measure = {
  name: 'click',
  title: '50 de oameni apasă deodată, cu 10 000 de dosare deschise',
  run: ({ quick, say }) =>
    inTemporaryFolder(async (folder) => {
      const made = await timed(() => makeBusyDesk(folder, { open: quick ? 2_000 : 10_000, closed: 0 }));
      const busy = made.value;
      say(`${busy.open.length} de dosare deschise, pregătite în ${Math.round(made.ms / 1000)} s`);
      const queues = casesByOffice(busy.open);
      const throughput = await compareHandlers(busy, queues, quick ? 2 : 8, quick ? 100 : 150);
      const answers = await clickOverHttp(busy, queues, quick ? 4 : 15);
      return [...answers, ...throughput];
    }),
};

export type Queues = ReadonlyMap<string, CaseCopy[]>;

/** Each case is verified once: whoever clicks takes one out. */
export function casesByOffice(cases: readonly CaseCopy[]): Queues {
  const queues = new Map<string, CaseCopy[]>();
  for (const each of cases) {
    queues.set(each.office, [...(queues.get(each.office) ?? []), each]);
  }
  return queues;
}

export function nextOf(queues: Queues, office: string): CaseCopy {
  const found = queues.get(office)?.pop();
  if (!found) {
    throw new Error(`The office ${office} has no more cases to click on`);
  }
  return found;
}

/** The whole product in its own process, its outbox at work. */
async function clickOverHttp(busy: BusyDesk, queues: Queues, each: number): Promise<Figure[]> {
  const product = await startProduct(busy.folder, busy.configFile);
  try {
    const page = await openPageClient(product.url);
    const clickOnce = async (clerk: number): Promise<number> => {
      const { id, office } = clerkOf(clerk);
      const { ms, value } = await timed(() => verifyOn(page, id, nextOf(queues, office)));
      mustBeDone(value);
      return ms;
    };
    const all = (): Promise<number[]> => Promise.all(CLERK_NUMBERS.map(clickOnce));
    await all();
    return [...(await inWaves(all, each)), ...(await withoutPause(clickOnce, each))];
  } finally {
    await product.stop();
  }
}

/** A11. */
function verifyOn(page: PageClient, clerk: string, { id, workbook }: CaseCopy): Promise<Answer> {
  return page.click(clerk, 'submit:verify', id, { workbook });
}

export const PAUSE_MS = 1_000;

/** All in the same moment; a second later, as people are still reading, all again. */
async function inWaves(all: () => Promise<number[]>, waves: number): Promise<Figure[]> {
  const took: number[] = [];
  for (let wave = 0; wave < waves; wave += 1) {
    await setTimeout(PAUSE_MS);
    took.push(...(await all()));
  }
  return latencies('toți în aceeași clipă', took);
}

/** Nobody reads: each clicks again as soon as the answer is there. */
async function withoutPause(clickOnce: (clerk: number) => Promise<number>, each: number): Promise<Figure[]> {
  const took: number[] = [];
  const { ms } = await timed(() =>
    Promise.all(
      CLERK_NUMBERS.map(async (clerk) => {
        for (let round = 0; round < each; round += 1) {
          took.push(await clickOnce(clerk));
        }
      }),
    ),
  );
  const perSecond = (took.length / ms) * 1000;
  return [
    ...latencies('fără nicio pauză', took),
    { measure: 'click', what: 'fără nicio pauză: clicuri duse la capăt', unit: '/s', value: perSecond },
  ];
}

function latencies(how: string, took: readonly number[]): Figure[] {
  const line = (what: string, value: number): Figure => ({
    measure: 'click',
    what: `${how}: ${what}`,
    unit: 'ms',
    value,
  });
  return [
    line('p50', percentile(took, 50)),
    { ...line('p99', percentile(took, 99)), most: { value: LONGEST_MS } },
    { ...line('cel mai lent', percentile(took, 100)), most: { value: SLACKS_PATIENCE_MS } },
  ];
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
    const ours: Record<Verb, number[]> = { take: [], 'submit:verify': [] };
    const floors: Record<Verb, number[]> = { take: [], 'submit:verify': [] };
    for (let round = 0; round <= rounds; round += 1) {
      const cases = nextCases(queues, clicks);
      for (const verb of VERBS) {
        const floor = await timed(() => clickBare(bare, cases, verb));
        const own = await timed(() => clickAll(handler, cases, verb));
        // The first round warms both up.
        if (round > 0) {
          floors[verb].push(floor.ms / clicks);
          ours[verb].push(own.ms / clicks);
        }
      }
    }
    return VERBS.map((verb) => ({
      measure: 'click',
      what: `costul unui click «${verb}», 50 deodată`,
      unit: 'ms',
      value: median(ours[verb]),
      floor: median(floors[verb]),
      most: { ratio: 2 },
    }));
  } finally {
    await bare.close();
    await store.close();
    await desk.close();
  }
}

export function quietFolder(folder: string): string {
  mkdirSync(folder);
  return folder;
}

export function nextCases(queues: Queues, count: number): CaseCopy[] {
  return Array.from({ length: count }, (_none, number) => nextOf(queues, clerkOf(number).office));
}

async function clickBare(bare: BareDesk, cases: readonly CaseCopy[], verb: Verb): Promise<void> {
  await atOnce(AT_ONCE, cases, ({ id }) => bare.click(id, { withTimers: verb === 'submit:verify' }));
}

async function clickAll(handler: ClickHandler, cases: readonly CaseCopy[], verb: Verb): Promise<void> {
  await atOnce(AT_ONCE, cases, async ({ id, office, workbook }) => {
    const externalId = clerkAt(office);
    mustBeDone(await handler({ channel: 'local', externalId, verb, caseId: id, inputs: { workbook } }));
  });
}

/** A click that was refused is fast, and measures nothing. */
export function mustBeDone(answer: Answer): void {
  if (answer.kind !== 'done') {
    throw new Error(`A click was not accepted: ${JSON.stringify(answer).slice(0, 300)}`);
  }
}

export function copyOfDatabase(busy: BusyDesk, name: string): string {
  mkdirSync(join(busy.folder, name));
  const file = join(busy.folder, name, 'acces.db');
  copyFileSync(join(busy.folder, 'acces.db'), file);
  return file;
}

export async function openCopy(busy: BusyDesk, name: string): Promise<Store> {
  const file = copyOfDatabase(busy, name);
  return await openStore({
    databaseUrl: `file:${file}`,
    dataDir: join(busy.folder, name),
    masterKey: loadOrCreateMasterKey({ dataDir: busy.folder }),
  });
}
