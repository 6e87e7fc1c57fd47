/**
 * Slack on loopback, for tests: its Web API, signed deliveries or a socket, people who press and type. As strict as Slack
 * where Slack is strict; failing as Slack fails.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createFaults, type Faults } from '../faults.ts';
import { createDeliveries } from './deliveries.ts';
import { createPeopleAtSlack, type PeopleAtSlack } from './people-at-slack.ts';
import { createSlackState, type SlackState, type StateOptions } from './slack-state.ts';
import { createTriggers } from './triggers.ts';
import { createWebApi, type WebApiOptions } from './web-api.ts';

export interface FakeSlack {
  readonly state: SlackState;
  readonly faults: Faults;
  readonly people: PeopleAtSlack;
  /** Such as `http://127.0.0.1:41234/api/`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  deliverTo(url: string): void;
  /** A right to open a window, as a press gives it; over another window if one is named. */
  trigger(user: string, viewId?: string): string;
  /** How many sockets the app has open. */
  sockets(): number;
  disconnectSockets(reason: 'warning' | 'refresh_requested'): void;
  /** How often the app was told to wait. */
  rateLimited(): number;
  /** Nobody answers at this address any more; what Slack knows stays. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeSlackOptions extends Partial<StateOptions> {
  readonly scopes?: readonly string[];
  readonly rate?: WebApiOptions['rate'];
  readonly now?: () => number;
}

export const ALL_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
  'users:read.email',
];

const HOST = '127.0.0.1';

export async function openFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const { users = [], channels = [], scopes = ALL_SCOPES, rate = null, now = Date.now } = options;
  const state = createSlackState({ users, channels });
  const faults = createFaults();
  const triggers = createTriggers(now);
  const signingSecret = '0123456789abcdef0123456789abcdef';
  const tokens = { botToken: 'xoxb-fals-0123456789', appToken: 'xapp-fals-0123456789' };
  const deliveries = createDeliveries(signingSecret, state.newId);
  let port = 0;
  const url = (): string => `http://${HOST}:${port}`;
  const people = createPeopleAtSlack({ state, triggers, deliveries, url });
  const api = createWebApi({
    ...{ state, faults, triggers, scopes, rate },
    ...tokens,
    socketUrl: () => `ws://${HOST}:${port}/socket`,
    respond: people.respond,
  });
  const sockets = new WebSocketServer({ server: api.server, path: '/socket' });
  sockets.on('connection', (socket) => {
    deliveries.connect(socket);
    state.changed();
  });

  async function listen(): Promise<void> {
    api.server.listen(port, HOST);
    await once(api.server, 'listening');
    port = (api.server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    for (const socket of sockets.clients) {
      socket.terminate();
    }
    const closed = once(api.server, 'close');
    api.server.close();
    api.server.closeAllConnections();
    await closed;
  }

  await listen();
  return {
    ...{ state, faults, people, signingSecret },
    ...tokens,
    apiUrl: `${url()}/api/`,
    deliverTo: deliveries.deliverTo,
    trigger: (user, viewId) => triggers.create(user, viewId ?? null),
    sockets: deliveries.sockets,
    disconnectSockets: deliveries.disconnectAll,
    rateLimited: api.rateLimited,
    goDown: stop,
    comeBack: listen,
    async close() {
      if (api.server.listening) {
        await stop();
      }
      sockets.close();
    },
  };
}
