import { beginsQuotedMail, plainLines } from './forwarded.ts';
import { attributionAt, isQuoteMark, isRuler } from './quote-markers.ts';

/** Text beyond this length is not looked at. */
const LONGEST_TEXT = 400_000;
const MOST_LINES = 6_000;

/**
 * The part of a mail that its sender wrote: up to the first quoted mail, without lines quoted with `>`. What somebody
 * writes below such lines is part of it.
 */
export function ownText(text: string): string {
  const lines = text.slice(0, LONGEST_TEXT).split('\n', MOST_LINES);
  const plain = plainLines(lines);
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) {
      continue;
    }
    const attribution = attributionAt(lines, at);
    if (attribution > 0 && isQuoted(nextWritten(lines, at + attribution))) {
      at += attribution - 1;
      continue;
    }
    if (attribution > 0 || isQuoteMark(line) || isRuler(line) || beginsQuotedMail(plain, at)) {
      break;
    }
    own.push(line.trimEnd());
  }
  return own.join('\n').trim();
}

function isQuoted(line: string): boolean {
  return line.trimStart().startsWith('>');
}

/** The next line that is not blank, at most three further: nobody leaves a wider gap above what he quotes. */
function nextWritten(lines: readonly string[], from: number): string {
  return lines.slice(from, from + 3).find((line) => line.trim() !== '') ?? '';
}
