import type { HeaderLine } from '../reading/parsed-mail.ts';
import { mailboxes } from '../reading/read-mime.ts';
import { covers, type Signature } from './signatures.ts';

const DAY_MS = 24 * 3_600_000;
const OLDEST_MS = 14 * DAY_MS;
/** Clocks of senders run ahead, by minutes. */
const AHEAD_MS = 3_600_000;

/** A genuine mail, and what its proof rests on. */
export interface Genuine {
  readonly headers: readonly HeaderLine[];
  /** Null where the client was seen sending it. */
  readonly signature: Signature | null;
  readonly date: string | null;
}

/**
 * Why a genuine mail is no proof now: a signature stays right for ever, so whoever has an old mail, or one written to
 * somebody else, could send it again. Empty if nothing speaks against it.
 */
export function staleness(
  { headers, signature, date }: Genuine,
  now: string,
  ourMailboxes: readonly string[],
): string[] {
  const written = date ?? signature?.signedAt ?? null;
  const age = written === null ? null : Date.parse(now) - Date.parse(written);
  const reasons: string[] = [];
  if (age === null && signature !== null) {
    reasons.push('no-date');
  } else if (age !== null && age > OLDEST_MS) {
    reasons.push('too-old');
  } else if (age !== null && age < -AHEAD_MS) {
    reasons.push('from-the-future');
  }
  const readers = recipients(headers, signature).map(({ address }) => address);
  return readers.some((reader) => ourMailboxes.includes(reader))
    ? reasons
    : [...reasons, 'not-addressed-to-us'];
}

/** Whom the mail names. Many servers sign no Cc: then anybody could have added us there. */
function recipients(headers: readonly HeaderLine[], signature: Signature | null) {
  const names = signature === null || covers(signature.signed, 'cc', headers) ? ['to', 'cc'] : ['to'];
  return mailboxes(headers.filter(({ name }) => names.includes(name)).map(({ value }) => value));
}

/** The Date header of a mail as ISO 8601 in UTC, or null if it is missing or unreadable. */
export function dateIn(headers: readonly HeaderLine[]): string | null {
  const value = headers.find(({ name }) => name === 'date')?.value;
  const date = new Date(value?.slice(0, 100) ?? '');
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
