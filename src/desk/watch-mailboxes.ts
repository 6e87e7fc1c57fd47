/** Reads the offices' mailboxes (IMAP): whatever comes into a watched folder enters the desk like any other mail. */

import type { ImapAccount, WatchTiming } from '../mail/imap/account.ts';
import type { MailSetAside } from '../mail/imap/folder.ts';
import { type MailboxWatch, type WatchState, watchMailbox } from '../mail/imap/watch-mailbox.ts';
import { newId } from '../store/ids.ts';
import type { Desk } from './desk.ts';
import { errorName } from './handle-click.ts';
import type { Intake } from './intake.ts';

export interface MailboxWatches {
  /** By the name of the mailbox; null for one that another process watches. */
  states(): ReadonlyMap<string, WatchState | null>;
  /** Ends the mails in hand, then the connections. */
  stop(): Promise<void>;
}

export interface WatchedMailboxes {
  readonly accounts: readonly ImapAccount[];
  /** The largest mail in bytes. */
  readonly maxBytes: number;
  readonly timing?: Partial<WatchTiming>;
}

/** Of several processes with one database one watches a mailbox; another takes over this long after its last sign. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

/** Watches every mailbox, each with a connection of its own. Trouble with one is told by its name and a code. */
export async function watchMailboxes(
  desk: Desk,
  intake: Intake,
  watched: WatchedMailboxes,
): Promise<MailboxWatches> {
  if (desk.store.exclusive) {
    // Whoever held one is gone, and did not say so if it was killed.
    await desk.store.transact(null, (uow) => uow.dropLeases());
  }
  const watches = watched.accounts.map((account) => watchOne(desk, intake, account, watched));
  return {
    states: () => new Map(watches.map(({ name, state }) => [name, state()])),
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}

interface OneWatch {
  readonly name: string;
  state(): WatchState | null;
  stop(): Promise<void>;
}

function watchOne(desk: Desk, intake: Intake, account: ImapAccount, watched: WatchedMailboxes): OneWatch {
  const holder = newId();
  const lease = `mailbox:${account.name}`;
  let watch: MailboxWatch | null = null;
  let turn: Promise<void> = Promise.resolve();

  function begin(): MailboxWatch {
    return watchMailbox(account, {
      maxBytes: watched.maxBytes,
      ...(watched.timing ? { timing: watched.timing } : {}),
      async keep({ raw }) {
        const envelope = { from: '', to: [account.mailbox.toLowerCase()] };
        const kept = await intake.store({ raw, envelope, client: null, way: account.name });
        return kept === 'readable' ? 'processed' : 'quarantine';
      },
      setAside: (mail) => setAside(intake, account, mail),
      onTrouble: (code) => desk.log.warn({ mailbox: account.name, code }, 'trouble with a watched mailbox'),
    });
  }

  /** Begins where the lease is free, ends where it was lost. */
  async function look(): Promise<void> {
    const mine = await desk.store.transact(null, (uow) => uow.takeLease(lease, holder, LEASE_MS));
    if (mine) {
      watch ??= begin();
    } else if (watch !== null) {
      const lost = watch;
      watch = null;
      await lost.stop();
    }
  }

  function takeTurn(): void {
    turn = turn.then(look).catch((error: unknown) => {
      desk.log.error(
        { mailbox: account.name, error: errorName(error) },
        'the lease of a mailbox was not renewed',
      );
    });
  }

  takeTurn();
  const renewing = setInterval(takeTurn, RENEW_MS).unref();
  return {
    name: account.name,
    state: () => watch?.state() ?? null,
    async stop() {
      clearInterval(renewing);
      await turn;
      await watch?.stop();
      await desk.store.transact(null, (uow) => uow.releaseLease(lease, holder));
    },
  };
}

/** A mail that stays in the mailbox's quarantine: its head is kept, and the office gets a card. */
async function setAside(intake: Intake, account: ImapAccount, mail: MailSetAside): Promise<void> {
  await intake.setAside({
    head: mail.head,
    reason: mail.reason,
    bytes: mail.bytes,
    to: account.mailbox.toLowerCase(),
    way: account.name,
  });
}
