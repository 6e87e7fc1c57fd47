/** The mail of a sample: from the applicant to the office, or forwarded to the desk by the office's secretary. */
import { randomUUID } from 'node:crypto';
import { composeMail } from '../mail/wire/compose.ts';
import { attachmentsOf, REQUEST_SUBJECT, type Sample } from './samples.ts';
import type { Person, WorldOffice } from './world.ts';

export interface RequestRoute {
  readonly office: WorldOffice;
  readonly deskAddress: string;
  readonly now: Date;
}

export interface MailOnItsWay {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

/** Writes a sample's mail. Sizes: about 0.5 MB, `big-30mb` 41 MB on the wire. */
export async function requestMail(
  sample: Sample,
  person: Person,
  route: RequestRoute,
): Promise<MailOnItsWay> {
  const attachments = await attachmentsOf(sample, person);
  const senderName = sample.senderName ?? person.name;
  const subject = sample.subject ?? REQUEST_SUBJECT;
  const text = requestText(sample, person, senderName);
  const common = { date: route.now, attachments };
  if (sample.forwarded !== true) {
    const raw = await composeMail({
      ...common,
      from: { name: senderName, address: person.mailbox },
      to: route.office.mailbox,
      subject,
      text,
      messageId: newMessageId(person.mailbox),
      program: 'Mozilla Thunderbird',
    });
    return { raw, envelope: { from: person.mailbox, to: [route.office.mailbox] } };
  }
  const secretary = route.office.secretaryMailbox;
  const quoted = { sender: senderName, address: person.mailbox, to: route.office.mailbox, subject, text };
  const raw = await composeMail({
    ...common,
    from: { name: `Secretariat ${route.office.name}`, address: secretary },
    to: route.deskAddress,
    subject: `FW: ${subject}`,
    ...forwardedBody(quoted, route),
    messageId: newMessageId(secretary),
    program: 'Microsoft Outlook 16.0',
  });
  return { raw, envelope: { from: secretary, to: [route.deskAddress] } };
}

/** A Message-ID of a program at an address's domain. */
export function newMessageId(address: string): string {
  return `<${randomUUID()}@${address.slice(address.indexOf('@') + 1)}>`;
}

/** A8. */
function requestText(sample: Sample, person: Person, senderName: string): string {
  return [
    'Bună ziua,',
    '',
    'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces la sistemul informatic al ANCP!',
    ...(sample.remark === undefined ? [] : ['', sample.remark]),
    '',
    'Cu stimă,',
    senderName,
    `Tel. ${person.form.phone}`,
  ].join('\n');
}

interface Quoted {
  readonly sender: string;
  readonly address: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** As Outlook in Romanian quotes a mail that it forwards, in its text and in its HTML. */
function forwardedBody(quoted: Quoted, { office, now }: RequestRoute): { text: string; html: string } {
  const greeting = [
    'Bună ziua,',
    '',
    'Vă rog să preluați cererea de mai jos.',
    '',
    `Secretariat ${office.name}`,
  ];
  const sent = new Intl.DateTimeFormat('ro-RO', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Bucharest',
  }).format(now);
  const header: readonly (readonly [label: string, value: string])[] = [
    ['De la', `${quoted.sender} <${quoted.address}>`],
    ['Trimis', sent],
    ['Către', quoted.to],
    ['Subiect', quoted.subject],
  ];
  const text = [
    ...greeting,
    '',
    '-----Mesaj original-----',
    ...header.map(([label, value]) => `${label}: ${value}`),
    '',
    quoted.text,
  ].join('\n');
  const html = [
    '<html><body lang="RO"><div class="WordSection1">',
    ...greeting.map(htmlLine),
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">',
    header.map(([label, value]) => `<b>${label}:</b> ${escapeHtml(value)}`).join('<br>'),
    '</p></div>',
    ...quoted.text.split('\n').map(htmlLine),
    '</div></body></html>',
  ].join('\n');
  return { text, html };
}

function htmlLine(line: string): string {
  return `<p class="MsoNormal">${line === '' ? '&nbsp;' : escapeHtml(line)}</p>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
