/** A kept mail as its reader sees it: the line in the list, the opened mail, its attachments. */

import type { MailLine, ReceivedMail } from '../bot/local/recipients-world.ts';
import { isRefused, type MailAddress, type ParsedMail } from '../mail/reading/parsed-mail.ts';
import { readMime } from '../mail/reading/read-mime.ts';
import { htmlOf } from '../mail/wire/compose.ts';

interface AttachedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A mail of the letterbox, read. */
export interface OpenedMail {
  readonly line: MailLine;
  readonly text: string;
  readonly files: readonly AttachedFile[];
  /** Null if the mail could not be read. */
  readonly parsed: ParsedMail | null;
}

/** Reads a kept mail; one that cannot be read says so in its text. */
export async function openMail(id: string, raw: Buffer): Promise<OpenedMail> {
  const outcome = await readMime(raw);
  if (isRefused(outcome)) {
    const line = {
      id,
      from: '',
      subject: '(mesaj care nu poate fi citit)',
      date: arrival(id),
      hasAttachments: false,
    };
    return { line, text: outcome.refused.message, files: [], parsed: null };
  }
  const files = [
    ...outcome.attachments.map(({ name, bytes }) => ({ name, bytes })),
    ...outcome.nested.map(({ name, raw: bytes }) => ({ name, bytes })),
  ];
  const line = {
    id,
    from: outcome.from.map(nameAndAddress).join(', '),
    subject: outcome.subject,
    date: outcome.date ?? arrival(id),
    hasAttachments: files.length > 0,
  };
  return { line, text: outcome.text, files, parsed: outcome };
}

/** The mail as the page shows it, with its HTML if it has any. */
export async function receivedMail(
  { line, text, files, parsed }: OpenedMail,
  raw: Buffer,
): Promise<ReceivedMail> {
  const html = parsed === null ? null : await htmlOf(raw);
  return {
    id: line.id,
    from: line.from,
    subject: line.subject,
    date: line.date,
    text,
    ...(html === null ? {} : { html }),
    attachments: files.map(({ name, bytes }, index) => ({ index, name, bytes: bytes.length })),
  };
}

function nameAndAddress({ name, address }: MailAddress): string {
  return name === '' ? address : `${name} <${address}>`;
}

/** The instant in an id of the letterbox: `00000042-20261124T225114123Z`. */
function arrival(id: string): string {
  const stamp = id.slice(id.indexOf('-') + 1);
  return stamp.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/,
    (_, year, month, day, hour, minute, second, rest) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}Z`,
  );
}
