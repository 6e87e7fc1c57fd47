/** What programs break in mails, in the ways in which they do: a person reading it would still know what is meant. */
import { describe, expect, it } from 'vitest';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';

const HEAD = 'From: Ion <ion@client.test>\r\nTo: ab@ancpi.ro\r\nSubject: Cerere\r\nMIME-Version: 1.0\r\n';
const PDF_LINE = '%PDF-1.4 x';
const PDF_BASE64 = Buffer.from(PDF_LINE).toString('base64');

/** One character a byte. */
async function read(raw: string): Promise<ParsedMail> {
  const outcome = await readMime(Buffer.from(raw, 'latin1'));
  if (isRefused(outcome)) {
    throw new Error(`refused: ${outcome.refused.code}`);
  }
  return outcome;
}

const inUtf8 = (text: string): string => Buffer.from(text).toString('latin1');

/** A text and a PDF with these header lines. */
function withFile(headers: string, content: string = PDF_LINE): string {
  return [
    `${HEAD}Content-Type: multipart/mixed; boundary=b`,
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nBuna',
    `--b\r\n${headers}\r\n\r\n${content}`,
    '--b--\r\n',
  ].join('\r\n');
}

const NAMED = 'Content-Type: application/pdf; name=a.pdf';

async function fileIn(raw: string): Promise<readonly [string, string]> {
  const { attachments, text } = await read(raw);
  expect(attachments).toHaveLength(1);
  expect(text.trim()).toBe('Buna');
  return [attachments[0]?.name ?? '', attachments[0]?.bytes.toString('latin1') ?? ''];
}

describe('a file name comes out as it was meant', () => {
  it.each<[string, string, string]>([
    [
      'cut between two encoded words inside a letter',
      'filename="=?utf-8?B?Q2VyZXJlIHNlbW5hdMQ=?= =?utf-8?B?gy5wZGY=?="',
      'Cerere semnată.pdf',
    ],
    [
      'cut between two folded words inside a letter',
      'filename="=?utf-8?Q?Cerere_semnat=C4?=\r\n =?utf-8?Q?=83.pdf?="',
      'Cerere semnată.pdf',
    ],
    [
      'cut between two continuations inside a letter',
      "filename*0*=utf-8''Cerere%20semnat%C4; filename*1*=%83.pdf",
      'Cerere semnată.pdf',
    ],
    [
      'with its continuations out of order',
      "filename*1*=semnat%C4%83.pdf; filename*0*=utf-8''Cerere%20",
      'Cerere semnată.pdf',
    ],
    ['in UTF-8 called us-ascii', "filename*=us-ascii''Cerere%20semnat%C4%83.pdf", 'Cerere semnată.pdf'],
    ['in windows-1250', "filename*=windows-1250''semnat%E3.pdf", 'semnată.pdf'],
    ['in ISO 8859-16', "filename*=iso-8859-16''semnat%E3%BA%FE.pdf", 'semnatășț.pdf'],
    ['in a set that nobody knows', "filename*=x-foo''semnat%C4%83.pdf", 'semnată.pdf'],
    ['in UTF-8 without any sign of it', inUtf8('filename="semnată șț.pdf"'), 'semnată șț.pdf'],
    ['in windows-1250 without any sign of it', 'filename="semnat\xe3 \xba\xfe.pdf"', 'semnată şţ.pdf'],
    ['in code page 852 without any sign of it', 'filename="semnat\xc7 \xad\xee.pdf"', 'semnată şţ.pdf'],
    ['taken apart into letter and accent', inUtf8('filename="semnata\u0306.pdf"'), 'semnată.pdf'],
    ['twice, plainly and fully', 'filename="a.pdf"; filename*=utf-8\'\'semnat%C4%83.pdf', 'semnată.pdf'],
    ['without quotes', 'filename=Cerere semnata.pdf', 'Cerere semnata.pdf'],
    ['with only one quote', 'filename="Cerere semnata.pdf', 'Cerere semnata.pdf'],
    ['with a line break in it', 'filename="=?utf-8?Q?..=2Fx=0d=0aBcc=3A_a=40b.pdf?="', 'x Bcc_ a@b.pdf'],
    ['of dots only', 'filename="..."', 'fisier-1.pdf'],
  ])('%s', async (_, parameter, expected) => {
    const raw = withFile(
      `Content-Type: application/pdf; name=b.pdf\r\nContent-Disposition: attachment; ${parameter}`,
    );
    expect(await fileIn(raw)).toEqual([expected, PDF_LINE]);
  });
});

describe('a text is read in the letters that it was written in', () => {
  const typed = (type: string, text: string): string => `${HEAD}${type}\r\n\r\n${text}`;

  it.each<[string, string, string]>([
    [
      'windows-1250 without a label',
      typed('Content-Type: text/plain', 'Bun\xe3 ziua \xbai \xfe'),
      'Bună ziua şi ţ',
    ],
    ['windows-1250 without any type', typed('X-A: b', 'Bun\xe3 ziua'), 'Bună ziua'],
    [
      'windows-1250 called UTF-8',
      typed('Content-Type: text/plain; charset=utf-8', 'Bun\xe3 ziua, v\xe3 rog'),
      'Bună ziua, vă rog',
    ],
    [
      'windows-1250 called Western, as quoted-printable',
      typed(
        'Content-Type: text/plain; charset="iso-8859-1"\r\nContent-Transfer-Encoding: quoted-printable',
        'Bun=E3 ziua =BAi =FEar=E3',
      ),
      'Bună ziua şi ţară',
    ],
    [
      'windows-1250 called UTF-8, as base64',
      typed(
        'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64',
        Buffer.from('Bun\xe3 ziua', 'latin1').toString('base64'),
      ),
      'Bună ziua',
    ],
    [
      'code page 852, called so',
      typed('Content-Type: text/plain; charset=ibm852', 'Bun\xc7 \xad\xee'),
      'Bună şţ',
    ],
    [
      'code page 852 without a label',
      typed('Content-Type: text/plain', 'Bun\xc7 ziua, s\xc7'),
      'Bună ziua, să',
    ],
    ['UTF-8 called us-ascii', typed('Content-Type: text/plain; charset=us-ascii', inUtf8('Bună')), 'Bună'],
    ['an unknown set', typed('Content-Type: text/plain; charset=x-foo', 'Bun\xe3 ziua'), 'Bună ziua'],
    [
      'HTML that names its set itself',
      typed('Content-Type: text/html', '<meta charset=windows-1250>Bun\xe3'),
      'Bună',
    ],
    ['zero bytes among it', typed('Content-Type: text/plain', 'Bu\0na'), 'Buna'],
    [
      'broken quoted-printable',
      typed(
        'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
        'Bun=c4=83 =ZZ s=\r\na',
      ),
      'Bună =ZZ sa',
    ],
    [
      'format=flowed',
      typed('Content-Type: text/plain; format=flowed', 'rand unu \r\ncontinua\r\n> citat \r\n> mai'),
      'rand unu continua\n> citat mai',
    ],
  ])('%s', async (_, raw, expected) => {
    expect((await read(raw)).text.trim()).toBe(expected);
  });

  it('UTF-7 stays as it is: it can hide what it says', async () => {
    expect(
      (await read(typed('Content-Type: text/plain; charset=utf-7', '+ADw-script+AD4-'))).text,
    ).not.toContain('<');
  });
});

describe('the parts are found', () => {
  const whole = withFile(NAMED);

  it.each<[string, string]>([
    ['with line feeds only', whole.replaceAll('\r\n', '\n')],
    ['with carriage returns only', whole.replaceAll('\r\n', '\r')],
    ['with line ends converted twice', whole.replaceAll('\r\n', '\r\r\n')],
    ['with both kinds of line ends', whole.replaceAll('--b\r\n', '--b\n')],
    ['behind boundaries with spaces after them', whole.replaceAll('--b\r\n', '--b   \r\n')],
    [
      'with a boundary of odd characters',
      whole.replace('=b\r\n', '==_N/1:2\r\n').replaceAll('--b', '--=_N/1:2'),
    ],
    ['with a boundary in the wrong quotes', whole.replace('boundary=b', "boundary='b'")],
    ['with a boundary in the wrong case', whole.replace('boundary=b', 'boundary=B')],
    ['with another boundary than the one that is named', whole.replace('boundary=b', 'boundary="zz"')],
    ['with no boundary named', whole.replace('; boundary=b', '')],
    ['behind a byte order mark', `\xef\xbb\xbf${whole}`],
    ['behind empty lines', `\r\n\r\n${whole}`],
    ['behind the first line of an mbox file', `From ion@client.test Mon Nov 16 07:13:00 2026\r\n${whole}`],
    [
      'with spaces before the colons',
      whole.replace('From:', 'From :').replace('Content-Type:', 'Content-Type :'),
    ],
    [
      'inside boundaries of which one begins like the other',
      whole.replace('Content-Type: text/plain\r\n\r\nBuna', multipart('bb', 'Buna')),
    ],
    [
      'inside boundaries that are the same',
      whole.replace('Content-Type: text/plain\r\n\r\nBuna', multipart('b', 'Buna')),
    ],
  ])('%s', async (_, raw) => {
    expect(await fileIn(raw)).toEqual(['a.pdf', PDF_LINE]);
    expect((await read(raw)).from).toEqual([{ address: 'ion@client.test', name: 'Ion' }]);
  });

  it('without an empty line before the text', async () => {
    expect((await read(`${HEAD}Buna ziua, va rog\r\nal doilea rand`)).text).toBe(
      'Buna ziua, va rog\nal doilea rand',
    );
    const { text, attachments } = await read(
      whole.replace('Content-Type: text/plain\r\n\r\nBuna', 'Buna ziua\r\nx'),
    );
    expect([text, attachments.length]).toEqual(['Buna ziua\nx', 1]);
  });

  it('and a multipart without any is a text', async () => {
    expect((await read(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\nBuna ziua`)).text).toBe(
      'Buna ziua',
    );
  });

  it('but a header that was folded badly ends nothing', async () => {
    const { text, to } = await read('Subject: unu\r\ndoi trei\r\nTo: ab@ancpi.ro\r\n\r\nBuna');
    expect([text, to.length]).toEqual(['Buna', 1]);
  });
});

describe('a file comes out whole', () => {
  const encoded = (label: string, content: string): string =>
    withFile(`${NAMED}\r\nContent-Transfer-Encoding: ${label}`, content);

  it.each<[string, string]>([
    ['from base64 with spaces and rubbish', encoded('base64', 'JVBE\t Ri0x !!!LjQg\r\n\r\neA==')],
    ['from base64 without its padding', encoded('base64', PDF_BASE64.replace(/=+$/, ''))],
    ['from base64 whose label is in quotes', encoded('"base64"', PDF_BASE64)],
    ['from base64 with a semicolon after the label', encoded('base64 ;', PDF_BASE64)],
    ['from base64 written base-64', encoded('base-64', PDF_BASE64)],
    ['from base64 called 7bit', encoded('7bit', PDF_BASE64)],
    ['from base64 without a label', withFile(NAMED, PDF_BASE64)],
    ['from bytes called base64', encoded('base64', PDF_LINE)],
    [
      'from a part with an empty type',
      withFile('Content-Type: \r\nContent-Disposition: attachment; filename=a.pdf'),
    ],
    ['from a part without a type', withFile('Content-Disposition: attachment; filename=a.pdf')],
    [
      'from a part of type "pdf"',
      withFile('Content-Type: pdf\r\nContent-Disposition: attachment; filename=a.pdf'),
    ],
    ['from a part that claims to be text', withFile('Content-Type: text/plain; name=a.pdf')],
    ['from a part with an unknown disposition', withFile(`${NAMED}\r\nContent-Disposition: atachment`)],
    ['from a uuencoded part', encoded('x-uuencode', 'begin 644 z.pdf\r\n*)5!$1BTQ+C0@>\r\n`\r\nend')],
  ])('%s', async (_, raw) => {
    expect(await fileIn(raw)).toEqual(['a.pdf', PDF_LINE]);
  });

  it('from the middle of a text (uuencode), which is left without it', async () => {
    const text = 'Buna\r\n\r\nbegin 644 a.pdf\r\n*)5!$1BTQ+C0@>\r\n`\r\nend\r\nsfarsit';
    const mail = await read(`${HEAD}\r\n${text}`);
    expect(mail.attachments[0]?.bytes.toString()).toBe(PDF_LINE);
    expect(mail.text).toBe('Buna\n\nsfarsit');
  });

  it('while a text that only begins like one is left alone', async () => {
    const text = 'begin 644 a.pdf\nVa rog sa-mi dati acces, multumesc foarte mult pentru tot\nend';
    expect((await read(`${HEAD}\r\n${text}`)).text).toBe(text);
  });
});

describe('a signed or encrypted mail', () => {
  it('that can be read is read, and its signature is no attachment', async () => {
    const raw = `${HEAD}Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBuna\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMIIB\r\n--b--`;
    expect(await read(raw)).toMatchObject({ text: 'Buna', attachments: [] });
  });

  it('that cannot be read is a mail with a file', async () => {
    const type = 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m';
    const mail = await read(`${HEAD}Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB`);
    expect(mail.attachments.map(({ name }) => name)).toEqual(['smime.p7m']);
  });
});

it.each([
  'message/partial; id=x; number=1; total=2',
  'message/external-body; access-type=URL; URL="http://evil.test/x"',
])('a mail of type %s is a mail with a file, and nothing is fetched', async (type) => {
  const mail = await read(`${HEAD}Content-Type: ${type}\r\n\r\nContent-Type: text/plain\r\n\r\nx`);
  expect([mail.attachments.length, mail.text]).toEqual([1, '']);
});

it('a mail inside the mail is read behind empty lines and in quoted-printable', async () => {
  const inner = withFile(
    'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable',
    '\r\nFrom: ana@client.test\r\nSubject: =3D?utf-8?Q?=3DC4=3D83?=3D\r\n\r\nBun=3Da',
  );
  expect((await read(inner)).nested[0]?.mail).toMatchObject({ subject: 'ă', text: 'Bun=a' });
});

function multipart(boundary: string, text: string): string {
  return `Content-Type: multipart/alternative; boundary=${boundary}\r\n\r\n--${boundary}\r\n\r\n${text}\r\n--${boundary}--\r\n`;
}
