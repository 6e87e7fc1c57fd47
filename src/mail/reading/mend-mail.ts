/**
 * What programs break in a mail, mended before it is parsed. For reading only: proofs are made on the bytes as they
 * came. What is not broken stays as it is, byte for byte.
 */
import { isShownText, mendedHeaders } from './mend-headers.ts';
import { type MimeShape, scanMime } from './mime-scan.ts';

export interface MendedMail {
  readonly raw: Buffer;
  readonly shape: MimeShape;
}

const LF = 10;
const CR = 13;
/** How far into a mail its kind of line ends is looked for. */
const FIRST_LINES = 4_096;
/** Encoded; far more than what is kept of a text (read-mime.ts). A text with a uuencoded file in it may be longer. */
const LONGEST_TEXT = 3_000_000;
const LINE_END = Buffer.from('\r\n');

/** Line ends, and what stands before the first header. The shape is that of the result. */
export function withSaneLines(raw: Buffer): MendedMail {
  const mended = withoutPreamble(withLineEnds(raw));
  const shape = scanMime(mended);
  return withFoundBoundary(mended, shape) ?? { raw: mended, shape };
}

/** Header blocks whose letters, labels or lines are broken, and texts that nobody will read to their end. */
export function withSaneParts({ raw, shape }: MendedMail): Buffer {
  const pieces: Buffer[] = [];
  let copied = 0;
  for (const { start, end, bodyStart, bodyEnd } of shape.blocks) {
    const headers = raw.subarray(start, end);
    const body = raw.subarray(bodyStart, bodyEnd);
    const mended = mendedHeaders(headers, body);
    if (mended !== headers) {
      pieces.push(raw.subarray(copied, start), mended);
      copied = end;
    }
    if (body.length > LONGEST_TEXT && isShownText(mended) && !hasUuencoded(body)) {
      pieces.push(raw.subarray(copied, bodyStart + LONGEST_TEXT), LINE_END);
      copied = bodyEnd;
    }
  }
  return pieces.length === 0 ? raw : Buffer.concat([...pieces, raw.subarray(copied)]);
}

function hasUuencoded(body: Buffer): boolean {
  return body.toString('latin1', 0, 6) === 'begin ' || body.includes('\nbegin ');
}

/** Lines that end in CR alone (old Macs) or in CR CR LF (converted twice). */
function withLineEnds(raw: Buffer): Buffer {
  const first = raw.subarray(0, FIRST_LINES);
  const newline = first.indexOf(LF);
  if (newline >= 2 && first[newline - 1] === CR && first[newline - 2] === CR) {
    return Buffer.from(raw.toString('latin1').replaceAll('\r\r\n', '\r\n'), 'latin1');
  }
  if (newline === -1 && first.includes(CR) && !raw.includes(LF)) {
    return Buffer.from(raw.toString('latin1').replaceAll('\r', '\r\n'), 'latin1');
  }
  return raw;
}

/** A byte order mark, or empty lines before the headers. */
function withoutPreamble(raw: Buffer): Buffer {
  const first = raw.toString('latin1', 0, FIRST_LINES);
  const preamble = /^(?:\xef\xbb\xbf)?(?:\r?\n)*(?=[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:)/.exec(first)?.[0] ?? '';
  return preamble === '' ? raw : raw.subarray(preamble.length);
}

const LONGEST_BOUNDARY = 200;
const BOUNDARY_IS_BEFORE = 16_384;
/** The header with its folded lines. */
const CONTENT_TYPE = /^content-type[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im;

/**
 * A multipart without parts names a boundary that its lines do not have, or none: theirs is taken. Where there is no
 * such line either, all of it is text.
 */
function withFoundBoundary(raw: Buffer, shape: MimeShape): MendedMail | null {
  const [root] = shape.blocks;
  if (root === undefined || shape.blocks.length > 1) {
    return null;
  }
  const headers = raw.toString('latin1', root.start, root.end);
  const subtype = /multipart\/([a-z-]{1,40})/i.exec(CONTENT_TYPE.exec(headers)?.[0] ?? '')?.[1];
  if (subtype === undefined) {
    return null;
  }
  const boundary = firstBoundary(raw.subarray(root.bodyStart));
  const type = boundary === null ? 'text/plain' : `multipart/${subtype}; boundary="${boundary}"`;
  const named = headers.replace(CONTENT_TYPE, () => `Content-Type: ${type}`);
  const mended = Buffer.concat([Buffer.from(named, 'latin1'), raw.subarray(root.end)]);
  return { raw: mended, shape: scanMime(mended) };
}

/** Of the first line of dashes that is followed by what looks like a part's header, or by an empty line. */
function firstBoundary(body: Buffer): string | null {
  const lines = body.toString('latin1', 0, BOUNDARY_IS_BEFORE).split(/\r?\n/);
  const found = lines.find((line, index) => {
    const next = lines[index + 1] ?? '-';
    return /^--[\x21-\x7e]/.test(line) && /^--.*[^-\s]/.test(line) && /^(?:content-[a-z-]+:|$)/i.test(next);
  });
  const boundary = found?.slice(2).trimEnd() ?? '';
  const fits = boundary !== '' && boundary.length <= LONGEST_BOUNDARY && !/["\\\x80-\xff]/.test(boundary);
  return fits ? boundary : null;
}
