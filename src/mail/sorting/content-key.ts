import { createHash } from 'node:crypto';
import { fold } from '../reading/fold.ts';
import type { ParsedMail } from '../reading/parsed-mail.ts';
import type { RequestMail } from './classification.ts';
import { isNoDocument } from './documents.ts';
import { baseSubject } from './subjects.ts';

/**
 * What makes two copies the same mail, as one line for the store to put under its key (HMAC).
 *
 * With attachments: who wrote it, the subject without `Re:`, the text and the hashes of what is attached. The
 * Message-ID is not part of it: sent again with a new one it is the same request, and another content under
 * a copied Message-ID is another mail. The text counts with the mails quoted in it, since a secretary forwards
 * two people's mails with the same two words above them.
 *
 * Without attachments (pictures of a signature are none) Date and Message-ID belong to it too: "Vă rog" written
 * twice is two mails, the same words half a year later are a new request, and a stranger who writes in somebody's name
 * what that person will write must not make the genuine mail a duplicate. What a server hands over twice keeps both.
 */
export function contentKey(mail: ParsedMail): string {
  return `mail-1:${digest(JSON.stringify(materialOf(mail)))}`;
}

/**
 * What makes two requests the same request, by whatever way and however often they came, as one line for the store:
 * who asks, and the content of what is attached. Message-ID, date, subject, text, file names and the colleague who
 * forwarded do not count, so a request that the applicant sent to the desk and a secretary forwarded to it is one. A
 * changed workbook, or one scan more, makes another. Null where nobody can tell who asks, or nothing is attached.
 */
export function requestKey(request: RequestMail): string | null {
  const attached = request.attachments.filter((attachment) => !isNoDocument(attachment));
  if (request.sender === null || attached.length === 0) {
    return null;
  }
  const hashes = [...new Set(attached.map(({ sha256 }) => sha256))].sort();
  return `request-1:${digest(JSON.stringify([request.sender.address, hashes]))}`;
}

function materialOf(mail: ParsedMail): readonly unknown[] {
  const attached = [
    ...mail.attachments.filter((attachment) => !isNoDocument(attachment)).map(({ sha256 }) => sha256),
    ...mail.nested.map((nested) => contentKey(nested.mail)),
  ].sort();
  return [
    mail.from.map(({ address }) => address).sort(),
    baseSubject(mail.subject),
    digest(squeezed(mail.text)),
    digest(squeezed(mail.htmlText ?? '')),
    attached,
    attached.length === 0 ? [mail.date, mail.messageId] : [],
  ];
}

function squeezed(text: string): string {
  return fold(text).split(/\s+/).join(' ').trim();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
