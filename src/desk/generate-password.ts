/** A password that can be read aloud: no look-alikes such as 0 O, 1 l I. */
import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghjkmnpqrstuvwxz';
const CAPITALS = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const GROUPS = 4;

function one(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}

/**
 * 16 characters: four groups of a capital, two small letters and a digit, such as `Kem4Tus7Rab2Vun9`; 65 bits from the
 * system's random numbers (product.md, Secrets). It is returned and kept nowhere.
 */
export function generatePassword(): string {
  return Array.from({ length: GROUPS }, () => one(CAPITALS) + one(LETTERS) + one(LETTERS) + one(DIGITS)).join(
    '',
  );
}
