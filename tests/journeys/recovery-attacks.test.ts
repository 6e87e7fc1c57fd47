/** The ways to get somebody else's password (R3), each tried on a whole desk: nothing is issued. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDialogAs } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { ADMIN, OFFICER, SECRETARY } from './desk-at-work.ts';
import { DI, HOUR, openRecoveryDesk, type RecoveryDesk, WORDS, type Written } from './recovery-desk.ts';

let at: RecoveryDesk;

beforeAll(async () => {
  at = await openRecoveryDesk();
});

afterAll(async () => {
  await at.desk.close();
});

beforeEach(async () => {
  // The brake of three a day is tried on its own.
  await at.pass(25 * HOUR);
});

describe('the ways to get somebody else’s password', () => {
  const refused = ['recovery-details', 'recovery-reject', 'recovery-make-problem', 'escalate'];

  async function nothingIssued(caseId: string): Promise<void> {
    expect(await at.press('recovery-issue', caseId)).toMatch(/^told: /);
    expect(await at.offered(caseId)).not.toContain('recovery-issue');
    const submit = await at.desk.page.click(OFFICER, 'submit:recovery-issue', caseId, {
      webAddress: 'https://acces.exemplu.ro',
      password: 'Kem4Tus7Rab2Vun9',
      passwordSet: 'true',
    });
    expect(submit.kind).toBe('told');
    expect((await at.recovery(caseId)).issue).toBeNull();
  }

  async function asked(written: Written): Promise<string> {
    await at.write(written);
    return (await at.newest()).caseId;
  }

  it('1: asking from an address of one’s own', async () => {
    const caseId = await asked({ from: 'strain@masuratori-fara-semnatura.example' });
    expect(await at.offered(caseId)).toEqual(refused);
    await nothingIssued(caseId);
    expect(await at.press('recovery-send-code', caseId)).toBe(
      `told: ${ro.recovery.refusals['not-registered']}`,
    );
  });

  it('2: writing the victim’s address as sender, unsigned: no password, and the code goes to the victim', async () => {
    const { mailbox } = await at.firm();
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
  });

  it('3: writing as somebody whose domain disowns unsigned mail', async () => {
    const { mailbox } = await at.owner();
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
  });

  it('4: an answer address of one’s own (Reply-To)', async () => {
    const { mailbox } = await at.firm();
    const caseId = await asked({ from: mailbox, headers: ['Reply-To: hot@exemplu.example'] });
    await at.press('recovery-send-code', caseId);
    expect(await at.lettersTo('hot@exemplu.example')).toEqual([]);
    expect((await at.lettersTo(mailbox))[0]).toContain(ro.letterTexts['recovery-code'].subject);
  });

  it('5: two From headers', async () => {
    const { mailbox } = await at.firm();
    const before = (await at.desk.page.cards(DI)).length;
    await at.write({ from: mailbox, headers: ['From: hot@exemplu.example'] });
    for (const { caseId } of (await at.desk.page.cards(DI)).slice(before)) {
      expect((await at.desk.page.click(OFFICER, 'recovery-issue', caseId ?? '')).kind).toBe('told');
    }
    expect(await at.lettersTo('hot@exemplu.example')).not.toContain(
      ro.letterTexts['recovery-credentials'].subject,
    );
  });

  it('6: an address that only looks the same (Cyrillic letters)', async () => {
    const { mailbox } = await at.firm();
    const caseId = await asked({ from: mailbox.replace('masuratori', 'xn--msuratori-5fg') });
    expect(textOf((await at.cardOf(caseId)).card)).toContain(ro.recovery.addressIs.unknown);
    await nothingIssued(caseId);
  });

  it('7: the victim’s address as the sender’s name', async () => {
    const { mailbox } = await at.firm();
    const caseId = await asked({ from: 'hot@masuratori-fara-semnatura.example', name: mailbox });
    await nothingIssued(caseId);
  });

  it('8: the victim’s address in the text, "send it to my new address"', async () => {
    const { mailbox, user } = await at.firm();
    const text = `Sunt ${mailbox}, USER ${user}. Trimiteți parola nouă la hot@exemplu.example.`;
    const caseId = await asked({ from: 'hot2@masuratori-fara-semnatura.example', text });
    await nothingIssued(caseId);
    expect(await at.lettersTo('hot@exemplu.example')).toEqual([]);
  });

  it('9: a plus or a dot more in the address', async () => {
    const { mailbox } = await at.firm();
    for (const near of [mailbox.replace('@', '+1@'), mailbox.replace('-', '.')]) {
      const caseId = await asked({ from: near });
      await nothingIssued(caseId);
    }
  });

  it('10: a suspended account, even of the right person', async () => {
    const { mailbox } = await at.firm('suspended');
    const caseId = await asked({ from: mailbox });
    expect(textOf((await at.cardOf(caseId)).card)).toContain(ro.recovery.suspended);
    await nothingIssued(caseId);
    expect(await at.press('recovery-send-code', caseId)).toBe(`told: ${ro.recovery.refusals.suspended}`);
  });

  it('11: an account that is suspended while the dialog is open', async () => {
    const { caseId, code, answer, user } = await at.challenged();
    await answer(code);
    const dialog = await openDialogAs(at.desk.page, OFFICER, 'recovery-issue', caseId);
    const { store } = at.desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { state: 'suspended' }));
    expect((await dialog.submit({ passwordSet: 'true' })).kind).toBe('told');
    expect((await at.recovery(caseId)).issue).toBeNull();
  });

  it('12: an account whose address was changed after the code was answered', async () => {
    const { caseId, code, answer, user } = await at.challenged();
    await answer(code);
    const { store } = at.desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { email: 'noua@exemplu.example' }));
    await nothingIssued(caseId);
  });

  it('13: guessing the code: five tries, then no other code in this case', async () => {
    const { caseId, code, answer } = await at.challenged();
    for (const wrong of ['AAAAA-AAAAA', 'BBBBB-BBBBB', 'CCCCC-CCCCC', 'DDDDD-DDDDD', 'EEEEE-EEEEE']) {
      await answer(`Codul: ${wrong}`);
    }
    expect(await at.recovery(caseId)).toMatchObject({ state: 'received', challenge: null, codesSpent: true });
    await answer(code);
    await nothingIssued(caseId);
    expect(await at.press('recovery-send-code', caseId)).toBe(`told: ${ro.recovery.refusals['codes-spent']}`);
  });

  it('14: many codes in one mail are as many tries', async () => {
    const { caseId, code, answer } = await at.challenged();
    await answer(`AAAAA-AAAAA BBBBB-BBBBB CCCCC-CCCCC DDDDD-DDDDD EEEEE-EEEEE ${code}`);
    expect(await at.recovery(caseId)).toMatchObject({ provenByCode: null, codesSpent: true });
  });

  it('15: the victim’s "it was not me" that quotes our letter', async () => {
    const { caseId, letter, answer } = await at.challenged();
    const quoted = letter.split('\n').map((line) => `> ${line}`);
    await answer(['Nu eu am cerut!', '', 'La 26.11.2026, ANCPI a scris:', ...quoted].join('\n'));
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
    await nothingIssued(caseId);
  });

  it('16: the code from another address', async () => {
    const { caseId, code, answer } = await at.challenged();
    await answer(code, { from: 'hot@masuratori-fara-semnatura.example' });
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
  });

  it('17: the code of another case', async () => {
    const other = await at.challenged();
    const { caseId, answer } = await at.challenged();
    await answer(other.code);
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
  });

  it('18: the same code a second time, in a later case', async () => {
    const { caseId, code, answer, mailbox } = await at.challenged();
    await answer(code);
    await at.issue(caseId);
    const again = await asked({ from: mailbox });
    await at.press('recovery-send-code', again);
    const inReplyTo = await at.sentId(again, 'recovery-code');
    await at.write({ from: mailbox, subject: 'Re: cod', text: code, inReplyTo });
    expect((await at.recovery(again)).provenByCode).toBeNull();
  });

  it('19: an answer by an automatic program that quotes everything', async () => {
    const { caseId, code, answer } = await at.challenged();
    await answer(`Sunt plecat. ${code}`, { headers: ['Auto-Submitted: auto-replied'] });
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
  });

  it('20: an address that several accounts share, with none named', async () => {
    const { mailbox } = await at.firm();
    await at.firm('active', mailbox);
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
    expect(await at.press('recovery-send-code', caseId)).toBe(
      `told: ${ro.recovery.refusals['several-accounts']}`,
    );
  });

  it('21: the other account of a shared address: a code holds for the account that it was sent for', async () => {
    const { mailbox, user } = await at.firm();
    const other = await at.firm('active', mailbox);
    const caseId = await asked({ from: mailbox, text: `${WORDS}\nUSER: ${user}` });
    await at.press('recovery-send-code', caseId);
    const { code } = await at.codeIn(mailbox);
    const inReplyTo = await at.sentId(caseId, 'recovery-code');
    await at.write({ from: mailbox, subject: 'Re: cod', text: `${code} pentru ${other.user}`, inReplyTo });
    await at.issue(caseId);
    const issued = (await at.recovery(caseId)).issue?.accountId ?? '';
    expect((await at.desk.app.desk.store.accountById(issued))?.user).toBe(user);
  });

  it('22: a secretary or an admin, who may not issue, nor send a code, nor read the mail', async () => {
    const { mailbox } = await at.owner();
    await at.desk.page.askNewPassword(mailbox);
    await at.desk.app.idle();
    const { caseId } = await at.newest();
    for (const person of [SECRETARY, ADMIN]) {
      for (const verb of [
        'recovery-issue',
        'recovery-send-code',
        'recovery-details',
        'submit:recovery-issue',
      ]) {
        expect(await at.press(verb, caseId, person)).toMatch(/^told: /);
      }
    }
    expect((await at.recovery(caseId)).issue).toBeNull();
  });

  it('23: pressing twice: the second password is issued to nobody', async () => {
    const { mailbox } = await at.owner();
    await at.desk.page.askNewPassword(mailbox);
    await at.desk.app.idle();
    const { caseId } = await at.newest();
    const dialogs = [
      await openDialogAs(at.desk.page, OFFICER, 'recovery-issue', caseId),
      await openDialogAs(at.desk.page, OFFICER, 'recovery-issue', caseId),
    ];
    const answers = await Promise.all(dialogs.map((each) => each.submit({ passwordSet: 'true' })));
    await at.desk.app.idle();
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['done', 'told']);
    const letters = await at.lettersTo(mailbox);
    const subject = ro.letterTexts['recovery-credentials'].subject;
    expect(letters.filter((each) => each.includes(subject))).toHaveLength(1);
  });

  it('24: a closed case', async () => {
    const { mailbox } = await at.owner();
    await at.desk.page.askNewPassword(mailbox);
    await at.desk.app.idle();
    const { caseId } = await at.newest();
    await at.issue(caseId);
    expect(await at.press('recovery-issue', caseId)).toBe(`told: ${ro.recovery.refusals['already-closed']}`);
    expect(await at.press('recovery-reject', caseId)).toBe(`told: ${ro.recovery.refusals['already-closed']}`);
  });

  it('25: an account whose first letter has not gone out yet', async () => {
    const { mailbox, user } = await at.firm();
    const { store } = at.desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { state: 'pending' }));
    const caseId = await asked({ from: mailbox });
    expect(textOf((await at.cardOf(caseId)).card)).toContain(ro.recovery.addressIs.unknown);
    await nothingIssued(caseId);
  });

  it('26: an access case that names the victim’s account: its number lets no mail into a recovery', async () => {
    const { caseId, code } = await at.challenged();
    const { number } = await at.recovery(caseId);
    await at.write({ from: 'hot@masuratori-fara-semnatura.example', subject: `[${number}] cod`, text: code });
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
  });
});
