/** What people type on the local page: commands, and lines in the threads of an escalated case. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDialogAs } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
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
let desk: DeskAtWork;
let caseId = '';

beforeAll(async () => {
  desk = await openDeskAtWork();
  caseId = await desk.newCase('complete-ab');
});

afterAll(async () => {
  await desk.close();
});

async function thread(channel: string): Promise<string[]> {
  const card = await desk.card(channel, caseId);
  return (await desk.page.replies(card.id)).map(({ text }) => text);
}

async function write(person: string, channel: string, text: string): Promise<void> {
  await desk.page.writeLine(person, (await desk.card(channel, caseId)).id, text);
  await desk.app.idle();
}

it('a command is answered to whoever typed it, as on every platform', async () => {
  const number = (await desk.record(caseId)).access.number;
  const waiting = await desk.page.command(SECRETARY, 'dosare', AB);
  expect(textOf(waiting.kind === 'card' ? waiting.card : null)).toContain(number);
  const timeline = await desk.page.command(SECRETARY, `dosar ${number.toLowerCase()}`, null);
  expect(textOf(timeline.kind === 'card' ? timeline.card : null)).toContain('Jurnalul dosarului este întreg');
  expect(await desk.page.command(OTHER_OFFICE, `dosar ${number}`, AB)).toEqual({
    ...{ kind: 'told', text: ro.commands.caseNotFound(number) },
  });
  expect(await desk.page.command(SECRETARY, 'leaga AB', AB)).toMatchObject({ kind: 'told' });
  await expect(desk.page.command('nimeni', 'dosare', AB)).rejects.toThrow('400');
});

it('a line goes nowhere before the case is escalated, to the other end while it is, and to the applicant never', async () => {
  const mailbox = await desk.mailboxOf(caseId);
  const letters = (await desk.page.messages(mailbox)).length;
  await write(SECRETARY, AB, 'Numai aici.');
  const dialog = await openDialogAs(desk.page, SECRETARY, 'escalate', caseId);
  expect((await dialog.submit({ target: 'di', note: 'Are deja cont?' })).kind).toBe('done');
  await desk.app.idle();
  await write(SECRETARY, AB, 'Văd contul vechi.');
  await write(OFFICER, DI, 'Este al altcuiva.');
  expect(await thread(DI)).toContain('Maria Ionescu (OCPI Alba): Văd contul vechi.');
  expect((await thread(AB)).at(-1)).toContain('(DI): Este al altcuiva.');
  expect((await thread(DI)).join()).not.toContain('Numai aici.');
  expect(await desk.page.messages(mailbox)).toHaveLength(letters);
  await expect(desk.page.writeLine(SECRETARY, 'niciunul', 'x')).rejects.toThrow('404');
});

it('a question waits for whoever it is put before, until it is closed', async () => {
  const number = (await desk.record(caseId)).access.number;
  const waitsFor = async (person: string): Promise<boolean> => {
    const answer = await desk.page.command(person, 'dosare', null);
    return textOf(answer.kind === 'card' ? answer.card : null).includes(number);
  };
  expect([await waitsFor(OFFICER), await waitsFor(SUPERVISOR)]).toEqual([true, false]);
  await desk.submit(SECRETARY, 'escalate', caseId, { target: 'supervisor', note: 'Aprobați?' });
  expect(await waitsFor(SUPERVISOR)).toBe(true);
  for (const { id } of (await desk.record(caseId)).access.escalations ?? []) {
    await desk.submit(SECRETARY, 'close-escalation', caseId, { escalation: id, note: 'Lămurit.' });
  }
  expect([await waitsFor(OFFICER), await waitsFor(SUPERVISOR)]).toEqual([false, false]);
});
