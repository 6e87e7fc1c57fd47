/** A lost password (R1–R4), as a pure state machine: whatever comes in whatever order, nothing is issued without proof. */
import { array, assert, boolean, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/case.ts';
import { beginRecovery, evolveRecovery } from '../../src/workflow/evolve-recovery.ts';
import {
  CODE_TRIES,
  CODE_VALID_MS,
  decideRecovery,
  issuableAccount,
  type RecoveryCase,
  type RecoveryCommand,
  type RecoveryFinding,
} from '../../src/workflow/recovery.ts';

const AT = '2026-11-23T08:00:00.000Z';
const OFFICER: Actor = { type: 'person', id: 'di-1', roles: [{ role: 'di', office: null }] };
const SECRETARY: Actor = { type: 'person', id: 'ab-1', roles: [{ role: 'secretary', office: 'AB' }] };
const APPLICANT: Actor = { type: 'applicant' };
const SYSTEM: Actor = { type: 'system' };

const MATCHES: RecoveryFinding = {
  address: 'matches',
  mail: 'not-proven',
  accountId: 'account-1',
  suspended: false,
  usable: ['account-1'],
};
const PROVEN: RecoveryFinding = { ...MATCHES, mail: 'proven' };

const opened = beginRecovery({
  type: 'recovery-opened',
  by: 'applicant',
  at: AT,
  id: 'recovery-1',
  number: 'DI-2026-00001',
  mailId: 'mail-1',
  dueAt: AT,
});

function following(recovery: RecoveryCase, ...commands: readonly RecoveryCommand[]): RecoveryCase {
  return commands.reduce((current, command) => {
    const decision = decideRecovery(current, command);
    return decision.accepted ? decision.events.reduce(evolveRecovery, current) : current;
  }, recovery);
}

function refusalOf(recovery: RecoveryCase, command: RecoveryCommand): string | null {
  const decision = decideRecovery(recovery, command);
  return decision.accepted ? null : decision.refusal;
}

const code = (finding: RecoveryFinding, codeHash = 'right'): RecoveryCommand => ({
  type: 'send-code',
  by: OFFICER,
  at: AT,
  codeHash,
  finding,
});
const issue = (finding: RecoveryFinding, by: Actor = OFFICER, confirmed = true): RecoveryCommand => ({
  type: 'issue',
  by,
  at: AT,
  finding,
  confirmed,
});
const problem = (finding: RecoveryFinding, by: Actor = OFFICER): RecoveryCommand => ({
  ...{ type: 'make-problem', by, at: AT, finding },
  ...{ problemId: 'problem-1', number: 'AB-2026-00001' },
});
const answer = (codeHashes: readonly string[], at = AT): RecoveryCommand => ({
  type: 'answer-code',
  by: APPLICANT,
  at,
  mailId: 'mail-2',
  codeHashes,
});

describe('issuing a new password', () => {
  it('needs a matching address and a proven mail, and DI’s word that it is set', () => {
    expect(refusalOf(opened, issue(PROVEN))).toBeNull();
    expect(refusalOf(opened, issue(MATCHES))).toBe('not-proven');
    expect(refusalOf(opened, issue({ ...PROVEN, mail: 'refused' }))).toBe('not-proven');
    expect(refusalOf(opened, issue({ ...PROVEN, address: 'unknown', accountId: null, usable: [] }))).toBe(
      'not-registered',
    );
    expect(refusalOf(opened, issue({ ...PROVEN, address: 'several', accountId: null }))).toBe(
      'several-accounts',
    );
    expect(refusalOf(opened, issue({ ...PROVEN, suspended: true, usable: [] }))).toBe('suspended');
    expect(refusalOf(opened, issue(PROVEN, OFFICER, false))).toBe('not-confirmed');
    expect(refusalOf(opened, issue(PROVEN, SECRETARY))).toBe('not-your-role');
    expect(refusalOf(opened, issue(PROVEN, APPLICANT))).toBe('not-your-role');
  });

  it('happens once; a letter that did not arrive gives the case back to DI, an older one’s news is no news', () => {
    const issued = following(opened, issue(PROVEN));
    expect(issued.state).toBe('issuing');
    expect(refusalOf(issued, issue(PROVEN))).toBe('under-way');
    const accepted = { type: 'letter-accepted', by: SYSTEM, at: AT, issuedAt: AT } as const;
    const closed = following(issued, accepted);
    expect(closed.state).toBe('closed');
    expect(refusalOf(closed, issue(PROVEN))).toBe('already-closed');
    const failed = { ...accepted, type: 'letter-failed' } as const;
    const back = following(closed, failed);
    expect(back).toMatchObject({ state: 'received', undelivered: true });
    expect(following(back, failed)).toEqual(back);
    expect(following(closed, { ...failed, issuedAt: '2026-01-01T00:00:00.000Z' })).toEqual(closed);
    // A password that was issued was lost, whatever its mail says.
    expect(refusalOf(opened, problem(PROVEN))).toBeNull();
    expect(refusalOf(back, problem(PROVEN))).toBe('already-done');
    expect(refusalOf(opened, problem({ ...PROVEN, mail: 'refused' }))).toBe('not-proven');
    expect(refusalOf(opened, problem(PROVEN, SECRETARY))).toBe('not-your-role');
  });
});

describe('the one-time code', () => {
  it('is sent only where the address matches and nothing proves the mail', () => {
    expect(refusalOf(opened, code(MATCHES))).toBeNull();
    expect(refusalOf(opened, code(PROVEN))).toBe('nothing-to-prove');
    expect(refusalOf(opened, code({ ...MATCHES, mail: 'refused' }))).toBe('not-proven');
    expect(refusalOf(opened, code({ ...MATCHES, address: 'unknown', accountId: null }))).toBe(
      'not-registered',
    );
    expect(refusalOf(following(opened, code(MATCHES)), code(MATCHES))).toBe('under-way');
  });

  it('proves whoever answers with it, for the account that it was sent for', () => {
    const proven = following(opened, code(MATCHES), answer(['wrong', 'right']));
    expect(issuableAccount(proven, MATCHES)).toBe('account-1');
    expect(issuableAccount(proven, { ...MATCHES, usable: ['account-2'], accountId: 'account-2' })).toBeNull();
  });

  it(`has ${CODE_TRIES} tries, however many stand in one mail, and a day`, () => {
    const sent = following(opened, code(MATCHES));
    const wrong = Array.from({ length: CODE_TRIES }, (_, at) => `wrong-${at}`);
    expect(following(sent, answer([...wrong, 'right']))).toMatchObject({
      codesSpent: true,
      provenByCode: null,
    });
    const late = new Date(Date.parse(AT) + CODE_VALID_MS).toISOString();
    expect(following(sent, answer(['right'], late))).toMatchObject({ state: 'received', provenByCode: null });
    const early = new Date(Date.parse(late) - 1).toISOString();
    expect(following(sent, { type: 'code-expired', by: SYSTEM, at: early })).toEqual(sent);
    expect(following(sent, answer(['right'], early)).provenByCode).toBe('account-1');
  });
});

describe('whatever comes, in whatever order', () => {
  it('nothing is issued for an account whose address was not proven, by the mail or by the right code', () => {
    const finding = record({
      address: constantFrom('matches' as const, 'several' as const, 'unknown' as const),
      mail: constantFrom('not-proven' as const, 'refused' as const),
      accountId: constantFrom('account-1', 'account-2', null),
      suspended: boolean(),
      usable: constantFrom<string[]>([], ['account-1'], ['account-1', 'account-2']),
    });
    const command = record({
      type: constantFrom('send-code', 'answer-code', 'issue', 'reject', 'ask-again', 'code-expired'),
      by: constantFrom(OFFICER, SECRETARY, APPLICANT, SYSTEM),
      finding,
      codeHash: constantFrom('right'),
      // Nobody but the owner of the mailbox knows the right one.
      codeHashes: array(constantFrom('guess-1', 'guess-2'), { maxLength: 7 }),
    });
    assert(
      property(array(command, { maxLength: 30 }), (commands) => {
        const all = commands.map(
          (each) =>
            ({
              ...each,
              at: AT,
              mailId: 'mail',
              note: 'note',
              confirmed: true,
            }) as unknown as RecoveryCommand,
        );
        expect(following(opened, ...all).issue).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
