import { expect, it } from 'vitest';
import { contentKey } from '../../src/mail/content-key.ts';
import { JPEG, PDF, PNG, parsedMail, type RawMail, rawMail, WORKBOOK } from './raw-mail.ts';

async function keyOf(mail: RawMail): Promise<string> {
  return contentKey(await parsedMail(mail));
}

const REQUEST: RawMail = { subject: 'Cerere acces Online', text: 'Vă rog acces.', parts: [WORKBOOK] };

it('the same request sent again is the same, though its Message-ID and Date are new', async () => {
  const again = { ...REQUEST, messageId: '<other@client.test>', date: 'Tue, 17 Nov 2026 10:00:00 +0200' };
  expect(await keyOf(again)).toBe(await keyOf(REQUEST));
});

it('the same request sent again under `Fwd:`, with other spaces and another form of ș, is the same', async () => {
  const text = 'Va\u0306  rog acces.\r\n\r\n';
  expect(await keyOf({ ...REQUEST, subject: 'Fwd: cerere acces online', text })).toBe(await keyOf(REQUEST));
});

it.each<[string, RawMail]>([
  ['another sender', { ...REQUEST, from: 'x@client.test' }],
  ['another subject', { ...REQUEST, subject: 'Cerere acces Online 2' }],
  ['another text', { ...REQUEST, text: 'Revin.' }],
  ['another attachment', { ...REQUEST, parts: [{ ...WORKBOOK, bytes: PDF }] }],
  ['one more attachment', { ...REQUEST, parts: [WORKBOOK, { type: 'image/jpeg', bytes: JPEG }] }],
])('the same Message-ID with %s is another mail', async (_, mail) => {
  expect(await keyOf(mail)).not.toBe(await keyOf(REQUEST));
});

it('"Vă rog" written twice is two mails, also above the picture of a signature', async () => {
  const logo = {
    type: 'image/png',
    name: 'image001.png',
    bytes: PNG,
    contentId: 'logo',
    disposition: 'inline' as const,
  };
  const html = '<p>Vă rog</p><img src="cid:logo">';
  const mail: RawMail = { subject: 'Re: x', text: 'Vă rog', html, parts: [logo] };
  expect(await keyOf(mail)).not.toBe(await keyOf({ ...mail, messageId: '<m2@client.test>' }));
});

it('a mail that a server hands over twice is one, with or without attachments', async () => {
  for (const mail of [
    REQUEST,
    { subject: 'x', text: 'Vă rog' },
    { messageId: null, date: null, text: 'Vă rog' },
  ]) {
    const raw = rawMail(mail);
    const received = Buffer.concat([Buffer.from('Received: from a by b\r\n'), raw]);
    expect(contentKey(await parsedMail(received))).toBe(contentKey(await parsedMail(raw)));
  }
});

it('two people’s mails forwarded by a secretary with the same words are two', async () => {
  const forwarded = (who: string): RawMail => ({
    from: 'ab@ancpi.ro',
    subject: 'FW: Cerere acces',
    text: `Vă rog.\n\nDe la: ${who}\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere acces\n\nBună ziua`,
    parts: [WORKBOOK],
  });
  expect(await keyOf(forwarded('a@client.test'))).not.toBe(await keyOf(forwarded('b@client.test')));
});

it('mails attached as mails count with their content', async () => {
  const outer = (inner: RawMail): RawMail => ({
    from: 'ab@ancpi.ro',
    subject: 'FW: Cerere',
    parts: [{ type: 'message/rfc822', bytes: rawMail(inner) }],
  });
  const same = outer({ ...REQUEST, messageId: '<m9@client.test>' });
  expect(await keyOf(outer(REQUEST))).toBe(await keyOf(same));
  expect(await keyOf(outer(REQUEST))).not.toBe(await keyOf(outer({ ...REQUEST, from: 'x@client.test' })));
});

it('shows nothing of the mail', async () => {
  expect(await keyOf(REQUEST)).toMatch(/^mail-1:[0-9a-f]{64}$/);
});
