import { OFFICES, officeByCode, officeByMailbox } from '../workflow/offices.ts';
import type { FieldName } from './form.ts';
import type { GridCell } from './grid.ts';
import { foldLabel } from './labels.ts';

/** Characters that nobody sees: zero-width ones, soft hyphen, marks of direction, variation selectors. */
const INVISIBLE =
  /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\ufe00-\ufe0f]/gu;

/** A cell as text, unchanged but for its type; numbers without exponent. */
export function plainText(cell: GridCell | null): string {
  if (cell === null || !cell.known || cell.error || cell.value === null) {
    return '';
  }
  if (typeof cell.value === 'number') {
    return Number.isInteger(cell.value) ? BigInt(cell.value).toString() : String(cell.value);
  }
  return String(cell.value);
}

/**
 * Text without what nobody sees: composed (NFC), one space where there were several or a no-break one, nothing
 * invisible, no control characters. Letters stay as the applicant wrote them, ş and ţ with cedilla too: a name is
 * compared with papers, and whoever searches folds both.
 */
function tidyText(text: string): string {
  return (
    text
      .replace(INVISIBLE, '')
      .normalize('NFC')
      // Control characters of both sets and every kind of space.
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
  );
}

/** A field's value from its cell, normalised as FormFields promises. */
export function fieldValue(field: FieldName, cell: GridCell | null, date1904: boolean): string {
  if (field === 'authorisedOn' || field === 'requestedOn') {
    return dateValue(cell, date1904);
  }
  const text = tidyText(plainText(cell));
  switch (field) {
    case 'cnp':
      return cnpValue(text);
    case 'phone':
      return phoneValue(text);
    case 'email':
      return emailValue(text, cell?.link ?? null);
    case 'authorisationClass':
      return classValue(text);
    case 'office':
      return officeValue(text);
    default:
      return text;
  }
}

/** Digits only, if digits are all there is beside spaces, dots and an apostrophe. */
function cnpValue(text: string): string {
  const digits = text.replace(/[\s.'’`"-]/g, '');
  return /^\d+$/.test(digits) && !/\de\+?\d/i.test(text) ? digits : text;
}

/** `0722123456`: without separators and country code, and with the zero that a number cell loses. */
function phoneValue(text: string): string {
  const digits = text.replace(/[^\d+]/g, '').replace(/^\+40|^0040|^40(?=\d{9}$)/, '0');
  const letters = /\p{L}/u.test(text.replace(/^(tel|telefon|mobil)\b/i, ''));
  const local = digits.replace(/^00(?=[237])/, '0').replace(/^(?=[237]\d{8}$)/, '0');
  return !letters && /^0\d{9}$/.test(local) ? local : text;
}

/** An address that only the link carries ("scrieți-mi") is taken from the link. */
function emailValue(text: string, link: string | null): string {
  const linked = /^mailto:([^?]*)/i.exec(link ?? '')?.[1];
  const shown = text.replace(/^mailto:\s*/i, '');
  return shown !== '' && !shown.includes('@') && linked !== undefined
    ? tidyText(linked).toLowerCase()
    : shown.toLowerCase();
}

/** One capital letter, also from "clasa b" or "„B”". */
function classValue(text: string): string {
  const letter = /^(?:clasa\s*)?["'„”“(]?([a-d])["'„”“).]?$/i.exec(text)?.[1];
  return letter === undefined ? text : letter.toUpperCase();
}

/** The two letters, also from "OCPI Alba", "Alba" or "ab@ancpi.ro". */
function officeValue(text: string): string {
  const office = officeByCode(text.replace(/^ocpi\s+/i, '')) ?? officeByMailbox(text);
  const folded = foldLabel(text).replace(/^ocpi /, '');
  const byName = OFFICES.find((candidate) => foldLabel(candidate.name) === `ocpi ${folded}`);
  return (office ?? byName)?.code ?? text;
}

const DAY = 86_400_000;
const MONTHS: readonly string[] = [
  'ianuarie',
  'februarie',
  'martie',
  'aprilie',
  'mai',
  'iunie',
  'iulie',
  'august',
  'septembrie',
  'octombrie',
  'noiembrie',
  'decembrie',
];

/** `yyyy-mm-dd` where the cell holds a date in any of the usual ways; else the text as it is. */
function dateValue(cell: GridCell | null, date1904: boolean): string {
  if (cell?.known && typeof cell.value === 'number') {
    const { value } = cell;
    // Serial days: 1 = 1900-01-01 with the famous false 29 February 1900, or 0 = 1904-01-01.
    const days = Math.floor(value) + (date1904 ? 1_462 : 0);
    const plausible = days > 60 && days < 80_000;
    return plausible
      ? new Date(Date.UTC(1899, 11, 30) + days * DAY).toISOString().slice(0, 10)
      : String(value);
  }
  const text = tidyText(plainText(cell));
  return parseDate(text) ?? text;
}

/** A date as people write it, day before month: `15.03.2012`, `15/3/2012`, `2012-03-15`, `15 martie 2012`. */
export function parseDate(text: string): string | null {
  const bare = text.replace(/[T\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '').replace(/\s*(r\.?|a\.?)$/i, '');
  const isoLike = /^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})$/.exec(bare);
  if (isoLike !== null) {
    return calendarDay(Number(isoLike[1]), Number(isoLike[2]), Number(isoLike[3]));
  }
  const written = /^(\d{1,2})(?:\s*[-./]\s*(\d{1,2})\s*[-./]\s*|[\s./-]*(\p{L}+)[\s./-]*)(\d{4})$/u.exec(
    bare,
  );
  if (written === null) {
    return null;
  }
  const monthText = foldLabel(written[2] ?? written[3] ?? '');
  const named = monthText.length >= 3 ? MONTHS.findIndex((name) => name.startsWith(monthText)) + 1 : 0;
  const month = /^\d+$/.test(monthText) ? Number(monthText) : named;
  return calendarDay(Number(written[4]), month, Number(written[1]));
}

function calendarDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 && year < 2200;
  return real ? date.toISOString().slice(0, 10) : null;
}
