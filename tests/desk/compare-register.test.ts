/** The form beside the agency's list (A11): what differs, in whatever way it is written. */
import { describe, expect, it } from 'vitest';
import { compareWithRegister } from '../../src/desk/register/compare-register.ts';
import { NO_FIELDS } from '../../src/desk/workbook-facts.ts';
import type { FormFields } from '../../src/excel/form.ts';
import { authorisationKey, type OpenedEntry } from '../../src/store/register.ts';

const TODAY = '2026-11-27';
const FORM: FormFields = {
  ...NO_FIELDS,
  lastName: 'Țârlea-Pop',
  firstName: 'Ștefania',
  authorisation: 'RO-AB-F Nr. 0123/2019',
  authorisationClass: 'B',
  email: 'stefania@exemplu.example',
  phone: '0722555123',
  office: 'AB',
};
const ENTRY: OpenedEntry = {
  id: 'e1',
  authorisationKey: 'RO-AB-F-123-2019',
  authorisation: 'RO-AB-F 123/2019',
  authorisationClass: 'b',
  name: 'TARLEA POP STEFANIA',
  nameFolded: 'tarlea pop stefania',
  office: 'AB',
  validUntil: '2027-12-31',
  email: 'Stefania@Exemplu.example',
  phone: '+40 722 555 123',
  importedAt: new Date(TODAY),
};

function compared(form: Partial<FormFields>, entry: Partial<OpenedEntry> = {}, office = 'AB') {
  return compareWithRegister({ ...FORM, ...form }, { ...ENTRY, ...entry }, office, TODAY);
}

function differing(form: Partial<FormFields>, entry: Partial<OpenedEntry> = {}): string[] {
  return compared(form, entry).differing.map(({ field }) => field);
}

describe('an authorisation', () => {
  it.each([
    ['RO-AB-F Nr. 0123/2019', 'RO-AB-F-123-2019'],
    ['ro ab f nr 123 / 2019', 'RO-AB-F-123-2019'],
    ['Seria RO-AB-F număr 123', 'RO-AB-F-123'],
    ['RO-AB-F1201', 'RO-AB-F-1201'],
    ['—', ''],
  ])('«%s» is found as %s', (text, key) => {
    expect(authorisationKey(text)).toBe(key);
  });

  it('that has ended, or is another office’s, is said', () => {
    expect(compared({}).expiredOn).toBeNull();
    expect(compared({}, { validUntil: '2026-11-26' }).expiredOn).toBe('2026-11-26');
    expect(compared({}, { validUntil: TODAY }).expiredOn).toBeNull();
    expect(compared({}, { validUntil: '' }).expiredOn).toBeNull();
    expect(compared({}, {}, 'CJ').otherOffice).toBe('AB');
  });
});

describe('what differs', () => {
  it('is nothing where only letters’ case, diacritics, order of names and the prefix of a phone do', () => {
    expect(differing({})).toEqual([]);
    expect(compared({}).same).toEqual([
      ...['lastName', 'firstName', 'authorisationClass', 'email', 'phone', 'office'],
    ]);
  });

  it.each([
    [{ phone: '0722555124' }, ['phone']],
    [{ email: 'alta@exemplu.example' }, ['email']],
    [{ authorisationClass: 'C' }, ['authorisationClass']],
    [{ lastName: 'Ionescu' }, ['lastName']],
    [{ firstName: 'Ana' }, ['firstName']],
    [{ lastName: 'Țârlea' }, ['lastName']],
    [{ office: 'CJ' }, ['office']],
    [{ phone: '', email: '' }, ['email', 'phone']],
  ] as const)('%j: %j', (form, fields) => {
    expect(differing(form)).toEqual(fields);
  });

  it('is not what the list leaves empty', () => {
    expect(differing({ phone: '1', email: 'x@y.ro' }, { phone: '', email: '' })).toEqual([]);
  });
});
