/**
 * Slack as it calls the desk: presses, windows, commands, and what happens in its channels. Over HTTP, or through a socket
 * that the desk opens itself (Socket Mode), for desks behind a firewall.
 */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Texts } from '../../../texts/texts.ts';
import type { PlaceChange, PlatformEvents } from '../../channel.ts';
import { createRecent } from '../../recent.ts';
import { failureOf } from '../posting/slack-errors.ts';
import type { Answering } from './answering.ts';
import { publishHome } from './home.ts';
import { type KeepTrying, keepTrying } from './keep-trying.ts';
import { channelEventSchema, homeSchema, messageSchema } from './payloads.ts';
import { handlePress } from './presses.ts';
import { createPrivateWords } from './private-words.ts';
import { quietLogger } from './slack-logger.ts';
import { handleSubmission } from './submissions.ts';
import { threadLineOf } from './thread-words.ts';
import { handleCommand, handleTyped } from './typed-words.ts';
import { createWindows } from './windows.ts';

export const COMMAND = '/autorizati';
/** The request URL of the app's settings ends so. */
export const SLACK_PATH = '/slack/events';

export interface SlackAppOptions {
  readonly botToken: string;
  readonly listening:
    | { readonly mode: 'http'; readonly signingSecret: string }
    | { readonly mode: 'socket'; readonly appToken: string };
  /** Null: Slack's own. */
  readonly apiUrl: string | null;
  /** For questions that are asked while somebody waits; see {@link quickClient}. */
  readonly client: WebClient;
  readonly events: PlatformEvents;
  readonly texts: Texts;
  /** Told of trouble as a code, never of what was sent. */
  readonly onTrouble: (where: string, code: string) => void;
}

export interface SlackAppState {
  readonly mode: 'http' | 'socket';
  /** HTTP: Slack has answered our token. Socket Mode: the socket is open. */
  readonly connected: boolean;
  /** The workspace's id; null until Slack has told it. */
  readonly team: string | null;
}

export interface SlackApp {
  /** To be mounted at {@link SLACK_PATH}, before anything reads the body; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Begins to listen, and goes on trying in the background while Slack is down. */
  start(): void;
  stop(): Promise<void>;
  state(): SlackAppState;
}

/** A press waits three seconds: a client for it waits less, and never for a rate limit. */
const QUICK_MS = 2_500;

/** The client of everything that a person waits for. */
export function quickClient(botToken: string, apiUrl: string | null): WebClient {
  return new WebClient(botToken, clientOptions(apiUrl, QUICK_MS));
}

/** The client of the outbox: it retries nothing by itself, for only the outbox knows what was done before. */
export function outboxClient(botToken: string, apiUrl: string | null, timeoutMs = 10_000): WebClient {
  return new WebClient(botToken, clientOptions(apiUrl, timeoutMs));
}

function clientOptions(apiUrl: string | null, timeout: number): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quietLogger(() => {}),
  };
}

export function openSlackApp(options: SlackAppOptions): SlackApp {
  const { listening, client, texts, events, apiUrl } = options;
  const recent = createRecent();
  let self: { team: string; user: string; bot: string } | null = null;
  let socketOpen = false;

  const onTrouble = (where: string, error: unknown): void => {
    options.onTrouble(where, failureOf(error).code);
  };
  const answering: Answering = {
    ...{ events, texts, client, onTrouble },
    windows: createWindows(client),
    words: createPrivateWords(client, (error) => onTrouble('private answer', error)),
    self: () => self,
  };
  const logger = quietLogger((level) => options.onTrouble('bolt', level));
  const receiver = receiverFor(listening, apiUrl, logger);
  const app = new App({
    receiver,
    logger,
    // Of our own: Bolt's would ask Slack at the start, and end the process if that fails.
    authorize: async () => ({
      botToken: options.botToken,
      ...(self ? { botUserId: self.user, botId: self.bot } : {}),
    }),
    ignoreSelf: false,
    convoStore: false,
  });
  listen(app, answering, recent);
  app.error(async (error) => {
    onTrouble('listener', 'original' in error && error.original ? error.original : error);
    throw error;
  });

  const learnSelf = keepTrying(
    async () => {
      const known = await client.auth.test();
      self = { team: known.team_id ?? '', user: known.user_id ?? '', bot: known.bot_id ?? '' };
    },
    (error) => onTrouble('auth.test', error),
  );
  const socket = receiver instanceof SocketModeReceiver ? keepSocket(receiver) : null;

  /** Opens the socket, and again whenever it ends. */
  function keepSocket({ client: socketClient }: SocketModeReceiver): KeepTrying {
    const connect = keepTrying(
      async () => {
        await socketClient.start();
        socketOpen = true;
      },
      (error) => onTrouble('socket', error),
    );
    socketClient.on('disconnected', () => {
      socketOpen = false;
      connect.start();
    });
    return connect;
  }

  return {
    requestListener: receiver instanceof HTTPReceiver ? receiver.requestListener : null,
    start() {
      learnSelf.start();
      socket?.start();
    },
    async stop() {
      learnSelf.stop();
      socket?.stop();
      if (receiver instanceof SocketModeReceiver) {
        await receiver.client.disconnect();
      }
    },
    state: () => ({
      mode: listening.mode,
      connected: listening.mode === 'socket' ? socketOpen : self !== null,
      team: self?.team ?? null,
    }),
  };
}

function receiverFor(
  listening: SlackAppOptions['listening'],
  apiUrl: string | null,
  logger: ReturnType<typeof quietLogger>,
): HTTPReceiver | SocketModeReceiver {
  if (listening.mode === 'http') {
    return new HTTPReceiver({
      signingSecret: listening.signingSecret,
      endpoints: SLACK_PATH,
      logger,
      bodyLimit: '512kb',
    });
  }
  return new SocketModeReceiver({
    appToken: listening.appToken,
    logger,
    // Ours begins again by itself; the library's gives up with an error that nobody catches when Slack is down.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl, QUICK_MS * 2) },
  });
}

const CHANGES: Readonly<Record<string, PlaceChange>> = {
  channel_archive: 'archived',
  group_archive: 'archived',
  channel_unarchive: 'back',
  group_unarchive: 'back',
  channel_left: 'removed',
  group_left: 'removed',
};

function listen(app: App, answering: Answering, recent: ReturnType<typeof createRecent>): void {
  const { events } = answering;
  /** False where it came too late: Slack has shown an error by then. */
  const inTime = async (ack: () => Promise<void>): Promise<boolean> => {
    try {
      await ack();
      return true;
    } catch (error) {
      answering.onTrouble('late acknowledgement', error);
      return false;
    }
  };
  app.action(/.*/, ({ body, ack }) => handlePress(answering, recent, body, () => inTime(ack)));
  app.view({ callback_id: 'dialog', type: 'view_submission' }, ({ body, ack }) =>
    handleSubmission(answering, body, (response) => inTime(() => ack(response))),
  );
  app.command(COMMAND, ({ body, ack }) =>
    handleCommand(answering, body, (response) => ack(response as never)),
  );
  app.event('app_home_opened', async ({ event }) => {
    const { user, tab } = homeSchema.parse(event);
    if (tab === 'home') {
      await publishHome(answering, user);
    }
  });
  app.event('app_mention', async ({ event, body }) => {
    if (!recent.seen(body.event_id)) {
      await handleTyped(answering, messageSchema.parse(event));
    }
  });
  /** What was said first is carried first. */
  let before: Promise<unknown> = Promise.resolve();
  const inOrder = (carry: () => Promise<void>): Promise<void> => {
    const mine = before.then(carry);
    before = mine.catch(() => {});
    return mine;
  };
  app.event('message', async ({ event, body }) => {
    const message = messageSchema.parse(event);
    if (recent.seen(body.event_id)) {
      return;
    }
    const line = threadLineOf(message);
    if (line !== null) {
      await inOrder(() => events.onThreadLine(line));
    } else if (message.subtype === 'message_deleted' && message.deleted_ts) {
      await events.onCardDeleted({ channelId: message.channel, ts: message.deleted_ts });
    } else if (message.channel_type === 'im') {
      await handleTyped(answering, message);
    }
  });
  for (const [name, change] of Object.entries(CHANGES)) {
    app.event(name, async ({ event }) => {
      await events.onPlaceChanged({ channelId: channelEventSchema.parse(event).channel }, change);
    });
  }
  app.event('member_joined_channel', async ({ event }) => {
    const { channel, user } = channelEventSchema.parse(event);
    if (user === answering.self()?.user) {
      await events.onPlaceChanged({ channelId: channel }, 'back');
    }
  });
}
