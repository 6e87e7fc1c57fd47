/** The agency's list of authorised persons beside the form (A11), and the update that it suggests (A12). */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialogAs } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const ROOT = join(import.meta.dirname, '../..');
const AB = 'office:AB';
const HEADERS = [
  'Nr. crt.',
  'Nume și prenume',
  'Seria',
  'Nr. autorizație',
  'Clasa',
  'OCPI',
  'Valabilă până la',
  'E-mail',
  'Telefon',
];

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

type Answer = { readonly status: number; readonly printed: Readonly<Record<string, unknown>> };

function acces(args: readonly string[], input = ''): Promise<Answer> {
  const command = [join(ROOT, 'src/acces.ts'), ...args];
  const env = { ...process.env, DATA_DIR: desk.folder };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({ status, printed: JSON.parse(stdout === '' ? JSON.stringify({ stderr }) : stdout) });
    });
    child.stdin?.end(input);
  });
}

async function list(rows: readonly (readonly (string | Date)[])[]): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Persoane autorizate');
  sheet.addRow(['Lista persoanelor autorizate']);
  sheet.addRow([]);
  sheet.addRow(HEADERS);
  for (const row of rows) {
    sheet.addRow([...row]);
  }
  const file = join(desk.folder, 'lista.xlsx');
  await workbook.xlsx.writeFile(file);
  return file;
}

/** A case, and its row of the list as it should be. */
async function newCase(): Promise<{ readonly caseId: string; readonly row: string[] }> {
  const caseId = await desk.newCase('complete-ab');
  const { fields } = (await desk.record(caseId)).reading;
  const [, series = '', number = ''] = /^(.*?)\s*(?:Nr\.?\s*)?(\d.*)$/i.exec(fields.authorisation) ?? [];
  const name = `${fields.lastName} ${fields.firstName}`.toUpperCase();
  const row = [
    '1',
    name,
    series,
    number,
    fields.authorisationClass,
    'Alba',
    '31.12.2099',
    fields.email,
    fields.phone,
  ];
  return { caseId, row };
}

async function card(caseId: string): Promise<string> {
  return textOf((await desk.card(AB, caseId)).card);
}

/** The card as it is after something was pressed in vain: it is rendered anew. */
async function refreshed(caseId: string): Promise<string> {
  await desk.page.click(SECRETARY, 'take-back', caseId);
  await desk.app.idle();
  return await card(caseId);
}

describe('acces register import', () => {
  it('takes the whole list or nothing, and says which rows are wrong without repeating them', async () => {
    const { row } = await newCase();
    const wrong = await list([row, ['2', 'Ana Pop', 'RO-AB-F', 'fără', 'A', 'Alba', '', '', ''], row]);
    const refused = await acces(['register', 'import', wrong]);
    expect(refused.status).toBe(3);
    expect(refused.printed).toMatchObject({
      imported: 0,
      problems: [
        { line: 5, problem: 'numărul autorizației lipsește' },
        { line: 6, problem: 'autorizația este și pe rândul 4' },
      ],
    });
    expect(JSON.stringify(refused.printed)).not.toContain('Ana Pop');
    const dry = await acces(['register', 'import', await list([row]), '--dry-run']);
    expect(dry.printed).toMatchObject({ imported: 0, dryRun: true, problems: [] });
    expect(await desk.app.desk.store.registerDate()).toBeUndefined();
    expect((await acces(['register', 'import', await list([])])).status).toBe(3);
  });
});

describe('the card', () => {
  it('says nothing of the register while no list was imported', async () => {
    const { caseId } = await newCase();
    expect(await card(caseId)).not.toMatch(/în listă|de listă/);
    const dialog = await desk.page.click(SECRETARY, 'update-register', caseId);
    expect(textOf(dialog.kind === 'dialog' ? dialog.card : null)).toContain(ro.fields.taxId);
  });

  it('says what is the same; the dialog then offers every field', async () => {
    const { caseId, row } = await newCase();
    expect((await acces(['register', 'import', await list([row])])).printed).toMatchObject({ imported: 1 });
    const text = await refreshed(caseId);
    expect(text).toContain('la fel ca în listă: Nume, Prenume');
    expect(text).not.toContain('diferă de listă');
  });

  it('says which fields differ, and never what they hold; the details show both, the update offers exactly these', async () => {
    const { caseId, row } = await newCase();
    const changed = row.with(8, '0733 000 111').with(7, 'veche@exemplu.example').with(6, '01.02.2020');
    await acces(['register', 'import', await list([changed])]);
    const text = await refreshed(caseId);
    expect(text).toContain(ro.register.differs(`${ro.fields.email}, ${ro.fields.phone}`));
    expect(text).toContain('autorizația a expirat la 01.02.2020');
    expect(text).not.toMatch(/0733|veche@/);
    const details = await desk.page.click(SECRETARY, 'open-details', caseId);
    expect(textOf(details.kind === 'dialog' ? details.card : null)).toContain('În listă: «0733 000 111».');
    const update = await openDialogAs(desk.page, SECRETARY, 'update-register', caseId);
    const shown = await desk.page.click(SECRETARY, 'update-register', caseId);
    const choices = JSON.stringify(shown.kind === 'dialog' ? shown.card : null).match(/"value":"(\w+)"/g);
    expect(choices).toEqual(['"value":"email"', '"value":"phone"']);
    expect((await update.submit({ fields: 'phone,email' })).kind).toBe('done');
  });

  it('says that nobody has this authorisation, or that the name has another one', async () => {
    const { caseId, row } = await newCase();
    await acces(['register', 'import', await list([row.with(3, '99999')])]);
    expect(await refreshed(caseId)).toContain(ro.register.unknownButNamed);
    await acces(['register', 'import', await list([row.with(3, '99999').with(1, 'Altcineva Cu Totul')])]);
    expect(await refreshed(caseId)).toContain(ro.register.unknown);
  });

  it('says that the list has the person at another office', async () => {
    const { caseId, row } = await newCase();
    await acces(['register', 'import', await list([row.with(5, 'CJ')])]);
    expect(await refreshed(caseId)).toContain(ro.register.otherOffice('OCPI Cluj'));
  });
});

it('acces scan says whether a password occurs in a file, and where, and never the password', async () => {
  const file = join(desk.folder, 'lista.xlsx');
  expect(await acces(['scan', file, '--password-stdin'], 'Kp7#vTq9\n')).toEqual({
    status: 0,
    printed: { clean: true, traces: [] },
  });
  const found = await acces(['scan', file, '--password-stdin'], 'Persoane autorizate\n');
  expect(found.status).toBe(3);
  expect(found.printed).toMatchObject({ clean: false });
  expect(JSON.stringify(found.printed)).toContain('xl/workbook.xml');
  expect((await acces(['scan', file])).status).toBe(2);
});
