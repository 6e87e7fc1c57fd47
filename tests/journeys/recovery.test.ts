/** A lost password (R1–R4), on a whole desk: real mail in, real clicks, real mail out – and the ways to get somebody else's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireCard } from '../../src/bot/local/page/wire.ts';
import { recoveryOf } from '../../src/desk/recovery/recovery-finding.ts';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import type { RecoveryCase } from '../../src/workflow/recovery.ts';
import { textOf } from './card-text.ts';
import { ADMIN, type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const DI = 'di';
const DI_MAIL = 'autorizati@ancpi.ro';
const HOUR = 60 * 60 * 1000;
const ASKS = 'Solicitare generare parolă nouă';
const WORDS = 'Bună ziua,\nAm uitat parola. Vă rog să îmi generați o parolă nouă.';

let desk: DeskAtWork;
let ahead = 0;

beforeAll(async () => {
  desk = await openDeskAtWork({ now: () => new Date(Date.now() + ahead) });
});

afterAll(async () => {
  await desk.close();
});

beforeEach(async () => {
  // The brake of three a day is tried on its own.
  ahead += 25 * HOUR;
  await desk.app.idle();
});

/** Somebody whose account was issued by this desk; their mails are signed by their provider. */
async function owner(): Promise<{ readonly mailbox: string; readonly user: string }> {
  const caseId = await desk.newCase('complete-ab');
  await desk.bringToDi(caseId);
  await desk.issue(caseId);
  const { access, row } = await desk.record(caseId);
  const account = await desk.app.desk.store.accountById(access.issue?.accountId ?? '');
  expect(account).toMatchObject({ state: 'active', email: row.senderEmail });
  return { mailbox: row.senderEmail ?? '', user: account?.user ?? '' };
}

/** An account at an invented firm whose domain publishes nothing: its mails prove nothing. */
async function firm(
  state: 'active' | 'suspended' = 'active',
  email = `birou-${randomUUID().slice(0, 8)}@masuratori-fara-semnatura.example`,
): Promise<{ readonly mailbox: string; readonly user: string }> {
  const user = `firma.${randomUUID().slice(0, 8)}`;
  const account = { user, email, office: 'AB', personName: 'Ana Măsurătoru', cnpHash: '', authorisation: '' };
  await desk.app.desk.store.transact(null, (uow) => uow.createAccount({ ...account, state }));
  return { mailbox: email, user };
}

interface Written {
  readonly from: string;
  readonly subject?: string;
  readonly text?: string;
  readonly inReplyTo?: string;
  readonly headers?: readonly string[];
  readonly name?: string;
}

async function write(written: Written): Promise<void> {
  const { from, subject = ASKS, text = WORDS, inReplyTo, headers = [], name = 'Birou' } = written;
  const composed = await composeMail({
    from: { name, address: from },
    to: DI_MAIL,
    subject,
    text,
    date: desk.app.desk.now(),
    messageId: `<${randomUUID()}@exemplu.example>`,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    program: 'test',
    attachments: [],
  });
  const raw = Buffer.concat([Buffer.from(headers.map((line) => `${line}\r\n`).join('')), composed]);
  const slot = { host: '127.0.0.1', port: desk.app.smtpPort, localAddress: '127.0.0.66' };
  expect(await deliverMail({ ...slot, raw, envelope: { from, to: [DI_MAIL] } })).toEqual({ accepted: true });
  await desk.app.idle();
}

async function newest(): Promise<WireCard & { readonly caseId: string }> {
  const card = (await desk.page.cards(DI)).at(-1);
  if (!card?.caseId) {
    throw new Error('DI has no card');
  }
  return { ...card, caseId: card.caseId };
}

async function cardOf(caseId: string): Promise<WireCard> {
  const found = (await desk.page.cards(DI)).find((card) => card.caseId === caseId);
  if (!found) {
    throw new Error('The case has no card');
  }
  return found;
}

async function recovery(caseId: string): Promise<RecoveryCase> {
  const row = await desk.app.desk.store.caseById(caseId);
  if (row?.kind !== 'recovery') {
    throw new Error('No recovery case');
  }
  return recoveryOf(row);
}

/** A button and its fallback have the same verb. */
function distinct(verbs: readonly string[]): string[] {
  return [...new Set(verbs)];
}

async function offered(caseId: string): Promise<string[]> {
  return distinct(verbsOn((await cardOf(caseId)).card));
}

async function press(verb: string, caseId: string, person = OFFICER): Promise<string> {
  const answer = await desk.page.click(person, verb, caseId);
  await desk.app.idle();
  return answer.kind === 'dialog' ? 'dialog' : `${answer.kind}: ${'text' in answer ? answer.text : ''}`;
}

async function issue(caseId: string): Promise<string> {
  const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId);
  const answer = await dialog.submit({ passwordSet: 'true' });
  expect(answer).toMatchObject({ kind: 'done' });
  await desk.app.idle();
  return dialog.inputs.password ?? '';
}

/** The letters of the desk to an address, newest first. */
async function lettersTo(mailbox: string): Promise<string[]> {
  return (await desk.page.messages(mailbox)).map(({ subject }) => subject);
}

async function codeIn(
  mailbox: string,
): Promise<{ readonly code: string; readonly messageId: string; readonly text: string }> {
  const { id, subject, text } = await desk.newestMail(mailbox);
  expect(subject).toContain(ro.letterTexts['recovery-code'].subject);
  const code = /[A-Z2-9]{5}-[A-Z2-9]{5}/.exec(text)?.[0] ?? '';
  return { code, text, messageId: id };
}

async function sentId(caseId: string, letter: string): Promise<string> {
  const sent = await desk.app.desk.store.sentOf(caseId);
  return sent.findLast((each) => each.letter === letter)?.messageId ?? '';
}

/** A case of the firm in which the code was sent. */
async function challenged(): Promise<{
  readonly mailbox: string;
  readonly user: string;
  readonly caseId: string;
  readonly code: string;
  readonly letter: string;
  readonly answer: (text: string, more?: Partial<Written>) => Promise<void>;
}> {
  const { mailbox, user } = await firm();
  await write({ from: mailbox });
  const { caseId } = await newest();
  expect(await press('recovery-send-code', caseId)).toBe(`done: ${ro.recovery.done.code}`);
  const { code, text: letter } = await codeIn(mailbox);
  const inReplyTo = await sentId(caseId, 'recovery-code');
  const answer = (text: string, more: Partial<Written> = {}) =>
    write({
      from: mailbox,
      subject: `Re: ${ro.letterTexts['recovery-code'].subject}`,
      text,
      inReplyTo,
      ...more,
    });
  return { mailbox, user, caseId, code, letter, answer };
}

describe('whose mail is proven and comes from the registered address', () => {
  it('gets a new password in the own workbook, at that address alone; nothing of it stays (R1–R4)', async () => {
    const { mailbox, user } = await owner();
    expect((await desk.page.askNewPassword(mailbox)).kind).toBe('done');
    await desk.app.idle();
    const { caseId, card } = await newest();
    const said = textOf(card);
    expect(said).toContain(ro.recovery.addressIs.matches);
    expect(said).toContain('dovedit');
    expect(said).toContain(user);
    expect(distinct(verbsOn(card))).toEqual(['recovery-issue', 'recovery-details', 'recovery-reject']);
    const password = await issue(caseId);
    const { state, issue: issued } = await recovery(caseId);
    expect(state).toBe('closed');
    expect(issued?.mailedAt).not.toBeNull();
    const letter = await desk.newestMail(mailbox);
    expect(letter.subject).toContain(ro.letterTexts['recovery-credentials'].subject);
    expect(letter.text).toContain(user);
    expect(letter.text).not.toContain(password);
    expect(letter.attachments).toHaveLength(1);
    const workbook = await desk.page.attachment(mailbox, letter.id, 0);
    expect(await desk.app.desk.excel.findTraces(workbook, password)).not.toEqual([]);
    const asked = await desk.app.desk.excel.readForm(
      workbook,
      letter.attachments[0]?.name ?? '',
      '2026-11-26',
    );
    // The applicant's own workbook, with everything that stood in it.
    expect(asked).toMatchObject({ ok: true, fields: { email: mailbox } });
    const { store } = desk.app.desk;
    const sealed = await store.transact(null, (uow) =>
      uow.session.tables.effect.count({ where: { secretSealed: { not: null } } }),
    );
    expect(sealed).toBe(0);
    expect(JSON.stringify([await store.events(caseId), desk.log])).not.toContain(password);
    const rows = (await store.events(caseId)).flatMap((event) => event.rows.split(' '));
    expect(new Set(rows)).toEqual(new Set(['R1', 'R2', 'R3', 'R4']));
    expect(await store.verifyChain(caseId)).toMatchObject({ whole: true });
  });

  it('is told the same at first as anybody else who asks', async () => {
    const { mailbox } = await owner();
    await desk.page.askNewPassword(mailbox);
    await desk.app.idle();
    const known = (await desk.newestMail(mailbox)).text;
    const stranger = 'nimeni@masuratori-fara-semnatura.example';
    await write({ from: stranger });
    const unknown = (await desk.newestMail(stranger)).text;
    const plain = (text: string) => text.replace(/DI-\d{4}-\d{5}/g, 'DI-NR');
    expect(plain(unknown)).toBe(plain(known));
  });

  it('asks again in the same case while it is open, and three times a day at most', async () => {
    const { mailbox } = await firm();
    const cards = async () => (await desk.page.cards(DI)).length;
    const before = await cards();
    await write({ from: mailbox });
    const { caseId } = await newest();
    await write({ from: mailbox });
    expect(await cards()).toBe(before + 1);
    expect((await recovery(caseId)).askedBy).toHaveLength(2);
    for (let closed = 0; closed < 3; closed += 1) {
      const open = (await newest()).caseId;
      const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-reject', open);
      await dialog.submit({ note: 'Repetat.' });
      await desk.app.idle();
      await write({ from: mailbox });
    }
    // The fourth of the day is put before a person, as a mail to be sorted, and answered by nobody.
    expect(verbsOn((await newest()).card)).toContain('unsorted-details');
    expect(await lettersTo(mailbox)).toHaveLength(3);
  });
});

describe('whose mail nothing proves', () => {
  it('is sent a code at the registered address, and its answer proves them (R3)', async () => {
    const { caseId, code, answer, mailbox } = await challenged();
    expect(await offered(caseId)).toEqual(['recovery-details', 'recovery-reject']);
    await answer(`Bună ziua,\nCodul este ${code.toLowerCase()}.`);
    expect(textOf((await cardOf(caseId)).card)).toContain(ro.recovery.provenByCode);
    expect((await offered(caseId))[0]).toBe('recovery-issue');
    const password = await issue(caseId);
    expect((await recovery(caseId)).state).toBe('closed');
    // An account that was issued before the desk has no workbook of its own: a blank one carries the credentials.
    const { id } = await desk.newestMail(mailbox);
    const workbook = await desk.page.attachment(mailbox, id, 0);
    expect(await desk.app.desk.excel.findTraces(workbook, password)).not.toEqual([]);
    expect((await lettersTo(mailbox))[0]).toContain(ro.letterTexts['recovery-credentials'].subject);
  });

  it('finds the code in force for a day', async () => {
    const { caseId, code, answer } = await challenged();
    ahead += 24 * HOUR + 60_000;
    await desk.app.remind();
    await desk.app.idle();
    expect(await recovery(caseId)).toMatchObject({ state: 'received', challenge: null, codesSpent: false });
    await answer(code);
    expect((await recovery(caseId)).provenByCode).toBeNull();
    // DI may send another one.
    expect((await offered(caseId))[0]).toBe('recovery-send-code');
  });

  it('has the code nowhere but in the letter', async () => {
    const { caseId, code } = await challenged();
    const { store } = desk.app.desk;
    const kept = [
      await store.events(caseId),
      await recovery(caseId),
      await store.effectsOf(caseId),
      desk.log,
    ];
    expect(JSON.stringify(kept)).not.toContain(code);
    expect(textOf((await cardOf(caseId)).card)).not.toContain(code);
  });
});

describe('the ways to get somebody else’s password', () => {
  const refused = ['recovery-details', 'recovery-reject'];

  async function nothingIssued(caseId: string): Promise<void> {
    expect(await press('recovery-issue', caseId)).toMatch(/^told: /);
    expect(await offered(caseId)).not.toContain('recovery-issue');
    const submit = await desk.page.click(OFFICER, 'submit:recovery-issue', caseId, {
      webAddress: 'https://acces.exemplu.ro',
      password: 'Kem4Tus7Rab2Vun9',
      passwordSet: 'true',
    });
    expect(submit.kind).toBe('told');
    expect((await recovery(caseId)).issue).toBeNull();
  }

  async function asked(written: Written): Promise<string> {
    await write(written);
    return (await newest()).caseId;
  }

  it('1: asking from an address of one’s own', async () => {
    const caseId = await asked({ from: 'strain@masuratori-fara-semnatura.example' });
    expect(await offered(caseId)).toEqual(refused);
    await nothingIssued(caseId);
    expect(await press('recovery-send-code', caseId)).toBe(`told: ${ro.recovery.refusals['not-registered']}`);
  });

  it('2: writing the victim’s address as sender, unsigned: no password, and the code goes to the victim', async () => {
    const { mailbox } = await firm();
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
  });

  it('3: writing as somebody whose domain disowns unsigned mail', async () => {
    const { mailbox } = await owner();
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
  });

  it('4: an answer address of one’s own (Reply-To)', async () => {
    const { mailbox } = await firm();
    const caseId = await asked({ from: mailbox, headers: ['Reply-To: hot@exemplu.example'] });
    await press('recovery-send-code', caseId);
    expect(await lettersTo('hot@exemplu.example')).toEqual([]);
    expect((await lettersTo(mailbox))[0]).toContain(ro.letterTexts['recovery-code'].subject);
  });

  it('5: two From headers', async () => {
    const { mailbox } = await firm();
    const before = (await desk.page.cards(DI)).length;
    await write({ from: mailbox, headers: ['From: hot@exemplu.example'] });
    for (const { caseId } of (await desk.page.cards(DI)).slice(before)) {
      expect((await desk.page.click(OFFICER, 'recovery-issue', caseId ?? '')).kind).toBe('told');
    }
    expect(await lettersTo('hot@exemplu.example')).not.toContain(
      ro.letterTexts['recovery-credentials'].subject,
    );
  });

  it('6: an address that only looks the same (Cyrillic letters)', async () => {
    const { mailbox } = await firm();
    const caseId = await asked({ from: mailbox.replace('masuratori', 'xn--msuratori-5fg') });
    expect(textOf((await cardOf(caseId)).card)).toContain(ro.recovery.addressIs.unknown);
    await nothingIssued(caseId);
  });

  it('7: the victim’s address as the sender’s name', async () => {
    const { mailbox } = await firm();
    const caseId = await asked({ from: 'hot@masuratori-fara-semnatura.example', name: mailbox });
    await nothingIssued(caseId);
  });

  it('8: the victim’s address in the text, "send it to my new address"', async () => {
    const { mailbox, user } = await firm();
    const text = `Sunt ${mailbox}, USER ${user}. Trimiteți parola nouă la hot@exemplu.example.`;
    const caseId = await asked({ from: 'hot2@masuratori-fara-semnatura.example', text });
    await nothingIssued(caseId);
    expect(await lettersTo('hot@exemplu.example')).toEqual([]);
  });

  it('9: a plus or a dot more in the address', async () => {
    const { mailbox } = await firm();
    for (const near of [mailbox.replace('@', '+1@'), mailbox.replace('-', '.')]) {
      const caseId = await asked({ from: near });
      await nothingIssued(caseId);
    }
  });

  it('10: a suspended account, even of the right person', async () => {
    const { mailbox } = await firm('suspended');
    const caseId = await asked({ from: mailbox });
    expect(textOf((await cardOf(caseId)).card)).toContain(ro.recovery.suspended);
    await nothingIssued(caseId);
    expect(await press('recovery-send-code', caseId)).toBe(`told: ${ro.recovery.refusals.suspended}`);
  });

  it('11: an account that is suspended while the dialog is open', async () => {
    const { caseId, code, answer, user } = await challenged();
    await answer(code);
    const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId);
    const { store } = desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { state: 'suspended' }));
    expect((await dialog.submit({ passwordSet: 'true' })).kind).toBe('told');
    expect((await recovery(caseId)).issue).toBeNull();
  });

  it('12: an account whose address was changed after the code was answered', async () => {
    const { caseId, code, answer, user } = await challenged();
    await answer(code);
    const { store } = desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { email: 'noua@exemplu.example' }));
    await nothingIssued(caseId);
  });

  it('13: guessing the code: five tries, then no other code in this case', async () => {
    const { caseId, code, answer } = await challenged();
    for (const wrong of ['AAAAA-AAAAA', 'BBBBB-BBBBB', 'CCCCC-CCCCC', 'DDDDD-DDDDD', 'EEEEE-EEEEE']) {
      await answer(`Codul: ${wrong}`);
    }
    expect(await recovery(caseId)).toMatchObject({ state: 'received', challenge: null, codesSpent: true });
    await answer(code);
    await nothingIssued(caseId);
    expect(await press('recovery-send-code', caseId)).toBe(`told: ${ro.recovery.refusals['codes-spent']}`);
  });

  it('14: many codes in one mail are as many tries', async () => {
    const { caseId, code, answer } = await challenged();
    await answer(`AAAAA-AAAAA BBBBB-BBBBB CCCCC-CCCCC DDDDD-DDDDD EEEEE-EEEEE ${code}`);
    expect(await recovery(caseId)).toMatchObject({ provenByCode: null, codesSpent: true });
  });

  it('15: the victim’s "it was not me" that quotes our letter', async () => {
    const { caseId, letter, answer } = await challenged();
    const quoted = letter.split('\n').map((line) => `> ${line}`);
    await answer(['Nu eu am cerut!', '', 'La 26.11.2026, ANCPI a scris:', ...quoted].join('\n'));
    expect((await recovery(caseId)).provenByCode).toBeNull();
    await nothingIssued(caseId);
  });

  it('16: the code from another address', async () => {
    const { caseId, code, answer } = await challenged();
    await answer(code, { from: 'hot@masuratori-fara-semnatura.example' });
    expect((await recovery(caseId)).provenByCode).toBeNull();
  });

  it('17: the code of another case', async () => {
    const other = await challenged();
    const { caseId, answer } = await challenged();
    await answer(other.code);
    expect((await recovery(caseId)).provenByCode).toBeNull();
  });

  it('18: the same code a second time, in a later case', async () => {
    const { caseId, code, answer, mailbox } = await challenged();
    await answer(code);
    await issue(caseId);
    const again = await asked({ from: mailbox });
    await press('recovery-send-code', again);
    const inReplyTo = await sentId(again, 'recovery-code');
    await write({ from: mailbox, subject: 'Re: cod', text: code, inReplyTo });
    expect((await recovery(again)).provenByCode).toBeNull();
  });

  it('19: an answer by an automatic program that quotes everything', async () => {
    const { caseId, code, answer } = await challenged();
    await answer(`Sunt plecat. ${code}`, { headers: ['Auto-Submitted: auto-replied'] });
    expect((await recovery(caseId)).provenByCode).toBeNull();
  });

  it('20: an address that several accounts share, with none named', async () => {
    const { mailbox } = await firm();
    await firm('active', mailbox);
    const caseId = await asked({ from: mailbox });
    await nothingIssued(caseId);
    expect(await press('recovery-send-code', caseId)).toBe(
      `told: ${ro.recovery.refusals['several-accounts']}`,
    );
  });

  it('21: the other account of a shared address: a code holds for the account that it was sent for', async () => {
    const { mailbox, user } = await firm();
    const other = await firm('active', mailbox);
    const caseId = await asked({ from: mailbox, text: `${WORDS}\nUSER: ${user}` });
    await press('recovery-send-code', caseId);
    const { code } = await codeIn(mailbox);
    const inReplyTo = await sentId(caseId, 'recovery-code');
    await write({ from: mailbox, subject: 'Re: cod', text: `${code} pentru ${other.user}`, inReplyTo });
    await issue(caseId);
    const issued = (await recovery(caseId)).issue?.accountId ?? '';
    expect((await desk.app.desk.store.accountById(issued))?.user).toBe(user);
  });

  it('22: a secretary or an admin, who may not issue, nor send a code, nor read the mail', async () => {
    const { mailbox } = await owner();
    await desk.page.askNewPassword(mailbox);
    await desk.app.idle();
    const { caseId } = await newest();
    for (const person of [SECRETARY, ADMIN]) {
      for (const verb of [
        'recovery-issue',
        'recovery-send-code',
        'recovery-details',
        'submit:recovery-issue',
      ]) {
        expect(await press(verb, caseId, person)).toMatch(/^told: /);
      }
    }
    expect((await recovery(caseId)).issue).toBeNull();
  });

  it('23: pressing twice: the second password is issued to nobody', async () => {
    const { mailbox } = await owner();
    await desk.page.askNewPassword(mailbox);
    await desk.app.idle();
    const { caseId } = await newest();
    const dialogs = [
      await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId),
      await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId),
    ];
    const answers = await Promise.all(dialogs.map((each) => each.submit({ passwordSet: 'true' })));
    await desk.app.idle();
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['done', 'told']);
    const letters = await lettersTo(mailbox);
    const subject = ro.letterTexts['recovery-credentials'].subject;
    expect(letters.filter((each) => each.includes(subject))).toHaveLength(1);
  });

  it('24: a closed case', async () => {
    const { mailbox } = await owner();
    await desk.page.askNewPassword(mailbox);
    await desk.app.idle();
    const { caseId } = await newest();
    await issue(caseId);
    expect(await press('recovery-issue', caseId)).toBe(`told: ${ro.recovery.refusals['already-closed']}`);
    expect(await press('recovery-reject', caseId)).toBe(`told: ${ro.recovery.refusals['already-closed']}`);
  });

  it('25: an account whose first letter has not gone out yet', async () => {
    const { mailbox, user } = await firm();
    const { store } = desk.app.desk;
    const id = (await store.accountByUser(user))?.id ?? '';
    await store.transact(null, (uow) => uow.changeAccount(id, { state: 'pending' }));
    const caseId = await asked({ from: mailbox });
    expect(textOf((await cardOf(caseId)).card)).toContain(ro.recovery.addressIs.unknown);
    await nothingIssued(caseId);
  });

  it('26: an access case that names the victim’s account: its number lets no mail into a recovery', async () => {
    const { caseId, code } = await challenged();
    const { number } = await recovery(caseId);
    await write({ from: 'hot@masuratori-fara-semnatura.example', subject: `[${number}] cod`, text: code });
    expect((await recovery(caseId)).provenByCode).toBeNull();
  });
});

describe('what else may happen', () => {
  it('rejecting tells the applicant nothing, and needs a reason', async () => {
    const { mailbox } = await firm();
    await write({ from: mailbox });
    const { caseId } = await newest();
    const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-reject', caseId);
    expect((await dialog.submit({ note: '' })).kind).toBe('dialog-errors');
    expect((await dialog.submit({ note: 'Nu este dovedit.' })).kind).toBe('done');
    await desk.app.idle();
    expect((await recovery(caseId)).state).toBe('rejected');
    expect(await lettersTo(mailbox)).toHaveLength(1);
    expect(textOf((await cardOf(caseId)).card)).toContain('Nu este dovedit.');
  });

  it('what was typed wrongly is said at its field, and the case stays', async () => {
    const { mailbox } = await owner();
    await desk.page.askNewPassword(mailbox);
    await desk.app.idle();
    const { caseId } = await newest();
    const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId);
    const answer = await dialog.submit({ password: 'a', webAddress: 'acces' });
    expect(answer).toMatchObject({ kind: 'dialog-errors' });
    const inputs = answer.kind === 'dialog-errors' ? answer.errors.map(({ input }) => input) : [];
    expect(inputs).toEqual(['webAddress', 'password', 'passwordSet']);
    expect((await recovery(caseId)).state).toBe('received');
  });
});
