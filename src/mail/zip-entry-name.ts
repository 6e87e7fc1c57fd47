import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { decodeCodePage852 } from './code-page-852.ts';

const UTF8_FLAG = 0x800;
/** Info-ZIP Unicode Path (APPNOTE 4.6.9): version, checksum of the plain name, the name in UTF-8. */
const UNICODE_PATH = 0x7075;
const UNICODE_PATH_HEAD = 5;
const ROMANIAN = /[ăâîșşțţĂÂÎȘŞȚŢ]/g;

/**
 * The name of a file in an archive, with its path, separated by `/`. Where it is not UTF-8, archives do not say what
 * it is: Windows writes code page 852, some programs windows-1250; the one that gives more Romanian letters is taken.
 */
export function zipEntryName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  return decodedName(fileNameRaw, generalPurposeBitFlag, extraFields).replaceAll('\\', '/');
}

function decodedName(raw: Buffer, flags: number, extraFields: Entry['extraFields']): string {
  const unicode = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  if (unicode !== undefined && unicode.length > UNICODE_PATH_HEAD && unicode.readUInt32LE(1) === crc32(raw)) {
    return unicode.toString('utf8', UNICODE_PATH_HEAD);
  }
  const utf8 = strictUtf8(raw);
  if (utf8 !== null || (flags & UTF8_FLAG) !== 0) {
    return utf8 ?? raw.toString('utf8');
  }
  const dos = decodeCodePage852(raw);
  const windows = new TextDecoder('windows-1250').decode(raw);
  return romanianLetters(windows) > romanianLetters(dos) ? windows : dos;
}

function strictUtf8(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

function romanianLetters(text: string): number {
  return text.match(ROMANIAN)?.length ?? 0;
}
