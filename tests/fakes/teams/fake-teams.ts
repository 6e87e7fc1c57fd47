/**
 * Microsoft Teams on loopback, for tests: who gives out tokens, the Bot Connector, Graph's lists of messages, people who
 * press and type. As strict as Teams where Teams is strict; failing as Teams fails.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createFaults, type Faults } from '../faults.ts';
import { connectorMethod, failed, type Reply } from './connector-methods.ts';
import { graphMethod } from './graph-methods.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { createPeopleAtTeams, type PeopleAtTeams } from './people-at-teams.ts';
import { createTeamsState, type TeamsState, type TeamsStateOptions } from './teams-state.ts';

export interface FakeTeams {
  readonly state: TeamsState;
  readonly faults: Faults;
  readonly people: PeopleAtTeams;
  readonly issuer: Issuer;
  readonly appId: string;
  readonly tenantId: string;
  readonly secret: string;
  /** Settings that lead everything of Microsoft's here. */
  readonly env: Readonly<Record<string, string>>;
  /** Such as `http://127.0.0.1:41234/emea/`. */
  serviceUrl(): string;
  url(): string;
  deliverTo(url: string): void;
  /** Nobody answers at this address any more; what Teams knows stays. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeTeamsOptions extends Partial<TeamsStateOptions> {
  readonly certificate?: string;
}

const HOST = '127.0.0.1';
export const APP_ID = '00000000-1111-4222-8333-444444444444';
export const TENANT_ID = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
const SECRET = 'secret-fals-al-aplicatiei';

export async function openFakeTeams(options: FakeTeamsOptions = {}): Promise<FakeTeams> {
  const { people = [], teams = [], tenantId = TENANT_ID, certificate } = options;
  const state = createTeamsState({ people, teams, tenantId });
  const faults = createFaults();
  const issuer = createIssuer({
    ...{ appId: APP_ID, tenantId, secret: SECRET },
    ...(certificate === undefined ? {} : { certificate }),
  });
  let port = 0;
  let endpoint = '';
  const url = (): string => `http://${HOST}:${port}`;
  const serviceUrl = (): string => `${url()}/emea/`;
  const handle = createHandler({ state, faults, issuer, url });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`the fake Teams refuses: ${String(error)}\n`);
      // A mistake of the app's: trying again does not mend it.
      response.writeHead(400).end();
    });
  });

  async function listen(): Promise<void> {
    server.listen(port, HOST);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  await listen();
  return {
    ...{ state, faults, issuer, tenantId, url, serviceUrl },
    appId: APP_ID,
    secret: SECRET,
    people: createPeopleAtTeams({
      ...{ state, issuer, appId: APP_ID, appName: 'Acces autorizați', serviceUrl },
      endpoint: () => endpoint,
    }),
    env: {
      MICROSOFT_APP_ID: APP_ID,
      MICROSOFT_APP_PASSWORD: SECRET,
      MICROSOFT_APP_TENANT_ID: tenantId,
      MICROSOFT_LOGIN_URL: url(),
      MICROSOFT_OPENID_METADATA_URL: `${url()}/openid`,
      MICROSOFT_GRAPH_URL: url(),
      MICROSOFT_SERVICE_ORIGINS: url(),
    },
    deliverTo(where) {
      endpoint = where;
    },
    goDown: stop,
    comeBack: listen,
    async close() {
      if (server.listening) {
        await stop();
      }
    },
  };
}

interface HandlerDeps {
  readonly state: TeamsState;
  readonly faults: Faults;
  readonly issuer: Issuer;
  readonly url: () => string;
}

function createHandler({ state, faults, issuer, url }: HandlerDeps) {
  function answered(request: IncomingMessage, at: URL, raw: string): Reply {
    const path = at.pathname;
    if (path === '/openid') {
      return { status: 200, body: { issuer: 'https://api.botframework.com', jwks_uri: `${url()}/keys` } };
    }
    if (path === '/keys') {
      return { status: 200, body: issuer.keys };
    }
    if (path.endsWith('/oauth2/v2.0/token')) {
      return issuer.give(new URLSearchParams(raw));
    }
    const audience = issuer.audienceOf((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const [, first, second, ...rest] = path.split('/').map(decodeURIComponent);
    if (first === 'v1.0') {
      return audience === 'graph'
        ? graphMethod(state, APP_ID, [second ?? '', ...rest], at.searchParams, `${url()}${path}`)
        : failed(401, 'InvalidAuthenticationToken');
    }
    if (first !== 'emea' || second !== 'v3') {
      return failed(404, 'NotFound');
    }
    return audience === 'connector'
      ? connectorMethod(
          state,
          request.method ?? '',
          rest,
          at.searchParams,
          raw === '' ? null : JSON.parse(raw),
        )
      : failed(401, 'Unauthorized');
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new URL(request.url ?? '/', url());
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const raw = Buffer.concat(chunks).toString('utf8');
    const call = { method: request.method ?? '', path: at.pathname, applied: false, status: 0 };
    state.calls.push(call);
    const carryOut = (): Reply => {
      const reply = answered(request, at, raw);
      call.applied = reply.status < 300;
      call.status = reply.status;
      return reply;
    };
    const tell = ({ status, body }: Reply, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    const fault = faults.next(nameOf(call.method, at.pathname), {});
    switch (fault?.kind) {
      case undefined:
        tell(carryOut());
        break;
      case 'rate-limit':
        tell(failed(429, 'TooManyRequests'), { 'retry-after': String(fault?.retryAfter ?? 1) });
        break;
      case 'error-before':
        tell(failed(502, 'BadGateway'));
        break;
      case 'error-after':
        carryOut();
        tell(failed(500, 'ServiceError'));
        break;
      case 'refused-before':
        tell(failed(412, 'PreconditionFailed'));
        break;
      case 'refused-after':
        carryOut();
        tell(failed(504, 'GatewayTimeout'));
        break;
      case 'drop-before':
        request.socket.destroy();
        break;
      case 'drop-after':
        carryOut();
        request.socket.destroy();
        break;
      case 'hang-before':
        break;
      case 'hang-after':
        carryOut();
        break;
      case 'html':
        carryOut();
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Captive portal</html>');
        break;
      case 'cut-body': {
        const body = JSON.stringify(carryOut().body ?? {});
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
        response.write(body.slice(0, 5), () => request.socket.destroy());
        break;
      }
      case 'late':
        request.socket.destroy();
        await setTimeout(fault?.afterMs ?? 5);
        carryOut();
    }
    state.changed();
  };
}

/** What faults call a call. */
function nameOf(method: string, path: string): string {
  if (path.endsWith('/v3/conversations')) {
    return 'create';
  }
  if (/\/v3\/conversations\/[^/]+\/activities/.test(path)) {
    return method === 'POST' ? 'send' : method === 'PUT' ? 'update' : 'delete';
  }
  return path.startsWith('/v1.0/') ? 'graph' : path.includes('/v3/') ? 'ask' : 'token';
}
