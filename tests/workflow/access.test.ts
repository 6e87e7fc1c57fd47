import { describe, expect, it } from 'vitest';
import { approvalBlockers, awaitsDcg } from '../../src/workflow/access-facts.ts';
import { DEFAULT_RULES } from '../../src/workflow/case.ts';
import {
  applicant,
  approve,
  both,
  colleagueAb,
  credentialsAccepted,
  credentialsFailed,
  dcg,
  doubtfulWorkbook,
  issue,
  issued,
  issuing,
  NOW,
  noted,
  officer,
  opened,
  original,
  otherOfficer,
  secondWorkbook,
  secretaryAb,
  secretaryAccepted,
  secretaryCj,
  supervisorAb,
  system,
  through,
  verify,
  when,
  withDi,
} from './cases.ts';

describe('the normal way (A10–A24)', () => {
  it('leads from the mail to the note on the original', () => {
    expect(opened().state).toBe('received');
    expect(through(opened(), verify()).state).toBe('verified');
    expect(withDi().state).toBe('with-di');
    expect(issuing().state).toBe('issuing');
    expect(issued().state).toBe('issued');
    expect(noted()).toMatchObject({ state: 'closed', closing: { reason: 'noted' } });
  });

  it('takes the original at any moment before approval (A16)', () => {
    expect(through(opened(), original(), verify(), approve()).state).toBe('with-di');
  });

  it('shows the day of the A23 mail, not that of the creation (A24)', () => {
    const later = '2026-11-24T09:00:00.000Z';
    const access = through(issuing(), credentialsAccepted(), { ...secretaryAccepted, at: later });
    expect(access.issue?.secretaryMailedAt).toBe(later);
  });
});

describe('one workbook', () => {
  const corrected = {
    type: 'receive-mail',
    by: applicant,
    mailId: 'm2',
    workbook: secondWorkbook,
    documents: ['certificate'],
    changed: [],
  } as const;

  it('a new workbook from the applicant leads back to "De verificat" and clears verified, original and approved', () => {
    const access = through(withDi(), corrected);
    expect(access).toMatchObject({ state: 'received', verified: null, original: null, approved: null });
    expect(access.workbook?.hash).toBe('w2');
  });

  it('issuing refuses any other workbook than the approved one', () => {
    expect(when(withDi(), issue(officer, 'w2')).refusal).toEqual({ code: 'other-workbook' });
  });

  it('verifying a workbook that was replaced meanwhile is refused', () => {
    expect(when(through(opened(), corrected), verify(secretaryAb, 'w1')).refusal).toEqual({
      code: 'other-workbook',
    });
  });

  it('the same workbook sent again changes nothing but the thread', () => {
    const again = { ...corrected, workbook: { ...secondWorkbook, hash: 'w1' } };
    expect(when(withDi(), again).access.state).toBe('with-di');
  });

  it('what the new workbook changes is kept with it: codes of fields, never their values', () => {
    const { events } = when(withDi(), { ...corrected, changed: ['email', 'cnp'] });
    expect(events).toMatchObject([
      { type: 'mail-received', documents: ['certificate'] },
      { type: 'workbook-replaced', changed: ['email', 'cnp'] },
    ]);
  });

  it('the same request come once more is noted, and changes nothing', () => {
    const asked = through(opened(), {
      type: 'ask-correction',
      by: secretaryAb,
      reasons: ['cnp'],
      note: null,
    });
    const repeated = when(asked, { type: 'receive-repeated', by: applicant, mailId: 'm3' });
    expect(repeated.events.map(({ type }) => type)).toEqual(['mail-repeated']);
    expect({ ...repeated.access, lastStep: null }).toEqual({ ...asked, lastStep: null });
  });

  it("a stranger's workbook never replaces the applicant's", () => {
    expect(through(withDi(), { ...corrected, by: { type: 'colleague' } }).workbook?.hash).toBe('w1');
  });
});

describe('what blocks approving', () => {
  it.each([
    ['no workbook', opened(null), ['no-workbook', 'not-verified', 'no-original']],
    [
      'an unreadable workbook',
      opened({ ...doubtfulWorkbook, refusal: 'encrypted' }),
      ['unreadable-workbook', 'not-verified', 'no-original'],
    ],
    [
      'no valid e-mail in it',
      through(opened({ ...doubtfulWorkbook, hasEmail: false }), verify(secretaryAb, 'w3'), original()),
      ['no-email'],
    ],
    ['no original', through(opened(), verify()), ['no-original']],
    ['no verification', through(opened(), original()), ['not-verified']],
  ])('%s', (_why, access, blockers) => {
    expect(approvalBlockers(access)).toEqual(blockers);
    expect(when(access, approve()).refusal).toEqual({ code: 'blocked', by: blockers });
  });

  it('a failed check asks for a written reason', () => {
    const access = through(opened(doubtfulWorkbook), verify(secretaryAb, 'w3'), original());
    expect(when(access, approve()).refusal).toEqual({
      code: 'reason-needed',
      failedChecks: ['cnp:checksum'],
    });
    expect(through(access, { ...approve(), reasonNote: 'n1' } as never).approved?.reasonNote).toBe('n1');
  });

  it('a workbook that could not be read cannot be verified either', () => {
    const access = opened({ ...doubtfulWorkbook, refusal: 'encrypted' });
    expect(when(access, verify(secretaryAb, 'w3')).refusal).toEqual({
      code: 'blocked',
      by: ['unreadable-workbook'],
    });
  });
});

describe('dcg@ (A13)', () => {
  const asked = through(opened(), verify(), original(), { type: 'send-to-dcg', by: secretaryAb, note: null });

  it('approving before the answer warns, and may be insisted on', () => {
    expect(awaitsDcg(asked)).toBe(true);
    expect(when(asked, approve()).refusal).toEqual({ code: 'dcg-not-answered' });
    expect(
      when(asked, { type: 'approve', by: secretaryAb, reasonNote: null, dcgAnswerNotAwaited: true }).access
        .state,
    ).toBe('with-di');
  });

  it('the answer joins the case and lifts the warning', () => {
    const answered = through(asked, {
      type: 'receive-mail',
      by: dcg,
      mailId: 'm2',
      workbook: null,
      documents: [],
      changed: [],
    });
    expect(awaitsDcg(answered)).toBe(false);
    expect(through(answered, approve()).state).toBe('with-di');
  });
});

describe('correction (A14)', () => {
  const asked = through(opened(), { type: 'ask-correction', by: secretaryAb, reasons: ['cnp'], note: null });

  it('waits for the applicant, whose mail leads back to "De verificat"', () => {
    expect(asked.state).toBe('awaiting-correction');
    expect(
      through(asked, {
        type: 'receive-mail',
        by: applicant,
        mailId: 'm2',
        workbook: null,
        documents: [],
        changed: [],
      }).state,
    ).toBe('received');
  });

  it('a secretary may go on without the answer', () => {
    expect(through(asked, verify()).state).toBe('verified');
  });
});

describe('who may do what', () => {
  it('another county is refused', () => {
    expect(when(opened(), verify(secretaryCj)).refusal).toEqual({ code: 'not-your-office', office: 'AB' });
  });

  it('a DI officer does not verify, a secretary does not issue', () => {
    expect(when(opened(), verify(officer)).refusal).toEqual({ code: 'not-your-role', needs: 'secretary' });
    expect(when(withDi(), issue(secretaryAb)).refusal).toEqual({ code: 'not-your-role', needs: 'di' });
  });

  it('whoever approved may not issue the same case, unless the installation allows it', () => {
    const access = through(opened(), verify(both), original(both), approve(both));
    expect(when(access, issue(both)).refusal).toEqual({ code: 'approver-may-not-issue' });
    expect(
      when(access, issue(both), { ...DEFAULT_RULES, separateApproverAndIssuer: false }).access.state,
    ).toBe('issuing');
  });

  it('whoever acts first takes the case, and a colleague of the office is never blocked', () => {
    const access = through(opened(), verify());
    expect(access.owner).toBe('person:sec-ab');
    expect(through(access, original(colleagueAb), approve(colleagueAb)).state).toBe('with-di');
  });

  it('the office may take the case back until DI has taken it', () => {
    expect(through(withDi(), { type: 'take-back', by: secretaryAb })).toMatchObject({
      state: 'received',
      approved: null,
    });
    const taken = through(withDi(), { type: 'take', by: officer });
    expect(when(taken, { type: 'take-back', by: secretaryAb }).refusal).toEqual({
      code: 'taken-by-di',
      by: 'person:di-1',
    });
  });

  it('a second officer does not take what a first has taken, but may issue it', () => {
    const taken = through(withDi(), { type: 'take', by: officer });
    expect(when(taken, { type: 'take', by: otherOfficer }).refusal).toEqual({ code: 'already-done' });
    expect(through(taken, issue(otherOfficer)).state).toBe('issuing');
  });

  it('DI sees the form of an approved case, and no scans', () => {
    const look = { type: 'open-document', by: officer, documentId: 'd1' } as const;
    expect(when(opened(), { ...look, isScan: false }).refusal?.code).toBe('not-your-role');
    expect(when(withDi(), { ...look, isScan: false }).refusal).toBeNull();
    expect(when(withDi(), { ...look, isScan: true }).refusal?.code).toBe('not-your-role');
  });

  it('issuing asks for the tick that the account was created (A19)', () => {
    expect(when(withDi(), { ...issue(), accountCreated: false } as never).refusal).toEqual({
      code: 'account-not-confirmed',
    });
  });
});

describe('mail trouble', () => {
  it.each([
    ['while it is being sent', issuing()],
    ['after the secretary was told', issued()],
    ['after the case was closed', noted()],
  ])('credentials that bounce lead back to the secretary %s', (_when, access) => {
    expect(through(access, credentialsFailed())).toMatchObject({
      state: 'received',
      issue: null,
      approved: null,
      verified: null,
      trouble: { letter: 'credentials', workbook: 'w1' },
    });
  });

  it('the same address needs a written reason before it is tried again', () => {
    const access = through(noted(), credentialsFailed(), verify());
    expect(when(access, approve()).refusal).toEqual({
      code: 'reason-needed',
      failedChecks: ['email:refused-mail'],
    });
  });

  it('a bounce of credentials that were issued anew since is ignored', () => {
    const again = through(
      noted(),
      credentialsFailed(),
      verify(),
      { ...approve(), reasonNote: 'n1' } as never,
      {
        ...issue(),
        at: '2026-11-25T08:00:00.000Z',
      },
    );
    expect(when(again, credentialsFailed(NOW)).events).toEqual([]);
  });

  it('if the mail to the secretary fails, only that mail is sent again (A23)', () => {
    const failed = through(issuing(), credentialsAccepted(), {
      type: 'letter-failed',
      by: system,
      letter: 'to-secretary',
      issuedAt: null,
    });
    expect(failed).toMatchObject({ state: 'issuing', trouble: { letter: 'to-secretary' } });
    const resent = when(failed, { type: 'resend', by: officer, letter: 'to-secretary' });
    expect(resent.events.map((event) => event.type)).toEqual(['letter-resent']);
    expect(through(resent.access, secretaryAccepted).state).toBe('issued');
  });

  it('the credentials are never sent again: a new password is issued instead', () => {
    const failed = through(issuing(), credentialsFailed());
    expect(when(failed, { type: 'resend', by: secretaryAb, letter: 'credentials' }).access.issue).toBeNull();
  });
});

describe('ways out', () => {
  it.each([
    ['withdrawal', { type: 'withdraw', by: secretaryAb, note: null } as const, 'closed'],
    ['rejection', { type: 'reject', by: secretaryAb, note: 'n1' } as const, 'rejected'],
    ['a missing original', { type: 'close-original-missing', by: secretaryAb } as const, 'closed'],
    ['merging', { type: 'merge', by: secretaryAb, into: 'case-2' } as const, 'closed'],
  ])('%s closes the case with its reason', (_name, step, state) => {
    const access = through(opened(), step);
    expect(access.state).toBe(state);
    expect(access.closing).not.toBeNull();
    expect(when(access, verify()).refusal).toEqual({ code: 'wrong-state', state });
  });

  it('a case is not merged with itself', () => {
    expect(when(opened(), { type: 'merge', by: secretaryAb, into: 'case-1' }).refusal).toEqual({
      code: 'same-case',
    });
  });

  it('transfer keeps the number and leaves the paper behind; the new office decides', () => {
    const access = through(opened(), verify(), original(), {
      type: 'transfer',
      by: secretaryAb,
      office: 'CJ',
      note: 'n1',
    });
    expect(access).toMatchObject({
      number: 'AB-2026-00001',
      office: 'CJ',
      state: 'received',
      owner: null,
      original: null,
    });
    expect(when(access, verify()).refusal).toEqual({ code: 'not-your-office', office: 'CJ' });
    expect(through(access, verify(secretaryCj)).state).toBe('verified');
  });

  it('only a supervisor reopens', () => {
    expect(when(noted(), { type: 'reopen', by: secretaryAb, note: 'n1' }).refusal).toEqual({
      code: 'not-your-role',
      needs: 'supervisor',
    });
    expect(through(noted(), { type: 'reopen', by: supervisorAb, note: 'n1' }).state).toBe('received');
  });

  it('a fact recorded by mistake can be corrected', () => {
    const access = through(opened(), original(), {
      type: 'correct-fact',
      by: secretaryAb,
      fact: 'original',
      note: 'n1',
    });
    expect(access.original).toBeNull();
    expect(
      when(access, { type: 'correct-fact', by: secretaryAb, fact: 'original', note: 'n1' }).refusal,
    ).toEqual({ code: 'nothing-to-correct' });
  });
});

describe('a click that comes twice or late', () => {
  it.each([
    ['verify', through(opened(), verify()), verify()],
    ['record the original', through(opened(), original()), original()],
    ['approve', withDi(), approve()],
    ['issue', issuing(), issue()],
    ['note on the original', noted(), { type: 'note-on-original', by: secretaryAb } as const],
  ])('%s again changes nothing', (_name, access, step) => {
    const outcome = when(access, step);
    expect(outcome.refusal).toEqual({ code: 'already-done' });
    expect(outcome.access).toBe(access);
  });

  it('an original from tomorrow is refused', () => {
    expect(when(opened(), { ...original(), receivedOn: '2026-11-24' } as never).refusal).toEqual({
      code: 'day-in-future',
    });
  });
});
