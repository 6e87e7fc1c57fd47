/** `acces accounts`: accounts issued before the desk was, from an operator's workbook; all rows or none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accounts } from '../../src/command-line/accounts.ts';
import { readConfig } from '../../src/config.ts';
import { openStore } from '../../src/store/open.ts';

const CNP = '1800101011447';
const HEADERS = [
  'Nr. crt.',
  'NUMELE ȘI PRENUMELE',
  'Utilizator',
  'Adresa de e-mail:',
  'OCPI',
  'CNP',
  'Stare',
];
const GOOD = [
  [1, 'Ion Moldovan', 'ion.moldovan', 'Ion.Moldovan@cadastru.example', 'AB', CNP, ''],
  [2, 'Ana Țurcanu', 'ana.turcanu', 'ana@cadastru.example', 'OCPI Cluj', '', 'suspendat'],
];

async function withDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'acces-accounts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = readConfig({ DATA_DIR: folder, MASTER_KEY: '07'.repeat(32) }, folder);
  const masterKey = Buffer.alloc(32, 7);
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: folder, masterKey });
  onTestFinished(() => store.close());
  return {
    store,
    async import(rows: readonly (readonly (string | number)[])[], dryRun = false, headers = HEADERS) {
      const workbook = new ExcelJS.Workbook();
      workbook.addWorksheet('Instrucțiuni').addRow(['Lista conturilor']);
      const sheet = workbook.addWorksheet('Conturi');
      sheet.addRow(['Conturi emise înainte de 2026']);
      sheet.addRow([]);
      sheet.addRow(headers);
      for (const row of rows) {
        sheet.addRow([...row]);
      }
      const file = join(folder, 'conturi.xlsx');
      writeFileSync(file, Buffer.from(await workbook.xlsx.writeBuffer()));
      return await accounts(config, { verb: 'import', file, dryRun });
    },
    change: (verb: 'suspend' | 'activate', user: string) => accounts(config, { verb, user }),
    file: (bytes: string) => {
      const file = join(folder, 'altceva.xlsx');
      writeFileSync(file, bytes);
      return accounts(config, { verb: 'import', file, dryRun: false });
    },
  };
}

describe('acces accounts import (R3)', () => {
  it('finds the columns by their headers, wherever the table begins, and keeps each account', async () => {
    const desk = await withDesk();
    const { printed, done } = await desk.import(GOOD);
    expect(done).toBe(true);
    expect(printed).toMatchObject({ rows: 2, imported: 2, unchanged: 0, problems: [] });
    const [ion] = await desk.store.accountsByEmail('ion.moldovan@cadastru.example');
    expect(ion).toMatchObject({
      user: 'ion.moldovan',
      office: 'AB',
      state: 'active',
      personName: 'Ion Moldovan',
    });
    expect(ion?.cnpHash).toBe(desk.store.lookupHash('cnp', CNP));
    expect((await desk.store.accountByUser('ANA.TURCANU'))?.state).toBe('suspended');
  });

  it('again changes nothing; a dry run writes nothing', async () => {
    const desk = await withDesk();
    expect((await desk.import(GOOD, true)).printed).toMatchObject({ imported: 0, dryRun: true });
    expect(await desk.store.accountByUser('ion.moldovan')).toBeUndefined();
    await desk.import(GOOD);
    expect((await desk.import(GOOD)).printed).toMatchObject({ imported: 0, unchanged: 2, problems: [] });
  });

  it.each([
    [
      'a user with spaces',
      [1, 'Ion', 'ion moldovan', 'ion@x.example', 'AB', '', ''],
      /utilizatorul lipsește/,
    ],
    ['two addresses', [1, 'Ion', 'ion', 'ion@x.example, alt@x.example', 'AB', '', ''], /adresa de e-mail/],
    [
      'an unknown office',
      [1, 'Ion', 'ion', 'ion@x.example', 'Atlantida', '', ''],
      /oficiul nu este cunoscut/,
    ],
    ['a wrong CNP', [1, 'Ion', 'ion', 'ion@x.example', 'AB', '1800101011448', ''], /CNP-ul nu este valid/],
    ['an unknown state', [1, 'Ion', 'ion', 'ion@x.example', 'AB', '', 'poate'], /starea nu este cunoscută/],
    ['no name', [1, '', 'ion', 'ion@x.example', 'AB', '', ''], /numele lipsește/],
    ['the same user twice', [1, 'Ion', 'ANA.turcanu', 'ion@x.example', 'AB', '', ''], /este și pe rândul/],
  ] as const)(
    '%s: the row is named, no value of it is repeated, and nothing is written',
    async (_what, row, says) => {
      const desk = await withDesk();
      const { printed, done } = await desk.import([...GOOD, row]);
      expect(done).toBe(false);
      const { problems } = printed as { problems: { line: number; problem: string }[] };
      expect(problems).toEqual([{ line: 6, problem: expect.stringMatching(says) }]);
      expect(JSON.stringify(printed)).not.toMatch(/x\.example|180010101/);
      expect(await desk.store.accountByUser('ion.moldovan')).toBeUndefined();
    },
  );

  it('never changes the address of an account: that goes through the secretary', async () => {
    const desk = await withDesk();
    await desk.import(GOOD);
    const { done, printed } = await desk.import([
      [1, 'Ion', 'ion.moldovan', 'hot@rau.example', 'AB', '', ''],
    ]);
    expect(done).toBe(false);
    expect(JSON.stringify(printed)).toContain('prin secretar');
    expect((await desk.store.accountByUser('ion.moldovan'))?.email).toBe('ion.moldovan@cadastru.example');
  });

  it('what is no workbook, and a workbook without the columns, are told with what is missing', async () => {
    const desk = await withDesk();
    expect(JSON.stringify((await desk.file('nimic')).printed)).toContain('unreadable');
    const { printed, done } = await desk.import(GOOD, false, ['a', 'Nume', 'USER', 'OCPI', 'b', 'c', 'd']);
    expect(done).toBe(false);
    expect(JSON.stringify(printed)).toContain('lipsesc: E-mail');
  });
});

describe('acces accounts suspend, activate', () => {
  it('says whether an account may be used; an unknown one is told', async () => {
    const desk = await withDesk();
    await desk.import(GOOD);
    expect((await desk.change('suspend', 'Ion.Moldovan')).printed).toMatchObject({ state: 'suspended' });
    expect((await desk.store.accountByUser('ion.moldovan'))?.state).toBe('suspended');
    expect((await desk.change('activate', 'ion.moldovan')).done).toBe(true);
    expect((await desk.change('suspend', 'nimeni')).done).toBe(false);
    const said = (await desk.store.events('desk')).map(({ type, actor }) => `${type} ${actor}`);
    expect(said).toEqual(['account-suspended system', 'account-activated system']);
    expect(await desk.store.verifyChain('desk')).toMatchObject({ whole: true });
  });
});
