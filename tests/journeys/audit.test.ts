/** The cases' logs: that nobody changed them, and a case's history as a document, by an operator beside a running desk. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutCnp } from '../../src/desk/audit-report.ts';
import { type DeskAtWork, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const ROOT = join(import.meta.dirname, '../..');
const CNP_IN_A_NOTE = '1800101011447';

let desk: DeskAtWork;
let number = '';

beforeAll(async () => {
  desk = await openDeskAtWork();
  const caseId = await desk.newCase('complete-ab');
  await desk.verifyWithOriginal(caseId);
  await desk.submit(SECRETARY, 'withdraw', caseId, {
    note: `A renunțat <b>în scris</b>; CNP ${CNP_IN_A_NOTE}.`,
  });
  await desk.app.idle();
  number = (await desk.record(caseId)).access.number;
});

afterAll(async () => {
  await desk.close();
});

function acces(...args: string[]): Promise<{ readonly status: number; readonly printed: unknown }> {
  const command = [join(ROOT, 'src/acces.ts'), 'audit', ...args];
  const env = { ...process.env, DATA_DIR: desk.folder };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({ status, printed: stdout === '' ? stderr : JSON.parse(stdout) });
    });
  });
}

describe('acces audit', () => {
  it('verify goes through every case, or one, and says that nothing was changed', async () => {
    const all = await acces('verify');
    expect(all.status).toBe(0);
    expect(all.printed).toMatchObject({ broken: [] });
    const one = await acces('verify', number);
    expect(one.status).toBe(0);
    expect(one.printed).toMatchObject({ number, whole: true });
  });

  it('export writes who did what and when, by row, escaped, for its owner alone, without CNP or secrets', async () => {
    const out = join(desk.folder, 'istoric.html');
    const { status, printed } = await acces('export', number, '--out', out);
    expect(status).toBe(0);
    expect(printed).toMatchObject({ written: out, number, whole: true });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const html = readFileSync(out, 'utf8');
    for (const expected of ['A10', 'A11', 'A16', 'Maria Ionescu', 'Jurnalul este întreg', 'OCPI Alba']) {
      expect(html).toContain(expected);
    }
    expect(html).toContain('A renunțat &lt;b&gt;în scris&lt;/b&gt;');
    expect(html).toContain('1•••••••••447');
    expect(html).not.toContain(CNP_IN_A_NOTE);
    expect(html).not.toMatch(/<script|https?:\/\//);
  });

  it('a number that is no case is told, and nothing is written', async () => {
    const out = join(desk.folder, 'nimic.html');
    expect((await acces('export', 'AB-2026-99999', '--out', out)).status).toBe(3);
    expect(existsSync(out)).toBe(false);
    expect((await acces('verify', 'AB-2026-99999')).status).toBe(3);
    expect((await acces('export', number)).status).toBe(2);
  });

  it('an event that somebody changed behind the desk is found, and said on the document', async () => {
    const database = new Database(join(desk.folder, 'acces.db'));
    database.prepare(`UPDATE "AuditEvent" SET "actor" = 'person:altcineva' WHERE "type" = 'verified'`).run();
    database.close();
    const all = await acces('verify');
    expect(all.status).toBe(3);
    expect(all.printed).toMatchObject({ broken: [{ number, whole: false, problem: 'changed' }] });
    const out = join(desk.folder, 'stricat.html');
    expect((await acces('export', number, '--out', out)).status).toBe(3);
    expect(readFileSync(out, 'utf8')).toContain('ATENȚIE: jurnalul a fost schimbat');
  });
});

it('thirteen digits in a text are masked, more or fewer are not', () => {
  expect(withoutCnp('x1800101011447y 12345678901234 180010101144')).toBe(
    'x1•••••••••447y 12345678901234 180010101144',
  );
});
