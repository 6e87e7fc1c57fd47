/** The settings of Slack, from the environment. */
import { isLoopbackHost } from '../mail/wire/networks.ts';
import type { Secret } from './secrets.ts';

export interface SlackSettings {
  readonly botToken: Secret;
  /** How Slack reaches the desk: it calls us (HTTP), or we call it (Socket Mode). */
  readonly listening:
    | { readonly mode: 'http'; readonly signingSecret: Secret }
    | { readonly mode: 'socket'; readonly appToken: Secret };
  /** For tests and proxies, with a slash at the end; null: Slack's own. */
  readonly apiUrl: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL'] as const;
type Name = (typeof NAMES)[number];

/** Where each one is found. */
const FOUND: Readonly<Record<Name, string>> = {
  SLACK_BOT_TOKEN: 'OAuth & Permissions › Bot User OAuth Token (începe cu xoxb-)',
  SLACK_APP_TOKEN: 'Basic Information › App-Level Tokens, cu dreptul connections:write (începe cu xapp-)',
  SLACK_SIGNING_SECRET: 'Basic Information › App Credentials › Signing Secret (32 de cifre hexazecimale)',
  SLACK_API_URL: 'nu este nevoie de ea decât pentru teste și proxy',
};

/** What a token is, by how it begins; Slack's own words. */
const KINDS: readonly (readonly [prefix: string, what: string])[] = [
  ['xoxb-', 'un bot token'],
  ['xapp-', 'un app-level token'],
  ['xoxp-', 'un token de utilizator'],
  ['xoxe', 'un token care expiră'],
];

/** Null if Slack is not configured, or something is wrong with it and that was written down. No value is repeated. */
export function readSlackSettings(env: Environment, problems: string[]): SlackSettings | null {
  if (!NAMES.some((name) => env[name])) {
    return null;
  }
  const before = problems.length;
  const botToken = tokenOf(env, 'SLACK_BOT_TOKEN', 'xoxb-', problems);
  if (!env.SLACK_BOT_TOKEN) {
    problems.push(`SLACK_BOT_TOKEN: lipsește; copiați-l din pagina aplicației: ${FOUND.SLACK_BOT_TOKEN}.`);
  }
  const appToken = tokenOf(env, 'SLACK_APP_TOKEN', 'xapp-', problems);
  const signingSecret = signingSecretOf(env, problems);
  if (!env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET) {
    problems.push(
      `SLACK_APP_TOKEN sau SLACK_SIGNING_SECRET: lipsesc amândouă. În spatele unui firewall folosiți Socket Mode: ${FOUND.SLACK_APP_TOKEN}. Cu o adresă publică folosiți HTTP: ${FOUND.SLACK_SIGNING_SECRET}.`,
    );
  }
  const apiUrl = apiUrlOf(env, problems);
  const listening = listeningBy(appToken, signingSecret);
  return problems.length > before || botToken === null || listening === null
    ? null
    : { botToken: () => botToken, listening, apiUrl };
}

/** With both, Slack is called: a desk that has an app token is meant to work behind a firewall. */
function listeningBy(
  appToken: string | null,
  signingSecret: string | null,
): SlackSettings['listening'] | null {
  if (appToken !== null) {
    return { mode: 'socket', appToken: () => appToken };
  }
  return signingSecret === null ? null : { mode: 'http', signingSecret: () => signingSecret };
}

function tokenOf(env: Environment, name: Name, prefix: string, problems: string[]): string | null {
  const token = env[name] ?? '';
  if (token === '') {
    return null;
  }
  if (token.startsWith(prefix) && /^[\w-]+$/.test(token)) {
    return token;
  }
  const kind = KINDS.find(([begins]) => begins !== prefix && token.startsWith(begins));
  const what = kind ? `este ${kind[1]}` : 'nu arată ca un token din Slack';
  problems.push(`${name}: ${what}; copiați-l din pagina aplicației: ${FOUND[name]}.`);
  return null;
}

function signingSecretOf(env: Environment, problems: string[]): string | null {
  const secret = env.SLACK_SIGNING_SECRET ?? '';
  if (secret === '') {
    return null;
  }
  if (/^[0-9a-f]{32}$/.test(secret)) {
    return secret;
  }
  problems.push(
    `SLACK_SIGNING_SECRET: nu arată ca un signing secret (nu puneți client secret sau verification token); copiați-l din pagina aplicației: ${FOUND.SLACK_SIGNING_SECRET}.`,
  );
  return null;
}

function apiUrlOf(env: Environment, problems: string[]): string | null {
  const text = env.SLACK_API_URL ?? '';
  if (text === '') {
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!safe) {
    problems.push(
      'SLACK_API_URL: scrieți o adresă https://, de exemplu https://slack.com/api/, sau ștergeți-o.',
    );
    return null;
  }
  return text.endsWith('/') ? text : `${text}/`;
}
