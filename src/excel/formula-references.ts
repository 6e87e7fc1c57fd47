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
}

const REACHES_ANYWHERE = /\b(INDIRECT|OFFSET|CELL|INFO|EVALUATE|GET\.\w+)\s*\(/i;
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
  if (source.length > LONGEST_FORMULA || depth > DEEPEST_NAME || REACHES_ANYWHERE.test(source)) {
    return { references: [], unsure: true };
  }
  const references: Reference[] = [];
  let unsure = false;
  for (const match of source.matchAll(PIECE)) {
    const [, quoted, bare, cells, name, after] = match;
    const sheet = (quoted?.replaceAll("''", "'") ?? bare ?? home).toLowerCase();
    if (sheet.includes('[')) {
      continue;
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
      for (const { formula: inner } of known) {
        const deeper = referencesOf(inner, home, names, depth + 1);
        references.push(...deeper.references);
        unsure ||= deeper.unsure;
      }
    }
  }
  return { references, unsure };
}
