/** A22 for what comes back: a workbook that an applicant or a mail server returns is kept without its password. */
import { afterAll, describe, expect, it } from 'vitest';
import { openExcel } from '../../src/excel/bounded-excel.ts';
import { cleanPassword } from '../../src/excel/clean-password.ts';
import { fillForm } from '../../src/excel/fill.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { hostileForm, readable, VALID_FORMS, validForm } from './sample-forms.ts';

const PASSWORDS = ['K7mq-Tz9w-Rb4x-Hn2p', `&<>"'`, 'țâșî', 'ab1!'];

async function issued(name: string, password: string): Promise<Buffer> {
  const values = {
    credentialsCreatedOn: '2026-11-23',
    webAddress: 'https://acces.ancpi.ro',
    user: 'ion.pop',
  };
  const filled = await fillForm(validForm(name), { ...values, password });
  if (!filled.ok) {
    throw new Error(filled.code);
  }
  return Buffer.from(filled.bytes);
}

describe.each(VALID_FORMS)('%s', (name) => {
  it('carries nothing as the applicant wrote it', async () => {
    expect(await cleanPassword(validForm(name))).toEqual({ carries: 'nothing' });
  });

  it.each(PASSWORDS)('sent back with the password %s is clean, and says what it said', async (password) => {
    const returned = await issued(name, password);
    const cleaned = await cleanPassword(returned);
    const bytes = cleaned.carries === 'password' ? cleaned.bytes : null;
    expect(findTraces(returned, password)).not.toEqual([]);
    expect(findTraces(bytes ?? returned, password)).toEqual([]);
    expect(readable(bytes ?? returned).fields).toEqual(readable(returned).fields);
  });
});

it('of a file that cannot be read nobody can tell', async () => {
  expect(await cleanPassword(hostileForm('h22-nu-e-zip.xlsx'))).toEqual({ carries: 'unknown' });
});

describe('through the bounded child', () => {
  const excel = openExcel();
  afterAll(() => excel.close());

  it('the same comes out', async () => {
    const name = VALID_FORMS[0] ?? '';
    expect(await excel.cleanPassword(validForm(name))).toEqual({ carries: 'nothing' });
    const cleaned = await excel.cleanPassword(await issued(name, 'K7mq-Tz9w-Rb4x-Hn2p'));
    expect(cleaned.carries).toBe('password');
  });
});
