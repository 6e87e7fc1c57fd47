/** R1: who may have a new password, who is asked for a code, and who gets neither. */
import { describe, expect, it } from 'vitest';
import { recoveryRight } from '../../src/mail/authenticity/recovery-right.ts';
import type { ProofLevel } from '../../src/mail/authenticity/sender-proof.ts';

const ACCOUNTS = [
  { user: 'popescu.i', address: 'popescu@client.test' },
  { user: 'birou1', address: 'office@client.test' },
  { user: 'birou2', address: 'office@client.test' },
];

function right(applicant: string | null, trust: ProofLevel, text = 'Am uitat parola.') {
  return recoveryRight({ applicant, trust, subject: 'Recuperare parolă', text }, ACCOUNTS);
}

it('a password is issued to the registered address itself, proven', () => {
  expect(right('popescu@client.test', 'verified')).toEqual({
    registered: true,
    user: 'popescu.i',
    mayIssue: true,
    challenge: false,
    reasons: ['trust-verified'],
  });
});

it.each<ProofLevel>(['weak', 'vouched', 'unverified'])('a %s mail only earns a code', (trust) => {
  expect(right('popescu@client.test', trust)).toMatchObject({ mayIssue: false, challenge: true });
});

it.each<ProofLevel>(['rejected', 'replay', 'stale', 'retry'])(
  'nothing is sent to anybody for a mail that is %s',
  (trust) => {
    expect(right('popescu@client.test', trust)).toMatchObject({ mayIssue: false, challenge: false });
  },
);

it.each(['popescu@gmail.test', 'popescu@mail.client.test', 'xpopescu@client.test', null])(
  'an address that is not the registered one earns nothing, however well proven: %s',
  (applicant) => {
    expect(right(applicant, 'verified')).toMatchObject({
      registered: false,
      mayIssue: false,
      challenge: false,
    });
  },
);

describe('an address of several accounts', () => {
  it('must name the user', () => {
    expect(right('office@client.test', 'verified', 'Utilizator: Birou2.')).toMatchObject({
      user: 'birou2',
      mayIssue: true,
    });
  });

  it('earns a code where it names none, or both', () => {
    for (const text of ['Am uitat parola.', 'birou1 sau birou2', 'birou22']) {
      const found = right('office@client.test', 'verified', text);
      expect(found).toMatchObject({ mayIssue: false, challenge: true });
      expect(found).not.toHaveProperty('user');
    }
  });
});
