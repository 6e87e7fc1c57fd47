/** What people write back: an answer to a letter (A14, or dcg@ after A13), and the request for a new password (R1). */

import type { ParsedMail } from '../mail/reading/parsed-mail.ts';
import { composeMail } from '../mail/wire/compose.ts';
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import { formatInstant } from '../texts/dates.ts';
import { type MailOnItsWay, newMessageId } from './request-mail.ts';

export interface Sender {
  readonly name: string;
  readonly mailbox: string;
}

export interface Answering {
  readonly sender: Sender;
  readonly letter: ParsedMail;
  readonly text: string;
  readonly attachments: readonly OutgoingAttachment[];
  readonly now: Date;
}

const QUOTED_LINES = 200;

/** Where an answer to a letter goes: its Reply-To, else its From; null if it has neither. */
export function answerAddress(letter: ParsedMail): string | null {
  return (letter.replyTo[0] ?? letter.from[0])?.address ?? null;
}

/** The answer, threaded as RFC 5322, 3.6.4 wants it, with the letter quoted below. */
export async function answerMail(answering: Answering, to: string): Promise<MailOnItsWay> {
  const { sender, letter, now } = answering;
  const references = letter.references.length > 0 ? letter.references : letter.inReplyTo;
  const raw = await composeMail({
    from: { name: sender.name, address: sender.mailbox },
    to,
    subject: /^\s*re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    text: `${answering.text}\n\n${quotation(letter)}`,
    date: now,
    messageId: newMessageId(sender.mailbox),
    ...(letter.messageId === null
      ? {}
      : { inReplyTo: letter.messageId, references: [...references, letter.messageId] }),
    program: 'Mozilla Thunderbird',
    attachments: answering.attachments,
  });
  return { raw, envelope: { from: sender.mailbox, to: [to] } };
}

function quotation(letter: ParsedMail): string {
  const writer = letter.from[0];
  const name = writer === undefined ? '' : ` ${writer.name} <${writer.address}>`;
  const when = letter.date === null ? '' : ` ${formatInstant(letter.date)}`;
  const lines = letter.text.trimEnd().split('\n').slice(0, QUOTED_LINES);
  return [`Pe${when},${name} a scris:`, ...lines.map((line) => `> ${line}`)].join('\n');
}

/** R1: the mail to autorizati@ of somebody who lost the password. */
export async function passwordRequest(sender: Sender, diAddress: string, now: Date): Promise<MailOnItsWay> {
  const raw = await composeMail({
    from: { name: sender.name, address: sender.mailbox },
    to: diAddress,
    subject: 'Solicitare parolă nouă',
    text: [
      'Bună ziua,',
      '',
      'Am uitat parola de acces la sistemul informatic. Vă rog să generați o parolă nouă pentru contul meu.',
      '',
      'Cu stimă,',
      sender.name,
    ].join('\n'),
    date: now,
    messageId: newMessageId(sender.mailbox),
    program: 'Mozilla Thunderbird',
    attachments: [],
  });
  return { raw, envelope: { from: sender.mailbox, to: [diAddress] } };
}
