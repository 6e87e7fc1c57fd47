import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { filled, VALUES } from './filling.ts';
import { VALID_FORMS, validForm } from './sample-forms.ts';

/** Where LibreOffice is installed, it is asked what it sees. */
const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'].find(isThere);

function isThere(path: string): boolean {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(OFFICE === undefined)('LibreOffice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acces-office-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows what was filled, on DATE and on CERERE, in every format', { timeout: 120_000 }, async () => {
    const files = await Promise.all(
      VALID_FORMS.map(async (name, index) => {
        const { bytes, extension } = await filled(validForm(name), { ...VALUES, password: 'Kp7-mN4q  Xz' });
        const file = join(folder, `f${index}.${extension}`);
        writeFileSync(file, bytes);
        return file;
      }),
    );
    const sheets = '44,34,76,1,,0,false,true,false,false,false,-1';
    await promisify(execFile)(OFFICE ?? '', [
      `-env:UserInstallation=${pathToFileURL(join(folder, 'profil'))}`,
      ...['--headless', '--convert-to', `csv:Text - txt - csv (StarCalc):${sheets}`, '--outdir', folder],
      ...files,
    ]);
    for (const index of VALID_FORMS.keys()) {
      const data = readFileSync(join(folder, `f${index}-DATE.csv`), 'utf8');
      const request = readFileSync(join(folder, `f${index}-CERERE.csv`), 'utf8');
      for (const text of [VALUES.webAddress, VALUES.user, 'Kp7-mN4q  Xz']) {
        expect(data).toContain(text);
        expect(request).toContain(text);
      }
      expect(request).toMatch(/la data de 05\.03\.2026/);
    }
  });
});
