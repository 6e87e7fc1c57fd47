/** What can be proven about who sent a mail, and from what. Plain data: it crosses to the child and back. */

export type ProofLevel =
  /** The From domain itself vouches: DKIM, or SPF under DMARC, or a sealer that we trust. */
  | 'verified'
  /** Only SPF, of a domain without a DMARC record. */
  | 'weak'
  /** A colleague who is verified says so; the mail itself proves nothing. */
  | 'vouched'
  | 'unverified'
  /** Forged, or built so that two readers see two senders. */
  | 'rejected'
  /** The signature is genuine and was used before. */
  | 'replay'
  /** The signature is genuine, but old, or of a mail that was not written to us. */
  | 'stale'
  /** DNS did not answer: nothing can be said yet. */
  | 'retry';

/** The SMTP client as our own mail server saw it. `sender` is the envelope's (MAIL FROM), empty for a bounce. */
export interface SmtpPeer {
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
}

export interface SenderProof {
  readonly level: ProofLevel;
  /** The author in the form in which addresses are compared; null where From names nobody, or more than one. */
  readonly from: string | null;
  /** Short codes, such as `dkim-aligned`, `dmarc-fail`; never text of the mail. */
  readonly reasons: readonly string[];
  /** Who vouches: the domain of the signature or of the envelope; null where nobody does. */
  readonly domain: string | null;
  /** The signature that proves, hashed; the key of the replay memory. Null where none does. */
  readonly signatureId: string | null;
  /** When it was signed (DKIM t=), ISO 8601 in UTC, or null. */
  readonly signedAt: string | null;
  /** The Date header, ISO 8601 in UTC, or null. */
  readonly date: string | null;
}

/** For a mail of which nothing could be found out. */
export function unproven(reasons: readonly string[]): SenderProof {
  return {
    level: 'unverified',
    from: null,
    reasons,
    domain: null,
    signatureId: null,
    signedAt: null,
    date: null,
  };
}

/** DNS answers from a file. A name that is not listed does not exist. */
export interface Zone {
  readonly TXT: Readonly<Record<string, readonly string[]>>;
  readonly A?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly AAAA?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly MX?: Readonly<Record<string, readonly MailExchange[]>> | undefined;
}

export interface MailExchange {
  readonly priority: number;
  readonly exchange: string;
}

/** Where DNS is asked: a zone, or the servers of the machine (`servers`: other ones, as `ip` or `ip:port`). */
export type Dns =
  | { readonly zone: Zone }
  | { readonly servers: readonly string[] | null; readonly timeoutMs: number };

/** For all questions about one mail together, in milliseconds. */
export const DNS_TIMEOUT_MS = 10_000;

/** Whom and what we believe. Everything in lower case. */
export interface TrustSettings {
  /** Names under which our own servers write Authentication-Results (RFC 8601). Empty: none is believed. */
  readonly authservIds: readonly string[];
  /** Host names of our own servers, as they stand after `by` in their Received lines. */
  readonly ownServers: readonly string[];
  /** Domains whose ARC seals (RFC 8617) are believed. Empty: none. */
  readonly arcSealers: readonly string[];
  /** Addresses that a mail to us is written to: the desk's, the offices', the colleagues'. */
  readonly ourMailboxes: readonly string[];
}

export interface ProveOptions {
  /** ISO 8601; for expired signatures, and for mails that are too old. */
  readonly now: string;
  readonly dns: Dns;
  readonly trust: TrustSettings;
  /** Null where nobody saw the client: mail read by IMAP, and mails attached to mails. */
  readonly peer: SmtpPeer | null;
  /** True for a mail that came inside another one: its headers tell nothing of our servers. */
  readonly embedded: boolean;
}
