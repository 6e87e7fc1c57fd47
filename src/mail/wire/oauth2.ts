/**
 * Access tokens by client credentials (RFC 6749, section 4.4), as Exchange Online wants them for IMAP and SMTP:
 * https://login.microsoftonline.com/TENANT/oauth2/v2.0/token with the scope https://outlook.office365.com/.default
 */
import { isLoopback } from './loopback.ts';

export interface TokenSourceOptions {
  /** Where tokens are asked for. https, unless on this machine. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Milliseconds for one request, from its first byte to the last of the answer. Default 15,000. */
  readonly timeoutMs?: number;
  /** The clock; default: the machine's. */
  readonly now?: () => Date;
}

export interface TokenSource {
  /** A token that is good for a minute at least. Asks once however many wait for it. Rejects with `TokenTrouble`. */
  accessToken(): Promise<string>;
  /** Forgets the token: for a server that refused it. */
  invalidate(): void;
}

export type TokenTroubleCode =
  /** The token server did not answer in time, or was not there, or is out of order. */
  | 'token-unreachable'
  /** It answered that this client gets none. */
  | 'token-refused'
  /** Its answer was no token, or too long. */
  | 'token-unreadable';

/** No token could be had. Nothing of the answer is in it: it may repeat the secret. */
export class TokenTrouble extends Error {
  readonly code: TokenTroubleCode;

  constructor(code: TokenTroubleCode) {
    super(code);
    this.name = 'TokenTrouble';
    this.code = code;
  }
}

interface Token {
  readonly text: string;
  /** Milliseconds since 1970, after which a new one is asked for. */
  readonly freshUntil: number;
}

const MARGIN_MS = 60_000;
/** What is assumed where the answer does not say how long a token lives, in seconds. */
const UNTOLD_LIFE = 300;
const LONGEST_ANSWER = 64 * 1024;

/** Throws RangeError for an address that would send the secret unencrypted. */
export function openTokenSource(options: TokenSourceOptions): TokenSource {
  const url = safeUrl(options.tokenUrl);
  const now = options.now ?? (() => new Date());
  let token: Token | null = null;
  let asking: Promise<Token> | null = null;

  async function ask(): Promise<Token> {
    const answer = await request(url, options);
    const token = tokenIn(answer, now().getTime());
    if (token === null) {
      throw new TokenTrouble('token-unreadable');
    }
    return token;
  }

  return {
    async accessToken() {
      if (token !== null && now().getTime() < token.freshUntil) {
        return token.text;
      }
      asking ??= ask().finally(() => {
        asking = null;
      });
      token = await asking;
      return token.text;
    },
    invalidate() {
      token = null;
    },
  };
}

function safeUrl(text: string): URL {
  const url = URL.parse(text);
  const encrypted = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !encrypted || url.username !== '' || url.password !== '') {
    throw new RangeError('The token address must be a plain https address');
  }
  return url;
}

/** What the token server answered with 200. */
async function request(url: URL, options: TokenSourceOptions): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.clientId,
        client_secret: options.clientSecret,
        scope: options.scope,
      }),
      headers: { accept: 'application/json' },
      // A redirect would carry the secret to somewhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
    });
    const text = await boundedText(response);
    if (!response.ok) {
      const theirs = response.status >= 500 || response.status === 429;
      throw new TokenTrouble(theirs ? 'token-unreachable' : 'token-refused');
    }
    return text;
  } catch (error) {
    throw error instanceof TokenTrouble ? error : new TokenTrouble('token-unreachable');
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER) {
      // Leaving the loop also ends the connection.
      throw new TokenTrouble('token-unreadable');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenIn(answer: string, now: number): Token | null {
  const fields = object(answer);
  const text = fields?.access_token;
  if (typeof text !== 'string' || !/^[\x21-\x7e]{1,20000}$/.test(text)) {
    return null;
  }
  const told = Number(fields?.expires_in);
  const life = Number.isFinite(told) && told > 0 ? told : UNTOLD_LIFE;
  return { text, freshUntil: now + life * 1000 - MARGIN_MS };
}

function object(json: string): { access_token?: unknown; expires_in?: unknown } | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
