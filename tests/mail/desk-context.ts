import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassifyContext } from '../../src/mail/sorting/classification.ts';

const STAFF = new Set([
  'ab@ancpi.ro',
  'cj@ancpi.ro',
  'sv@ancpi.ro',
  'maria.ionescu@ancpi.ro',
  'autorizati@ancpi.ro',
  'dcg@ancpi.ro',
]);

/** A desk with three offices, as the tests of the mail room know it. */
export function deskContext(envelopeTo: readonly string[] = ['acces@ancpi.ro']): ClassifyContext {
  return {
    officeByMailbox: new Map([
      ['ab@ancpi.ro', 'AB'],
      ['cj@ancpi.ro', 'CJ'],
      ['sv@ancpi.ro', 'SV'],
    ]),
    deskAddress: 'acces@ancpi.ro',
    diAddress: 'autorizati@ancpi.ro',
    dcgAddress: 'dcg@ancpi.ro',
    envelopeTo,
    isStaff: (address) => STAFF.has(address),
    casePatterns: ['[A-Z]{1,2}-\\d{4}-\\d{5}', 'ANCPI-\\d{4}-\\d{6}'],
  };
}

/** The bytes of a mail among the fixtures. */
export function fixtureMail(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', 'mail', name));
}

/** The addresses to which people write to that desk. */
export const OUR_MAILBOXES = [
  'acces@ancpi.ro',
  'autorizati@ancpi.ro',
  'ab@ancpi.ro',
  'cj@ancpi.ro',
  'sv@ancpi.ro',
];
