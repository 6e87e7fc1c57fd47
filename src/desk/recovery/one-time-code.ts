/** The one-time code that proves who reads the registered address (R3): ten characters, 48 bits, no look-alikes. */
import { randomInt } from 'node:crypto';
import type { UnitOfWork } from '../../store/unit-of-work.ts';

/** 28 characters: neither I, L, O, S, U nor 0, 1, 5. */
const ALPHABET = 'ABCDEFGHJKMNPQRTVWXYZ2346789';
const GROUP = 5;

/** Such as `K7MQ2-9TWXA`. */
export function generateCode(): string {
  return `${group()}-${group()}`;
}

function group(): string {
  return Array.from({ length: GROUP }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** What looks like such a code in a text, as it would have been sent; in their order, each once, at most ten. */
export function codesIn(text: string): readonly string[] {
  const found = text
    .slice(0, 20_000)
    .toUpperCase()
    .matchAll(/(?<![A-Z0-9])([A-Z0-9]{5}) ?[-–—] ?([A-Z0-9]{5})(?![A-Z0-9])/g);
  const codes = [...found]
    .map(([, first = '', second = '']) => `${first}-${second}`)
    .filter((code) => [...code.replace('-', '')].every((letter) => ALPHABET.includes(letter)));
  return [...new Set(codes)].slice(0, 10);
}

/** The hash that is kept of a code: keyed, and of this case alone. */
export function codeHash(
  { lookupHash }: Pick<UnitOfWork, 'lookupHash'>,
  caseId: string,
  code: string,
): string {
  return lookupHash('code', `${caseId}:${code}`);
}
