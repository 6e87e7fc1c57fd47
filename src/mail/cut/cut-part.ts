import { isLegible } from '../reading/legible.ts';
import { sniffMediaType } from '../reading/media-type.ts';
import type { MailAttachment } from '../reading/parsed-mail.ts';
import { soundBody } from '../reading/sound-body.ts';
import type { TnefContent } from '../reading/tnef.ts';
import { fileFate } from './cut-files.ts';
import { base64Lines, type NewPart, noticePart } from './cut-notice.ts';
import { cutText } from './cut-text.ts';
import { type CutWork, headOf, isMailFile, isOurLetter, type MailView } from './cut-view.ts';
import { blockOf, headersIn, isMailHeader, mailStart, newHeader } from './header-block.ts';
import { reportLines } from './headers-only.ts';
import { keptLines } from './kept-lines.ts';
import type { MimePart } from './mime-tree.ts';

/** What takes the place of a part: null if it stays as it is, nothing if it goes, or new parts. */
export type PartFate = null | readonly NewPart[];

/** Cuts a mail that is inside the one in hand; the bytes that came if nothing is cut, null if nobody can take it apart. */
export type CutNested = (raw: Buffer, view: MailView) => Promise<Buffer | null>;

/** Mails inside mails that the parser looks into; a deeper one is a file that nobody has looked at. */
const MAX_DEPTH = 5;

/** Decides on one part that is no multipart. `plainBeside`: an HTML part of which there is a plain version too. */
export async function cutPart(
  part: MimePart,
  view: MailView,
  work: CutWork,
  plainBeside: boolean,
  cutNested: CutNested,
): Promise<PartFate> {
  const { bytes, sound } = await soundBody(part);
  const fate = await fateOf(part, bytes, view, work, plainBeside, cutNested);
  if (fate !== null || sound) {
    return fate;
  }
  work.cut.add('hidden-text');
  return [withBody(part, bytes, view)];
}

async function fateOf(
  part: MimePart,
  bytes: Buffer,
  view: MailView,
  work: CutWork,
  plainBeside: boolean,
  cutNested: CutNested,
): Promise<PartFate> {
  const { contentType } = part;
  if (
    /^message\/(?:(?:global-)?delivery-status|disposition-notification|feedback-report)$/.test(contentType)
  ) {
    return cutReport(part, bytes, view, work);
  }
  if (contentType === 'text/rfc822-headers' || contentType === 'message/global-headers') {
    return cutToHeaders(part, bytes, view, work);
  }
  if (contentType === 'text/calendar') {
    return cutCalendar(part, bytes, view, work);
  }
  if (isShownText(part)) {
    return cutShownText(part, bytes, view, work, plainBeside);
  }
  if (/^message\/(?:rfc822|global)$/.test(contentType) || isMailFile(bytes)) {
    return await cutNestedMail(part, bytes, view, work, cutNested);
  }
  if (work.quotedText && plainBeside && /^text\/(?!plain)/.test(contentType)) {
    work.cut.add('quoted-text');
    return [];
  }
  const file = await cutFile(part, bytes, view, work);
  return file === null && work.quotedText && isTextFile(bytes)
    ? noted(cutText(part, bytes, view, work), work)
    : file;
}

/** What the parser takes for the mail's own text. */
export function isShownText({ contentType, disposition }: MimePart): boolean {
  return /^text\/(?:plain|html)$/.test(contentType) && (disposition === '' || disposition === 'inline');
}

function cutShownText(
  part: MimePart,
  bytes: Buffer,
  view: MailView,
  work: CutWork,
  plainBeside: boolean,
): PartFate {
  if (!work.quotedText && !view.bounce) {
    return null;
  }
  const text = cutText(part, bytes, view, work);
  if (text !== null && plainBeside && part.contentType === 'text/html') {
    work.cut.add('quoted-text');
    return [];
  }
  return noted(text, work);
}

function noted(part: NewPart | null, work: CutWork): PartFate {
  if (part === null) {
    return null;
  }
  work.cut.add('quoted-text');
  return [part];
}

/** Only the fields of a report stay: where a boundary is missing, the returned mail follows them. */
function cutReport(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): PartFate {
  const lines = reportLines(bytes);
  const fields = Buffer.from(lines.join('\r\n'), 'latin1');
  if (sameButForSpace(fields, bytes)) {
    return null;
  }
  work.cut.add('returned-mail');
  return [withBody(part, Buffer.concat([fields, Buffer.from('\r\n')]), view)];
}

function cutToHeaders(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): PartFate {
  const kept = headersOf(bytes);
  if (sameButForSpace(kept, bytes)) {
    return null;
  }
  work.cut.add('returned-mail');
  return [withBody(part, kept, view)];
}

function cutCalendar(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): PartFate {
  const empty = Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n');
  // An answer to an invitation may quote whatever was written before.
  if (!work.quotedText || !/^(?:DESCRIPTION|COMMENT|X-ALT-DESC|ATTACH)\b/im.test(bytes.toString('latin1'))) {
    return null;
  }
  work.cut.add('quoted-text');
  return [withBody(part, empty, view)];
}

async function cutNestedMail(
  part: MimePart,
  bytes: Buffer,
  view: MailView,
  work: CutWork,
  cutNested: CutNested,
): Promise<PartFate> {
  if (view.returning || isOurLetter(headOf(bytes), work)) {
    return cutToHeaders(part, bytes, view, work);
  }
  if (!isMailFile(bytes) && bytes.some((byte) => byte > 32)) {
    // Called a mail, and is none: the parser would take its bytes for a text.
    work.cut.add('attachment-removed');
    return [noticePart('attachment', view.newline)];
  }
  const start = mailStart(bytes);
  const recognised = /^message\/(?:rfc822|global)$/.test(part.contentType) || /\.eml$/i.test(part.fileName);
  const inner = { ...view, depth: view.depth + 1, unseen: view.unseen || !recognised };
  const rest = view.depth + 1 > MAX_DEPTH ? null : await cutNested(bytes.subarray(start), inner);
  if (rest === null) {
    work.cut.add('attachment-removed');
    return [noticePart('attachment', view.newline)];
  }
  return rest.length === bytes.length - start && rest.equals(bytes.subarray(start))
    ? null
    : [withBody(part, rest, view)];
}

async function cutFile(part: MimePart, bytes: Buffer, view: MailView, work: CutWork): Promise<PartFate> {
  const found = await fileFate(bytes, part.contentType, part.fileName, view, work);
  switch (found.fate) {
    case 'stays':
      return null;
    case 'replaced':
      work.cut.add(found.code);
      return [withBody(part, found.bytes, view)];
    case 'removed':
      work.cut.add(found.code);
      return [noticePart(found.code === 'workbook-removed' ? 'workbook' : 'attachment', view.newline)];
    case 'unpacked':
      work.cut.add('attachment-removed');
      return await unpacked(found.content, view, work);
  }
}

/** The files of a winmail.dat as files of the mail, each judged for itself; its text where the mail has none. */
async function unpacked(content: TnefContent, view: MailView, work: CutWork): Promise<NewPart[]> {
  const parts: NewPart[] = [];
  const lines = content.text.split('\n');
  const kept = keptLines(lines, work.isOurs);
  const text = lines.filter((_, at) => kept[at]).join('\n');
  if (!view.hasText && text.trim() !== '') {
    parts.push(newPart('text/plain; charset=utf-8', 'inline', Buffer.from(text), view.newline));
  }
  for (const attachment of content.attachments) {
    parts.push(...(await unpackedFile(attachment, view, work)));
  }
  return content.messages.length === 0 ? parts : [...parts, noticePart('attachment', view.newline)];
}

async function unpackedFile(file: MailAttachment, view: MailView, work: CutWork): Promise<NewPart[]> {
  const found = isMailFile(file.bytes)
    ? ({ fate: 'removed', code: 'attachment-removed' } as const)
    : await fileFate(file.bytes, file.mediaType, file.name, view, work);
  const disposition = `attachment; filename*=utf-8''${encodeURIComponent(file.name).replace(/['()*]/g, '_')}`;
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.mediaType) ? file.mediaType : 'application/octet-stream';
  switch (found.fate) {
    case 'stays':
      return [newPart(type, disposition, file.bytes, view.newline)];
    case 'replaced':
      work.cut.add(found.code);
      return [newPart(type, disposition, found.bytes, view.newline)];
    case 'removed':
      work.cut.add(found.code);
      return [noticePart(found.code === 'workbook-removed' ? 'workbook' : 'attachment', view.newline)];
    case 'unpacked':
      return [noticePart('attachment', view.newline)];
  }
}

function newPart(type: string, disposition: string, bytes: Uint8Array, newline: string): NewPart {
  const headers = [
    newHeader('Content-Type', type, newline),
    newHeader('Content-Disposition', disposition, newline),
    newHeader('Content-Transfer-Encoding', 'base64', newline),
  ];
  return { block: blockOf(headers, newline), body: base64Lines(bytes, newline) };
}

/** The part with another body, encoded as it was; in base64 too if a line of it could be taken for a boundary. */
function withBody(part: MimePart, body: Uint8Array, { newline, boundaries }: MailView): NewPart {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mail = /^(?:message|text)\//.test(part.contentType);
  const plain = mail && !/^(?:base64|quoted-printable)$/.test(part.encoding);
  if (plain && !boundaries.some((boundary) => bytes.includes(`--${boundary}`))) {
    return { block: blockOf(headersIn(part.block), newline), body: bytes };
  }
  const headers = headersIn(part.block).filter(({ name }) => name !== 'content-transfer-encoding');
  const encoding = newHeader('Content-Transfer-Encoding', 'base64', newline);
  return { block: blockOf([...headers, encoding], newline), body: base64Lines(bytes, newline) };
}

/** The headers of a mail, with names that programs write: where the empty line is missing, its text follows them. */
function headersOf(bytes: Buffer): Buffer {
  const headers = headOf(bytes).filter(({ name }) => isMailHeader(name));
  return blockOf(headers, bytes.includes('\r\n') ? '\r\n' : '\n');
}

/** By its bytes: what is called a mail, a list or nothing may be the text of an answer that lost its headers. */
function isTextFile(bytes: Buffer): boolean {
  return sniffMediaType(bytes) === null && isLegible(bytes);
}

function sameButForSpace(kept: Buffer, bytes: Buffer): boolean {
  return tight(kept) === tight(bytes);
}

function tight(bytes: Buffer): string {
  return bytes
    .toString('latin1', 0, 1_000_000)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}
