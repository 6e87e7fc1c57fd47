import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import { TokenTrouble } from '../wire/oauth2.ts';
import type { ImapAccount, ImapCredentials, WatchTiming } from './account.ts';
import { NoCredentials } from './trouble.ts';

/** One connection to a mailbox; once lost, it stays lost. */
export interface ImapConnection {
  readonly client: ImapFlow;
  /** The three folders as this server writes their names. */
  readonly folders: { readonly watched: string; readonly processed: string; readonly quarantine: string };
  /** Folders that were missing and were made. */
  readonly created: readonly string[];
  /** Why the connection ended; null while it stands. */
  lostBy(): unknown;
  /** Says good-bye and closes; resolves soon, whatever the server does. */
  close(): Promise<void>;
}

/** What one answer of the server may hold besides the mail itself, in bytes. */
const AROUND_THE_MAIL = 1024 * 1024;

/**
 * Connects, logs in and sees to the folders. Rejects with the library's error, see `troubleOf`.
 * `onLost` is called once, when the connection ends, also by `close`.
 */
export async function connectMailbox(
  account: ImapAccount,
  options: {
    readonly maxBytes: number;
    readonly timing: WatchTiming;
    /** Ends the connection at once, at whatever point it is. */
    readonly signal: AbortSignal;
    onLost(): void;
    onExists(): void;
  },
): Promise<ImapConnection> {
  const credentials = await credentialsOf(account);
  // Loaded with the first mailbox: most desks start without one.
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow(clientOptions(account, credentials, options.maxBytes, options.timing));
  let lost: unknown = null;
  const end = (error: unknown): void => {
    lost ??= error;
  };
  const abort = (): void => client.close();
  client.on('error', end);
  client.on('close', () => {
    options.signal.removeEventListener('abort', abort);
    end(Object.assign(new Error('closed'), { code: 'EConnectionClosed' }));
    options.onLost();
  });
  client.on('exists', options.onExists);
  options.signal.addEventListener('abort', abort);
  const close = async (): Promise<void> => {
    if (client.usable) {
      await client.logout().catch(() => undefined);
    }
    client.close();
  };
  try {
    options.signal.throwIfAborted();
    await client.connect();
    const folders = {
      watched: asServerWrites(client, account.folder),
      processed: asServerWrites(client, account.processed),
      quarantine: asServerWrites(client, account.quarantine),
    };
    const created = await createMissing(client, Object.values(folders));
    return { client, folders, created, lostBy: () => lost, close };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function credentialsOf(account: ImapAccount): Promise<ImapCredentials> {
  try {
    return await account.credentials();
  } catch (error) {
    throw error instanceof TokenTrouble ? error : new NoCredentials();
  }
}

function clientOptions(
  account: ImapAccount,
  credentials: ImapCredentials,
  maxBytes: number,
  timing: WatchTiming,
): ImapFlowOptions {
  return {
    host: account.host,
    port: account.port,
    secure: account.security === 'tls',
    doSTARTTLS: account.security === 'starttls',
    tls: { minVersion: 'TLSv1.2', ...(account.ca === undefined ? {} : { ca: account.ca }) },
    auth:
      'password' in credentials
        ? { user: credentials.user, pass: credentials.password }
        : { user: credentials.user, accessToken: credentials.accessToken },
    clientInfo: { name: 'acces-autorizati' },
    logger: false,
    disableCompression: true,
    // IDLE begins at once when nothing is in hand; while a folder is locked it never does.
    autoIdleDelay: 50,
    maxIdleTime: timing.idleMs,
    socketTimeout: timing.silenceMs,
    connectionTimeout: timing.connectMs,
    greetingTimeout: timing.connectMs,
    maxLiteralSize: maxBytes + AROUND_THE_MAIL,
    // The list of all numbers in a folder is one line.
    maxLineLength: 16 * AROUND_THE_MAIL,
    maxResponseSize: maxBytes + 17 * AROUND_THE_MAIL,
    maxResponseTokens: 100_000,
  };
}

/** Levels of folders are parted by `/` in the settings, and by whatever it likes on the server. */
function asServerWrites(client: ImapFlow, folder: string): string {
  return folder.split('/').join(client.namespace?.delimiter || '/');
}

/** Makes the folders that are not there. Returns those. */
export async function createMissing(client: ImapFlow, folders: readonly string[]): Promise<string[]> {
  const created: string[] = [];
  for (const folder of folders.filter((name) => name.toUpperCase() !== 'INBOX')) {
    try {
      if ((await client.mailboxCreate(folder)).created) {
        created.push(folder);
      }
    } catch (error) {
      if (!client.usable) {
        throw error;
      }
      // Most servers refuse a folder that exists, in words of their own. Where it does not, opening it will tell.
    }
  }
  return created;
}
