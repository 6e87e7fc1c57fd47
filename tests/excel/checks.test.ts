import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFields } from '../../src/excel/checks.ts';
import { cnpCheckDigit, cnpFault } from '../../src/excel/cnp.ts';
import { judgeEmail } from '../../src/excel/email-address.ts';
import { explainWorkbook } from '../../src/excel/explain.ts';
import type { FormFields } from '../../src/excel/form.ts';
import { readForm } from '../../src/excel/read-form.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { ANSWERS, TODAY, validForm } from './sample-forms.ts';

function problemsOf(changed: Partial<FormFields>): readonly string[] {
  const fields = { ...ANSWERS, ...changed };
  const context = { raw: fields, unlabelled: new Set<never>(), unknown: new Set<never>(), today: TODAY };
  return checkFields(fields, context).map(({ field, code }) => `${field}:${code}`);
}

/** A CNP whose parts are all right. */
const cnps = fc
  .record({
    first: fc.constantFrom('1', '2', '5', '6', '7', '8', '9'),
    born: fc.date({ min: new Date('2000-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }),
    county: fc.constantFrom('01', '12', '40', '46', '51', '52', '70'),
    serial: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ first, born, county, serial }) => {
    const day = born.toISOString().slice(2, 10).replaceAll('-', '');
    const twelve = `${first}${day}${county}${String(serial).padStart(3, '0')}`;
    return `${twelve}${cnpCheckDigit(twelve)}`;
  })
  // 29 February 2000 was a day, and in 1900 it was not.
  .filter((cnp) => !(/^[12]/.test(cnp) && cnp.slice(1, 7) === '000229'));

describe('a CNP', () => {
  it('is accepted when its parts are all right', () => {
    fc.assert(fc.property(cnps, (cnp) => cnpFault(cnp, TODAY) === null));
  });

  it('is refused whenever one digit was mistyped', () => {
    fc.assert(
      fc.property(cnps, fc.nat(12), fc.integer({ min: 1, max: 9 }), (cnp, at, by) => {
        const wrong = (Number(cnp[at]) + by) % 10;
        const mistyped = `${cnp.slice(0, at)}${wrong}${cnp.slice(at + 1)}`;
        // The rest 10 is written as 1, so two digits are both right where the rest is 1 or 10.
        fc.pre(Number(mistyped[12]) !== cnpCheckDigit(mistyped));
        return cnpFault(mistyped, TODAY) !== null;
      }),
    );
  });

  it('never passes with a checksum that does not fit', () => {
    fc.assert(
      fc.property(cnps, fc.integer({ min: 1, max: 9 }), (cnp, by) => {
        const wrong = (Number(cnp[12]) + by) % 10;
        return cnpFault(`${cnp.slice(0, 12)}${wrong}`, TODAY) === 'checksum';
      }),
    );
  });

  const withDigit = (twelve: string): string => twelve + cnpCheckDigit(twelve);

  it.each([
    ['179041201123', 'format'],
    ['17904120112322', 'format'],
    ['0790412011232', 'format'],
    ['17904120112ab', 'format'],
    ['1790412011233', 'checksum'],
    [withDigit('179043101123'), 'birth-date'],
    [withDigit('101022901123'), 'birth-date'],
    [withDigit('601022901123'), 'birth-date'],
    [withDigit('599041201123'), 'birth-date'],
    [withDigit('179041249123'), 'county-code'],
    [withDigit('179041200123'), 'county-code'],
    [withDigit('179041299123'), 'county-code'],
  ])('%s has its fault told: %s', (cnp, fault) => {
    expect(cnpFault(cnp, TODAY)).toBe(fault);
  });

  it('that Excel rounded is told apart from one that was mistyped', () => {
    expect(problemsOf({ cnp: '2.85E+12' })).toEqual(['cnp:cnp-rounded']);
    expect(problemsOf({ cnp: '2,85E+12' })).toEqual(['cnp:cnp-rounded']);
    expect(problemsOf({ cnp: '285' })).toEqual(['cnp:cnp-format']);
  });
});

describe('an e-mail address', () => {
  it.each([
    'ion@exemplu.ro',
    'Ion.Pop+ancpi@sub.exemplu.ro',
    "o'neil@exemplu.ro",
    'a_b-c@x1.eu',
    ' ion@exemplu.ro\u00a0',
  ])('may be %s', (text) => {
    expect(judgeEmail(text)).toMatchObject({ ok: true });
  });

  it.each([
    ['', 'missing'],
    ['ion@exemplu.ro\r\nBcc: x@y.ro', 'injection'],
    ['ion@exemplu.ro\u2028Bcc', 'injection'],
    ['ion@exemplu.ro; ana@exemplu.ro', 'several'],
    ['ion@exemplu.ro ana@exemplu.ro', 'several'],
    ['ion@exemplu.ro,', 'several'],
    ['Ion <ion@exemplu.ro>', 'display-name'],
    ['"ion"@exemplu.ro', 'display-name'],
    ['iоn@exemplu.ro', 'look-alike'],
    ['ion@exеmplu.ro', 'look-alike'],
    ['ștefan@exemplu.ro', 'look-alike'],
    ['ion', 'format'],
    ['ion@exemplu', 'format'],
    ['ion@exemplu..ro', 'format'],
    ['.ion@exemplu.ro', 'format'],
    ['ion@[127.0.0.1]', 'format'],
    ['ion@127.0.0.1', 'format'],
    ['ion @exemplu.ro', 'format'],
    ['ion@-exemplu.ro', 'format'],
    [`${'a'.repeat(65)}@exemplu.ro`, 'format'],
  ])('%j is refused: %s', (text, fault) => {
    const verdict = judgeEmail(text);
    expect(verdict.ok ? 'accepted' : verdict.fault).toBe(fault);
  });

  it('that is accepted can be put on a line of a mail as it is, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const verdict = judgeEmail(text);
        expect(!verdict.ok || /^[!-~]+@[^\s@<>,;:()"[\]\\]+$/u.test(verdict.address)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('with letters of another alphabet in its domain gives a warning, not a fault', () => {
    expect(judgeEmail('ion@cadastru-ștefan.ro')).toMatchObject({ ok: true, international: true });
  });
});

describe('an authorisation', () => {
  it.each([
    'RO-AB-F Nr. 0123',
    'RO-AB-F nr 123',
    'RO-AB-F-0123',
    'ro–ab–f 0123',
    'RO-AB-J Nr. 12',
    'Seria RO-AB-F, Nr. 0123',
    'RO AB F 0123',
    'RO-AB-F Nr. 0123/2012',
    'RO-AB-F Nr. 0123 din 15.03.2012',
    'seria RO-AB-F numărul 0123',
  ])('may be written %s', (authorisation) => {
    expect(problemsOf({ authorisation })).toEqual([]);
  });

  it.each([
    ['0123', 'authorisation-format'],
    ['RO-AB-X Nr. 0123', 'authorisation-format'],
    ['RO-AB-F Nr. 123456', 'authorisation-format'],
    ['RO-XX-F Nr. 0123', 'authorisation-county'],
    ['RO-CJ-F Nr. 0123', 'authorisation-other-office'],
  ])('%s is told: %s', (authorisation, code) => {
    expect(problemsOf({ authorisation })).toEqual([`authorisation:${code}`]);
  });

  it('of every office is known', () => {
    for (const { code } of OFFICES) {
      expect(problemsOf({ office: code, authorisation: `RO-${code}-F Nr. 0001` })).toEqual([]);
    }
  });
});

describe('the other fields', () => {
  it.each<[Partial<FormFields>, readonly string[]]>([
    [{}, []],
    [{ legalForm: '', company: '', taxId: '' }, []],
    [{ taxId: 'RO40112233' }, []],
    [{ taxId: 'CUI 12' }, ['taxId:tax-id-format']],
    [{ phone: '0122123456' }, ['phone:phone-format']],
    [{ phone: '+44 20 7946 0000' }, ['phone:phone-format']],
    [{ authorisationClass: 'E' }, ['authorisationClass:class-unknown']],
    [{ office: 'XX' }, ['office:office-unknown']],
    [{ lastName: '' }, ['lastName:missing']],
    [{ address: 'x'.repeat(501) }, ['address:too-long']],
    [{ requestedOn: '2026-03-05' }, []],
    [{ requestedOn: '2026-03-06' }, ['requestedOn:date-future']],
    [{ requestedOn: '2024-02-30' }, ['requestedOn:date-format']],
    [{ authorisedOn: '1989-12-31' }, ['authorisedOn:date-too-old']],
    [{ authorisedOn: '2024-09-24' }, ['authorisedOn:date-order']],
  ])('%j give %j', (changed, problems) => {
    expect(problemsOf(changed)).toEqual(problems);
  });
});

describe('what the operators are shown of a workbook', () => {
  it('is its fields, its problems with what was found, and its warnings', () => {
    const name = '08-xlsxwriter-macro-buton.xlsm';
    const explained = explainWorkbook(readForm(validForm(name), name, '2020-01-01'));
    expect(explained).toMatchObject({
      fields: { email: 'razvan.nastase@exemplu.ro', office: 'CT' },
      problems: [
        {
          field: 'authorisedOn',
          code: 'date-future',
          found: expect.any(String),
          message: expect.any(String),
        },
        { field: 'requestedOn', code: 'date-future' },
      ],
      warnings: [{ code: 'macros' }, { code: 'formula-values' }],
    });
    expect(Object.keys(explained)).toEqual(['fields', 'problems', 'warnings']);
  });

  it('is why it was refused', () => {
    expect(explainWorkbook(readForm(new Uint8Array(0)))).toEqual({
      refused: { code: 'empty-file', message: expect.stringContaining('gol') },
    });
  });

  it('says in every problem what happened and what to do, without the person’s data', () => {
    const wrong = {
      ...ANSWERS,
      cnp: '1790412011233',
      email: 'x y',
      phone: '9',
      office: '?',
      authorisation: '?',
    };
    const context = { raw: wrong, unlabelled: new Set<never>(), unknown: new Set<never>(), today: TODAY };
    const messages = checkFields(wrong, context).map(({ message }) => message);
    expect(messages).toHaveLength(5);
    for (const message of messages) {
      expect(message).toMatch(/^[^:]+: .+\. ?.*\.$/);
      expect(message).not.toMatch(/1790412011233|x y|[şţŞŢ]/);
    }
  });
});
