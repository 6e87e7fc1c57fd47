import { describe, expect, it } from 'vitest';
import { scanOds } from '../../src/excel/ods/ods-cells.ts';
import { excelFormula } from '../../src/excel/ods/open-formula.ts';
import { filled, formsOf, VALUES } from './filling.ts';
import { partsOf, readable, validForm, withParts } from './sample-forms.ts';

const ODS = formsOf('ods');

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
    const shape = ({ found }: typeof old): unknown[] =>
      found.map(({ sheet, ref, columns, rows, style, formula }) => [
        sheet,
        ref,
        columns,
        rows,
        style,
        formula,
      ]);
    expect(shape(now)).toEqual(shape(old));
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
