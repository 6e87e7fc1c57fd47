import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openExcel } from '../../src/excel/bounded-excel.ts';
import { filledForm } from '../../src/excel/filled-form.ts';
import type { FormReading, RefusalCode } from '../../src/excel/form.ts';
import { ANSWERS, hostileForm, partsOf, TODAY, VALID_FORMS, validForm, withParts } from './sample-forms.ts';
import { type PackedEntry, packZip } from './zip-packing.ts';

const excel = openExcel({ size: 2 });
afterAll(() => excel.close());

const SHEET = 'xl/worksheets/sheet1.xml';
const CREDENTIALS = {
  credentialsCreatedOn: TODAY,
  webAddress: 'https://exemplu.ro',
  user: 'AB_1',
  password: 'Kp7-mN4q',
};
const form = await filledForm(ANSWERS);

/** Reads in the child, as the house does; a file may take five seconds at most. */
async function read(bytes: Uint8Array, name = 'formular.xlsx'): Promise<FormReading> {
  const before = performance.now();
  const reading = await excel.readForm(bytes, name, TODAY);
  expect(performance.now() - before).toBeLessThan(5_000);
  return reading;
}

async function codeOf(bytes: Uint8Array, name?: string): Promise<RefusalCode | 'read'> {
  const reading = await read(bytes, name);
  return reading.ok ? 'read' : reading.code;
}

function packed(change: (entries: PackedEntry[]) => PackedEntry[]): Buffer {
  return packZip(change([...partsOf(form)].map(([name, data]) => ({ name, data }))));
}

describe('a hostile or broken file', () => {
  it.each<[string, RefusalCode]>([
    ['h01a-parola-agile-officecrypto.xlsx', 'encrypted'],
    ['h02-parola-la-deschidere.ods', 'encrypted'],
    ['h03-parola-la-deschidere.xls', 'encrypted'],
    ['h18-xxe-sharedstrings.xlsx', 'unsafe'],
    ['h19-billion-laughs.xlsx', 'unsafe'],
    ['h21-trunchiat.xlsx', 'damaged'],
    ['h22-nu-e-zip.xlsx', 'not-a-workbook'],
    ['h22b-gol-0-octeti.xlsx', 'empty-file'],
    ['h26-alt-formular.xlsx', 'wrong-form'],
    ['h27-DATE-goala.xlsx', 'empty-form'],
    ['h29-etichete-dublate-conflict.xlsx', 'conflicting-labels'],
    ['h31-path-traversal.xlsx', 'unsafe'],
    ['h37-xml-malformat-workbook.xlsx', 'damaged'],
    ['h39-trunchiat.xls', 'damaged'],
    ['h40-fuzz.xls', 'damaged'],
  ])('is refused: %s', async (name, code) => {
    const reading = await read(hostileForm(name), name);
    expect(reading).toMatchObject({ ok: false, code });
    expect(reading.ok ? '' : reading.message).toMatch(/^\p{Lu}.+\. .+\.$/u);
  });

  it.each([
    'h14-dimensiune-XFD1048576.xlsx',
    'h15-validare-foaie-intreaga.xlsx',
    'h15b-validare-coloana-intreaga.xlsx',
    'h17-ultima-celula-GR1048576.xlsx',
    'h35-proto-pollution.xlsx',
  ])('is read like any other where it only looks big or odd: %s', async (name) => {
    const reading = await read(hostileForm(name), name);
    expect(reading).toMatchObject({ ok: true, fields: { lastName: 'Iancu', cnp: '1550515200011' } });
  });

  it('cannot put a second line into its e-mail address, and its formulas stay text', async () => {
    const reading = await read(hostileForm('h24-injectie-formule.xlsx'));
    expect(reading).toMatchObject({
      ok: true,
      fields: { company: "@SUM(1+1)*cmd|' /C calc'!A0" },
      problems: [{ field: 'email', code: 'email-injection' }],
    });
    expect(reading.ok && reading.warnings.map(({ code }) => code)).toContain('active-formula');
  });
});

/** Hardly packable, so that the limits of the zip let it pass. */
function endlessTags(): string {
  const noise = randomBytes(1_600_000).toString('hex');
  return Array.from(
    { length: 200_000 },
    (_none, at) => `<mergeCell ${noise.slice(at * 16, at * 16 + 16)}`,
  ).join('');
}

describe('a zip bomb', () => {
  const bomb = Buffer.alloc(45_000_000);

  it('is refused before it is inflated, wherever it lies', async () => {
    const media = packed((entries) => [...entries, { name: 'xl/media/image1.png', data: bomb }]);
    expect(await codeOf(media)).toBe('too-big');
    const sheet = packed((entries) =>
      entries.map((entry) => (entry.name === SHEET ? { ...entry, data: bomb } : entry)),
    );
    expect(await codeOf(sheet)).toBe('too-big');
  });

  it('that lies about its size is not inflated past what it claims', async () => {
    const liar = packed((entries) =>
      entries.map((entry) => (entry.name === SHEET ? { ...entry, data: bomb, claimedSize: 9_000 } : entry)),
    );
    expect(await codeOf(liar)).toBe('damaged');
  });

  it('of many parts is refused by their number and their sum', async () => {
    const many = Array.from({ length: 2_001 }, (_none, index) => ({ name: `xl/media/${index}`, data: '' }));
    expect(await codeOf(packed((entries) => [...entries, ...many]))).toBe('too-complex');
    const big = Buffer.alloc(30_000_000, 'abc');
    const four = [1, 2, 3, 4].map((index) => ({
      name: `xl/media/${index}`,
      data: big,
      claimedSize: 35_000_000,
    }));
    expect(await codeOf(packed((entries) => [...entries, ...four]))).toBe('too-big');
  });

  it('of cells, merged cells or repeated cells is refused', async () => {
    const cells = '<c/>'.repeat(60_000);
    const many = withParts(form, {
      [SHEET]: (text) => text.replace('</sheetData>', `<row r="900">${cells}</row></sheetData>`),
    });
    expect(await codeOf(many)).toBe('too-complex');
    const merged = withParts(form, {
      [SHEET]: (text) =>
        text.replace('<mergeCells', '<mergeCells><mergeCell ref="H1:XFD1048576"/></mergeCells><mergeCells'),
    });
    expect(await codeOf(merged)).toBe('too-complex');
    const repeated = withParts(validForm('03-libreoffice.ods'), {
      'content.xml': (text) =>
        text.replace('<table:table-row', '<table:table-row table:number-rows-repeated="1000000"'),
    });
    expect(await codeOf(repeated, 'formular.ods')).toBe('too-complex');
  });

  it('of nested elements or of tags without end takes no time', async () => {
    const nested = withParts(form, {
      [SHEET]: (text) => text.replace('</worksheet>', `${'<a>'.repeat(100_000)}</worksheet>`),
    });
    expect(await codeOf(nested)).toBe('too-complex');
    const endless = withParts(form, { [SHEET]: () => endlessTags() });
    expect(await codeOf(endless)).toBe('damaged');
  });
});

describe('a zip that two programs would read differently', () => {
  it.each<[string, (entries: PackedEntry[]) => PackedEntry[], RefusalCode]>([
    ['has a part twice', (entries) => [...entries, { name: SHEET, data: '<worksheet/>' }], 'unsafe'],
    [
      'has a part twice but for capitals',
      (entries) => [...entries, { name: SHEET.toUpperCase(), data: 'x' }],
      'unsafe',
    ],
    ['climbs out of its folder', (entries) => [...entries, { name: '../../evil.xml', data: 'x' }], 'unsafe'],
    ['has an absolute name', (entries) => [...entries, { name: '/etc/passwd', data: 'x' }], 'unsafe'],
    ['has a Windows name', (entries) => [...entries, { name: 'C:\\evil', data: 'x' }], 'unsafe'],
    [
      'names a part in two ways',
      (entries) =>
        entries.map((entry) =>
          entry.name === SHEET ? { ...entry, localName: 'xl/worksheets/sheet9.xml' } : entry,
        ),
      'unsafe',
    ],
    [
      'has a wrong checksum',
      (entries) => entries.map((entry) => (entry.name === SHEET ? { ...entry, claimedChecksum: 1 } : entry)),
      'damaged',
    ],
    [
      'packs in a way that Excel does not know',
      (entries) => entries.map((entry) => (entry.name === SHEET ? { ...entry, method: 14 } : entry)),
      'damaged',
    ],
    [
      'encrypts a part',
      (entries) => entries.map((entry) => (entry.name === SHEET ? { ...entry, flags: 1 } : entry)),
      'encrypted',
    ],
    ['is no workbook', () => [{ name: 'poza.jpg', data: 'x' }], 'not-a-workbook'],
    [
      'is a text document',
      (entries) => [...entries, { name: 'word/document.xml', data: '<w/>' }],
      'not-a-workbook',
    ],
  ])('is refused: it %s', async (_what, change, code) => {
    expect(await codeOf(packed(change))).toBe(code);
  });
});

describe('another kind of file', () => {
  it.each<[string, Uint8Array, RefusalCode]>([
    ['a PDF', Buffer.from('%PDF-1.7\n…'), 'not-a-workbook'],
    ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex'), 'not-a-workbook'],
    ['a text', Buffer.from('Nume;Prenume\nIancu;Ion\n'), 'not-a-workbook'],
    ['a web page', Buffer.from('<html><body>404</body></html>'), 'not-a-workbook'],
    ['zeros', Buffer.alloc(4_000), 'empty-file'],
    ['a compound file of nothing', Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'), 'damaged'],
    ['something too big', Buffer.alloc(20_000_001, 1), 'too-big'],
  ])('is refused: %s', async (_what, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });
});

describe('bytes changed at random', () => {
  const originals = VALID_FORMS.map((name) => ({ name, bytes: validForm(name) }));
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });

  it('never hang, never end the desk: they are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        changes,
        fc.nat(),
        async ({ name, bytes }, edits, cut) => {
          const changed = Buffer.from(cut % 4 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
          for (const [at, value] of changed.length === 0 ? [] : edits) {
            changed[at % changed.length] = value;
          }
          const reading = await read(changed, name);
          expect(reading.ok || reading.message.length > 20).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('inside the parts of a zip do no more harm', async () => {
    const zips = originals.filter(({ bytes }) => bytes.readUInt16BE(0) === 0x504b);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zips), fc.nat(), changes, async ({ name, bytes }, which, edits) => {
        const names = [...partsOf(bytes).keys()].filter((part) =>
          /sheet|workbook|content|String|styles/.test(part),
        );
        const part = names[which % names.length] ?? '';
        const old = partsOf(bytes).get(part) ?? Buffer.alloc(1);
        for (const [at, value] of edits) {
          old[at % old.length] = value;
        }
        const reading = await read(withParts(bytes, { [part]: () => old }), name);
        expect(reading.ok || reading.message.length > 20).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('without any form at all are refused', async () => {
    for (let size = 0; size < 3_000; size += 301) {
      const noise = randomBytes(size);
      expect(await codeOf(noise)).not.toBe('read');
      expect(await codeOf(Buffer.concat([Buffer.from('504b0304', 'hex'), noise]))).not.toBe('read');
      expect(await codeOf(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise]))).not.toBe('read');
    }
  });
});

describe('the child that reads', () => {
  it('is ended when a file keeps it busy or eats its memory, and the next file is read', async () => {
    const name = 'xlsb-metadate-nesfarsite.xlsb';
    expect(await codeOf(hostileForm(name), name)).toBe('too-complex');
    expect(await excel.fillForm(hostileForm(name), CREDENTIALS)).toMatchObject({
      ok: false,
      code: 'fill-failed',
    });
    expect(await excel.findTraces(form, ANSWERS.cnp)).not.toEqual([]);
    expect(await read(form)).toMatchObject({ ok: true, fields: ANSWERS });
  });

  it('reads a form whose properties would keep the library busy for ever', async () => {
    const name = 'xls-proprietati-nesfarsite.xls';
    expect(await read(hostileForm(name), name)).toMatchObject({ ok: true, fields: { lastName: 'Iancu' } });
  });

  it('is not asked after close: that says nothing about the file', async () => {
    const closed = openExcel();
    await closed.close();
    await expect(closed.readForm(form, 'a.xlsx', TODAY)).rejects.toThrow('child process');
    await expect(closed.findTraces(form, 'x')).rejects.toThrow('child process');
  });
});
