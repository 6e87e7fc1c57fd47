/** The operators' command line, as an operator runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledForm } from '../src/excel/filled-form.ts';
import { inventPerson } from '../src/world/people.ts';
import { requestMail } from '../src/world/request-mail.ts';
import { SAMPLES } from '../src/world/samples.ts';
import { fixtureMail } from './mail/desk-context.ts';

const ROOT = join(import.meta.dirname, '..');
const PERSON = inventPerson(3, 'AB', '2026-11-23');

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acces-cli-'));
  writeFileSync(at('form.xlsx'), await filledForm(PERSON.form));
  writeFileSync(at('stricat.xlsx'), 'nu este un fișier Excel');
  for (const [name, fixture] of [
    ['zone.json', 'zone.json'],
    ['recuperare.eml', '64-recovery-genuine.eml'],
    ['cerere.eml', '01-direct-rfc2231.eml'],
    ['din-nou.eml', '48-duplicate-same-message-id.eml'],
    ['adanc.eml', '90-hostile-deep-multipart.eml'],
  ] as const) {
    writeFileSync(at(name), fixtureMail(fixture));
  }
  const [sample] = SAMPLES;
  if (sample) {
    const office = { code: 'AB', name: 'OCPI Alba', mailbox: 'ab@ancpi.ro', secretaryMailbox: 's@ancpi.ro' };
    const mail = await requestMail(sample, PERSON, {
      office,
      deskAddress: 'acces@ancpi.ro',
      now: new Date('2026-11-23T08:00:00Z'),
    });
    writeFileSync(at('mail.eml'), mail.raw);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function acces(args: readonly string[], input?: string) {
  const ended = spawnSync(process.execPath, [join(ROOT, 'src/acces.ts'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    ...(input === undefined ? {} : { input }),
  });
  const json: unknown = /^[[{]/.test(ended.stdout) ? JSON.parse(ended.stdout) : null;
  return { status: ended.status, json, stderr: ended.stderr, stdout: ended.stdout };
}

describe('acces explain', () => {
  it('a workbook: fields, problems and warnings, exit 0', () => {
    const { status, json } = acces(['explain', at('form.xlsx')]);
    expect(status).toBe(0);
    expect(json).toEqual({ fields: PERSON.form, problems: [], warnings: [] });
  });

  it('what is no workbook: refused with its code, exit 3', () => {
    const { status, json } = acces(['explain', at('stricat.xlsx')]);
    expect(status).toBe(3);
    expect(json).toMatchObject({ refused: { code: 'not-a-workbook', message: expect.any(String) } });
  });

  it('a mail: class, applicant, proof, office and documents, exit 0', () => {
    const { status, json } = acces(['explain', at('mail.eml'), '--zone', at('zone.json')]);
    expect(status).toBe(0);
    expect(json).toMatchObject({
      class: 'new-request',
      applicant: PERSON.mailbox,
      via: null,
      trust: 'unverified',
      route: 'direct',
      missing: [],
      office: 'AB',
    });
  });

  const WHEN = ['--zone', 'zone.json', '--now', '2026-11-23'];
  const ENV = ['--env', '{"ip":"192.0.2.10","helo":"mail.client.test","sender":"popescu@client.test"}'];

  it('a recovery: whether it may be issued, by the accounts of a file', () => {
    writeFileSync(at('conturi.json'), JSON.stringify({ 'popescu.i': 'Popescu@Client.test' }));
    writeFileSync(at('adrese.json'), JSON.stringify(['altul@client.test']));
    const recovery = (file: string): unknown =>
      acces(['explain', 'recuperare.eml', ...WHEN, ...ENV, '--registered', file]).json;
    expect(recovery('conturi.json')).toMatchObject({
      class: 'password-recovery',
      trust: 'verified',
      recovery: { registered: true, user: 'popescu.i', mayIssue: true, challenge: false },
    });
    expect(recovery('adrese.json')).toMatchObject({ recovery: { registered: false, mayIssue: false } });
  });

  it('several mails: a list, the second time as a duplicate', () => {
    const { status, json } = acces(['explain', 'cerere.eml', 'din-nou.eml', ...WHEN, ...ENV]);
    expect(status).toBe(0);
    expect(json).toMatchObject([
      { class: 'new-request' },
      { class: 'ignore', duplicateOf: 'cerere.eml', reasons: expect.arrayContaining(['duplicate']) },
    ]);
  });

  it('a mail that goes into quarantine: that is an answer too, exit 0', () => {
    const { status, json } = acces(['explain', 'adanc.eml', ...WHEN]);
    expect(status).toBe(0);
    expect(json).toMatchObject({ class: 'ignore', reasons: ['quarantine', 'too-deep'] });
  });

  it('wrong options are told in one sentence, exit 2', () => {
    writeFileSync(at('rau.json'), '{"TXT": "x"}');
    for (const [option, value, says] of [
      ['--env', '{"ip":"192.0.2.10","helo":"x"}', 'sender'],
      ['--env', '{"ip":"acasa","helo":"x","sender":""}', 'ip'],
      ['--env', 'ip=1', 'JSON'],
      ['--now', 'ieri', 'moment'],
      ['--now', '2026-13-45', 'moment'],
      ['--zone', 'rau.json', 'TXT'],
      ['--registered', 'rau.json', 'adresă'],
    ] as const) {
      const { status, stderr } = acces(['explain', 'cerere.eml', option, value]);
      expect([option, status]).toEqual([option, 2]);
      expect(stderr).toContain(says);
    }
  });
});

describe('acces fill', () => {
  const fill = ['fill', 'form.xlsx', '--user', 'ion', '--web', 'https://x.ro', '--date', '2026-11-23'];

  it('with a password from the standard input writes a file for its owner alone (A20)', () => {
    const { status, stdout } = acces([...fill, '--out', at('plin.xlsx'), '--password-stdin'], 'Parola-77\n');
    expect(status).toBe(0);
    expect(stdout).not.toContain('Parola-77');
    expect(statSync(at('plin.xlsx')).mode & 0o777).toBe(0o600);
    expect(acces(['explain', at('plin.xlsx')]).json).toMatchObject({ fields: PERSON.form });
  });

  it.each([
    ['02-libreoffice-cedilla-protejat.xls', 'in-place', 'xls'],
    ['03-libreoffice.ods', 'in-place', 'ods'],
    ['12-sheetjs.xlsb', 'converted', 'xlsx'],
    ['14-html-redenumit.xls', 'converted', 'xlsx'],
  ])('%s comes out %s, as .%s', (name, note, extension) => {
    const form = join(import.meta.dirname, 'fixtures/excel/valid', name);
    const out = at(`plin.${extension}`);
    const { json } = acces(['fill', form, ...fill.slice(2), '--out', out, '--password-stdin'], 'Parola-77\n');
    expect(json).toMatchObject({ note, extension });
    expect(acces(['scan', out, '--password-stdin'], 'Parola-77\n').json).toMatchObject({ clean: false });
    expect(acces(['scan', form, '--password-stdin'], 'Parola-77\n').json).toMatchObject({ clean: true });
  });

  it('without a password makes the clean copy (A22)', () => {
    expect(acces([...fill, '--out', at('curat.xlsx'), '--without-password']).status).toBe(0);
    expect(readFileSync(at('curat.xlsx')).length).toBeGreaterThan(1_000);
  });

  it('wrong arguments end with 2 and the usage', () => {
    for (const args of [
      [],
      ['sterge'],
      ['explain'],
      [...fill, '--out', at('x.xlsx')],
      [...fill.slice(0, -1), '23.11.2026', '--out', at('x.xlsx'), '--without-password'],
      [...fill, '--out', at('x.xlsx'), '--parola'],
    ]) {
      const { status, stderr } = acces(args);
      expect(status).toBe(2);
      expect(stderr).toContain('Folosire');
    }
  });

  it('a file that is not there is told by its name', () => {
    const { status, stderr } = acces(['explain', at('nicaieri.xlsx')]);
    expect(status).toBe(1);
    expect(stderr).toContain('nicaieri.xlsx');
  });
});

describe('acces blank-form', () => {
  it('writes the form that an office can publish (A1, A2)', () => {
    expect(acces(['blank-form', at('gol.xlsx')]).status).toBe(0);
    expect(acces(['explain', at('gol.xlsx')]).json).toMatchObject({
      warnings: [expect.objectContaining({ code: 'nothing-filled' })],
    });
  });
});
