import { domainToASCII } from 'node:url';

/** Nothing of a longer or international address is taken for an address: half of one belongs to somebody else. */
const ADDRESS = new RegExp(
  [
    "(?<![\\p{L}\\p{M}\\p{N}.!#$%&'+/=?^_`{}~-])[A-Za-z0-9._%+'-]{1,64}",
    '@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,5}',
    '(?![\\p{L}\\p{M}\\p{N}-]|\\.[\\p{L}\\p{M}\\p{N}])',
  ].join(''),
  'gu',
);
const LOOKED_AT = 1_000;

/** The different e-mail addresses in the first 1,000 characters of a line, lower case, in order. */
export function mailboxesIn(line: string): string[] {
  // Outlook puts a whole address between apostrophes; inside one an apostrophe is a letter (o'neill@).
  const found = [...line.slice(0, LOOKED_AT).matchAll(ADDRESS)].map(([address]) =>
    address.replace(/^'+/, '').toLowerCase(),
  );
  return [...new Set(found)];
}

/** An address in the one form in which addresses are compared: lower case, its domain in ASCII. Null if it is none. */
export function comparableAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = asciiDomain(address.slice(at + 1));
  return at > 0 && domain !== null && /^[^\s@<>"\p{Cc}]{1,64}$/u.test(local) ? `${local}@${domain}` : null;
}

function asciiDomain(domain: string): string | null {
  // Node's conversion also undoes %67 and shortens addresses of machines: only letters are left to it.
  const letters = /^[\p{L}\p{M}\p{N}._-]{1,255}$/u.test(domain);
  const ascii = letters && /[^a-z0-9._-]/.test(domain) ? domainToASCII(domain) : domain;
  return letters && /^[a-z0-9._-]{1,255}$/.test(ascii) ? ascii : null;
}
