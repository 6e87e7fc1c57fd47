/**
 * Who may speak with the local page: a browser on this machine, from the page itself. Every other page
 * that this browser visits may try to reach 127.0.0.1 too (cross-site requests, DNS rebinding).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { WireRefusal } from './page/wire.ts';
import { words } from './page/words.ts';

export const CSRF_HEADER = 'x-acces-csrf';

/** Answers with a refusal; the page says it in its own language. */
export function refuse(response: Response, status: number, code: WireRefusal['code']): void {
  const refusal: WireRefusal = { code, error: words.refusals[code] };
  response.status(status).json(refusal);
}

/** Why the local page must not be served here, a sentence each; empty if it may. */
export function localPageProblems(setting: {
  readonly host: string;
  readonly nodeEnv: string | undefined;
  /** Names of configured real channels, such as `teams`. */
  readonly realChannels: readonly string[];
}): readonly string[] {
  const problems: string[] = [];
  if (!isLoopback(setting.host) && setting.host !== 'localhost') {
    problems.push(
      `The local page lets anyone be anybody: it is served on loopback only, not on ${setting.host}. Remove HOST.`,
    );
  }
  if (setting.nodeEnv === 'production') {
    problems.push('The local page is a demo and does not start with NODE_ENV=production. Remove NODE_ENV.');
  }
  if (setting.realChannels.length > 0) {
    const names = setting.realChannels.join(', ');
    problems.push(
      `The local page does not start beside real channels (${names}). Configure one or the other.`,
    );
  }
  return problems;
}

/** True for 127.0.0.0/8 and ::1, also written as IPv4 inside IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '').replace(/^\[(.*)\]$/, '$1');
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** A new CSRF token for each start of the server. */
export function newCsrfToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Lets through only what came over loopback, to this machine's own name and port, and not by a proxy
 * that would make the page reachable for others.
 */
export const onlyThisMachine: RequestHandler = (request, response, next) => {
  if (!isLoopback(request.socket.localAddress ?? '') || !isLoopback(request.socket.remoteAddress ?? '')) {
    refuse(response, 403, 'not-loopback');
    return;
  }
  const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'].some(
    (name) => name in request.headers,
  );
  if (proxied || !ownHosts(request).includes(request.headers.host ?? '')) {
    refuse(response, 421, 'wrong-host');
    return;
  }
  next();
};

/** Lets no other site read or write through this browser; a page of another local port counts as another. */
export const onlyThisPage: RequestHandler = (request, response, next) => {
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    refuse(response, 403, 'other-site');
    return;
  }
  next();
};

/**
 * For requests that change something: the token of the page, and a browser's word that the page is ours
 * (`Origin` or `Sec-Fetch-Site`; each that is there must be right, one must be there).
 */
export function onlyWithToken(token: string): RequestHandler {
  return (request, response, next) => {
    const origin = request.headers.origin;
    const site = request.headers['sec-fetch-site'];
    const originIsOurs = origin === undefined || origin === `http://${request.headers.host ?? ''}`;
    const siteIsOurs = site === undefined || site === 'same-origin';
    if (!originIsOurs || !siteIsOurs || (origin === undefined && site === undefined)) {
      refuse(response, 403, 'other-site');
      return;
    }
    if (!sameText(request.get(CSRF_HEADER) ?? '', token)) {
      refuse(response, 403, 'csrf');
      return;
    }
    next();
  };
}

// Styles that adaptivecards sets are properties of elements, which 'self' allows; its trusted-type
// policies are named because nothing else may turn text into markup.
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  `trusted-types ${[
    'adaptivecards#markdownPassthroughPolicy',
    'adaptivecards#restoreContentsPolicy',
    'adaptivecards#deprecatedExportedFunctionPolicy',
    'html',
  ].join(' ')}`,
].join('; ');

/** A letter's own HTML: no script, no picture, no link out, in a frame of our page only. */
export const LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

export const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': PAGE_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Cache-Control': 'no-store',
  });
  next();
};

function ownHosts(request: Request): readonly string[] {
  const port = request.socket.localPort;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return port === 80
    ? [...names, ...names.map((name) => `${name}:80`)]
    : names.map((name) => `${name}:${port}`);
}

function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
