import { WorkbookRefused } from './refusal.ts';

/** A part's text and how to write it back with the same encoding and byte order mark. */
export interface XmlText {
  readonly text: string;
  encode(changed: string): Buffer;
}

const MAX_DEPTH = 256;
const MAX_TOKENS = 3_000_000;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Decodes UTF-8 or UTF-16 strictly: bytes that are neither are refused as damaged. */
export function decodeXml(bytes: Uint8Array): XmlText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    const text = strictDecode('utf-16le', bytes);
    return { text, encode: (changed) => Buffer.from(`\ufeff${changed}`, 'utf16le') };
  }
  if (first === 0xfe && second === 0xff) {
    const text = strictDecode('utf-16be', bytes);
    return { text, encode: (changed) => Buffer.from(`\ufeff${changed}`, 'utf16le').swap16() };
  }
  const mark = first === 0xef && second === 0xbb ? '\ufeff' : '';
  return { text: strictDecode('utf-8', bytes), encode: (changed) => Buffer.from(mark + changed, 'utf8') };
}

function strictDecode(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new WorkbookRefused('damaged', `text is not ${encoding}`);
  }
}

/**
 * A piece of XML with its place in the text: `start` inclusive, `end` exclusive. `name` is without prefix.
 * `empty` is `<a/>`; `text` covers character data and CDATA, told apart by `literal`.
 */
export type XmlToken =
  | {
      readonly type: 'open' | 'empty';
      readonly name: string;
      readonly prefix: string;
      readonly start: number;
      readonly end: number;
      attributes(): ReadonlyMap<string, string>;
    }
  | {
      readonly type: 'close';
      readonly name: string;
      readonly prefix: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: 'text'; readonly literal: boolean; readonly start: number; readonly end: number };

/**
 * The tokens of a document, in order. No DTD and no entity definition is ever obeyed: a document with one is
 * refused as unsafe, a badly nested one as damaged. Runs in time linear in the text.
 */
export function* xmlTokens(source: string): Generator<XmlToken, void, undefined> {
  const open: string[] = [];
  let at = 0;
  let count = 0;
  while (at < source.length) {
    count += 1;
    if (count > MAX_TOKENS) {
      throw new WorkbookRefused('too-complex', 'too many elements');
    }
    const tagAt = source.indexOf('<', at);
    if (tagAt !== at) {
      const end = tagAt === -1 ? source.length : tagAt;
      yield { type: 'text', literal: false, start: at, end };
      at = end;
      continue;
    }
    const second = source[at + 1];
    if (second === '?') {
      at = skipPast(source, '?>', at);
    } else if (second === '!') {
      if (source.startsWith('<!--', at)) {
        at = skipPast(source, '-->', at + 4);
      } else if (source.startsWith('<![CDATA[', at)) {
        const end = skipPast(source, ']]>', at + 9);
        yield { type: 'text', literal: true, start: at + 9, end: end - 3 };
        at = end;
      } else {
        throw new WorkbookRefused('unsafe', 'document type declaration');
      }
    } else {
      const token = readTag(source, at);
      nest(open, token.type, token.prefix + token.name);
      yield token;
      at = token.end;
    }
  }
  if (open.length > 0) {
    throw new WorkbookRefused('damaged', 'element without end');
  }
}

function skipPast(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  if (at === -1) {
    throw new WorkbookRefused('damaged', `no ${mark}`);
  }
  return at + mark.length;
}

function nest(open: string[], type: 'open' | 'empty' | 'close', name: string): void {
  if (type === 'open') {
    open.push(name);
    if (open.length > MAX_DEPTH) {
      throw new WorkbookRefused('too-complex', 'nesting');
    }
  } else if (type === 'close' && open.pop() !== name) {
    throw new WorkbookRefused('damaged', 'badly nested element');
  }
}

/** The index of the `>` that ends the tag beginning at `start`; quoted values may hold `>`. */
function tagEnd(source: string, start: number): number {
  let quote = 0;
  for (let at = start + 1; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (quote !== 0) {
      quote = code === quote ? 0 : quote;
    } else if (code === 34 || code === 39) {
      quote = code;
    } else if (code === 62) {
      return at;
    } else if (code === 60) {
      break;
    }
  }
  throw new WorkbookRefused('damaged', 'tag without end');
}

function readTag(source: string, start: number): Exclude<XmlToken, { type: 'text' }> {
  const close = tagEnd(source, start);
  const end = close + 1;
  const closing = source[start + 1] === '/';
  const nameAt = closing ? start + 2 : start + 1;
  let nameEnd = nameAt;
  while (nameEnd < close && !/[\s/]/.test(source.charAt(nameEnd))) {
    nameEnd += 1;
  }
  const full = source.slice(nameAt, nameEnd);
  if (full === '') {
    throw new WorkbookRefused('damaged', 'element without name');
  }
  const colon = full.indexOf(':');
  const prefix = full.slice(0, colon + 1);
  const name = full.slice(colon + 1);
  if (closing) {
    return { type: 'close', name, prefix, start, end };
  }
  const empty = source[close - 1] === '/';
  const type = empty ? 'empty' : 'open';
  const attributes = () => readAttributes(source.slice(nameEnd, empty ? close - 1 : close));
  return { type, name, prefix, start, end, attributes };
}

function readAttributes(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const match of source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const name = match[1] ?? '';
    if (attributes.has(name)) {
      throw new WorkbookRefused('damaged', 'attribute given twice');
    }
    attributes.set(name, decodeEntities(match[2] ?? match[3] ?? ''));
  }
  return attributes;
}

/** An attribute by its name without prefix, such as `id` for `r:id`. */
export function localAttribute(attributes: ReadonlyMap<string, string>, name: string): string | undefined {
  for (const [key, value] of attributes) {
    if (key === name || key.endsWith(`:${name}`)) {
      return value;
    }
  }
  return undefined;
}

/** `&lt;`, `&#537;` and the like as characters. An entity that XML does not define is refused. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) {
    return text;
  }
  return text.replace(/&([^;&]{0,12});?/g, (_whole, entity: string) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity);
    if (numeric === null) {
      return NAMED[entity] ?? refuseEntity();
    }
    const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
    return code > 0x10ffff ? refuseEntity() : String.fromCodePoint(code);
  });
}

function refuseEntity(): never {
  throw new WorkbookRefused('damaged', 'unknown entity');
}

/** A token's text, with the spreadsheet's own escapes (`_x000D_`, ECMA-376 22.9.2.19) as they stand. */
export function escapedTextOf(
  source: string,
  token: { literal: boolean; start: number; end: number },
): string {
  const piece = source.slice(token.start, token.end);
  return token.literal ? piece : decodeEntities(piece);
}

/** Decodes a token's text; the spreadsheet's own escapes (`_x000D_`, ECMA-376 22.9.2.19) too. */
export function textOf(source: string, token: { literal: boolean; start: number; end: number }): string {
  return escapedTextOf(source, token).replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Text as it must stand in a cell's `<t>`: what XML cannot hold is written in the spreadsheet's own escapes. */
export function encodeCellText(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .replace(/[&<>"]/g, (character) => `&${ESCAPES[character] ?? 'amp'};`)
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => {
      const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${hex}_`;
    });
}

const ESCAPES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

/** A stretch of text to replace; an insertion has start = end. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits that do not overlap; insertions at one place keep their order. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) {
      throw new Error('edits overlap');
    }
    pieces.push(source.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  pieces.push(source.slice(at));
  return pieces.join('');
}
