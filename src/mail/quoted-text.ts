import { fold } from './fold.ts';
import { beginsQuotedMail, plainLines } from './forwarded.ts';

/** Text beyond this length is not looked at. */
const LONGEST_TEXT = 400_000;
const MOST_LINES = 6_000;

/** The part of a mail that its sender wrote: up to the first quoted mail, without lines quoted with `>`. */
export function ownText(text: string): string {
  const lines = text.slice(0, LONGEST_TEXT).split('\n', MOST_LINES);
  const plain = plainLines(lines);
  const own: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trimStart().startsWith('>')) {
      continue;
    }
    if (beginsQuotedMail(plain, at) || isQuoteStart(lines, at)) {
      break;
    }
    own.push(line.trimEnd());
  }
  return own.join('\n').trim();
}

/** The line that mail programs write above a quoted mail; Gmail and Thunderbird break a long one in two. */
function isQuoteStart(lines: readonly string[], at: number): boolean {
  const line = folded(lines[at]);
  return (
    /^-{3,} ?(?:original message|mesaj(?:ul)? original|mesaj initial|forwarded message|mesaj (?:redirectionat|transmis))/.test(
      line,
    ) ||
    /^_{20,}$/.test(line) ||
    /^(?:begin forwarded message|incepe mesajul redirectionat)\s*:?$/.test(line) ||
    (/^(?:pe|on|in data de|la) /.test(line) &&
      (isAttribution(line) || isAttribution(`${line} ${folded(lines[at + 1])}`)))
  );
}

function isAttribution(line: string): boolean {
  return (
    /^(?:pe|on|in data de|la) .{3,250}(?:a scris|wrote)\s*:?$/.test(line) ||
    /^(?:pe|on) .{3,120}<[^<>]{3,100}>\s*(?:a scris|wrote|a scri)?\s*:?$/.test(line)
  );
}

function folded(line: string | undefined): string {
  return fold((line ?? '').slice(0, 260)).trim();
}
