import { parseAddressHeader } from 'mailparser';
import { isOutOfMemory } from '../../bounded/serve-jobs.ts';
import { LARGEST_MAIL } from '../wire/largest-mail.ts';
import { readReport } from './delivery-report.ts';
import { oneLine } from './file-names.ts';
import { htmlToText } from './html-text.ts';
import { comparableAddress } from './mailboxes-in.ts';
import { withSaneLines, withSaneParts } from './mend-mail.ts';
import { mimeLeaves, type RawPart } from './mime-leaves.ts';
import type { MimeShape } from './mime-scan.ts';
import type { HeaderLine, MailAddress, ParsedMail, ParseOutcome, ParseRefusal } from './parsed-mail.ts';
import { sortParts } from './sort-parts.ts';
import { type UnzipBudget, unzipBudget } from './unzip.ts';
import { takeUuencoded, type UuencodedFile } from './uuencoded.ts';

/** What a mail may be at most. A mail beyond it is not read, but kept. */
export interface MimeCaps {
  readonly bytes: number;
  /** Parts of one mail. */
  readonly parts: number;
  /** Multiparts inside multiparts. */
  readonly depth: number;
  /** Lines of one header block. */
  readonly headerLines: number;
  readonly headerBytes: number;
  /** Mails inside mails. */
  readonly nesting: number;
  /** Characters of text kept. */
  readonly text: number;
}

const MIME_CAPS: MimeCaps = {
  bytes: LARGEST_MAIL,
  parts: 200,
  depth: 20,
  headerLines: 1_000,
  headerBytes: 262_144,
  nesting: 5,
  text: 400_000,
};

const KEPT_HEADERS = 300;
const KEPT_HEADER_LENGTH = 4_000;
const KEPT_ADDRESSES = 200;

/**
 * Reads a raw mail. Runs in the bounded child: nothing here is safe against a hostile mail by itself
 * except through the caps and the child's limits on memory and time. Never throws for a bad mail.
 */
export async function readMime(raw: Buffer, caps: MimeCaps = MIME_CAPS): Promise<ParseOutcome> {
  return readAt(raw, { caps, level: 0, budget: unzipBudget() });
}

interface Place {
  readonly caps: MimeCaps;
  /** How many mails this one lies in. */
  readonly level: number;
  /** For all archives of the outermost mail together. */
  readonly budget: UnzipBudget;
}

async function readAt(raw: Buffer, place: Place): Promise<ParseOutcome> {
  const { caps } = place;
  if (raw.length > caps.bytes) {
    return refuse(
      'too-big',
      `Mesajul are peste ${Math.floor(caps.bytes / 1024 / 1024)} MB și nu a fost citit.`,
    );
  }
  const mended = withSaneLines(raw);
  const misshapen = checkShape(mended.shape, caps);
  if (misshapen !== null) {
    return { refused: misshapen };
  }
  try {
    return await parseMime(withSaneParts(mended), mended.shape, place);
  } catch (error) {
    if (isOutOfMemory(error)) {
      // Not this mail's structure: the child says so and ends.
      throw error;
    }
    if (error instanceof Error && 'code' in error && error.code === 'EMAXLEN') {
      return refuse('too-many-parts', 'Mesajul are prea multe părți sau antete și nu a fost citit.');
    }
    return refuse('unreadable', 'Mesajul nu a putut fi citit: structura lui este stricată.');
  }
}

function checkShape(shape: MimeShape, caps: MimeCaps): ParseRefusal | null {
  if (shape.depth > caps.depth) {
    return { code: 'too-deep', message: `Mesajul are ${shape.depth} niveluri imbricate și nu a fost citit.` };
  }
  if (shape.parts > caps.parts) {
    return { code: 'too-many-parts', message: `Mesajul are ${shape.parts} părți și nu a fost citit.` };
  }
  if (shape.headerLines > caps.headerLines || shape.headerBytes > caps.headerBytes) {
    return {
      code: 'too-many-headers',
      message: `Mesajul are ${shape.headerLines} linii de antet și nu a fost citit.`,
    };
  }
  return null;
}

async function parseMime(raw: Buffer, shape: MimeShape, place: Place): Promise<ParsedMail> {
  const { caps, level } = place;
  const leaves = await mimeLeaves(raw, caps);
  const { text: written, files } = takeUuencoded(leaves.text);
  const text = textOf(written, leaves.html, caps.text);
  const headers = headerLines(leaves.headerLines);
  const sorted = await sortParts([...leaves.parts, ...files.map(fileInText)], {
    html: text.html ?? '',
    budget: place.budget,
    readMail: level < caps.nesting ? (inner) => readAt(inner, { ...place, level: level + 1 }) : null,
  });
  return {
    ...addressesOf(headers),
    subject: oneLine(leaves.subject),
    date: dateOf(headers),
    messageId: messageIds(valuesOf(headers, 'message-id'))[0] ?? null,
    inReplyTo: messageIds(valuesOf(headers, 'in-reply-to')),
    references: messageIds(valuesOf(headers, 'references')),
    headers,
    contentType: leaves.contentType?.value.toLowerCase() ?? 'text/plain',
    reportType: leaves.contentType?.params['report-type']?.toLowerCase() ?? '',
    text: text.plain ?? text.htmlText ?? sorted.embeddedText,
    htmlText: text.htmlText,
    attachments: sorted.attachments,
    nested: sorted.nested,
    report: readReport(sorted.reportParts),
    calendar: sorted.calendar,
    truncated: !shape.closed,
  };
}

function fileInText({ name, bytes }: UuencodedFile): RawPart {
  return {
    contentType: 'application/octet-stream',
    claimedName: name,
    bytes,
    contentId: null,
    related: false,
    disposition: 'attachment',
  };
}

function textOf(
  written: string,
  html: string | null,
  limit: number,
): { plain: string | null; html: string | null; htmlText: string | null } {
  const plain = withoutZeros(written.slice(0, limit));
  const htmlText = html === null ? null : withoutZeros(htmlToText(html).slice(0, limit));
  // mailparser leaves an empty text where it was told not to convert the HTML.
  return { plain: plain.trim() === '' ? null : plain, html, htmlText };
}

/** No text has them, and PostgreSQL takes none. */
function withoutZeros(text: string): string {
  return text.replaceAll('\0', '');
}

function headerLines(lines: readonly { key: string; line: string }[]): HeaderLine[] {
  return lines.slice(0, KEPT_HEADERS).map(({ key, line }) => {
    // mailparser hands out header bytes one character each.
    const text = Buffer.from(line.slice(0, KEPT_HEADER_LENGTH), 'latin1').toString('utf8');
    const value = text.slice(text.indexOf(':') + 1).replace(/\r?\n/g, '');
    return { name: key.toLowerCase(), value: value.trim() };
  });
}

/** The values of all headers of a name, in the order in which they came. */
export function valuesOf(headers: readonly HeaderLine[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}

function addressesOf(
  headers: readonly HeaderLine[],
): Pick<ParsedMail, 'from' | 'fromHeaders' | 'sender' | 'replyTo' | 'to' | 'cc'> {
  const fromHeaders = valuesOf(headers, 'from');
  return {
    from: mailboxes(fromHeaders),
    fromHeaders: fromHeaders.length,
    sender: mailboxes(valuesOf(headers, 'sender'))[0] ?? null,
    replyTo: mailboxes(valuesOf(headers, 'reply-to')),
    to: mailboxes(valuesOf(headers, 'to')),
    cc: mailboxes(valuesOf(headers, 'cc')),
  };
}

/** The mailboxes of some address headers; what is no address is left out. */
export function mailboxes(values: readonly string[]): MailAddress[] {
  const found: MailAddress[] = [];
  const parsed = parseAddressHeader(values.map(withQuotedNames), { flatten: true, decodePunycode: false });
  for (const entry of parsed.value.slice(0, KEPT_ADDRESSES)) {
    const address = comparableAddress(entry.address ?? '');
    if (address !== null) {
      found.push({ address, name: oneLine(entry.name, 200) });
    }
  }
  return found;
}

/** A name that decodes to `Ion, Cc: x@y` is quoted first: what is encoded in it must not act as punctuation. */
function withQuotedNames(value: string): string {
  return value.replace(/"(?:[^"\\]|\\.)*"|=\?[\w-]{1,40}\?[bq]\?[^?\s"]{1,1000}\?=/gi, (piece) =>
    piece.startsWith('=') && /[:,;<>@()[\]]/.test(piece) ? `"${piece}"` : piece,
  );
}

function dateOf(headers: readonly HeaderLine[]): string | null {
  const value = valuesOf(headers, 'date')[0];
  if (value === undefined) {
    return null;
  }
  const date = new Date(value.slice(0, 100));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function messageIds(values: readonly string[]): string[] {
  const ids: string[] = [];
  for (const value of values) {
    for (const found of value.slice(0, KEPT_HEADER_LENGTH).matchAll(/<[^<>\s]{1,250}>/g)) {
      ids.push(found[0]);
    }
  }
  return ids.slice(0, 100);
}

function refuse(code: ParseRefusal['code'], message: string): { refused: ParseRefusal } {
  return { refused: { code, message } };
}
