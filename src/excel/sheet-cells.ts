import { type CellRange, cellRef, parseCellRef, parseRange } from './cell-ref.ts';
import { WorkbookRefused } from './refusal.ts';
import { decodeXml, escapedTextOf, textOf, type XmlToken, xmlTokens } from './xml.ts';

export const MAX_CELLS = 50_000;
const MAX_STRINGS = 50_000;

/** A `<c>` element: what it holds and where in the part's text it stands. */
export interface SheetCell {
  readonly ref: string;
  readonly row: number;
  readonly column: number;
  /** `n`, `s`, `str`, `inlineStr`, `b`, `d` or `e` (ECMA-376 18.18.11). */
  readonly type: string;
  readonly style: string | null;
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
  /** Where the opening tag ends. */
  readonly tagEnd: number;
  /** The text of `<v>`; null if there is none. */
  value: string | null;
  valueAt: { start: number; end: number } | null;
  /** The text of `<f>`; null if the cell is not a formula, '' for a follower of a shared formula. */
  formula: string | null;
  /** Where `</f>` ends; null if the cell is not a formula. */
  formulaEnd: number | null;
  sharedIndex: string | null;
  /** The cells that an array formula or a data table in this cell fills. */
  spread: CellRange | null;
  /** The joined text of `<is>`. */
  inline: string;
}

interface SheetRow {
  readonly row: number;
  readonly prefix: string;
  readonly start: number;
  readonly tagEnd: number;
  /** Where the closing tag begins; null for `<row/>`. */
  closeAt: number | null;
}

export interface SheetContents {
  readonly cells: readonly SheetCell[];
  readonly rows: readonly SheetRow[];
  readonly merges: readonly CellRange[];
  /** Cell → relationship id or place of its hyperlink. */
  readonly links: ReadonlyMap<string, string>;
  /** `<sheetData>`; `closeAt` is null for `<sheetData/>`. */
  readonly data: {
    readonly prefix: string;
    readonly start: number;
    readonly tagEnd: number;
    closeAt: number | null;
  };
}

interface Scan {
  cells: SheetCell[];
  rows: SheetRow[];
  merges: CellRange[];
  links: Map<string, string>;
  data: SheetContents['data'] | null;
  inData: boolean;
  cell: SheetCell | null;
  inside: 'v' | 'f' | 't' | null;
  /** Depth of phonetic runs, whose text is no part of the value. */
  phonetic: number;
}

/** Scans a worksheet's text once. Throws WorkbookRefused. */
export function scanSheet(source: string): SheetContents {
  const scan: Scan = {
    cells: [],
    rows: [],
    merges: [],
    links: new Map(),
    data: null,
    inData: false,
    cell: null,
    inside: null,
    phonetic: 0,
  };
  for (const token of xmlTokens(source)) {
    if (scan.inData) {
      scanInData(scan, source, token);
    } else if (token.type === 'open' || token.type === 'empty') {
      scanAround(scan, token);
    }
  }
  if (scan.data === null) {
    throw new WorkbookRefused('damaged', 'sheet without data');
  }
  return { ...scan, data: scan.data };
}

type Tag = Exclude<XmlToken, { type: 'text' | 'close' }>;

function scanAround(scan: Scan, token: Tag): void {
  if (token.name === 'sheetData') {
    if (scan.data !== null) {
      throw new WorkbookRefused('unsafe', 'two sheetData');
    }
    scan.data = { prefix: token.prefix, start: token.start, tagEnd: token.end, closeAt: null };
    scan.inData = token.type === 'open';
  } else if (token.name === 'mergeCell') {
    const range = parseRange(token.attributes().get('ref') ?? '');
    if (range !== null) {
      scan.merges.push(range);
    }
  } else if (token.name === 'hyperlink') {
    const attributes = token.attributes();
    const id = [...attributes].find(([name]) => name.endsWith(':id'))?.[1];
    const ref = attributes.get('ref');
    if (id !== undefined && ref !== undefined) {
      scan.links.set(ref.replace(/:.*$/, ''), id);
    }
  }
}

function scanInData(scan: Scan, source: string, token: XmlToken): void {
  if (token.type === 'text') {
    addText(scan, source, token);
    return;
  }
  switch (token.name) {
    case 'sheetData':
      if (token.type === 'close' && scan.data !== null) {
        scan.data.closeAt = token.start;
        scan.inData = false;
      }
      return;
    case 'row':
      scanRow(scan, token);
      return;
    case 'c':
      scanCell(scan, token);
      return;
    case 'rPh':
      scan.phonetic += token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
      return;
    case 'v':
    case 'f':
    case 't':
      scanContent(scan, token, token.name);
      return;
  }
}

function addText(scan: Scan, source: string, token: XmlToken & { type: 'text' }): void {
  const { cell, inside } = scan;
  if (cell === null || inside === null) {
    return;
  }
  if (inside === 'v') {
    cell.value = (cell.value ?? '') + textOf(source, token);
  } else if (inside === 'f') {
    cell.formula = (cell.formula ?? '') + escapedTextOf(source, token);
  } else if (scan.phonetic === 0) {
    cell.inline += textOf(source, token);
  }
}

function scanRow(scan: Scan, token: XmlToken & { type: 'open' | 'empty' | 'close' }): void {
  if (token.type === 'close') {
    const row = scan.rows.at(-1);
    if (row !== undefined) {
      row.closeAt = token.start;
    }
    return;
  }
  const before = scan.rows.at(-1)?.row ?? 0;
  const given = Number(token.attributes().get('r') ?? before + 1);
  // Excel writes rows and cells in rising order; another order means that two readers may see two different values.
  if (!Number.isInteger(given) || given <= before) {
    throw new WorkbookRefused('unsafe', 'order of rows');
  }
  scan.rows.push({ row: given, prefix: token.prefix, start: token.start, tagEnd: token.end, closeAt: null });
}

function scanCell(scan: Scan, token: XmlToken & { type: 'open' | 'empty' | 'close' }): void {
  if (token.type === 'close') {
    if (scan.cell !== null) {
      scan.cells.push({ ...scan.cell, end: token.end });
    }
    scan.cell = null;
    return;
  }
  if (scan.cells.length >= MAX_CELLS) {
    throw new WorkbookRefused('too-complex', 'too many cells');
  }
  const attributes = token.attributes();
  const row = scan.rows.at(-1)?.row ?? 0;
  const last = scan.cells.at(-1);
  const before = last !== undefined && last.row === row ? last.column : 0;
  const ref = attributes.get('r') ?? cellRef(row, before + 1);
  const address = parseCellRef(ref);
  if (address === null || address.row !== row || address.column <= before) {
    throw new WorkbookRefused('unsafe', 'order of cells');
  }
  const cell: SheetCell = {
    ref,
    row,
    column: address.column,
    type: attributes.get('t') ?? 'n',
    style: attributes.get('s') ?? null,
    prefix: token.prefix,
    start: token.start,
    end: token.end,
    tagEnd: token.end,
    value: null,
    valueAt: null,
    formula: null,
    formulaEnd: null,
    sharedIndex: null,
    spread: null,
    inline: '',
  };
  if (token.type === 'empty') {
    scan.cells.push(cell);
  } else {
    scan.cell = cell;
  }
}

function scanContent(
  scan: Scan,
  token: XmlToken & { type: 'open' | 'empty' | 'close' },
  name: 'v' | 'f' | 't',
): void {
  const { cell } = scan;
  if (cell === null) {
    return;
  }
  if (token.type === 'close') {
    scan.inside = null;
    if (name === 'v' && cell.valueAt !== null) {
      cell.valueAt.end = token.end;
    } else if (name === 'f') {
      cell.formulaEnd = token.end;
    }
    return;
  }
  if (name === 'v') {
    cell.value = '';
    cell.valueAt = { start: token.start, end: token.end };
  } else if (name === 'f') {
    cell.formula = '';
    cell.formulaEnd = token.end;
    const attributes = token.attributes();
    const type = attributes.get('t');
    cell.sharedIndex = type === 'shared' ? (attributes.get('si') ?? '') : null;
    cell.spread = type === 'array' || type === 'dataTable' ? parseRange(attributes.get('ref') ?? '') : null;
  }
  scan.inside = token.type === 'open' ? name : null;
}

/** A `<si>` of the shared strings, with its place in the part's text. */
export interface SharedString {
  readonly text: string;
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
}

/** The shared strings of a part's text, in order. Throws WorkbookRefused. */
export function scanSharedStrings(source: string): SharedString[] {
  const strings: SharedString[] = [];
  let current: { text: string; prefix: string; start: number } | null = null;
  let inText = false;
  let phonetic = 0;
  for (const token of xmlTokens(source)) {
    if (token.type === 'text') {
      if (current !== null && inText && phonetic === 0) {
        current.text += textOf(source, token);
      }
    } else if (token.name === 'si') {
      if (strings.length >= MAX_STRINGS) {
        throw new WorkbookRefused('too-complex', 'too many strings');
      }
      if (token.type === 'open') {
        current = { text: '', prefix: token.prefix, start: token.start };
      } else {
        const { text, prefix, start } = current ?? { text: '', prefix: token.prefix, start: token.start };
        strings.push({ text, prefix, start, end: token.end });
        current = null;
      }
    } else if (token.name === 't') {
      inText = token.type === 'open';
    } else if (token.name === 'rPh') {
      phonetic += token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
    }
  }
  return strings;
}

/** What a cell shows: its number, text or truth value; null if empty. Errors (`#N/A`) come as text. */
export function cellValue(
  cell: SheetCell,
  strings: readonly SharedString[],
): string | number | boolean | null {
  switch (cell.type) {
    case 's': {
      if (cell.value === null || cell.value === '') {
        return null;
      }
      const shared = strings[Number(cell.value)];
      if (shared === undefined) {
        throw new WorkbookRefused('damaged', 'shared string out of bounds');
      }
      return shared.text;
    }
    case 'inlineStr':
      return cell.inline;
    case 'str':
    case 'd':
    case 'e':
      return cell.value;
    case 'b':
      return cell.value === null ? null : cell.value.trim() === '1' || cell.value.trim() === 'true';
    default:
      return numberOf(cell.value);
  }
}

function numberOf(text: string | null): number | null {
  if (text === null || text.trim() === '') {
    return null;
  }
  const number = Number(text);
  if (Number.isNaN(number)) {
    throw new WorkbookRefused('damaged', 'number');
  }
  return number;
}

/** The number format ids and codes by style index: is a cell of this style shown as a date? */
export function dateStyles(stylesBytes: Uint8Array): (style: string | null) => boolean {
  const codes = new Map<string, string>();
  const formats: string[] = [];
  let inCellFormats = false;
  for (const token of xmlTokens(decodeXml(stylesBytes).text)) {
    if (token.type === 'text') {
      continue;
    }
    if (token.name === 'cellXfs') {
      inCellFormats = token.type === 'open';
    } else if (token.type !== 'close' && token.name === 'numFmt') {
      const attributes = token.attributes();
      codes.set(attributes.get('numFmtId') ?? '', attributes.get('formatCode') ?? '');
    } else if (token.type !== 'close' && token.name === 'xf' && inCellFormats) {
      formats.push(token.attributes().get('numFmtId') ?? '0');
    }
  }
  return (style) => {
    const id = style === null ? undefined : formats[Number(style)];
    if (id === undefined) {
      return false;
    }
    return isDateFormat(Number(id), codes.get(id));
  };
}

/** Whether a number format shows days; of a built-in one the code is not written in the file. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  const builtIn = id >= 14 && id <= 22;
  return code === undefined ? builtIn : /[dy]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
