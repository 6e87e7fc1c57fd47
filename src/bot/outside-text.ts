/**
 * Text that came from outside (mails, forms, people), made fit to be shown as itself.
 * It belongs into TextRuns only: a TextBlock would read Markdown in it.
 */

/** Joins without being seen: keeps `{{DATE(…)}}` and `[a](b)` from being read as commands. */
const WORD_JOINER = '\u2060';
/** Control characters but the line feed, which {@link linesOf} splits at. */
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu;
/** Marks that reverse the direction of what follows, are not seen at all, or are our own joiner. */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** One line of outside text, of at most `most` characters; what is cut off is shown by "…". */
export function outside(text: string, most: number): string {
  const clean = text.toWellFormed().replace(UNSEEN, '').replace(CONTROLS, ' ').replace(/ {2,}/g, ' ').trim();
  return shortened(clean, most).replace(/\{(?=\{)/g, `{${WORD_JOINER}`);
}

/** Outside text in a place that might read Markdown as well, such as a choice's title. */
export function outsideTitle(text: string, most: number): string {
  return outside(text, most).replace(/\](?=\()/g, `]${WORD_JOINER}`);
}

/** Outside text of several lines; empty lines are left out. */
export function linesOf(text: string, mostLines: number, mostCharacters: number): readonly string[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => outside(line, mostCharacters))
    .filter((line) => line !== '');
  return lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines;
}

/** The same for an input of several lines. */
export function textValue(text: string, most: number): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => inputValue(line, most));
  const value = lines.join('\n').trim();
  return [...value].length > most ? '' : value;
}

/**
 * The value an input begins with. It comes back when the dialog is submitted, so nothing is inserted:
 * what cannot be typed in a line is left out, and what is too long is left out whole.
 */
export function inputValue(text: string, most: number): string {
  const clean = text.toWellFormed().replace(UNSEEN, '').replace(CONTROLS, '');
  return [...clean].length > most ? '' : clean;
}

function shortened(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, Math.max(most - 1, 0))
        .join('')
        .trimEnd()}…`;
}
