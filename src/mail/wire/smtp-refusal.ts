/** What a mail server's refusal means for the letter: wait, or never (RFC 5321 4.2.1, RFC 3463, and servers' habits). */

export interface Refusal {
  /** Temporary: try again later. Permanent: this mail to this address will never be taken. */
  readonly refused: 'temporary' | 'permanent';
  /** The SMTP code, or null if there was no answer at all. */
  readonly code: number | null;
  /** For operators; addresses are cut out. */
  readonly response: string;
}

/** Reads an error of nodemailer. */
export function refusedBy(error: unknown): Refusal {
  const about = typeof error === 'object' && error !== null ? error : {};
  const code = 'responseCode' in about && typeof about.responseCode === 'number' ? about.responseCode : null;
  const said = 'response' in about && typeof about.response === 'string' ? about.response : '';
  const kind = 'code' in about && typeof about.code === 'string' ? about.code : 'ECONNECTION';
  const command = 'command' in about && typeof about.command === 'string' ? about.command : '';
  return {
    refused: isAboutTheMail({ kind, command, code, said }) ? 'permanent' : 'temporary',
    code,
    response: withoutAddresses(said === '' ? kind : said),
  };
}

/** One line, without any address, at most 300 characters. */
export function withoutAddresses(response: string): string {
  return response
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => (word.includes('@') ? '<…>' : word))
    .join(' ')
    .slice(0, 300);
}

interface Answer {
  /** Nodemailer's code, such as `EENVELOPE`. */
  readonly kind: string;
  /** What was answered: `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command: string;
  readonly code: number | null;
  readonly said: string;
}

/**
 * True where the recipient or the mail was refused for good. A server that wants a login, encryption, another sender or a
 * better reputation refuses us: that is ours to mend, no other address would help, and a password given up for it would
 * have to be issued anew. So the letter waits.
 */
function isAboutTheMail({ kind, command, code, said }: Answer): boolean {
  if (kind !== 'EENVELOPE' && kind !== 'EMESSAGE') {
    return false;
  }
  if (code === null) {
    // It is the library that refuses: an address that the server cannot take, a mail over its limit.
    return true;
  }
  if (code < 500) {
    return false;
  }
  const status = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})(?!\S)/.exec(said)?.[1] ?? '';
  if (command === 'MAIL FROM') {
    return code === 552 || status === '5.3.4';
  }
  return !(SESSION_CODES.has(code) || isAboutUs(status) || ABOUT_US_IN_WORDS.test(said));
}

/**
 * Codes that speak of the session and never of the mail: unknown commands and parameters, a login or encryption that is
 * wanted (530 to 538), a server that takes no mail at all now (521, RFC 7504).
 */
const SESSION_CODES: ReadonlySet<number> = new Set([500, 502, 503, 504, 521, 530, 534, 535, 538, 555]);

/**
 * Refusals of us that come at RCPT TO or after DATA with a code that does not say so. Postfix delays what it thinks of
 * client, HELO and sender until then; a relay that wants a login says 554 5.7.1 like any other refusal.
 */
const ABOUT_US_IN_WORDS =
  /\brelay(?:ing)?\b|\b(?:client host|sender address|helo command) rejected\b|\bblocked using\b|\bnot authenticated\b|\bauthentication (?:is )?required\b/i;

/** Enhanced status codes about the sender, the login, or the sending machine. */
function isAboutUs(status: string): boolean {
  const [, subject, detail] = status.split('.').map(Number);
  if (subject === undefined || detail === undefined) {
    return false;
  }
  if (subject === 1) {
    // The sender's address (7), or its domain (8).
    return detail === 7 || detail === 8;
  }
  if (subject === 3) {
    // The server is set up wrongly.
    return detail === 5;
  }
  return subject === 7 && POLICY_ABOUT_US.some(([from, to]) => detail >= from && detail <= to);
}

/**
 * 5.7.x about us, as ranges. From the IANA registry and from Exchange Online, whose list is the longest. What is left is
 * about the recipient (such as 12, 124 to 136: takes mail of his own organisation only) or the mail (1, 512, 520).
 */
const POLICY_ABOUT_US: readonly (readonly [number, number])[] = [
  // Login and encryption: credentials, mechanisms, a password that must be changed.
  [3, 4],
  [8, 11],
  [14, 14],
  // DKIM, SPF, reverse DNS, ARC, DMARC, too much mail, REQUIRETLS.
  [20, 30],
  // Not logged in (57), may not send as this sender (60), unknown sending server (51, 64), basic login is off (139).
  [51, 51],
  [57, 64],
  [139, 139],
  // Sender or domain banned, domain fails DMARC.
  [501, 504],
  [508, 511],
  // The sending address is banned, the tenant is over its limits or not verified.
  [606, 649],
  [700, 750],
];
