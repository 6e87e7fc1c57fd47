/** Where a mailbox is, and how one gets into it. */
export interface ImapAccount {
  /** For logs and health. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `starttls` is required, never tried. `none` is for this machine only: the password goes in the clear. */
  readonly security: 'tls' | 'starttls' | 'none';
  /** The watched folder. Everything in it is work. Levels are parted by `/`, whatever the server uses. */
  readonly folder: string;
  /** Where a mail goes that was kept. */
  readonly processed: string;
  /** Where a mail goes that a person must look at. */
  readonly quarantine: string;
  /** The address whose mailbox this is: the envelope recipient of what comes from it. */
  readonly mailbox: string;
  /** The authority that signed the server's certificate (PEM), if it is none of the public ones. */
  readonly ca?: string;
  /** Asked for every connection anew. */
  credentials(): Promise<ImapCredentials>;
  /** The server refused what `credentials` gave: a cached token is to be forgotten. */
  refused?(): void;
}

export type ImapCredentials =
  | { readonly user: string; readonly password: string }
  | { readonly user: string; readonly accessToken: string };

/** Milliseconds. Idle and silence together must stay under a minute: so soon is a dead link noticed. */
export interface WatchTiming {
  /** The folder is looked at at least so often, whatever the server announces. */
  readonly pollMs: number;
  /** Waiting for news (IDLE) is asked for anew so often; an answer to that shows that the link lives. */
  readonly idleMs: number;
  /** Silence after which a connection is given up that owes an answer. */
  readonly silenceMs: number;
  /** For name look-up, connecting and encryption together; and again for the greeting. */
  readonly connectMs: number;
  /** Until the first attempt after a lost connection; doubled each time. */
  readonly reconnectMs: number;
  readonly longestReconnectMs: number;
  /** At least so long after a refused login: servers lock accounts out. */
  readonly refusedMs: number;
  /** Until a mail is tried again that could not be kept; doubled each time, up to `longestReconnectMs`. */
  readonly mailRetryMs: number;
  /** So long a stop waits for the mail in hand. */
  readonly stopMs: number;
}

export const WATCH_TIMING: WatchTiming = {
  pollMs: 60_000,
  idleMs: 20_000,
  silenceMs: 25_000,
  connectMs: 20_000,
  reconnectMs: 500,
  longestReconnectMs: 5 * 60_000,
  refusedMs: 30_000,
  mailRetryMs: 5_000,
  stopMs: 10_000,
};
