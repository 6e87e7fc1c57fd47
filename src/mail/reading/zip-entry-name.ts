import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { decodeUnlabelled } from './old-letters.ts';

const UTF8_FLAG = 0x800;
/** Info-ZIP Unicode Path (APPNOTE 4.6.9): version, checksum of the plain name, the name in UTF-8. */
const UNICODE_PATH = 0x7075;
const UNICODE_PATH_HEAD = 5;

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
  return (flags & UTF8_FLAG) === 0 ? decodeUnlabelled(raw) : raw.toString('utf8');
}
