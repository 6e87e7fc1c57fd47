/** Letters that the mail server does not take: tried for three days where that may help, told on the card at once where not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { parsedMail } from '../mail/raw-mail.ts';
import { type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY, SECRETARY_MAIL } from './desk-at-work.ts';
import { type OutsideServer, openOutsideServer } from './outside-server.ts';

const AB = 'office:AB';
const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
const ACKNOWLEDGEMENT_LOST = /Nu a ajuns: confirmarea de primire/;
const CREDENTIALS_LOST = /Mailul cu credențialele nu a ajuns/;

let outside: OutsideServer;
let desk: DeskAtWork;
let clock = Date.parse('2026-11-23T08:30:00Z');

beforeAll(async () => {
  outside = await openOutsideServer();
  desk = await openDeskAtWork({ env: { SMTP_URL: outside.url }, now: () => new Date(clock) });
});

afterAll(async () => {
  await desk.close();
  await outside.close();
});

beforeEach(() => {
  outside.mood = null;
});

async function pass(ms: number): Promise<void> {
  clock += ms;
  await desk.app.idle();
}

async function cardOf(caseId: string): Promise<string> {
  return JSON.stringify((await desk.card(AB, caseId)).card);
}

/** A case whose acknowledgement the server treats like this, and the address it goes to. */
async function caseIn(mood: OutsideServer['mood']): Promise<{ caseId: string; applicant: string }> {
  outside.mood = mood;
  const caseId = await desk.newCase('complete-ab');
  return { caseId, applicant: await desk.mailboxOf(caseId) };
}

const GREYLISTED = { code: 450, says: '4.2.0 Greylisted, try again in five minutes' };
const UNKNOWN = { code: 550, says: '5.1.1 No such user here' };

describe('a letter that is refused for now', () => {
  it('is tried again and arrives once; the card says nothing of it', async () => {
    const { caseId, applicant } = await caseIn(GREYLISTED);
    expect(await outside.idsFor(applicant)).toEqual([]);
    expect(await cardOf(caseId)).not.toMatch(ACKNOWLEDGEMENT_LOST);
    await pass(4 * SECOND);
    expect(outside.tries.get(applicant)).toBe(1);
    outside.mood = null;
    await pass(SECOND);
    await pass(DAY);
    expect(await outside.idsFor(applicant)).toHaveLength(1);
    expect(await desk.events(caseId)).not.toContain('letter-undelivered');
  });

  it('is told on the card after the third day, not before, and is not tried any more', async () => {
    const { caseId, applicant } = await caseIn(GREYLISTED);
    for (let hours = 0; hours < 71; hours += 1) {
      await pass(HOUR);
    }
    expect(await cardOf(caseId)).not.toMatch(ACKNOWLEDGEMENT_LOST);
    await pass(HOUR / 2);
    await pass(HOUR / 2);
    await pass(HOUR / 2);
    expect(await cardOf(caseId)).toMatch(ACKNOWLEDGEMENT_LOST);
    expect((await desk.replies(AB, caseId)).at(-1)).toMatch(/Nu a ajuns la destinatar/);
    const tried = outside.tries.get(applicant);
    outside.mood = null;
    await pass(DAY);
    expect([outside.tries.get(applicant), await outside.idsFor(applicant)]).toEqual([tried, []]);
  });

  it('once given up, can be sent again from the card, once', async () => {
    const { caseId, applicant } = await caseIn(UNKNOWN);
    outside.mood = null;
    await desk.click(SECRETARY, 'resend', caseId);
    expect(await outside.idsFor(applicant)).toHaveLength(1);
    expect(await cardOf(caseId)).not.toMatch(ACKNOWLEDGEMENT_LOST);
  });
});

describe('a letter that is refused for good', () => {
  it('is told on the card at once, and not tried again', async () => {
    const { caseId, applicant } = await caseIn(UNKNOWN);
    expect(await cardOf(caseId)).toMatch(ACKNOWLEDGEMENT_LOST);
    await pass(4 * DAY);
    expect(outside.tries.get(applicant)).toBe(1);
    expect((await desk.events(caseId)).filter((type) => type === 'letter-undelivered')).toHaveLength(1);
  });

  it('for a reason that is ours waits: the same letter to another address would fare no better', async () => {
    const { caseId, applicant } = await caseIn({ code: 554, says: '5.7.1 Relay access denied' });
    expect(await cardOf(caseId)).not.toMatch(ACKNOWLEDGEMENT_LOST);
    outside.mood = null;
    await pass(5 * SECOND);
    expect(await outside.idsFor(applicant)).toHaveLength(1);
  });
});

describe('a mail server that is away', () => {
  it('for two days costs nothing but time, the password included', async () => {
    const { caseId, applicant } = await caseIn(null);
    await desk.bringToDi(caseId);
    const before = outside.taken.length;
    await outside.close();
    const password = await desk.issue(caseId);
    for (let hours = 0; hours < 48; hours += 8) {
      await pass(8 * HOUR);
    }
    expect([await desk.state(caseId), outside.taken.length]).toEqual(['issuing', before]);
    expect(await cardOf(caseId)).not.toMatch(CREDENTIALS_LOST);
    await outside.reopen();
    await pass(HOUR);
    expect(await desk.state(caseId)).toBe('issued');
    const since = outside.taken.slice(before);
    expect(since.map(({ to }) => to)).toEqual([applicant, SECRETARY_MAIL]);
    const { attachments } = await parsedMail(since[0]?.raw ?? Buffer.alloc(0));
    const workbook = attachments[0]?.bytes ?? Buffer.alloc(0);
    expect(await desk.app.desk.excel.findTraces(workbook, password)).not.toEqual([]);
  });

  it('for more than three days brings the case back to the secretary, and no password goes out any more', async () => {
    const { caseId } = await caseIn(null);
    await desk.bringToDi(caseId);
    await outside.close();
    await desk.issue(caseId);
    await pass(3 * DAY);
    expect(await desk.state(caseId)).toBe('issuing');
    await pass(HOUR / 2);
    await outside.reopen();
    expect(await desk.state(caseId)).toBe('received');
    expect(await cardOf(caseId)).toMatch(CREDENTIALS_LOST);
    const taken = outside.taken.length;
    await pass(DAY);
    expect(outside.taken).toHaveLength(taken);
  });

  it('while it says that it took a letter gets it again under the same Message-ID', async () => {
    outside.hangUpOnce();
    const { caseId, applicant } = await caseIn(null);
    expect(await cardOf(caseId)).not.toMatch(ACKNOWLEDGEMENT_LOST);
    await pass(5 * SECOND);
    await pass(DAY);
    const ids = await outside.idsFor(applicant);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });
});

describe('a one-time code that waited until another one took its place (R3)', () => {
  it('never leaves: its owner would try a code that is worth nothing', async () => {
    const email = 'birou@masuratori-fara-semnatura.example';
    const caseId = await asks(email);
    outside.mood = GREYLISTED;
    const sendCode = async () => {
      expect((await desk.page.click(OFFICER, 'recovery-send-code', caseId)).kind).toBe('done');
      await desk.app.idle();
    };
    await sendCode();
    clock += DAY + HOUR;
    await desk.app.remind();
    await sendCode();
    outside.mood = null;
    const before = (await outside.idsFor(email)).length;
    await pass(DAY / 2);
    await pass(DAY / 4);
    expect((await outside.idsFor(email)).length - before).toBe(1);
  });
});

describe('a one-time code whose letter is refused (R3)', () => {
  it('is told to DI, who may send another at once; the refused one is worth nothing', async () => {
    const caseId = await asks('alt.birou@masuratori-fara-semnatura.example');
    outside.mood = UNKNOWN;
    expect((await desk.page.click(OFFICER, 'recovery-send-code', caseId)).kind).toBe('done');
    await desk.app.idle();
    const { store } = desk.app.desk;
    expect(await store.caseById(caseId)).toMatchObject({ state: 'received', facts: { challenge: null } });
    const card = (await desk.page.cards('di')).find((each) => each.caseId === caseId);
    const lines = await desk.page.replies(card?.id ?? '');
    expect(lines.at(-1)?.text).toBe(ro.recovery.events['code-undelivered']());
    expect(verbsOn(card?.card)).toContain('recovery-send-code');
    outside.mood = null;
    expect((await desk.page.click(OFFICER, 'recovery-send-code', caseId)).kind).toBe('done');
    await desk.app.idle();
    expect(await store.caseById(caseId)).toMatchObject({ state: 'awaiting-code' });
  });
});

/** Somebody with an account at this address asks for a new password. Returns the id of the case with DI. */
async function asks(email: string): Promise<string> {
  const { store } = desk.app.desk;
  const user = email.split('@')[0] ?? '';
  const account = { user, email, office: 'AB', personName: 'Ana', cnpHash: '', authorisation: '' };
  await store.transact(null, (uow) => uow.createAccount({ ...account, state: 'active' }));
  const raw = await composeMail({
    from: { name: 'Birou', address: email },
    to: 'autorizati@ancpi.ro',
    subject: 'Solicitare generare parolă nouă',
    text: 'Am uitat parola. Vă rog să îmi generați alta.',
    date: new Date(clock),
    messageId: `<parola-${user}@masuratori-fara-semnatura.example>`,
    program: 'test',
    attachments: [],
  });
  const slot = { host: '127.0.0.1', port: desk.app.smtpPort };
  await deliverMail({ ...slot, raw, envelope: { from: email, to: ['autorizati@ancpi.ro'] } });
  await desk.app.idle();
  return (await desk.page.cards('di')).at(-1)?.caseId ?? '';
}
