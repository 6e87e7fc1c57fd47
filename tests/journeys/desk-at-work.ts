/** A whole desk on free ports and in a folder of its own, and the people who work at it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type App, startApp } from '../../src/app.ts';
import type { Answer } from '../../src/bot/channel.ts';
import type { WireCard, WireMail } from '../../src/bot/local/page/wire.ts';
import { readConfig } from '../../src/config.ts';
import type { CaseRecord } from '../../src/desk/case-record.ts';
import { caseRecord } from '../../src/desk/case-record.ts';
import type { Dns } from '../../src/mail/authenticity/sender-proof.ts';
import { dialogIn, openDialogAs, openPageClient, type PageClient, verbsOn } from '../../src/page-client.ts';
import { localDay } from '../../src/workflow/deadlines.ts';

export const SECRETARY = 'secretar-ab';
export const OTHER_OFFICE = 'secretar-cj';
export const SUPERVISOR = 'coordonator-ab';
export const OFFICER = 'ofiter-di';
export const ADMIN = 'administrator';
export const SECRETARY_MAIL = 'secretar.ab@ancpi.ro';

export interface DeskAtWork {
  readonly app: App;
  readonly page: PageClient;
  readonly folder: string;
  /** Everything that the log said, a JSON object a line. */
  readonly log: string[];
  /** Sends a sample and waits until all of it has happened. Returns the id of the newest case at an office. */
  newCase(sample: string, channel?: string): Promise<string>;
  record(caseId: string): Promise<CaseRecord>;
  state(caseId: string): Promise<string>;
  card(channel: string, caseId: string): Promise<WireCard>;
  /** Verbs that the card of a case offers in a channel. */
  offered(channel: string, caseId: string): Promise<string[]>;
  /** A plain click that must be accepted. */
  click(person: string, verb: string, caseId: string): Promise<void>;
  /** Opens a dialog and submits it with these changes; it must be accepted. */
  submit(
    person: string,
    verb: string,
    caseId: string,
    changes?: Readonly<Record<string, string>>,
    submitVerb?: string,
  ): Promise<void>;
  /** Up to "Verificat" with the original recorded. */
  verifyWithOriginal(caseId: string): Promise<void>;
  /** Up to "La DI". */
  bringToDi(caseId: string): Promise<void>;
  /** DI issues; returns the password that was in the dialog, and waits for the mails. */
  issue(caseId: string, changes?: Readonly<Record<string, string>>): Promise<string>;
  newestMail(mailbox: string): Promise<WireMail>;
  mailboxOf(caseId: string): Promise<string>;
  /** Types of the audit events, in order. */
  events(caseId: string): Promise<string[]>;
  replies(channel: string, caseId: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** Settings file, YAML. */
  readonly config?: string;
  readonly logLevel?: string;
  readonly now?: () => Date;
  readonly folder?: string;
  /** Where DNS is asked; default: the demo's invented one. */
  readonly dns?: Dns;
  /** More settings of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function openDeskAtWork(options: DeskOptions = {}): Promise<DeskAtWork> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'acces-journey-'));
  const log: string[] = [];
  const logLevel = options.logLevel ?? 'info';
  const env: Record<string, string> = {
    DATA_DIR: folder,
    PORT: '0',
    SMTP_IN_PORT: '0',
    LMTP_IN_PORT: '0',
    LOG_LEVEL: logLevel,
    ...options.env,
  };
  if (options.config !== undefined) {
    env.CONFIG_FILE = join(folder, 'acces.yaml');
    writeFileSync(env.CONFIG_FILE, options.config);
  }
  const app = await startApp(readConfig(env), {
    log: pino({ level: logLevel }, { write: (line: string) => log.push(line) }),
    ...(options.now ? { now: options.now } : {}),
    ...(options.dns ? { dns: options.dns } : {}),
  });
  const page = await openPageClient(app.url);
  const { store } = app.desk;
  const today = localDay((options.now?.() ?? new Date()).toISOString());

  async function record(caseId: string): Promise<CaseRecord> {
    const found = await caseRecord(store, caseId);
    if (!found) {
      throw new Error('No such case');
    }
    return found;
  }

  async function card(channel: string, caseId: string): Promise<WireCard> {
    const { number } = (await record(caseId)).access;
    // A card that offers nothing carries no case; its summary names it.
    const found = (await page.cards(channel)).find(
      (each) => each.caseId === caseId || each.summary.startsWith(number),
    );
    if (!found) {
      throw new Error(`The case has no card in ${channel}`);
    }
    return found;
  }

  async function submit(
    person: string,
    verb: string,
    caseId: string,
    changes: Readonly<Record<string, string>> = {},
    submitVerb?: string,
  ): Promise<void> {
    const dialog = await openDialogAs(page, person, verb, caseId);
    const answer = await dialog.submit(changes, submitVerb);
    // A mail to the applicant is looked at before it is sent.
    accepted(answer.kind === 'dialog' ? await dialogIn(page, person, caseId, answer).submit() : answer);
    await app.idle();
  }

  async function click(person: string, verb: string, caseId: string): Promise<void> {
    accepted(await page.click(person, verb, caseId));
    await app.idle();
  }

  async function verifyWithOriginal(caseId: string): Promise<void> {
    await submit(SECRETARY, 'open-details', caseId, {}, 'submit:verify');
    await submit(SECRETARY, 'record-original', caseId, { receivedOn: today, file: 'D-1', compared: 'true' });
  }

  async function mailboxOf(caseId: string): Promise<string> {
    return (await record(caseId)).row.senderEmail ?? '';
  }

  return {
    app,
    page,
    folder,
    log,
    async newCase(sample, channel = 'office:AB') {
      const before = new Set((await page.cards(channel)).map(({ id }) => id));
      const sent = await page.sendSample(sample);
      if (sent.kind !== 'done') {
        throw new Error(sent.text);
      }
      await app.idle();
      const fresh = (await page.cards(channel)).find(({ id }) => !before.has(id));
      if (!fresh?.caseId) {
        throw new Error(`The sample ${sample} made no card in ${channel}`);
      }
      return fresh.caseId;
    },
    record,
    state: async (caseId) => (await record(caseId)).access.state,
    card,
    offered: async (channel, caseId) => verbsOn((await card(channel, caseId)).card),
    click,
    submit,
    verifyWithOriginal,
    async bringToDi(caseId) {
      await verifyWithOriginal(caseId);
      await click(SECRETARY, 'approve', caseId);
    },
    async issue(caseId, changes = {}) {
      const dialog = await openDialogAs(page, OFFICER, 'issue', caseId);
      const inputs = { accountCreated: 'true', ...changes };
      accepted(await dialog.submit(inputs));
      await app.idle();
      return changes.password ?? dialog.inputs.password ?? '';
    },
    async newestMail(mailbox) {
      const [line] = await page.messages(mailbox);
      if (!line) {
        throw new Error(`No mail at ${mailbox}`);
      }
      return await page.message(mailbox, line.id);
    },
    mailboxOf,
    events: async (caseId) => (await store.events(caseId)).map(({ type }) => type),
    replies: async (channel, caseId) =>
      (await page.replies((await card(channel, caseId)).id)).map(({ text }) => text),
    async close() {
      await app.close();
      if (options.folder === undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function accepted(answer: Answer): void {
  if (answer.kind !== 'done') {
    throw new Error(
      answer.kind === 'dialog' ? `opened ${answer.title}` : `${answer.kind}: ${JSON.stringify(answer)}`,
    );
  }
}
