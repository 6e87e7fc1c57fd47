/**
 * Text as a clerk would compare it: lower case, without diacritics (ş, ș and s are one letter),
 * with odd spaces turned into plain ones and invisible characters dropped. Linear in its length.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .toLowerCase();
}

/** The folded text cut into its words: letters and digits only, in order. */
export function foldedWords(text: string): string[] {
  return fold(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
