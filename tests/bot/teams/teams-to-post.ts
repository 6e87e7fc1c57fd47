/** A channel of Teams with the fake behind it and a ledger that outlives the channel, as the database does. */
import { onTestFinished } from 'vitest';
import type { KnownTeam, TeamsMemory } from '../../../src/bot/teams/memory.ts';
import {
  createTeamsChannel,
  type TeamsChannel,
  type TeamsTiming,
} from '../../../src/bot/teams/posting/teams-channel.ts';
import { createBotTokens } from '../../../src/bot/teams/tokens.ts';
import { textOfCard } from '../../fakes/teams/card-rules.ts';
import { type FakeTeams, type FakeTeamsOptions, openFakeTeams } from '../../fakes/teams/fake-teams.ts';
import type { FakePost } from '../../fakes/teams/teams-state.ts';
import { ledgerInMemory } from '../outbox.ts';

export const ALBA = '19:alba@thread.tacv2';
export const PLACE = { teamId: ALBA, channelId: ALBA };
export const MARIA = '11111111-0000-4000-8000-000000000001';

const QUICK: TeamsTiming = {
  ...{ call: 60, quickCall: 500, settle: 8, late: 100, interval: 0.01 },
  ...{ burst: 10_000, firstProbe: 1, longestProbe: 4 },
};

export interface TeamsToPost {
  readonly teams: FakeTeams;
  readonly troubles: string[];
  readonly memory: TeamsMemory;
  /** A new one each time: what a process that was killed knew is gone. */
  open(timing?: Partial<TeamsTiming>): TeamsChannel;
  /** What stands in the channel, and in threads, oldest first. */
  posts(): readonly FakePost[];
  lines(): string[];
}

export async function teamsToPost(options: FakeTeamsOptions = {}): Promise<TeamsToPost> {
  const teams = await openFakeTeams({
    people: [{ objectId: MARIA, name: 'Maria Ionescu', email: 'maria@ancpi.example' }],
    teams: [{ id: ALBA, groupId: 'grup-alba', channels: [{ id: ALBA, name: 'General' }] }],
    ...options,
  });
  onTestFinished(() => teams.close());
  const ledger = ledgerInMemory();
  const troubles: string[] = [];
  const { appId, tenantId, secret } = teams;
  const memory = memoryOf(teams.serviceUrl());
  const posts = (): readonly FakePost[] =>
    teams.state.posts.filter(({ conversation, deleted }) => conversation === ALBA && !deleted);
  return {
    ...{ teams, troubles, memory, posts },
    open: (timing = {}) =>
      createTeamsChannel({
        tokens: createBotTokens({
          ...{ appId, tenantId, loginUrl: teams.url() },
          credential: { kind: 'secret', secret: () => secret },
        }),
        ...{ memory, ledger, appId, tenantId },
        graphUrl: teams.url(),
        onTrouble: (code) => troubles.push(code),
        timing: { ...QUICK, ...timing },
      }),
    lines: () => posts().map(({ card, text }) => (card ? textOfCard(card) : text)),
  };
}

function memoryOf(serviceUrl: string): TeamsMemory {
  let team: KnownTeam = { teamId: ALBA, serviceUrl, groupId: null };
  return {
    known: async () => ({ serviceUrl, teams: [team] }),
    async heard(from, told) {
      if (told) {
        team = { teamId: told.teamId, serviceUrl: from, groupId: told.groupId };
      }
    },
  };
}
