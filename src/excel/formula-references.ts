import { type CellRange, LAST_COLUMN, LAST_ROW, parseRange } from './cell-ref.ts';
import type { DefinedName } from './workbook.ts';

interface Reference {
  /** The sheet's name, folded to lower case. */
  readonly sheet: string;
  readonly range: CellRange;
}

/** What a formula looks at. `unsure`: it may look at anything (INDIRECT, tables, names that we cannot resolve). */
export interface References {
  readonly references: readonly Reference[];
  readonly unsure: boolean;
  /** The functions that it calls, in capitals, without the prefix of newer ones (`_xlfn.`). */
  readonly functions: readonly string[];
  /** Whether it speaks of names, tables or other files, beside cells and functions. */
  readonly names: boolean;
}

const REACHES_ANYWHERE = /\b(INDIRECT|OFFSET|CELL|INFO|EVALUATE|GET\.\w+)\s*\(/i;
/** In formulas some programs undo these escapes, and some do not (ECMA-376 22.9.2.19). */
const ESCAPE = /_x[\da-f]{4}_/i;
const DEEPEST_NAME = 8;
const LONGEST_FORMULA = 10_000;

const SHEET = String.raw`(?:'((?:[^']|'')+)'|([\p{L}_][\p{L}\p{N}_.]*|\[[^\]]*\][^!'",;()&=<>+*/^ -]*))!`;
const CELLS = String.raw`\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?`;
const COLUMNS = String.raw`\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}`;
const ROWS = String.raw`\$?\d{1,7}:\$?\d{1,7}`;
const NAME = String.raw`[\p{L}_\\][\p{L}\p{N}_.?\\]*`;
/** Alternatives in order: a reference with or without its sheet, else a name with what follows it. */
const PIECE = new RegExp(
  `(?:${SHEET})?(?<![\\p{L}\\p{N}_.])(?:(${COLUMNS}|${CELLS}|${ROWS})(?![\\p{L}\\p{N}_(.])|(${NAME})(\\s*[(\\[!]?))`,
  'gu',
);

export const WHOLE_SHEET: CellRange = { top: 1, left: 1, bottom: LAST_ROW, right: LAST_COLUMN };

/** What is known of a formula that cannot be read: it may look at anything. */
export const UNSURE: References = { references: [], unsure: true, functions: [], names: true };

/**
 * The cells that a formula refers to, errs on the side of too many. `home` is the sheet in which it stands.
 * References into other files are none of ours.
 */
export function referencesOf(
  formula: string,
  home: string,
  names: readonly DefinedName[],
  depth = 0,
): References {
  const source = formula.replace(/"(?:[^"]|"")*"/g, '""');
  const unread = source.length > LONGEST_FORMULA || ESCAPE.test(formula);
  if (unread || depth > DEEPEST_NAME || REACHES_ANYWHERE.test(source)) {
    return UNSURE;
  }
  const references: Reference[] = [];
  const functions: string[] = [];
  let unsure = false;
  let hasNames = false;
  for (const match of source.matchAll(PIECE)) {
    const [, quoted, bare, cells, name, after] = match;
    const sheet = (quoted?.replaceAll("''", "'") ?? bare ?? home).toLowerCase();
    if (sheet.includes('[')) {
      hasNames = true;
      continue;
    }
    if (name !== undefined && after?.includes('(')) {
      functions.push(name.toUpperCase().replace(/^(_XLFN\.|_XLWS\.)+/, ''));
    }
    if (cells !== undefined) {
      const range = parseRange(cells);
      if (range === null || sheet.includes(':')) {
        unsure = true;
      } else {
        references.push({ sheet, range });
      }
    } else if (name !== undefined && !after?.includes('(') && !/^(TRUE|FALSE)$/i.test(name)) {
      const known = names.filter((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
      unsure ||= known.length === 0;
      hasNames = true;
      for (const { formula: inner } of known) {
        const deeper = referencesOf(inner, home, names, depth + 1);
        references.push(...deeper.references);
        unsure ||= deeper.unsure;
      }
    }
  }
  return { references, unsure, functions, names: hasNames };
}
