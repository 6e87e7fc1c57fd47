import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail, type RawMail, type RawPart } from './raw-mail.ts';

async function classified(mail: RawMail | Buffer) {
  return classify(await parsedMail(mail), deskContext());
}

const DAEMON = 'Mail Delivery System <MAILER-DAEMON@mx.client.test>';

function report(status: string, action: string, quoted?: RawPart): Buffer {
  const fields = [
    'Reporting-MTA: dns; mx.client.test',
    '',
    'Final-Recipient: rfc822; <Popescu@client.test>',
    `Action: ${action}`,
    `Status: ${status}`,
    '',
  ].join('\r\n');
  const parts = [
    'Content-Type: text/plain\r\n\r\nNot delivered.',
    `Content-Type: message/delivery-status\r\n\r\n${fields}`,
    ...(quoted === undefined ? [] : [`Content-Type: ${quoted.type}\r\n\r\n${String(quoted.bytes)}`]),
  ];
  const head = `From: ${DAEMON}\r\nTo: acces@ancpi.ro\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n`;
  const body = parts.map((part) => `--r\r\n${part}\r\n`).join('');
  return Buffer.from(
    `${head}Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n${body}--r--\r\n`,
  );
}

const RETURNED = 'From: acces@ancpi.ro\r\nMessage-ID: <out-1@ancpi.ro>\r\nSubject: [AB-2026-00042] x\r\n\r\n';

describe('a delivery report', () => {
  it('of a failure is permanent and names the recipient and the mail that came back', async () => {
    const found = await classified(
      report('5.1.1', 'failed', { type: 'text/rfc822-headers', bytes: RETURNED }),
    );
    expect(found).toMatchObject({
      kind: 'bounce',
      answerable: false,
      bounce: {
        permanent: true,
        recipients: [{ address: 'popescu@client.test', action: 'failed', status: '5.1.1' }],
        quotedMessageIds: ['<out-1@ancpi.ro>'],
      },
    });
  });

  it('with the whole mail returned names it too, and takes nothing else of it', async () => {
    const found = await classified(report('5.2.2', 'failed', { type: 'message/rfc822', bytes: RETURNED }));
    expect(found.bounce?.quotedMessageIds).toEqual(['<out-1@ancpi.ro>']);
    expect(found).toMatchObject({ kind: 'bounce', caseNumbers: [] });
  });

  it('of a delay is not permanent', async () => {
    expect((await classified(report('4.4.1', 'delayed'))).bounce?.permanent).toBe(false);
  });

  it('of a delivery is a receipt, and no failure', async () => {
    for (const action of ['delivered', 'relayed', 'expanded']) {
      expect(await classified(report('2.0.0', action))).toMatchObject({
        kind: 'automatic',
        reasons: ['delivery-receipt'],
        bounce: null,
      });
    }
  });
});

describe('a bounce without report', () => {
  const headers = ['Return-Path: <>'];

  it('is known by its sender and subject, and its recipient found in the text', async () => {
    const text = 'Hi. This is the qmail-send program.\n\n<popescu@client.test>:\n550 5.1.1 no such user\n';
    const found = await classified({ from: DAEMON, headers, subject: 'failure notice', text });
    expect(found).toMatchObject({
      kind: 'bounce',
      bounce: { permanent: true, recipients: [{ address: 'popescu@client.test', status: '5.1.1' }] },
    });
  });

  it('is known in Romanian', async () => {
    const mail = { from: 'postmaster@client.test', subject: 'Mesajul nu a putut fi livrat', text: 'x' };
    expect(await classified(mail)).toMatchObject({ kind: 'bounce' });
  });

  it('names the recipient of a header where there is one, and the quoted Message-ID', async () => {
    const text = 'Sorry.\n\n> From: acces@ancpi.ro\n> Message-ID: <out-2@ancpi.ro>\n';
    const found = await classified({
      from: DAEMON,
      headers: [...headers, 'X-Failed-Recipients: Popescu@client.test'],
      subject: 'Mail delivery failed',
      text,
    });
    expect(found.bounce).toMatchObject({
      recipients: [{ address: 'popescu@client.test' }],
      quotedMessageIds: ['<out-2@ancpi.ro>'],
    });
  });

  it('is not made of a person’s mail that tells of one', async () => {
    const mail = { subject: 'Undeliverable: Cerere acces', text: 'Mi-a venit mesajul acesta, ce fac?' };
    expect((await classified(mail)).kind).not.toBe('bounce');
  });
});
