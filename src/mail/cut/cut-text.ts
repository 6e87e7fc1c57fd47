import { htmlToText } from '../reading/html-text.ts';
import { isLegible } from '../reading/legible.ts';
import { base64Lines, type NewPart } from './cut-notice.ts';
import type { CutWork, MailView } from './cut-view.ts';
import { blockOf, headersIn, isSoundBlock, newHeader, type RawHeader } from './header-block.ts';
import { isWrittenInHtml, withoutHtmlQuotes, withShownLines } from './html-quotes.ts';
import { keptBounceLines, keptLines, sourceOfOurs } from './kept-lines.ts';
import type { MimePart } from './mime-tree.ts';

/** What of a text part stays, plain or HTML by its looks: null if all of it, nothing of what nobody can read. */
export function cutText(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): NewPart | null {
  const charset = part.charset.toLowerCase();
  const text = decoderOf(charset)(bytes);
  const wide = WIDE.test(charset);
  // Where the beginning of a text is lost, so may be the line that says that it is quoted.
  if (
    !isSoundBlock(part.block) ||
    text.includes('\0') ||
    NOT_ASCII.test(charset) ||
    !(wide || isLegible(bytes))
  ) {
    return textPart(part, Buffer.alloc(0), null, view);
  }
  if (isWrittenInHtml(text)) {
    const source = sourceIn(text, view, work);
    if (source === null) {
      return cutHtml(part, text, view, work);
    }
    // Where a boundary was lost, the source of the next part follows: what stands before it is HTML all the same.
    const before = text.slice(0, source);
    if (isWrittenInHtml(before)) {
      return textPart(part, Buffer.from(htmlWithoutQuotes(before, view, work).text), PLAIN_UTF8, view);
    }
  }
  return wide ? cutWideText(part, text, view, work) : cutPlainText(part, bytes, view, work);
}

const WIDE = /^utf-?(?:16|32)|^ucs|^iso-10646/;
/** Sets in which `>` and the letters of labels are written with other bytes than those of ASCII. */
const NOT_ASCII = /^utf-?7|^ebcdic|^(?:cp|ibm)-?(?:037|1\d{3}|500|28\d|273)$/;

const PLAIN_UTF8 = 'text/plain; charset=utf-8';

/** Where the source of a mail begins in a text, which may have HTML in it and is judged line by line; null without one. */
function sourceIn(text: string, view: MailView, work: CutWork): number | null {
  const lines = text.split('\n', MOST_LINES);
  const first = sourceOfOurs(lines, lines.length, view.bounce ? () => true : work.isOurs);
  return first < lines.length ? lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0) : null;
}

/** The bytes of lines that stay are not touched. */
function cutPlainText(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): NewPart | null {
  const lines = splitLines(bytes);
  const decode = decoderOf(part.charset.toLowerCase());
  const read = lines.map((line) => decode(line).replace(/\r?\n$/, ''));
  const kept = keptOf(read, view, work);
  if (kept.every((keep) => keep)) {
    return null;
  }
  const own = lines.filter((_, at) => kept[at]);
  return textPart(part, Buffer.concat(own), null, view);
}

/** The text of an HTML part, which takes its place, without what it quotes; null if it quotes nothing. */
function cutHtml(part: MimePart, html: string, view: MailView, work: CutWork): NewPart | null {
  const { text, whole } = htmlWithoutQuotes(html, view, work);
  return whole ? null : textPart(part, Buffer.from(text), PLAIN_UTF8, view);
}

interface Unquoted {
  /** As plain text. */
  readonly text: string;
  /** Nothing was quoted, and nothing is too long to be looked at. */
  readonly whole: boolean;
}

function htmlWithoutQuotes(html: string, view: MailView, work: CutWork): Unquoted {
  const parts = html.search(/^--[^\r\n]{1,200}\r?\n(?:content|mime)-/im);
  const unquoted = withoutHtmlQuotes(parts === -1 ? html : html.slice(0, parts));
  const lines = htmlToText(withShownLines(unquoted)).split('\n');
  const kept = keptOf(lines, view, work);
  const text = lines.filter((_, at) => kept[at]).join(view.newline);
  return {
    text: `${text}${view.newline}`,
    whole: unquoted === html && html.length <= LONGEST_HTML && kept.every((keep) => keep),
  };
}

/** More of a text is not kept. */
const MOST_LINES = 10_000;
/** What htmlToText looks at. */
const LONGEST_HTML = 2_000_000;

function cutWideText(part: MimePart, text: string, view: MailView, work: CutWork): NewPart | null {
  const lines = text.split('\n');
  const kept = keptOf(lines, view, work);
  const own = lines.filter((_, at) => kept[at]).join('\n');
  return kept.every((keep) => keep) ? null : textPart(part, Buffer.from(own), PLAIN_UTF8, view);
}

function keptOf(lines: readonly string[], view: MailView, work: CutWork): boolean[] {
  return view.bounce ? keptBounceLines(lines, work.isOurs) : keptLines(lines, work.isOurs);
}

/** The part with another body, in base64: no line of it can be taken for a boundary. */
function textPart(part: MimePart, body: Buffer, type: string | null, view: MailView): NewPart {
  const { newline } = view;
  const replaced = new Set(['content-transfer-encoding', ...(type === null ? [] : ['content-type'])]);
  const headers: RawHeader[] = [
    ...headersIn(part.block).filter(({ name }) => !replaced.has(name)),
    ...(type === null ? [] : [newHeader('Content-Type', type, newline)]),
    newHeader('Content-Transfer-Encoding', 'base64', newline),
  ];
  return { block: blockOf(headers, newline), body: base64Lines(body, newline) };
}

/** Lines with their ends; what is beyond a bounded number is one line. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && lines.length < MOST_LINES) {
    const end = bytes.indexOf(10, at);
    const next = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(at, next));
    at = next;
  }
  return at < bytes.length ? [...lines, bytes.subarray(at)] : lines;
}

function decoderOf(charset: string): (bytes: Buffer) => string {
  const label = charset === '' || charset === 'unknown-8bit' ? 'utf-8' : charset;
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch {
    // A set that nobody knows: its ASCII letters tell enough.
    return (bytes) => bytes.toString('utf8');
  }
}
