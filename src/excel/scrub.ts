import { openCompoundFile } from './compound-file.ts';
import { WorkbookRefused } from './refusal.ts';
import { BIFF, recordsOf } from './xls/biff.ts';
import { openZip, ZIP_LIMITS, type Zip } from './zip.ts';

/** Zips inside zips are opened so deep; a deeper one counts as a trace. */
const NESTING = 3;

interface Pattern {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/**
 * Where a secret occurs in a file, as `part: encoding`; empty if nowhere (A22). Every inflated part (of zips inside
 * the zip too), the raw container, and the decoded text joined across elements are searched: UTF-8, UTF-16 of both
 * orders, XML-escaped, numeric entities, percent-encoded, base64, hex, composed and decomposed.
 * Never says what the secret is. What cannot be opened counts as a trace: the search fails closed.
 */
export function findTraces(bytes: Uint8Array, secret: string): string[] {
  if (secret === '') {
    return [];
  }
  const patterns = patternsOf(secret);
  const forms = textForms(secret);
  const traces = new Set<string>();
  searchContainer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), '', 0, {
    patterns,
    forms,
    traces,
  });
  return [...traces];
}

interface Search {
  readonly patterns: readonly Pattern[];
  readonly forms: readonly string[];
  readonly traces: Set<string>;
}

function searchContainer(bytes: Buffer, path: string, depth: number, search: Search): void {
  searchBytes(bytes, path === '' ? 'container' : path, search);
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) {
    searchCompound(bytes, path, depth, search);
    return;
  }
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x504b0304) {
    searchText(bytes, path === '' ? 'container' : path, search);
    return;
  }
  const zip = openForSearch(bytes);
  if (zip === null || depth >= NESTING) {
    if (depth === 0 || depth >= NESTING) {
      search.traces.add(`${path === '' ? 'container' : path}: unreadable`);
    }
    return;
  }
  for (const name of zip.names) {
    const inner = path === '' ? name : `${path}/${name}`;
    searchText(Buffer.from(name, 'utf8'), `${inner} (name)`, search);
    const content = readForSearch(zip, name);
    if (content === null) {
      search.traces.add(`${inner}: unreadable`);
    } else {
      searchContainer(content, inner, depth + 1, search);
    }
  }
}

/** The streams of an .xls: in the file they may lie in pieces, and so may the texts in a stream's records. */
function searchCompound(bytes: Buffer, path: string, depth: number, search: Search): void {
  try {
    for (const { name, data } of openCompoundFile(bytes).streams()) {
      const where = path === '' ? name : `${path}/${name}`;
      searchBytes(data, where, search);
      searchText(data, where, search);
      if (/^(workbook|book)$/i.test(name)) {
        for (const joined of joinedRecords(data)) {
          searchBytes(joined, where, search);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof WorkbookRefused)) {
      throw error;
    }
    // What claims to be one within another file is judged by its bytes alone.
    if (depth === 0) {
      search.traces.add('container: unreadable');
    }
  }
}

/** What records hold without their headers; the second time without the byte that begins a text's continuation. */
function joinedRecords(stream: Buffer): readonly Buffer[] {
  const records = recordsOf(stream);
  return [0, 1].map((skipped) =>
    Buffer.concat(records.map(({ type, data }) => (type === BIFF.CONTINUE ? data.subarray(skipped) : data))),
  );
}

function openForSearch(bytes: Buffer): Zip | null {
  try {
    return openZip(bytes, { ...ZIP_LIMITS, maxFile: ZIP_LIMITS.maxTotal });
  } catch (error) {
    if (error instanceof WorkbookRefused) {
      return null;
    }
    throw error;
  }
}

function readForSearch(zip: Zip, name: string): Buffer | null {
  try {
    return zip.peek(name);
  } catch (error) {
    if (error instanceof WorkbookRefused) {
      return null;
    }
    throw error;
  }
}

function searchBytes(bytes: Buffer, where: string, search: Search): void {
  for (const { encoding, bytes: pattern } of search.patterns) {
    if (bytes.includes(pattern)) {
      search.traces.add(`${where}: ${encoding}`);
    }
  }
}

/**
 * A text that formatting cut in pieces (`<t>pa</t><t>rola</t>`) is searched joined, and decoded; so are the values of
 * attributes, and base64 or hex that was broken into lines.
 */
function searchText(bytes: Buffer, where: string, search: Search): void {
  const text = textIn(bytes);
  if (text === null) {
    return;
  }
  const joined = text
    // OpenDocument writes spaces beyond the first as an element.
    .replace(/<text:s(?:\s+text:c\s*=\s*["'](\d{1,4})["'])?\s*\/>/g, (_tag, count = '1') =>
      ' '.repeat(Number(count)),
    )
    .replace(/<[^<>]*>/g, '');
  const found = [decodeAll(joined), decodeAll(text)].some((whole) => {
    const composed = whole.normalize('NFC');
    return search.forms.some((form) => whole.includes(form) || composed.includes(form));
  });
  if (found) {
    search.traces.add(`${where}: joined text`);
  }
  const unbroken = Buffer.from(joined.replace(/\s+/g, ''), 'latin1');
  for (const { encoding, bytes: pattern } of search.patterns) {
    if ((encoding === 'base64' || encoding === 'hex') && unbroken.includes(pattern)) {
      search.traces.add(`${where}: ${encoding}`);
    }
  }
}

/** Text by its byte order mark, or bytes without zeros as UTF-8; null for anything else. */
function textIn(bytes: Buffer): string | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) {
    return bytes.toString('utf16le', 2);
  }
  if (mark === 0xfeff) {
    return new TextDecoder('utf-16be').decode(bytes);
  }
  return bytes.subarray(0, 1_000).includes(0) ? null : bytes.toString('utf8');
}

function decodeAll(text: string): string {
  if (!/[&_]/.test(text)) {
    return text;
  }
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (whole, hex: string) => character(Number.parseInt(hex, 16), whole))
    .replace(/&#([0-9]{1,7});/g, (whole, digits: string) => character(Number(digits), whole))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9a-f]{4})_/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

function textForms(secret: string): string[] {
  return [...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD')])];
}

function entities(text: string, entity: (code: number) => string, which: RegExp): string {
  return Array.from(text, (letter) =>
    which.test(letter) ? entity(letter.codePointAt(0) ?? 0) : letter,
  ).join('');
}

function escapedForms(text: string): string[] {
  const named = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const decimal = (code: number): string => `&#${code};`;
  const hex = (code: number): string => `&#x${code.toString(16)};`;
  const upper = (code: number): string => `&#x${code.toString(16).toUpperCase()};`;
  const odd = /[^\w]/;
  const all = /./su;
  const foreign = /[^\u0020-\u007e]/;
  return [
    text,
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    named,
    named.replaceAll('"', '&quot;'),
    named.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    named.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    named.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
    ...[decimal, hex, upper].flatMap((entity) =>
      [odd, all, foreign].map((which) => entities(text, entity, which)),
    ),
    encodeURIComponent(text.toWellFormed()),
    encodeURI(text.toWellFormed()),
    JSON.stringify(text).slice(1, -1),
  ];
}

function patternsOf(secret: string): Pattern[] {
  const patterns = new Map<string, Pattern>();
  const add = (encoding: string, bytes: Buffer): void => {
    // An encoding that came out shorter than a short secret would be found everywhere.
    const key = bytes.toString('latin1');
    if (bytes.length >= Math.min(4, secret.length) && !patterns.has(key)) {
      patterns.set(key, { encoding, bytes });
    }
  };
  for (const form of textForms(secret)) {
    for (const escaped of new Set(escapedForms(form))) {
      const wide = Buffer.from(escaped, 'utf16le');
      add('UTF-8', Buffer.from(escaped, 'utf8'));
      add('UTF-16LE', wide);
      add('UTF-16BE', Buffer.from(wide).swap16());
    }
    add('Latin-1', Buffer.from(form, 'latin1'));
    for (const bytes of [Buffer.from(form, 'utf8'), Buffer.from(form, 'utf16le')]) {
      add('hex', Buffer.from(bytes.toString('hex')));
      add('hex', Buffer.from(bytes.toString('hex').toUpperCase()));
      for (const piece of base64Pieces(bytes)) {
        add('base64', Buffer.from(piece));
        add('base64', Buffer.from(piece.replaceAll('+', '-').replaceAll('/', '_')));
      }
    }
  }
  return [...patterns.values()];
}

/** What of a secret's base64 is the same whatever stands before and after it, for the three ways it may be aligned. */
function base64Pieces(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + bytes.length) * 8) / 6);
    return text.slice(first, last);
  });
}
