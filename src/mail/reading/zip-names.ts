const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DIRECTORY_END = Buffer.from('PK\x05\x06', 'latin1');
const DIRECTORY_END_BYTES = 22;
const DIRECTORY_HEADER_BYTES = 46;
const LONGEST_COMMENT = 65_535;
const MOST_NAMES = 2_000;

/**
 * The names in the directory of a ZIP file (latin1), at most 2,000 of them; null if it has none that can be read. For
 * telling what the file is: nothing is inflated, and nothing of it is believed otherwise.
 */
export function zipNames(bytes: Buffer): readonly string[] | null {
  if (bytes.length < DIRECTORY_END_BYTES || bytes.readUInt32LE(0) !== LOCAL_HEADER) {
    return null;
  }
  const tail = bytes.subarray(Math.max(0, bytes.length - LONGEST_COMMENT - DIRECTORY_END_BYTES));
  const end = tail.lastIndexOf(DIRECTORY_END);
  if (end === -1 || end + DIRECTORY_END_BYTES > tail.length) {
    return null;
  }
  const names: string[] = [];
  let at = tail.readUInt32LE(end + 16);
  while (names.length < MOST_NAMES && at + DIRECTORY_HEADER_BYTES <= bytes.length) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_HEADER) {
      break;
    }
    const nameEnd = at + DIRECTORY_HEADER_BYTES + bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('latin1', at + DIRECTORY_HEADER_BYTES, nameEnd));
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names.length === 0 ? null : names;
}
