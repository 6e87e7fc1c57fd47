/** Text from forms, mails and people, made fit for a letter: it appears as itself and as nothing more. */

/** Marks that reverse the direction of what follows or are not seen at all. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const SPACES = /[\p{Cc}\p{Zs}\u2028\u2029]+/gu;

/** One line of at most `most` characters; what is cut off is shown by "…". */
export function lineOf(text: string, most: number): string {
  // Cut before cleaning too: a name of a hundred megabytes must not cost a hundred megabytes' work.
  const beginning = text.slice(0, most * 8).toWellFormed();
  return shortened(beginning.replace(UNSEEN, '').replace(SPACES, ' ').trim(), most);
}

/** Paragraphs of lines, as a person wrote them: an empty line ends a paragraph. Nothing is cut off. */
export function paragraphsOf(text: string): readonly (readonly string[])[] {
  const paragraphs: string[][] = [];
  let current: string[] = [];
  for (const written of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    const line = lineOf(written, written.length);
    if (line !== '') {
      current.push(line);
    } else if (current.length > 0) {
      paragraphs.push(current);
      current = [];
    }
  }
  return current.length > 0 ? [...paragraphs, current] : paragraphs;
}

/**
 * A name for a subject, at most 60 characters; '' for what cannot be a person's name, such as a text
 * with digits: a subject must never seem to name another case's number.
 */
export function subjectName(text: string): string {
  const name = lineOf(text, 60);
  return /^[\p{L}\p{M} .,'’…-]+$/u.test(name) ? name : '';
}

/** A list's sentence: begins with a capital letter and ends with a full stop. */
export function sentence(text: string): string {
  const [first = '', ...rest] = text;
  const whole = first.toLocaleUpperCase('ro') + rest.join('');
  return /[\p{L}\p{N}»”")]$/u.test(whole) ? `${whole}.` : whole;
}

function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) {
    return text;
  }
  const kept = characters.slice(0, Math.max(most - 1, 0)).join('');
  return `${kept.trimEnd()}…`;
}
