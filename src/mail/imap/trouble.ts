import { TokenTrouble } from '../wire/oauth2.ts';

/** What can go wrong with a watched mailbox: codes for logs and health, never an address or a server's words. */
export type MailboxTrouble =
  /** No address, no route, or nobody listens. */
  | 'unreachable'
  /** Somebody listens, but says nothing for too long. */
  | 'link-silent'
  /** The server or the network ended the connection. */
  | 'link-lost'
  /** No encryption on offer, or a certificate that is not to be trusted. */
  | 'not-encrypted'
  | 'login-refused'
  /** The password or the token could not be had. */
  | 'no-credentials'
  | 'token-unreachable'
  | 'token-refused'
  | 'token-unreadable'
  /** The server answered something that is no IMAP, or more than is taken. */
  | 'server-unreadable'
  /** The server said no to a command that it should know. */
  | 'server-refused'
  /** The watched folder was deleted; it is made again with the next connection. */
  | 'folder-missing'
  /** A configured folder was not there and was made: perhaps its name is misspelt. */
  | 'folder-created'
  /** A mail could not be kept; it stays and is tried again. */
  | 'not-kept'
  /** A mail was kept, but could not be moved: it stays and will be kept again. */
  | 'not-moved'
  /** A mail that the server could not hand out, several times: it goes to quarantine. */
  | 'mail-unreadable'
  | 'unknown';

const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
const SILENT = new Set(['ETIMEOUT', 'ETIMEDOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);
const LOST = new Set([
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
  'ECONNRESET',
  'EPIPE',
]);
const UNREADABLE =
  /^(ParserError|InvalidResponse|UnexpectedTag|MissingTag|ResponseProcessingFailed|LineTooLarge|LiteralTooLarge|ResponseTooLarge|TooMany|MAX_IMAP)/;
/** What Node's TLS says of certificates and handshakes. */
const ENCRYPTION =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|STARTTLS)/;

/** The account could not say its password. What went wrong may name files, and is left out. */
export class NoCredentials extends Error {}

/** The code for an error of a connection. */
export function troubleOf(error: unknown): MailboxTrouble {
  if (error instanceof TokenTrouble) {
    return error.code;
  }
  if (error instanceof NoCredentials) {
    return 'no-credentials';
  }
  if (typeof error !== 'object' || error === null) {
    return 'unknown';
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if ('authenticationFailed' in error && error.authenticationFailed === true) {
    return 'login-refused';
  }
  if (('tlsFailed' in error && error.tlsFailed === true) || ENCRYPTION.test(code)) {
    return 'not-encrypted';
  }
  if ('mailboxMissing' in error && error.mailboxMissing === true) {
    return 'folder-missing';
  }
  if (UNREACHABLE.has(code)) {
    return 'unreachable';
  }
  if (SILENT.has(code)) {
    return 'link-silent';
  }
  if (LOST.has(code)) {
    return 'link-lost';
  }
  if (UNREADABLE.test(code)) {
    return 'server-unreadable';
  }
  return 'responseStatus' in error ? 'server-refused' : 'unknown';
}
