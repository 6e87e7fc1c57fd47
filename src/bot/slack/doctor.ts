/** Asks Slack whether everything is as the desk needs it. Only asks: posts nothing, changes nothing. */
import { WebClient } from '@slack/web-api';
import type { PlaceUnreachable } from '../channel.ts';
import { createOutageGate } from '../posting/outage.ts';
import { createPace } from '../posting/pace.ts';
import { quietLogger } from './app/slack-logger.ts';
import { createSlackCalls } from './posting/slack-calls.ts';
import { failureOf } from './posting/slack-errors.ts';
import { createSlackPeople } from './posting/slack-people.ts';
import { problemOfPlace } from './posting/slack-places.ts';
import { SCOPES, type SlackScope } from './scopes.ts';

export interface DoctorQuestions {
  readonly botToken: string;
  /** Null in HTTP mode. */
  readonly appToken: string | null;
  readonly apiUrl: string | null;
  readonly places: readonly { readonly title: string; readonly channelId: string }[];
  readonly people: readonly {
    readonly name: string;
    readonly email: string | null;
    readonly externalId: string | null;
  }[];
  readonly now: () => Date;
}

/** What was found, each with what is needed to say what to do about it. */
export type Finding =
  | { readonly about: 'token'; readonly team: string; readonly user: string }
  | { readonly about: 'token-refused' | 'app-token-refused'; readonly code: string }
  | { readonly about: 'unreachable'; readonly address: string; readonly code: string }
  | { readonly about: 'app-token' }
  | { readonly about: 'scopes'; readonly missing: readonly SlackScope[]; readonly surplus: readonly string[] }
  | { readonly about: 'clock'; readonly aheadMs: number }
  | {
      readonly about: 'place';
      readonly title: string;
      readonly channelId: string;
      readonly problem: PlaceUnreachable['code'] | 'shared' | 'not-asked' | null;
    }
  | {
      readonly about: 'person';
      readonly name: string;
      readonly is: 'known' | 'found' | 'guest' | 'stranger' | 'gone' | 'nobody';
    };

const WITHIN_MS = 10_000;
const SLACKS_OWN = 'https://slack.com/api/';

export async function askSlack(questions: DoctorQuestions): Promise<Finding[]> {
  let date: string | null = null;
  const client = clientFor(questions.botToken, questions.apiUrl, (headers) => {
    date = headers.get('date');
  });
  const first = await token(client, questions.apiUrl ?? SLACKS_OWN);
  if (first.about !== 'token') {
    return [first];
  }
  return [
    first,
    scopesOf(await client.auth.test()),
    ...clock(date, questions.now()),
    ...(await appToken(questions)),
    ...(await places(client, questions)),
    ...(await people(client, questions)),
  ];
}

function clientFor(
  botToken: string,
  apiUrl: string | null,
  onAnswer: (headers: Headers) => void = () => {},
): WebClient {
  return new WebClient(botToken, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    timeout: WITHIN_MS,
    retryConfig: { retries: 1, minTimeout: 500 },
    logger: quietLogger(() => {}),
    async fetch(url, init) {
      const response = await globalThis.fetch(url, init as RequestInit);
      onAnswer(response.headers);
      return response;
    },
  });
}

async function token(client: WebClient, address: string): Promise<Finding> {
  try {
    const { team = '', user = '' } = await client.auth.test();
    return { about: 'token', team, user };
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'unclear'
      ? { about: 'unreachable', address, code: failure.code }
      : { about: 'token-refused', code: failure.code };
  }
}

function scopesOf(answer: Awaited<ReturnType<WebClient['auth']['test']>>): Finding {
  const granted = new Set(answer.response_metadata?.scopes ?? []);
  const needed = Object.keys(SCOPES) as SlackScope[];
  return {
    about: 'scopes',
    missing: needed.filter((scope) => !granted.has(scope)),
    surplus: [...granted].filter((scope) => !(scope in SCOPES)),
  };
}

function clock(date: string | null, now: Date): Finding[] {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirs) ? [] : [{ about: 'clock', aheadMs: now.getTime() - theirs }];
}

async function appToken({ appToken: secret, apiUrl }: DoctorQuestions): Promise<Finding[]> {
  if (secret === null) {
    return [];
  }
  try {
    // Tells an address and opens nothing: an address that nobody uses is forgotten.
    await clientFor(secret, apiUrl).apps.connections.open({});
    return [{ about: 'app-token' }];
  } catch (error) {
    return [{ about: 'app-token-refused', code: failureOf(error).code }];
  }
}

async function places(client: WebClient, { places: bound, now }: DoctorQuestions): Promise<Finding[]> {
  const clockMs = (): number => now().getTime();
  const calls = createSlackCalls({
    client,
    pace: createPace({ now: clockMs, intervalMs: 1, burst: 1 }),
    outage: createOutageGate({ now: clockMs, firstMs: 1, longestMs: 1, random: Math.random }),
    settleMs: 1,
    onTrouble: () => {},
  });
  const findings: Finding[] = [];
  for (const { title, channelId } of bound) {
    const problem = await problemOfPlace(calls, channelId).catch(() => 'not-asked' as const);
    findings.push({ about: 'place', title, channelId, problem });
  }
  return findings;
}

async function people(client: WebClient, { people: known, now }: DoctorQuestions): Promise<Finding[]> {
  const slack = createSlackPeople(client, () => now().getTime());
  const findings: Finding[] = [];
  for (const { name, email, externalId } of known) {
    const id = externalId ?? (email === null ? null : await slack.idByEmail(email.toLowerCase()));
    const profile = id === null ? null : await slack.profile(id);
    const standing = profile?.standing ?? 'nobody';
    const member = externalId === null ? 'found' : 'known';
    findings.push({ about: 'person', name, is: standing === 'member' ? member : standing });
  }
  return findings;
}
