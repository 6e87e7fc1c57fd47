const ADDRESS = /[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}/g;

/** The different e-mail addresses in the first part of a line of text, lower case, in order. Linear in the text. */
export function mailboxesIn(line: string, limit = 1_000): string[] {
  return [...new Set([...line.slice(0, limit).matchAll(ADDRESS)].map(([address]) => address.toLowerCase()))];
}
