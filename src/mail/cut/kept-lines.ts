import { fold } from '../reading/fold.ts';
import { mailboxesIn } from '../reading/mailboxes-in.ts';
import { beginsQuotedMail, forwardedBlocks, plainLines } from '../sorting/forwarded.ts';
import { ownText } from '../sorting/quoted-text.ts';
import { isMailHeader } from './header-block.ts';

/** Of a longer text nobody reads more; what is beyond is not kept. */
const MOST_LINES = 6_000;
const MOST_CHARACTERS = 400_000;
/** Header lines of a quoted mail, and what of a line is looked at. */
const WINDOW = 18;
const LOOKED_AT = 400;

/**
 * Which lines of a text its sender wrote: true for those that stay. Lines quoted with `>` go, also between the
 * sender's own; where a program quotes without marks, everything below goes. A mail that was forwarded stays without
 * what *it* quotes, unless it is one of ours or nobody can tell whose it is.
 */
export function keptLines(lines: readonly string[], isOurs: (address: string) => boolean): boolean[] {
  const kept = lines.map(() => false);
  const limit = sourceOfOurs(lines, partsInText(lines), isOurs);
  const plain = plainLines(lines.slice(0, limit));
  let at = 0;
  while (at < limit) {
    if (isMarked(lines[at])) {
      at += 1;
      continue;
    }
    if (!startsQuote(lines, plain, at)) {
      kept[at] = true;
      at += 1;
      continue;
    }
    const marked = nextMarked(lines, at);
    if (marked !== null) {
      at = marked;
    } else if (forwardsAnother(lines, at, isOurs)) {
      kept[at] = true;
      at += 1;
    } else {
      break;
    }
  }
  return withoutEncodedFiles(lines, kept);
}

/**
 * Which lines of a bounce tell what happened: up to the end of the quoted headers of the mail that came back. Its
 * Message-ID stays, its text goes.
 */
export function keptBounceLines(lines: readonly string[], isOurs: (address: string) => boolean): boolean[] {
  const limit = readableLines(lines);
  const returned = headersInText(lines, 0, limit);
  if (returned !== null) {
    return withoutEncodedFiles(
      lines,
      lines.map((_, at) => at < returned.end),
    );
  }
  const copy = lines.slice(0, limit).findIndex(announcesCopy);
  const own = keptLines(copy === -1 ? lines : lines.slice(0, copy), isOurs);
  return lines.map((line, at) => (own[at] ?? false) || (at < limit && namesMail(line)));
}

/** Where a text goes on with parts of a mail, for want of a boundary; else where nobody reads on. */
function partsInText(lines: readonly string[]): number {
  const limit = readableLines(lines);
  const at = lines.findIndex(
    (line, index) => line.startsWith('--') && /^(?:content|mime)-[a-z-]{1,30}:/i.test(lines[index + 1] ?? ''),
  );
  return at === -1 ? limit : Math.min(limit, at);
}

function readableLines(lines: readonly string[]): number {
  let characters = 0;
  let at = 0;
  while (at < lines.length && at < MOST_LINES) {
    characters += lines[at]?.length ?? 0;
    if (characters > MOST_CHARACTERS) {
      break;
    }
    at += 1;
  }
  return at;
}

/** Quoted with a mark: `>`, `|`, or with initials before it (`IP> `). */
function isMarked(line: string | undefined): boolean {
  return /^[\s\u00a0]{0,20}(?:[A-Za-z]{0,4}[>»]|\|)/.test(line ?? '');
}

function startsQuote(lines: readonly string[], plain: readonly string[], at: number): boolean {
  const line = lines[at]?.slice(0, LOOKED_AT).trim() ?? '';
  if (line === '') {
    return false;
  }
  if (beginsQuotedMail(plain, at)) {
    return true;
  }
  const window = lines.slice(at, at + 3).map((next) => next.slice(0, LOOKED_AT));
  return ownText(window.join('\n')).split('\n')[0]?.trim() !== line;
}

/** Where the marked lines begin that a line such as `On … wrote:` announces; null if unmarked text follows. */
function nextMarked(lines: readonly string[], at: number): number | null {
  const upTo = Math.min(lines.length, at + 5);
  for (let next = at + 1; next < upTo; next += 1) {
    if (isMarked(lines[next])) {
      return next;
    }
  }
  return null;
}

/** Where the source of a letter of ours begins that stands in a text with all its headers; else `limit`. */
export function sourceOfOurs(
  lines: readonly string[],
  limit: number,
  isOurs: (address: string) => boolean,
): number {
  let found = headersInText(lines, 0, limit);
  while (found !== null && found.senders.length > 0 && !found.senders.some(isOurs)) {
    found = headersInText(lines, found.end, limit);
  }
  return found?.start ?? limit;
}

/** True at the header lines of a quoted mail that has one sender, who is none of ours. */
function forwardsAnother(
  lines: readonly string[],
  at: number,
  isOurs: (address: string) => boolean,
): boolean {
  const window = lines.slice(at, at + WINDOW).map((line) => line.slice(0, LOOKED_AT));
  const [block] = forwardedBlocks(window.join('\n'));
  return block !== undefined && block.address !== null && !isOurs(block.address);
}

const TRACE = /^(?:received|return-path|message-id|mime-version|dkim-signature|content-type)$/;

/** Where the headers of a mail end that stand in a text as they were sent, and whose they are; null if none do. */
function headersInText(
  lines: readonly string[],
  from: number,
  limit: number,
): { readonly start: number; readonly end: number; readonly senders: readonly string[] } | null {
  let start = from;
  let names: string[] = [];
  let senders: string[] = [];
  for (let at = from; at <= limit; at += 1) {
    const line = at < limit ? (lines[at] ?? '').slice(0, LOOKED_AT).replace(/^[>\s]{0,20}> ?/, '') : '';
    const name = /^ {0,8}([A-Za-z][A-Za-z0-9-]{1,60}):(?:\s|$)/.exec(line)?.[1]?.toLowerCase() ?? '';
    if (isMailHeader(name)) {
      names.push(name);
      senders = name === 'from' ? [...senders, ...mailboxesIn(line)] : senders;
    } else if (!/^[ \t]+\S/.test(line) || names.length === 0) {
      // Two together, one of which no person writes.
      if (names.length >= 2 && names.some((found) => TRACE.test(found))) {
        return { start, end: at, senders };
      }
      start = at + 1;
      names = [];
      senders = [];
    }
  }
  return null;
}

/** The line above the copy of a returned mail. */
function announcesCopy(line: string): boolean {
  const text = fold(line.slice(0, 200));
  return (
    /copy of (?:the|your|this)|original message|below this line|returned message|message (?:text|body)|message follows/.test(
      text,
    ) || /mesaj(?:ul)?(?:ui)? original|copia mesajului|textul mesajului|continutul mesajului/.test(text)
  );
}

function namesMail(line: string): boolean {
  return /^[>\s]{0,20}(?:original-)?message-id:\s{0,5}<[^<>\s]{1,250}>\s*$/i.test(line.slice(0, LOOKED_AT));
}

/** Files that a program wrote into a text, as base64 or uuencoded: nobody writes such lines himself. */
function withoutEncodedFiles(lines: readonly string[], kept: readonly boolean[]): boolean[] {
  const result = [...kept];
  let start = 0;
  for (let at = 0; at <= lines.length; at += 1) {
    if (at < lines.length && isEncodedLine(lines[at] ?? '')) {
      continue;
    }
    // The last line of such a file is shorter.
    const end = at - start >= 3 ? at + 1 : start;
    result.fill(false, start, end);
    start = at + 1;
  }
  return result;
}

/** True for a line of a file in base64 or uuencode. */
export function isEncodedLine(line: string): boolean {
  const text = line.trim();
  return (
    text.length >= 56 &&
    text.length <= 1_000 &&
    (/^[A-Za-z0-9+/_-]+=*$/.test(text) || /^M[\x20-\x60]{60}$/.test(text))
  );
}
