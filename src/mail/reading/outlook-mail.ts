import { createHash } from 'node:crypto';
import { oneLine, safeFileName } from './file-names.ts';
import { htmlToText } from './html-text.ts';
import { comparableAddress, mailboxesIn } from './mailboxes-in.ts';
import { sniffMediaType } from './media-type.ts';
import type { HeaderLine, MailAddress, MailAttachment, NestedMail, ParsedMail } from './parsed-mail.ts';

/** What Outlook keeps of a mail in a .msg file or in a winmail.dat; no raw bytes, so nothing to prove. */
export interface OutlookMail {
  readonly subject: string;
  /** The sender's address; an Exchange-internal name is no address and counts as none. */
  readonly fromAddress: string;
  readonly fromName: string;
  /** The transport headers as text, or empty. */
  readonly headers: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
  readonly nested: readonly NestedMail[];
}

/** Brings what Outlook kept into the shape that the rest of the desk reads. */
export function mailFromOutlook(kept: OutlookMail): ParsedMail {
  const headers = headersIn(kept.headers);
  const first = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  const address = comparableAddress(kept.fromAddress) ?? mailboxesIn(first('from'))[0];
  const from: MailAddress[] = address === undefined ? [] : [{ address, name: oneLine(kept.fromName, 200) }];
  const htmlText = kept.html === '' ? null : htmlToText(kept.html);
  const date = new Date(first('date'));
  return {
    from,
    fromHeaders: from.length,
    sender: null,
    replyTo: [],
    to: mailboxesIn(first('to')).map((to) => ({ address: to, name: '' })),
    cc: [],
    subject: oneLine(kept.subject || first('subject')),
    date: Number.isNaN(date.getTime()) ? null : date.toISOString(),
    messageId: messageIdsIn(kept.messageId || first('message-id'))[0] ?? null,
    inReplyTo: messageIdsIn(first('in-reply-to')),
    references: messageIdsIn(first('references')),
    headers,
    contentType: 'text/plain',
    reportType: '',
    text: kept.text.trim() === '' ? (htmlText ?? '') : kept.text.slice(0, 400_000),
    htmlText,
    attachments: kept.attachments,
    nested: kept.nested,
    report: null,
    calendar: false,
    truncated: false,
  };
}

/** An attachment that Outlook kept. */
export function outlookAttachment(
  name: string,
  claimedType: string,
  contentId: string,
  bytes: Buffer,
  position: number,
): MailAttachment {
  const mediaType = sniffMediaType(bytes) ?? (claimedType.toLowerCase() || 'application/octet-stream');
  return {
    name: safeFileName(name, mediaType, position),
    mediaType,
    bytes,
    contentId: contentId === '' ? null : contentId,
    inline: contentId !== '' && mediaType.startsWith('image/'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function headersIn(text: string): HeaderLine[] {
  const lines: { name: string; value: string }[] = [];
  for (const line of text.slice(0, 262_144).split(/\r?\n/)) {
    const last = lines.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value = `${last.value} ${line.trim()}`.slice(0, 4_000);
    } else if (colon > 0) {
      lines.push({
        name: line.slice(0, colon).trim().toLowerCase(),
        value: line
          .slice(colon + 1)
          .trim()
          .slice(0, 4_000),
      });
    }
    if (lines.length > 300) {
      break;
    }
  }
  return lines;
}

function messageIdsIn(text: string): string[] {
  return [...text.slice(0, 4_000).matchAll(/<[^<>\s]{1,250}>/g)].map((found) => found[0]);
}

const CODE_PAGES: Readonly<Record<number, string>> = {
  65001: 'utf-8',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  28592: 'iso-8859-2',
};

/** Text in one of Windows' code pages, up to its first zero. */
export function decodeCodePage(bytes: Buffer, codePage: number): string {
  const zero = bytes.indexOf(0);
  const text = zero === -1 ? bytes : bytes.subarray(0, zero);
  return new TextDecoder(CODE_PAGES[codePage] ?? 'windows-1252').decode(text);
}

/** UTF-16 text without the zeros at its end. */
export function decodeUtf16(bytes: Buffer): string {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.length & ~1)).replace(/\0+$/, '');
}
