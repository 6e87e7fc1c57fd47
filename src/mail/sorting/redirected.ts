import { mailboxesIn } from '../reading/mailboxes-in.ts';
import type { ParsedMail } from '../reading/parsed-mail.ts';
import { headerValues } from './noise.ts';

/** What Sieve, Exchange, Gmail and older programs write into a mail that a rule of a mailbox sends on. */
const TRACES = [
  'x-sieve-redirected-from',
  'resent-from',
  'resent-sender',
  'x-forwarded-for',
  'x-redirected-from',
  'x-ms-exchange-inbox-rules-loop',
  'x-ms-exchange-forwardingloop',
  'x-ms-exchange-parent-message-redirected-by',
  'x-forwarded-by',
  'x-autoforwarded-for',
  'x-loop',
];

/**
 * Who redirected a mail unchanged, by the traces that this leaves; null if nobody of `staff` did. Anybody can write
 * these headers: they say by what way a mail seems to have come, and prove nothing about who wrote it.
 */
export function redirectedBy(mail: ParsedMail, staff: (address: string) => boolean): string | null {
  for (const trace of TRACES) {
    for (const value of headerValues(mail, trace)) {
      const address = mailboxesIn(value).find(staff);
      if (address !== undefined) {
        return address;
      }
    }
  }
  // Two stops: first the office's mailbox, then, written above it, the one where the mail lies now.
  const [last, ...earlier] = ['delivered-to', 'x-original-to'].flatMap((name) =>
    headerValues(mail, name).flatMap(mailboxesIn),
  );
  return earlier.find((stop) => stop !== last && staff(stop)) ?? null;
}
