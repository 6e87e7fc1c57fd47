/**
 * Large pictures and PDFs go around the bounded child: nothing there looks into them further than their beginning, and
 * carrying them to the child and back takes longer than everything else.
 */
import { createHash } from 'node:crypto';
import { sniffMediaType } from './media-type.ts';
import type { MailAttachment, NestedMail, ParsedMail } from './parsed-mail.ts';
import { type Aside, type LightMail, type Piece, setAside, wholeFile, wholeLines } from './set-aside.ts';

const CARRIED = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/tiff',
  'image/webp',
  'image/heic',
  'image/bmp',
]);

/** Takes the large pictures and PDFs out of a raw mail; null if it has none. */
export function withoutCarried(raw: Buffer): LightMail | null {
  return setAside(raw, (bytes) => CARRIED.has(sniffMediaType(bytes) ?? ''));
}

/**
 * What parsing the whole mail would have found, from what was found in the light one. Null if the files do not turn up
 * where they belong, each in one attachment: then the whole mail must be parsed.
 */
export function withCarried(mail: ParsedMail, aside: Aside): ParsedMail | null {
  const found = new Set<Piece>();
  const whole = wholeMail(mail, aside, found);
  return whole !== null && found.size === aside.pieces.length ? whole : null;
}

function wholeMail(mail: ParsedMail, aside: Aside, found: Set<Piece>): ParsedMail | null {
  const attachments: MailAttachment[] = [];
  for (const attachment of mail.attachments) {
    const bytes = wholeFile(attachment.bytes, aside, found);
    if (bytes === null) {
      return null;
    }
    const sha256 = bytes === attachment.bytes ? attachment.sha256 : sha256Of(bytes);
    attachments.push({ ...attachment, bytes, sha256 });
  }
  const nested: NestedMail[] = [];
  for (const inner of mail.nested) {
    const whole = wholeMail(inner.mail, aside, found);
    if (whole === null) {
      return null;
    }
    nested.push({ ...inner, raw: wholeLines(inner.raw, aside, new Set()), mail: whole });
  }
  return { ...mail, attachments, nested };
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
