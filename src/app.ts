/** The composition root: settings → store → channel → loops. The only place that knows everybody. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { CardContent, ReplyContent } from './bot/local/chat-memory.ts';
import { createLocalChannel } from './bot/local/local-channel.ts';
import { createLocalPage } from './bot/local/local-page.ts';
import { createLocalServer } from './bot/local/local-server.ts';
import type { Config } from './config.ts';
import type { Desk } from './desk/desk.ts';
import { createClickHandler, errorName } from './desk/handle-click.ts';
import { createIntake, type Intake } from './desk/intake.ts';
import { channelsToShow, peopleToBe, turnHint } from './desk/local-view.ts';
import { createOutbox } from './desk/perform-effects.ts';
import { createProver } from './desk/prove-again.ts';
import { createReminders } from './desk/remind.ts';
import { seed } from './desk/seed.ts';
import { type MailboxWatches, watchMailboxes } from './desk/watch-mailboxes.ts';
import { openExcel } from './excel/bounded-excel.ts';
import { documentRoutes, healthRoute } from './http.ts';
import type { Dns } from './mail/authenticity/sender-proof.ts';
import { openMailParser } from './mail/reading/parse.ts';
import { imapAccounts, openReceivers, openWayOut } from './mail-ways.ts';
import { createChatMemory } from './store/local-chat.ts';
import { loadOrCreateMasterKey } from './store/master-key.ts';
import { openStore } from './store/open.ts';
import { textsFor } from './texts/texts.ts';
import { openWorld } from './world/open-world.ts';
import type { World } from './world/world.ts';

export interface App {
  /** Where the page is: `http://127.0.0.1:3978`. */
  readonly url: string;
  readonly smtpPort: number;
  readonly lmtpPort: number;
  readonly desk: Desk;
  readonly world: World;
  /** Resolves when no mail waits to be handled and no effect is due: for tests and the demo. */
  idle(): Promise<void>;
  /** Fires the timers that are due now, without waiting for their next look. */
  remind(): Promise<void>;
  /** Looks at once for what an operator let be read again, and for senders that are to be proven again. */
  lookAgain(): Promise<void>;
  /** Takes nothing new, ends what is in hand, closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly log: Logger;
  /** The clock of the desk; default: the machine's. */
  readonly now?: () => Date;
  readonly nodeEnv?: string | undefined;
  /** Where DNS is asked; default: the invented one of the demo's world. */
  readonly dns?: Dns;
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
  { log, now = () => new Date(), nodeEnv, dns }: AppOptions,
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

  const world = await openWorld({
    folder: join(config.dataDir, 'recipients'),
    smtpIn: { host: config.mail.in.host, port: receive.smtp.port },
    offices: config.offices,
    deskAddress: config.deskAddress,
    diAddress: config.diAddress,
    dcgAddress: config.dcgAddress,
    now,
    log,
  });
  closing.push(() => world.close());
  const sender = openWayOut(config, world.smtpUrl);
  closing.push(() => sender.close());

  const memory = createChatMemory<CardContent, ReplyContent>(store);
  const channel = createLocalChannel({ memory, now });
  const texts = textsFor(config.language);
  let publicUrl = '';
  const desk: Desk = {
    config,
    store,
    excel,
    parser,
    dns: dns ?? { zone: world.zone },
    sender,
    channels: new Map([[channel.name, channel]]),
    texts,
    log,
    get publicUrl() {
      return publicUrl;
    },
    now,
  };

  // Known once the mailboxes are watched, last of all.
  let mailboxStates: MailboxWatches['states'] = () => new Map();
  const page = createLocalPage({
    channel,
    memory,
    onClick: createClickHandler(desk),
    people: async () => await peopleToBe(desk, await newestApplicant(world)),
    channels: async () => channelsToShow(desk),
    world,
    texts,
    hint: async () => await turnHint(desk),
    report: (error, where) => log.error({ error: errorName(error), where }, 'the page could not answer'),
  });
  const server = await createLocalServer({
    page,
    host: config.host,
    port: config.port,
    nodeEnv,
    also: [documentRoutes(desk), healthRoute(desk, () => mailboxStates())],
  });
  closing.push(() => server.close());
  publicUrl = config.publicUrl ?? server.url;

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
  const reminders = createReminders(desk);
  reminders.start();
  closing.push(() => reminders.stop());
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
    world,
    async idle() {
      await intake.idle();
      await outbox.idle();
    },
    async remind() {
      await reminders.runDue();
    },
    async lookAgain() {
      intake.lookAgain();
      await intake.idle();
      await prover.runDue();
      await outbox.idle();
    },
    close: closeAll,
  };
}

/** Whose mailbox opens when one becomes the applicant. */
async function newestApplicant(world: World): Promise<string | null> {
  const parties = await world.parties();
  return parties.find(({ role }) => role === 'applicant')?.mailbox ?? null;
}
