import { createHash } from 'node:crypto';
import { isLegible } from '../reading/legible.ts';
import { isWorkbookType, sniffMediaType } from '../reading/media-type.ts';
import { isMsg, readMsg } from '../reading/msg.ts';
import type { ParsedMail } from '../reading/parsed-mail.ts';
import { isTnef, readTnef, type TnefContent } from '../reading/tnef.ts';
import type { CutCode } from './cut-order.ts';
import { type CutWork, holdsOurLetter, isListed, type MailView } from './cut-view.ts';
import { isWrittenInHtml } from './html-quotes.ts';
import { isEncodedLine, keptLines } from './kept-lines.ts';
import { type ZipEntryHead, zipListing } from './zip-listing.ts';

/** What becomes of an attached file. */
export type FileFate =
  | { readonly fate: 'stays' }
  | { readonly fate: 'replaced'; readonly bytes: Uint8Array; readonly code: CutCode }
  | { readonly fate: 'removed'; readonly code: CutCode }
  /** A winmail.dat: what it holds takes its place. */
  | { readonly fate: 'unpacked'; readonly content: TnefContent };

const STAYS: FileFate = { fate: 'stays' };
const REMOVED: FileFate = { fate: 'removed', code: 'attachment-removed' };

/** Decides on a file by its bytes; what cannot be decided goes out. */
export async function fileFate(
  bytes: Buffer,
  claimedType: string,
  name: string,
  { returning, unseen }: MailView,
  work: CutWork,
): Promise<FileFate> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const clean = work.workbooks.get(sha256);
  if (clean !== undefined && isListed(sha256, work)) {
    return clean === null
      ? { fate: 'removed', code: 'workbook-removed' }
      : { fate: 'replaced', bytes: clean, code: 'workbook-cleaned' };
  }
  const type = sniffMediaType(bytes) ?? claimedType;
  if (unseen && isWorkbookType(type, name)) {
    return { fate: 'removed', code: 'workbook-removed' };
  }
  if (isTnef(bytes)) {
    return tnefFate(bytes, returning, work);
  }
  if (isMsg(bytes)) {
    return msgFate(bytes, returning, work);
  }
  if (isArchive(bytes, name)) {
    return archiveFate(bytes);
  }
  if (
    isClosedMail(claimedType, name) ||
    isEncodedFile(bytes) ||
    isUnknown(bytes, claimedType) ||
    isWrittenText(bytes, claimedType) ||
    namesLetter(bytes, work)
  ) {
    return REMOVED;
  }
  return STAYS;
}

function tnefFate(bytes: Buffer, returning: boolean, work: CutWork): FileFate {
  const content = readTnef(bytes);
  if (content === null) {
    return REMOVED;
  }
  const hit =
    content.attachments.some(({ sha256 }) => isListed(sha256, work)) ||
    content.messages.some((mail) => returning || holdsOurLetter(mail, work));
  // Beside its text it may hold the same once more as compressed RTF, with all that is quoted.
  return hit || work.quotedText ? { fate: 'unpacked', content } : STAYS;
}

function msgFate(bytes: Buffer, returning: boolean, work: CutWork): FileFate {
  const mail = readMsg(bytes);
  return mail === null || returning || holdsOurLetter(mail, work) || (work.quotedText && quotes(mail, work))
    ? REMOVED
    : STAYS;
}

function quotes(mail: ParsedMail, work: CutWork): boolean {
  const named = [...mail.inReplyTo, ...mail.references].some((id) => work.letters.has(id));
  const own = [mail.text, mail.htmlText ?? ''].every((text) =>
    keptLines(text.split('\n'), work.isOurs).every((keep) => keep),
  );
  return named || !own || mail.nested.some((nested) => quotes(nested.mail, work));
}

function startsWith(bytes: Buffer, ...heads: readonly string[]): boolean {
  const start = bytes.toString('latin1', 0, 8);
  return heads.some((head) => start.startsWith(head));
}

function isArchive(bytes: Buffer, name: string): boolean {
  return (
    startsWith(
      bytes,
      'PK\x03\x04',
      'PK\x05\x06',
      'Rar!',
      "7z\xbc\xaf'\x1c",
      '\x1f\x8b',
      'BZh',
      '\xfd7zXZ',
      '(\xb5/\xfd',
    ) || /\.(?:zip|rar|7z|gz|tgz|bz2|xz|zst|tar|arj|cab|lzh|iso|ace)$/i.test(name)
  );
}

const SCAN_NAME = /\.(?:pdf|jpe?g|png|tiff?|gif|bmp|heic|heif|webp)$/i;

async function archiveFate(bytes: Buffer): Promise<FileFate> {
  const files = startsWith(bytes, 'PK\x03\x04') ? await zipListing(bytes) : null;
  if (files === null) {
    return REMOVED;
  }
  const office = files.some(({ name }) => name === '[Content_Types].xml' || name === 'mimetype');
  if (office) {
    return files.some(isHiddenFile) ? REMOVED : STAYS;
  }
  // A list of contents may keep silent about a file.
  return files.every(isScan) && !bytes.includes('xl/worksheets') ? STAYS : REMOVED;
}

function isScan({ name, mediaType }: ZipEntryHead): boolean {
  return (
    SCAN_NAME.test(name) &&
    mediaType !== null &&
    (mediaType === 'application/pdf' || mediaType.startsWith('image/'))
  );
}

/** Another file inside an Office document. */
function isHiddenFile({ name, mediaType }: ZipEntryHead): boolean {
  return (
    /\.(?:xls\w?|ods|zip|eml|msg)$/i.test(name) ||
    mediaType === 'application/zip' ||
    (mediaType ?? '').includes('spreadsheet')
  );
}

/** Signed or encrypted as a whole: a mail that nobody here can open, with all that it quotes. */
function isClosedMail(claimedType: string, name: string): boolean {
  return (
    /^application\/(?:(?:x-)?pkcs7-mime|applefile|mac-binhex40|x-macbinary)$|^message\//.test(claimedType) ||
    /\.(?:p7m|mbox|pst|ost)$/i.test(name)
  );
}

/** Bytes of nothing known, such as half of a workbook; pictures come in more makes than we know. */
function isUnknown(bytes: Buffer, claimedType: string): boolean {
  if (sniffMediaType(bytes) !== null || isLegible(bytes)) {
    return false;
  }
  const zipped = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06'].some((mark) => bytes.includes(mark, 0, 'latin1'));
  return zipped || !/^(?:image|audio)\/|^application\/(?:x-)?pkcs7-signature$/.test(claimedType);
}

const BASE64_LINES = /(?:^[A-Za-z0-9+/]{56,1000}\r?\n){2}/m;

/**
 * A scan is told by its beginning, and may be followed or preceded by more: where a boundary was lost, by the next part of the
 * mail. A program that draws writes small pictures into its documents so; those may stay.
 */
function holdsEncodedFile(bytes: Buffer): boolean {
  const [lines] = BASE64_LINES.exec(bytes.toString('latin1')) ?? [];
  if (lines === undefined) {
    return false;
  }
  const inside = sniffMediaType(Buffer.from(lines, 'base64'));
  return !(inside ?? '').startsWith('image/');
}

/** A file once more encoded as text: its label was wrong, or an old program wrote it. */
function isEncodedFile(bytes: Buffer): boolean {
  const type = sniffMediaType(bytes);
  if (type === 'application/pdf') {
    return holdsEncodedFile(bytes);
  }
  if (type !== null) {
    return false;
  }
  const text = bytes.toString('latin1');
  return (
    /^begin(?:-base64)? [0-7]{3} |^\(This file must be converted with BinHex/m.test(text) ||
    BASE64_LINES.test(text) ||
    isEncodedLine(text.slice(0, 1_000))
  );
}

/** A page or a document that a program wrote: a mail that somebody saved. */
function isWrittenText(bytes: Buffer, claimedType: string): boolean {
  const type = sniffMediaType(bytes);
  if (type !== null) {
    return type === 'application/rtf';
  }
  const page = /^text\/(?:html|enriched|richtext)|^application\/(?:xhtml|rtf)/.test(claimedType);
  return page || isWrittenInHtml(bytes.toString('latin1', 0, 100_000).replaceAll('\0', ''));
}

function namesLetter(bytes: Buffer, work: CutWork): boolean {
  return [...work.letters].some((id) => {
    const plain = id.slice(1, -1);
    return bytes.includes(plain) || bytes.includes(Buffer.from(plain, 'utf16le'));
  });
}
