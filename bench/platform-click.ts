/** Fifty people press buttons of a chat platform at once while 10,000 cases are open: signed requests, through its library. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { PlatformEvents } from '../src/bot/channel.ts';
import { createClickHandler } from '../src/desk/handle-click.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { quietEvents } from '../tests/quiet-events.ts';
import { type BareDesk, openBareDesk } from './bare-click.ts';
import { type BusyDesk, CLERK_NUMBERS, clerkOf, makeBusyDesk } from './busy-desk.ts';
import type { CaseCopy } from './case-copies.ts';
import {
  AT_ONCE,
  casesByOffice,
  copyOfDatabase,
  LONGEST_MS,
  nextCases,
  nextOf,
  openCopy,
  PAUSE_MS,
  type Queues,
  quietFolder,
  SLACKS_PATIENCE_MS,
  VERBS,
  type Verb,
} from './click.ts';
import { startProduct } from './product-process.ts';
import { atOnce, type Figure, type Measure, median, percentile, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** A platform, with its fake around it. */
export interface ClickedPlatform {
  /** What its library is called in a figure. */
  readonly library: string;
  /** Where the requests of the platform go. */
  readonly path: string;
  /** Our listening side. */
  ours(events: PlatformEvents): Promise<RequestListener>;
  /** The library alone, and a transaction of the same size: answered once that is committed. */
  bare(desk: BareDesk): RequestListener;
  /** A press as the platform sends it. Returns its time in milliseconds, up to the answer. */
  press(url: string, clerk: number, at: CaseCopy, verb: Verb): Promise<number>;
  /** A press that was refused is fast, and measures nothing. Throws if one was. */
  nobodyWasRefused(): void;
  /** The settings of a whole desk on this platform. */
  readonly env: Readonly<Record<string, string>>;
  /** Where cards of an office go; null for DI and the admins. */
  addressOf(office: string | null): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

interface ClickMeasure {
  readonly name: 'slack' | 'teams';
  readonly title: string;
  open(): Promise<ClickedPlatform>;
}

export function clickMeasure({ name, title, open }: ClickMeasure): Measure {
  return {
    name,
    title,
    run: ({ quick, say }) =>
      inTemporaryFolder(async (folder) => {
        const made = await timed(() => makeBusyDesk(folder, { open: quick ? 2_000 : 10_000, closed: 0 }));
        const busy = made.value;
        say(`${busy.open.length} de dosare deschise, pregătite în ${Math.round(made.ms / 1000)} s`);
        const queues = casesByOffice(busy.open);
        const platform = await open();
        try {
          const costs = await besideBare(name, busy, queues, platform, quick ? 2 : 8, quick ? 100 : 150);
          return [...costs, ...(await inTheProduct(name, busy, queues, platform, quick ? 4 : 15))];
        } finally {
          await platform.close();
        }
      }),
  };
}

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

async function listen(listener: RequestListener, path: string): Promise<Listening> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Our listening side and the bare library in turns, each with its own copy of the database, with no outbox beside them. */
async function besideBare(
  measure: string,
  busy: BusyDesk,
  queues: Queues,
  platform: ClickedPlatform,
  rounds: number,
  presses: number,
): Promise<Figure[]> {
  const desk = await openDeskAtWork({
    folder: quietFolder(join(busy.folder, 'quiet')),
    config: busy.config,
    logLevel: 'warn',
  });
  const store = await openCopy(busy, 'product');
  const bare = openBareDesk(copyOfDatabase(busy, 'bare'));
  const onClick = createClickHandler({ ...desk.app.desk, store });
  const ours = await listen(await platform.ours(quietEvents({ onClick })), platform.path);
  const floor = await listen(platform.bare(bare), platform.path);
  try {
    const costs = new Map<Verb, { own: number[]; bare: number[] }>();
    for (let round = 0; round <= rounds; round += 1) {
      const cases = nextCases(queues, presses);
      for (const verb of VERBS) {
        const all = async (url: string): Promise<number> => {
          const { ms } = await timed(() =>
            atOnce(AT_ONCE, cases, async (each) => {
              await platform.press(url, clerkAt(each.office), each, verb);
            }),
          );
          return ms / presses;
        };
        const cost = { bare: await all(floor.url), own: await all(ours.url) };
        const known = costs.get(verb) ?? { own: [], bare: [] };
        // The first round warms both up.
        if (round > 0) {
          costs.set(verb, { own: [...known.own, cost.own], bare: [...known.bare, cost.bare] });
        }
      }
    }
    platform.nobodyWasRefused();
    return VERBS.map((verb) => ({
      measure,
      what: `costul unei apăsări «${verb}» prin ${platform.library}, 50 deodată`,
      unit: 'ms',
      value: median(costs.get(verb)?.own ?? []),
      floor: median(costs.get(verb)?.bare ?? []),
      // At least half the throughput.
      most: { ratio: 2 },
    }));
  } finally {
    await ours.close();
    await floor.close();
    await bare.close();
    await store.close();
    await desk.close();
  }
}

function clerkAt(office: string): number {
  const clerk = CLERK_NUMBERS.find((number) => clerkOf(number).office === office);
  if (clerk === undefined) {
    throw new Error(`nobody works at ${office}`);
  }
  return clerk;
}

/** The whole product in its own process, its outbox at work: cards go out meanwhile, as fast as the platform allows. */
async function inTheProduct(
  measure: string,
  busy: BusyDesk,
  queues: Queues,
  platform: ClickedPlatform,
  each: number,
): Promise<Figure[]> {
  movePlaces(join(busy.folder, 'acces.db'), measure, platform);
  const product = await startProduct(busy.folder, busy.configFile, {
    ...platform.env,
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'http://127.0.0.1:9',
  });
  try {
    const url = `${product.url}${platform.path}`;
    const pressOnce = (clerk: number): Promise<number> =>
      platform.press(url, clerk, nextOf(queues, clerkOf(clerk).office), 'submit:verify');
    const all = (): Promise<number[]> => Promise.all(CLERK_NUMBERS.map(pressOnce));
    await all();
    const took: number[] = [];
    for (let wave = 0; wave < each; wave += 1) {
      await setTimeout(PAUSE_MS);
      took.push(...(await all()));
    }
    platform.nobodyWasRefused();
    const line = (what: string, value: number): Figure => ({
      measure,
      what: `toți în aceeași clipă: ${what}`,
      unit: 'ms',
      value,
    });
    return [
      line('p50', percentile(took, 50)),
      { ...line('p99', percentile(took, 99)), most: { value: LONGEST_MS } },
      { ...line('cea mai lentă', percentile(took, 100)), most: { value: SLACKS_PATIENCE_MS } },
    ];
  } finally {
    await product.stop();
  }
}

/** The offices' channels of the local page become channels of the platform, where no card stands yet. */
function movePlaces(file: string, channel: string, { addressOf }: ClickedPlatform): void {
  const database = new Database(file);
  try {
    database.pragma('foreign_keys = OFF');
    database.exec('DELETE FROM "CardPost"');
    const places = database.prepare('SELECT "id", "office" FROM "Place"').all() as {
      id: string;
      office: string | null;
    }[];
    const move = database.prepare(
      'UPDATE "Place" SET "channel" = ?, "address" = ?, "active" = ? WHERE "id" = ?',
    );
    for (const { id, office } of places) {
      move.run(channel, JSON.stringify(addressOf(office)), office === null ? 0 : 1, id);
    }
  } finally {
    database.close();
  }
}
