/** A whole desk in Slack: the product with its real settings, Slack by its fake, applicants by the demo's pretend world. */
import { pino } from 'pino';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { World } from '../../src/world/world.ts';
import { buttonTexts } from '../fakes/slack/buttons.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../fakes/slack/fake-slack.ts';
import type { Filled } from '../fakes/slack/filling-in.ts';
import type { Submitted } from '../fakes/slack/people-at-slack.ts';
import { readBlocks, readInputs } from '../fakes/slack/reading.ts';
import type { FakeMessage, OpenView } from '../fakes/slack/slack-state.ts';
import { openRealAround, settled } from './real-around.ts';

export const ALBA = 'C0ALBA';
export const CLUJ = 'C0CLUJ';
export const DI = 'C0DI';
export const ADMINS = 'C0ADMINI';
export const COORDONATOR = 'C0COORD';
export const MARIA = 'U0MARIA';
export const IOANA = 'U0IOANA';
export const RADU = 'U0RADU';
export const ELENA = 'U0ELENA';
export const ANDREI = 'U0ANDREI';
/** In the channels, and nobody of the desk. */
export const VASILE = 'U0VASILE';
/** Of another organisation, by Slack Connect. */
export const STRANGER = 'U0STRAIN';
/** A guest who has the address of a secretary. */
export const GUEST = 'U0OASPETE';

const PEOPLE = [
  { id: 'maria', name: 'Maria Ionescu', email: 'maria.ionescu@ancpi.example', roles: ['secretary AB'] },
  { id: 'ioana', name: 'Ioana Mureșan', email: 'ioana.muresan@ancpi.example', roles: ['secretary CJ'] },
  { id: 'radu', name: 'Radu Dumitrescu', email: 'radu.dumitrescu@ancpi.example', roles: ['di'] },
  { id: 'elena', name: 'Elena Șerban', email: 'elena.serban@ancpi.example', roles: ['admin'], slack: ELENA },
  { id: 'andrei', name: 'Andrei Bota', email: 'andrei.bota@ancpi.example', roles: ['supervisor AB'] },
  { id: 'dan', name: 'Dan Oaspete', email: 'dan.oaspete@ancpi.example', roles: ['secretary AB'] },
];
const USERS = [
  ...PEOPLE.slice(0, 3).map(({ id, name, email }) => ({ id: `U0${id.toUpperCase()}`, name, email })),
  { id: ELENA, name: 'Elena Șerban', email: 'altceva@ancpi.example' },
  { id: ANDREI, name: 'Andrei Bota', email: 'andrei.bota@ancpi.example' },
  { id: VASILE, name: 'Vasile Pop', email: 'vasile.pop@ancpi.example' },
  { id: STRANGER, name: 'Străin', email: 'maria.ionescu@ancpi.example', foreign: true },
  { id: GUEST, name: 'Dan Oaspete', email: 'dan.oaspete@ancpi.example', guest: true },
];

/** Quicker than the real Slack, so that nothing takes longer than it must. */
const TIMING = { settle: 30, interval: 2, burst: 50, firstProbe: 20, longestProbe: 200 };

export interface SlackDesk {
  readonly app: App;
  readonly slack: FakeSlack;
  readonly world: World;
  readonly log: string[];
  readonly folder: string;
  /** Binds the channels of Alba, Cluj, DI and the admins, as an admin does. */
  bindChannels(): Promise<void>;
  /** A sample mail comes in; everything that follows has happened. */
  mail(sample: string): Promise<void>;
  /** The cards of a channel, oldest first. */
  cards(channel: string): FakeMessage[];
  theCard(channel: string): FakeMessage;
  text(message: FakeMessage): string;
  buttons(message: FakeMessage): string[];
  thread(channel: string, ts: string): string[];
  /** Presses a button on the newest card of a channel that has it. */
  press(user: string, channel: string, button: string): Promise<void>;
  /** The topmost open window. */
  window(user: string): OpenView;
  inputs(user: string): Record<string, string>;
  submit(user: string, values?: Readonly<Record<string, Filled>>): Promise<Submitted>;
  /** The newest line that only this person sees. */
  told(user: string): Promise<string>;
  say(user: string, channel: string, text: string): Promise<string>;
  /** Resolves once nothing is due any more. */
  settled(): Promise<void>;
  /** The process ends in order and another one starts on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface SlackDeskOptions {
  readonly mode?: 'http' | 'socket';
  readonly slack?: FakeSlackOptions;
  readonly logLevel?: string;
  /** Slack is down when the desk starts. */
  readonly slackIsDown?: boolean;
  readonly now?: () => Date;
}

/** Slack, the applicants' world and the settings of a desk between them, which somebody else starts. */
export interface SlackAround {
  readonly slack: FakeSlack;
  readonly world: World;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openSlackAround(options: SlackDeskOptions = {}): Promise<SlackAround> {
  const { mode = 'http', logLevel = 'info', now = () => new Date() } = options;
  const around = await openRealAround({ people: PEOPLE, logLevel, now });
  const slack = await openFakeSlack({
    users: USERS,
    channels: [
      { id: ALBA, name: 'ocpi-alba' },
      { id: CLUJ, name: 'ocpi-cluj' },
      { id: DI, name: 'di-credentiale' },
      { id: ADMINS, name: 'acces-admini', isPrivate: true },
      { id: COORDONATOR, name: 'coordonator-alba', isPrivate: true },
    ],
    ...options.slack,
  });
  const listening =
    mode === 'http' ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken };
  return {
    slack,
    world: around.world,
    folder: around.folder,
    env: {
      ...around.env,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      ...listening,
    },
    async close() {
      await around.close();
      await slack.close();
    },
  };
}

export async function openSlackDesk(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const { logLevel = 'info', slackIsDown = false, now = () => new Date() } = options;
  const around = await openSlackAround(options);
  const { slack, world, folder, env } = around;
  const log: string[] = [];

  async function start(): Promise<App> {
    const started = await startApp(readConfig(env, folder), {
      log: pino({ level: logLevel }, { write: (line: string) => log.push(line) }),
      now,
      nodeEnv: env.NODE_ENV,
      dns: { zone: world.zone },
      slackTiming: TIMING,
    });
    slack.deliverTo(`${started.url}/slack/events`);
    return started;
  }

  if (slackIsDown) {
    await slack.goDown();
  }
  let app = await start();

  const messagesIn = (channel: string): FakeMessage[] => slack.state.channels.get(channel)?.messages ?? [];
  const cards = (channel: string): FakeMessage[] =>
    messagesIn(channel).filter((message) => message.thread_ts === undefined && isCard(message));

  const desk: SlackDesk = {
    get app() {
      return app;
    },
    slack,
    world,
    log,
    folder,
    async bindChannels() {
      for (const [channel, what] of [
        [ALBA, 'leaga AB'],
        [CLUJ, 'leagă cj comisie'],
        [DI, 'leaga DI'],
        [ADMINS, 'leaga admin'],
      ] as const) {
        await desk.say(ELENA, channel, what);
      }
    },
    async mail(sample) {
      const sent = await world.sendSample(sample);
      if (sent.kind !== 'done') {
        throw new Error(sent.text);
      }
      await settled(app);
    },
    cards,
    theCard(channel) {
      const [card, another] = cards(channel);
      if (!card || another) {
        throw new Error(`${cards(channel).length} cards in ${channel}`);
      }
      return card;
    },
    text: ({ blocks = [] }) => readBlocks(blocks),
    buttons: ({ blocks = [] }) => buttonTexts(blocks),
    thread: (channel, ts) =>
      messagesIn(channel)
        .filter((message) => message.thread_ts === ts)
        .map(({ blocks = [] }) => readBlocks(blocks)),
    async press(user, channel, button) {
      const card = cards(channel).findLast(({ blocks = [] }) => buttonTexts(blocks).includes(button));
      if (!card) {
        throw new Error(`no card in ${channel} has the button ${button}`);
      }
      mustBeTaken(await slack.people.press(user, { channel, ts: card.ts }, button));
      await settled(app);
    },
    window(user) {
      const open = [...slack.state.views.values()].findLast((view) => view.open && view.user === user);
      if (!open) {
        throw new Error(`${user} has no window open`);
      }
      return open;
    },
    inputs: (user) => readInputs(desk.window(user).view.blocks),
    async submit(user, values = {}) {
      const submitted = await slack.people.submit(user, desk.window(user).id, values);
      mustBeTaken(submitted);
      await settled(app);
      return submitted;
    },
    async told(user) {
      const found = await slack.state.until(() => slack.state.ephemerals.findLast(({ to }) => to === user));
      return readBlocks(found.blocks ?? []);
    },
    async say(user, channel, text) {
      const before = slack.state.ephemerals.length;
      mustBeTaken(await slack.people.command(user, channel, text));
      await settled(app);
      const answer = slack.state.ephemerals.slice(before).find(({ to }) => to === user);
      return answer ? readBlocks(answer.blocks ?? []) : '';
    },
    settled: () => settled(app),
    async restart() {
      await app.close();
      app = await start();
    },
    async close() {
      await app.close();
      await around.close();
    },
  };
  return desk;
}

function isCard({ blocks = [] }: FakeMessage): boolean {
  return blocks.some(({ type }) => type === 'header');
}

function mustBeTaken({ status }: { readonly status: number }): void {
  if (status !== 200) {
    throw new Error(`Slack shows the person an error: ${status}`);
  }
}
