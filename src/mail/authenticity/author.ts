import type { HeaderLine } from '../reading/parsed-mail.ts';
import { mailboxes } from '../reading/read-mime.ts';

/** Who the one From header says wrote the mail. */
export interface Author {
  readonly address: string;
  readonly domain: string;
}

/**
 * The author of a mail, or why there is none that every reader would see. `seen` are the addresses that the library
 * which checks the signatures read from the same headers: where it and our reader of mails differ, a person's program
 * may too.
 */
export function authorOf(headers: readonly HeaderLine[], seen: readonly string[]): Author | string {
  const from = headers.filter(({ name }) => name === 'from');
  const [only, ...others] = from;
  if (only === undefined) {
    return 'no-from-header';
  }
  if (others.length > 0) {
    return 'two-from-headers';
  }
  const [address, ...more] = mailboxes([only.value]);
  const [theirs, ...moreOfTheirs] = mailboxes(seen);
  const plain = more.length === 0 && moreOfTheirs.length === 0 && seen.length === 1;
  if (!plain || address === undefined || address.address !== theirs?.address) {
    return 'from-not-one-address';
  }
  return { address: address.address, domain: domainOf(address.address) };
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
