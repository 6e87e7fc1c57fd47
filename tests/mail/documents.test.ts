import { afterAll, describe, expect, it } from 'vitest';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import type { MailAttachment } from '../../src/mail/reading/parsed-mail.ts';
import { kindsByName } from '../../src/mail/sorting/document-words.ts';
import { missingOf, recogniseByName } from '../../src/mail/sorting/documents.ts';
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
    ['Cerere acces.PDF', ['application']],
    ['CERERE.pdf', ['application']],
    ['cerrere semnata.pdf', ['application']],
    ['Cererea mea.docx', ['application']],
    ['cerere+CI+certificat+dovada.pdf', ['application', 'identity', 'certificate']],
    ['Cerere, CI si certificat.pdf', ['application', 'identity', 'certificate']],
    ['copie_ci_ion.jpg', ['identity']],
    ['copieCI.jpg', ['identity']],
    ['BULETIN.jpeg', ['identity']],
    ['Buletin fata-verso.jpeg', ['identity']],
    ['carte_identitate_popescu.pdf', ['identity']],
    ['CarteIdentitate.pdf', ['identity']],
    ['act identitate.pdf', ['identity']],
    ['C.I..jpg', ['identity']],
    ['B.I. Popescu.jpg', ['identity']],
    ['pasaport.pdf', ['identity']],
    ['ID card.jpg', ['identity']],
    ['certificat autorizare cat. B.pdf', ['certificate']],
    ['CERTIFICAT_AUTORIZARE_CAT_B.PDF', ['certificate']],
    ['Certificat ANCPI.pdf', ['certificate']],
    ['certficat.pdf', ['certificate']],
    ['atestat.jpg', ['certificate']],
    ['Autorizație categoria A.pdf', ['certificate']],
    ['dovada autorizării.pdf', ['certificate']],
    ['certificat de autorizare și înregistrare.pdf', ['certificate']],
    ['certificat constatator.pdf', []],
    ['certificat digital calificat.pdf', []],
    ['Certificat fiscal.pdf', []],
    ['WhatsApp Image 2026-11-23 at 09.12.00.jpeg', []],
    ['ÎNGLOBAT.pdf', []],
    ['dovada.pdf', []],
    ['document.pdf', []],
    ['Popescu Ion.pdf', []],
    ['Factură.pdf', []],
    ['civil.pdf', []],
    ['science.pdf', []],
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

describe('a picture', () => {
  const named = (name: string, rest: Partial<RawPart> = {}): RawPart => ({
    type: 'image/jpeg',
    name,
    bytes: JPEG,
    ...rest,
  });
  const inText = { contentId: 'p1', disposition: 'inline' as const };

  async function documentsShownIn(...parts: readonly RawPart[]): Promise<readonly string[]> {
    const html = `<p>Bună ziua</p>${parts.map(({ contentId }) => `<img src="cid:${contentId}">`).join('')}`;
    const { attachments } = await parsedMail({ html, parts });
    return recogniseByName(attachments).map(({ name }) => name);
  }

  it.each([
    'image001.png',
    'logo.png',
    'Outlook-abc.png',
    'semnatura.jpg',
    'banner-ocpi.jpg',
    'facebook.png',
  ])('in the text called %s is no document', async (name) => {
    expect(await documentsShownIn(named(name, inText))).toEqual([]);
  });

  it.each([
    'IMG_0042.jpeg',
    'WhatsApp Image 2026-11-23.jpeg',
    'CI Popescu.jpg',
    'scan 1.jpg',
    'poza_buletin.jpg',
  ])('in the text called %s was photographed for us', async (name) => {
    expect(await documentsShownIn(named(name, inText))).toEqual([name]);
  });

  it('in the text that is too large for a logo is a document', async () => {
    const bytes = Buffer.concat([JPEG, Buffer.alloc(200_000)]);
    expect(await documentsShownIn(named('image003.jpg', { ...inText, bytes }))).toEqual(['image003.jpg']);
  });

  it('attached as a file is a document, however small', async () => {
    expect(recogniseByName(await attachmentsOf(named('image001.jpg')))).toHaveLength(1);
  });
});

it.each([
  ['smime.p7s', 'application/pkcs7-signature'],
  ['ATT00001.htm', 'text/html'],
  ['ATT00001.txt', 'text/plain'],
  ['signature.asc', 'application/pgp-signature'],
])('%s, which a mail program adds, is no document', async (name, type) => {
  expect(recogniseByName(await attachmentsOf({ type, name, bytes: 'x' }))).toEqual([]);
});

describe('a format', () => {
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(8)]);
  it.each<[string, RawPart, readonly string[]]>([
    ['HEIC', { type: 'application/octet-stream', name: 'CI.HEIC', bytes: heic }, ['identity']],
    [
      'TIFF',
      { type: 'image/tiff', name: 'certificat.tif', bytes: Buffer.from('II*\0abcd') },
      ['certificate'],
    ],
    ['Word', { type: 'application/msword', name: 'Cerere.doc', bytes: 'x' }, ['application']],
    ['RTF', { type: 'application/octet-stream', name: 'Cerere.rtf', bytes: '{\\rtf1 x}' }, ['application']],
    [
      'a PDF by its name only',
      { type: 'application/octet-stream', name: 'Cerere.pdf', bytes: 'x' },
      ['application'],
    ],
    [
      'a workbook called something else',
      { type: 'application/octet-stream', name: 'Cerere.pdf', bytes: XLSX },
      ['workbook'],
    ],
  ])('%s is read', async (_, part, kinds) => {
    expect(recogniseByName(await attachmentsOf(part))).toMatchObject([{ kinds }]);
  });

  it('of a program or an archive is nothing that was asked for', async () => {
    const parts = [
      { type: 'application/x-msdownload', name: 'Cerere.exe', bytes: 'MZ' },
      { type: 'application/octet-stream', name: 'acte.rar', bytes: 'Rar!' },
    ];
    expect(recogniseByName(await attachmentsOf(...parts))).toMatchObject([{ kinds: [] }, { kinds: [] }]);
  });

  it('without content is damaged', async () => {
    const empty = { type: 'application/pdf', name: 'Cerere.pdf', bytes: Buffer.alloc(0) };
    expect(recogniseByName(await attachmentsOf(empty))).toMatchObject([{ kinds: [], why: 'damaged' }]);
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

  it('is no scan where a name says that one file holds several', async () => {
    for (const name of [
      'Cerere si acte.pdf',
      'Dosar complet certificat.pdf',
      'Documente Popescu.pdf',
      'ÎNGLOBAT.pdf',
    ]) {
      expect(missingOf(recogniseByName(await attachmentsOf(pdf(name), WORKBOOK)))).toEqual([]);
    }
  });

  it('is what a Word file could not be besides', async () => {
    const word = { type: 'application/msword', name: 'Doc1.doc', bytes: 'x' };
    const some = await attachmentsOf(word, pdf('CI.pdf'), pdf('Certificat.pdf'), WORKBOOK);
    expect(missingOf(recogniseByName(some))).toEqual([]);
    expect(missingOf(recogniseByName(await attachmentsOf(word, WORKBOOK)))).toEqual([
      'cerere',
      'ci',
      'certificat',
    ]);
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
