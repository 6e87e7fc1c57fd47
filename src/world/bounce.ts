import { randomUUID } from 'node:crypto';

export interface Returned {
  /** The mail that could not be delivered, as it came. */
  readonly raw: Buffer;
  /** Its envelope sender: who is told. */
  readonly sender: string;
  readonly recipient: string;
  readonly date: Date;
}

const LONGEST_HEADERS = 20_000;

/**
 * What a mail server writes when a mailbox is full (RFC 3464): a multipart/report with status 5.2.2 and the headers of
 * the returned mail, never its content. Its own envelope sender is to be empty.
 */
export function bounceOf({ raw, sender, recipient, date }: Returned): Buffer {
  const server = `mx.${recipient.slice(recipient.indexOf('@') + 1)}`;
  const boundary = `raport-${randomUUID()}`;
  const diagnostic = '552 5.2.2 Mailbox full';
  const lines = [
    'Return-Path: <>',
    `From: Mail Delivery System <MAILER-DAEMON@${server}>`,
    `To: <${sender}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${randomUUID()}@${server}>`,
    `Date: ${mailDate(date)}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is the mail system at host ${server}.`,
    '',
    'Your message could not be delivered to this recipient:',
    '',
    `<${recipient}>: ${diagnostic}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${server}`,
    `Arrival-Date: ${mailDate(date)}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.2.2',
    `Diagnostic-Code: smtp; ${diagnostic}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headersOf(raw),
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** RFC 5322, 3.3, in UTC. */
function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function headersOf(raw: Buffer): string {
  const text = raw.toString('latin1', 0, LONGEST_HEADERS).replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  return end < 0 ? text : text.slice(0, end);
}
