import { type CellRange, cellRef } from '../cell-ref.ts';
import { serialOf } from '../date-cell.ts';
import type { CellWithFormula } from '../dependents.ts';
import type { KnownValue } from '../recompute.ts';
import { MAX_CELLS } from '../sheet-cells.ts';
import type { DefinedName } from '../workbook.ts';
import { escapedTextOf, type XmlToken, xmlTokens } from '../xml.ts';
import { excelFormula, reference } from './open-formula.ts';

/** A `<table:table-cell>`, which may stand for several cells in a row, and for several rows. */
export interface OdsCell extends CellWithFormula {
  /** How many cells beside each other it stands for. */
  readonly columns: number;
  /** How many rows its row stands for. */
  readonly rows: number;
  readonly style: string | null;
  readonly value: KnownValue;
  /** `office:value-type`; null if it has none. */
  readonly type: string | null;
  /** Hidden under a merged cell. */
  readonly covered: boolean;
  readonly start: number;
  readonly end: number;
  readonly tagEnd: number;
  /** The stretches between its tags that are not its text: notes, pictures. */
  readonly kept: readonly { readonly start: number; readonly end: number }[];
}

export interface OdsSheet {
  readonly name: string;
  readonly cells: readonly OdsCell[];
  /** The style of cells that name none, by column: the last whose `from` is not past it. */
  readonly columnStyles: readonly { readonly from: number; readonly style: string | null }[];
}

export interface OdsContent {
  readonly sheets: readonly OdsSheet[];
  readonly names: readonly DefinedName[];
  /** Whether days count from another day than 1899-12-30. */
  readonly otherEpoch: boolean;
}

interface Open {
  readonly name: string;
  readonly start: number;
}

type Tag = Extract<XmlToken, { type: 'open' | 'empty' }>;

/** A cell while it is being read. */
interface Draft {
  readonly attributes: ReadonlyMap<string, string>;
  readonly token: Tag;
  readonly column: number;
  readonly depth: number;
  readonly text: string[];
  readonly kept: { start: number; end: number }[];
  childAt: Open | null;
}

/**
 * Scans the sheets of content.xml (OpenDocument 1.3, part 3, chapter 9). Null where it uses other namespace prefixes than
 * everybody does, or sheets within cells. Throws WorkbookRefused at damaged XML.
 */
export function scanOds(source: string): OdsContent | null {
  const head = source.slice(0, source.indexOf('>', source.indexOf('document-content')) + 1);
  return ['office', 'table', 'text'].every((prefix) =>
    new RegExp(`xmlns:${prefix}=["']urn:oasis:names:tc:opendocument:xmlns:${prefix}:1\\.0["']`).test(head),
  )
    ? new OdsScan(source).run()
    : null;
}

class OdsScan {
  readonly #source: string;
  readonly #sheets: {
    name: string;
    cells: OdsCell[];
    columnStyles: { from: number; style: string | null }[];
  }[] = [];
  readonly #names: DefinedName[] = [];
  #otherEpoch = false;
  #strange = false;
  #depth = 0;
  #tableDepth: number | null = null;
  #row = 0;
  #rows = 1;
  #column = 1;
  #columnOfStyles = 1;
  #cell: Draft | null = null;
  #count = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): OdsContent | null {
    for (const token of xmlTokens(this.#source)) {
      if (token.type === 'text') {
        this.#text(token);
        continue;
      }
      if (token.type === 'close') {
        this.#depth -= 1;
        this.#close(token.prefix + token.name, token.end);
        continue;
      }
      this.#open(token);
      if (token.type === 'open') {
        this.#depth += 1;
      } else {
        this.#close(token.prefix + token.name, token.end);
      }
    }
    return this.#strange ? null : { sheets: this.#sheets, names: this.#names, otherEpoch: this.#otherEpoch };
  }

  #open(token: Tag): void {
    const name = token.prefix + token.name;
    const cell = this.#cell;
    if (cell !== null) {
      this.#openInCell(cell, token, name);
      return;
    }
    switch (name) {
      case 'table:table': {
        this.#strange ||= this.#tableDepth !== null;
        this.#tableDepth = this.#depth;
        this.#sheets.push({ name: token.attributes().get('table:name') ?? '', cells: [], columnStyles: [] });
        this.#row = 0;
        this.#rows = 1;
        this.#columnOfStyles = 1;
        return;
      }
      case 'table:table-column': {
        const attributes = token.attributes();
        const style = attributes.get('table:default-cell-style-name') ?? null;
        this.#sheets.at(-1)?.columnStyles.push({ from: this.#columnOfStyles, style });
        this.#columnOfStyles += repeats(attributes.get('table:number-columns-repeated'));
        return;
      }
      case 'table:table-row':
        this.#row += this.#row === 0 ? 1 : this.#rows;
        this.#rows = repeats(token.attributes().get('table:number-rows-repeated'));
        this.#column = 1;
        return;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        if (this.#tableDepth !== null) {
          const [attributes, column] = [token.attributes(), this.#column];
          this.#cell = { attributes, token, column, depth: this.#depth, text: [], kept: [], childAt: null };
        }
        return;
      case 'table:named-range':
      case 'table:named-expression':
        this.#names.push(nameOf(token.attributes()));
        return;
      case 'table:null-date':
        this.#otherEpoch ||= (token.attributes().get('table:date-value') ?? '1899-12-30') !== '1899-12-30';
    }
  }

  #openInCell(cell: Draft, token: Tag, name: string): void {
    this.#strange ||= name === 'table:table';
    if (cell.childAt === null) {
      cell.childAt = { name, start: token.start };
      if (name === 'text:p') {
        // An empty paragraph is a line too.
        cell.text.push(cell.text.length === 0 ? '' : '\n');
      }
    } else if (cell.childAt.name === 'text:p') {
      const count = repeats(token.attributes().get('text:c'));
      const written = { 'text:s': ' '.repeat(count), 'text:tab': '\t', 'text:line-break': '\n' }[name];
      cell.text.push(written ?? '');
    }
  }

  #text(token: Extract<XmlToken, { type: 'text' }>): void {
    if (this.#cell?.childAt?.name === 'text:p') {
      this.#cell.text.push(escapedTextOf(this.#source, token));
    }
  }

  #close(name: string, end: number): void {
    const cell = this.#cell;
    if (cell !== null) {
      if (this.#depth === cell.depth) {
        this.#finish(cell, end);
      } else if (this.#depth === cell.depth + 1 && cell.childAt !== null) {
        if (cell.childAt.name !== 'text:p') {
          cell.kept.push({ start: cell.childAt.start, end });
        }
        cell.childAt = null;
      }
    } else if (name === 'table:table' && this.#depth === this.#tableDepth) {
      this.#tableDepth = null;
    }
  }

  #finish({ attributes, token, column, text, kept }: Draft, end: number): void {
    this.#cell = null;
    const columns = repeats(attributes.get('table:number-columns-repeated'));
    this.#column += columns;
    const formula = attributes.get('table:formula');
    const type = attributes.get('calcext:value-type') ?? attributes.get('office:value-type') ?? null;
    const cell: OdsCell = {
      ref: cellRef(this.#row, column),
      row: this.#row,
      column,
      columns,
      rows: this.#rows,
      style: attributes.get('table:style-name') ?? null,
      formula: formula === undefined ? null : excelFormula(formula),
      sharedIndex: null,
      spread: spreadOf(attributes, this.#row, column, this.#rows, columns),
      value: storedValue(type, attributes, text.join('')),
      type,
      covered: token.name !== 'table-cell',
      start: token.start,
      end,
      tagEnd: token.end,
      kept,
    };
    // What says nothing costs nothing: empty rows and columns are written as one.
    if (cell.value !== null || formula !== undefined || cell.columns < 100) {
      this.#count += 1;
      this.#strange ||= this.#count > MAX_CELLS;
      this.#sheets.at(-1)?.cells.push(cell);
    }
  }
}

function repeats(text: string | undefined): number {
  const count = Number(text ?? 1);
  return Number.isInteger(count) && count > 0 && count <= 1_048_576 ? count : 1;
}

/** An array formula, or one that stands for several cells, cannot be computed as one. */
function spreadOf(
  attributes: ReadonlyMap<string, string>,
  row: number,
  column: number,
  rows: number,
  columns: number,
): CellRange | null {
  if (!attributes.has('table:formula')) {
    return null;
  }
  const matrix = attributes.has('table:number-matrix-columns-spanned');
  const bottom = row + Math.max(rows, repeats(attributes.get('table:number-matrix-rows-spanned'))) - 1;
  const right =
    column + Math.max(columns, repeats(attributes.get('table:number-matrix-columns-spanned'))) - 1;
  return matrix || bottom > row || right > column ? { top: row, left: column, bottom, right } : null;
}

function nameOf(attributes: ReadonlyMap<string, string>): DefinedName {
  const range = attributes.get('table:cell-range-address');
  const name = attributes.get('table:name') ?? '';
  // Without a formula that can be read it may look at anything.
  const formula = range === undefined ? null : reference(`[${range}]`);
  return { name, formula: formula ?? 'INDIRECT("")' };
}

function storedValue(type: string | null, attributes: ReadonlyMap<string, string>, text: string): KnownValue {
  const formula = attributes.has('table:formula');
  switch (type) {
    case null:
      return formula ? undefined : text === '' ? null : text;
    case 'string':
      return attributes.get('office:string-value') ?? text;
    case 'float':
    case 'percentage':
    case 'currency': {
      const number = Number(attributes.get('office:value') ?? Number.NaN);
      return Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      return attributes.get('office:boolean-value') === 'true';
    case 'date': {
      const day = /^\d{4}-\d{2}-\d{2}$/.exec(attributes.get('office:date-value') ?? '')?.[0];
      const serial = day === undefined ? Number.NaN : serialOf(day);
      return Number.isNaN(serial) ? undefined : serial;
    }
    default:
      return undefined;
  }
}
