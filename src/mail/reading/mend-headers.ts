/** One header block, mended: letters that are not UTF-8, labels that lie about the body, a lost empty line. */
import { sniffMediaType } from './media-type.ts';
import { decodeUnlabelled, isUtf8, oldSetOf } from './old-letters.ts';

/** The same Buffer where nothing is broken. `body` is what follows the block, up to the next part. */
export function mendedHeaders(block: Buffer, body: Buffer): Buffer {
  const readable = isPlain(block) ? block : readableLines(block);
  const text = readable.toString('latin1');
  const mended = truthfulLabels(wholeNames(withEmptyLine(text)), body);
  return mended === text ? (readable.equals(block) ? block : readable) : Buffer.from(mended, 'latin1');
}

function isPlain(block: Buffer): boolean {
  return !block.some((byte) => byte >= 0x80) || isUtf8(block);
}

/** Each line for itself: one program adds its lines to another's. */
function readableLines(block: Buffer): Buffer {
  const lines: Buffer[] = [];
  for (let at = 0; at < block.length; ) {
    const newline = block.indexOf('\n', at);
    const next = newline === -1 ? block.length : newline + 1;
    lines.push(Buffer.from(decodeUnlabelled(block.subarray(at, next))));
    at = next;
  }
  return Buffer.concat(lines);
}

const HEADER = /^[!-9;-~]+[ \t]*:/;

/**
 * Text that follows the headers without an empty line between them; if a header follows on it, it was one that was
 * folded badly.
 */
function withEmptyLine(text: string): string {
  const lines = text.split('\n');
  const isHeader = (line: string): boolean => HEADER.test(line) || /^[ \t]/.test(line);
  const first = lines.findIndex((line, index) => !isHeader(line) && !(index === 0 && /^>?From /i.test(line)));
  const rest = first === -1 ? [] : lines.slice(first);
  if (rest.join('').trim() === '' || rest.some((line) => HEADER.test(line))) {
    return text;
  }
  return [...lines.slice(0, first), '\r', ...rest].join('\n');
}

/** `From : x` is taken for the first line of an mbox file, and not for a header. */
function wholeNames(text: string): string {
  return /^[!-9;-~]+[ \t]+:/m.test(text) ? text.replace(/^([!-9;-~]+)[ \t]+:/gm, '$1:') : text;
}

/** Bytes of a body that are looked at. */
const BEGINNING = 4_096;
const MOST_TEXT = 400_000;
const TYPE = /^content-type:[ \t]*(?:\r?\n[ \t]+)?([^;\s]*)/im;
const ENCODING = /^content-transfer-encoding:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)/im;
const CHARSET = /(;[ \t]*(?:\r?\n[ \t]+)?charset[ \t]*=[ \t]*)("[^"\r\n]*"|[^;\s]*)/i;
const FILES = /^(?:application\/(?:pdf|zip|vnd\.|msword|x-ole)|image\/(?:jpeg|png|gif|tiff|heic))/;

function truthfulLabels(text: string, body: Buffer): string {
  const type = TYPE.exec(text)?.[1]?.toLowerCase() ?? '';
  if (type.startsWith('multipart/') || type.startsWith('message/')) {
    return text;
  }
  const encoded = truthfulEncoding(text, body);
  if (type !== '' && !type.startsWith('text/')) {
    return encoded;
  }
  if (isFile(decodedBeginning(encoded, body, BEGINNING))) {
    return withType(encoded, 'application/octet-stream');
  }
  return truthfulCharset(encoded, body, type);
}

/** Base64 that is none, or is and does not say so in a way that is understood. */
function truthfulEncoding(text: string, body: Buffer): string {
  const label = ENCODING.exec(text)?.[1]?.trim().toLowerCase() ?? '';
  const beginning = body.subarray(0, BEGINNING);
  if (label === 'base64') {
    return isFile(beginning) ? withEncoding(text, 'binary') : text;
  }
  if (/^(?:7bit|8bit|binary|)$/.test(label)) {
    const encoded = isFile(Buffer.from(beginning.toString('latin1'), 'base64'));
    return encoded ? withEncoding(text, 'base64') : text;
  }
  return /^["' ]*(?:x-)?base-?64\b/.test(label) ? withEncoding(text, 'base64') : text;
}

/** A PDF may be spoken of in a text: it must begin with its name. */
function isFile(bytes: Buffer): boolean {
  const type = sniffMediaType(bytes) ?? '';
  return (
    FILES.test(type) && (type !== 'application/pdf' || /^\s{0,8}%PDF/.test(bytes.toString('latin1', 0, 16)))
  );
}

function decodedBeginning(text: string, body: Buffer, most: number): Buffer {
  const beginning = body.subarray(0, most);
  switch (ENCODING.exec(text)?.[1]?.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(beginning.toString('latin1'), 'base64');
    case 'quoted-printable':
      return Buffer.from(
        beginning
          .toString('latin1')
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9a-f]{2})/gi, (_whole, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        'latin1',
      );
    default:
      return beginning;
  }
}

/** Labels under which old programs wrote what they had, and labels that nobody knows. */
function truthfulCharset(text: string, body: Buffer, type: string): string {
  const label = (CHARSET.exec(text)?.[2] ?? '').replace(/["']/g, '').trim().toLowerCase();
  const western = /^(?:iso-8859-15?|windows-1252|latin1)$/.test(label);
  const unicode = /^(?:utf-?8|us-ascii|ascii|)$/.test(label);
  if (!western && !unicode && isKnown(label)) {
    return text;
  }
  const decoded = decodedBeginning(text, body, MOST_TEXT);
  if (western ? !isRomanian(decoded) : isWholeUtf8(decoded, body.length > MOST_TEXT)) {
    return text;
  }
  return withCharset(text, oldSetOf(decoded), type);
}

/** Where only the beginning was looked at, its last letter may be cut. */
function isWholeUtf8(bytes: Buffer, cut: boolean): boolean {
  return isUtf8(bytes) || (cut && [1, 2, 3].some((less) => isUtf8(bytes.subarray(0, -less))));
}

/** ş and ţ of windows-1250 inside words: in Western sets they are º and þ. */
function isRomanian(bytes: Buffer): boolean {
  return /[a-z\xe3\xe2\xee][\xba\xfe]|[\xba\xfe\xaa\xde][a-z\xe3\xe2\xee]/.test(bytes.toString('latin1'));
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return /^(?:cp|ibm|x-cp|oem)?-?852$|^utf-?7$/.test(label);
  }
}

/** True for the headers of a part that is the mail's text and no file. */
export function isShownText(block: Buffer): boolean {
  const text = block.toString('latin1');
  const type = TYPE.exec(text)?.[1]?.toLowerCase() ?? '';
  return /^(?:text\/(?:plain|html)|)$/.test(type) && !/^content-disposition:|name\*?[ \t]*=/im.test(text);
}

function withType(text: string, type: string): string {
  return TYPE.test(text)
    ? text.replace(TYPE, `Content-Type: ${type}`)
    : withLine(text, `Content-Type: ${type}`);
}

function withEncoding(text: string, encoding: string): string {
  const line = `Content-Transfer-Encoding: ${encoding}`;
  return ENCODING.test(text) ? text.replace(ENCODING, line) : withLine(text, line);
}

function withCharset(text: string, charset: string, type: string): string {
  if (CHARSET.test(text)) {
    return text.replace(CHARSET, `$1${charset}`);
  }
  return withType(text, `${type || 'text/plain'}; charset=${charset}`);
}

function withLine(text: string, line: string): string {
  return `${line}\r\n${text}`;
}
