import * as SheetJs from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { fillForm } from '../../src/excel/fill.ts';
import { filledForm } from '../../src/excel/filled-form.ts';
import { ANSWERS, withParts } from './sample-forms.ts';

const VALUES = {
  credentialsCreatedOn: '2026-03-05',
  webAddress: 'https://acces.exemplu.ro',
  user: 'AB_tepes.s',
  password: 'Kp7-mN4q',
};
const form = await filledForm(ANSWERS);

/** Cells put at the foot of sheet CERERE, column H: formulas with a stored result from before, or constants. */
function withFormulas(formulas: readonly string[], more = ''): Buffer {
  const rows = formulas.map(
    (formula, index) =>
      `<row r="${100 + index}"><c r="H${100 + index}" t="str"><f>${formula.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</f><v>vechi</v></c></row>`,
  );
  return withParts(form, {
    'xl/worksheets/sheet2.xml': (text) => text.replace('</sheetData>', `${rows.join('')}${more}</sheetData>`),
  });
}

/** The stored results of these formulas after filling; undefined where there is none. */
async function results(formulas: readonly string[], more = ''): Promise<readonly unknown[]> {
  const filled = await fillForm(withFormulas(formulas, more), VALUES);
  if (!filled.ok || filled.note !== 'in-place') {
    throw new Error('not filled in place');
  }
  const sheet = SheetJs.read(filled.bytes, { type: 'buffer' }).Sheets.CERERE ?? {};
  return formulas.map((_, index) => (sheet[`H${100 + index}`] as SheetJs.CellObject | undefined)?.v);
}

describe('what formulas show after filling', () => {
  it.each<[string, string | number | boolean]>([
    ['DATE!C28', 'AB_tepes.s'],
    ['\'DATE\'!$C$28&" / "&DATE!C29', 'AB_tepes.s / Kp7-mN4q'],
    ['IF(DATE!C29="","",CONCATENATE("Parola: ",DATE!C29))', 'Parola: Kp7-mN4q'],
    ['TEXT(DATE!C26,"dd.mm.yyyy")', '05.03.2026'],
    ['DATE!C26', 46_086],
    ['DATE!C26+1/3', 46_086.333333333336],
    ['DATE!C29=""', false],
    ['UPPER(LEFT(DATE!C28,2))', 'AB'],
    ['LEN(DATE!C29)', 8],
    ['_xlfn.CONCAT(DATE!C27:C28)', 'https://acces.exemplu.roAB_tepes.s'],
    ['"1 & 2 < 3 "&DATE!C28', '1 & 2 < 3 AB_tepes.s'],
    ['DATE!C5&DATE!C28', `${ANSWERS.lastName}AB_tepes.s`],
  ])('is computed: =%s', async (formula, result) => {
    expect(await results([formula])).toEqual([result]);
  });

  it.each([
    'TODAY()&DATE!C28',
    'INDIRECT("DATE!C28")',
    'OFFSET(DATE!C27,1,0)',
    'HYPERLINK(DATE!C27,"aici")',
    'REPT(DATE!C28,1000)',
    'NUMENECUNOSCUT&DATE!C28',
    'DATE!C28/0',
    'DATE!C28+1',
    'TEXT(DATE!C26,"d mmmm yyyy")',
    'TEXT(DATE!C26,"[$-418]d.m.yyyy")',
    'Alta!C28&DATE!C28',
    "cmd|' /C calc'!A0&DATE!C28",
    'SUM(DATE!A:C)',
    '"_x0041_"&DATE!C28',
    'DATE!C28&"_x0042_"',
    'IF(DATE!C28=',
    'CERERE!H900&DATE!C28',
  ])('is left to whoever opens the file: =%s', async (formula) => {
    const error = '<row r="900"><c r="H900" t="e"><v>#N/A</v></c></row>';
    expect(await results([formula], error)).toEqual([undefined]);
  });

  it('follows formulas that look at formulas, wherever they stand, and not around in circles', async () => {
    expect(await results(['H101&"!"', '"["&H102&"]"', 'DATE!C28'])).toEqual([
      '[AB_tepes.s]!',
      '[AB_tepes.s]',
      'AB_tepes.s',
    ]);
    expect(await results(['H101&DATE!C28', 'H100', 'H102&DATE!C28', 'DATE!C28'])).toEqual([
      undefined,
      undefined,
      undefined,
      'AB_tepes.s',
    ]);
  });

  it('has no text longer than a cell holds, however many formulas double it', async () => {
    const doubling = Array.from({ length: 60 }, (_, index) => `H${100 + index}&H${100 + index}`);
    const found = await results(['DATE!C28', ...doubling]);
    const lengths = found.map((text) => (typeof text === 'string' ? text.length : 0));
    expect(lengths.slice(0, 12)).toEqual(lengths.slice(0, 12).map((_, index) => 10 * 2 ** index));
    expect(lengths.slice(12)).toEqual(lengths.slice(12).map(() => 0));
  });

  it('is left to whoever opens the file where there are more formulas than a form has', async () => {
    const many = Array.from({ length: 250 }, () => 'DATE!C28');
    expect(new Set(await results(many))).toEqual(new Set([undefined]));
  });
});
