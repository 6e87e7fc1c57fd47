/** A reported problem (P1, P2), on a whole desk: real mail in, real clicks, real mail out. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../../src/desk/problem/carry-out-problem.ts';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { dialogIn, openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import type { ProblemCase } from '../../src/workflow/problem.ts';
import { textOf } from './card-text.ts';
import {
  type DeskAtWork,
  OFFICER,
  OTHER_OFFICE,
  openDeskAtWork,
  SECRETARY,
  SUPERVISOR,
} from './desk-at-work.ts';

const AB = 'office:AB';
const DI = 'di';
const SUBJECT = 'Problemă la încărcarea planurilor în sistem';
const TEXT = 'Bună ziua,\nLa încărcarea fișierului CPXML primesc o eroare. Vă rog să rezolvați problema.';
const DAY = 24 * 60 * 60 * 1000;

let desk: DeskAtWork;
/** A Monday, half past ten in Bucharest: nobody is reminded at night or on holidays. */
const BEGIN = Date.parse('2026-11-23T08:30:00Z');
const started = Date.now();
let ahead = 0;

beforeAll(async () => {
  desk = await openDeskAtWork({ now: () => new Date(BEGIN + Date.now() - started + ahead) });
});

afterAll(async () => {
  await desk.close();
});

interface Written {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly inReplyTo?: string;
}

async function write(written: Written = {}): Promise<string> {
  const { from = `ion-${randomUUID().slice(0, 8)}@masuratori-fara-semnatura.example` } = written;
  const { to = 'ab@ancpi.ro', subject = SUBJECT, text = TEXT, inReplyTo } = written;
  const raw = await composeMail({
    from: { name: 'Ion Măsurătoru', address: from },
    ...{ to, subject, text, date: desk.app.desk.now() },
    messageId: `<${randomUUID()}@exemplu.example>`,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    program: 'test',
    attachments: [],
  });
  const slot = { host: '127.0.0.1', port: desk.app.smtpPort };
  expect(await deliverMail({ ...slot, raw, envelope: { from, to: [to] } })).toEqual({ accepted: true });
  await desk.app.idle();
  return from;
}

async function newestCase(channel = AB): Promise<string> {
  const card = (await desk.page.cards(channel)).at(-1);
  return card?.caseId ?? '';
}

async function cardText(channel: string, caseId: string): Promise<string> {
  return textOf((await desk.page.cards(channel)).find((each) => each.caseId === caseId)?.card);
}

async function offered(channel: string, caseId: string): Promise<string[]> {
  const card = (await desk.page.cards(channel)).find((each) => each.caseId === caseId);
  return [...new Set(verbsOn(card?.card))];
}

async function problem(caseId: string): Promise<ProblemCase> {
  const row = await desk.app.desk.store.caseById(caseId);
  if (row?.kind !== 'problem') {
    throw new Error('No problem');
  }
  return problemOf(row);
}

async function press(person: string, verb: string, caseId: string): Promise<string> {
  const answer = await desk.page.click(person, verb, caseId);
  await desk.app.idle();
  return 'text' in answer ? `${answer.kind}: ${answer.text}` : answer.kind;
}

async function submit(
  person: string,
  verb: string,
  caseId: string,
  inputs: Readonly<Record<string, string>>,
): Promise<string> {
  const dialog = await openDialogAs(desk.page, person, verb, caseId);
  const answer = await dialog.submit(inputs);
  const { kind } =
    answer.kind === 'dialog' ? await dialogIn(desk.page, person, caseId, answer).submit() : answer;
  await desk.app.idle();
  return kind;
}

async function thread(channel: string, caseId: string): Promise<string[]> {
  const card = (await desk.page.cards(channel)).find((each) => each.caseId === caseId);
  return (await desk.page.replies(card?.id ?? '')).map(({ text }) => text);
}

async function reported(written: Written = {}): Promise<{ readonly caseId: string; readonly from: string }> {
  const from = await write(written);
  return { caseId: await newestCase(), from };
}

describe('a problem written to an office (P1)', () => {
  it('is a card in its channel, and whoever reported it is told the number', async () => {
    const { caseId, from } = await reported();
    // The page says whose turn it is.
    expect((await desk.page.overview()).hint).toMatchObject({
      ...{ caseId, channelKey: AB, personExternalId: SECRETARY },
    });
    const { number, state, office } = await problem(caseId);
    expect([state, office]).toEqual(['received', 'AB']);
    expect(number).toMatch(/^AB-\d{4}-\d{5}$/);
    expect(await cardText(AB, caseId)).toContain(SUBJECT);
    const letter = await desk.newestMail(from);
    expect(letter.subject).toContain(number);
    expect(letter.text).toContain('OCPI Alba');
  });

  it('is another’s by role, and no other office’s', async () => {
    const { caseId } = await reported();
    for (const person of [OTHER_OFFICE, OFFICER]) {
      for (const verb of [
        'problem-take',
        'problem-details',
        'problem-answer',
        'problem-resolve',
        'escalate',
      ]) {
        expect(await press(person, verb, caseId)).toBe(`told: ${ro.problem.refusals['not-yours']}`);
      }
    }
    expect((await problem(caseId)).owner).toBeNull();
  });

  it('that was written to DI goes to the office of the account, else stays with DI', async () => {
    const { store } = desk.app.desk;
    const email = 'cu.cont@masuratori-fara-semnatura.example';
    const account = {
      user: 'cu.cont',
      email,
      office: 'AB',
      personName: 'Ana',
      cnpHash: '',
      authorisation: '',
    };
    await store.transact(null, (uow) => uow.createAccount({ ...account, state: 'active' }));
    await write({ from: email, to: 'autorizati@ancpi.ro' });
    const atOffice = await newestCase();
    expect(await problem(atOffice)).toMatchObject({ office: 'AB' });
    expect(await cardText(AB, atOffice)).toContain('cu.cont');
    await write({ to: 'autorizati@ancpi.ro' });
    const withDi = await newestCase(DI);
    expect(await problem(withDi)).toMatchObject({ office: 'DI' });
    expect(await offered(DI, withDi)).toEqual([
      ...['problem-take', 'problem-resolve', 'problem-answer', 'escalate', 'problem-details'],
    ]);
    expect(await submit(OFFICER, 'problem-resolve', withDi, { note: 'Este în regulă acum.' })).toBe('done');
    expect((await problem(withDi)).state).toBe('closed');
  });

  it('reported too often waits for a person, and is answered by nobody', async () => {
    const from = await write();
    for (let more = 1; more < 10; more += 1) {
      await write({ from, subject: `${SUBJECT} (${more})` });
    }
    const last = await newestCase();
    await write({ from, subject: `${SUBJECT} (11)` });
    expect(await newestCase()).not.toBe(last);
    expect(verbsOn((await desk.page.cards(AB)).at(-1)?.card)).toContain('unsorted-details');
  });
});

describe('the office (P2)', () => {
  it('takes it, answers, and solves it: the outcome is mailed, and the case is closed', async () => {
    const { caseId, from } = await reported();
    expect(await press(SECRETARY, 'problem-take', caseId)).toBe(`done: ${ro.problem.done.take}`);
    expect(await press(SECRETARY, 'problem-take', caseId)).toBe(
      `told: ${ro.problem.refusals['already-done']}`,
    );
    expect((await problem(caseId)).owner).toBe(`person:${SECRETARY}`);
    expect(await submit(SECRETARY, 'problem-answer', caseId, { text: 'Ce mesaj vedeți?' })).toBe('done');
    expect((await desk.newestMail(from)).text).toContain('Ce mesaj vedeți?');
    expect(await submit(SECRETARY, 'problem-resolve', caseId, { note: '' })).toBe('dialog-errors');
    expect(await submit(SECRETARY, 'problem-resolve', caseId, { note: 'Contul este deblocat.' })).toBe(
      'done',
    );
    const letter = await desk.newestMail(from);
    expect(letter.subject).toContain(ro.letterTexts['problem-outcome'].subject);
    expect(letter.text).toContain('Contul este deblocat.');
    expect((await problem(caseId)).state).toBe('closed');
    expect(await press(SECRETARY, 'problem-resolve', caseId)).toBe(
      `told: ${ro.problem.refusals['already-closed']}`,
    );
    expect(await cardText(AB, caseId)).toContain('Contul este deblocat.');
    const { store } = desk.app.desk;
    const rows = (await store.events(caseId)).flatMap((event) => event.rows.split(' ')).filter(Boolean);
    expect(new Set(rows)).toEqual(new Set(['P1', 'P2']));
    expect(await store.verifyChain(caseId)).toMatchObject({ whole: true });
  });

  it('hears of an answer in the card’s thread; the details show the mail, to them alone, and say who looked', async () => {
    const { caseId, from } = await reported();
    const { number } = await problem(caseId);
    await submit(SECRETARY, 'problem-answer', caseId, { text: 'Ce mesaj vedeți?' });
    const sent = await desk.app.desk.store.sentOf(caseId);
    const inReplyTo = sent.findLast(({ letter }) => letter === 'problem-answer')?.messageId ?? '';
    await write({ from, subject: `Re: [${number}] Despre problemă`, text: 'Eroarea 403.', inReplyTo });
    expect((await thread(AB, caseId)).at(-1)).toContain(ro.actors.applicant);
    const details = await desk.page.click(SECRETARY, 'problem-details', caseId);
    expect(textOf(details.kind === 'dialog' ? details.card : null)).toContain('Eroarea 403.');
    expect(await desk.events(caseId)).toContain('problem-details-opened');
  });

  it('puts it before DI, who sees it and ends it with an outcome; nothing of it reaches the applicant', async () => {
    const { caseId, from } = await reported();
    const letters = (await desk.page.messages(from)).length;
    const asked = { target: 'di', note: 'Are drepturi în aplicație?', urgent: 'true' };
    expect(await submit(SECRETARY, 'escalate', caseId, asked)).toBe('done');
    expect(await offered(DI, caseId)).toEqual(['close-escalation', 'problem-details']);
    expect(await cardText(DI, caseId)).toContain('Are drepturi în aplicație?');
    expect(await press(OFFICER, 'problem-resolve', caseId)).toBe(`told: ${ro.problem.refusals['not-yours']}`);
    expect(await submit(OFFICER, 'close-escalation', caseId, { note: 'I-am dat drepturile.' })).toBe('done');
    expect((await thread(AB, caseId)).at(-1)).toContain('I-am dat drepturile.');
    expect(await offered(DI, caseId)).toEqual([]);
    expect(await press(OFFICER, 'problem-details', caseId)).toBe(`told: ${ro.problem.refusals['not-yours']}`);
    expect(await desk.page.messages(from)).toHaveLength(letters);
    expect((await problem(caseId)).state).toBe('in-work');
  });

  it('of two who solve it at once one does, and nothing that the other wrote is kept', async () => {
    const { caseId, from } = await reported();
    const dialogs = [
      await openDialogAs(desk.page, SECRETARY, 'problem-resolve', caseId),
      await openDialogAs(desk.page, SUPERVISOR, 'problem-resolve', caseId),
    ];
    const answers = await Promise.all(
      dialogs.map((each, index) => each.submit({ note: `Rezultatul ${index}.` })),
    );
    await desk.app.idle();
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['done', 'told']);
    const notes = await desk.app.desk.store.transact(null, (uow) =>
      uow.session.tables.note.count({ where: { caseId } }),
    );
    expect(notes).toBe(1);
    const outcome = ro.letterTexts['problem-outcome'].subject;
    const letters = (await desk.page.messages(from)).filter(({ subject }) => subject.includes(outcome));
    expect(letters).toHaveLength(1);
  });

  it('which document somebody opened stands in the log; nobody of another office opens one', async () => {
    const { caseId } = await reported();
    const { store } = desk.app.desk;
    const documentId = await store.transact(null, async (uow) => {
      const blob = await store.documents.put(Buffer.from('eroare'));
      return await uow.addDocument({
        caseId,
        kind: 'other',
        name: 'eroare.png',
        blob,
        bytes: 6,
        mediaType: 'image/png',
      });
    });
    const open = (person: string) => desk.page.click(person, 'open-document', caseId, { documentId });
    expect((await open(OTHER_OFFICE)).kind).toBe('told');
    expect((await open(SECRETARY)).kind).toBe('link');
    const event = (await store.events(caseId)).find(({ type }) => type === 'problem-document-opened');
    expect(event).toMatchObject({ actor: `person:${SECRETARY}`, payload: { documentId } });
  });

  it('solving it ends what is open elsewhere', async () => {
    const { caseId } = await reported();
    await submit(SECRETARY, 'escalate', caseId, { target: 'di', note: 'Vă rog.' });
    await submit(SUPERVISOR, 'problem-resolve', caseId, { note: 'S-a rezolvat singură.' });
    expect(await problem(caseId)).toMatchObject({ state: 'closed', escalations: [] });
    expect((await thread(DI, caseId)).at(-1)).toContain('S-a rezolvat singură.');
  });

  it('is reminded once when it is late', async () => {
    const { caseId } = await reported();
    ahead += 10 * DAY;
    await desk.app.remind();
    await desk.app.remind();
    await desk.app.idle();
    const events = await desk.events(caseId);
    expect(events.filter((type) => type === 'problem-overdue')).toHaveLength(1);
    expect((await thread(AB, caseId)).at(-1)).toBe(ro.problem.events['problem-overdue']());
    // The supervisor hears of it a working day later; here there is no channel of theirs.
    ahead += 5 * DAY;
    await desk.app.remind();
    await desk.app.idle();
    expect((await thread(AB, caseId)).at(-1)).toBe(ro.problem.events['problem-supervisor-told']());
    ahead -= 15 * DAY;
  });

  it('takes in a mail that nobody could place, once a person says that it belongs here', async () => {
    const from = await write();
    const caseId = await newestCase();
    const { number } = await problem(caseId);
    // Names the case only, and proves nothing.
    await write({ from, subject: `[${number}] completare`, text: 'Eroarea este E-4711, la fișierul doi.' });
    const unsorted = await newestCase();
    expect(unsorted).not.toBe(caseId);
    expect(await submit(SECRETARY, 'unsorted-attach', unsorted, { number })).toMatch(/^done/);
    await desk.app.idle();
    expect(await desk.events(caseId)).toContain('problem-mail-received');
    const details = await desk.page.click(SECRETARY, 'problem-details', caseId);
    expect(textOf(details.kind === 'dialog' ? details.card : null)).toContain('E-4711');
    expect((await desk.app.desk.store.inboundOf(unsorted)).length).toBe(0);
  });

  it('takes in none of another office', async () => {
    await write({ to: 'cj@ancpi.ro' });
    const { number } = await problem(await newestCase('office:CJ'));
    await write({ subject: 'fără subiect cunoscut', text: 'Salut.' });
    const unsorted = await newestCase();
    const dialog = await openDialogAs(desk.page, SECRETARY, 'unsorted-attach', unsorted);
    const answer = await dialog.submit({ number });
    expect(answer).toMatchObject({ kind: 'dialog-errors' });
    expect(JSON.stringify(answer)).toContain(ro.inputErrors.caseUnknown);
  });
});
