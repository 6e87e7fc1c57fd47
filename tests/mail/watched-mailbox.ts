/** A mailbox on a real server, a watch on it, and what the watch did: for tests that wait for events. */
import { ImapFlow } from 'imapflow';
import { onTestFinished } from 'vitest';
import type { ImapAccount, WatchTiming } from '../../src/mail/imap/account.ts';
import type { MailboxMail, MailSetAside } from '../../src/mail/imap/folder.ts';
import type { MailboxTrouble } from '../../src/mail/imap/trouble.ts';
import {
  type MailboxWatch,
  type WatchOptions,
  type WatchState,
  watchMailbox,
} from '../../src/mail/imap/watch-mailbox.ts';
import type { Realmail } from '../realmail/realmail.ts';
import { rawMail } from './raw-mail.ts';

export interface WatchedMailbox {
  readonly watch: MailboxWatch;
  /** Subjects of the mails that were kept, in that order, repetitions too. */
  readonly kept: readonly string[];
  readonly mails: readonly MailboxMail[];
  readonly setAside: readonly MailSetAside[];
  readonly troubles: readonly MailboxTrouble[];
  readonly states: readonly WatchState[];
  /** Whether the folder is empty, and all is well. */
  atRest(): boolean;
  /** Resolves as soon as something happens after which this holds. */
  until(holds: () => boolean): Promise<void>;
}

let mailboxes = 0;

/** A mailbox that nobody else uses. */
export function ownMailbox(): string {
  mailboxes += 1;
  return `cutia-${process.pid}-${mailboxes}@ancpi.test`;
}

export function accountAt(server: Realmail, mailbox: string, fields: Partial<ImapAccount> = {}): ImapAccount {
  return {
    name: 'proba',
    host: server.host,
    port: server.imap,
    security: 'none',
    folder: 'Cereri',
    processed: 'Prelucrate',
    quarantine: 'Carantina',
    mailbox,
    credentials: () => Promise.resolve({ user: mailbox, password: server.password }),
    ...fields,
  };
}

/** Watches until the test ends. Keeps everything, unless `options.keep` says otherwise. */
export function watch(
  account: ImapAccount,
  options: Partial<Omit<WatchOptions, 'timing'>> & { readonly timing?: Partial<WatchTiming> } = {},
): WatchedMailbox {
  const mails: MailboxMail[] = [];
  const kept: string[] = [];
  const setAside: MailSetAside[] = [];
  const troubles: MailboxTrouble[] = [];
  const states: WatchState[] = [];
  const waiters = new Set<() => void>();
  const happened = (): void => {
    for (const look of waiters) {
      look();
    }
  };
  const watching = watchMailbox(account, {
    maxBytes: 1_000_000,
    ...options,
    // A server killed in the middle of a login leaves a link that says nothing: tests notice it sooner than a desk.
    timing: { idleMs: 4_000, silenceMs: 8_000, ...options.timing },
    async keep(mail) {
      const verdict = (await options.keep?.(mail)) ?? 'processed';
      mails.push(mail);
      kept.push(subjectOf(mail.raw));
      happened();
      return verdict;
    },
    async setAside(mail) {
      await options.setAside?.(mail);
      setAside.push(mail);
      happened();
    },
    onTrouble(code) {
      troubles.push(code);
      happened();
    },
    onState(state) {
      options.onState?.(state);
      states.push(state);
      happened();
    },
  });
  onTestFinished(() => watching.stop());
  return {
    watch: watching,
    kept,
    mails,
    setAside,
    troubles,
    states,
    atRest() {
      const { connected, waiting, lastError } = watching.state();
      return connected && waiting === 0 && lastError === null;
    },
    until: (holds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (holds()) {
            waiters.delete(look);
            resolve();
          }
        };
        waiters.add(look);
        look();
      }),
  };
}

export function subjectOf(raw: Buffer): string {
  return /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1] ?? '';
}

export function mailCalled(subject: string, text = 'Vă rog'): Buffer {
  return rawMail({ subject, text });
}

/** Another client of the same mailbox: a person with a mail program. */
export interface Person {
  /** Puts a mail into a folder, which is made if need be. */
  put(folder: string, raw: Buffer, flags?: string[]): Promise<void>;
  subjectsIn(folder: string): Promise<string[]>;
  deleteMail(folder: string, subject: string): Promise<void>;
  readonly client: ImapFlow;
}

/** `atEnd`: takes what is to be done when the person goes; by default at the end of the test. */
export async function personAt(
  server: Realmail,
  mailbox: string,
  atEnd: (leave: () => void) => void = onTestFinished,
): Promise<Person> {
  const client = new ImapFlow({
    host: server.host,
    port: server.imap,
    doSTARTTLS: false,
    auth: { user: mailbox, pass: server.password },
    logger: false,
    disableAutoIdle: true,
  });
  // The tests kill connections: the person's may be among them.
  client.on('error', () => undefined);
  await client.connect();
  atEnd(() => client.close());
  const inFolder = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
    await client.mailboxOpen(folder);
    try {
      return await work();
    } finally {
      await client.mailboxClose();
    }
  };
  return {
    client,
    async put(folder, raw, flags = []) {
      try {
        await client.append(folder, raw, flags);
      } catch {
        await client.mailboxCreate(folder);
        await client.append(folder, raw, flags);
      }
    },
    subjectsIn: (folder) =>
      inFolder(folder, async () => {
        const subjects: string[] = [];
        for await (const mail of client.fetch('1:*', { source: true })) {
          subjects.push(subjectOf(mail.source ?? Buffer.alloc(0)));
        }
        return subjects;
      }),
    deleteMail: (folder, subject) =>
      inFolder(folder, async () => {
        await client.messageDelete({ subject });
      }),
  };
}

/** Puts mails into a folder of a server that is being mistreated: again, over another connection, when it fails. */
export async function putThrough(
  server: Realmail,
  mailbox: string,
  folder: string,
  mails: readonly Buffer[],
): Promise<void> {
  let person = await personAt(server, mailbox);
  for (const raw of mails) {
    while (
      !(await person.put(folder, raw).then(
        () => true,
        () => false,
      ))
    ) {
      person.client.close();
      person = await personAt(server, mailbox);
    }
  }
}
