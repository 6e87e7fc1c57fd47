import type { CellResult } from './calculator.ts';
import { parseCellRef } from './cell-ref.ts';
import type { SheetCell, SheetContents } from './sheet-cells.ts';
import { type Edit, encodeCellText } from './xml.ts';

/** What a cell shall hold: text, a number (such as a date's serial day), or nothing. */
export type NewValue = { readonly text: string } | { readonly number: number } | null;

/** What a cell shall hold, given whether it shows dates, and whether its file counts them from 1904. */
export type ValueFor = (showsDates: boolean, date1904: boolean) => NewValue;

/** The edits that put values into cells, keeping each cell's style; rows and cells that lack are inserted in order. */
export function editsForValues(
  source: string,
  contents: SheetContents,
  values: ReadonlyMap<string, NewValue>,
): Edit[] {
  const edits: Edit[] = [];
  const existing = new Map(contents.cells.map((cell) => [cell.ref, cell]));
  const missing: { ref: string; row: number; column: number; value: NewValue }[] = [];
  for (const [ref, value] of values) {
    const cell = existing.get(ref);
    const address = parseCellRef(ref);
    if (cell !== undefined) {
      edits.push({ start: cell.start, end: cell.end, text: cellXml(cell.prefix, ref, cell.style, value) });
    } else if (value !== null && address !== null) {
      missing.push({ ref, ...address, value });
    }
  }
  const sorted = missing.toSorted((a, b) => a.row - b.row || a.column - b.column);
  return [
    ...edits,
    ...insertions(
      source,
      contents,
      Map.groupBy(sorted, (cell) => cell.row),
    ),
  ];
}

interface MissingCell {
  readonly ref: string;
  readonly column: number;
  readonly value: NewValue;
}

function insertions(
  source: string,
  contents: SheetContents,
  missing: ReadonlyMap<number, readonly MissingCell[]>,
): Edit[] {
  const { data } = contents;
  const edits: Edit[] = [];
  // New rows at one place must go in together, or they would change places.
  const newRows = new Map<number, string>();
  for (const [row, cells] of missing) {
    const present = contents.rows.find((candidate) => candidate.row === row);
    const xml = cells.map((cell) => cellXml(data.prefix, cell.ref, null, cell.value));
    if (present === undefined) {
      const at = contents.rows.find((candidate) => candidate.row > row)?.start ?? data.closeAt ?? data.start;
      const text = `<${data.prefix}row r="${row}">${xml.join('')}</${data.prefix}row>`;
      newRows.set(at, (newRows.get(at) ?? '') + text);
    } else if (present.closeAt === null) {
      const tag = source.slice(present.start, present.tagEnd).replace(/\s*\/>$/, '>');
      const text = `${tag}${xml.join('')}</${present.prefix}row>`;
      edits.push({ start: present.start, end: present.tagEnd, text });
    } else {
      const closeAt = present.closeAt;
      cells.forEach((cell, index) => {
        const next = contents.cells.find((other) => other.row === row && other.column > cell.column);
        const at = next?.start ?? closeAt;
        edits.push({ start: at, end: at, text: xml[index] ?? '' });
      });
    }
  }
  for (const [at, text] of newRows) {
    const whole = data.closeAt === null;
    const wrapped = whole ? `<${data.prefix}sheetData>${text}</${data.prefix}sheetData>` : text;
    edits.push({ start: at, end: whole ? data.tagEnd : at, text: wrapped });
  }
  return edits;
}

function cellXml(prefix: string, ref: string, style: string | null, value: NewValue): string {
  const open = `<${prefix}c r="${ref}"${style === null ? '' : ` s="${style}"`}`;
  if (value === null) {
    return `${open}/>`;
  }
  if ('number' in value) {
    return `${open}><${prefix}v>${value.number}</${prefix}v></${prefix}c>`;
  }
  const text = `<${prefix}t xml:space="preserve">${encodeCellText(value.text)}</${prefix}t>`;
  return `${open} t="inlineStr"><${prefix}is>${text}</${prefix}is></${prefix}c>`;
}

/**
 * The edits that replace the stored results of formulas and nothing else. Where there is no new result the old one is
 * dropped: a program that opens the file computes it, Excel because of fullCalcOnLoad, LibreOffice because it lacks.
 */
export function editsForResults(
  source: string,
  cells: readonly SheetCell[],
  results: ReadonlyMap<SheetCell, CellResult>,
): Edit[] {
  return cells.flatMap((cell) => {
    const result = results.get(cell) ?? null;
    const at = cell.valueAt ?? whereResultGoes(cell, result);
    return at === null
      ? []
      : [
          { ...at, text: result === null ? '' : resultXml(cell.prefix, result) },
          ...typeEdits(source, cell, result),
        ];
  });
}

function whereResultGoes(cell: SheetCell, result: CellResult | null): { start: number; end: number } | null {
  const { formulaEnd } = cell;
  return result === null || formulaEnd === null ? null : { start: formulaEnd, end: formulaEnd };
}

function resultXml(prefix: string, result: CellResult): string {
  const text = typeof result === 'boolean' ? String(Number(result)) : encodeCellText(String(result));
  return `<${prefix}v>${text}</${prefix}v>`;
}

/** The type tells how to read the result. */
function typeEdits(source: string, cell: SheetCell, result: CellResult | null): Edit[] {
  const text = typeof result === 'string' ? ' t="str"' : typeof result === 'boolean' ? ' t="b"' : '';
  const old = /\s+t\s*=\s*(?:"[^"]*"|'[^']*')/.exec(source.slice(cell.start, cell.tagEnd));
  if (old !== null) {
    const start = cell.start + old.index;
    return [{ start, end: start + old[0].length, text }];
  }
  return text === '' ? [] : [{ start: cell.tagEnd - 1, end: cell.tagEnd - 1, text }];
}
