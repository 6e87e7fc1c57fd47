/** A lost password (R1–R4), on a whole desk: real mail in, real clicks, real mail out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { OFFICER, SECRETARY } from './desk-at-work.ts';
import { DI, HOUR, openRecoveryDesk, type RecoveryDesk } from './recovery-desk.ts';

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

describe('whose mail is proven and comes from the registered address', () => {
  it('gets a new password in the own workbook, at that address alone; nothing of it stays (R1–R4)', async () => {
    const { mailbox, user } = await at.owner();
    expect((await at.desk.page.askNewPassword(mailbox)).kind).toBe('done');
    await at.desk.app.idle();
    const { caseId, card } = await at.newest();
    const said = textOf(card);
    expect(said).toContain(ro.recovery.addressIs.matches);
    expect(said).toContain('dovedit');
    expect(said).toContain(user);
    expect(await at.offered(caseId)).toEqual([
      ...['recovery-issue', 'recovery-details', 'recovery-reject', 'recovery-make-problem', 'escalate'],
    ]);
    // The page says whose turn it is.
    expect((await at.desk.page.overview()).hint).toMatchObject({
      ...{ caseId, channelKey: DI, personExternalId: OFFICER, mailbox: null },
    });
    const password = await at.issue(caseId);
    const { state, issue: issued } = await at.recovery(caseId);
    expect(state).toBe('closed');
    expect(issued?.mailedAt).not.toBeNull();
    const letter = await at.desk.newestMail(mailbox);
    expect(letter.subject).toContain(ro.letterTexts['recovery-credentials'].subject);
    expect(letter.text).toContain(user);
    expect(letter.text).not.toContain(password);
    expect(letter.attachments).toHaveLength(1);
    const workbook = await at.desk.page.attachment(mailbox, letter.id, 0);
    expect(await at.desk.app.desk.excel.findTraces(workbook, password)).not.toEqual([]);
    const asked = await at.desk.app.desk.excel.readForm(
      workbook,
      letter.attachments[0]?.name ?? '',
      '2026-11-26',
    );
    // The applicant's own workbook, with everything that stood in it.
    expect(asked).toMatchObject({ ok: true, fields: { email: mailbox } });
    const { store } = at.desk.app.desk;
    const sealed = await store.transact(null, (uow) =>
      uow.session.tables.effect.count({ where: { secretSealed: { not: null } } }),
    );
    expect(sealed).toBe(0);
    expect(JSON.stringify([await store.events(caseId), at.desk.log])).not.toContain(password);
    const rows = (await store.events(caseId)).flatMap((event) => event.rows.split(' '));
    expect(new Set(rows)).toEqual(new Set(['R1', 'R2', 'R3', 'R4']));
    expect(await store.verifyChain(caseId)).toMatchObject({ whole: true });
  });

  it('is told the same at first as anybody else who asks', async () => {
    const { mailbox } = await at.owner();
    await at.desk.page.askNewPassword(mailbox);
    await at.desk.app.idle();
    const known = (await at.desk.newestMail(mailbox)).text;
    const stranger = 'nimeni@masuratori-fara-semnatura.example';
    await at.write({ from: stranger });
    const unknown = (await at.desk.newestMail(stranger)).text;
    const plain = (text: string) => text.replace(/DI-\d{4}-\d{5}/g, 'DI-NR');
    expect(plain(unknown)).toBe(plain(known));
  });

  it('asks again in the same case while it is open, and three times a day at most', async () => {
    const { mailbox } = await at.firm();
    const cards = async () => (await at.desk.page.cards(DI)).length;
    const before = await cards();
    await at.write({ from: mailbox });
    const { caseId } = await at.newest();
    await at.write({ from: mailbox });
    expect(await cards()).toBe(before + 1);
    expect((await at.recovery(caseId)).askedBy).toHaveLength(2);
    for (let closed = 0; closed < 3; closed += 1) {
      const open = (await at.newest()).caseId;
      const dialog = await openDialogAs(at.desk.page, OFFICER, 'recovery-reject', open);
      await dialog.submit({ note: 'Repetat.' });
      await at.desk.app.idle();
      await at.write({ from: mailbox });
    }
    // The fourth of the day is put before a person, as a mail to be sorted, and answered by nobody.
    expect(verbsOn((await at.newest()).card)).toContain('unsorted-details');
    expect(await at.lettersTo(mailbox)).toHaveLength(3);
  });
});

describe('whose mail nothing proves', () => {
  it('is sent a code at the registered address, and its answer proves them (R3)', async () => {
    const { caseId, code, answer, mailbox } = await at.challenged();
    expect(await at.offered(caseId)).toEqual(['recovery-details', 'recovery-reject', 'escalate']);
    await answer(`Bună ziua,\nCodul este ${code.toLowerCase()}.`);
    expect(textOf((await at.cardOf(caseId)).card)).toContain(ro.recovery.provenByCode);
    expect((await at.offered(caseId))[0]).toBe('recovery-issue');
    const password = await at.issue(caseId);
    expect((await at.recovery(caseId)).state).toBe('closed');
    // An account that was issued before the desk has no workbook of its own: a blank one carries the credentials.
    const { id } = await at.desk.newestMail(mailbox);
    const workbook = await at.desk.page.attachment(mailbox, id, 0);
    expect(await at.desk.app.desk.excel.findTraces(workbook, password)).not.toEqual([]);
    expect((await at.lettersTo(mailbox))[0]).toContain(ro.letterTexts['recovery-credentials'].subject);
  });

  it('finds the code in force for a day', async () => {
    const { caseId, code, answer } = await at.challenged();
    await at.pass(24 * HOUR + 60_000);
    expect(await at.recovery(caseId)).toMatchObject({
      state: 'received',
      challenge: null,
      codesSpent: false,
    });
    await answer(code);
    expect((await at.recovery(caseId)).provenByCode).toBeNull();
    // DI may send another one.
    expect((await at.offered(caseId))[0]).toBe('recovery-send-code');
  });

  it('has the code nowhere but in the letter', async () => {
    const { caseId, code } = await at.challenged();
    const { store } = at.desk.app.desk;
    const kept = [
      await store.events(caseId),
      await at.recovery(caseId),
      await store.effectsOf(caseId),
      at.desk.log,
    ];
    expect(JSON.stringify(kept)).not.toContain(code);
    expect(textOf((await at.cardOf(caseId)).card)).not.toContain(code);
  });
});

describe('what else may happen', () => {
  it('rejecting tells the applicant nothing, and needs a reason', async () => {
    const { mailbox } = await at.firm();
    await at.write({ from: mailbox });
    const { caseId } = await at.newest();
    const dialog = await openDialogAs(at.desk.page, OFFICER, 'recovery-reject', caseId);
    expect((await dialog.submit({ note: '' })).kind).toBe('dialog-errors');
    expect((await dialog.submit({ note: 'Nu este dovedit.' })).kind).toBe('done');
    await at.desk.app.idle();
    expect((await at.recovery(caseId)).state).toBe('rejected');
    expect(await at.lettersTo(mailbox)).toHaveLength(1);
    expect(textOf((await at.cardOf(caseId)).card)).toContain('Nu este dovedit.');
  });

  it('whose account is suspended is issued nothing, and the office is told, once; the asker hears nothing of it', async () => {
    const { mailbox, user } = await at.firm('suspended');
    const lines = async (): Promise<string[]> => {
      const cards = await at.desk.page.cards('office:AB');
      return cards.map(({ summary }) => summary).filter((summary) => summary.includes(user));
    };
    await at.write({ from: mailbox });
    await at.write({ from: mailbox });
    expect(await lines()).toEqual([ro.recovery.suspendedAsked(user, 'Ana Măsurătoru')]);
    const { caseId } = await at.newest();
    expect(await at.desk.events(caseId)).toContain('office-told');
    expect(await at.lettersTo(mailbox)).toHaveLength(1);
  });

  it('DI asks an office by mail and a colleague about it; answers come into its thread, the asker gets none of it', async () => {
    const { mailbox } = await at.firm();
    await at.write({ from: mailbox });
    const { caseId } = await at.newest();
    const letters = (await at.lettersTo(mailbox)).length;
    const ask = async (inputs: Readonly<Record<string, string>>): Promise<string> => {
      const dialog = await openDialogAs(at.desk.page, OFFICER, 'escalate', caseId);
      const { kind } = await dialog.submit({ note: 'Îl cunoașteți?', ...inputs });
      await at.desk.app.idle();
      return kind;
    };
    expect(await ask({ target: 'mail', address: 'cineva@gmail.com' })).toBe('dialog-errors');
    expect(await ask({ target: 'mail', address: 'ab@ancpi.ro' })).toBe('done');
    const asked = await at.desk.newestMail('ab@ancpi.ro');
    expect(asked.text).toContain('Îl cunoașteți?');
    expect(asked.text).not.toContain(mailbox);
    const inReplyTo = await at.sentId(caseId, 'escalation');
    await at.write({
      from: 'ab@ancpi.ro',
      subject: 'Re: întrebare',
      text: 'Da, a sunat și la noi.',
      inReplyTo,
    });
    const lines = async (): Promise<string[]> =>
      (await at.desk.page.replies((await at.cardOf(caseId)).id)).map(({ text }) => text);
    expect((await lines()).at(-1)).toBe('ab@ancpi.ro: Da, a sunat și la noi.');
    expect(await at.offered(caseId)).toContain('close-escalation');
    const dialog = await openDialogAs(at.desk.page, OFFICER, 'close-escalation', caseId);
    expect((await dialog.submit({ note: 'Lămurit.' })).kind).toBe('done');
    await at.desk.app.idle();
    expect((await at.desk.newestMail('ab@ancpi.ro')).text).toContain('Lămurit.');
    expect(await at.press('escalate', caseId, SECRETARY)).toMatch(/^told/);
    expect(await at.lettersTo(mailbox)).toHaveLength(letters);
    expect(await at.desk.app.desk.store.verifyChain(caseId)).toMatchObject({ whole: true });
  });

  it('more than 200 cases in an hour are put before a person, and answered by nobody', async () => {
    const { store } = at.desk.app.desk;
    const earlier = await store.countCasesSince(
      'recovery',
      new Date(at.desk.app.desk.now().getTime() - HOUR),
    );
    await store.transact(null, async (uow) => {
      for (let count = earlier; count < 200; count += 1) {
        await uow.createCase({
          ...{ kind: 'recovery', office: 'DI', state: 'rejected', open: false, facts: {} },
          events: [{ type: 'recovery-opened', rows: '', actor: 'applicant', payload: {}, at: uow.now() }],
        });
      }
    });
    const { mailbox } = await at.firm();
    await at.write({ from: mailbox });
    const { caseId } = await at.newest();
    expect(await store.caseById(caseId)).toMatchObject({ kind: 'unsorted', senderEmail: mailbox });
    expect(await at.lettersTo(mailbox)).toEqual([]);
    await at.pass(HOUR + 1_000);
    const { mailbox: later } = await at.firm();
    await at.write({ from: later });
    expect((await at.recovery((await at.newest()).caseId)).state).toBe('received');
  });

  it('a mail that reports a problem instead becomes one, with a card at the account’s office (P1)', async () => {
    const { mailbox } = await at.firm();
    const text = 'Bună ziua, nu mă pot conecta: pagina rămâne albă după ce scriu parola.';
    await at.write({ from: mailbox, subject: 'Nu mă pot conecta', text });
    const { caseId } = await at.newest();
    expect(await at.press('recovery-make-problem', caseId, SECRETARY)).toMatch(/^told/);
    const said = await at.press('recovery-make-problem', caseId);
    const { problem = '', state } = await at.recovery(caseId);
    expect(state).toBe('closed');
    expect(said).toBe(`done: ${ro.recovery.done.problem(problem)}`);
    expect(problem).toMatch(/^AB-/);
    const card = (await at.desk.page.cards('office:AB')).at(-1);
    const made = await at.desk.app.desk.store.caseById(card?.caseId ?? '');
    expect(made).toMatchObject({ kind: 'problem', number: problem, office: 'AB', senderEmail: mailbox });
    const details = await at.desk.page.click(SECRETARY, 'problem-details', card?.caseId ?? '');
    expect(textOf(details.kind === 'dialog' ? details.card : null)).toContain('pagina rămâne albă');
    expect((await at.lettersTo(mailbox))[0]).toContain(ro.letterTexts['problem-received'].subject);
    // What is answered to the letter that came before belongs there too.
    const inReplyTo = await at.sentId(caseId, 'recovery-received');
    await at.write({ from: mailbox, subject: 'Re: cerere', text: 'Eroarea este E-4711.', inReplyTo });
    const mails = await at.desk.app.desk.store.inboundOf(card?.caseId ?? '');
    expect(mails).toHaveLength(2);
    // It is over here: nothing is issued, and nothing becomes a problem twice.
    expect(textOf((await at.cardOf(caseId)).card)).toContain(problem);
    expect(await at.offered(caseId)).toEqual(['recovery-details']);
    const closed = `told: ${ro.recovery.refusals['already-closed']}`;
    expect(await at.press('recovery-make-problem', caseId)).toBe(closed);
    expect(await at.press('recovery-issue', caseId)).toBe(closed);
    const { store } = at.desk.app.desk;
    expect((await store.casesOfSender('problem', mailbox, new Date(0))).length).toBe(1);
    expect(await store.verifyChain(caseId)).toMatchObject({ whole: true });
    expect(await at.press('recovery-details', caseId)).toBe('dialog');
  });

  it('a forged mail does not: whoever it names would be answered', async () => {
    const { mailbox } = await at.owner();
    await at.write({ from: mailbox, subject: 'Nu mă pot conecta' });
    const { caseId } = await at.newest();
    const letters = await at.lettersTo(mailbox);
    expect(await at.offered(caseId)).not.toContain('recovery-make-problem');
    expect(await at.press('recovery-make-problem', caseId)).toBe(
      `told: ${ro.recovery.refusals['not-proven']}`,
    );
    expect(await at.lettersTo(mailbox)).toEqual(letters);
    expect((await at.recovery(caseId)).state).toBe('received');
  });

  it('nothing becomes a problem while the code is awaited or somebody is still asked', async () => {
    const { caseId } = await at.challenged();
    expect(await at.press('recovery-make-problem', caseId)).toBe(
      `told: ${ro.recovery.refusals['under-way']}`,
    );
    expect((await at.recovery(caseId)).state).toBe('awaiting-code');
  });

  it('what was typed wrongly is said at its field, and the case stays', async () => {
    const { mailbox } = await at.owner();
    await at.desk.page.askNewPassword(mailbox);
    await at.desk.app.idle();
    const { caseId } = await at.newest();
    const dialog = await openDialogAs(at.desk.page, OFFICER, 'recovery-issue', caseId);
    const answer = await dialog.submit({ password: 'a', webAddress: 'acces' });
    expect(answer).toMatchObject({ kind: 'dialog-errors' });
    const inputs = answer.kind === 'dialog-errors' ? answer.errors.map(({ input }) => input) : [];
    expect(inputs).toEqual(['webAddress', 'password', 'passwordSet']);
    expect((await at.recovery(caseId)).state).toBe('received');
  });
});
