/** The parts of a mail by what they are: reports, mails inside it, archives, and files. Only for the bounded child. */
import { createHash } from 'node:crypto';
import { safeFileName } from './file-names.ts';
import { sniffMediaType } from './media-type.ts';
import type { RawPart } from './mime-leaves.ts';
import { isMsg, readMsg } from './msg.ts';
import type { MailAttachment, NestedMail, ParsedMail, ParseOutcome } from './parsed-mail.ts';
import { isTnef, readTnef } from './tnef.ts';
import type { UnzipBudget } from './unzip.ts';
import { withUnzipped } from './unzip-attachments.ts';
import { takeUuencoded } from './uuencoded.ts';

export interface SortedParts {
  readonly attachments: readonly MailAttachment[];
  readonly nested: readonly NestedMail[];
  readonly reportParts: readonly { contentType: string; text: string }[];
  readonly calendar: boolean;
  /** The text inside a winmail.dat, used where the mail itself has none. */
  readonly embeddedText: string;
}

export interface PartReading {
  /** The mail's HTML: pictures that it shows are no documents. */
  readonly html: string;
  readonly budget: UnzipBudget;
  /** Reads a mail inside the mail; null where it lies too deep. */
  readonly readMail: ((raw: Buffer) => Promise<ParseOutcome>) | null;
}

const REPORT_TYPES = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
  'text/rfc822-headers',
  'message/global-headers',
]);
/** What holds a signed or encrypted mail together; nobody attached it. */
const ENVELOPE_TYPES = new Set([
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
  'application/pgp-encrypted',
]);
const MOST_REPORT_BYTES = 65_536;

export async function sortParts(parts: readonly RawPart[], reading: PartReading): Promise<SortedParts> {
  const { html, budget, readMail } = reading;
  const attachments: MailAttachment[] = [];
  const nested: NestedMail[] = [];
  const reportParts: { contentType: string; text: string }[] = [];
  let calendar = false;
  let embeddedText = '';
  for (const part of parts) {
    const position = attachments.length + nested.length + 1;
    if (REPORT_TYPES.has(part.contentType)) {
      const text = part.bytes.toString('utf8', 0, MOST_REPORT_BYTES);
      reportParts.push({ contentType: part.contentType, text });
      continue;
    }
    if (part.contentType === 'text/calendar') {
      calendar = true;
      continue;
    }
    if (ENVELOPE_TYPES.has(part.contentType)) {
      continue;
    }
    const inner = readMail === null ? null : await mailIn(part, position, readMail);
    const unpacked = inner === null && isTnef(part.bytes) ? readTnef(part.bytes) : null;
    if (inner !== null) {
      nested.push(inner);
    } else if (unpacked !== null) {
      attachments.push(...unpacked.attachments);
      nested.push(
        ...unpacked.messages.map(
          (mail): NestedMail => ({ kind: 'tnef', name: mail.subject, raw: part.bytes, mail }),
        ),
      );
      embeddedText = unpacked.text;
    } else {
      attachments.push(attachmentOf(part, html, position));
    }
  }
  return {
    attachments: await withUnzipped(attachments, budget),
    nested: await Promise.all(nested.map((inner) => withArchivesOpened(inner, budget))),
    reportParts,
    calendar,
    embeddedText,
  };
}

async function mailIn(
  part: RawPart,
  position: number,
  readMail: (raw: Buffer) => Promise<ParseOutcome>,
): Promise<NestedMail | null> {
  const name = safeFileName(part.claimedName, part.contentType, position);
  if (isAttachedMail(part)) {
    const inner = await readMail(part.bytes);
    return 'refused' in inner ? null : { kind: 'rfc822', name, raw: part.bytes, mail: inner };
  }
  const message = isMsg(part.bytes) ? readMsg(part.bytes) : null;
  return message === null ? null : { kind: 'msg', name, raw: part.bytes, mail: message };
}

/** A mail attached as such, or as a file called .eml whose bytes begin like headers. */
function isAttachedMail(part: RawPart): boolean {
  if (part.contentType === 'message/rfc822' || part.contentType === 'message/global') {
    return true;
  }
  return (
    /\.eml$/i.test(part.claimedName) &&
    /^[A-Za-z][A-Za-z0-9-]{1,60}:/.test(part.bytes.toString('latin1', 0, 80))
  );
}

/** Archives inside an Outlook file; those of a mail inside the mail were opened when that was read. */
async function withArchivesOpened(inner: NestedMail, budget: UnzipBudget): Promise<NestedMail> {
  return inner.kind === 'rfc822' ? inner : { ...inner, mail: await openedIn(inner.mail, budget) };
}

async function openedIn(mail: ParsedMail, budget: UnzipBudget): Promise<ParsedMail> {
  const nested: NestedMail[] = [];
  for (const inner of mail.nested) {
    nested.push(await withArchivesOpened(inner, budget));
  }
  return { ...mail, attachments: await withUnzipped(mail.attachments, budget), nested };
}

function attachmentOf(part: RawPart, html: string, position: number): MailAttachment {
  const bytes = uudecoded(part.bytes) ?? part.bytes;
  const mediaType = sniffMediaType(bytes) ?? part.contentType;
  const shownInText = part.contentId !== null && html.includes(`cid:${part.contentId}`);
  return {
    name: safeFileName(part.claimedName, mediaType, position),
    mediaType,
    bytes,
    contentId: part.contentId,
    inline:
      mediaType.startsWith('image/') && part.disposition !== 'attachment' && (shownInText || part.related),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** A part that is a uuencoded file from its first letter. */
function uudecoded(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 6) !== 'begin ') {
    return null;
  }
  return takeUuencoded(bytes.toString('latin1')).files[0]?.bytes ?? null;
}
