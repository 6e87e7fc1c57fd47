/** Filled forms of a size that is asked for: people paste pictures into them, and add sheets of their own. */
import { randomBytes } from 'node:crypto';
import ExcelJS from 'exceljs';
import { filledForm } from '../src/excel/filled-form.ts';
import { inventPerson } from '../src/world/people.ts';

const TODAY = '2026-11-20';
/** About what exceljs makes of the form alone, and what a row of the added sheet takes, packed. In bytes. */
const FORM_BYTES = 15_000;
const ROW_BYTES = 300;
const REMARK_BYTES = 120;
/** Of what is added: the rest is a sheet. */
const PICTURE_SHARE = 0.7;

/** A form of about so many bytes, that is: a picture pasted into it, and a sheet with a list of works. */
export async function bigForm(bytes: number): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const form = await filledForm(inventPerson(7, 'AB', TODAY).form);
  await workbook.xlsx.load(Buffer.from(form).buffer);
  const added = Math.max(0, bytes - FORM_BYTES);
  const sheet = workbook.addWorksheet('Lucrări');
  const rows = Math.floor((added * (1 - PICTURE_SHARE)) / ROW_BYTES);
  for (let row = 1; row <= rows; row += 1) {
    const remark = (): string => randomBytes(REMARK_BYTES).toString('base64');
    sheet.addRow([row, `Lucrarea ${remark()}`, `Sebeș, ${remark()}`, row * 1.25]);
  }
  const picture = randomBytes(Math.floor(added * PICTURE_SHARE));
  const image = workbook.addImage({ buffer: picture.buffer as ArrayBuffer, extension: 'png' });
  sheet.addImage(image, 'H2:K20');
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
