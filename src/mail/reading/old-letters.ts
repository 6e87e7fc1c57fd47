import { decodeCodePage852 } from './code-page-852.ts';

const ROMANIAN = /[ăâîșşțţĂÂÎȘŞȚŢ]/g;

/** Which of the sets that Romanian programs wrote before UTF-8; by what looks more like Romanian. */
export type OldSet = 'windows-1250' | 'cp852';

/** Bytes that are looked at. */
const SAMPLE = 16_384;

/** True for bytes that are UTF-8, plain ASCII among them. */
export function isUtf8(bytes: Buffer): boolean {
  return strictUtf8(bytes) !== null;
}

/** Bytes of which nobody says what they are: UTF-8 where they can be, else the old set that looks more like Romanian. */
export function decodeUnlabelled(bytes: Buffer): string {
  return strictUtf8(bytes) ?? decodeOld(bytes, oldSetOf(bytes));
}

/** For bytes that are not UTF-8. Windows-1250 where nothing tells; ISO 8859-2 and -16 have the same letters there. */
export function oldSetOf(bytes: Buffer): OldSet {
  const sample = bytes.subarray(0, SAMPLE);
  const windows = romanianLetters(decodeOld(sample, 'windows-1250'));
  return romanianLetters(decodeOld(sample, 'cp852')) > windows ? 'cp852' : 'windows-1250';
}

function decodeOld(bytes: Buffer, set: OldSet): string {
  return set === 'cp852' ? decodeCodePage852(bytes) : new TextDecoder('windows-1250').decode(bytes);
}

function strictUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function romanianLetters(text: string): number {
  return text.match(ROMANIAN)?.length ?? 0;
}

/** Letters that were UTF-8, were read as if they were windows-1252, and show it: `semnatÄƒ`. */
export function unscrambled(text: string): string {
  if (!/[\u00c3-\u00c5\u00c8][^a-z ]/.test(text)) {
    return text;
  }
  const bytes = Buffer.from(Array.from(text, (letter) => WINDOWS_1252.get(letter) ?? letter.charCodeAt(0)));
  const fits = Array.from(text).every((letter) => WINDOWS_1252.has(letter) || letter.charCodeAt(0) < 0x100);
  return fits ? (strictUtf8(bytes) ?? text) : text;
}

/** The letters of windows-1252 that have another number in Unicode. */
const WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 32 }, (_none, index) => [
    new TextDecoder('windows-1252').decode(Buffer.of(0x80 + index)),
    0x80 + index,
  ]),
);
