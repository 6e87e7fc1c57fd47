/** A mailbox, watched for as long as the desk runs: connection after connection, each mail in its folder. */
import { type ImapAccount, WATCH_TIMING, type WatchTiming } from './account.ts';
import { createAttempts } from './attempts.ts';
import { connectMailbox, type ImapConnection } from './connection.ts';
import { type MailTaker, workThrough } from './folder.ts';
import { type MailboxTrouble, troubleOf } from './trouble.ts';

export interface WatchState {
  readonly connected: boolean;
  /** Since when it is, or is not, connected; null before the first attempt. */
  readonly since: Date | null;
  /** The last trouble since all was well; null while all is well. */
  readonly lastError: MailboxTrouble | null;
  /** Mails in the folder, as far as seen; null while that cannot be known. */
  readonly waiting: number | null;
  /** When the next connection is attempted; null while there is one, or one is being made. */
  readonly nextAttempt: Date | null;
}

export interface WatchOptions extends MailTaker {
  /** Told of every change of the state. */
  onState?(state: WatchState): void;
  readonly timing?: Partial<WatchTiming>;
}

export interface MailboxWatch {
  state(): WatchState;
  /** Ends the mail in hand (for ten seconds at most), then the connection. The others stay in the folder. */
  stop(): Promise<void>;
}

/** So long must a connection stand for the next attempt to come soon again. */
const STEADY_MS = 30_000;

/**
 * Takes whatever is, and comes, into the account's folder: kept by the taker, then moved to `processed` or `quarantine`.
 * Nothing depends on flags or on what was seen before. Never rejects and never ends by itself: trouble is told by its code,
 * and the next connection comes with back-off. Throws RangeError where mails would be moved into the folder they come from.
 */
export function watchMailbox(account: ImapAccount, options: WatchOptions): MailboxWatch {
  if ([account.processed, account.quarantine].some((folder) => isSameFolder(folder, account.folder))) {
    throw new RangeError('The watched folder cannot take what was read in it');
  }
  const timing: WatchTiming = { ...WATCH_TIMING, ...options.timing };
  const attempts = createAttempts(timing.mailRetryMs, timing.longestReconnectMs);
  const cut = new AbortController();
  /** Rings for whoever waits now: for news of a folder, or for the next attempt. */
  let bell = createBell();
  let troubles = 0;
  let stopping = false;
  let failures = 0;
  let refusals = 0;
  let state: WatchState = {
    connected: false,
    since: null,
    lastError: null,
    waiting: null,
    nextAttempt: null,
  };

  function become(change: Partial<WatchState>): void {
    state = { ...state, ...change };
    options.onState?.(state);
  }

  function trouble(code: MailboxTrouble, change: Partial<WatchState> = {}): void {
    troubles += 1;
    become({ ...change, lastError: code });
    options.onTrouble(code);
  }

  const taker: MailTaker = { ...options, onTrouble: (code) => trouble(code) };

  async function run(): Promise<void> {
    while (!stopping) {
      const began = performance.now();
      const code = await useOneConnection();
      if (stopping) {
        break;
      }
      if (performance.now() - began > STEADY_MS) {
        failures = 0;
      }
      const wait = waitAfter(code);
      trouble(code, {
        connected: false,
        since: new Date(),
        waiting: null,
        nextAttempt: new Date(Date.now() + wait),
      });
      // A bell of its own: the connection that ended may still ring the last one.
      bell = createBell();
      await bell.rings(wait, () => stopping);
      become({ nextAttempt: null });
    }
    become({ connected: false, since: new Date(), waiting: null, nextAttempt: null });
  }

  /** Milliseconds until the next attempt. A token may simply have expired: a new one is tried soon, once. */
  function waitAfter(code: MailboxTrouble): number {
    refusals = code === 'login-refused' ? refusals + 1 : 0;
    if (code === 'login-refused') {
      account.refused?.();
    }
    const backOff = Math.min(timing.reconnectMs * 2 ** failures, timing.longestReconnectMs);
    failures += 1;
    const mayBeExpired = account.refused !== undefined && refusals === 1;
    const least = code === 'login-refused' && !mayBeExpired ? timing.refusedMs : 0;
    // Many mailboxes of one server do not come back all at once.
    return Math.max(least, backOff) * (1 + Math.random() / 4);
  }

  /** From login to loss. Resolves to why it ended. */
  async function useOneConnection(): Promise<MailboxTrouble> {
    let connection: ImapConnection | null = null;
    bell = createBell();
    try {
      connection = await connectMailbox(account, {
        maxBytes: options.maxBytes,
        timing,
        signal: cut.signal,
        onLost: bell.ring,
        onExists: bell.ring,
      });
      refusals = 0;
      become({ connected: true, since: new Date() });
      for (const _ of connection.created) {
        trouble('folder-created');
      }
      await workWhileItStands(connection);
      return troubleOf(connection.lostBy());
    } catch (error) {
      return troubleOf(connection?.lostBy() ?? error);
    } finally {
      await connection?.close();
    }
  }

  async function workWhileItStands(connection: ImapConnection): Promise<void> {
    while (!stopping && connection.lostBy() === null) {
      bell.hush();
      const before = troubles;
      const { done, changed } = await workThrough(connection, taker, attempts, {
        stopping: () => stopping,
        onLeft: (waiting) => become({ waiting }),
      });
      if (state.waiting === 0 && troubles === before) {
        become({ lastError: null });
      }
      if (done > 0) {
        failures = 0;
      }
      if (changed) {
        continue;
      }
      await bell.rings(
        Math.min(timing.pollMs, attempts.nextDueIn() ?? Number.POSITIVE_INFINITY),
        () => stopping || connection.lostBy() !== null,
      );
    }
  }

  const running = run();
  return {
    state: () => state,
    async stop() {
      stopping = true;
      bell.ring();
      if (!state.connected) {
        cut.abort();
      }
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timing.stopMs);
      });
      await Promise.race([running, patience]);
      clearTimeout(timer);
      cut.abort();
    },
  };
}

/** Some servers do not tell the case of letters apart. */
function isSameFolder(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Wakes who waits: a ring that comes before the waiting counts too, until it is hushed. */
function createBell() {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring(): void {
      rung = true;
      wake?.();
    },
    hush(): void {
      rung = false;
    },
    /** Resolves at a ring, at the latest after so many milliseconds; at once where waiting is pointless. */
    async rings(atMostMs: number, pointless: () => boolean): Promise<void> {
      if (rung || pointless()) {
        return;
      }
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, atMostMs);
      });
      clearTimeout(timer);
      wake = null;
    },
  };
}
