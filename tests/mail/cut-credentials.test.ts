/** What comes back of a credentials letter is cut: bounces, answers and forwards as programs write them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillForm } from '../../src/excel/fill.ts';
import { type CutMail, cutOrderFor, namedMessageIds } from '../../src/mail/cut/cut-order.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused, type MailAttachment, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import type { Classification } from '../../src/mail/sorting/classification.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { packZip } from '../excel/zip-packing.ts';
import {
  APPLICANT,
  type CredentialsLetter,
  credentialsLetter,
  DESK,
  LETTER_ID,
  PASSWORD,
  tracesIn,
  XLSX_TYPE,
} from './credentials-letter.ts';
import { deskContext } from './desk-context.ts';
import { base64, PDF } from './raw-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

let letter: CredentialsLetter;
let spelled: CredentialsLetter;
beforeAll(async () => {
  letter = await credentialsLetter();
  spelled = await credentialsLetter(PASSWORD, { spelledOut: true });
});

interface Outcome {
  readonly before: ParsedMail;
  readonly after: ParsedMail;
  readonly result: CutMail;
  readonly kinds: readonly [Classification, Classification];
}

async function parsed(raw: Buffer): Promise<ParsedMail> {
  const mail = await parser.parse(raw);
  if (isRefused(mail)) {
    throw new Error(mail.refused.code);
  }
  return mail;
}

function filesOf(mail: ParsedMail): MailAttachment[] {
  return [...mail.attachments, ...mail.nested.flatMap((nested) => filesOf(nested.mail))];
}

/** The way of a mail through the desk: parsed, judged, cut, and parsed again. */
async function cut(raw: Buffer, caseHadCredentials = false): Promise<Outcome> {
  const before = await parsed(raw);
  const kind = classify(before, deskContext());
  const order = cutOrderFor(before, kind, {
    isCredentialsLetter: (id) => id === LETTER_ID,
    caseHadCredentials,
    ourAddresses: [DESK],
  });
  if (order === null) {
    throw new Error('nothing is ordered to be cut');
  }
  const workbooks = await Promise.all(
    filesOf(before)
      .filter(({ mediaType }) => mediaType === XLSX_TYPE)
      .map(async ({ bytes, sha256 }) => {
        const filled = await fillForm(bytes, { credentialsCreatedOn: '', webAddress: '', user: '' });
        return { sha256, clean: filled.ok ? filled.bytes : null };
      }),
  );
  const result = await parser.cut(raw, { ...order, workbooks });
  if ('refused' in result) {
    throw new Error(result.refused.code);
  }
  const after = await parsed(result.raw);
  return { before, after, result, kinds: [kind, classify(after, deskContext())] };
}

/** No trace stays, and what the mail is taken for stays the same. */
async function expectCut(raw: Buffer): Promise<Outcome> {
  expect(tracesIn(raw, PASSWORD), 'the mail of this test holds the password').not.toEqual([]);
  const outcome = await cut(raw);
  expect(tracesIn(outcome.result.raw, PASSWORD)).toEqual([]);
  const [before, after] = outcome.kinds;
  const told = ({ kind, answerable, answers, caseNumbers, bounce, office }: Classification) => ({
    kind,
    answerable,
    answers,
    caseNumbers,
    bounce,
    office,
  });
  expect(told(after)).toEqual(told(before));
  expect(outcome.after.truncated).toBe(outcome.before.truncated);
  expect(outcome.result.raw.toString('latin1')).toMatch(/^X-Acces-Cut: [a-z, -]+\r?\n/);
  return outcome;
}

const DAEMON = 'Mail Delivery System <MAILER-DAEMON@mx.client.test>';

function head(fields: readonly string[]): string {
  return [...fields, 'Date: Mon, 12 Jan 2026 08:00:10 +0000', 'MIME-Version: 1.0'].join('\r\n');
}

function bounceHead(subject: string): string {
  return head([
    'Return-Path: <>',
    `From: ${DAEMON}`,
    `To: ${DESK}`,
    `Subject: ${subject}`,
    'Message-ID: <dsn-1@mx.client.test>',
  ]);
}

const FIELDS = [
  'Reporting-MTA: dns; mx.client.test',
  'Arrival-Date: Mon, 12 Jan 2026 08:00:01 +0000',
  '',
  `Final-Recipient: rfc822; ${APPLICANT}`,
  'Action: failed',
  'Status: 5.2.2',
  'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full',
  '',
].join('\r\n');

function multipart(
  top: string,
  kind: string,
  parts: readonly (string | Buffer)[],
  boundary = 'outer',
): Buffer {
  return Buffer.concat([
    Buffer.from(`${top}\r\nContent-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`),
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), Buffer.from(part), Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

function part(type: string, body: string | Buffer, ...headers: string[]): Buffer {
  return Buffer.concat([
    Buffer.from([`Content-Type: ${type}`, ...headers, '', ''].join('\r\n')),
    Buffer.from(body),
  ]);
}

const REPORT = 'report; report-type=delivery-status';

describe('a bounce', () => {
  const text = part(
    'text/plain; charset=us-ascii',
    `This is the mail system at host mx.client.test.\r\n\r\n<${APPLICANT}>: mailbox full\r\n`,
  );

  it('of Postfix that returns the whole letter keeps its headers and its report', async () => {
    const raw = multipart(bounceHead('Undelivered Mail Returned to Sender'), REPORT, [
      text,
      part('message/delivery-status', FIELDS),
      part('message/rfc822', letter.raw, 'Content-Description: Undelivered Message'),
    ]);
    const { after, before, result } = await expectCut(raw);
    expect(result.cut).toEqual(['returned-mail']);
    expect(after.nested[0]?.mail).toMatchObject({ messageId: LETTER_ID, text: '', attachments: [] });
    expect(after.nested[0]?.mail.subject).toBe(before.nested[0]?.mail.subject);
    expect(after.text).toBe(before.text);
  });

  it('of Postfix that returns headers only stays as it came', async () => {
    const raw = multipart(bounceHead('Undelivered Mail Returned to Sender'), REPORT, [
      text,
      part('message/delivery-status', FIELDS),
      part('text/rfc822-headers', letter.headers),
    ]);
    const { result } = await cut(raw);
    expect(result.cut).toEqual([]);
    expect(result.raw.equals(raw)).toBe(true);
  });

  it('whose “headers” go on with the letter keeps the headers', async () => {
    const raw = multipart(bounceHead('Undelivered Mail Returned to Sender'), REPORT, [
      text,
      part('message/delivery-status', FIELDS),
      part('text/rfc822-headers', letter.raw),
    ]);
    await expectCut(raw);
  });

  it('of Exchange with an HTML report keeps what it tells of the recipient', async () => {
    const html = `<html><body><p>Your message to ${APPLICANT} couldn't be delivered.</p></body></html>`;
    const told = multipart(
      '',
      'alternative',
      [
        part('text/plain; charset=us-ascii', `Your message to ${APPLICANT} couldn't be delivered.\r\n`),
        part('text/html', html),
      ],
      'alt',
    );
    const raw = multipart(bounceHead('Undeliverable: x').replace('MAILER-DAEMON', 'postmaster'), REPORT, [
      told.subarray(2),
      part('message/delivery-status', FIELDS),
      part('message/rfc822', letter.raw),
    ]);
    expect((await expectCut(raw)).after.text).toContain(`message to ${APPLICANT}`);
  });

  it('of Gmail with the letter in base64 keeps the headers', async () => {
    const raw = multipart(bounceHead('Delivery Status Notification (Failure)'), REPORT, [
      text,
      part('message/delivery-status', FIELDS),
      part('message/rfc822', base64(letter.raw), 'Content-Transfer-Encoding: base64'),
    ]);
    await expectCut(raw);
  });

  it('of Exim keeps the text above the copy of the letter, and its headers', async () => {
    const body = [
      'This message was created automatically by mail delivery software.',
      'A message that you sent could not be delivered to one or more of its recipients.',
      '',
      `  ${APPLICANT}`,
      '    552 5.2.2 Mailbox full',
      '',
      '------ This is a copy of the message, including all the headers. ------',
      '',
    ].join('\r\n');
    const raw = Buffer.from(
      `${bounceHead('Mail delivery failed: returning message to sender')}\r\nX-Failed-Recipients: ${APPLICANT}\r\n\r\n${body}\r\n${spelled.raw.toString('latin1')}`,
      'latin1',
    );
    const { after, kinds } = await expectCut(raw);
    expect(kinds[1].bounce?.quotedMessageIds).toContain(LETTER_ID);
    expect(after.text).toContain('Mailbox full');
  });

  it('of qmail keeps the recipient, the reason and the Message-ID', async () => {
    const body = `Hi. This is the qmail-send program at mx.client.test.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n<${APPLICANT}>:\r\n552 5.2.2 Mailbox full\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nReturn-Path: <${DESK}>\r\n`;
    const raw = Buffer.from(
      `${bounceHead('failure notice')}\r\n\r\n${body}${spelled.raw.toString('latin1')}`,
      'latin1',
    );
    const { kinds } = await expectCut(raw);
    expect(kinds[1].bounce).toMatchObject({ recipients: [{ address: APPLICANT, status: '5.2.2' }] });
  });

  it('that a person forwards as a mail keeps the report and the headers of the letter', async () => {
    const bounce = multipart(
      bounceHead('Undelivered Mail Returned to Sender'),
      REPORT,
      [text, part('message/delivery-status', FIELDS), part('message/rfc822', letter.raw)],
      'inner',
    );
    const raw = multipart(personHead('Fwd: [AB-2026-00042] Undelivered'), 'mixed', [
      part('text/plain', 'Ce fac cu acesta?'),
      part('message/rfc822', bounce),
    ]);
    const { after } = await expectCut(raw);
    expect(after.nested[0]?.mail.report?.recipients).toHaveLength(1);
  });
});

function personHead(subject: string): string {
  return head([
    `From: Ion Popescu <${APPLICANT}>`,
    `To: ${DESK}`,
    `Subject: ${subject}`,
    'Message-ID: <m-2@client.test>',
  ]);
}

function answerHead(): string {
  return `${personHead('Re: [AB-2026-00042] Creden')}\r\nIn-Reply-To: ${LETTER_ID}\r\nReferences: <older@ancpi.ro> ${LETTER_ID}`;
}

function marked(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\r\n');
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

const PLAIN = 'text/plain; charset=utf-8';
const HTML = 'text/html; charset=utf-8';
const OWN = 'Bună ziua,\r\nparola nu merge, vă rog să verificați.\r\n';

function plainAnswer(below: string): Buffer {
  const body = base64(Buffer.from(`${OWN}\r\n${below}`));
  return Buffer.from(
    `${answerHead()}\r\nContent-Type: ${PLAIN}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`,
  );
}

/** How programs quote below an answer, in plain text. */
const QUOTED: Readonly<Record<string, () => string>> = {
  'Outlook in Romanian': () =>
    `-----Mesaj original-----\r\nDe la: OCPI Alba – acces <${DESK}>\r\nTrimis: luni, 12 ianuarie 2026 10:00\r\nCătre: ${APPLICANT}\r\nSubiect: ${letter.subject}\r\n\r\n${crlf(spelled.text)}`,
  'Outlook in English': () =>
    `________________________________\r\nFrom: OCPI Alba – acces <${DESK}>\r\nSent: Monday, January 12, 2026 10:00 AM\r\nTo: ${APPLICANT}\r\nSubject: ${letter.subject}\r\n\r\n${crlf(spelled.text)}`,
  'Outlook that hides our address': () =>
    `From: OCPI Alba – acces\r\nSent: Monday, January 12, 2026 10:00 AM\r\nTo: Ion Popescu\r\nSubject: ${letter.subject}\r\n\r\n${crlf(spelled.text)}`,
  'Gmail in Romanian': () =>
    `Pe lun., 12 ian. 2026 la 10:00, OCPI Alba – acces <${DESK}> a scris:\r\n\r\n${marked(spelled.text)}\r\n`,
  'Gmail with a broken line': () =>
    `Pe lun., 12 ian. 2026 la 10:00, OCPI Alba – acces <${DESK}> a\r\nscris:\r\n\r\n${marked(spelled.text)}\r\n`,
  'Apple Mail': () =>
    `> On 12 Jan 2026, at 10:00, OCPI Alba – acces <${DESK}> wrote:\r\n> \r\n${marked(spelled.text)}\r\n`,
  Thunderbird: () => `On 1/12/26 10:00, OCPI Alba – acces wrote:\r\n${marked(spelled.text)}\r\n`,
  'Yahoo in Romanian': () =>
    `Pe luni, 12 ianuarie 2026 la 10:00:00 EET, OCPI Alba – acces <${DESK}> a scris:  \r\n \r\n ${crlf(spelled.text)}`,
  'a program that pastes the source': () => spelled.raw.toString('utf8'),
};

describe('an answer', () => {
  it.each(Object.keys(QUOTED))('of %s keeps the words of its sender', async (program) => {
    const { after, result } = await expectCut(plainAnswer(QUOTED[program]?.() ?? ''));
    expect(after.text.trim()).toBe(OWN.trim().replaceAll('\r\n', '\n'));
    expect(result.cut).toEqual(['quoted-text']);
  });

  it.each(Object.keys(QUOTED))('of %s in UTF-16 keeps the words of its sender', async (program) => {
    const body = base64(Buffer.from(`\ufeff${OWN}\r\n${QUOTED[program]?.() ?? ''}`, 'utf16le'));
    const raw = `${answerHead()}\r\nContent-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`;
    expect((await expectCut(Buffer.from(raw))).after.text).toContain('parola nu merge, vă rog');
  });

  it('written between the quoted lines keeps each of its words', async () => {
    const [first = '', second = '', ...rest] = spelled.text.split('\n\n');
    const below = [
      `Pe lun., 12 ian. 2026 la 10:00, OCPI Alba <${DESK}> a scris:`,
      '',
      marked(first),
      '',
      'Am înțeles.',
      '',
      marked(second),
      'Aceasta nu merge.',
      marked(rest.join('\n\n')),
      '',
      'Mulțumesc, Ion',
    ].join('\r\n');
    const { after } = await expectCut(plainAnswer(below));
    for (const words of ['parola nu merge', 'Am înțeles.', 'Aceasta nu merge.', 'Mulțumesc, Ion']) {
      expect(after.text).toContain(words);
    }
    expect(after.text).not.toContain('a scris');
  });

  it('in plain text and HTML keeps the plain one', async () => {
    const html = `<html><body><p>Parola nu merge</p><div class="gmail_quote">Pe luni a scris:<blockquote>${spelled.html}</blockquote></div></body></html>`;
    const raw = multipart(answerHead(), 'alternative', [
      part(PLAIN, `${OWN}\r\n${QUOTED['Gmail in Romanian']?.() ?? ''}`, 'Content-Transfer-Encoding: 8bit'),
      part(HTML, html, 'Content-Transfer-Encoding: 8bit'),
    ]);
    const { after } = await expectCut(raw);
    expect(after.htmlText).toBeNull();
    expect(after.text.trim()).toBe(OWN.trim().replaceAll('\r\n', '\n'));
  });

  const inHtml: Readonly<Record<string, () => string>> = {
    Outlook: () =>
      `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>From:</b> OCPI Alba &lt;${DESK}&gt;<br><b>Sent:</b> Monday, January 12, 2026<br><b>To:</b> ${APPLICANT}<br><b>Subject:</b> x</p></div></div>${spelled.html}`,
    'Outlook on the web': () => `<div id="divRplyFwdMsg"><b>Expéditeur&nbsp;:</b> OCPI</div>${spelled.html}`,
    'Apple Mail': () =>
      `<br><blockquote type="cite"><div>On 12 Jan OCPI wrote:</div>${spelled.html}</blockquote>`,
    Yahoo: () =>
      `<div id="ydp1yahoo_quoted_1" class="yahoo_quoted"><div>Luni, OCPI:</div>${spelled.html}</div>`,
    'an unknown program': () => `<BLOCKQUOTE class=x>${spelled.html}`,
  };
  it.each(Object.keys(inHtml))('of %s in HTML alone becomes its own words in plain text', async (program) => {
    const html = `<html><head><style>p{}</style></head><body><p>Bună ziua, parola nu merge.</p>${inHtml[program]?.()}</body></html>`;
    const raw = Buffer.from(
      `${answerHead()}\r\nContent-Type: ${HTML}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(Buffer.from(html))}\r\n`,
    );
    const { after } = await expectCut(raw);
    expect(after.text).toContain('Bună ziua, parola nu merge.');
    expect(after.htmlText).toBeNull();
  });

  it('that quotes nothing stays byte for byte as it came', async () => {
    const raw = multipart(answerHead(), 'alternative', [
      part(PLAIN, OWN, 'Content-Transfer-Encoding: 8bit'),
      part(HTML, `<p>Bună ziua,<br>parola nu merge, vă rog să verificați.</p>`),
    ]);
    const { result } = await cut(raw);
    expect(result).toMatchObject({ cut: [] });
    expect(result.raw.equals(raw)).toBe(true);
  });

  it('keeps the scans that it brings, byte for byte, and gets the workbook back without password', async () => {
    const scan = Buffer.concat([PDF, Buffer.from([0, 255, 10, 13, 10, 7])]);
    const raw = multipart(answerHead(), 'mixed', [
      part(PLAIN, `${OWN}\r\n${QUOTED.Thunderbird?.()}`),
      part(
        'application/pdf; name="CI.pdf"',
        base64(scan),
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename="CI.pdf"',
      ),
      part(
        `${XLSX_TYPE}; name="Date.xlsx"`,
        base64(letter.workbook),
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename="Date.xlsx"',
      ),
    ]);
    const { after, result } = await expectCut(raw);
    expect(after.attachments.map(({ name }) => name)).toEqual(['CI.pdf', 'Date.xlsx']);
    expect(after.attachments[0]?.bytes.equals(scan)).toBe(true);
    expect(after.attachments[1]?.mediaType).toBe(XLSX_TYPE);
    expect(result.cut).toEqual(['quoted-text', 'workbook-cleaned']);
  });
});

const WORDS = part(PLAIN, 'Nu pot deschide ce mi-ați trimis.\r\n', 'Content-Transfer-Encoding: 8bit');

function file(name: string, type: string, bytes: Buffer): Buffer {
  return part(
    type,
    base64(bytes),
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
  );
}

/** How the letter comes back inside another mail. */
const ENCLOSED: Readonly<Record<string, () => Buffer>> = {
  'as an attached mail': () => part('message/rfc822', letter.raw),
  'as an attached mail in base64': () =>
    part('message/rfc822', base64(letter.raw), 'Content-Transfer-Encoding: base64'),
  'as message/global': () => part('message/global', spelled.raw),
  'as a file called .eml': () => file('Credentiale.eml', 'application/octet-stream', letter.raw),
  'as a mail file without a telling name': () => file('fisier.bin', 'application/octet-stream', letter.raw),
  'as a mailbox file': () =>
    file(
      'Inbox',
      'application/octet-stream',
      Buffer.concat([Buffer.from('From acces Mon Jan 12 2026\r\n'), letter.raw]),
    ),
  'after an empty line': () => part('message/rfc822', Buffer.concat([Buffer.from('\r\n'), letter.raw])),
  'inside a forward': () =>
    part(
      'message/rfc822',
      multipart(personHead('Fwd'), 'mixed', [WORDS, part('message/rfc822', letter.raw)], 'mid'),
    ),
  'inside a forward of a forward': () => {
    const inner = multipart(personHead('Fwd'), 'mixed', [WORDS, part('message/rfc822', letter.raw)], 'mid');
    return part(
      'message/rfc822',
      multipart(personHead('Fwd: Fwd'), 'mixed', [WORDS, part('message/rfc822', inner)], 'mid2'),
    );
  },
  'inside a forward under one boundary with it': () =>
    part(
      'message/rfc822',
      multipart(personHead('Fwd'), 'mixed', [WORDS, part('message/rfc822', letter.raw)]),
    ),
  'as a quoting answer that is attached': () =>
    part('message/rfc822', plainAnswer(QUOTED['Outlook in Romanian']?.() ?? '')),
  'in a ZIP': () =>
    file('mail.zip', 'application/zip', packZip([{ name: 'Date.xlsx', data: letter.workbook }])),
  'in a ZIP as a mail': () =>
    file('mail.zip', 'application/zip', packZip([{ name: 'm.eml', data: letter.raw }])),
  'in a ZIP in a ZIP': () =>
    file(
      'mail.zip',
      'application/zip',
      packZip([{ name: 'a.zip', data: packZip([{ name: 'x', data: letter.workbook }]) }]),
    ),
  'in a ZIP under the name of a scan': () =>
    file('mail.zip', 'application/zip', packZip([{ name: 'CI.pdf', data: letter.workbook }])),
  'as a damaged ZIP': () =>
    file(
      'mail.zip',
      'application/zip',
      packZip([{ name: 'Date.xlsx', data: letter.workbook }]).subarray(0, -40),
    ),
  'as its workbook': () => file('Date.xlsx', XLSX_TYPE, letter.workbook),
  'as a workbook called a picture': () => file('IMG.jpg', 'image/jpeg', letter.workbook),
  'as a page': () => file('mail.htm', 'text/html', Buffer.from(spelled.html)),
};

describe('the letter that comes back', () => {
  it.each(Object.keys(ENCLOSED))('%s is cut, and the sender’s words stay', async (way) => {
    const raw = multipart(answerHead(), 'mixed', [WORDS, ENCLOSED[way]?.() ?? '']);
    expect((await expectCut(raw)).after.text).toContain('Nu pot deschide ce mi-ați trimis.');
  });

  it.each(Object.keys(ENCLOSED))('%s is cut in a mail that never ends', async (way) => {
    const whole = multipart(answerHead(), 'mixed', [WORDS, ENCLOSED[way]?.() ?? '']);
    await expectCut(whole.subarray(0, whole.lastIndexOf('--outer--')));
  });

  it.each(Object.keys(ENCLOSED))('%s is cut in a mail with bare line feeds', async (way) => {
    const whole = multipart(answerHead(), 'mixed', [WORDS, ENCLOSED[way]?.() ?? '']);
    await expectCut(Buffer.from(whole.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
  });

  it('as the mail itself, redirected by a mailbox, keeps its headers only', async () => {
    const { result, after } = await expectCut(spelled.raw);
    expect(result.cut).toEqual(['all-but-headers']);
    expect(after).toMatchObject({ messageId: LETTER_ID, text: '' });
  });

  it('is named wherever it hides', async () => {
    for (const way of ['as an attached mail', 'inside a forward of a forward', 'as a file called .eml']) {
      const raw = multipart(personHead('Fwd'), 'mixed', [WORDS, ENCLOSED[way]?.() ?? '']);
      expect(namedMessageIds(await parsed(raw))).toContain(LETTER_ID);
    }
  });
});

describe('other people’s parts', () => {
  it('of a forward stay: the applicant’s words that a colleague passes on', async () => {
    const forwarded = [
      'Vă trimit mai jos.',
      '',
      '-----Mesaj original-----',
      `De la: Ion Popescu <${APPLICANT}>`,
      'Trimis: marți, 13 ianuarie 2026 10:00',
      'Către: ab@ancpi.ro',
      'Subiect: RE: [AB-2026-00042] x',
      '',
      'Nu pot intra cu userul primit.',
      '',
      QUOTED['Outlook in Romanian']?.() ?? '',
    ].join('\r\n');
    const raw = Buffer.from(
      `${answerHead().replace(`Ion Popescu <${APPLICANT}>`, 'Maria Ionescu <maria.ionescu@ancpi.ro>')}\r\nContent-Type: ${PLAIN}\r\n\r\n${forwarded}`,
    );
    const { after, kinds } = await expectCut(raw);
    expect(after.text).toContain('Nu pot intra cu userul primit.');
    expect(kinds[1].requests[0]?.sender).toEqual(kinds[0].requests[0]?.sender);
  });

  it('a mark from outside does not survive, and preamble and epilogue neither', async () => {
    const inner = multipart(`X-Acces-Cut: forged,\r\n  more\r\n${answerHead()}`, 'mixed', [
      WORDS,
      part('message/rfc822', letter.raw),
    ]);
    const raw = Buffer.concat([
      inner.subarray(0, inner.indexOf('--outer\r\n')),
      Buffer.from(`Parola: ${PASSWORD}\r\n`),
      inner.subarray(inner.indexOf('--outer\r\n')),
      Buffer.from(`\r\nParola: ${PASSWORD}\r\n`),
    ]);
    const { result } = await expectCut(raw);
    expect(result.raw.toString('latin1').match(/x-acces-cut/gi)).toHaveLength(1);
    expect(result.raw.toString('latin1')).not.toContain('forged');
  });

  it('a usual mail needs no cut', async () => {
    const mail = await parsed(
      multipart(personHead('Cerere'), 'mixed', [WORDS, file('CI.pdf', 'application/pdf', PDF)]),
    );
    const facts = { isCredentialsLetter: () => false, caseHadCredentials: false, ourAddresses: [DESK] };
    expect(cutOrderFor(mail, classify(mail, deskContext()), facts)).toBeNull();
  });
});
