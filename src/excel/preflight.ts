import { area, LAST_COLUMN, LAST_ROW, parseRange } from './cell-ref.ts';
import { openCompoundFile } from './compound-file.ts';
import type { WorkbookKind } from './form.ts';
import { WorkbookRefused } from './refusal.ts';
import { MAX_CELLS } from './sheet-cells.ts';
import { describeWorkbook, partText, type Workbook } from './workbook.ts';
import { decodeXml, xmlTokens } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

const MAX_FILE = 20_000_000;
const MAX_XLS = 10_000_000;
const MAX_TEXT = 5_000_000;
const MAX_MERGED_AREA = 100_000;

export interface WorkbookPreflight {
  readonly kind: 'xlsx' | 'xlsm';
  readonly workbook: Workbook;
}

/** What a file is, told from its bytes and not from its name. */
export type Preflight =
  | WorkbookPreflight
  | {
      readonly kind: Exclude<WorkbookKind, 'xlsx' | 'xlsm'>;
      readonly macros: boolean;
      /** What a library shall be given: the file, or of a compound file only the stream with the sheets. */
      readonly contents: Uint8Array;
    };

/**
 * A cheap verdict on bytes from outside before any library sees them: kind, size, structure, encryption.
 * Throws WorkbookRefused.
 */
export function preflight(bytes: Uint8Array): Preflight {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.every((byte) => byte === 0)) {
    throw new WorkbookRefused('empty-file', 'no content');
  }
  if (buffer.length > MAX_FILE) {
    throw new WorkbookRefused('too-big', `file of ${buffer.length} bytes`);
  }
  if (buffer.length >= 8 && buffer.readUInt32BE(0) === 0xd0cf11e0) {
    return preflightCompound(buffer);
  }
  if (buffer.length >= 4 && buffer.readUInt32BE(0) === 0x504b0304) {
    return preflightZip(openZip(buffer), buffer);
  }
  return preflightText(buffer);
}

function preflightCompound(buffer: Buffer): Preflight {
  const file = openCompoundFile(buffer);
  if (file.names.has('EncryptedPackage') || file.names.has('EncryptionInfo')) {
    throw new WorkbookRefused('encrypted', 'encrypted package');
  }
  const stream = file.stream('Workbook') ?? file.stream('WORKBOOK') ?? file.stream('Book');
  if (stream === null) {
    // A fuzzed directory loses its names; a .doc or .msg has other ones that we know.
    const other = ['WordDocument', 'PowerPoint Document', '__properties_version1.0'];
    const code = other.some((name) => file.names.has(name)) ? 'not-a-workbook' : 'damaged';
    throw new WorkbookRefused(code, 'no workbook stream');
  }
  if (buffer.length > MAX_XLS) {
    throw new WorkbookRefused('too-big', `file of ${buffer.length} bytes`);
  }
  checkRecords(stream);
  const macros = file.names.has('_VBA_PROJECT_CUR') || file.names.has('_VBA_PROJECT');
  // A few bytes among the document's properties keep the library busy for minutes; nobody needs them.
  return { kind: 'xls', macros, contents: stream };
}

const BOF = 0x0809;
const FILEPASS = 0x002f;

/** Walks the BIFF records ([MS-XLS] 2.1): begins with BOF, not encrypted, each within the stream, not too many cells. */
function checkRecords(stream: Buffer): void {
  if (stream.length < 8 || (stream.readUInt16LE(0) & 0xff) !== (BOF & 0xff)) {
    throw new WorkbookRefused('damaged', 'no beginning of file');
  }
  let records = 0;
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const size = stream.readUInt16LE(at + 2);
    if (type === 0 && size === 0) {
      return;
    }
    if (type === FILEPASS) {
      throw new WorkbookRefused('encrypted', 'file pass');
    }
    at += 4 + size;
    records += 1;
    if (at > stream.length) {
      throw new WorkbookRefused('damaged', 'record cut short');
    }
    if (records > 4 * MAX_CELLS) {
      throw new WorkbookRefused('too-complex', 'too many records');
    }
  }
}

function preflightZip(zip: Zip, contents: Uint8Array): Preflight {
  if (zip.has('mimetype')) {
    return preflightOpenDocument(zip, contents);
  }
  if (!zip.has('[Content_Types].xml')) {
    throw new WorkbookRefused('not-a-workbook', 'another kind of zip');
  }
  refuseDeclarations(zip);
  const binary = zip.names.some((name) => /(^|\/)workbook\.bin$/i.test(name));
  if (binary) {
    return { kind: 'xlsb', macros: zip.names.some((name) => /vbaProject\.bin$/i.test(name)), contents };
  }
  if (zip.names.some((name) => /^(word|ppt|visio)\//i.test(name))) {
    throw new WorkbookRefused('not-a-workbook', 'another office document');
  }
  const workbook = describeWorkbook(zip);
  if (workbook.sheets.length === 0) {
    throw new WorkbookRefused('damaged', 'no sheets');
  }
  let cells = 0;
  let merged = 0;
  for (const sheet of workbook.sheets.filter((entry) => entry.worksheet)) {
    const { text } = partText(zip, sheet.part);
    cells += countTags(text, 'c', MAX_CELLS - cells);
    merged += mergedArea(text, MAX_MERGED_AREA - merged);
  }
  return { kind: workbook.macros ? 'xlsm' : 'xlsx', workbook };
}

/** No part of a workbook has a document type: one with it wants to define entities (XXE, billion laughs). */
function refuseDeclarations(zip: Zip): void {
  for (const name of zip.names.filter((part) => /\.(xml|rels|vml)$/i.test(part))) {
    const head = zip.peek(name)?.subarray(0, 4_000);
    const found =
      head !== undefined && /<!(DOCTYPE|ENTITY)/i.test(head.toString('latin1').replaceAll('\0', ''));
    if (found) {
      throw new WorkbookRefused('unsafe', 'document type declaration');
    }
  }
}

function countTags(text: string, name: string, limit: number): number {
  const pattern = new RegExp(`<(?:[\\w.-]+:)?${name}[\\s/>]`, 'g');
  let count = 0;
  while (pattern.exec(text) !== null) {
    count += 1;
    if (count > limit) {
      throw new WorkbookRefused('too-complex', 'too many cells');
    }
  }
  return count;
}

function mergedArea(text: string, limit: number): number {
  let total = 0;
  for (const match of text.matchAll(/<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref\s*=\s*["']([^"']*)["']/g)) {
    const range = parseRange(match[1] ?? '');
    total += range === null ? 0 : area(range);
    if (total > limit) {
      throw new WorkbookRefused('too-complex', 'merged area');
    }
  }
  return total;
}

function preflightOpenDocument(zip: Zip, contents: Uint8Array): Preflight {
  const type = zip.read('mimetype')?.toString('latin1').trim() ?? '';
  if (!/^application\/vnd\.oasis\.opendocument\.spreadsheet(-template)?$/.test(type)) {
    throw new WorkbookRefused('not-a-workbook', 'another kind of document');
  }
  const manifest = zip.read('META-INF/manifest.xml')?.toString('utf8') ?? '';
  if (/encryption-data/.test(manifest)) {
    throw new WorkbookRefused('encrypted', 'encrypted document');
  }
  refuseDeclarations(zip);
  checkRepetitions(partText(zip, 'content.xml').text);
  return { kind: 'ods', macros: zip.names.some((name) => /^(Basic|Scripts)\/./.test(name)), contents };
}

/** OpenDocument writes "this cell, ten million times" in a few bytes; empty cells may be repeated at will. */
function checkRepetitions(source: string): void {
  let rows = 1;
  let cells = 0;
  let merged = 0;
  for (const token of xmlTokens(source)) {
    if (token.type === 'text' || token.type === 'close') {
      continue;
    }
    if (token.name === 'table-row') {
      rows = repeated(token.attributes().get('table:number-rows-repeated'), LAST_ROW);
    } else if (token.name === 'table-column') {
      repeated(token.attributes().get('table:number-columns-repeated'), LAST_COLUMN);
    } else if (token.name === 's') {
      repeated(token.attributes().get('text:c'), MOST_SPACES);
    } else if (token.name === 'table-cell' || token.name === 'covered-table-cell') {
      const attributes = token.attributes();
      const columns = repeated(attributes.get('table:number-columns-repeated'), LAST_COLUMN);
      const rowsSpanned = Number(attributes.get('table:number-rows-spanned') ?? 1);
      merged += rowsSpanned * Number(attributes.get('table:number-columns-spanned') ?? 1);
      const filled =
        token.type === 'open' || attributes.has('office:value-type') || attributes.has('table:formula');
      cells += filled ? rows * columns : 0;
    }
    if (!(cells <= MAX_CELLS)) {
      throw new WorkbookRefused('too-complex', 'too many cells');
    }
    if (!(merged <= MAX_MERGED_AREA)) {
      throw new WorkbookRefused('too-complex', 'merged area');
    }
  }
}

const MOST_SPACES = 10_000;

/** How often something is repeated; more than a sheet has room for is a bomb. */
function repeated(text: string | undefined, most: number): number {
  const times = Number(text ?? 1);
  if (!Number.isInteger(times) || times < 0 || times > most) {
    throw new WorkbookRefused('too-complex', 'repetitions');
  }
  return times;
}

function preflightText(buffer: Buffer): Preflight {
  const utf16 = buffer[0] === 0xff && buffer[1] === 0xfe;
  const start = buffer.subarray(0, 4_000).toString(utf16 ? 'utf16le' : 'latin1');
  const head = start
    .replace(/^(\ufeff|\u00ef\u00bb\u00bf)/, '')
    .trimStart()
    .toLowerCase();
  const xml2003 = head.startsWith('<?xml') && head.includes('urn:schemas-microsoft-com:office:spreadsheet');
  const html = /^(<!doctype html|<\?xml[^>]*>\s*(<!doctype html[^>]*>\s*)?<html|<html|<table)/.test(head);
  const flat =
    head.startsWith('<?xml') && /<office:document\s/.test(head) && head.includes('opendocument.spreadsheet');
  if (!xml2003 && !html && !flat) {
    throw new WorkbookRefused('not-a-workbook', 'unknown kind of file');
  }
  if (buffer.length > MAX_TEXT) {
    throw new WorkbookRefused('too-big', `file of ${buffer.length} bytes`);
  }
  if (html) {
    checkHtmlTable(buffer.toString('latin1'));
    return { kind: 'html', macros: false, contents: buffer };
  }
  const { text } = decodeXml(buffer);
  if (flat) {
    checkRepetitions(text);
    return { kind: 'ods', macros: false, contents: buffer };
  }
  for (const token of xmlTokens(text)) {
    // Reading to the end is the check: well formed, no declarations.
    if (token.type === 'open' && token.name === 'Workbook' && token.start > 4_000) {
      throw new WorkbookRefused('damaged', 'late workbook');
    }
  }
  countTags(text, 'Cell', MAX_CELLS);
  return { kind: 'xml2003', macros: false, contents: buffer };
}

function checkHtmlTable(text: string): void {
  if (!/<table[\s>]/i.test(text) || !/<t[dh][\s>]/i.test(text)) {
    throw new WorkbookRefused('not-a-workbook', 'page without a table');
  }
  countTags(text, 't[dh]', MAX_CELLS);
  let spanned = 0;
  for (const match of text.matchAll(/<t[dh]\s[^>]{0,2000}?span\s*=\s*["']?(\d+)/gi)) {
    spanned += Number(match[1]);
    if (spanned > MAX_MERGED_AREA) {
      throw new WorkbookRefused('too-complex', 'merged area');
    }
  }
}
