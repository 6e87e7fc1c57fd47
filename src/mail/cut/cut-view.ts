import { createHash } from 'node:crypto';
import { mailboxesIn } from '../reading/mailboxes-in.ts';
import type { ParsedMail } from '../reading/parsed-mail.ts';
import { headerValues } from '../sorting/noise.ts';
import type { CutCode, CutOrder } from './cut-order.ts';
import { headersIn, mailStart, type RawHeader, writtenValue } from './header-block.ts';

/** The order as the cut asks it, and what it has cut so far. */
export interface CutWork {
  readonly letters: ReadonlySet<string>;
  readonly workbooks: ReadonlyMap<string, Uint8Array | null>;
  /** SHA-256 of what takes their place: a workbook without password is its own clean copy. */
  readonly clean: ReadonlySet<string>;
  readonly quotedText: boolean;
  readonly cut: Set<CutCode>;
  isOurs(address: string): boolean;
}

/** What is known of the mail whose part is looked at: the mail itself, or one inside it. */
export interface MailView {
  /** A mail server's report, or what comes with an empty return path: whatever mail is in it came back. */
  readonly returning: boolean;
  /** A bounce: its text tells of a recipient, and may go on with the mail that came back. */
  readonly bounce: boolean;
  /** The mail has a text of its own. */
  readonly hasText: boolean;
  readonly newline: string;
  /** Mails around this one. */
  readonly depth: number;
  /** It is in a file that the parser does not take for a mail: nobody has looked for workbooks in it. */
  readonly unseen: boolean;
  /** Boundaries that are open around the part: a line of them must not come into it. */
  readonly boundaries: readonly string[];
}

export function cutWork(order: CutOrder): CutWork {
  const ours = new Set(order.ourAddresses);
  return {
    letters: new Set(order.letters),
    workbooks: new Map(order.workbooks.map(({ sha256, clean }) => [sha256, clean])),
    clean: new Set(order.workbooks.flatMap(({ clean }) => (clean === null ? [] : [sha256Of(clean)]))),
    quotedText: order.quotedText,
    cut: new Set(),
    isOurs: (address) => ours.has(address),
  };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const HEADER_BYTES = 262_144;

/** The headers of a mail in a file. */
export function headOf(bytes: Buffer): RawHeader[] {
  const start = mailStart(bytes);
  return headersIn(bytes.subarray(start, start + HEADER_BYTES));
}

/** True for the headers of a letter of ours: by its Message-ID, or by who sent it. */
export function isOurLetter(head: readonly RawHeader[], work: CutWork): boolean {
  return head.some((header) => {
    if (/message-id$/.test(header.name)) {
      return work.letters.has(writtenValue(header));
    }
    const sender = /^(?:from|sender|return-path)$/.test(header.name);
    return sender && mailboxesIn(writtenValue(header)).some((address) => work.isOurs(address));
  });
}

/** The same of a mail that was parsed. */
export function isOurMail(mail: ParsedMail, work: CutWork): boolean {
  const ours = mail.from.some(({ address }) => work.isOurs(address));
  return ours || (mail.messageId !== null && work.letters.has(mail.messageId));
}

/** True for a workbook that must not stay as it is. */
export function isListed(sha256: string, work: CutWork): boolean {
  return work.workbooks.has(sha256) && !work.clean.has(sha256);
}

/** True if a letter of ours or a listed workbook is anywhere in a mail that Outlook kept without its bytes. */
export function holdsOurLetter(mail: ParsedMail, work: CutWork): boolean {
  return (
    isOurMail(mail, work) ||
    mail.attachments.some(({ sha256 }) => isListed(sha256, work)) ||
    mail.nested.some((nested) => holdsOurLetter(nested.mail, work))
  );
}

/** True for a mail with an empty return path: a machine sent it. */
export function isNullSender(mail: ParsedMail): boolean {
  return headerValues(mail, 'return-path').some((value) => /^<\s*>$/.test(value));
}

/** True if the bytes of a file begin like a mail, whatever it is called. */
export function isMailFile(bytes: Buffer): boolean {
  const start = mailStart(bytes);
  if (!/^[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:/.test(bytes.toString('latin1', start, start + 80))) {
    return false;
  }
  const names = new Set(headersIn(bytes.subarray(start, start + 65_536)).map(({ name }) => name));
  const typical = ['from', 'to', 'subject', 'date', 'message-id', 'received', 'mime-version', 'return-path'];
  return typical.filter((name) => names.has(name)).length >= 2;
}
