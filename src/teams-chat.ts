/** Microsoft Teams, put together from the settings. */
import type { Logger } from 'pino';
import { createTeamsApp, TEAMS_PATH } from './bot/teams/app/teams-app.ts';
import { createTeamsChannel, type TeamsTiming } from './bot/teams/posting/teams-channel.ts';
import { createBotTokens } from './bot/teams/tokens.ts';
import type { Platform } from './chats.ts';
import type { Config } from './config.ts';
import { createPlatformEvents } from './desk/platform-events.ts';
import type { TeamsSettings } from './settings/teams.ts';
import { createKnownTeams } from './store/known-teams.ts';
import type { Store } from './store/open.ts';
import { createPostLedger } from './store/platform-posts.ts';
import { textsFor } from './texts/texts.ts';

export interface TeamsChatDeps {
  readonly store: Store;
  readonly log: Logger;
  /** For tests: a quicker Teams than the real one. */
  readonly timing?: Partial<TeamsTiming> | undefined;
}

export function openTeamsChat(config: Config, teams: TeamsSettings, deps: TeamsChatDeps): Platform {
  const { store, log, timing = {} } = deps;
  const { appId, tenantId, cloud, credential } = teams;
  const tokens = createBotTokens({ appId, tenantId, credential, loginUrl: cloud.loginUrl });
  const memory = createKnownTeams(store, Date.now);
  const channel = createTeamsChannel({
    ...{ tokens, memory, appId, tenantId },
    graphUrl: cloud.graphUrl,
    ledger: createPostLedger(store, 'teams'),
    onTrouble: (code) => log.error({ code }, 'Microsoft refuses our app: run npm run doctor'),
    timing,
  });
  /** When Teams called last with a good token. */
  let heardAt: string | null = null;
  let refused = 0;
  return {
    channel,
    attach({ desk, lookAgain }) {
      const app = createTeamsApp({
        ...{ appId, tenantId, cloud, tokens, channel, memory },
        events: createPlatformEvents(desk, 'teams', lookAgain),
        texts: textsFor(config.language),
        onHeard() {
          heardAt = new Date().toISOString();
        },
        onRefused(reason) {
          refused += 1;
          log.warn({ audit: true, reason }, 'a request that was not from Teams, or not for us, was refused');
        },
        onTrouble: (where, code) => log.warn({ where, code }, 'trouble with Teams'),
      });
      return {
        listeners: new Map([[TEAMS_PATH, app]]),
        start() {},
        async stop() {},
      };
    },
    state: () => ({ heardAt, refused, reachable: channel.isReachable() }),
  };
}
