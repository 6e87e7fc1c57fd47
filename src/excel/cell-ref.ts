/** Rows and columns count from 1. */
export interface CellAddress {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, both corners inclusive. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const LAST_ROW = 1_048_576;
export const LAST_COLUMN = 16_384;

/** `C` → 3. */
function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) {
    number = number * 26 + letter.charCodeAt(0) - 64;
  }
  return number;
}

/** 3 → `C`. */
function columnLetters(column: number): string {
  let rest = column;
  let letters = '';
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}

export function cellRef(row: number, column: number): string {
  return columnLetters(column) + row;
}

/** `C29` → row 29, column 3; null for anything else. */
export function parseCellRef(ref: string): CellAddress | null {
  const match = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/.exec(ref);
  if (match === null) {
    return null;
  }
  const address = { row: Number(match[2]), column: columnNumber(match[1] ?? '') };
  return address.row > LAST_ROW || address.column > LAST_COLUMN ? null : address;
}

/** `C5:F5`, `$C$5`, `A:C` or `1:2` as a rectangle; null for anything else. */
export function parseRange(text: string): CellRange | null {
  const [from, to, more] = text.replaceAll('$', '').toUpperCase().split(':');
  const first = /^([A-Z]{0,3})([0-9]{0,7})$/.exec(from ?? '');
  const last = /^([A-Z]{0,3})([0-9]{0,7})$/.exec(to ?? from ?? '');
  if (first === null || last === null || more !== undefined || first[0] === '' || last[0] === '') {
    return null;
  }
  const columns = [first[1], last[1]].map((letters) => (letters ? columnNumber(letters) : 0));
  const rows = [first[2], last[2]].map((digits) => (digits ? Number(digits) : 0));
  return {
    top: Math.min(rows[0] || 1, rows[1] || 1),
    left: Math.min(columns[0] || 1, columns[1] || 1),
    bottom: Math.max(rows[0] || LAST_ROW, rows[1] || LAST_ROW),
    right: Math.max(columns[0] || LAST_COLUMN, columns[1] || LAST_COLUMN),
  };
}

export function contains(range: CellRange, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

export function overlaps(a: CellRange, b: CellRange): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

export function area(range: CellRange): number {
  return (range.bottom - range.top + 1) * (range.right - range.left + 1);
}
