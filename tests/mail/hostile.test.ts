/** Mails made to cost: each is bounded in time and memory, has its reason, and the next mail is read. */
import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { childrenOf, peakOf } from '../../bench/memory.ts';
import { readMsg } from '../../src/mail/reading/msg.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused, type MailAttachment } from '../../src/mail/reading/parsed-mail.ts';
import { readPdfPages } from '../../src/mail/reading/pdf-pages.ts';
import { fixtureMail } from './desk-context.ts';
import { base64, PDF, rawMail } from './raw-mail.ts';
import { zipFile } from './zip-file.ts';

const MOST_MB = 512;
const HEAD = 'From: Ion <ion@client.test>\r\nTo: ab@ancpi.ro\r\nSubject: Cerere\r\nMIME-Version: 1.0\r\n';
const parser = openMailParser();
const others = new Set(childrenOf(process.pid));
let peak = 0;
let watch: NodeJS.Timeout;

function look(): void {
  for (const child of childrenOf(process.pid, 'parse-child')) {
    peak = Math.max(peak, others.has(child) ? 0 : (peakOf(child) ?? 0));
  }
}

beforeAll(() => {
  watch = setInterval(look, 20);
});
afterEach(async () => {
  look();
  expect(peak).toBeLessThan(MOST_MB);
  expect(await parser.parse(rawMail({ subject: 'Urmatorul' }))).toMatchObject({ subject: 'Urmatorul' });
});
afterAll(async () => {
  clearInterval(watch);
  await parser.close();
});

async function codeOf(raw: Buffer): Promise<string> {
  const outcome = await parser.parse(raw);
  return isRefused(outcome) ? outcome.refused.code : 'read';
}

const filled = (headers: string, pattern: string, megabytes: number): Buffer =>
  Buffer.concat([
    Buffer.from(`${HEAD}${headers}\r\n`),
    Buffer.alloc(megabytes * 1_000_000, pattern, 'latin1'),
  ]);

const withFile = (type: string, bytes: Buffer): Buffer =>
  Buffer.from(
    `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(bytes)}\r\n--b--\r\n`,
    'latin1',
  );

describe('within 512 MB', () => {
  it.each<[string, string, () => Buffer]>([
    ['one line of 43 MB', 'read', () => filled('', 'x', 43)],
    ['43 MB of empty lines', 'read', () => filled('', '\n', 43)],
    ['43 MB of tags', 'read', () => filled('Content-Type: text/html\r\n', '<b>', 43)],
    ['43 MB of unclosed scripts', 'read', () => filled('Content-Type: text/html\r\n', '<script><!--', 43)],
    ['20 MB of header lines of forwarded mails', 'read', () => filled('', 'De la: x@y.test\r\n', 20)],
    [
      '20 MB of quoted-printable',
      'read',
      () => filled('Content-Transfer-Encoding: quoted-printable\r\n', '=41', 20),
    ],
    [
      '43 MB of base64 in one line',
      'read',
      () => filled('Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n', 'QUJD', 43),
    ],
    [
      '30 MB of base64 padding',
      'read',
      () => filled('Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n', '=', 30),
    ],
    ['a file of 29 MB', 'read', () => withFile('application/x', randomBytes(29_000_000))],
    [
      'a mail with a file of 10 MB, encoded once more',
      'read',
      () =>
        withFile(
          'message/rfc822',
          withFile('application/pdf', Buffer.concat([PDF, randomBytes(10_000_000)])),
        ),
    ],
    [
      'archives that hold 60 MB',
      'read',
      () =>
        withFile(
          'application/zip',
          zipFile(
            [1, 2, 3].map((fill) => ({
              name: 'CI.pdf',
              bytes: Buffer.concat([PDF, Buffer.alloc(19_900_000, fill)]),
            })),
          ),
        ),
    ],
    [
      'a header of 30 MB',
      'too-many-headers',
      () => Buffer.from(`Subject: ${'x'.repeat(30_000_000)}\r\n\r\nx`),
    ],
    ['25,000 senders', 'read', () => Buffer.from(`From: ${'a@b.test,'.repeat(25_000)}\r\n\r\nx`)],
    ['60,000 groups of senders', 'read', () => Buffer.from(`From: ${'a:'.repeat(60_000)}\r\n\r\nx`)],
    [
      'a file name in 12,000 pieces',
      'read',
      () => Buffer.from(`Content-Type: application/pdf${pieces(12_000)}\r\n\r\nx`),
    ],
    [
      '12,000 encoded words',
      'read',
      () => Buffer.from(`Subject: ${'=?utf-8?Q?=C4=83?= '.repeat(12_000)}\r\n\r\nx`),
    ],
    [
      '250,000 open parentheses',
      'read',
      () => Buffer.from(`${HEAD}Content-Type: text/plain ${'('.repeat(250_000)}\r\n\r\nx`),
    ],
  ])('a mail with %s', async (_, code, raw) => {
    expect(await codeOf(raw())).toBe(code);
  });

  it('a PDF of 1 KB that unfolds into 100 MB stays a scan that nobody recognised', async () => {
    const content = deflateSync(deflateSync(Buffer.alloc(100_000_000, '(a)Tj ')));
    const attachment: MailAttachment = {
      name: 'x.pdf',
      mediaType: 'application/pdf',
      bytes: pdf(content),
      contentId: null,
      inline: false,
      sha256: '',
    };
    expect(await parser.recogniseDocuments([attachment])).toMatchObject([{ kinds: [], scan: true }]);
  }, 60_000);
});

describe('an Outlook file whose', () => {
  const source = fixtureMail('31-attached-outlook-msg.eml').toString('latin1');
  const encoded = /[A-Za-z0-9+/=\r\n]+/.exec(source.slice(source.indexOf('0M8R4KGxGuE')))?.[0] ?? '';
  const whole = Buffer.from(encoded, 'base64');
  const sector = (number: number): number => (number + 1) * 512;
  const table = sector(whole.readUInt32LE(76));
  const directory = sector(whole.readUInt32LE(48));
  const smallTable = sector(whole.readUInt32LE(60));

  function changed(change: (bytes: Buffer) => void): Buffer {
    const bytes = Buffer.from(whole);
    change(bytes);
    return bytes;
  }
  const chained = (at: number, next: (sector: number) => number) => (bytes: Buffer) => {
    for (let index = 0; index < 128; index += 1) {
      bytes.writeUInt32LE(next(index), at + index * 4);
    }
  };

  it.each<[string, (bytes: Buffer) => void]>([
    ['sectors follow themselves', chained(table, (index) => index)],
    ['sectors follow each other', chained(table, (index) => index ^ 1)],
    ['sectors make one circle', chained(table, (index) => (index + 1) % 80)],
    ['small sectors follow themselves', chained(smallTable, (index) => index)],
    ['table of tables is itself', (bytes) => bytes.fill(0, 512, 1_024).writeUInt32LE(1_000, 72)],
    ['tables are sixteen million', (bytes) => void bytes.writeUInt32LE(0xffffff, 44)],
    ['sectors have one byte', (bytes) => void bytes.writeUInt16LE(0, 30)],
    ['sectors have two gigabytes', (bytes) => void bytes.writeUInt16LE(31, 30)],
    ['directory is a circle', (bytes) => directoryCircle(bytes, directory)],
  ])('%s is read or not, and soon', (_, change) => {
    const start = performance.now();
    readMsg(changed(change));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

it.each<[string, string]>([
  ['is its own page', '<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>'],
  ['is a million brackets', '['.repeat(1_000_000)],
])('a PDF whose list of pages %s has no text', async (_, list) => {
  const start = performance.now();
  const pages = await readPdfPages(pdf(Buffer.alloc(0), list));
  expect((pages ?? []).join('')).toBe('');
  expect(performance.now() - start).toBeLessThan(5_000);
});

function pieces(count: number): string {
  return Array.from({ length: count }, (_none, index) => `; name*${index}*=a`).join('');
}

function directoryCircle(bytes: Buffer, directory: number): void {
  for (let entry = directory; entry + 128 <= Math.min(bytes.length, directory + 512); entry += 128) {
    bytes.writeUInt32LE(0, entry + 68);
    bytes.writeUInt32LE(0, entry + 72);
    bytes.writeUInt32LE(0, entry + 76);
  }
}

/** One page whose text was deflated twice. */
function pdf(content: Buffer, list: string = '<</Type/Pages/Count 1/Kids[3 0 R]>>'): Buffer {
  const head = [
    '%PDF-1.4',
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    `2 0 obj ${list} endobj`,
    '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>> endobj',
    `4 0 obj <</Length ${content.length}/Filter[/FlateDecode/FlateDecode]>>`,
    'stream\n',
  ].join('\n');
  const end = '\nendstream endobj\ntrailer <</Size 5/Root 1 0 R>>\n%%EOF';
  return Buffer.concat([Buffer.from(head), content, Buffer.from(end)]);
}
