/** Tokens from a token server on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTokenSource, type TokenSourceOptions } from '../../src/mail/wire/oauth2.ts';

interface Asked {
  readonly url: string;
  readonly body: string;
}

/** A server that answers each request so; the source asks it. */
async function source(
  answer: (response: ServerResponse, count: number) => void,
  options: Partial<TokenSourceOptions> = {},
) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        asked.push({ url: request.url ?? '', body });
        answer(response, asked.length);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const tokens = openTokenSource({
    tokenUrl: `http://127.0.0.1:${port}/oauth2/v2.0/token`,
    clientId: 'id-ul nostru',
    clientSecret: 's&cret=',
    scope: 'https://outlook.office365.com/.default',
    ...options,
  });
  return { tokens, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
  }
  return body;
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const numbered = (response: ServerResponse, count: number): void =>
  json(response, { token_type: 'Bearer', access_token: `token-${count}`, expires_in: 3600 });

describe('a token', () => {
  it('is asked for by client credentials, the secret in the body', async () => {
    const { tokens, asked } = await source(numbered);
    expect(await tokens.accessToken()).toBe('token-1');
    expect(asked[0]?.url).toBe('/oauth2/v2.0/token');
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'id-ul nostru',
      client_secret: 's&cret=',
      scope: 'https://outlook.office365.com/.default',
    });
  });

  it('is used again until a minute before it expires', async () => {
    let now = 0;
    const { tokens, asked } = await source(numbered, { now: () => new Date(now) });
    await tokens.accessToken();
    now = (3600 - 61) * 1000;
    expect(await tokens.accessToken()).toBe('token-1');
    now = (3600 - 60) * 1000;
    expect(await tokens.accessToken()).toBe('token-2');
    expect(asked).toHaveLength(2);
  });

  it('is asked for once, however many wait for it', async () => {
    const { tokens, asked } = await source(numbered);
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.accessToken()));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(asked).toHaveLength(1);
  });

  it('is asked for anew after it was refused somewhere', async () => {
    const { tokens } = await source(numbered);
    await tokens.accessToken();
    tokens.invalidate();
    expect(await tokens.accessToken()).toBe('token-2');
  });

  it('that the server refuses is asked for again with the next call, not before', async () => {
    const { tokens, asked } = await source((response, count) =>
      count === 1 ? json(response, { error: 'invalid_client' }, 401) : numbered(response, count),
    );
    await expect(tokens.accessToken()).rejects.toMatchObject({ code: 'token-refused' });
    expect(asked).toHaveLength(1);
    expect(await tokens.accessToken()).toBe('token-2');
  });

  it('without a lifetime is good for five minutes', async () => {
    let now = 0;
    const { tokens } = await source((response, count) => json(response, { access_token: `token-${count}` }), {
      now: () => new Date(now),
    });
    await tokens.accessToken();
    now = 239_000;
    expect(await tokens.accessToken()).toBe('token-1');
    now = 240_000;
    expect(await tokens.accessToken()).toBe('token-2');
  });
});

describe('no token comes of', () => {
  const answers: [string, string, (response: ServerResponse) => void][] = [
    ['a server out of order', 'token-unreachable', (response) => json(response, {}, 503)],
    ['too many requests', 'token-unreachable', (response) => json(response, {}, 429)],
    ['a refusal', 'token-refused', (response) => json(response, { error: 'unauthorized_client' }, 400)],
    ['an answer that is no JSON', 'token-unreadable', (response) => response.end('<html>')],
    ['an answer without a token', 'token-unreadable', (response) => json(response, { token: 'x' })],
    ['JSON that is no object', 'token-unreadable', (response) => json(response, null)],
    [
      'a token with a line break in it',
      'token-unreadable',
      (response) => json(response, { access_token: 'a\r\nb' }),
    ],
    [
      'an endless answer',
      'token-unreadable',
      (response) => {
        const more = (): void => {
          if (!response.destroyed) {
            response.write('x'.repeat(10_000), () => setImmediate(more));
          }
        };
        more();
      },
    ],
    [
      'a redirect, which would carry the secret elsewhere',
      'token-unreachable',
      (response) => {
        response.writeHead(307, { location: '/elsewhere' });
        response.end();
      },
    ],
    ['a connection that is cut', 'token-unreachable', (response) => response.destroy()],
    ['silence', 'token-unreachable', () => undefined],
  ];
  for (const [what, code, answer] of answers) {
    it(`${what} (${code})`, async () => {
      const { tokens, asked } = await source(answer, { timeoutMs: 500 });
      const error: unknown = await tokens.accessToken().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'TokenTrouble', code });
      expect(asked).toHaveLength(1);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s&cret');
    });
  }

  it('an address that is not encrypted, unless it is on this machine', () => {
    const open = (tokenUrl: string) => () =>
      openTokenSource({ tokenUrl, clientId: 'id', clientSecret: 'secret', scope: 'scope' });
    expect(open('http://login.client.test/token')).toThrow(RangeError);
    expect(open('http://127.0.0.1.client.test/token')).toThrow(RangeError);
    expect(open('https://me:secret@login.client.test/token')).toThrow(RangeError);
    expect(open('ftp://login.client.test/token')).toThrow(RangeError);
    expect(open('no address')).toThrow(RangeError);
    expect(open('https://login.client.test/token')).not.toThrow();
    expect(open('http://localhost:8080/token')).not.toThrow();
    expect(open('http://[::1]:8080/token')).not.toThrow();
  });
});
