/** The Web API's server, on loopback: who calls, with which scopes; then the method, or what fails of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import type { Args, Method, Result } from './method.ts';
import { NEEDED_SCOPES, strayArgument } from './method-rules.ts';
import { PEOPLE_METHODS } from './people-methods.ts';
import type { ApiCall, SlackState } from './slack-state.ts';
import type { Triggers } from './triggers.ts';
import { VIEW_METHODS } from './view-methods.ts';

export interface WebApiOptions {
  readonly state: SlackState;
  readonly faults: Faults;
  readonly triggers: Triggers;
  readonly botToken: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
  /** Posts a second and channel, and how many at once; null: as many as one likes. */
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
  /** Answers `apps.connections.open` with the address of a socket. */
  readonly socketUrl: () => string;
  /** Answers what was asked of a response_url. */
  readonly respond: (id: string, body: Args) => Result;
}

export interface WebApi {
  readonly server: Server;
  /** How often an app was told to wait, by the real limit or by a fault. */
  rateLimited(): number;
}

const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...PEOPLE_METHODS,
  ...VIEW_METHODS,
};
const JSON_FIELDS = ['blocks', 'metadata', 'view'];

export function createWebApi(options: WebApiOptions): WebApi {
  const { state, faults, triggers, botToken, appToken, scopes, rate, socketUrl, respond } = options;
  const buckets = new Map<string, { at: number; tokens: number }>();
  let limited = 0;

  function dispatch(method: string, args: Args, token: string): Result {
    if (method === 'apps.connections.open') {
      return token === appToken ? { ok: true, url: socketUrl() } : { ok: false, error: 'invalid_auth' };
    }
    if (token !== botToken) {
      return { ok: false, error: token === '' ? 'not_authed' : 'invalid_auth' };
    }
    const carryOut = METHODS[method];
    if (!carryOut) {
      return { ok: false, error: 'unknown_method' };
    }
    const needed = NEEDED_SCOPES[method] ?? [];
    if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope))) {
      return { ok: false, error: 'missing_scope', needed: needed.join(','), provided: scopes.join(',') };
    }
    const stray = strayArgument(method, args);
    return stray === null
      ? carryOut(state, args, triggers)
      : { ok: false, error: 'invalid_arguments', response_metadata: { messages: [`unknown: ${stray}`] } };
  }

  /** Seconds that a post into this channel has to wait; 0: none. */
  function mustWait(method: string, args: Args): number {
    if (rate === null || method !== 'chat.postMessage') {
      return 0;
    }
    const channel = String(args.channel);
    const now = Date.now();
    const bucket = buckets.get(channel) ?? { at: now, tokens: rate.burst };
    const tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1_000) * rate.perSecond);
    buckets.set(channel, { at: now, tokens: tokens < 1 ? tokens : tokens - 1 });
    return tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / rate.perSecond)) : 0;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://slack.test');
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const raw = Buffer.concat(chunks).toString('utf8');
    const { args, token } = read(request, url, raw);
    const isResponseUrl = url.pathname.startsWith('/actions/');
    const method = isResponseUrl ? 'response_url' : url.pathname.replace(/^\/api\//, '');
    const call: ApiCall = { method, args, applied: false };
    state.calls.push(call);

    const carryOut = (): Result => {
      const result = isResponseUrl
        ? respond(url.pathname.split('/').at(-1) ?? '', args)
        : dispatch(method, args, token);
      call.applied = result.ok;
      if (result.error !== undefined) {
        call.error = result.error;
      }
      return result;
    };
    const tell = (status: number, body: string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    };
    const tellToWait = (seconds: number): void => {
      limited += 1;
      call.error = 'ratelimited';
      tell(429, JSON.stringify({ ok: false, error: 'ratelimited' }), { 'retry-after': String(seconds) });
    };

    const wait = mustWait(method, args);
    const fault = faults.next(method, args);
    switch (fault?.kind) {
      case undefined:
        if (wait > 0) {
          tellToWait(wait);
        } else {
          tell(200, JSON.stringify(carryOut()), { 'x-oauth-scopes': scopes.join(',') });
        }
        break;
      case 'rate-limit':
        tellToWait(fault?.retryAfter ?? 1);
        break;
      case 'error-before':
        tell(503, '<html>Service Unavailable</html>');
        break;
      case 'error-after':
        carryOut();
        tell(502, '<html>Bad Gateway</html>');
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
        tell(200, '<html>Captive portal</html>', { 'content-type': 'text/html' });
        break;
      case 'refused-before':
        tell(200, JSON.stringify({ ok: false, error: fault?.error ?? 'internal_error' }));
        break;
      case 'refused-after':
        carryOut();
        tell(200, JSON.stringify({ ok: false, error: fault?.error ?? 'internal_error' }));
        break;
      case 'cut-body': {
        const body = JSON.stringify(carryOut());
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
        response.write(body.slice(0, 10), () => request.socket.destroy());
        break;
      }
      case 'late':
        request.socket.destroy();
        await setTimeout(fault?.afterMs ?? 5);
        carryOut();
    }
    state.changed();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`the fake Slack broke: ${String(error)}\n`);
      response.destroy();
    });
  });
  return { server, rateLimited: () => limited };
}

function read(request: IncomingMessage, url: URL, raw: string): { args: Args; token: string } {
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
  const given: Record<string, unknown> = isJson
    ? JSON.parse(raw || '{}')
    : Object.fromEntries([...url.searchParams, ...new URLSearchParams(raw)]);
  for (const field of JSON_FIELDS) {
    const text = given[field];
    if (typeof text === 'string') {
      given[field] = JSON.parse(text);
    }
  }
  const { token, ...args } = given;
  const header = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  return { args, token: header || String(token ?? '') };
}
