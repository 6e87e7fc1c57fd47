/** The composition root: settings → store → chat → loops. The only place that knows everybody. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SlackTiming } from './bot/slack/posting/slack-channel.ts';
import type { TeamsTiming } from './bot/teams/posting/teams-channel.ts';
import { type Chat, openPlatforms, type Platform } from './chats.ts';
import type { Config } from './config.ts';
import { createDailyDigest } from './desk/daily-digest.ts';
import type { Desk } from './desk/desk.ts';
import { errorName } from './desk/handle-click.ts';
import { createIntake, type Intake } from './desk/intake.ts';
import { createOutbox } from './desk/perform-effects.ts';
import { createProver } from './desk/prove-again.ts';
import { createReminders } from './desk/remind.ts';
import { seed } from './desk/seed.ts';
import { type MailboxWatches, watchMailboxes } from './desk/watch-mailboxes.ts';
import { openExcel } from './excel/bounded-excel.ts';
import { type Connections, documentRoutes, healthRoute } from './http.ts';
import { openLocalChat } from './local-chat.ts';
import { DNS_TIMEOUT_MS, type Dns } from './mail/authenticity/sender-proof.ts';
import { openMailParser } from './mail/reading/parse.ts';
import { imapAccounts, openReceivers, openWayOut } from './mail-ways.ts';
import { metricsRoute } from './metrics.ts';
import type { EffectRunner } from './store/effect-runner.ts';
import { loadOrCreateMasterKey } from './store/master-key.ts';
import { openStore, type Store } from './store/open.ts';
import { textsFor } from './texts/texts.ts';
import { openWorld } from './world/open-world.ts';
import type { World } from './world/world.ts';

export interface App {
  /** Where the page is: `http://127.0.0.1:3978`. */
  readonly url: string;
  readonly smtpPort: number;
  readonly lmtpPort: number;
  readonly desk: Desk;
  /** Resolves when no mail waits to be handled and no effect is due: for tests and the demo. */
  idle(): Promise<void>;
  /** Fires the timers that are due now, and tells what is to be told this morning, without waiting for the next look. */
  remind(): Promise<void>;
  /** Looks at once for what an operator let be read again, for senders that are to be proven again, and for what is due. */
  lookAgain(): Promise<void>;
  /** Takes nothing new, ends what is in hand, closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly log: Logger;
  /** The clock of the desk; default: the machine's. */
  readonly now?: () => Date;
  readonly nodeEnv?: string | undefined;
  /** Where DNS is asked; default: the invented one of the demo's world, else the machine's or the settings'. */
  readonly dns?: Dns;
  /** For tests: a quicker Slack than the real one. */
  readonly slackTiming?: Partial<SlackTiming> | undefined;
  /** The same for Teams. */
  readonly teamsTiming?: Partial<TeamsTiming> | undefined;
}

/** Starts everything. Whatever cannot start is closed again before this rejects. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  const closing: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  };
  try {
    return await startAll(config, options, closing, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function startAll(
  config: Config,
  { log, now = () => new Date(), nodeEnv, dns, ...timings }: AppOptions,
  closing: (() => Promise<void> | void)[],
  closeAll: () => Promise<void>,
): Promise<App> {
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    masterKey: loadOrCreateMasterKey({
      masterKey: config.masterKey ?? undefined,
      masterKeyFile: config.masterKeyFile ?? undefined,
      dataDir: config.dataDir,
    }),
    now,
  });
  closing.push(() => store.close());
  await seed(store, config, config.people, config.localPage);

  const excel = openExcel();
  closing.push(() => excel.close());
  const parser = openMailParser();
  closing.push(() => parser.close());

  // The receivers come first, for the world must know where they are; until the desk stands, senders try again.
  let keep: Intake['store'] | null = null;
  const receive = await openReceivers(config, log, async (mail) => {
    if (keep === null) {
      throw new Error('The desk is starting: try again');
    }
    await keep(mail);
  });
  closing.push(receive.close);

  const world = config.localPage
    ? await openWorld({
        folder: join(config.dataDir, 'recipients'),
        smtpIn: { host: config.mail.in.host, port: receive.smtp.port },
        offices: config.offices,
        deskAddress: config.deskAddress,
        diAddress: config.diAddress,
        dcgAddress: config.dcgAddress,
        now,
        log,
      })
    : null;
  closing.push(() => world?.close());
  const sender = openWayOut(config, world?.smtpUrl ?? null);
  closing.push(() => sender.close());

  const chat = await openChat(config, { store, world, now, log, nodeEnv, ...timings });
  let publicUrl = config.publicUrl ?? '';
  const desk: Desk = {
    config,
    store,
    excel,
    parser,
    dns: dns ?? (world ? { zone: world.zone } : realDns(config)),
    sender,
    channels: new Map(chat.channels.map((channel) => [channel.name, channel])),
    texts: textsFor(config.language),
    log,
    get publicUrl() {
      return publicUrl;
    },
    now,
  };

  // Known once the mailboxes are watched, last of all.
  let mailboxStates: MailboxWatches['states'] = () => new Map();
  // What a platform brings may make something due before the outbox stands: its start finds that.
  let lookAgain: EffectRunner['kick'] = () => {};
  const server = await chat.serve({
    desk,
    routes: [
      documentRoutes(desk),
      ...operatorRoutes(desk, { mailboxes: () => mailboxStates(), chats: chat.states }),
    ],
    lookAgain: () => lookAgain(),
  });
  closing.push(() => server.close());
  publicUrl ||= server.url;

  // Documents that a kill left without a row; nobody waits for it.
  const swept = store.sweepDocuments().catch((error: unknown) => {
    log.error(
      { error: errorName(error) },
      'documents of nobody could not be removed; tried again at the next start',
    );
  });
  closing.push(async () => {
    await swept;
  });
  const outbox = createOutbox(desk);
  await outbox.start();
  closing.push(() => outbox.stop());
  lookAgain = () => outbox.kick();
  const reminders = createReminders(desk);
  reminders.start();
  closing.push(() => reminders.stop());
  const digest = createDailyDigest(desk);
  digest.start();
  closing.push(() => digest.stop());
  const prover = createProver(desk);
  prover.start();
  closing.push(() => prover.stop());
  const intake = createIntake(desk);
  intake.start();
  closing.push(() => intake.stop());
  keep = (mail) => intake.store(mail);
  const mailboxes = await watchMailboxes(desk, intake, {
    accounts: imapAccounts(config.mail.imap),
    maxBytes: config.mail.in.maxBytes,
  });
  closing.push(() => mailboxes.stop());
  mailboxStates = mailboxes.states;

  return {
    url: server.url,
    smtpPort: receive.smtp.port,
    lmtpPort: receive.lmtp.port,
    desk,
    async idle() {
      await intake.idle();
      await outbox.idle();
    },
    async remind() {
      await reminders.runDue();
      await digest.runDue();
    },
    async lookAgain() {
      outbox.kick();
      intake.lookAgain();
      await intake.idle();
      await prover.runDue();
      await outbox.idle();
    },
    close: closeAll,
  };
}

/** What whoever runs the desk looks at. */
function operatorRoutes(desk: Desk, connections: Connections) {
  return [healthRoute(desk, connections), metricsRoute(desk, connections)];
}

interface ChatDeps {
  readonly store: Store;
  /** Of the demo; null for a desk of real people. */
  readonly world: World | null;
  readonly now: () => Date;
  readonly log: Logger;
  readonly nodeEnv: string | undefined;
  readonly slackTiming?: AppOptions['slackTiming'];
  readonly teamsTiming?: AppOptions['teamsTiming'];
}

/** The embedded page with its pretend mailboxes, or the real chats: never both (product.md). */
async function openChat(config: Config, deps: ChatDeps): Promise<Chat> {
  const { store, world, now, log, nodeEnv, slackTiming, teamsTiming } = deps;
  if (world !== null) {
    return openLocalChat(config, { store, world, now, log, nodeEnv });
  }
  const platforms: Platform[] = [];
  // Their libraries are loaded where they are used: they take a second, and memory.
  if (config.slack !== null) {
    const { openSlackChat } = await import('./slack-chat.ts');
    platforms.push(openSlackChat(config, config.slack, { store, log, timing: slackTiming }));
  }
  if (config.teams !== null) {
    const { openTeamsChat } = await import('./teams-chat.ts');
    platforms.push(openTeamsChat(config, config.teams, { store, log, timing: teamsTiming }));
  }
  if (platforms.length === 0) {
    throw new Error('Neither the local page nor a real chat is configured');
  }
  return openPlatforms(platforms, config);
}

function realDns({ mail }: Config): Dns {
  const { dnsServers } = mail.trust;
  return { servers: dnsServers.length > 0 ? dnsServers : null, timeoutMs: DNS_TIMEOUT_MS };
}
