/** Scans and workbooks that came packed in a ZIP, through the real child. */
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { sniffMediaType } from '../../src/mail/reading/media-type.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused, type MailAttachment } from '../../src/mail/reading/parsed-mail.ts';
import { JPEG, PDF, rawMail } from './raw-mail.ts';
import { type ZipPart, zipFile } from './zip-file.ts';

const parser = openMailParser();
afterAll(() => parser.close());

const SHEET = zipFile([
  { name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') },
  { name: 'xl/workbook.xml', bytes: Buffer.from('<workbook/>') },
]);
const SCAN: ZipPart = { name: 'CI.pdf', bytes: PDF };

async function opened(...archives: Buffer[]): Promise<readonly MailAttachment[]> {
  const parts = archives.map((bytes) => ({ type: 'application/x-zip-compressed', name: 'acte.zip', bytes }));
  const mail = await parser.parse(rawMail({ parts }));
  if (isRefused(mail)) {
    throw new Error(mail.refused.code);
  }
  return mail.attachments;
}

const namesOf = (files: readonly MailAttachment[]): string[] => files.map(({ name }) => name);

async function closedWith(archive: Buffer): Promise<string | undefined> {
  const files = await opened(archive);
  expect(namesOf(files)).toEqual(['acte.zip']);
  expect(files[0]?.bytes.equals(archive)).toBe(true);
  return files[0]?.closedArchive;
}

describe('an archive', () => {
  it('gives its files, under their names, by what their bytes are, and is not listed itself', async () => {
    const files = await opened(zipFile([{ name: 'Date acces.xlsx', bytes: SHEET, stored: true }, SCAN]));
    expect(files.map(({ name, mediaType, archive }) => [name, mediaType, archive])).toEqual([
      ['Date acces.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'acte.zip'],
      ['CI.pdf', 'application/pdf', 'acte.zip'],
    ]);
    expect(files[0]?.bytes.equals(SHEET)).toBe(true);
  });

  it('gives no folders, links, empty files, or what macOS and Windows add', async () => {
    const added = ['__MACOSX/._CI.pdf', 'acte/.DS_Store', 'acte/Thumbs.db'];
    const files = await opened(
      zipFile([
        { name: 'acte/', bytes: Buffer.alloc(0), stored: true },
        { name: 'acte/ci.pdf', bytes: Buffer.from('/etc/passwd'), unixMode: 0o120777 },
        { name: 'acte/gol.pdf', bytes: Buffer.alloc(0), stored: true },
        ...added.map((name) => ({ name, bytes: PDF })),
        { ...SCAN, name: 'acte/CI Popescu.pdf', unixMode: 0o100644 },
      ]),
    );
    expect(namesOf(files)).toEqual(['CI Popescu.pdf']);
  });

  it('gives names without paths, and two files of one name both', async () => {
    const names = ['../../etc/CI.pdf', '/CI.pdf', 'C:\\acte\\CI.pdf', 'acte/\u202eCI.pdf'];
    const files = await opened(zipFile(names.map((name) => ({ name, bytes: PDF }))));
    expect(namesOf(files)).toEqual(names.map(() => 'CI.pdf'));
  });

  it('inside an archive stays a file', async () => {
    const inner = zipFile([SCAN]);
    expect(namesOf(await opened(zipFile([SCAN, { name: 'mai multe.zip', bytes: inner }])))).toEqual([
      'CI.pdf',
      'mai multe.zip',
    ]);
    expect(await closedWith(zipFile([{ name: 'mai multe.zip', bytes: inner }]))).toBe(
      'archive-nothing-usable',
    );
  });

  it('in a mail inside the mail is opened too', async () => {
    const inner = rawMail({ parts: [{ type: 'application/zip', name: 'acte.zip', bytes: zipFile([SCAN]) }] });
    const mail = await parser.parse(rawMail({ parts: [{ type: 'message/rfc822', bytes: inner }] }));
    expect(isRefused(mail) ? [] : mail.nested.flatMap((nested) => namesOf(nested.mail.attachments))).toEqual([
      'CI.pdf',
    ]);
  });
});

describe('a Romanian name in an archive', () => {
  const unicodePath = (plain: Buffer, name: string): Buffer => {
    const data = Buffer.concat([Buffer.alloc(5), Buffer.from(name)]);
    data.writeUInt8(1, 0);
    data.writeUInt32LE(crc32(plain), 1);
    const head = Buffer.alloc(4);
    head.writeUInt16LE(0x7075, 0);
    head.writeUInt16LE(data.length, 2);
    return Buffer.concat([head, data]);
  };
  const plain = Buffer.from('Cerere_semnat_.pdf');

  it.each<[string, Partial<ZipPart>, string]>([
    ['UTF-8, and says so', { name: 'Cerere semnată.pdf', flags: 0x800 }, 'Cerere semnată.pdf'],
    ['UTF-8, and does not say so', { name: 'Cerere semnată.pdf' }, 'Cerere semnată.pdf'],
    ['UTF-8 taken apart', { name: 'Cerere semnata\u0306.pdf' }, 'Cerere semnată.pdf'],
    [
      'code page 852',
      { name: Buffer.from('Cerere semnat\xc7 \xad\xee\x83\x8c.pdf', 'latin1') },
      'Cerere semnată şţâî.pdf',
    ],
    [
      'windows-1250',
      { name: Buffer.from('Cerere semnat\xe3 \xba\xfe.pdf', 'latin1') },
      'Cerere semnată şţ.pdf',
    ],
    [
      'plain letters, with the true name beside it',
      { name: plain, extra: unicodePath(plain, 'Cerere semnată.pdf') },
      'Cerere semnată.pdf',
    ],
  ])('in %s comes out as written', async (_, part, expected) => {
    expect(namesOf(await opened(zipFile([{ ...SCAN, ...part }])))).toEqual([expected]);
  });
});

describe('an archive stays closed, as it came, with the reason', () => {
  const zeros = (bytes: number): ZipPart => ({ name: 'mare.xlsx', bytes: Buffer.alloc(bytes) });

  it.each<[string, string, () => Buffer]>([
    ['a file of more than 25 MB', 'archive-too-big', () => zipFile([SCAN, zeros(25_000_001)])],
    [
      'more than 60 MB',
      'archive-too-big',
      () => zipFile([zeros(21_000_000), zeros(21_000_000), zeros(21_000_000)]),
    ],
    [
      'a file that is bigger than it claims',
      'archive-damaged',
      () => zipFile([SCAN, { ...zeros(30_000_000), claimedSize: 1_000 }]),
    ],
    [
      'a file that is smaller than it claims',
      'archive-damaged',
      () => zipFile([{ ...SCAN, claimedSize: 9_000 }]),
    ],
    ['more than 50 files', 'archive-too-many-entries', () => zipFile(Array.from({ length: 51 }, () => SCAN))],
    ['more files than it has', 'archive-damaged', () => zipFile([SCAN], 40)],
    ['an encrypted file', 'archive-encrypted', () => zipFile([{ ...SCAN, flags: 1 }, SCAN])],
    ['a wrong checksum', 'archive-damaged', () => zipFile([{ ...SCAN, claimedChecksum: 7 }])],
    ['two files that share their bytes', 'archive-damaged', () => zipFile([SCAN, { ...SCAN, headerAt: 0 }])],
    [
      'nothing that an applicant sends',
      'archive-nothing-usable',
      () => zipFile([{ name: 'a.txt', bytes: JPEG.subarray(9) }]),
    ],
    ['no end', 'archive-damaged', () => zipFile([SCAN]).subarray(0, -30)],
    ['sizes of ZIP64 beyond all measure', 'archive-too-big', zip64Lie],
  ])('with %s', async (_, why, archive) => {
    expect(await closedWith(archive())).toBe(why);
  });

  it('when all archives of the mail together exceed 60 MB', async () => {
    const archive = zipFile([SCAN, { name: 'b.pdf', bytes: Buffer.concat([PDF, Buffer.alloc(24_000_000)]) }]);
    const files = await opened(archive, archive, archive);
    expect(files.map(({ name, closedArchive }) => closedArchive ?? name)).toEqual([
      'CI.pdf',
      'b.pdf',
      'CI.pdf',
      'b.pdf',
      'archive-too-big',
    ]);
  });
});

it('an Office file is no archive', () => {
  const types = (names: readonly string[]): string | null =>
    sniffMediaType(zipFile(names.map((name) => ({ name, bytes: Buffer.from('x') }))));
  expect(types(['[Content_Types].xml', 'ppt/presentation.xml'])).toBe(
    'application/vnd.openxmlformats-package',
  );
  expect(types(['[Content_Types].xml', 'word/document.xml'])).toContain('wordprocessingml');
  expect(
    sniffMediaType(
      zipFile([
        { name: 'mimetype', stored: true, bytes: Buffer.from('application/vnd.oasis.opendocument.text') },
      ]),
    ),
  ).toBe('application/vnd.oasis.opendocument.text');
  const sheet = Buffer.from('application/vnd.oasis.opendocument.spreadsheet');
  const manifest = { name: 'META-INF/manifest.xml', bytes: Buffer.from('<manifest/>') };
  for (const stored of [true, false]) {
    const file = zipFile([manifest, { name: 'mimetype', stored, bytes: sheet }]);
    expect(sniffMediaType(file)).toBe('application/vnd.oasis.opendocument.spreadsheet');
  }
  // A text of that name in an archive makes no document of it.
  expect(types(['mimetype', 'notite.txt'])).toBe('application/zip');
});

it('an archive with an uncompressed workbook in it is no workbook', () => {
  expect(sniffMediaType(zipFile([{ name: 'Date acces.xlsx', bytes: SHEET, stored: true }]))).toBe(
    'application/zip',
  );
});

function zip64Lie(): Buffer {
  const extra = Buffer.alloc(4 + 8);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(2n ** 52n, 4);
  return zipFile([{ ...SCAN, claimedSize: 0xffffffff, extra }]);
}
