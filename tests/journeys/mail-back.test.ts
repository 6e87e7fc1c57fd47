/** A letter with credentials that comes back – returned, quoted, forwarded – is cut before anything is stored. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import type { OpenedInbound } from '../../src/store/mails.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY } from './desk-at-work.ts';
import { spellings } from './spellings.ts';

const PASSWORD = `Întoarsă-&<>"'7`;
const AB = 'office:AB';

let desk: DeskAtWork;
let caseId: string;
/** The credentials letter as the applicant got it. */
let letter: Buffer;
let letterId: string;
let applicant: string;
let workbook: Buffer;

beforeAll(async () => {
  desk = await openDeskAtWork({ logLevel: 'trace' });
  caseId = await desk.newCase('complete-ab');
  await desk.bringToDi(caseId);
  await desk.issue(caseId, { password: PASSWORD });
  applicant = await desk.mailboxOf(caseId);
  const folder = join(desk.folder, 'recipients', encodeURIComponent(applicant).replace('%40', '@'));
  const files = readdirSync(folder).sort();
  letter = readFileSync(join(folder, files.at(-1) ?? ''));
  const read = await parsed(letter);
  letterId = read.messageId ?? '';
  workbook = read.attachments[0]?.bytes ?? Buffer.alloc(0);
  expect(await desk.app.desk.excel.findTraces(workbook, PASSWORD)).not.toEqual([]);
});

afterAll(async () => {
  await desk.close();
});

async function parsed(raw: Buffer): Promise<ParsedMail> {
  const outcome = await readMime(raw);
  if (isRefused(outcome)) {
    throw new Error(outcome.refused.code);
  }
  return outcome;
}

async function send(raw: Buffer, from: string): Promise<OpenedInbound> {
  const known = new Set((await inbound()).map(({ id }) => id));
  const { smtpPort } = desk.app;
  const envelope = { from, to: ['acces@ancpi.ro'] };
  expect(await deliverMail({ host: '127.0.0.1', port: smtpPort, raw, envelope })).toEqual({ accepted: true });
  await desk.app.idle();
  const fresh = (await inbound()).find(({ id }) => !known.has(id));
  if (!fresh) {
    throw new Error('The mail was not kept');
  }
  return fresh;
}

async function inbound(): Promise<OpenedInbound[]> {
  const { store } = desk.app.desk;
  const all = await Promise.all(
    (['stored', 'handled', 'quarantined', 'duplicate'] as const).map((status) =>
      store.inboundWith(status, 1_000),
    ),
  );
  return all.flat();
}

/** Where the password still is in what is kept of a mail: its bytes, its texts, its files, the documents of its case. */
async function tracesOf(mail: OpenedInbound): Promise<string[]> {
  const { store } = desk.app.desk;
  const raw = await store.documents.get(mail.rawBlob);
  const documents = mail.caseId === null ? [] : await store.documentsOf(mail.caseId);
  const found = [...(holdsPassword(raw) ? ['raw'] : []), ...(await tracesIn(await parsed(raw)))];
  if (holdsPassword(Buffer.from(JSON.stringify(mail.summary)))) {
    found.push('summary');
  }
  for (const { blob, kind } of documents) {
    const traces = await desk.app.desk.excel.findTraces(await store.documents.get(blob), PASSWORD);
    found.push(...traces.map((trace) => `${kind}: ${trace}`));
  }
  return found;
}

async function tracesIn(mail: ParsedMail): Promise<string[]> {
  const found = holdsPassword(Buffer.from(`${mail.text}\n${mail.htmlText}`)) ? ['text'] : [];
  for (const { bytes, name } of mail.attachments) {
    const traces = await desk.app.desk.excel.findTraces(bytes, PASSWORD);
    found.push(...traces.map((trace) => `${name}: ${trace}`));
  }
  for (const nested of mail.nested) {
    found.push(...(await tracesIn(nested.mail)));
  }
  return found;
}

function holdsPassword(bytes: Buffer): boolean {
  return spellings(PASSWORD).some((spelling) => bytes.includes(spelling));
}

/** A report as Postfix writes it, with the whole letter returned. */
function bounce(): Buffer {
  const head = [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.exemplu.example>',
    'To: acces@ancpi.ro',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <intors-1@mx.exemplu.example>',
    'Date: Mon, 23 Nov 2026 10:00:00 +0200',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
    '',
    '--B',
    'Content-Type: text/plain',
    '',
    `<${applicant}>: 550 5.1.1 no such user`,
    '',
    '--B',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.exemplu.example',
    '',
    `Final-Recipient: rfc822; ${applicant}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--B',
    'Content-Type: message/rfc822',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n')), letter, Buffer.from('\r\n--B--\r\n')]);
}

describe('a letter with credentials', () => {
  it('sent back by the applicant with the filled workbook: the answer joins the case, the password does not', async () => {
    const raw = await composeMail({
      from: { name: 'Solicitant', address: applicant },
      to: 'acces@ancpi.ro',
      subject: 'Re: credențiale',
      text: `Nu merge parola!\n\nPe 23.11.2026 OCPI Alba a scris:\n> Parola: ${PASSWORD}\n> altceva`,
      date: new Date(),
      messageId: '<raspuns-1@exemplu.example>',
      inReplyTo: letterId,
      program: 'test',
      attachments: [{ name: 'Cerere.xlsx', mediaType: 'application/octet-stream', bytes: workbook }],
    });
    const mail = await send(raw, applicant);
    expect(await tracesOf(mail)).toEqual([]);
    expect(JSON.stringify(mail.summary)).toContain('Nu merge parola!');
    expect((mail.envelope as { cut: string[] }).cut).toEqual(
      expect.arrayContaining(['quoted-text', 'workbook-cleaned']),
    );
  });

  it('forwarded whole by a stranger, from another address: nothing of it is kept', async () => {
    const boundary = 'F';
    const head = [
      'From: Coleg <coleg@exemplu.example>',
      'To: ab@ancpi.ro',
      'Subject: Fwd: ce este acesta?',
      'Message-ID: <mai-departe-1@exemplu.example>',
      'Date: Mon, 23 Nov 2026 11:00:00 +0200',
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain',
      '',
      'Am primit asta.',
      `--${boundary}`,
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: base64',
      '',
      letter.toString('base64').replace(/(.{76})/g, '$1\r\n'),
      `--${boundary}--`,
      '',
    ];
    expect(await tracesOf(await send(Buffer.from(head.join('\r\n')), 'coleg@exemplu.example'))).toEqual([]);
  });

  it('returned whole by a mail server: the case is told, and the password is not kept', async () => {
    const mail = await send(bounce(), '');
    expect(await tracesOf(mail)).toEqual([]);
    expect(mail.caseId).toBe(caseId);
    expect(await desk.events(caseId)).toContain('credentials-undelivered');
  });

  it('is on no disk of ours any more', () => {
    const files = readdirSync(desk.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes('/recipients/'));
    expect(files.filter((file) => holdsPassword(readFileSync(file)))).toEqual([]);
    expect(holdsPassword(Buffer.from(desk.log.join('\n')))).toBe(false);
  });
});

describe('a workbook that still carries an old password', () => {
  it('is cleaned when it comes with a new request, and the card says that something was cut', async () => {
    const raw = await composeMail({
      from: { name: 'Alt solicitant', address: 'alt@exemplu.example' },
      to: 'ab@ancpi.ro',
      subject: 'Cerere acces Online la sistemul informatic al ANCP',
      text: 'Vă rugăm să ne furnizați USER și PAROLĂ.',
      date: new Date(),
      messageId: '<cerere-noua-1@exemplu.example>',
      program: 'test',
      attachments: [{ name: 'Cerere.xlsx', mediaType: 'application/octet-stream', bytes: workbook }],
    });
    const mail = await send(raw, 'alt@exemplu.example');
    expect(await tracesOf(mail)).toEqual([]);
    const card = (await desk.page.cards(AB)).at(-1);
    const dialog = await desk.page.click(SECRETARY, 'open-details', card?.caseId ?? '');
    expect(textOf(dialog.kind === 'dialog' ? dialog.card : null)).toContain(ro.mail.cut);
  });
});
