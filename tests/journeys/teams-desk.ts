/** A whole desk in Teams: the product with its real settings, Teams by its fake, applicants by the demo's pretend world. */
import { pino } from 'pino';
import { type App, startApp } from '../../src/app.ts';
import { TEAMS_PATH } from '../../src/bot/teams/app/teams-app.ts';
import { readConfig } from '../../src/config.ts';
import type { World } from '../../src/world/world.ts';
import { actionsOf, inputsOf, textOfCard } from '../fakes/teams/card-rules.ts';
import { type FakeTeams, type FakeTeamsOptions, openFakeTeams } from '../fakes/teams/fake-teams.ts';
import type { FakeDialog, FakePost } from '../fakes/teams/teams-state.ts';
import { openRealAround, settled } from './real-around.ts';

export const TEAM = '19:general@thread.tacv2';
export const ALBA = '19:alba@thread.tacv2';
export const CLUJ = '19:cluj@thread.tacv2';
export const DI = '19:di@thread.tacv2';
export const ADMINS = '19:admini@thread.tacv2';
export const COORDONATOR = '19:coordonator@thread.tacv2';
export const MARIA = '11111111-0000-4000-8000-000000000001';
export const IOANA = '11111111-0000-4000-8000-000000000002';
export const RADU = '11111111-0000-4000-8000-000000000003';
export const ELENA = '11111111-0000-4000-8000-000000000004';
export const ANDREI = '11111111-0000-4000-8000-000000000005';
/** In the team, and nobody of the desk. */
export const VASILE = '11111111-0000-4000-8000-000000000006';
/** Of another organisation, with the address of a secretary. */
export const STRANGER = '11111111-0000-4000-8000-000000000007';
/** A guest who has the address of a secretary. */
export const GUEST = '11111111-0000-4000-8000-000000000008';

const PEOPLE = [
  { id: 'maria', name: 'Maria Ionescu', email: 'maria.ionescu@ancpi.example', roles: ['secretary AB'] },
  { id: 'ioana', name: 'Ioana Mureșan', email: 'ioana.muresan@ancpi.example', roles: ['secretary CJ'] },
  { id: 'radu', name: 'Radu Dumitrescu', email: 'radu.dumitrescu@ancpi.example', roles: ['di'] },
  { id: 'elena', name: 'Elena Șerban', email: 'elena.serban@ancpi.example', roles: ['admin'], teams: ELENA },
  { id: 'andrei', name: 'Andrei Bota', email: 'andrei.bota@ancpi.example', roles: ['supervisor AB'] },
  { id: 'dan', name: 'Dan Oaspete', email: 'dan.oaspete@ancpi.example', roles: ['secretary AB'] },
];

const ACCOUNTS = [
  { objectId: MARIA, name: 'Maria Ionescu', email: 'maria.ionescu@ancpi.example' },
  // Known by the account's name: the mailbox has another one.
  {
    objectId: IOANA,
    name: 'Ioana Mureșan',
    email: 'ioana@altfel.example',
    upn: 'ioana.muresan@ancpi.example',
  },
  { objectId: RADU, name: 'Radu Dumitrescu', email: 'Radu.Dumitrescu@ancpi.example' },
  { objectId: ELENA, name: 'Elena Șerban', email: 'altceva@ancpi.example' },
  { objectId: ANDREI, name: 'Andrei Bota', email: 'andrei.bota@ancpi.example' },
  { objectId: VASILE, name: 'Vasile Pop', email: 'vasile.pop@ancpi.example' },
  {
    objectId: STRANGER,
    name: 'Străin',
    email: 'maria.ionescu@ancpi.example',
    tenantId: '22222222-0000-4000-8000-000000000000',
  },
  { objectId: GUEST, name: 'Dan Oaspete', email: 'dan.oaspete@ancpi.example', role: 'guest' as const },
];

/** Quicker than the real Teams, so that nothing takes longer than it must. */
const TIMING = { settle: 30, late: 100, interval: 2, burst: 50, firstProbe: 20, longestProbe: 200 };

export interface TeamsDesk {
  readonly app: App;
  readonly teams: FakeTeams;
  readonly world: World;
  readonly log: string[];
  readonly folder: string;
  /** Binds the channels of Alba, Cluj, DI and the admins, as an admin does. */
  bindChannels(): Promise<void>;
  /** A sample mail comes in; everything that follows has happened. */
  mail(sample: string): Promise<void>;
  /** The cards of a channel, oldest first. */
  cards(channel: string): FakePost[];
  theCard(channel: string): FakePost;
  text(post: FakePost): string;
  buttons(post: FakePost): string[];
  /** The lines under a card, oldest first. */
  thread(card: FakePost): FakePost[];
  /** Presses a button on the newest card of a channel that has it. */
  press(person: string, channel: string, button: string): Promise<void>;
  dialog(person: string): FakeDialog;
  inputs(person: string): Record<string, string>;
  submit(person: string, filled?: Readonly<Record<string, string>>, button?: string): Promise<boolean>;
  /** The newest thing that only this person sees. */
  told(person: string): string;
  /** Types to the app in a channel; returns what was answered in the chat with this person. */
  say(person: string, channel: string, text: string): Promise<string>;
  /** What stands in the chat between the app and this person. */
  chat(person: string): FakePost[];
  settled(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface TeamsDeskOptions {
  readonly teams?: FakeTeamsOptions;
  readonly logLevel?: string;
  readonly teamsIsDown?: boolean;
  readonly now?: () => Date;
  /** Settings of another platform beside it; and what is to be told to it once the desk has an address. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onStarted?: (url: string) => void;
  readonly people?: readonly object[];
  /** Default: never. */
  readonly digestAt?: string;
}

/** Teams, the applicants' world and the settings of a desk between them, which somebody else starts. */
export interface TeamsAround {
  readonly teams: FakeTeams;
  readonly world: World;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openTeamsAround(options: TeamsDeskOptions = {}): Promise<TeamsAround> {
  const { logLevel = 'info', now = () => new Date() } = options;
  const teams = await openFakeTeams({
    people: ACCOUNTS,
    teams: [
      {
        id: TEAM,
        groupId: 'grup-acces',
        channels: [
          { id: TEAM, name: 'General' },
          { id: ALBA, name: 'OCPI Alba' },
          { id: CLUJ, name: 'OCPI Cluj' },
          { id: DI, name: 'DI – credențiale' },
          { id: ADMINS, name: 'Administratori' },
          { id: COORDONATOR, name: 'Coordonator Alba' },
        ],
      },
    ],
    ...options.teams,
  });
  const around = await openRealAround({
    people: options.people ?? PEOPLE,
    logLevel,
    now,
    ...(options.digestAt === undefined ? {} : { digestAt: options.digestAt }),
  });
  return {
    teams,
    world: around.world,
    folder: around.folder,
    env: { ...around.env, ...teams.env, ...options.env },
    async close() {
      await around.close();
      await teams.close();
    },
  };
}

export async function openTeamsDesk(options: TeamsDeskOptions = {}): Promise<TeamsDesk> {
  const { logLevel = 'info', teamsIsDown = false, now = () => new Date() } = options;
  const around = await openTeamsAround(options);
  const { teams, world, folder, env } = around;
  const log: string[] = [];

  async function start(): Promise<App> {
    const started = await startApp(readConfig(env, folder), {
      log: pino({ level: logLevel }, { write: (line: string) => log.push(line) }),
      now,
      nodeEnv: env.NODE_ENV,
      dns: { zone: world.zone },
      teamsTiming: TIMING,
      slackTiming: { settle: 30, interval: 2, burst: 50, firstProbe: 20, longestProbe: 200 },
    });
    teams.deliverTo(`${started.url}${TEAMS_PATH}`);
    options.onStarted?.(started.url);
    return started;
  }

  if (teamsIsDown) {
    await teams.goDown();
  }
  let app = await start();
  const { state, people } = teams;
  const cards = (channel: string): FakePost[] =>
    state.posts.filter(({ conversation, card, deleted }) => conversation === channel && card && !deleted);

  const desk: TeamsDesk = {
    get app() {
      return app;
    },
    ...{ teams, world, log, folder, cards },
    async bindChannels() {
      for (const [channel, what] of [
        [ALBA, 'leaga AB'],
        [CLUJ, 'leagă cj comisie'],
        [DI, 'leaga DI'],
        [ADMINS, 'leaga admin'],
      ] as const) {
        await desk.say(ELENA, channel, `@Acces ${what}`);
      }
    },
    async mail(sample) {
      const sent = await world.sendSample(sample);
      if (sent.kind !== 'done') {
        throw new Error(sent.text);
      }
      await settled(app);
    },
    theCard(channel) {
      const [card, another] = cards(channel);
      if (!card || another) {
        throw new Error(`${cards(channel).length} cards in ${channel}`);
      }
      return card;
    },
    text: ({ card }) => textOfCard(card),
    buttons: ({ card }) => (card ? actionsOf(card).map(({ title }) => String(title)) : []),
    thread: ({ id }) => state.posts.filter(({ threadId, deleted }) => threadId === id && !deleted),
    async press(person, channel, button) {
      const card = cards(channel).findLast((post) => desk.buttons(post).includes(button));
      if (!card) {
        throw new Error(`no card in ${channel} has the button ${button}`);
      }
      await people.press(person, card.id, button);
      await settled(app);
    },
    dialog(person) {
      const open = state.dialogs.get(person);
      if (!open) {
        throw new Error('no dialog is open');
      }
      return open;
    },
    inputs: (person) =>
      Object.fromEntries(
        inputsOf(desk.dialog(person).card).map(({ id, value }) => [String(id), String(value ?? '')]),
      ),
    async submit(person, filled = {}, button) {
      const { closed } = await people.submit(person, filled, button);
      await settled(app);
      return closed;
    },
    told: (person) => state.said.findLast(({ to }) => to === person)?.text ?? '',
    chat: (person) =>
      state.posts.filter(
        ({ conversation, from }) => from === 'app' && state.chats.get(conversation) === person,
      ),
    async say(person, channel, text) {
      const before = desk.chat(person).length;
      const taken = await people.type(person, { channel }, text);
      if (taken.status !== 200) {
        throw new Error(`Teams shows the person an error: ${taken.status}`);
      }
      await settled(app);
      const [answer] = desk.chat(person).slice(before);
      return answer ? answer.text || textOfCard(answer.card) : '';
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
