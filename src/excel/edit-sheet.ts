import { parseCellRef } from './cell-ref.ts';
import type { SheetCell, SheetContents } from './sheet-cells.ts';
import { type Edit, encodeCellText } from './xml.ts';

/** What a cell shall hold: text, a number (such as a date's serial day), or nothing. */
export type NewValue = { readonly text: string } | { readonly number: number } | null;

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
 * The edits that drop stored results and nothing else. A program that opens the file computes them anew:
 * Excel because of fullCalcOnLoad, LibreOffice because they lack.
 */
export function editsDroppingResults(source: string, cells: readonly SheetCell[]): Edit[] {
  const edits: Edit[] = [];
  for (const cell of cells) {
    if (cell.valueAt === null) {
      continue;
    }
    edits.push({ ...cell.valueAt, text: '' });
    // The type told how to read the result that is gone.
    const type = /\s+t\s*=\s*(?:"[^"]*"|'[^']*')/.exec(source.slice(cell.start, cell.tagEnd));
    if (type !== null) {
      const start = cell.start + type.index;
      edits.push({ start, end: start + type[0].length, text: '' });
    }
  }
  return edits;
}
