/** The rules under the state table (product.md), each played on a whole desk: real mail in, real clicks, real mail out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import {
  ADMIN,
  type DeskAtWork,
  OFFICER,
  OTHER_OFFICE,
  openDeskAtWork,
  SECRETARY,
  SECRETARY_MAIL,
  SUPERVISOR,
} from './desk-at-work.ts';

const AB = 'office:AB';
const CJ = 'office:CJ';

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

async function told(person: string, verb: string, caseId: string): Promise<string> {
  const answer = await desk.page.click(person, verb, caseId);
  expect(answer.kind).toBe('told');
  return answer.kind === 'told' ? answer.text : '';
}

/** The applicant answers the newest letter, with the corrected form. */
async function answerCorrected(mailbox: string): Promise<void> {
  const letter = await desk.newestMail(mailbox);
  const sent = await desk.page.answer(mailbox, letter.id, 'Am corectat.', true);
  expect(sent.kind).toBe('done');
  await desk.app.idle();
}

describe('one workbook', () => {
  it('another workbook from the applicant takes the case back to "De verificat" and clears the marks', async () => {
    const caseId = await desk.newCase('wrong-cnp');
    await desk.verifyWithOriginal(caseId);
    await answerCorrected(await desk.mailboxOf(caseId));
    const { access } = await desk.record(caseId);
    expect(access.state).toBe('received');
    expect([access.verified, access.original, access.approved]).toEqual([null, null, null]);
    expect(access.workbook?.failedChecks).toEqual([]);
  });

  it('issuing refuses the dialog of a workbook that has been replaced meanwhile', async () => {
    const caseId = await desk.newCase('wrong-cnp');
    await desk.verifyWithOriginal(caseId);
    await desk.submit(SECRETARY, 'approve', caseId, { reason: 'Verificat cu buletinul.' });
    const dialog = await openDialogAs(desk.page, OFFICER, 'issue', caseId);
    await answerCorrected(await desk.mailboxOf(caseId));
    const answer = await dialog.submit({ accountCreated: 'true' });
    expect(answer.kind).toBe('told');
    expect(await desk.state(caseId)).toBe('received');
    expect(await desk.events(caseId)).not.toContain('credentials-issued');
  });
});

describe('what blocks approving', () => {
  it('without the original nothing is approved, and the secretary is told what is missing', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'open-details', caseId, {}, 'submit:verify');
    expect(await told(SECRETARY, 'approve', caseId)).toContain('originalul nu este consemnat');
  });

  it.each([
    ['no-workbook', 'lipsește fișierul Excel'],
    ['broken-workbook', 'fișierul Excel nu se poate citi'],
    ['encrypted', 'fișierul Excel nu se poate citi'],
    ['wrong-form', 'fișierul Excel nu se poate citi'],
  ])('the sample %s is blocked: %s', async (sample, reason) => {
    const caseId = await desk.newCase(sample);
    expect(await told(SECRETARY, 'approve', caseId)).toContain(reason);
  });

  it('a form without a valid e-mail is blocked, for A21 would have nowhere to go', async () => {
    const caseId = await desk.newCase('empty-form');
    await desk.verifyWithOriginal(caseId);
    expect(await told(SECRETARY, 'approve', caseId)).toContain('adresă de e-mail');
  });

  it('any other failed check asks for a written reason, which the card then shows', async () => {
    const caseId = await desk.newCase('wrong-cnp');
    await desk.verifyWithOriginal(caseId);
    const dialog = await openDialogAs(desk.page, SECRETARY, 'approve', caseId);
    expect((await dialog.submit({ reason: '  ' })).kind).toBe('dialog-errors');
    await desk.submit(SECRETARY, 'approve', caseId, { reason: 'Cifra de control este bună pe buletin.' });
    expect(await desk.state(caseId)).toBe('with-di');
    expect(JSON.stringify((await desk.card('di', caseId)).card)).toContain('Cifra de control este bună');
  });

  it('approving before the answer of DCG warns, and goes on only when that is ticked', async () => {
    const caseId = await desk.newCase('authorised-by-ANCPI');
    await desk.verifyWithOriginal(caseId);
    await desk.submit(SECRETARY, 'send-to-dcg', caseId, { note: '' });
    const dialog = await openDialogAs(desk.page, SECRETARY, 'approve', caseId);
    expect((await dialog.submit({ dcgNotAwaited: 'false' })).kind).toBe('dialog-errors');
    expect((await dialog.submit({ dcgNotAwaited: 'true' })).kind).toBe('done');
  });
});

describe('mail trouble', () => {
  it('a refused credentials mail goes back to the secretary; after a corrected form there is a new password', async () => {
    const caseId = await desk.newCase('dead-address');
    await desk.bringToDi(caseId);
    const first = await desk.issue(caseId);
    expect(await desk.state(caseId)).toBe('received');
    expect((await desk.record(caseId)).access.trouble?.letter).toBe('credentials');
    expect(await desk.events(caseId)).not.toContain('secretary-mailed');

    const mailbox = await desk.mailboxOf(caseId);
    await desk.submit(SECRETARY, 'ask-correction', caseId, { text: 'Adresa nu primește mailuri.' });
    await answerCorrected(mailbox);
    await desk.bringToDi(caseId);
    const dialog = await openDialogAs(desk.page, OFFICER, 'issue', caseId);
    expect(dialog.inputs.password).not.toBe(first);
    expect((await dialog.submit({ accountCreated: 'true' })).kind).toBe('done');
    await desk.app.idle();
    expect(await desk.state(caseId)).toBe('issued');
  });

  it('a credentials mail that bounces later goes back to the secretary too', async () => {
    const caseId = await desk.newCase('full-mailbox');
    await desk.bringToDi(caseId);
    const bounced = new Promise<void>((resolve) => {
      const stop = desk.app.desk.store.onCommitted((id) => {
        void desk.events(caseId).then((events) => {
          if (id === caseId && events.includes('credentials-undelivered')) {
            stop();
            resolve();
          }
        });
      });
    });
    await desk.issue(caseId);
    await bounced;
    await desk.app.idle();
    expect(await desk.state(caseId)).toBe('received');
  });
});

describe('same person again', () => {
  it('the card names the other case, and DI is offered the existing account, not a second user', async () => {
    const first = await desk.newCase('complete-ab');
    const number = (await desk.record(first)).access.number;
    await desk.bringToDi(first);
    await desk.issue(first);
    const again = await desk.newCase('same-again');
    const card = JSON.stringify((await desk.card(AB, again)).card);
    expect(card).toContain(number);
    const accountId = (await desk.record(first)).access.issue?.accountId;
    const user = (await desk.app.desk.store.accountById(accountId ?? ''))?.user ?? '';
    expect(card).toContain(user);
    await desk.bringToDi(again);
    const dialog = await openDialogAs(desk.page, OFFICER, 'issue', again);
    expect(dialog.inputs.mode).toMatch(/^new-(?:address|password)$/);
    expect((await dialog.submit({ accountCreated: 'true', mode: 'new-password' })).kind).toBe('done');
    await desk.app.idle();
    expect((await desk.record(again)).access.issue?.accountId).toBe(accountId);
  });
});

describe('a suspended account (R3)', () => {
  async function secondCaseOfSuspended(): Promise<{
    again: string;
    user: string;
    activate: () => Promise<void>;
  }> {
    const first = await desk.newCase('complete-ab');
    await desk.bringToDi(first);
    await desk.issue(first);
    const { store } = desk.app.desk;
    const accountId = (await desk.record(first)).access.issue?.accountId ?? '';
    const change = (state: 'suspended' | 'active') =>
      store.transact(null, (uow) => uow.changeAccount(accountId, { state }));
    const again = await desk.newCase('same-again');
    await desk.bringToDi(again);
    await change('suspended');
    const user = (await store.accountById(accountId))?.user ?? '';
    return { again, user, activate: () => change('active') };
  }

  it('is issued nothing: neither a new password nor a second user; whoever asks is told, and the case stays', async () => {
    const { again, user, activate } = await secondCaseOfSuspended();
    const told = { kind: 'told', text: ro.refusals['account-suspended'](user) };
    expect(await desk.page.click(OFFICER, 'issue', again)).toMatchObject(told);
    await activate();
    const dialog = await openDialogAs(desk.page, OFFICER, 'issue', again);
    await desk.app.desk.store.transact(null, async (uow) => {
      const account = await uow.accountByUser(user);
      await uow.changeAccount(account?.id ?? '', { state: 'suspended' });
    });
    const late = await dialog.submit({ accountCreated: 'true', mode: 'new-password' });
    expect(late).toMatchObject(told);
    expect(await desk.state(again)).toBe('with-di');
    expect((await desk.app.desk.store.accountByUser(user))?.state).toBe('suspended');
  });

  it('is named as suspended on the card', async () => {
    const { again, user } = await secondCaseOfSuspended();
    await desk.page.click(OFFICER, 'issue', again);
    await desk.app.idle();
    const said = `${ro.related.account(user)} (${ro.related.suspended})`;
    expect(textOf((await desk.card(AB, again)).card)).toContain(said);
  });
});

describe('who takes', () => {
  it('whoever acts first takes the case, and a colleague of the office is not blocked', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'open-details', caseId, {}, 'submit:verify');
    expect((await desk.record(caseId)).access.owner).toBe(`person:${SECRETARY}`);
    const today = { file: '', compared: 'true' };
    await desk.submit(SUPERVISOR, 'record-original', caseId, today);
    expect((await desk.record(caseId)).access.owner).toBe(`person:${SECRETARY}`);
  });

  it('the secretary takes a case back from DI until somebody there has taken it', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    await desk.click(SECRETARY, 'take-back', caseId);
    expect(await desk.state(caseId)).toBe('received');
    await desk.submit(SECRETARY, 'open-details', caseId, {}, 'submit:verify');
    await desk.click(SECRETARY, 'approve', caseId);
    await desk.click(OFFICER, 'take', caseId);
    expect(await told(SECRETARY, 'take-back', caseId)).toContain('Radu Dumitrescu');
  });

  it('a case of another county cannot be worked at, nor DI credentials issued by a secretary', async () => {
    const caseId = await desk.newCase('complete-ab');
    expect(await told(OTHER_OFFICE, 'open-details', caseId)).toContain('OCPI Alba');
    await desk.bringToDi(caseId);
    expect(await told(SECRETARY, 'issue', caseId)).toContain('rolul');
    expect(await told('solicitant', 'open-details', caseId)).toContain('Nu vă cunosc');
  });
});

describe('transfer', () => {
  it('keeps the number, posts a card at the other office, and says "mutat" on the old one', async () => {
    const caseId = await desk.newCase('wrong-office');
    const number = (await desk.record(caseId)).access.number;
    await desk.submit(SECRETARY, 'transfer', caseId, { office: 'CJ', note: 'Este autorizat la Cluj.' });
    expect((await desk.record(caseId)).access.number).toBe(number);
    expect(JSON.stringify((await desk.card(CJ, caseId)).card)).toContain(number);
    expect(JSON.stringify((await desk.card(AB, caseId)).card)).toContain('OCPI Cluj');
    expect(await desk.offered(AB, caseId)).toEqual([]);
    expect(await told(SECRETARY, 'open-details', caseId)).toContain('OCPI Cluj');
    await desk.submit(OTHER_OFFICE, 'open-details', caseId, {}, 'submit:verify');
  });
});

describe('merge', () => {
  it('closes the duplicate, and mail about it reaches the case that lives on', async () => {
    const kept = await desk.newCase('complete-ab');
    const duplicate = await desk.newCase('same-again');
    const { number } = (await desk.record(kept)).access;
    await desk.submit(SECRETARY, 'merge', duplicate, { into: '', number });
    expect(await desk.state(duplicate)).toBe('closed');
    const mailbox = await desk.mailboxOf(duplicate);
    const lines = await desk.page.messages(mailbox);
    const about = (await desk.record(duplicate)).access.number;
    const letter = lines.find(({ subject }) => subject.includes(about));
    await desk.page.answer(mailbox, letter?.id ?? '', 'Mai trimit o dată.', false);
    await desk.app.idle();
    expect(await desk.events(kept)).toContain('mail-received');
    expect(await desk.events(duplicate)).not.toContain('mail-received');
  });
});

describe('withdrawal', () => {
  it('closes the case with its reason, and the applicant is told', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'withdraw', caseId, { note: 'A renunțat la telefon.' });
    const { access } = await desk.record(caseId);
    expect([access.state, access.closing?.reason]).toEqual(['closed', 'withdrawn']);
    expect((await desk.newestMail(await desk.mailboxOf(caseId))).subject).toContain(access.number);
  });
});

describe('reopening', () => {
  it('is the supervisor’s alone, needs a reason, and leads to "De verificat"', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'reject', caseId, { note: 'Nu este autorizat.' });
    expect(await desk.state(caseId)).toBe('rejected');
    expect(await told(SECRETARY, 'reopen', caseId)).toContain('coordonator');
    const dialog = await openDialogAs(desk.page, SUPERVISOR, 'reopen', caseId);
    expect((await dialog.submit({ note: '' })).kind).toBe('dialog-errors');
    await desk.submit(SUPERVISOR, 'reopen', caseId, { note: 'A adus certificatul.' });
    expect(await desk.state(caseId)).toBe('received');
  });
});

describe('mail on a closed case', () => {
  it('becomes "De clasificat", linked to it, and can be put aside once', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'withdraw', caseId, { note: '' });
    const mailbox = await desk.mailboxOf(caseId);
    const letter = await desk.newestMail(mailbox);
    const before = new Set((await desk.page.cards(AB)).map(({ id }) => id));
    await desk.page.answer(mailbox, letter.id, 'M-am răzgândit.', false);
    await desk.app.idle();
    const card = (await desk.page.cards(AB)).find(({ id }) => !before.has(id));
    const unsorted = card?.caseId ?? '';
    expect(JSON.stringify(card?.card)).toContain((await desk.record(caseId)).access.number);
    expect((await desk.page.click(OTHER_OFFICE, 'unsorted-details', unsorted)).kind).toBe('told');
    expect((await desk.page.click(SECRETARY, 'unsorted-details', unsorted)).kind).toBe('dialog');
    const dialog = await openDialogAs(desk.page, SECRETARY, 'unsorted-dismiss', unsorted);
    expect((await dialog.submit({ note: 'Fără urmare.' })).kind).toBe('done');
    expect((await dialog.submit({ note: 'Fără urmare.' })).kind).toBe('told');
  });
});

describe('an answer', () => {
  /** Whoever owns a mailbox answers the newest letter there. */
  async function answerFrom(mailbox: string, text: string): Promise<void> {
    const letter = await desk.newestMail(mailbox);
    expect((await desk.page.answer(mailbox, letter.id, text, false)).kind).toBe('done');
    await desk.app.idle();
  }

  it('of DI or of the secretary to a letter of ours joins the case and changes nothing (A17, A23)', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    await answerFrom(desk.app.desk.config.diAddress, 'Revenim mâine.');
    expect(await desk.state(caseId)).toBe('with-di');
    await desk.issue(caseId);
    await answerFrom(SECRETARY_MAIL, 'Am primit.');
    expect((await desk.events(caseId)).filter((type) => type === 'mail-received')).toHaveLength(2);
    expect(await desk.state(caseId)).toBe('issued');
    expect((await desk.replies(AB, caseId)).join(' ')).toContain('Un coleg de la cutia poștală');
  });

  it('of DCG belongs to the case only once DCG was asked (A13)', async () => {
    const asked = await desk.newCase('complete-ab');
    await desk.submit(SECRETARY, 'send-to-dcg', asked, { note: '' });
    await desk.submit(SECRETARY, 'correct-fact', asked, { fact: 'register', note: 'Nu era nevoie.' });
    await answerFrom(desk.app.desk.config.dcgAddress, 'S-a făcut.');
    expect(await desk.events(asked)).not.toContain('dcg-answered');
    expect(verbsOn((await desk.page.cards(AB)).at(-1)?.card)).toContain('unsorted-attach');
  });
});

describe('an office without a channel', () => {
  it('has its cards with the admins, who may not act on them', async () => {
    const { store } = desk.app.desk;
    const [place] = await store.bindingsFor({ purpose: 'commission', office: 'CJ' });
    await store.transact(null, (uow) => uow.unbindPlace(place?.id ?? ''));
    const caseId = await desk.newCase('complete-cj', 'admin');
    expect((await desk.record(caseId)).access.office).toBe('CJ');
    expect(await told(ADMIN, 'open-details', caseId)).toContain('rolul');
    await desk.submit(OTHER_OFFICE, 'open-details', caseId, {}, 'submit:verify');
  });
});

describe('A23', () => {
  it('that fails is sent again alone; the credentials are not', async () => {
    const config = 'offices:\n  - code: AB\n    secretary: secretar@inexistent.example\n';
    const other = await openDeskAtWork({ config });
    try {
      const caseId = await other.newCase('complete-ab');
      await other.bringToDi(caseId);
      await other.issue(caseId);
      expect((await other.record(caseId)).access).toMatchObject({
        state: 'issuing',
        trouble: { letter: 'to-secretary' },
      });
      expect(await other.offered('di', caseId)).toContain('resend');
      await other.click(OFFICER, 'resend', caseId);
      const sent = (await other.app.desk.store.sentOf(caseId)).map(
        ({ letter, status }) => `${letter} ${status}`,
      );
      expect(sent.filter((each) => each.startsWith('credentials'))).toEqual(['credentials accepted']);
      expect(sent.filter((each) => each.startsWith('to-secretary'))).toHaveLength(2);
    } finally {
      await other.close();
    }
  });
});

describe('A24', () => {
  it('shows the user and the day of the A23 mail, and "Notat pe original" closes the case', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    await desk.issue(caseId);
    expect(await desk.offered(AB, caseId)).toContain('note-on-original');
    expect((await desk.newestMail(SECRETARY_MAIL)).attachments).toHaveLength(1);
    await desk.click(SECRETARY, 'note-on-original', caseId);
    expect(await desk.state(caseId)).toBe('closed');
    expect(await told(SECRETARY, 'note-on-original', caseId)).toContain('deja');
  });
});
