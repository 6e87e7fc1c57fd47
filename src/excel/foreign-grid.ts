import { createRequire } from 'node:module';
import type * as SheetJs from '@e965/xlsx';
import { parseCellRef } from './cell-ref.ts';
import type { WorkbookKind } from './form.ts';
import { type Grid, type GridCell, resultOf } from './grid.ts';
import type { DefinedName } from './workbook.ts';

/** The form's sheets are short; whatever stands lower is not read. */
const ROWS_READ = 300;

// Loaded when first needed: most forms are .xlsx, which our own reader reads.
let library: typeof SheetJs | null = null;

function sheetJs(): typeof SheetJs {
  library ??= createRequire(import.meta.url)('@e965/xlsx') as typeof SheetJs;
  return library;
}

/** Loads the library ahead of the first form that needs it. */
export function warmForeignReader(): void {
  sheetJs();
}

/**
 * Reads .xls, .ods, .xlsb, HTML and XML-2003 with SheetJS; to be called only in the bounded child and only after
 * preflight, since the library takes any text for a workbook. Of an .xls it wants the Workbook stream. Throws whatever
 * it throws at damaged bytes.
 */
export function readForeign(bytes: Uint8Array, kind: WorkbookKind): readonly Grid[] {
  const book = sheetJs().read(kind === 'html' ? decodeHtml(bytes) : bytes, {
    type: kind === 'html' ? 'string' : 'buffer',
    cellFormula: true,
    cellText: false,
    cellHTML: false,
    cellDates: false,
    // Text of an HTML or XML cell stays as typed: a CNP or a date must not be guessed into a number.
    raw: true,
    sheetRows: ROWS_READ,
  });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.map((name, index): Grid => {
    const sheet = Object.hasOwn(book.Sheets, name) ? book.Sheets[name] : undefined;
    return {
      // HTML knows no sheets, and the library makes names up; a table with the form's labels is sheet DATE.
      sheet: kind === 'html' ? 'DATE' : name,
      hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
      cells: sheet === undefined ? [] : gridCells(sheet),
      merges: (sheet?.['!merges'] ?? []).map((merge) => ({
        top: merge.s.r + 1,
        left: merge.s.c + 1,
        bottom: merge.e.r + 1,
        right: merge.e.c + 1,
      })),
      date1904,
    };
  });
}

function gridCells(sheet: SheetJs.WorkSheet): GridCell[] {
  const cells: GridCell[] = [];
  for (const [ref, content] of Object.entries(sheet)) {
    const address = parseCellRef(ref);
    if (address !== null) {
      cells.push(gridCell(address, content as SheetJs.CellObject));
    }
  }
  return cells.sort((a, b) => a.row - b.row || a.column - b.column);
}

function gridCell(address: { row: number; column: number }, cell: SheetJs.CellObject): GridCell {
  const formula = typeof cell.f === 'string' ? cell.f : null;
  return {
    ...address,
    error: cell.t === 'e',
    formula,
    link: cell.l?.Target ?? null,
    ...resultOf(formula, storedValue(cell, formula)),
  };
}

/** A cell of an .xls for whoever computes with it. */
export interface ForeignCell {
  readonly formula: string | null;
  /** The cells of the array formula that it belongs to (`A1:A3`). */
  readonly spread: string | null;
  /** Undefined where the file does not say. */
  readonly value: string | number | boolean | null | undefined;
}

export interface ForeignCells {
  /** By sheet, by cell. */
  readonly sheets: ReadonlyMap<string, ReadonlyMap<string, ForeignCell>>;
  readonly names: readonly DefinedName[];
}

/** All cells of a Workbook stream, and the names that formulas use. Throws whatever the library throws. */
export function foreignCells(stream: Uint8Array): ForeignCells {
  const book = sheetJs().read(stream, {
    type: 'buffer',
    cellFormula: true,
    cellText: false,
    cellHTML: false,
  });
  const sheets = book.SheetNames.map((name) => {
    const sheet = Object.hasOwn(book.Sheets, name) ? (book.Sheets[name] ?? {}) : {};
    const cells = Object.entries(sheet)
      .filter(([ref]) => parseCellRef(ref) !== null)
      .map(([ref, content]) => [ref, foreignCell(content as SheetJs.CellObject)] as const);
    return [name, new Map(cells)] as const;
  });
  const names = (book.Workbook?.Names ?? []).map(({ Name, Ref }) => ({ name: Name, formula: Ref }));
  return { sheets: new Map(sheets), names };
}

function foreignCell(cell: SheetJs.CellObject): ForeignCell {
  const formula = typeof cell.f === 'string' ? cell.f : null;
  const value = storedValue(cell, formula);
  const unknown = cell.t === 'e' || (formula !== null && value === null);
  return { formula, spread: cell.F ?? null, value: unknown ? undefined : value };
}

/** Of `.v`, never of `.w`, which is text formatted for the eye (2.85E+12). */
function storedValue(cell: SheetJs.CellObject, formula: string | null): string | number | boolean | null {
  const { v: value } = cell;
  if (cell.t === 'e') {
    return '#N/A';
  }
  if (value === undefined || cell.t === 'z') {
    return null;
  }
  if (value instanceof Date) {
    return value.toISOString().slice(0, 10);
  }
  // .xls writers that compute nothing store an empty text as every formula's result.
  return formula !== null && value === '' ? null : value;
}

/** HTML exports are UTF-8 or say otherwise in their head. */
function decodeHtml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 2_000)).toString('latin1');
  const charset = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? 'utf-8';
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : knownCharset(charset)).decode(bytes);
}

function knownCharset(name: string): string {
  return /^(utf-8|utf8|windows-125[02]|iso-8859-(1|2|16)|us-ascii)$/i.test(name) ? name : 'utf-8';
}
