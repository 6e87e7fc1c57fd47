/** Asks Microsoft whether everything is as the desk needs it. Only asks: posts nothing, changes nothing. */
import type { PlaceUnreachable } from '../channel.ts';
import { createOutageGate } from '../posting/outage.ts';
import { createPace } from '../posting/pace.ts';
import type { AppCredential, MicrosoftCloud } from './cloud.ts';
import type { KnownTeam, TeamsKnown, TeamsMemory } from './memory.ts';
import { type Connector, createConnector } from './posting/connector.ts';
import { createTeamsCalls } from './posting/teams-calls.ts';
import { failureOf } from './posting/teams-errors.ts';
import { createTeamsPeople } from './posting/teams-people.ts';
import { problemOfPlace } from './posting/teams-places.ts';
import { type BotTokens, createBotTokens, NoToken } from './tokens.ts';

export interface TeamsQuestions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: AppCredential;
  readonly cloud: MicrosoftCloud;
  readonly known: TeamsKnown;
  readonly places: readonly { readonly title: string; readonly teamId: string; readonly channelId: string }[];
  readonly people: readonly {
    readonly name: string;
    readonly email: string | null;
    readonly externalId: string | null;
  }[];
  readonly now: () => Date;
}

/** What was found, each with what is needed to say what to do about it. */
export type TeamsFinding =
  | { readonly about: 'token' }
  | { readonly about: 'token-refused' | 'login-unreachable'; readonly code: string }
  | { readonly about: 'keys'; readonly reachable: boolean; readonly address: string }
  | { readonly about: 'clock'; readonly aheadMs: number }
  /** Whether Teams ever called the desk. */
  | { readonly about: 'heard'; readonly ever: boolean }
  | {
      readonly about: 'place';
      readonly title: string;
      readonly channelId: string;
      readonly problem: PlaceUnreachable['code'] | 'shared' | 'not-asked' | null;
    }
  /** Whether the app may read a team's messages. */
  | { readonly about: 'reading'; readonly title: string; readonly allowed: boolean | null }
  | {
      readonly about: 'person';
      readonly name: string;
      readonly is: 'known' | 'found' | 'guest' | 'stranger' | 'gone' | 'nobody';
    };

const WITHIN_MS = 10_000;

export async function askTeams(questions: TeamsQuestions): Promise<TeamsFinding[]> {
  const { appId, tenantId, credential, cloud, known } = questions;
  const tokens = createBotTokens({
    appId,
    tenantId,
    credential,
    loginUrl: cloud.loginUrl,
    timeoutMs: WITHIN_MS,
  });
  const first = await tokenFinding(tokens);
  const keys = await keysFindings(cloud, questions.now());
  if (first.about !== 'token') {
    return [first, ...keys];
  }
  const memory: TeamsMemory = { known: async () => known, heard: async () => {} };
  const connector = connectorFor(questions, tokens, memory);
  return [
    first,
    ...keys,
    { about: 'heard', ever: known.serviceUrl !== null },
    ...(await placeFindings(connector, questions)),
    ...(known.serviceUrl === null ? [] : await peopleFindings(connector, memory, questions)),
  ];
}

function connectorFor(
  { appId, tenantId, cloud, now }: TeamsQuestions,
  tokens: BotTokens,
  memory: TeamsMemory,
): Connector {
  const clockMs = (): number => now().getTime();
  const calls = createTeamsCalls({
    tokens,
    pace: createPace({ now: clockMs, intervalMs: 1, burst: 1 }),
    outage: createOutageGate({ now: clockMs, firstMs: 1, longestMs: 1, random: Math.random }),
    timeoutMs: WITHIN_MS,
    settleMs: 1,
    onTrouble: () => {},
  });
  return createConnector({ calls, memory, appId, tenantId, graphUrl: cloud.graphUrl });
}

async function tokenFinding(tokens: BotTokens): Promise<TeamsFinding> {
  try {
    await tokens.tokenFor('connector');
    return { about: 'token' };
  } catch (error) {
    const { code } = failureOf(error);
    return error instanceof NoToken && error.refused
      ? { about: 'token-refused', code }
      : { about: 'login-unreachable', code };
  }
}

async function keysFindings({ openIdMetadataUrl }: MicrosoftCloud, now: Date): Promise<TeamsFinding[]> {
  try {
    const response = await fetch(openIdMetadataUrl, { signal: AbortSignal.timeout(WITHIN_MS) });
    const date = Date.parse(response.headers.get('date') ?? '');
    return [
      { about: 'keys', reachable: response.ok, address: openIdMetadataUrl },
      ...(Number.isNaN(date) ? [] : [{ about: 'clock', aheadMs: now.getTime() - date } as const]),
    ];
  } catch {
    return [{ about: 'keys', reachable: false, address: openIdMetadataUrl }];
  }
}

async function placeFindings(
  connector: Connector,
  { places, known }: TeamsQuestions,
): Promise<TeamsFinding[]> {
  const findings: TeamsFinding[] = [];
  const asked = new Set<string>();
  for (const { title, teamId, channelId } of places) {
    const place = { teamId, channelId };
    const problem = await problemOfPlace(connector, place).catch(() => 'not-asked' as const);
    findings.push({ about: 'place', title, channelId, problem });
    if (problem === null && !asked.has(teamId)) {
      asked.add(teamId);
      const team = known.teams.find((each) => each.teamId === teamId) ?? { teamId, groupId: null };
      findings.push({ about: 'reading', title, allowed: await mayRead(connector, team, channelId) });
    }
  }
  return findings;
}

/** Null where nobody can be asked. */
async function mayRead(
  connector: Connector,
  team: Pick<KnownTeam, 'teamId' | 'groupId'>,
  channelId: string,
): Promise<boolean | null> {
  try {
    const groupId = await connector.groupOf(team);
    if (groupId === null) {
      return null;
    }
    await connector.page({ groupId, channelId, threadId: null, next: null });
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'TryLater' ? null : false;
  }
}

async function peopleFindings(
  connector: Connector,
  memory: TeamsMemory,
  { people: known, tenantId, now }: TeamsQuestions,
): Promise<TeamsFinding[]> {
  const people = createTeamsPeople({ connector, memory, tenantId, now: () => now().getTime() });
  const findings: TeamsFinding[] = [];
  for (const { name, email, externalId } of known) {
    const found = email === null ? null : await people.byEmail(email.toLowerCase());
    const id = externalId ?? found?.objectId ?? null;
    const standing = (id === null ? null : await people.profile(id))?.standing ?? 'nobody';
    const member = externalId === null ? 'found' : 'known';
    findings.push({ about: 'person', name, is: standing === 'member' ? member : standing });
  }
  return findings;
}
