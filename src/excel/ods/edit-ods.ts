import type { CellResult } from '../calculator.ts';
import { dayOfSerial, writtenDay } from '../date-cell.ts';
import type { NewValue } from '../edit-sheet.ts';
import type { Edit } from '../xml.ts';
import type { OdsCell } from './ods-cells.ts';

/** The edit that puts a value into a cell; all other that its element says stays (style, notes, spans). */
export function editForValue(source: string, cell: OdsCell, column: number, value: NewValue): Edit {
  const tag = source.slice(cell.start, cell.tagEnd);
  const own = without(tag, 'table:formula', 'table:number-columns-repeated', ...VALUE_ATTRIBUTES);
  const typed = value === null ? null : 'text' in value ? textContent(value.text) : dayContent(value.number);
  const before = column - cell.column;
  const after = cell.columns - before - 1;
  const text = [
    repeated(source, cell, tag, before),
    element(source, cell, own, typed),
    repeated(source, cell, tag, after),
  ];
  return { start: cell.start, end: cell.end, text: text.join('') };
}

/** The edit that replaces what a formula shows, or takes it away: then whoever opens the file computes it. */
export function editForResult(source: string, cell: OdsCell, result: CellResult | null): Edit {
  const own = without(source.slice(cell.start, cell.tagEnd), ...VALUE_ATTRIBUTES);
  return { start: cell.start, end: cell.end, text: element(source, cell, own, resultContent(cell, result)) };
}

const VALUE_ATTRIBUTES = [
  ...['value-type', 'value', 'date-value', 'time-value', 'boolean-value', 'string-value', 'currency'].map(
    (name) => `office:${name}`,
  ),
  'calcext:value-type',
];

function without(tag: string, ...names: readonly string[]): string {
  return names
    .reduce((text, name) => text.replace(new RegExp(`\\s+${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`), ''), tag)
    .replace(/\s*\/?>$/, '');
}

interface Content {
  readonly attributes: string;
  /** What stands between the tags. */
  readonly text: string;
}

function textContent(text: string): Content {
  return { attributes: ' office:value-type="string"', text: paragraph(text) };
}

/** Only days are put into cells as numbers. */
function dayContent(serial: number): Content {
  const day = dayOfSerial(serial);
  return {
    attributes: ` office:value-type="date" office:date-value="${day}"`,
    text: paragraph(writtenDay(day)),
  };
}

function resultContent(cell: OdsCell, result: CellResult | null): Content | null {
  switch (typeof result) {
    case 'string':
      // More than one line, or stops of a tabulator: rather computed anew than written wrongly.
      return /[\t\n]/.test(result) ? null : textContent(result);
    case 'boolean':
      return {
        attributes: ` office:value-type="boolean" office:boolean-value="${result}"`,
        text: paragraph(String(result).toUpperCase()),
      };
    case 'number':
      // A day or an amount of money is written in its own way.
      return cell.type === null || cell.type === 'float' || cell.type === 'string'
        ? {
            attributes: ` office:value-type="float" office:value="${result}"`,
            text: paragraph(String(result)),
          }
        : null;
    default:
      return null;
  }
}

function element(source: string, cell: OdsCell, openTag: string, content: Content | null): string {
  const kept = cell.kept.map(({ start, end }) => source.slice(start, end)).join('');
  const inside = kept + (content?.text ?? '');
  const name = /^<([\w:-]+)/.exec(openTag)?.[1] ?? '';
  const open = openTag + (content?.attributes ?? '');
  return inside === '' ? `${open}/>` : `${open}>${inside}</${name}>`;
}

/** The same cell for so many columns, as before. */
function repeated(source: string, cell: OdsCell, tag: string, count: number): string {
  if (count <= 0) {
    return '';
  }
  const empty = tag.endsWith('/>');
  const open = without(tag, 'table:number-columns-repeated');
  const times = count === 1 ? '' : ` table:number-columns-repeated="${count}"`;
  return `${open}${times}${empty ? '/>' : `>${source.slice(cell.tagEnd, cell.end)}`}`;
}

/** Spaces beyond single ones between words are told apart by an element (OpenDocument 1.3, part 3, 6.1.3). */
function paragraph(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => `&${ESCAPES[character] ?? 'amp'};`);
  const spaced = escaped.replace(/^ +| +$| {2,}/g, (spaces) => `<text:s text:c="${spaces.length}"/>`);
  return `<text:p>${spaced}</text:p>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt' };
