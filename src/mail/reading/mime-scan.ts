/**
 * A look at a mail's structure before anything parses it: one pass over the lines, no recursion.
 * The parser behind it is only given mails whose shape is sane.
 */

export interface MimeShape {
  readonly parts: number;
  readonly depth: number;
  /** Header lines of the fullest header block, folded lines counted too. */
  readonly headerLines: number;
  /** The largest header block in bytes. */
  readonly headerBytes: number;
  /** False if a multipart was opened and never closed: the mail was cut off. */
  readonly closed: boolean;
  /** The root first; multiparts too. */
  readonly blocks: readonly PartBlock[];
}

/** Where a part stands in the raw mail, in bytes. */
export interface PartBlock {
  /** Its header lines, without the empty line after them. */
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  /** Before the next boundary line; of a multipart: before its first part. */
  readonly bodyEnd: number;
}

const LF = 10;
const CR = 13;
const DASH = 45;
/** RFC 2046 allows 70 characters; some programs write more. */
const LONGEST_BOUNDARY = 300;

/** Describes the structure of a raw mail. Linear in its size; nested mails are not entered. */
export function scanMime(raw: Buffer): MimeShape {
  const open: string[] = [];
  const openAt = new Map<string, number>();
  const blocks: { start: number; end: number; bodyStart: number; bodyEnd: number }[] = [];
  let parts = 1;
  let depth = 0;
  let mostLines = 0;
  let mostBytes = 0;
  let everOpened = false;
  let rootClosed = false;
  let inHeaders = true;
  let zoneStart = 0;
  let zoneLines = 0;

  const endHeaders = (end: number, bodyStart: number): void => {
    blocks.push({ start: zoneStart, end, bodyStart, bodyEnd: raw.length });
    mostLines = Math.max(mostLines, zoneLines);
    mostBytes = Math.max(mostBytes, end - zoneStart);
    const boundary = boundaryIn(raw.toString('latin1', zoneStart, Math.min(end, zoneStart + 65_536)));
    if (boundary !== null && !openAt.has(boundary)) {
      openAt.set(boundary, open.length);
      open.push(boundary);
      depth = Math.max(depth, open.length);
      everOpened = true;
    }
    inHeaders = false;
  };

  let at = 0;
  while (at < raw.length) {
    const newline = raw.indexOf(LF, at);
    const next = newline === -1 ? raw.length : newline + 1;
    let end = newline === -1 ? raw.length : newline;
    if (end > at && raw[end - 1] === CR) {
      end -= 1;
    }
    const mark = boundaryLine(raw, at, end, openAt);
    if (mark !== null) {
      if (inHeaders) {
        endHeaders(at, at);
      }
      const last = blocks.at(-1);
      if (last !== undefined) {
        last.bodyEnd = Math.min(last.bodyEnd, at);
      }
      // A line of an outer multipart ends the inner ones, as every reader does it.
      for (const inner of open.splice(mark.closes ? mark.level : mark.level + 1)) {
        openAt.delete(inner);
      }
      if (mark.closes) {
        rootClosed = mark.level === 0;
      } else {
        parts += 1;
        inHeaders = true;
        zoneStart = next;
        zoneLines = 0;
      }
    } else if (inHeaders) {
      if (end === at) {
        endHeaders(at, next);
      } else {
        zoneLines += 1;
      }
    }
    at = next;
  }
  if (inHeaders) {
    endHeaders(raw.length, raw.length);
  }
  return {
    parts,
    depth,
    headerLines: mostLines,
    headerBytes: mostBytes,
    closed: !everOpened || rootClosed,
    blocks,
  };
}

function boundaryLine(
  raw: Buffer,
  start: number,
  end: number,
  openAt: ReadonlyMap<string, number>,
): { level: number; closes: boolean } | null {
  const length = end - start;
  if (length < 3 || length > LONGEST_BOUNDARY || raw[start] !== DASH || raw[start + 1] !== DASH) {
    return null;
  }
  const name = raw.toString('latin1', start + 2, end).trimEnd();
  const level = openAt.get(name);
  if (level !== undefined) {
    return { level, closes: false };
  }
  if (name.endsWith('--')) {
    const closing = openAt.get(name.slice(0, -2));
    if (closing !== undefined) {
      return { level: closing, closes: true };
    }
  }
  return null;
}

/** The boundary that a header block declares for a multipart, or null. */
function boundaryIn(block: string): string | null {
  const folded = block.toLowerCase();
  const header = folded.startsWith('content-type:') ? 0 : folded.indexOf('\ncontent-type:') + 1;
  if (header === 0 && !folded.startsWith('content-type:')) {
    return null;
  }
  if (!folded.slice(header, header + 60).includes('multipart/')) {
    return null;
  }
  const value = unfoldedValue(block, header);
  const key = value.toLowerCase().indexOf('boundary=');
  if (key === -1) {
    return null;
  }
  const rest = value.slice(key + 'boundary='.length, key + 'boundary='.length + LONGEST_BOUNDARY);
  if (rest.startsWith('"')) {
    const close = rest.indexOf('"', 1);
    return close === -1 ? null : rest.slice(1, close).trimEnd();
  }
  const stop = rest.search(/[;\s]/);
  return (stop === -1 ? rest : rest.slice(0, stop)).trimEnd() || null;
}

/** The text of the header that starts at `from`, its folded lines joined. */
function unfoldedValue(block: string, from: number): string {
  const lines: string[] = [];
  for (const line of block.slice(from, from + 4_000).split('\n')) {
    if (lines.length > 0 && !/^[ \t]/.test(line)) {
      break;
    }
    lines.push(line.replace(/\r$/, ''));
  }
  return lines.join('');
}
