import { oneLine } from './file-names.ts';
import { fold } from './fold.ts';

/** What mail programs put before a subject that is answered or forwarded, folded, without the colon. */
const PREFIXES = new Set(
  're fw fwd rv aw wg tr ref vl redir redirectionat redirectionare redirectionata raspuns retransmis transmis fwd.fw'.split(
    ' ',
  ),
);

/** The subject without its `Re:`, `FW:`, `Redirecționat:`, `[extern]` in front, folded and with single spaces. */
export function baseSubject(subject: string): string {
  let rest = fold(oneLine(subject, 500)).trim();
  for (let turn = 0; turn < 20; turn += 1) {
    const tag = /^\[(?:extern|external|ext|spam\?*|suspect)\]\s*/.exec(rest);
    if (tag !== null) {
      rest = rest.slice(tag[0].length);
      continue;
    }
    const colon = rest.indexOf(':');
    const prefix = rest
      .slice(0, Math.max(0, colon))
      .replace(/[[(]\d+[\])]$/, '')
      .replace(/\.$/, '')
      .trim();
    if (colon < 1 || !PREFIXES.has(prefix)) {
      break;
    }
    rest = rest.slice(colon + 1).trim();
  }
  return rest.split(/\s+/).join(' ');
}

/** True for `Re:` and its kin: somebody answers something. */
export function isAnswer(subject: string): boolean {
  return /^\s*(?:\[[^\]]{0,20}\]\s*)?(?:re|aw|ref|raspuns)\s*(?:\[\d+\])?\s*:/.test(
    fold(oneLine(subject, 500)),
  );
}

/**
 * A7: "Cerere acces Online la sistemul informatic al ANCP" and what people make of it: ANCPI, on-line,
 * no diacritics, a letter missing or doubled, other words between. Takes any subject, with prefixes.
 */
export function isRequestSubject(subject: string): boolean {
  const words = baseSubject(subject)
    .replace(/on[\s-]line/g, 'online')
    .split(/[^a-z0-9]+/);
  const has = (wanted: string): boolean => words.some((word) => isNearly(word, wanted));
  const asks = has('cerere') || has('solicitare') || has('cererea') || has('solicit') || has('formular');
  const access =
    has('acces') ||
    has('acess') ||
    has('access') ||
    has('accesul') ||
    has('user') ||
    has('credentiale') ||
    has('autorizare');
  const system =
    has('ancpi') ||
    has('ancp') ||
    has('online') ||
    has('sistemul') ||
    has('sistem') ||
    has('eterra') ||
    has('informatic');
  return asks && access && (system || ((has('cerere') || has('formular')) && has('acces')));
}

/** True if two words differ by at most one letter added, left out, changed, or two swapped (short words: not at all). */
export function isNearly(word: string, wanted: string): boolean {
  if (word === wanted) {
    return true;
  }
  if (wanted.length < 5 || Math.abs(word.length - wanted.length) > 1) {
    return false;
  }
  let front = 0;
  while (front < word.length && word[front] === wanted[front]) {
    front += 1;
  }
  let back = 0;
  while (
    back < Math.min(word.length, wanted.length) - front &&
    word[word.length - 1 - back] === wanted[wanted.length - 1 - back]
  ) {
    back += 1;
  }
  const changedInWord = word.length - front - back;
  const changedInWanted = wanted.length - front - back;
  if (changedInWord <= 1 && changedInWanted <= 1) {
    return true;
  }
  return (
    changedInWord === 2 &&
    changedInWanted === 2 &&
    word[front] === wanted[front + 1] &&
    word[front + 1] === wanted[front]
  );
}
