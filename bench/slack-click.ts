/** Fifty people press buttons in Slack at once while 10,000 cases are open: signed requests, through Bolt. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { App, HTTPReceiver } from '@slack/bolt';
import Database from 'better-sqlite3';
import { openSlackApp, quickClient } from '../src/bot/slack/app/slack-app.ts';
import { quietLogger } from '../src/bot/slack/app/slack-logger.ts';
import { createClickHandler } from '../src/desk/handle-click.ts';
import { ro } from '../src/texts/ro.ts';
import { OFFICES } from '../src/workflow/offices.ts';
import { type FakeSlack, openFakeSlack } from '../tests/fakes/slack/fake-slack.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { type BareDesk, openBareDesk } from './bare-click.ts';
import { type BusyDesk, CLERK_NUMBERS, clerkOf, makeBusyDesk, slackIdOf } from './busy-desk.ts';
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

const MEASURE = 'slack';

export const slackClick: Measure = {
  name: MEASURE,
  title: '50 de oameni apasă deodată în Slack, cu 10 000 de dosare deschise',
  run: ({ quick, say }) =>
    inTemporaryFolder(async (folder) => {
      const made = await timed(() => makeBusyDesk(folder, { open: quick ? 2_000 : 10_000, closed: 0 }));
      const busy = made.value;
      say(`${busy.open.length} de dosare deschise, pregătite în ${Math.round(made.ms / 1000)} s`);
      const queues = casesByOffice(busy.open);
      const slack = await openFakeSlack({
        users: CLERK_NUMBERS.map((number) => ({ id: slackIdOf(number), name: `Funcționar ${number}` })),
        channels: OFFICES.map(({ code }) => ({ id: channelOf(code), name: code.toLowerCase() })),
      });
      try {
        const costs = await besideBareBolt(busy, queues, slack, quick ? 2 : 8, quick ? 100 : 150);
        return [...costs, ...(await inTheProduct(busy, queues, slack, quick ? 4 : 15))];
      } finally {
        await slack.close();
      }
    }),
};

function channelOf(office: string): string {
  return `C0${office}`;
}

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A press as Slack sends it. Returns its time in milliseconds, up to the acknowledgement. */
async function press(
  url: string,
  slack: FakeSlack,
  user: string,
  { id, office, workbook }: CaseCopy,
  verb: Verb,
): Promise<number> {
  const value = JSON.stringify({ verb, caseId: id, workbook });
  const payload = {
    type: 'block_actions',
    team: slack.state.team,
    user: { id: user, team_id: slack.state.team.id },
    api_app_id: slack.state.appId,
    trigger_id: `${id} ${verb}`,
    container: { type: 'message', message_ts: '1.1', channel_id: channelOf(office), is_ephemeral: false },
    channel: { id: channelOf(office) },
    actions: [{ type: 'button', action_id: `${verb}#0`, block_id: 'b', value, action_ts: '1.1' }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const at = Math.floor(Date.now() / 1_000);
  const proof = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const { ms, value: response } = await timed(() =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${proof}`,
      },
      body,
    }),
  );
  if (response.status !== 200) {
    throw new Error(`A press was answered with ${response.status}`);
  }
  return ms;
}

/** A press that was refused is fast, and measures nothing: it is told, and nobody is told here. */
function nobodyWasRefused({ state }: FakeSlack): void {
  if (state.ephemerals.length > 0) {
    throw new Error(`A press was refused: ${state.ephemerals.at(-1)?.text.slice(0, 300)}`);
  }
}

/** Our listening side and a bare Bolt in turns, each with its own copy of the database, with no outbox beside them. */
async function besideBareBolt(
  busy: BusyDesk,
  queues: Queues,
  slack: FakeSlack,
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
  const app = openSlackApp({
    botToken: slack.botToken,
    listening: { mode: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    client: quickClient(slack.botToken, slack.apiUrl),
    events: {
      onClick: createClickHandler({ ...desk.app.desk, store }),
      onCommand: async () => ({ kind: 'told', text: '' }),
      onHome: async () => ({ type: 'AdaptiveCard' }),
      onCardDeleted: async () => {},
      onCardPressed: async () => false,
      onThreadLine: async () => {},
      onPlaceChanged: async () => {},
    },
    texts: ro,
    onTrouble: () => {},
  });
  app.start();
  const ours = await listen((request, response) => app.requestListener?.(request, response));
  const floor = await listen(bareBolt(bare, slack).requestListener);
  try {
    const costs = new Map<Verb, { own: number[]; bare: number[] }>();
    for (let round = 0; round <= rounds; round += 1) {
      const cases = nextCases(queues, presses);
      for (const verb of VERBS) {
        const all = async (url: string): Promise<number> => {
          const { ms } = await timed(() =>
            atOnce(AT_ONCE, cases, async (each) => {
              await press(url, slack, clerkInSlack(each.office), each, verb);
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
    nobodyWasRefused(slack);
    return VERBS.map((verb) => ({
      measure: MEASURE,
      what: `costul unei apăsări «${verb}» prin Bolt, 50 deodată`,
      unit: 'ms',
      value: median(costs.get(verb)?.own ?? []),
      floor: median(costs.get(verb)?.bare ?? []),
      // At least half the throughput.
      most: { ratio: 2 },
    }));
  } finally {
    await app.stop();
    await ours.close();
    await floor.close();
    await bare.close();
    await store.close();
    await desk.close();
  }
}

/** Bolt and a transaction of the same size: acknowledged once that is committed. */
function bareBolt(bare: BareDesk, { signingSecret, botToken }: FakeSlack): HTTPReceiver {
  const logger = quietLogger(() => {});
  const receiver = new HTTPReceiver({ signingSecret, logger });
  const app = new App({
    receiver,
    logger,
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    convoStore: false,
  });
  app.action(/.*/, async ({ ack, action }) => {
    const { verb, caseId } = JSON.parse('value' in action ? String(action.value) : '{}');
    await bare.click(caseId, { withTimers: verb === 'submit:verify' });
    await ack();
  });
  return receiver;
}

function clerkInSlack(office: string): string {
  return slackIdOf(OFFICES.findIndex(({ code }) => code === office));
}

/** The whole product in its own process, its outbox at work: cards go to Slack meanwhile, as fast as Slack allows. */
async function inTheProduct(
  busy: BusyDesk,
  queues: Queues,
  slack: FakeSlack,
  each: number,
): Promise<Figure[]> {
  moveToSlack(join(busy.folder, 'acces.db'));
  const product = await startProduct(busy.folder, busy.configFile, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'http://127.0.0.1:9',
  });
  try {
    const url = `${product.url}/slack/events`;
    const pressOnce = (clerk: number): Promise<number> => {
      const { office } = clerkOf(clerk);
      return press(url, slack, slackIdOf(clerk), nextOf(queues, office), 'submit:verify');
    };
    const all = (): Promise<number[]> => Promise.all(CLERK_NUMBERS.map(pressOnce));
    await all();
    const took: number[] = [];
    for (let wave = 0; wave < each; wave += 1) {
      await setTimeout(PAUSE_MS);
      took.push(...(await all()));
    }
    nobodyWasRefused(slack);
    const line = (what: string, value: number): Figure => ({
      measure: MEASURE,
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

/** The offices' channels of the local page become channels of Slack, where no card stands yet. */
function moveToSlack(file: string): void {
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
      move.run(
        'slack',
        JSON.stringify({ channelId: channelOf(office ?? 'DI') }),
        office === null ? 0 : 1,
        id,
      );
    }
  } finally {
    database.close();
  }
}
