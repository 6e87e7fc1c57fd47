import { inflateRawSync } from 'node:zlib';
import { zipNames } from './zip-names.ts';

const OOXML_SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * What the bytes of a file say that it is (magic numbers), or null if they do not tell.
 * The type claimed by the mail is not believed: scanners send everything as octet-stream.
 */
export function sniffMediaType(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 32);
  if (head.startsWith('%PDF') || bytes.subarray(0, 1024).includes('%PDF-')) {
    return 'application/pdf';
  }
  if (head.startsWith('\xff\xd8\xff')) {
    return 'image/jpeg';
  }
  if (head.startsWith('\x89PNG\r\n\x1a\n')) {
    return 'image/png';
  }
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) {
    return 'image/gif';
  }
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) {
    return 'image/tiff';
  }
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') {
    return 'image/webp';
  }
  if (head.startsWith('BM') && bytes.length > 26) {
    return 'image/bmp';
  }
  if (head.slice(4, 8) === 'ftyp') {
    return /^(heic|heix|mif1|msf1|hevc)/.test(head.slice(8, 12)) ? 'image/heic' : 'video/mp4';
  }
  if (head.startsWith('PK\x03\x04')) {
    return zipMediaType(bytes);
  }
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    return compoundMediaType(bytes);
  }
  if (head.startsWith('\x78\x9f\x3e\x22')) {
    return 'application/ms-tnef';
  }
  if (head.startsWith('MZ')) {
    return 'application/x-msdownload';
  }
  if (head.startsWith('{\\rtf')) {
    return 'application/rtf';
  }
  if (head.startsWith('Rar!') || head.startsWith("7z\xbc\xaf'\x1c")) {
    return 'application/x-compressed';
  }
  return null;
}

/** Office files and archives share one container: what lies in it tells, by the names in its directory. */
function zipMediaType(bytes: Buffer): string {
  const names = zipNames(bytes);
  const holds = (part: string): boolean =>
    // Cut off before its directory: the names still stand before the data.
    names === null ? bytes.includes(part) : names.some((name) => name.startsWith(part));
  if (holds('xl/workbook.')) {
    return OOXML_SHEET;
  }
  if (holds('word/document.xml')) {
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  }
  const openDocument = names === null || names.includes('mimetype') ? openDocumentType(bytes) : null;
  if (openDocument !== null) {
    return openDocument;
  }
  return holds('[Content_Types].xml') ? 'application/vnd.openxmlformats-package' : 'application/zip';
}

const LOCAL_ENTRY = 0x504b0304;
const DEFLATED = 8;

/**
 * What the entry `mimetype` of an OpenDocument file says that it is. It should be the first and not compressed
 * (OpenDocument 1.3, part 2, 3.3); some programs do neither.
 */
function openDocumentType(bytes: Buffer): string | null {
  const at = bytes.indexOf('mimetype') - 30;
  if (at < 0 || at + 60 > bytes.length || bytes.readUInt32BE(at) !== LOCAL_ENTRY) {
    return null;
  }
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const stored = bytes.subarray(start, start + 300);
  const text = bytes.readUInt16LE(at + 8) === DEFLATED ? inflated(stored) : stored;
  const type = /^application\/[a-z0-9.+-]{1,80}/i.exec(text.toString('latin1'))?.[0];
  return type === undefined ? null : type.toLowerCase().replace(/pk$/, '');
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: 1_000 });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Old Office files, encrypted workbooks and Outlook messages share one container. */
function compoundMediaType(bytes: Buffer): string {
  const has = (stream: string): boolean => bytes.includes(Buffer.from(stream, 'utf16le'));
  if (has('__properties_version1.0')) {
    return 'application/vnd.ms-outlook';
  }
  if (has('EncryptedPackage')) {
    return 'application/x-encrypted-office';
  }
  if (has('WordDocument')) {
    return 'application/msword';
  }
  if (has('Workbook') || has('Book')) {
    return 'application/vnd.ms-excel';
  }
  return 'application/x-ole-storage';
}

const SHEETS = new Set([
  OOXML_SHEET,
  'application/vnd.ms-excel',
  'application/vnd.oasis.opendocument.spreadsheet',
]);

/** True for a workbook of any make, an encrypted one too: the Excel room says what is wrong with it. */
export function isWorkbookType(mediaType: string, name: string): boolean {
  if (SHEETS.has(mediaType)) {
    return true;
  }
  return mediaType === 'application/x-encrypted-office' && !/\.(docx?|pptx?)$/i.test(name);
}

/** True if a ZIP file (and so every xlsx) was cut off: its list of contents, at the end, is missing. */
export function isCutOffZip(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    return false;
  }
  return !bytes.subarray(Math.max(0, bytes.length - 65_557)).includes(Buffer.from('PK\x05\x06', 'latin1'));
}
