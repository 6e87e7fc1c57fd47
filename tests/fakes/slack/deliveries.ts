/** What Slack sends to an app: signed requests, or envelopes through a socket; and what the app made of them. */
import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { WebSocket } from 'ws';

export type DeliveryKind = 'interactive' | 'slash_commands' | 'events_api';

export interface Delivered {
  /** 200 if the app acknowledged in time; 0 if nothing answered. */
  readonly status: number;
  /** What it answered, if that was JSON. */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly ackMs: number;
  /** The app took longer than Slack waits: the person sees an error. */
  readonly late: boolean;
}

export interface DeliveryOptions {
  readonly signature?: 'good' | 'forged' | 'stale' | 'none';
  /** `x-slack-retry-num`: Slack tries an event again that nobody acknowledged. */
  readonly retry?: number;
}

export interface Deliveries {
  send(kind: DeliveryKind, payload: object, options?: DeliveryOptions): Promise<Delivered>;
  /** The request URL of the app's settings. */
  deliverTo(url: string): void;
  /** A socket that the app opened; answers its acknowledgements. */
  connect(socket: WebSocket): void;
  sockets(): number;
  disconnectAll(reason: string): void;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction: acknowledge within 3 seconds. */
const PATIENCE_MS = 3_000;
const AN_HOUR_S = 3_600;

export function createDeliveries(signingSecret: string, newId: (prefix: string) => string): Deliveries {
  const open = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let requestUrl = '';

  async function byHttp(
    kind: DeliveryKind,
    payload: object,
    { signature = 'good', retry }: DeliveryOptions,
  ): Promise<Delivered> {
    const body = bodyOf(kind, payload);
    const at = Math.floor(Date.now() / 1_000) - (signature === 'stale' ? AN_HOUR_S : 0);
    const secret = signature === 'forged' ? 'another secret' : signingSecret;
    const proof = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    const began = Date.now();
    try {
      const response = await fetch(requestUrl, {
        method: 'POST',
        headers: {
          'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
          ...(signature === 'none'
            ? {}
            : { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${proof}` }),
          ...(retry === undefined
            ? {}
            : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
        },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answered = await response.text();
      return { status: response.status, json: jsonOf(answered), ackMs: Date.now() - began, late: false };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { status: 0, json: null, ackMs: Date.now() - began, late };
    }
  }

  async function bySocket(kind: DeliveryKind, payload: object, socket: WebSocket): Promise<Delivered> {
    const envelope = newId('envelope-');
    const began = Date.now();
    const acknowledged = new Promise<unknown>((resolve) => waiting.set(envelope, resolve));
    socket.send(
      JSON.stringify({
        envelope_id: envelope,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        payload,
      }),
    );
    const tooLate = Symbol('too late');
    const stop = new AbortController();
    const answer = await Promise.race([
      acknowledged,
      setTimeout(PATIENCE_MS, tooLate, { signal: stop.signal }).catch(() => tooLate),
    ]);
    stop.abort();
    waiting.delete(envelope);
    const late = answer === tooLate;
    const json = typeof answer === 'object' && answer !== null ? (answer as Delivered['json']) : null;
    return { status: late ? 0 : 200, json, ackMs: Date.now() - began, late };
  }

  return {
    async send(kind, payload, options = {}) {
      const [socket] = open;
      return socket ? await bySocket(kind, payload, socket) : await byHttp(kind, payload, options);
    },
    deliverTo(url) {
      requestUrl = url;
    },
    connect(socket) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('message', (data) => {
        const { envelope_id: id, payload } = JSON.parse(String(data));
        waiting.get(id)?.(payload ?? null);
      });
      socket.send(JSON.stringify({ type: 'hello', num_connections: open.size }));
    },
    sockets: () => open.size,
    disconnectAll(reason) {
      for (const socket of open) {
        socket.send(JSON.stringify({ type: 'disconnect', reason }));
        socket.close();
      }
    },
  };
}

function bodyOf(kind: DeliveryKind, payload: object): string {
  switch (kind) {
    case 'events_api':
      return JSON.stringify(payload);
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    case 'slash_commands':
      return new URLSearchParams(payload as Record<string, string>).toString();
  }
}

function jsonOf(text: string): Delivered['json'] {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
