/** A receiver in the desk's place, and the recipients' world beside it, both on real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';
import type { ClassifyContext } from '../../src/mail/sorting/classification.ts';
import {
  messageIdFor,
  type OutgoingMail,
  openMailSender,
  type SendOutcome,
} from '../../src/mail/wire/send.ts';
import { type IncomingMail, startMailReceiver } from '../../src/mail/wire/smtp-in.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { openWorld, type World } from '../../src/world/open-world.ts';

export const DESK = 'acces@ancpi.ro';
export const DI = 'autorizati@ancpi.ro';
export const DCG = 'dcg@ancpi.ro';
const NOW = new Date('2026-11-23T08:00:00Z');
export const TODAY = '2026-11-23';

const offices = OFFICES.map((office) => ({
  ...office,
  secretaryMailbox: `secretar.${office.mailbox}`,
}));

/** How the desk takes mails: as its own classification needs it. */
export function deskContext(envelopeTo: readonly string[]): ClassifyContext {
  const staff = new Set([
    DI,
    DCG,
    ...offices.flatMap(({ mailbox, secretaryMailbox }) => [mailbox, secretaryMailbox]),
  ]);
  return {
    officeByMailbox: new Map(offices.map(({ mailbox, code }) => [mailbox, code])),
    deskAddress: DESK,
    diAddress: DI,
    dcgAddress: DCG,
    envelopeTo,
    isStaff: (address) => staff.has(address),
    casePatterns: ['[A-Z]{1,2}-\\d{4}-\\d{5}'],
  };
}

export interface PretendDesk {
  readonly world: World;
  readonly folder: string;
  /** The next mail that comes in, in the order of arrival; waits for it. */
  nextMail(): Promise<IncomingMail>;
  /** Sends one of the desk's letters to a mailbox of the world. */
  sendLetter(to: string, letter?: Partial<OutgoingMail>): Promise<SendOutcome>;
  /** Closes the world and opens it again in the same folder. */
  restart(): Promise<PretendDesk>;
  close(): Promise<void>;
}

const ACCEPTED = new Set([DESK, DI, ...offices.map(({ mailbox }) => mailbox)]);

/** Opens both in a temporary folder, which `close` removes. */
export async function openPretendDesk(
  folder = mkdtempSync(join(tmpdir(), 'world-')),
  maxBytes = 40 * 1024 * 1024,
): Promise<PretendDesk> {
  const mails: IncomingMail[] = [];
  const waiting: ((mail: IncomingMail) => void)[] = [];
  const receiver = await startMailReceiver({
    protocol: 'smtp',
    host: '127.0.0.1',
    port: 0,
    maxBytes,
    accepts: (address) => ACCEPTED.has(address),
    async store(mail) {
      const waiter = waiting.shift();
      if (waiter === undefined) {
        mails.push(mail);
      } else {
        waiter(mail);
      }
    },
  });
  const world = await openWorld({
    folder,
    smtpIn: { host: '127.0.0.1', port: receiver.port },
    offices,
    deskAddress: DESK,
    diAddress: DI,
    dcgAddress: DCG,
    now: () => NOW,
    log: { info: () => undefined, warn: () => undefined },
  });
  const sender = openMailSender({ smtp: world.smtpUrl, from: DESK });
  async function closeAll(): Promise<void> {
    sender.close();
    await world.close();
    await receiver.close();
  }
  return {
    world,
    folder,
    nextMail: () =>
      new Promise((resolve) => {
        const mail = mails.shift();
        if (mail === undefined) {
          waiting.push(resolve);
        } else {
          resolve(mail);
        }
      }),
    sendLetter: (to, letter = {}) =>
      sender.send({
        to,
        displayName: 'OCPI Alba – acces',
        replyTo: null,
        subject: '[AB-2026-00042] Am primit cererea dumneavoastră',
        text: 'Bună ziua,\nam primit cererea dumneavoastră.',
        html: '<p>Bună ziua,</p><p>am primit cererea <b>dumneavoastră</b>.</p>',
        attachments: [],
        messageId: messageIdFor('acces.ancpi.ro'),
        ...letter,
      }),
    async restart() {
      await closeAll();
      return openPretendDesk(folder, maxBytes);
    },
    async close() {
      await closeAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The mail, read as the desk reads it. */
export async function parsed(raw: Buffer): Promise<ParsedMail> {
  const outcome = await readMime(raw);
  if (isRefused(outcome)) {
    throw new Error(outcome.refused.message);
  }
  return outcome;
}

/** The first item; the test fails if there is none. */
export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) {
    throw new Error('expected at least one');
  }
  return item;
}
