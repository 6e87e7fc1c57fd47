/** Finding long stretches of plain base64 in a raw mail, without knowing anything else about it. */

/** Whole lines of base64, all of one length, that begin the body of a part and end it but for its last line. */
export interface Base64Run {
  readonly start: number;
  /** After the last line's end. */
  readonly end: number;
  /** Characters of a line, without its end. */
  readonly lineLength: number;
  readonly lineEnd: '\r\n' | '\n';
  /** What the lines hold, and behind that room for what one more line would. */
  readonly room: Buffer;
  /** How much of the room is filled. */
  readonly length: number;
}

const LF = 10;
const CR = 13;
const DASH = 45;
const LONGEST_LINE = 1_000;
const SHORTEST_LINE = 20;
const MOST_BLANK_LINES = 4;
/** Encoded bytes decoded at a time: small enough for V8's young objects, which are reused. */
const DECODED_AT_ONCE = 49_152;

/**
 * The runs of at least `smallest` encoded bytes, in order. Only what is certain is found: nothing but letters of
 * base64, an empty line before, and after it at most one shorter line, then a line of dashes or the mail's end. Looks
 * at single places of the mail and then only at what looks like a run: linear, and far below a millisecond for a mail
 * that has none.
 */
export function* base64Runs(raw: Buffer, smallest: number): Generator<Base64Run> {
  // A run of that size covers at least one of these places with a whole line before it.
  const step = Math.floor(smallest / 2);
  let free = 0;
  for (let at = step; at < raw.length; at += step) {
    if (at < free) {
      continue;
    }
    const candidate = stretchAround(raw, at, free);
    if (candidate === null) {
      continue;
    }
    free = candidate.end;
    if (candidate.end - candidate.start < smallest || !isWholeBody(raw, candidate)) {
      continue;
    }
    const room = decoded(raw, candidate);
    if (room !== null) {
      const { start, end, lineLength, eol } = candidate;
      const length = bytesIn(candidate, end - start);
      yield { start, end, lineLength, lineEnd: eol === 2 ? '\r\n' : '\n', room, length };
    }
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly lineLength: number;
  /** Bytes of a line's end. */
  readonly eol: 1 | 2;
}

/** The lines of one length around a place, by the places of their ends alone. */
function stretchAround(raw: Buffer, at: number, free: number): Stretch | null {
  const before = raw.subarray(Math.max(free, at - LONGEST_LINE), at).lastIndexOf(LF);
  const after = raw.subarray(at, at + LONGEST_LINE).indexOf(LF);
  if (before === -1 || after === -1) {
    return null;
  }
  let start = Math.max(free, at - LONGEST_LINE) + before + 1;
  let end = at + after + 1;
  const stride = end - start;
  const eol = raw[end - 2] === CR ? 2 : 1;
  const lineLength = stride - eol;
  if (lineLength < SHORTEST_LINE || lineLength % 4 !== 0) {
    return null;
  }
  const isLine = (from: number): boolean =>
    from >= free &&
    raw[from + stride - 1] === LF &&
    (raw[from + stride - 2] === CR) === (eol === 2) &&
    isLetter(raw[from]) &&
    isLetter(raw[from + lineLength - 1]);
  while (isLine(start - stride)) {
    start -= stride;
  }
  while (isLine(end)) {
    end += stride;
  }
  return { start, end, lineLength, eol };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && LETTERS[byte] === 1;
}

const LETTERS = new Uint8Array(256);
for (const byte of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'latin1',
)) {
  LETTERS[byte] = 1;
}

function isWholeBody(raw: Buffer, { start, end, lineLength }: Stretch): boolean {
  const previous = raw[start - 2] === CR ? raw[start - 3] : raw[start - 2];
  if (raw[start - 1] !== LF || previous !== LF) {
    return false;
  }
  let at = end;
  for (let line = 0; line <= MOST_BLANK_LINES && at < raw.length; line += 1) {
    const text = lineAt(raw, at, lineLength + 2);
    if (raw[at] === DASH && raw[at + 1] === DASH) {
      return true;
    }
    if (text === null || (!(isLastLine(text) && line === 0) && text.trim() !== '')) {
      return false;
    }
    at += text.length;
  }
  return at >= raw.length;
}

/** With its end; null if it is longer. */
function lineAt(raw: Buffer, at: number, longest: number): string | null {
  const text = raw.toString('latin1', at, at + longest);
  const newline = text.indexOf('\n');
  if (newline !== -1) {
    return text.slice(0, newline + 1);
  }
  return at + text.length === raw.length ? text : null;
}

function isLastLine(line: string): boolean {
  const text = line.trimEnd();
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Null if there is anything else among the letters. */
function decoded(raw: Buffer, run: Stretch): Buffer | null {
  const { start, end, lineLength, eol } = run;
  const encoded = raw.subarray(start, end);
  // Node reads these as letters too; the libraries that parse mails do not.
  if (encoded.includes('-') || encoded.includes('_')) {
    return null;
  }
  const stride = lineLength + eol;
  const step = Math.max(1, Math.floor(DECODED_AT_ONCE / stride)) * stride;
  const room = Buffer.allocUnsafeSlow(bytesIn(run, end - start + stride));
  let written = 0;
  for (let at = start; at < end; at += step) {
    const until = Math.min(end, at + step);
    const wanted = bytesIn(run, until - at);
    if (room.write(raw.toString('latin1', at, until), written, wanted, 'base64') !== wanted) {
      return null;
    }
    written += wanted;
  }
  return room;
}

/** What so many bytes of whole lines hold. */
function bytesIn({ lineLength, eol }: Pick<Stretch, 'lineLength' | 'eol'>, encoded: number): number {
  return ((encoded / (lineLength + eol)) * lineLength * 3) / 4;
}
