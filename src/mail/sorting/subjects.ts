import { oneLine } from '../reading/file-names.ts';
import { fold } from '../reading/fold.ts';

/** What mail programs put before a subject that is answered, folded, without the colon. */
const ANSWERS = new Set(
  're|r|ri|rif|rasp|raspuns|rspuns|raspuns la|resp|aw|antw|antwort|sv|vs|odp|vl|ant'.split('|'),
);
/** And before one that is forwarded. */
const FORWARDS = new Set(
  'fw|fwd|fwd.fw|forward|wg|tr|i|rv|redir|redirectionat|redirectionata|redirectionare|redirecionat|mesaj redirectionat|retransmis|retransmitere|transmis|inaintat|inaintare'.split(
    '|',
  ),
);
/** What says neither, put there by people and by mail servers. */
const OTHERS = new Set('ref|extern|external|ext|spam|posibil spam|suspect'.split('|'));
/** What mail servers put in brackets or stars before the subject of a mail from outside, or of none. */
const DECORATION =
  /^(?:[[({<*]{1,6} ?(?:mail |e-?mail |mesaj |posibil |possible |suspected? )?(?:extern(?:al)?|ext|spam|suspect|bulk|caution|atentie|fara subiect|no subject)[ ?!]{0,3}[\])}>*]{1,6}|\(?(?:fara subiect|no subject)\)?$)\s{0,5}/;
/** Prefixes and decorations that are taken off. */
const MOST_TAKEN = 20;

interface Parted {
  /** In the order in which they stand. */
  readonly prefixes: readonly string[];
  readonly rest: string;
}

/** The folded subject apart from its prefixes and decorations, and with `tags` from anything in square brackets too. */
function parted(subject: string, tags: boolean): Parted {
  const prefixes: string[] = [];
  let rest = fold(oneLine(subject, 500)).trim();
  for (let turn = 0; turn < MOST_TAKEN; turn += 1) {
    const decoration = DECORATION.exec(rest) ?? (tags ? /^\[[^\]]{0,30}\]\s{0,5}/.exec(rest) : null);
    if (decoration !== null) {
      rest = rest.slice(decoration[0].length).trimStart();
      continue;
    }
    const colon = rest.indexOf(':');
    const prefix = rest
      .slice(0, Math.max(0, Math.min(colon, 40)))
      .trim()
      .replace(/ ?[[(]\d{1,3}[\])]$/, '')
      .replace(/[^a-z0-9. ]/g, '')
      .replace(/\.$/, '')
      .trim();
    if (colon < 1 || !(ANSWERS.has(prefix) || FORWARDS.has(prefix) || OTHERS.has(prefix))) {
      break;
    }
    prefixes.push(prefix);
    rest = rest.slice(colon + 1).trim();
  }
  return { prefixes, rest };
}

/** The subject without its `Re:`, `FW:`, `Redirecționat:`, `[extern]` in front, folded and with single spaces. */
export function baseSubject(subject: string): string {
  return parted(subject, false).rest.split(/\s+/).join(' ');
}

/** True for `Re:` and its kin: somebody answers something. Of several prefixes the first one was written last. */
export function isAnswer(subject: string): boolean {
  return ANSWERS.has(lastWritten(subject));
}

/** True for `Fwd:` and its kin: somebody forwards something. */
export function isForward(subject: string): boolean {
  return FORWARDS.has(lastWritten(subject));
}

function lastWritten(subject: string): string {
  return parted(subject, true).prefixes.find((prefix) => !OTHERS.has(prefix)) ?? '';
}

/** The subject, folded, without what mail servers decorate it with; `Re:` and `Fwd:` stay. */
export function undecorated(subject: string): string {
  let rest = fold(oneLine(subject, 500)).trim();
  for (let turn = 0; turn < MOST_TAKEN; turn += 1) {
    const decoration = DECORATION.exec(rest);
    if (decoration === null) {
      break;
    }
    rest = rest.slice(decoration[0].length).trimStart();
  }
  return rest;
}

/** Signs that people's programs write instead of a plain hyphen, and the gaps that people leave around it. */
const DASH = /\s{0,3}[-\u2010-\u2015\u2212]\s{0,3}/g;

/**
 * The case numbers in some subjects, upper case, without repetition. `patterns` are regular expressions; a number may
 * be written in small letters, with other dashes, or with gaps around them.
 */
export function caseNumbersIn(subjects: readonly string[], patterns: readonly string[]): string[] {
  const numbers = new Set<string>();
  for (const source of patterns) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu');
    for (const subject of subjects) {
      for (const [number] of oneLine(subject, 500).replace(DASH, '-').matchAll(pattern)) {
        numbers.add(number.toUpperCase());
      }
    }
  }
  return [...numbers];
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
  return asks && access && (system || has('acces'));
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
