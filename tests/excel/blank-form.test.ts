import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { blankForm } from '../../src/excel/blank-form.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { partsOf, readable } from './sample-forms.ts';

const bytes = await blankForm();
const book = new ExcelJS.Workbook();
await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);

describe('the blank form that an office publishes', () => {
  it('has the three sheets, each printed on one A4 page', () => {
    expect(book.worksheets.map(({ name }) => name)).toEqual(['DATE', 'CERERE', 'PROCEDURA']);
    for (const { pageSetup } of book.worksheets) {
      expect(pageSetup).toMatchObject({ paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 1 });
    }
  });

  it('asks for everything that is read, and holds the four cells for credentials', () => {
    const { cells, problems } = readable(bytes);
    expect(problems.map(({ code }) => code)).not.toContain('label-missing');
    expect(Object.values(cells).map((place) => place?.ref)).toEqual(['C26', 'C27', 'C28', 'C29']);
  });

  it('lets the applicant choose among the 42 offices', () => {
    const sheet = book.getWorksheet('PROCEDURA');
    const codes = Array.from({ length: 42 }, (_none, index) => sheet?.getCell(`J${index + 1}`).value);
    expect(codes).toEqual(OFFICES.map(({ code }) => code));
    expect(book.getWorksheet('DATE')?.getCell('C19').dataValidation.formulae).toEqual(['CoduriOCPI']);
  });

  it('is the same every time, so that an office can compare it with the published one', async () => {
    const again = partsOf(await blankForm());
    for (const [name, content] of partsOf(bytes)) {
      expect(again.get(name)?.equals(content)).toBe(true);
    }
  });

  it('writes ș and ț with comma below', () => {
    const texts = partsOf(bytes).get('xl/sharedStrings.xml')?.toString('utf8') ?? '';
    expect(texts).toMatch(/[șț]/);
    expect(texts).not.toMatch(/[şţŞŢ]/);
  });
});
