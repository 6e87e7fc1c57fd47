/** `pastrare`: off until it is set, a trial before anything goes, holds, and what is left in chat, lists and logs afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { ADMINS, ALBA, ANDREI, ELENA, MARIA, openSlackDesk, type SlackDesk } from './slack-desk.ts';

const { retention } = ro.commands;
const MONTH = 31 * 24 * 60 * 60 * 1000;
const SET = 'pastrare 36 luni aprobat Ion Popescu pv 123/2026';
/** A Monday, half past ten in Bucharest. */
let clock = Date.parse('2026-11-23T08:30:00Z');
let desk: SlackDesk;
const numbers: string[] = [];

beforeAll(async () => {
  desk = await openSlackDesk({ now: () => new Date(clock) });
  await desk.bindChannels();
  for (const note of ['Nu este autorizat.', 'Reținut de instanță.', 'Se redeschide.']) {
    numbers.push(await rejectedCase(note));
  }
  await desk.mail('complete-ab');
  clock += 40 * MONTH;
});

afterAll(async () => {
  await desk.close();
});

async function rejectedCase(note: string): Promise<string> {
  await desk.mail('complete-ab');
  await desk.press(MARIA, ALBA, ro.actions.more);
  await desk.slack.people.press(MARIA, { view: desk.window(MARIA).id }, ro.actions.reject);
  expect((await desk.submit(MARIA, { note })).outcome).toBe('cleared');
  const cases = await desk.app.desk.store.queue({ open: false, kinds: ['access'] });
  return cases.at(-1)?.number ?? '';
}

function admin(text: string): Promise<string> {
  return desk.say(ELENA, ADMINS, text);
}

async function idOf(number: string): Promise<string> {
  return (await desk.app.desk.store.caseByNumber(number))?.id ?? '';
}

function cardOf(number: string) {
  return desk.cards(ALBA).find((card) => desk.text(card).includes(number));
}

function codeIn(text: string): string {
  return /pastrare sterge ([0-9A-F]{6})/.exec(text)?.[1] ?? '';
}

it('is an admin’s, and off until it is set with an approval and the number of the minutes', async () => {
  expect(await desk.say(ANDREI, ALBA, 'pastrare')).toBe(ro.commands.notForYou(ro.roles.admin));
  expect(await admin('pastrare')).toContain(retention.off);
  expect(await admin('pastrare proba')).toContain(retention.off);
  expect(await admin('pastrare 36 luni')).toBe(retention.how);
  expect(await admin('pastrare 0 luni aprobat Ion Popescu pv 1')).toBe(retention.how);
  expect(await admin('pastrare sterge ABCDEF')).toBe(retention.noTrial);
  expect(await admin(SET)).toContain('aprobat de Ion Popescu, proces-verbal nr. 123/2026');
  expect(await admin('pastrare')).toContain('36 luni');
});

it('counts in a trial what would go, and removes nothing', async () => {
  expect(await admin(`pastrare retine ${numbers[1]}`)).toBe(retention.holds(numbers[1] ?? ''));
  expect(await admin(`pastrare retine ${numbers[1]}`)).toBe(retention.alreadySo(numbers[1] ?? ''));
  const trial = await admin('pastrare proba');
  expect(trial).toContain(numbers[0]);
  expect(trial).not.toContain(numbers[1]);
  expect(trial).toContain(numbers[2]);
  expect(await desk.app.desk.store.notesOf(await idOf(numbers[0] ?? ''))).toHaveLength(1);
});

it('removes with the code of a trial exactly what it found, but not what was reopened meanwhile', async () => {
  const { store } = desk.app.desk;
  const card = cardOf(numbers[0] ?? '');
  expect(desk.thread(ALBA, card?.ts ?? '').join()).toContain('Nu este autorizat.');
  const code = codeIn(await admin('pastrare proba'));
  const reopened = cardOf(numbers[2] ?? '');
  await desk.slack.people.press(ANDREI, { channel: ALBA, ts: reopened?.ts ?? '' }, ro.actions.more);
  await desk.slack.people.press(ANDREI, { view: desk.window(ANDREI).id }, ro.actions.reopen);
  expect((await desk.submit(ANDREI, { note: 'A venit decizia.' })).outcome).toBe('cleared');
  expect(await admin('pastrare sterge 000000')).toBe(retention.noTrial);
  expect(await admin(`pastrare sterge ${code}`)).toContain(retention.removed(1, '123/2026'));
  await desk.settled();

  const id = await idOf(numbers[0] ?? '');
  expect(await store.caseById(id)).toMatchObject({ kind: 'purged', applicantName: null, senderEmail: null });
  expect(await store.notesOf(id)).toEqual([]);
  expect(await store.documentsOf(id)).toEqual([]);
  expect(await store.verifyChain(id)).toMatchObject({ whole: true });
  const text = desk.text(cardOf(numbers[0] ?? '') as never);
  expect(text).toContain('proces-verbal nr. 123/2026');
  expect(text).not.toMatch(/Popescu Andrei|Nu este autorizat/);
  expect(desk.thread(ALBA, card?.ts ?? '')).toEqual([]);
  for (const [kept, state] of [
    [numbers[1], 'rejected'],
    [numbers[2], 'received'],
  ]) {
    expect(await store.caseByNumber(kept ?? '')).toMatchObject({ kind: 'access', state });
  }
});

it('leaves in the case’s history who did what and when, without what anybody wrote', async () => {
  const history = await desk.say(ANDREI, ALBA, `dosar ${numbers[0]}`);
  expect(history).toContain('Datele personale au fost șterse');
  expect(history).toContain('Maria Ionescu a respins cererea.');
  expect(history).toContain('Jurnalul dosarului este întreg');
  expect(history).not.toContain('Nu este autorizat');
  expect(await desk.app.desk.store.verifyChain('desk')).toMatchObject({ whole: true });
});

it('a trial is good for a day and for what was set then; a hold can be lifted', async () => {
  const code = codeIn(await admin('pastrare proba')) || 'ABCDEF';
  expect(await admin(`pastrare elibereaza ${numbers[1]}`)).toBe(retention.lifted(numbers[1] ?? ''));
  const fresh = codeIn(await admin('pastrare proba'));
  expect(await admin(`pastrare sterge ${code}`)).toBe(retention.noTrial);
  clock += MONTH;
  expect(await admin(`pastrare sterge ${fresh}`)).toBe(retention.noTrial);
  const again = codeIn(await admin('pastrare proba'));
  await admin('pastrare oprit');
  expect(await admin(`pastrare sterge ${again}`)).toBe(retention.noTrial);
  expect(await admin('pastrare')).toContain(retention.off);
});
