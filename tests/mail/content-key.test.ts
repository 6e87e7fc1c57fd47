import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { contentKey, requestKey } from '../../src/mail/sorting/content-key.ts';
import { deskContext } from './desk-context.ts';
import { JPEG, PDF, PNG, parsedMail, type RawMail, rawMail, WORKBOOK, XLSX } from './raw-mail.ts';

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

describe('a request come again', () => {
  const scan = { type: 'application/pdf', name: 'Cerere.pdf', bytes: PDF };
  const request: RawMail = { ...REQUEST, parts: [scan, WORKBOOK] };
  const block =
    'De la: Ion <popescu@client.test>\nTrimis: luni\nCătre: ab@ancpi.ro\nSubiect: Cerere\n\nBună ziua';
  const forwarded: RawMail = {
    ...request,
    from: 'ab@ancpi.ro',
    to: 'acces@ancpi.ro',
    subject: 'FW: Cerere acces Online',
    text: `Vă rog.\n\n${block}`,
    messageId: '<f1@ancpi.ro>',
  };
  const logo = { type: 'image/png', name: 'image001.png', bytes: PNG, contentId: 'logo' };

  async function requestKeyOf(mail: RawMail): Promise<string | null> {
    const [only] = classify(await parsedMail(mail), deskContext()).requests;
    return only === undefined ? null : requestKey(only);
  }

  it.each<[string, RawMail]>([
    [
      'with another Message-ID, date, subject and text',
      { ...request, messageId: '<n@x.test>', subject: 'Revin', text: 'x' },
    ],
    [
      'with its files in another order and under other names',
      {
        ...request,
        parts: [
          { ...WORKBOOK, name: 'a.xlsx' },
          { ...scan, name: 'b.pdf' },
        ],
      },
    ],
    ['redirected by an office', { ...request, headers: ['Resent-From: ab@ancpi.ro'] }],
    [
      'forwarded inside the text, below the logo of a signature',
      { ...forwarded, parts: [logo, scan, WORKBOOK] },
    ],
    ['forwarded by another office', { ...forwarded, from: 'cj@ancpi.ro' }],
    [
      'forwarded as an attached mail',
      { ...forwarded, text: '', parts: [{ type: 'message/rfc822', bytes: rawMail(request) }] },
    ],
    ['with a file twice', { ...request, parts: [scan, scan, WORKBOOK] }],
  ])('%s is the same request', async (_, again) => {
    expect(await requestKeyOf(again)).toMatch(/^request-1:[0-9a-f]{64}$/);
    expect(await requestKeyOf(again)).toBe(await requestKeyOf(request));
  });

  it.each<[string, RawMail]>([
    [
      'a changed workbook',
      { ...request, parts: [scan, { ...WORKBOOK, bytes: Buffer.concat([XLSX, Buffer.from([0])]) }] },
    ],
    [
      'one scan more',
      { ...request, parts: [scan, WORKBOOK, { type: 'image/jpeg', name: 'CI.jpg', bytes: JPEG }] },
    ],
    ['one scan less', { ...request, parts: [WORKBOOK] }],
    ['another applicant', { ...request, from: 'ana@posta.test' }],
  ])('with %s is another', async (_, other) => {
    expect(await requestKeyOf(other)).not.toBe(await requestKeyOf(request));
  });

  it('is not recognised without documents, or where nobody knows who asks', async () => {
    expect(await requestKeyOf({ ...request, parts: [] })).toBeNull();
    expect(await requestKeyOf({ ...request, parts: [logo] })).toBeNull();
    expect(await requestKeyOf({ ...request, from: 'a@x.test, b@x.test' })).toBeNull();
  });
});
