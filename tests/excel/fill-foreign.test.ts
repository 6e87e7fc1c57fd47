import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as SheetJs from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openCompoundFile } from '../../src/excel/compound-file.ts';
import { fillForm } from '../../src/excel/fill.ts';
import { CREDENTIAL_NAMES, type CredentialValues, type FillResult } from '../../src/excel/form.ts';
import { scanOds } from '../../src/excel/ods/ods-cells.ts';
import { excelFormula } from '../../src/excel/ods/open-formula.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { BIFF, type BiffRecord, type BiffWorkbook, biffRecord, readBiff } from '../../src/excel/xls/biff.ts';
import { applyStreamEdits } from '../../src/excel/xls/stream-edits.ts';
import { partsOf, readable, VALID_FORMS, validForm, withParts } from './sample-forms.ts';

const VALUES: CredentialValues = {
  credentialsCreatedOn: '2026-03-05',
  webAddress: 'https://acces.exemplu.ro/?a=1&b=2',
  user: 'AB_tepes.s',
  password: 'Kp7-mN4q  Xz2w<&>"ț',
};
const XLS = VALID_FORMS.filter((name) => readable(validForm(name)).kind === 'xls');
const ODS = VALID_FORMS.filter((name) => readable(validForm(name)).kind === 'ods');

type Filled = Extract<FillResult, { ok: true }>;

async function filled(original: Uint8Array, values = VALUES): Promise<Filled> {
  const result = await fillForm(original, values);
  if (!result.ok) {
    throw new Error(`not filled: ${result.code}`);
  }
  return result;
}

function biffOf(file: Uint8Array): BiffWorkbook {
  const workbook = readBiff(openCompoundFile(file).stream('Workbook') ?? Buffer.alloc(0));
  if (workbook === null) {
    throw new Error('not an .xls of Excel 97');
  }
  return workbook;
}

/** A sheet's records without what filling may change, as hexadecimal digits. */
function lasting(records: readonly BiffRecord[], rows: ReadonlySet<number>): string[] {
  const places: ReadonlySet<number> = new Set([
    BIFF.INDEX,
    BIFF.DBCELL,
    BIFF.BOUNDSHEET,
    BIFF.SST,
    BIFF.EXTSST,
  ]);
  const cells: ReadonlySet<number> = new Set([BIFF.BLANK, BIFF.MULBLANK, BIFF.LABELSST, BIFF.NUMBER]);
  return records
    .filter(({ type, data }) => {
      const ofCredentials = cells.has(type) && rows.has(data.readUInt16LE(0) + 1);
      return !(places.has(type) || ofCredentials || type === BIFF.STRING);
    })
    .map(({ type, data }) => {
      const bare = Buffer.from(data);
      // A formula's result, and the flag that it is to be computed.
      return `${type}:${(type === BIFF.FORMULA ? bare.fill(0, 6, 16) : bare).toString('hex')}`;
    });
}

/** The last formulas of sheet CERERE say something else. */
function withFormulas(file: Uint8Array, formulas: readonly Buffer[]): Buffer {
  const container = openCompoundFile(file);
  const stream = container.stream('Workbook') ?? Buffer.alloc(0);
  const workbook = biffOf(file);
  const records = workbook.sheets[1]?.records.filter(({ type }) => type === BIFF.FORMULA) ?? [];
  const edits = records.slice(-formulas.length).map(({ type, at, data }, index) => {
    const formula = formulas[index] ?? Buffer.alloc(0);
    const head = Buffer.from(data.subarray(0, 22));
    head.writeUInt16LE(formula.length, 20);
    return { start: at, end: at + 4 + data.length, bytes: biffRecord(type, head, formula) };
  });
  const changed = container.withStream('Workbook', applyStreamEdits(stream, workbook, edits));
  if (changed === null) {
    throw new Error('no room');
  }
  return changed;
}

describe('an .xls', () => {
  it.each(XLS)('is filled as it is, and no other record changes: %s', async (name) => {
    const original = validForm(name);
    const { bytes, note, extension, oldPasswordTraces } = await filled(original);
    expect({ note, extension, oldPasswordTraces }).toEqual({
      note: 'in-place',
      extension: 'xls',
      oldPasswordTraces: [],
    });
    const refs = Object.values(readable(original).cells).map((place) => place?.ref ?? '');
    const rows = new Set(refs.map((ref) => Number(ref.replace(/\D/g, ''))));
    const [before, after] = [biffOf(original), biffOf(bytes)];
    expect(after.sheets.map((sheet) => sheet.name)).toEqual(before.sheets.map((sheet) => sheet.name));
    expect(lasting(after.globals, new Set())).toEqual(lasting(before.globals, new Set()));
    for (const [index, sheet] of before.sheets.entries()) {
      const now = after.sheets[index]?.records ?? [];
      const data = sheet.name === 'DATE' ? rows : new Set<number>();
      expect(lasting(now, data)).toEqual(lasting(sheet.records, data));
    }
    const streams = (file: Uint8Array) =>
      openCompoundFile(file)
        .streams()
        .filter((stream) => stream.name !== 'Workbook');
    expect(streams(bytes)).toEqual(streams(original));
  });

  it.each(XLS)('keeps every cell that it had, the format of the filled ones too: %s', async (name) => {
    const original = validForm(name);
    const { bytes } = await filled(original);
    const read = (file: Uint8Array) => SheetJs.read(file, { type: 'buffer', sheetStubs: true, cellNF: true });
    const [before, after] = [read(original), read(bytes)];
    for (const sheet of before.SheetNames) {
      const [old, now] = [before.Sheets[sheet] ?? {}, after.Sheets[sheet] ?? {}];
      expect(Object.keys(now).sort()).toEqual(Object.keys(old).sort());
      expect(now['!merges']).toEqual(old['!merges']);
    }
    const cells = after.Sheets.DATE ?? {};
    const values = CREDENTIAL_NAMES.map((name) => cells[readable(bytes).cells[name]?.ref ?? '']?.v);
    expect(['05.03.2026', 46_086]).toContain(values[0]);
    expect(values.slice(1)).toEqual([VALUES.webAddress, VALUES.user, VALUES.password]);
  });

  it.each(XLS)('reads back whatever was filled in: %s', async (name) => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(texts, async (password) => {
        const { bytes, note } = await filled(validForm(name), { ...VALUES, password });
        const sheet = SheetJs.read(bytes, { type: 'buffer' }).Sheets.DATE ?? {};
        expect(note).toBe('in-place');
        expect(sheet[readable(bytes).cells.password?.ref ?? '']?.v).toBe(password);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves to whoever opens it what cannot be computed, and never shows an old result', async () => {
    const name = '10-xlwt-fara-valori-cache.xls';
    const user = (biffOf(validForm(name)).sheets[1]?.records ?? []).findLast(
      ({ type }) => type === BIFF.FORMULA,
    );
    // =DATE!$C$29 → =DATE!$C$28, and functions of it ([MS-XLS] 2.5.198).
    const reference = Buffer.from(user?.data.subarray(22) ?? []);
    reference.writeUInt16LE(27, 3);
    const call = (index: number) => Buffer.from([0x41, index, 0]);
    const original = withFormulas(validForm(name), [
      Buffer.concat([reference, Buffer.from([0x1e, 2, 0]), call(30)]),
      Buffer.concat([reference, call(113)]),
      Buffer.concat([reference, call(32)]),
    ]);
    const formulas = (file: Uint8Array) => {
      const { A19, A20, A21 } = SheetJs.read(file, { type: 'buffer' }).Sheets.CERERE ?? {};
      return [A19, A20, A21] as SheetJs.CellObject[];
    };
    expect(formulas(original).map(({ f }) => f)).toEqual([
      'REPT(DATE!$C$28,2)',
      'UPPER(DATE!$C$28)',
      'LEN(DATE!$C$28)',
    ]);
    const { bytes, note } = await filled(original);
    expect(note).toBe('in-place');
    expect(formulas(bytes).map(({ v }) => v)).toEqual(['', 'AB_TEPES.S', 10]);
    const last = biffOf(bytes).sheets[1]?.records.filter(({ type }) => type === BIFF.FORMULA) ?? [];
    expect(last.slice(-3).map(({ data }) => data.readUInt16LE(14) & 1)[0]).toBe(1);
  });

  it('is answered with our own form where a cell has no record, or it is older than Excel 97', async () => {
    const book = SheetJs.read(validForm('10-xlwt-fara-valori-cache.xls'), { type: 'buffer' });
    for (const bookType of ['biff8', 'biff5'] as const) {
      const { bytes, note, extension } = await filled(
        SheetJs.write(book, { type: 'buffer', bookType }) as Buffer,
      );
      expect({ note, extension }).toEqual({ note: 'converted', extension: 'xlsx' });
      expect(readable(bytes).fields.cnp).toBe(
        readable(validForm('10-xlwt-fara-valori-cache.xls')).fields.cnp,
      );
    }
  });

  it('does not hold a password either that it already carried', async () => {
    for (const name of XLS) {
      const { bytes: used } = await filled(validForm(name), { ...VALUES, password: 'veche-Parola9' });
      expect(findTraces(used, 'veche-Parola9')).not.toEqual([]);
      for (const password of ['', 'noua-Parola8']) {
        const { bytes, oldPasswordTraces } = await filled(used, { ...VALUES, password });
        expect(oldPasswordTraces).toEqual([]);
        expect(findTraces(bytes, 'veche-Parola9')).toEqual([]);
      }
    }
  });
});

describe('an .ods', () => {
  it.each(ODS)('is filled as it is, and nothing else changes: %s', async (name) => {
    const original = validForm(name);
    const { bytes, note, extension } = await filled(original);
    expect({ note, extension }).toEqual({ note: 'in-place', extension: 'ods' });
    const [before, after] = [partsOf(original), partsOf(bytes)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [part, content] of before) {
      if (part !== 'content.xml') {
        expect(after.get(part)).toEqual(content);
      }
    }
    const cells = (parts: ReadonlyMap<string, Buffer>) => {
      const source = parts.get('content.xml')?.toString('utf8') ?? '';
      const content = scanOds(source);
      const found = content?.sheets.flatMap((sheet) =>
        sheet.cells.map((cell) => ({ ...cell, sheet: sheet.name, text: source.slice(cell.start, cell.end) })),
      );
      return { source, found: found ?? [] };
    };
    const [old, now] = [cells(before), cells(after)];
    const refs = Object.values(readable(original).cells).map((place) => place?.ref ?? '');
    const mayChange = ({ sheet, ref, formula }: (typeof old.found)[number]) =>
      (sheet === 'DATE' && refs.includes(ref)) || formula !== null;
    expect(
      now.found.map(({ sheet, ref, columns, rows, style, formula }) => [
        sheet,
        ref,
        columns,
        rows,
        style,
        formula,
      ]),
    ).toEqual(
      old.found.map(({ sheet, ref, columns, rows, style, formula }) => [
        sheet,
        ref,
        columns,
        rows,
        style,
        formula,
      ]),
    );
    // Everything around the cells that may change is the same, character by character.
    const around = ({ source, found }: typeof old) => {
      let rest = '';
      let at = 0;
      for (const cell of found.filter(mayChange)) {
        rest += source.slice(at, cell.start);
        at = cell.end;
      }
      return rest + source.slice(at);
    };
    expect(around(now)).toBe(around(old));
    const password = now.found.find(({ sheet, ref }) => sheet === 'DATE' && ref === 'C29');
    expect(password?.value).toBe(VALUES.password);
    // The note at the password's cell is still there.
    expect(password?.text).toContain('<office:annotation');
  });

  it('keeps what stands for several cells at once', async () => {
    const repeated = withParts(validForm('03-libreoffice.ods'), {
      'content.xml': (text) =>
        text.replace(
          /(<text:p>User:<\/text:p><\/table:table-cell>)<table:covered-table-cell\/><table:table-cell table:style-name="ce16" table:number-columns-spanned="4" table:number-rows-spanned="1"\/>/,
          '$1<table:table-cell table:style-name="ce16" table:number-columns-repeated="3"/>',
        ),
    });
    const place = readable(repeated).cells.user?.ref;
    const { bytes, note } = await filled(repeated);
    expect(note).toBe('in-place');
    const text = partsOf(bytes).get('content.xml')?.toString('utf8') ?? '';
    const row = scanOds(text)?.sheets[0]?.cells.filter(({ row: number }) => number === 28) ?? [];
    expect(row.find(({ ref }) => ref === place)?.value).toBe(VALUES.user);
    expect(row.reduce((sum, cell) => sum + cell.columns, 0)).toBe(7);
  });

  it('leaves to whoever opens it what cannot be computed, and never shows an old result', async () => {
    const formulas = [
      'REPT([$DATE.$C$28];2)',
      'UPPER([$DATE.$C$28])',
      'LEN([$DATE.$C$28])',
      'EXACT([$DATE.C28];"x")',
    ];
    const cells = formulas
      .map((formula) => formula.replaceAll('"', '&quot;'))
      .map(
        (formula) =>
          `<table:table-cell table:formula="of:=${formula}" office:value-type="string"><text:p>vechi</text:p></table:table-cell>`,
      );
    const original = withParts(validForm('03-libreoffice.ods'), {
      'content.xml': (text) =>
        text.replace(
          /(table:name="CERERE".*?)<\/table:table>/s,
          `$1<table:table-row>${cells.join('')}</table:table-row></table:table>`,
        ),
    });
    const { bytes, note } = await filled(original);
    expect(note).toBe('in-place');
    const text = partsOf(bytes).get('content.xml')?.toString('utf8') ?? '';
    const row = scanOds(text)?.sheets[1]?.cells.slice(-4);
    expect(row?.map(({ value }) => value)).toEqual([undefined, 'AB_TEPES.S', 10, false]);
    expect(text).not.toContain('vechi');
  });

  it.each([
    ['of:=IF([.A1]="";"a;b";[$DATE.$C$29])', 'IF(A1="","a;b",DATE!$C$29)'],
    ['of:=[$\'Foaia mea\'.A1:.B2]&"[x]"', '\'Foaia mea\'!A1:B2&"[x]"'],
    ['of:=[$A.A1:$A.B2]', 'A!A1:B2'],
    ['of:=LEN(DATE![.$C$29])', 'LEN(DATE!$C$29)'],
    ['of:=[$A.A1:$B.B2]', ''],
    ["of:=['file:///x.ods'#$A.A1]", ''],
    ['of:=[.A1]~[.B2]', ''],
    ['of:={1;2}', ''],
    ['oooc:=[.A1]', ''],
    ['of:="fără sfârșit', ''],
  ])('has its formulas read: %s', (source, formula) => {
    expect(excelFormula(source)).toBe(formula);
  });
});

describe('the container of an .xls', () => {
  it('holds a stream of any other length, and every other as it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4_096, max: 60_000 }),
        fc.integer({ min: 4_096, max: 9_000_000 }),
        fc.constantFrom('before', 'after'),
        (size, newSize, where) => {
          const file = SheetJs.CFB.utils.cfb_new();
          const other = Buffer.alloc(9_000, 7);
          const add = (name: string, data: Buffer) => SheetJs.CFB.utils.cfb_add(file, name, data);
          if (where === 'before') {
            add('/Alta', other);
          }
          add('/Workbook', Buffer.alloc(size, 1));
          add('/Mica', Buffer.from('scurt'));
          if (where === 'after') {
            add('/Alta', other);
          }
          const packed = SheetJs.CFB.write(file, { type: 'buffer' }) as Buffer;
          const data = Buffer.alloc(newSize, 2);
          const changed = openCompoundFile(packed).withStream('Workbook', data);
          // The table of a file beyond 7 MB needs more places than the header has.
          expect(changed !== null || newSize > 7_000_000).toBe(true);
          if (changed !== null) {
            const found = SheetJs.CFB.read(changed, { type: 'buffer' });
            const content = (name: string) => Buffer.from(SheetJs.CFB.find(found, name)?.content ?? []);
            expect(content('/Workbook').equals(data)).toBe(true);
            expect(content('/Alta').equals(other)).toBe(true);
            expect(content('/Mica').toString()).toBe('scurt');
            expect(openCompoundFile(changed).stream('Workbook')?.equals(data)).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** Where LibreOffice is installed, it is asked what it sees. */
const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'].find(isThere);

function isThere(path: string): boolean {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(OFFICE === undefined)('LibreOffice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acces-office-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows what was filled, on DATE and on CERERE, in every format', { timeout: 120_000 }, async () => {
    const files = await Promise.all(
      VALID_FORMS.map(async (name, index) => {
        const { bytes, extension } = await filled(validForm(name), { ...VALUES, password: 'Kp7-mN4q  Xz' });
        const file = join(folder, `f${index}.${extension}`);
        writeFileSync(file, bytes);
        return file;
      }),
    );
    const sheets = '44,34,76,1,,0,false,true,false,false,false,-1';
    await promisify(execFile)(OFFICE ?? '', [
      `-env:UserInstallation=${pathToFileURL(join(folder, 'profil'))}`,
      ...['--headless', '--convert-to', `csv:Text - txt - csv (StarCalc):${sheets}`, '--outdir', folder],
      ...files,
    ]);
    for (const index of VALID_FORMS.keys()) {
      const data = readFileSync(join(folder, `f${index}-DATE.csv`), 'utf8');
      const request = readFileSync(join(folder, `f${index}-CERERE.csv`), 'utf8');
      for (const text of [VALUES.webAddress, VALUES.user, 'Kp7-mN4q  Xz']) {
        expect(data).toContain(text);
        expect(request).toContain(text);
      }
      expect(request).toMatch(/la data de 05\.03\.2026/);
    }
  });
});
