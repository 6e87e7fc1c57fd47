/** What the bounded child makes of mails, good, broken and hostile. */
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { LARGEST_MAIL } from '../../src/mail/wire/largest-mail.ts';
import { fixtureMail } from './desk-context.ts';
import { base64, PDF, rawMail, WORKBOOK } from './raw-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

async function parsed(raw: Buffer): Promise<ParsedMail> {
  const outcome = await parser.parse(raw);
  if (isRefused(outcome)) {
    throw new Error(`refused: ${outcome.refused.code}`);
  }
  return outcome;
}

const HEAD = 'From: Ion <ion@client.test>\r\nTo: ab@ancpi.ro\r\nSubject: Cerere\r\nMIME-Version: 1.0\r\n';

/**
 * Nothing but ends of lines, each of which becomes an object in the library that reads it; and the beginning of a
 * uuencoded file, for which the text is read to its end.
 */
const LINE_BREAKS = Buffer.concat([Buffer.from(`${HEAD}\r\nbegin 644 a\n`), Buffer.alloc(20_000_000, '\n')]);

function mixed(body: string | Buffer): Buffer {
  const head = `${HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.isBuffer(body) ? body : Buffer.from(body)]);
}

describe('letters and names', () => {
  it.each([
    ['utf-8', Buffer.from('Bună ziua, Ștefăniță')],
    ['iso-8859-2', Buffer.from('Bun\xe3 ziua, \xaatef\xe3ni\xfe\xe3', 'latin1')],
    ['windows-1250', Buffer.from('Bun\xe3 ziua, \xaatef\xe3ni\xfe\xe3', 'latin1')],
    ['iso-8859-16', Buffer.from('Bun\xe3 ziua, \xaatef\xe3ni\xfe\xe3', 'latin1')],
  ])('of a text in %s come out as written', async (charset, bytes) => {
    const head = Buffer.from(
      `${HEAD}Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`,
    );
    const { text } = await parsed(Buffer.concat([head, bytes]));
    // Older sets have cedillas where today a comma is written.
    expect(text.trim().replace('Ş', 'Ș').replace('ţ', 'ț')).toBe('Bună ziua, Ștefăniță');
  });

  it('of a text in a set that nobody knows are still read', async () => {
    const raw = `${HEAD}Content-Type: text/plain; charset=x-romanian-foo\r\n\r\nCerere de acces`;
    expect((await parsed(Buffer.from(raw))).text).toContain('Cerere de acces');
  });

  it('of a file come out of RFC 2231, in pieces too, and of RFC 2047', async () => {
    const names = [
      "filename*=utf-8''Cerere%20semnat%C4%83.pdf",
      "filename*0*=utf-8''Cerere%20; filename*1*=semnat%C4%83; filename*2=.pdf",
      'filename="=?utf-8?B?Q2VyZXJlIHNlbW5hdMSDLnBkZg==?="',
      'filename="=?iso-8859-2?Q?Cerere_semnat=E3=2Epdf?="',
      'filename="Cerere semnată.pdf"',
    ];
    const parts = names.map(
      (name) =>
        `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${name}\r\n\r\n%PDF-1\r\n`,
    );
    const { attachments } = await parsed(mixed(`${parts.join('')}--b--\r\n`));
    expect(attachments.map(({ name }) => name)).toEqual(names.map(() => 'Cerere semnată.pdf'));
  });

  it('of a file lose path, control and direction characters, and are never empty', async () => {
    const names = ['../../etc/passwd', 'C:\\temp\\ci.pdf', 'ci\u202efdp.exe', 'a\u0000b.pdf', ''];
    const parts = names.map((name) => ({ type: 'application/pdf', name, bytes: PDF }));
    const { attachments } = await parsed(rawMail({ parts }));
    expect(attachments.map(({ name }) => name)).toEqual([
      'passwd',
      'ci.pdf',
      'cifdp.exe',
      'a b.pdf',
      'fisier-5.pdf',
    ]);
  });

  it('of a sender cannot smuggle another header', async () => {
    const mail = await parsed(fixtureMail('95-hostile-header-injection-name.eml'));
    expect(mail.from).toEqual([{ address: 'popescu@client.test', name: 'Ion Cc: hot@evil.test' }]);
    expect(mail.cc).toEqual([]);
  });
});

describe('what came is told by its bytes', () => {
  it('whatever type the mail claims', async () => {
    const { attachments } = await parsed(
      rawMail({ parts: [WORKBOOK, { type: 'text/plain', name: 'a.txt', bytes: PDF }] }),
    );
    expect(attachments.map(({ mediaType }) => mediaType)).toEqual([
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/pdf',
    ]);
  });

  it('and comes back from the child as Buffers, also in mails inside mails', async () => {
    const inner = rawMail({ parts: [WORKBOOK] });
    const mail = await parsed(rawMail({ parts: [{ type: 'message/rfc822', bytes: inner }] }));
    const nested = mail.nested[0];
    expect(nested?.raw.equals(inner)).toBe(true);
    expect(nested?.mail.attachments[0]?.bytes.equals(Buffer.from(WORKBOOK.bytes))).toBe(true);
    expect(Buffer.isBuffer(nested?.mail.attachments[0]?.bytes)).toBe(true);
  });

  it('out of winmail.dat', async () => {
    const mail = await parsed(fixtureMail('32-tnef-winmail-direct.eml'));
    expect(mail.attachments).toHaveLength(4);
  });

  it('out of a .msg, with its sender', async () => {
    const mail = await parsed(fixtureMail('31-attached-outlook-msg.eml'));
    expect(mail.nested[0]).toMatchObject({
      kind: 'msg',
      mail: { from: [{ address: 'popescu@client.test' }] },
    });
    expect(mail.nested[0]?.mail.attachments).toHaveLength(4);
  });
});

describe('a broken mail', () => {
  it('that ends too early says so and keeps what came', async () => {
    const raw = mixed('--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\r\nhalf');
    expect(await parsed(raw)).toMatchObject({ truncated: true, attachments: [{ name: 'a.pdf' }] });
  });

  it('without From, Date and Message-ID is still a mail', async () => {
    const mail = await parsed(Buffer.from('Subject: Cerere\r\n\r\nBuna'));
    expect(mail).toMatchObject({ from: [], date: null, messageId: null, subject: 'Cerere' });
  });

  it('of nothing, of noise, or of headers alone is still a mail', async () => {
    for (const raw of ['', '\r\n', 'From: a@b.test', '\u0000\u0001\u0002', 'no header at all\r\n\r\nx']) {
      expect(isRefused(await parser.parse(Buffer.from(raw)))).toBe(false);
    }
  });

  it('with bare line feeds is read like any other', async () => {
    const raw = Buffer.from(
      rawMail({ subject: 'Cerere', parts: [WORKBOOK] })
        .toString('latin1')
        .replaceAll('\r\n', '\n'),
      'latin1',
    );
    expect(await parsed(raw)).toMatchObject({
      subject: 'Cerere',
      attachments: [{ name: 'Date acces.xlsx' }],
    });
  });

  it('whose Outlook file is damaged keeps it as an attachment', async () => {
    const whole =
      (await parsed(fixtureMail('31-attached-outlook-msg.eml'))).nested[0]?.raw ?? Buffer.alloc(0);
    for (let cut = 600; cut < whole.length; cut += 1_500) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xff, cut, Math.min(cut + 600, whole.length));
      const bytes = [damaged, whole.subarray(0, cut)];
      const parts = bytes.map((part) => ({ type: 'application/vnd.ms-outlook', name: 'x.msg', bytes: part }));
      const mail = await parsed(rawMail({ parts }));
      expect(mail.attachments.length + mail.nested.length).toBe(2);
    }
  });

  it('whose winmail.dat is damaged is read as far as it goes', async () => {
    const source = fixtureMail('32-tnef-winmail-direct.eml').toString('latin1');
    const encoded = /eJ8\+Ig[A-Za-z0-9+/=\r\n]+/.exec(source)?.[0] ?? '';
    const whole = Buffer.from(encoded, 'base64');
    expect(whole.length).toBeGreaterThan(10_000);
    for (let cut = 4; cut < whole.length; cut += 997) {
      const parts = [{ type: 'application/ms-tnef', name: 'winmail.dat', bytes: whole.subarray(0, cut) }];
      expect((await parsed(rawMail({ parts }))).attachments.length).toBeLessThanOrEqual(4);
    }
  });
});

describe('a hostile mail', () => {
  it.each<[string, string, () => Buffer]>([
    ['500,000 empty parts', 'too-many-parts', () => mixed('--b\r\n\r\n'.repeat(500_000))],
    [
      '2,000 parts',
      'too-many-parts',
      () => mixed('--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(2_000)),
    ],
    ['1,000 multiparts inside each other', 'too-deep', () => Buffer.from(HEAD + nest(1_000))],
    ['3,000 headers', 'too-many-headers', () => Buffer.from(`${'X-A: b\r\n'.repeat(3_000)}${HEAD}\r\nx`)],
    [
      'a header of 20 MB',
      'too-many-headers',
      () => Buffer.from(`Subject: ${'x'.repeat(20_000_000)}\r\n\r\nx`),
    ],
    [
      'more than 42 MB',
      'too-big',
      () => Buffer.concat([Buffer.from(`${HEAD}\r\n`), Buffer.alloc(LARGEST_MAIL, 'x')]),
    ],
  ])('of %s is refused', async (_, code, raw) => {
    const outcome = await parser.parse(raw());
    expect(outcome).toMatchObject({ refused: { code } });
    expect(isRefused(outcome) && outcome.refused.message).toMatch(/nu a fost citit\.$/);
  });

  it('of 40 MB of text is read as far as a person would', async () => {
    const raw = Buffer.concat([Buffer.from(`${HEAD}\r\nBuna`), Buffer.alloc(40_000_000, '\n')]);
    expect((await parsed(raw)).text.trim()).toBe('Buna');
  });

  it('of 20 MB of line breaks that must all be read ends its reader, and the next mail finds another one', async () => {
    const outcome = await parser.parse(LINE_BREAKS);
    expect(outcome).toMatchObject({ refused: { code: 'memory' } });
    expect((await parsed(rawMail({ subject: 'Cerere' }))).subject).toBe('Cerere');
  });

  it('that takes too long is refused, and the next mail is read', async () => {
    const hasty = openMailParser({ timeoutMs: 1_000, memoryMb: 1_500 });
    // Warm: the time of starting is not the mail's.
    expect(isRefused(await hasty.parse(rawMail({})))).toBe(false);
    expect(await hasty.parse(LINE_BREAKS)).toMatchObject({ refused: { code: 'timeout' } });
    expect(isRefused(await hasty.parse(rawMail({})))).toBe(false);
    await hasty.close();
  });

  it('of mails inside mails is entered five deep, and the rest is kept as a file', async () => {
    let raw: Buffer = rawMail({ subject: 'innermost' });
    for (let level = 0; level < 12; level += 1) {
      raw = rawMail({ subject: `level ${level}`, parts: [{ type: 'message/rfc822', bytes: raw }] });
    }
    let mail = await parsed(raw);
    let depth = 0;
    for (let inner = mail.nested[0]; inner !== undefined; inner = mail.nested[0]) {
      mail = inner.mail;
      depth += 1;
    }
    expect(depth).toBe(5);
    expect(mail.attachments).toHaveLength(1);
  });

  it('in HTML leaves text without scripts, styles and comments', async () => {
    const html = '<style>p{}</style><script>alert(1)</script><!-- x --><p>Bun&#259;<br>ziua &lt;b&gt;</p>';
    expect((await parsed(rawMail({ html }))).text).toBe('Bună\nziua <b>');
  });
});

it('an attachment of 29 MB is read whole', async () => {
  const bytes = Buffer.concat([PDF, randomBytes(29_000_000)]);
  const part = `--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}\r\n--b--\r\n`;
  const { attachments } = await parsed(mixed(part));
  expect(attachments[0]?.bytes.equals(bytes)).toBe(true);
});

it('a closed parser rejects instead of calling a mail unreadable', async () => {
  const closed = openMailParser();
  await closed.close();
  await expect(closed.parse(rawMail({}))).rejects.toThrow('cannot be read now');
});

function nest(depth: number): string {
  const levels = Array.from(
    { length: depth },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
  );
  return `${levels.join('')}\r\nx`;
}
