/** `preda`, `memento` and `limba`: cases into a colleague's hands, who is reminded, and in which language people are answered. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/texts/en.ts';
import { ro } from '../../src/texts/ro.ts';
import {
  ADMINS,
  ALBA,
  ANDREI,
  COORDONATOR,
  ELENA,
  IOANA,
  MARIA,
  openSlackDesk,
  type SlackDesk,
} from './slack-desk.ts';

const { commands } = ro;
const DAY = 24 * 60 * 60 * 1000;
/** A Monday, half past ten in Bucharest. */
const BEGIN = Date.parse('2026-11-23T08:30:00Z');
let clock = BEGIN;
let desk: SlackDesk;

beforeAll(async () => {
  desk = await openSlackDesk({ now: () => new Date(clock) });
  await desk.bindChannels();
  await desk.say(ELENA, COORDONATOR, 'leaga AB coordonator');
  await desk.say(ELENA, ADMINS, 'rol da dana.pop@ancpi.example Dana Pop secretar AB');
});

afterAll(async () => {
  await desk.close();
});

/** A case of its own for a test: its number. */
async function newCase(): Promise<string> {
  await desk.mail('complete-ab');
  const rows = await desk.app.desk.store.queue({ open: true, kinds: ['access'] });
  return rows.at(-1)?.number ?? '';
}

async function ownerOf(number: string): Promise<string> {
  const row = await desk.app.desk.store.caseByNumber(number);
  const person = row?.ownerId ? await desk.app.desk.store.personById(row.ownerId) : undefined;
  return person?.email ?? '';
}

function threadOf(channel: string): string {
  return desk.thread(channel, desk.cards(channel).at(-1)?.ts ?? '').join('\n');
}

it('a supervisor gives a case to a colleague, who is mentioned in its thread; the chain keeps it', async () => {
  const number = await newCase();
  expect(await desk.say(ANDREI, ALBA, `preda ${number} dana.pop@ancpi.example`)).toBe(
    commands.reassign.done(number, 'Dana Pop'),
  );
  expect(await ownerOf(number)).toBe('dana.pop@ancpi.example');
  expect(threadOf(ALBA)).toContain('Andrei Bota a dat dosarul în grija: Dana Pop');
  expect(desk.text(desk.cards(ALBA).at(-1) as never)).toContain('Dana Pop');
  const row = await desk.app.desk.store.caseByNumber(number);
  expect(await desk.app.desk.store.verifyChain(row?.id ?? '')).toMatchObject({ whole: true });
  expect(await desk.say(ANDREI, ALBA, `preda ${number} dana.pop@ancpi.example`)).toContain('S-a făcut deja');
});

it('nobody else may, and nobody gets a case of an office where they have no role', async () => {
  const number = await newCase();
  expect(await desk.say(MARIA, ALBA, `preda ${number} dana.pop@ancpi.example`)).toContain(
    ro.roles.supervisor,
  );
  expect(await desk.say(IOANA, ALBA, `preda ${number} ioana.muresan@ancpi.example`)).toBe(
    commands.caseNotFound(number),
  );
  expect(await desk.say(ANDREI, ALBA, `preda ${number} ioana.muresan@ancpi.example`)).toContain(
    ro.roles.secretary,
  );
  expect(await desk.say(ANDREI, ALBA, `preda ${number} nimeni@ancpi.example`)).toContain(
    'nimeni@ancpi.example',
  );
  expect(await desk.say(ANDREI, ALBA, `preda ${number}`)).toBe(commands.reassign.how);
  expect(await ownerOf(number)).toBe('');
});

it('all that somebody has goes to a colleague at once; an admin may do it everywhere', async () => {
  const numbers = [await newCase(), await newCase()];
  for (const number of numbers) {
    await desk.say(ANDREI, ALBA, `preda ${number} maria.ionescu@ancpi.example`);
  }
  const answer = await desk.say(ELENA, ALBA, 'preda maria.ionescu@ancpi.example dana.pop@ancpi.example');
  expect(answer).toBe(commands.reassign.doneAll('Maria Ionescu', 'Dana Pop', 2, 0));
  expect(await Promise.all(numbers.map(ownerOf))).toEqual(Array(2).fill('dana.pop@ancpi.example'));
});

it('what is late mentions its owner, a day later the supervisor in their channel; whoever muted it is not mentioned', async () => {
  const number = await newCase();
  await desk.say(ANDREI, ALBA, `preda ${number} maria.ionescu@ancpi.example`);
  expect(await desk.say(MARIA, ALBA, 'memento oprit')).toBe(commands.reminders.muted);
  expect(await desk.say(MARIA, ALBA, 'memento poate')).toBe(commands.reminders.how);
  clock += 10 * DAY;
  await desk.app.remind();
  await desk.settled();
  const late = desk
    .thread(ALBA, desk.cards(ALBA).at(-1)?.ts ?? '')
    .filter((line) => line.includes('Termenul a trecut'));
  expect(late).toHaveLength(1);
  expect(late[0]).not.toContain(`@${MARIA}`);
  expect(await desk.say(MARIA, ALBA, 'memento pornit')).toBe(commands.reminders.told);
  clock += 4 * DAY;
  await desk.app.remind();
  await desk.settled();
  expect(threadOf(ALBA)).toContain(`@${ANDREI}`);
  expect(desk.text(desk.cards(COORDONATOR).at(-1) as never)).toContain(number);
  expect(threadOf(COORDONATOR)).toContain('coordonatorul este anunțat');
});

it('whoever chooses English is answered in English, in dialogs too; cards and everybody else stay in Romanian', async () => {
  await newCase();
  expect(await desk.say(MARIA, ALBA, 'limba franceza')).toBe(commands.language.how);
  expect(await desk.say(MARIA, ALBA, 'limba engleză')).toBe(en.commands.language.done);
  expect(await desk.say(MARIA, ALBA, '')).toContain(en.commands.help.title);
  expect(await desk.say(ANDREI, ALBA, '')).toContain(commands.help.title);
  expect(await desk.say(MARIA, ALBA, 'dosre')).toBe(en.commands.unknown('dosre', 'dosare'));
  await desk.press(MARIA, ALBA, ro.actions['record-original']);
  expect(desk.window(MARIA).view).toMatchObject({
    title: { text: en.dialogs['record-original'].title },
    close: { text: en.slack.modal.cancel },
  });
  expect(desk.buttons(desk.cards(ALBA).at(-1) as never)).toContain(ro.actions['record-original']);
  expect(await desk.say(MARIA, ALBA, 'limba ro')).toBe(commands.language.done);
  expect(await desk.say(MARIA, ALBA, '')).toContain(commands.help.title);
});
