import { describe, expect, it } from 'vitest';
import { filledForm } from '../../src/excel/filled-form.ts';
import { FIELD_NAMES, type FieldName } from '../../src/excel/form.ts';
import { readForm } from '../../src/excel/read-form.ts';
import {
  ANSWERS,
  cellXml,
  EXPECTED,
  partsOf,
  readable,
  TODAY,
  VALID_FORMS,
  validForm,
  withCell,
  withParts,
} from './sample-forms.ts';

const DATA = 'xl/worksheets/sheet1.xml';
const form = await filledForm(ANSWERS);

/** Our form, with its sheet DATE rewritten. */
function withData(change: (sheet: string) => string): Buffer {
  return withParts(form, { [DATA]: change });
}

function withText(ref: string, text: string): Buffer {
  return withData((sheet) => withCell(sheet, ref, ` t="inlineStr"><is><t>${text}</t></is></c>`));
}

function withNumber(ref: string, number: string): Buffer {
  return withData((sheet) => withCell(sheet, ref, `><v>${number}</v></c>`));
}

describe('a form that people sent', () => {
  it.each(VALID_FORMS)('is read exactly: %s', (name) => {
    const reading = readable(validForm(name), name);
    expect(reading.fields).toEqual(EXPECTED[name]);
    expect(reading.problems).toEqual([]);
    expect(reading.cells).toEqual({
      credentialsCreatedOn: { sheet: 'DATE', ref: 'C26' },
      webAddress: { sheet: 'DATE', ref: 'C27' },
      user: { sheet: 'DATE', ref: 'C28' },
      password: { sheet: 'DATE', ref: 'C29' },
    });
  });

  it('is told apart by its bytes, not by its name', () => {
    const kinds = VALID_FORMS.map((name) => readable(validForm(name), 'formular.xlsx').kind);
    expect(new Set(kinds)).toEqual(new Set(['xlsx', 'xlsm', 'xls', 'ods', 'xlsb', 'html', 'xml2003']));
    const renamed = readable(validForm('14-html-redenumit.xls'), '14-html-redenumit.xls');
    expect(renamed.warnings.map(({ code }) => code)).toContain('renamed');
  });

  it('is warned of when it carries macros', () => {
    const name = '08-xlsxwriter-macro-buton.xlsm';
    expect(readable(validForm(name), name).warnings.map(({ code }) => code)).toContain('macros');
  });
});

describe('the values of a form', () => {
  it('keep the letters that the applicant used, composed, without what nobody sees', () => {
    const decomposed = 'S\u0326erba\u0306n';
    const bytes = withText('C5', `\u200b ${decomposed}\u00a0\u00a0Ştefan\ufeff `);
    expect(readable(bytes).fields.lastName).toBe('Șerbăn Ştefan');
  });

  it.each([
    ['0722 123 456', '0722123456'],
    ['+40 722 123 456', '0722123456'],
    ['0040722123456', '0722123456'],
    ['0722.123-456', '0722123456'],
    ['tel. 0722/123456', '0722123456'],
    ['722123456', '0722123456'],
    ['0722123456, 0733000111', '0722123456, 0733000111'],
    ['interior 12', 'interior 12'],
  ])('have the telephone number %s as %s', (typed, read) => {
    expect(readable(withText('C12', typed)).fields.phone).toBe(read);
  });

  it('have the telephone number and the CNP of number cells whole', () => {
    expect(readable(withNumber('C12', '722123456')).fields.phone).toBe('0722123456');
    expect(readable(withNumber('C7', '1790412011232')).fields.cnp).toBe('1790412011232');
    expect(readable(withNumber('C7', '1.790412011232E+12')).fields.cnp).toBe('1790412011232');
  });

  it.each([
    ['AB', 'AB'],
    ['ab', 'AB'],
    ['OCPI AB', 'AB'],
    ['OCPI Alba', 'AB'],
    ['O.C.P.I. Alba', 'AB'],
    ['ocpi alba', 'AB'],
    ['ab@ancpi.ro', 'AB'],
    ['București', 'B'],
    ['BUCUREŞTI', 'B'],
    ['bucuresti', 'B'],
    ['OCPI Bistriţa-Năsăud', 'BN'],
    ['Bistrita Nasaud', 'BN'],
    ['Caraș Severin', 'CS'],
    ['Satu Mare', 'SM'],
    ['Atlantida', 'Atlantida'],
  ])('have the office %s as %s', (typed, read) => {
    expect(readable(withText('C19', typed)).fields.office).toBe(read);
  });

  it.each([
    ['b', 'B'],
    ['Clasa C', 'C'],
    ['„D”', 'D'],
    ['A.', 'A'],
    ['E', 'E'],
  ])('have the class %s as %s', (typed, read) => {
    expect(readable(withText('C16', typed)).fields.authorisationClass).toBe(read);
  });

  it.each([
    '15.03.2012',
    '15/03/2012',
    '15-3-2012',
    '15 martie 2012',
    '15 mar. 2012',
    '2012-03-15',
    '2012-03-15T00:00:00Z',
    '15.03.2012 r.',
  ])('have the date %s as a day', (typed) => {
    expect(readable(withText('C18', typed)).fields.authorisedOn).toBe('2012-03-15');
  });

  it('have a date of a date cell, of both calendars and of ISO workbooks', () => {
    expect(readable(withNumber('C18', '40983')).fields.authorisedOn).toBe('2012-03-15');
    expect(readable(withNumber('C18', '40983.75')).fields.authorisedOn).toBe('2012-03-15');
    const iso = withData((sheet) => withCell(sheet, 'C18', ' t="d"><v>2012-03-15T00:00:00</v></c>'));
    expect(readable(iso).fields.authorisedOn).toBe('2012-03-15');
    const mac = withParts(withNumber('C18', '39521'), {
      'xl/workbook.xml': (text) => text.replace(/<workbookPr[^>]*\/>/, '<workbookPr date1904="1"/>'),
    });
    expect(readable(mac).fields.authorisedOn).toBe('2012-03-15');
  });

  it('stay as typed where no date can be read', () => {
    for (const typed of ['30.02.2012', '03/15/2012', 'anul trecut', '15.03.12']) {
      const { fields, problems } = readable(withText('C18', typed));
      expect(fields.authorisedOn).toBe(typed);
      expect(problems).toMatchObject([{ field: 'authorisedOn', code: 'date-format', found: typed }]);
    }
  });

  it('have the address of a link whose text is something else', () => {
    const linked = withParts(form, {
      [DATA]: (sheet) =>
        withCell(sheet, 'C13', ' t="inlineStr"><is><t>scrieți-mi</t></is></c>').replace(
          /(<pageMargins)/,
          '<hyperlinks><hyperlink ref="C13" xmlns:r="urn:r" r:id="rId77"/></hyperlinks>$1',
        ),
      'xl/worksheets/_rels/sheet1.xml.rels': () =>
        [
          '<Relationships><Relationship Id="rId77" Type="x/hyperlink"',
          'Target="mailto:ion@exemplu.ro?subject=x" TargetMode="External"/></Relationships>',
        ].join(' '),
    });
    expect(readable(linked).fields.email).toBe('ion@exemplu.ro');
  });

  it('are joined from the pieces of formatted text, without phonetic hints', () => {
    const rich = '<r><t>Mure</t></r><r><rPr><b/></rPr><t>șan</t></r><rPh sb="0" eb="1"><t>zzz</t></rPh>';
    const bytes = withData((sheet) => withCell(sheet, 'C5', ` t="inlineStr"><is>${rich}</is></c>`));
    expect(readable(bytes).fields.lastName).toBe('Mureșan');
  });

  it('are unknown where a formula has no result, and known where it needs no other cell', () => {
    const unknown = readable(withData((sheet) => withCell(sheet, 'C10', '><f>Z9&amp;Z8</f></c>')));
    expect(unknown.problems).toMatchObject([{ field: 'locality', code: 'formula-unknown' }]);
    const known = readable(withData((sheet) => withCell(sheet, 'C10', '><f>UPPER("a")&amp;"lba"</f></c>')));
    expect(known.fields.locality).toBe('Alba');
    const failed = readable(
      withData((sheet) => withCell(sheet, 'C10', ' t="e"><f>1/0</f><v>#DIV/0!</v></c>')),
    );
    expect(failed.problems).toMatchObject([{ field: 'locality', code: 'formula-unknown' }]);
  });
});

describe('the layout of a form', () => {
  /** Rewrites the texts of the labels, which are shared strings. */
  function withLabels(change: (label: string) => string): Buffer {
    return withParts(form, {
      'xl/sharedStrings.xml': (text) =>
        text.replace(/(<t[^>]*>)([^<]*)(<\/t>)/g, (_all, open, label, close) => open + change(label) + close),
    });
  }

  it('may have its labels in capitals, without diacritics or with cedillas', () => {
    for (const change of [
      (label: string) => label.toUpperCase(),
      (label: string) => label.normalize('NFD').replace(/\p{M}/gu, ''),
      (label: string) => label.replaceAll('ș', 'ş').replaceAll('ț', 'ţ'),
      (label: string) => label.replace(':', ' :  '),
      (label: string) => `\u00a0${label}\u200b`,
    ]) {
      expect(readable(withLabels(change)).fields).toEqual(ANSWERS);
    }
  });

  it('may have rows inserted above, and values one column farther', () => {
    const moved = withData((sheet) =>
      sheet
        .replace(/<row r="(\d+)"/g, (_all, row) => `<row r="${Number(row) + 3}"`)
        .replace(/<c r="([A-Z]+)(\d+)"/g, (_all, column, row) => `<c r="${column}${Number(row) + 3}"`)
        .replace(/<mergeCells.*<\/mergeCells>/s, ''),
    );
    const reading = readable(moved);
    expect(reading.fields).toEqual(ANSWERS);
    expect(reading.cells.password).toMatchObject({ sheet: 'DATE' });
    expect(reading.cells.password?.ref).toMatch(/^[BC]32$/);
  });

  it('may have its sheet called "Date "', () => {
    const renamed = withParts(form, {
      'xl/workbook.xml': (text) => text.replace('name="DATE"', 'name="Date "'),
    });
    expect(readable(renamed).fields).toEqual(ANSWERS);
  });

  it('tells which label is gone', () => {
    const { problems } = readable(withLabels((label) => (label === 'CNP:' ? 'Altceva' : label)));
    expect(problems).toMatchObject([{ field: 'cnp', code: 'label-missing' }]);
  });

  it('is refused where one label stands twice with two values', () => {
    const twice = withLabels((label) => (label === 'Localitate:' ? 'Județ domiciliu:' : label));
    expect(readForm(twice, 'a.xlsx', TODAY)).toMatchObject({ ok: false, code: 'conflicting-labels' });
  });
});

describe('a form without answers', () => {
  it('can be read, and lacks every field that is required', async () => {
    const { problems, warnings } = readable(await filledForm({}));
    const required = FIELD_NAMES.filter((field) => !['legalForm', 'company', 'taxId'].includes(field));
    expect(problems.map(({ field, code }) => [field, code])).toEqual(
      required.map((field) => [field, 'missing']),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['nothing-filled']);
  });
});

describe('a filled form', () => {
  it('reads back what was answered, without problems', () => {
    const { fields, problems, warnings, kind } = readable(form);
    expect({ fields, problems, warnings, kind }).toEqual({
      fields: ANSWERS,
      problems: [],
      warnings: [],
      kind: 'xlsx',
    });
  });

  it('carries wrong answers as they were typed', async () => {
    const wrong: Partial<Record<FieldName, string>> = {
      cnp: '123',
      email: 'ion@exemplu.ro, ana@exemplu.ro',
      phone: '=1+1',
      authorisedOn: '30.02.2012',
      requestedOn: '2024-13-45',
      office: 'XX',
    };
    const { raw, problems } = readable(await filledForm({ ...ANSWERS, ...wrong }));
    expect(raw).toMatchObject(wrong);
    expect(problems.map(({ field }) => field).sort()).toEqual(Object.keys(wrong).sort());
  });

  it('keeps the formulas of sheet CERERE and has them computed when it is opened', () => {
    const parts = partsOf(form);
    const text = (name: string): string => parts.get(name)?.toString('utf8') ?? '';
    expect(cellXml(text('xl/worksheets/sheet2.xml'), 'A7')).toContain('DATE!$C$7');
    expect(text('xl/workbook.xml')).toContain('fullCalcOnLoad="1"');
  });
});
