/** Slack, put together from the settings: the outbox's side and the listening side, each with a client of its own. */
import type { Logger } from 'pino';
import {
  openSlackApp,
  outboxClient,
  quickClient,
  SLACK_PATH,
  type SlackApp,
} from './bot/slack/app/slack-app.ts';
import { createSlackChannel, type SlackTiming } from './bot/slack/posting/slack-channel.ts';
import { refuseUnsupportedTemplates } from './bot/slack/rendering/supported.ts';
import type { Platform } from './chats.ts';
import type { Config } from './config.ts';
import { createPlatformEvents } from './desk/platform-events.ts';
import type { SlackSettings } from './settings/slack.ts';
import type { Store } from './store/open.ts';
import { createPostLedger } from './store/platform-posts.ts';
import { textsFor } from './texts/texts.ts';

export interface SlackChatDeps {
  readonly store: Store;
  readonly log: Logger;
  /** For tests: a quicker Slack than the real one. */
  readonly timing?: Partial<SlackTiming> | undefined;
}

/** Throws if a card's template holds what Slack cannot show, with the template's name and place. */
export function openSlackChat(config: Config, slack: SlackSettings, deps: SlackChatDeps): Platform {
  const { store, log, timing = {} } = deps;
  refuseUnsupportedTemplates();
  const { apiUrl, listening } = slack;
  const botToken = slack.botToken();
  const quick = quickClient(botToken, apiUrl);
  const channel = createSlackChannel({
    client: outboxClient(botToken, apiUrl),
    quick,
    ledger: createPostLedger(store, 'slack'),
    onTrouble: (code) => log.error({ code }, 'Slack refuses our token: run npm run doctor'),
    timing,
  });
  let app: SlackApp | null = null;
  return {
    channel,
    attach({ desk, lookAgain }) {
      const opened = openSlackApp({
        botToken,
        listening:
          listening.mode === 'http'
            ? { mode: 'http', signingSecret: listening.signingSecret() }
            : { mode: 'socket', appToken: listening.appToken() },
        apiUrl,
        client: quick,
        events: createPlatformEvents(desk, 'slack', lookAgain),
        texts: textsFor(config.language),
        onTrouble: (where, code) => log.warn({ where, code }, 'trouble with Slack'),
      });
      app = opened;
      const { requestListener } = opened;
      return {
        listeners: new Map(requestListener === null ? [] : [[SLACK_PATH, requestListener]]),
        start: () => opened.start(),
        stop: () => opened.stop(),
      };
    },
    state: () => ({ ...app?.state(), reachable: channel.isReachable() }),
  };
}
