/**
 * A name as people search for it: lower case, without diacritics (ș, ş and s are one), hyphens and repeated spaces.
 * "Popescu-Țăran  Ștefan" → "popescu taran stefan".
 */
export function foldName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
