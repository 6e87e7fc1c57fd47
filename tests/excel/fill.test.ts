import * as SheetJs from '@e965/xlsx';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankForm } from '../../src/excel/blank-form.ts';
import { fillForm } from '../../src/excel/fill.ts';
import { filledForm } from '../../src/excel/filled-form.ts';
import { CREDENTIAL_NAMES, type CredentialValues } from '../../src/excel/form.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { filled } from './filling.ts';
import {
  ANSWERS,
  cellXml,
  hostileForm,
  partsOf,
  readable,
  VALID_FORMS,
  validForm,
  withCell,
  withParts,
} from './sample-forms.ts';

const PASSWORD = 'Kp7-mN4q-Xz2w-Rt9y';
const VALUES: CredentialValues = {
  credentialsCreatedOn: '2026-03-05',
  webAddress: 'https://acces.exemplu.ro/?a=1&b=2',
  user: 'AB_tepes.s',
};
const ODD_PASSWORDS = [
  PASSWORD,
  `&<>"'`,
  'aB3$',
  'ășțÎâ-Țr',
  '=1+1',
  '000123987',
  "=cmd|' /C calc'!A0",
  '+2-3@x',
  '_x0041_q',
  '  spații  ',
  '🔑lung',
];
const EDITED_IN_PLACE = VALID_FORMS.filter((name) => /\.xls[xm]$/.test(name));
const CONVERTED = VALID_FORMS.filter((name) =>
  ['xlsb', 'html', 'xml2003'].includes(readable(validForm(name)).kind),
);
const form = await filledForm(ANSWERS);

/** The four cells as SheetJS, which is not what filled them, reads them. */
function credentialsIn(bytes: Uint8Array): readonly unknown[] {
  const { cells } = readable(bytes);
  const book = SheetJs.read(bytes, { type: 'buffer', raw: true });
  return CREDENTIAL_NAMES.map((name) => {
    const place = cells[name];
    const cell: SheetJs.CellObject | undefined = book.Sheets[place?.sheet ?? '']?.[place?.ref ?? ''];
    return cell?.v ?? '';
  });
}

/** A sheet's XML without what filling may change: the four cells' content and the stored results of formulas. */
function withoutCredentials(sheet: string, refs: readonly string[]): string {
  const bare = refs.reduce((text, ref) => {
    const cell = cellXml(text, ref);
    return text.replace(cell, () => cell.replace(/( t="\w+")?(\/>|>.*)$/s, '/>'));
  }, sheet);
  return bare.replace(/<c r="[^>]*>(?:(?!<\/c>).)*<f.*?<\/c>/gs, (cell) =>
    cell.replace(/ t="\w+"/, '').replace(/<v>[^<]*<\/v>|<v\/>/, ''),
  );
}

/** The letter ț as the form itself writes it. */
function cedilla(formulas: readonly SheetJs.CellObject[]): string {
  return formulas.some((cell) => cell.f?.includes('Credenţiale')) ? 'ţ' : 'ț';
}

describe('filling a form', () => {
  it.each(EDITED_IN_PLACE)('changes four cells and nothing else: %s', async (name) => {
    const original = validForm(name);
    const { bytes, note, extension } = await filled(original, { ...VALUES, password: PASSWORD });
    expect({ note, extension }).toEqual({ note: 'in-place', extension: name.slice(-4) });
    const refs = Object.values(readable(original).cells).map((place) => place?.ref ?? '');
    const before = partsOf(original);
    const after = partsOf(bytes);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [part, content] of before) {
      const now = after.get(part)?.toString('latin1');
      if (/worksheets\/sheet\d+\.xml$/.test(part)) {
        const data = part.endsWith('sheet1.xml') ? refs : [];
        expect(withoutCredentials(now ?? '', data)).toBe(
          withoutCredentials(content.toString('latin1'), data),
        );
      } else if (part === 'xl/workbook.xml') {
        const calculation = /<(\w+:)?calcPr[^>]*\/>/;
        expect(now?.replace(calculation, '')).toBe(content.toString('latin1').replace(calculation, ''));
        expect(now).toMatch(/<(\w+:)?calcPr[^>]*fullCalcOnLoad="1"/);
      } else {
        expect(now).toBe(content.toString('latin1'));
      }
    }
  });

  it.each(VALID_FORMS)('shows what was filled on sheet CERERE without calculating: %s', async (name) => {
    // What looks like an escape is left to whoever opens the file.
    for (const password of ['', ...ODD_PASSWORDS.filter((odd) => !odd.includes('_x'))]) {
      const { bytes } = await filled(validForm(name), { ...VALUES, password });
      const request = SheetJs.read(bytes, { type: 'buffer' }).Sheets.CERERE ?? {};
      const formulas = Object.values(request).filter((cell: SheetJs.CellObject) => cell.f !== undefined);
      const ofPassword = formulas.filter((cell: SheetJs.CellObject) => cell.f?.includes('$C$29'));
      expect(ofPassword.length).toBeGreaterThan(0);
      for (const { f, v } of ofPassword as SheetJs.CellObject[]) {
        const alone = f?.includes('IF(') ? '' : 0;
        const label = f?.includes('"Parola: "') ? 'Parola: ' : '';
        expect(v).toBe(password === '' ? alone : label + password);
      }
      const texts = formulas.map((cell: SheetJs.CellObject) => String(cell.v));
      expect(texts).toContain('Credențiale create la data de 05.03.2026'.replace('ț', cedilla(formulas)));
      expect(texts).toContain('Utilizator: AB_tepes.s');
    }
  });

  it.each(VALID_FORMS)('writes any password as the text that it is: %s', async (name) => {
    const original = validForm(name);
    const before = readable(original, name);
    for (const password of ODD_PASSWORDS) {
      const { bytes } = await filled(original, { ...VALUES, password });
      const [day, ...texts] = credentialsIn(bytes);
      expect(texts).toEqual([VALUES.webAddress, VALUES.user, password]);
      expect([46_086, '05.03.2026']).toContain(day);
      expect(readable(bytes).fields).toEqual(before.fields);
    }
  });

  it.each([...EDITED_IN_PLACE, ...CONVERTED])('gives what exceljs opens too: %s', async (name) => {
    // Without its cross-sheet formatting, which exceljs cannot read in the original either.
    const { bytes, note } = await filled(validForm(name), { ...VALUES, password: "=cmd|' /C calc'!A0" });
    const opens = async (file: Uint8Array): Promise<unknown> => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(Buffer.from(file) as unknown as ExcelJS.Buffer);
      return book.getWorksheet('DATE')?.getCell('C29').value;
    };
    const original = note === 'in-place' ? await opens(validForm(name)).catch(() => 'never') : null;
    expect(await opens(bytes).catch(() => 'never')).toBe(
      original === 'never' ? 'never' : "=cmd|' /C calc'!A0",
    );
  });

  it.each(CONVERTED)(
    'answers a format that is not edited with our own form, and says so: %s',
    async (name) => {
      expect(CONVERTED).toHaveLength(3);
      const { bytes, note, extension } = await filled(validForm(name), { ...VALUES, password: PASSWORD });
      expect({ note, extension }).toEqual({ note: 'converted', extension: 'xlsx' });
      expect([...partsOf(bytes).keys()]).toEqual([...partsOf(await blankForm()).keys()]);
      expect(readable(bytes).problems).toEqual([]);
    },
  );

  it('then reading it gives what was filled in, whatever that is', async () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (webAddress, user, password) => {
        const { bytes } = await filled(form, { ...VALUES, webAddress, user, password });
        const cells = partsOf(bytes).get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
        expect(credentialsIn(bytes)).toEqual([46_086, webAddress, user, password]);
        expect(cells).not.toContain('<f>');
        expect(readable(bytes).fields).toEqual(ANSWERS);
      }),
      { numRuns: 60 },
    );
  });

  it('writes the day as text where the cell is not formatted as a date, and counts from 1904 where the file does', async () => {
    const general = withParts(form, {
      'xl/worksheets/sheet1.xml': (text) => text.replace(/(<c r="C26") s="\d+"/, '$1'),
    });
    const [day] = credentialsIn((await filled(general, VALUES)).bytes);
    expect(day).toBe('05.03.2026');
    const mac = withParts(form, {
      'xl/workbook.xml': (text) => text.replace(/<workbookPr[^>]*\/>/, '<workbookPr date1904="1"/>'),
    });
    const sheet = partsOf((await filled(mac, VALUES)).bytes)
      .get('xl/worksheets/sheet1.xml')
      ?.toString('utf8');
    expect(cellXml(sheet ?? '', 'C26')).toContain('<v>44624</v>');
    const request = partsOf((await filled(mac, VALUES)).bytes)
      .get('xl/worksheets/sheet2.xml')
      ?.toString('utf8');
    const ofDay = /<c [^>]*>(?:(?!<\/c>).)*\$C\$26.*?<\/c>/s.exec(request ?? '')?.[0];
    // Rather nothing, which whoever opens it computes, than a day of four years later.
    expect(ofDay).toMatch(/<\/f><\/c>$/);
  });

  it('puts in rows and cells that lack, in order', async () => {
    const bare = withParts(form, {
      'xl/worksheets/sheet1.xml': (text) =>
        text.replace(/<mergeCells.*<\/mergeCells>/s, '').replace(/<c r="[B-F](2[6-9])"[^>]*\/>/g, ''),
    });
    const { bytes, note } = await filled(bare, { ...VALUES, password: PASSWORD });
    expect(note).toBe('in-place');
    expect(credentialsIn(bytes).slice(1)).toEqual([VALUES.webAddress, VALUES.user, PASSWORD]);
    expect(readable(bytes).fields).toEqual(ANSWERS);
  });

  it('uses our own form where theirs has no place for credentials, spreads a formula over it, or has a broken sheet', async () => {
    const texts = (change: (text: string) => string) => withParts(form, { 'xl/sharedStrings.xml': change });
    const sheet = (change: (text: string) => string) =>
      withParts(form, { 'xl/worksheets/sheet1.xml': change });
    for (const odd of [
      texts((text) => text.replace('>Parola:<', '>Altceva:<')),
      sheet((text) => withCell(text, 'C29', '><f t="array" ref="C27:C29">A1:A3</f></c>')),
      withParts(form, { 'xl/worksheets/sheet2.xml': (text) => text.replace('</row>', '') }),
    ]) {
      const { bytes, note } = await filled(odd, { ...VALUES, password: PASSWORD });
      expect(note).toBe('converted');
      expect(credentialsIn(bytes)).toEqual([46_086, VALUES.webAddress, VALUES.user, PASSWORD]);
      expect(readable(bytes).fields).toEqual(ANSWERS);
    }
  });

  it('refuses what cannot be read, as reading does', async () => {
    expect(await fillForm(hostileForm('h31-path-traversal.xlsx'), VALUES)).toMatchObject({
      ok: false,
      code: 'unsafe',
    });
    expect(await fillForm(hostileForm('h26-alt-formular.xlsx'), VALUES)).toMatchObject({
      ok: false,
      code: 'wrong-form',
    });
  });
});

describe('the copy without the password', () => {
  it.each(VALID_FORMS)('never held it: %s', async (name) => {
    const original = validForm(name);
    const { bytes, oldPasswordTraces } = await filled(original, VALUES);
    expect(oldPasswordTraces).toEqual([]);
    expect(credentialsIn(bytes).slice(1)).toEqual([VALUES.webAddress, VALUES.user, '']);
    for (const password of ODD_PASSWORDS) {
      expect(findTraces((await filled(original, { ...VALUES, password })).bytes, password)).not.toEqual([]);
      expect(findTraces(bytes, password)).toEqual(findTraces(original, password));
    }
  });

  it('does not hold a password either that the applicant’s form already carried', async () => {
    const used = withParts(form, {
      'xl/sharedStrings.xml': (text) => text.replace('</sst>', '<si><t>veche-Parola9</t></si></sst>'),
      'xl/worksheets/sheet1.xml': (text) => withCell(text, 'C29', ` t="s"><v>${sharedCount()}</v></c>`),
      'xl/worksheets/sheet2.xml': (text) =>
        text.replace(/(<c r="A25"[^>]*>)(<f>.*?<\/f>)(<v><\/v>)?/, '$1$2<v>Parola: veche-Parola9</v>'),
    });
    expect(findTraces(used, 'veche-Parola9')).toHaveLength(4);
    const { bytes, note } = await filled(used, VALUES);
    expect(note).toBe('in-place');
    expect(findTraces(bytes, 'veche-Parola9')).toEqual([]);
    const hidden = withParts(used, {
      'docProps/app.xml': (text) => text.replace('</', '<!-- veche-Parola9 --></'),
    });
    const converted = await filled(hidden, { ...VALUES, password: PASSWORD });
    expect(converted.note).toBe('converted');
    expect(findTraces(converted.bytes, 'veche-Parola9')).toEqual([]);
  });

  it('is still the applicant’s own file where the cell held only a dash', async () => {
    const dashed = withParts(form, {
      'xl/worksheets/sheet1.xml': (text) => withCell(text, 'C29', ' t="inlineStr"><is><t>-</t></is></c>'),
    });
    expect((await filled(dashed, VALUES)).note).toBe('in-place');
  });

  function sharedCount(): number {
    const text = partsOf(form).get('xl/sharedStrings.xml')?.toString('utf8') ?? '';
    return [...text.matchAll(/<si>/g)].length;
  }
});
