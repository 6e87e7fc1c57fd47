import { base64Lines, type NewPart } from './cut-notice.ts';
import type { CutWork, MailView } from './cut-view.ts';
import { blockOf, headersIn, newHeader, type RawHeader } from './header-block.ts';
import { withoutHtmlQuotes } from './html-quotes.ts';
import { htmlToText } from './html-text.ts';
import { keptBounceLines, keptLines } from './kept-lines.ts';
import type { MimePart } from './mime-tree.ts';

/** What of a text part stays: null if all of it. The bytes of lines that stay are not touched. */
export function cutPlainText(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): NewPart | null {
  const charset = part.charset.toLowerCase();
  if (/^utf-?(?:16|32)|^ucs|^iso-10646/.test(charset) || bytes.includes(0)) {
    return cutWideText(part, bytes, view, work);
  }
  if (!isLegible(bytes) || /^utf-?7|^ebcdic|^(?:cp|ibm)-?(?:037|1\d{3}|500|28\d|273)$/.test(charset)) {
    return textPart(part, Buffer.alloc(0), null, view);
  }
  const lines = splitLines(bytes);
  const decode = decoderOf(charset);
  const read = lines.map((line) => decode(line).replace(/\r?\n$/, ''));
  const kept = keptOf(read, view, work);
  if (kept.every((keep) => keep)) {
    return null;
  }
  const own = lines.filter((_, at) => kept[at]);
  return textPart(part, Buffer.concat(own), null, view);
}

/** The text of an HTML part, which takes its place, without what it quotes; null if it quotes nothing. */
export function cutHtml(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): NewPart | null {
  const html = decoderOf(part.charset.toLowerCase())(bytes);
  const unquoted = withoutHtmlQuotes(html);
  const lines = htmlToText(unquoted).split('\n');
  const kept = keptOf(lines, view, work);
  if (unquoted === html && html.length <= LONGEST_HTML && kept.every((keep) => keep)) {
    return null;
  }
  const text = lines.filter((_, at) => kept[at]).join(view.newline);
  return textPart(part, Buffer.from(`${text}${view.newline}`), 'text/plain; charset=utf-8', view);
}

/** What htmlToText looks at. */
const LONGEST_HTML = 2_000_000;

function cutWideText(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): NewPart | null {
  const text = decoderOf(part.charset.toLowerCase())(bytes);
  if (text.includes('\0')) {
    return textPart(part, Buffer.alloc(0), null, view);
  }
  const lines = text.split('\n');
  const kept = keptOf(lines, view, work);
  const own = lines.filter((_, at) => kept[at]).join('\n');
  return kept.every((keep) => keep)
    ? null
    : textPart(part, Buffer.from(own), 'text/plain; charset=utf-8', view);
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
  while (at < bytes.length && lines.length < 10_000) {
    const end = bytes.indexOf(10, at);
    const next = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(at, next));
    at = next;
  }
  return at < bytes.length ? [...lines, bytes.subarray(at)] : lines;
}

/** Bytes of a set that begins with ASCII, as every set in use for mail does: of others no line can be judged. */
function isLegible(bytes: Buffer): boolean {
  const looked = bytes.subarray(0, 20_000);
  let ascii = 0;
  for (const byte of looked) {
    ascii += (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9 ? 1 : 0;
  }
  return ascii >= looked.length * 0.6;
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
