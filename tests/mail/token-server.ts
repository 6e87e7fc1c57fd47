/** An authority for tokens: gives them to who knows the secret (RFC 6749), and tells Dovecot who they are for (RFC 7662). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface TokenServer {
  readonly port: number;
  readonly tokenUrl: string;
  readonly secret: string;
  /** Tokens given for this scope, which here is the mailbox. */
  given(scope: string): number;
  /** From now on no token given so far is good. */
  expireAll(): void;
  /** Tokens for this scope are never good. */
  expireAtOnce(scope: string): void;
  stop(): Promise<void>;
}

export async function startTokenServer(): Promise<TokenServer> {
  const secret = 'secret-de-proba';
  const good = new Map<string, string>();
  const given: string[] = [];
  const expired = new Set<string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const scope = form.get('scope') ?? '';
    if (request.url === '/introspect') {
      const mailbox = good.get(form.get('token') ?? '');
      respond(response, 200, mailbox === undefined ? { active: false } : { active: true, username: mailbox });
    } else if (form.get('grant_type') !== 'client_credentials' || form.get('client_secret') !== secret) {
      respond(response, 401, { error: 'invalid_client' });
    } else {
      const token = `token-${given.length}`;
      given.push(scope);
      if (!expired.has(scope)) {
        good.set(token, scope);
      }
      respond(response, 200, { token_type: 'Bearer', access_token: token, expires_in: 3600 });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    tokenUrl: `http://127.0.0.1:${port}/token`,
    secret,
    given: (scope) => given.filter((one) => one === scope).length,
    expireAll: () => good.clear(),
    expireAtOnce: (scope) => expired.add(scope),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
  }
  return body;
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
