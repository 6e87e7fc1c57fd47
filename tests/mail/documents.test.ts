import { afterAll, describe, expect, it } from 'vitest';
import { kindsByName } from '../../src/mail/document-words.ts';
import { missingOf, recogniseByName } from '../../src/mail/documents.ts';
import { openMailParser } from '../../src/mail/parse.ts';
import type { MailAttachment } from '../../src/mail/parsed-mail.ts';
import { JPEG, PDF, PNG, parsedMail, type RawPart, WORKBOOK, XLSX } from './raw-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

async function attachmentsOf(...parts: readonly RawPart[]): Promise<readonly MailAttachment[]> {
  return (await parsedMail({ parts })).attachments;
}

const pdf = (name: string, bytes: Buffer = PDF): RawPart => ({ type: 'application/pdf', name, bytes });

describe('a scan’s name', () => {
  it.each([
    ['Cerere semnată.pdf', ['application']],
    ['CERERE_acces_Popescu.PDF', ['application']],
    ['Formular cerere.pdf', ['application']],
    ['CI Popescu.jpg', ['identity']],
    ['C.I. Popescu.pdf', ['identity']],
    ['CIPopescu2.jpg', ['identity']],
    ['carte de identitate.pdf', ['identity']],
    ['buletin.jpeg', ['identity']],
    ['Certificat de autorizare – Popescu.pdf', ['certificate']],
    ['certificat_autorizare.pdf', ['certificate']],
    ['autorizatie ANCPI.pdf', ['certificate']],
    ['cerere+CI+certificat.pdf', ['application', 'identity', 'certificate']],
    ['Cerere autorizare.pdf', ['application']],
    ['certificat de înregistrare.pdf', []],
    ['certificat de naștere.pdf', []],
    ['cerință.pdf', []],
    ['IMG_0042.jpeg', []],
    ['scan0001.pdf', []],
  ])('%s says %j', (name, kinds) => {
    expect(kindsByName(name)).toEqual(kinds);
  });
});

describe('a file', () => {
  it('is a workbook by its bytes, whatever its name', async () => {
    const [document] = recogniseByName(
      await attachmentsOf({ type: 'application/pdf', name: 'x.pdf', bytes: XLSX }),
    );
    expect(document).toMatchObject({ kinds: ['workbook'], why: 'type' });
  });

  it('called a workbook but cut off on its way is damaged, and the workbook missing', async () => {
    const cut = { ...WORKBOOK, bytes: XLSX.subarray(0, XLSX.length - 4) };
    const documents = recogniseByName(await attachmentsOf(cut));
    expect(documents).toMatchObject([{ kinds: [], why: 'damaged', damagedWorkbook: true }]);
    expect(missingOf(documents)).toContain('excel');
  });

  it('that is the picture of a signature is no document', async () => {
    const logo: RawPart = { type: 'image/png', name: 'image001.png', bytes: PNG, contentId: 'logo@x' };
    expect(recogniseByName(await attachmentsOf(logo))).toEqual([]);
  });
});

describe('a PDF whose name does not tell', () => {
  it('is recognised by the heading of each page', async () => {
    const bytes = pdfOf([
      'CERERE\nanexez copia cartii de identitate',
      'CARTE DE IDENTITATE',
      'CERTIFICAT DE AUTORIZARE',
    ]);
    const documents = await parser.recogniseDocuments(await attachmentsOf(pdf('scan.pdf', bytes)));
    expect(documents).toMatchObject([{ kinds: ['application', 'identity', 'certificate'], why: 'content' }]);
  });

  it('adds what its pages show to what its name says', async () => {
    const bytes = pdfOf(['CERERE', 'CARTE DE IDENTITATE']);
    const documents = await parser.recogniseDocuments(await attachmentsOf(pdf('Cerere.pdf', bytes)));
    expect(documents[0]?.kinds).toEqual(['application', 'identity']);
  });

  it('stays unrecognised where it is damaged or a picture', async () => {
    const documents = await parser.recogniseDocuments(
      await attachmentsOf(pdf('scan.pdf'), pdf('b.pdf', pdfOf(['']))),
    );
    expect(documents).toMatchObject([{ kinds: [] }, { kinds: [] }]);
  });
});

describe('missing', () => {
  it('is what nobody recognised and no unknown scan could be', async () => {
    const named = ['Cerere.pdf', 'CI.pdf'].map((name) => pdf(name));
    expect(missingOf(recogniseByName(await attachmentsOf(...named)))).toEqual(['certificat', 'excel']);
    expect(missingOf([])).toEqual(['cerere', 'ci', 'certificat', 'excel']);
  });

  it('is no scan as long as an unknown PDF may hold it', async () => {
    expect(missingOf(recogniseByName(await attachmentsOf(pdf('scan.pdf'), WORKBOOK)))).toEqual([]);
  });

  it('is no scan where there are as many unknown pictures', async () => {
    const photo = (name: string): RawPart => ({ type: 'image/jpeg', name, bytes: JPEG });
    const some = await attachmentsOf(photo('IMG_1.jpg'), photo('IMG_2.jpg'), pdf('Cerere.pdf'), WORKBOOK);
    expect(missingOf(recogniseByName(some))).toEqual([]);
    const few = await attachmentsOf(photo('IMG_1.jpg'), pdf('Cerere.pdf'), WORKBOOK);
    expect(missingOf(recogniseByName(few))).toEqual(['ci', 'certificat']);
  });
});

/** A PDF with a line of text on each page. */
function pdfOf(pages: readonly string[]): Buffer {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>'];
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ');
  objects.push(
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  );
  for (const [at, page] of pages.entries()) {
    const shown = page.split('\n').map((line) => `(${line}) Tj T*`);
    const stream = `BT /F1 12 Tf 14 TL 50 700 Td ${shown.join(' ')} ET`;
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`,
      `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    );
  }
  let out = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [at, object] of objects.entries()) {
    offsets.push(out.length);
    out += `${at + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.from(
    `${out}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`,
    'latin1',
  );
}
