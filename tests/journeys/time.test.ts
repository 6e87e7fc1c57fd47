/** Days pass: what is due, what the applicant is reminded of, and when closing is offered (product.md; A15). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskAtWork, openDeskAtWork, SECRETARY, SUPERVISOR } from './desk-at-work.ts';

const DAY = 24 * 60 * 60 * 1000;
const AB = 'office:AB';
/** A Monday, half past ten in Bucharest. */
const BEGIN = Date.parse('2026-11-23T08:30:00Z');

let folder = '';
let clock = BEGIN;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'acces-time-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The desk stopped, and started again after so many days of the calendar: what fell due meanwhile happens. */
async function openAfter(days: number): Promise<DeskAtWork> {
  clock = BEGIN + days * DAY;
  const desk = await openDeskAtWork({ folder, now: () => new Date(clock) });
  await desk.app.remind();
  await desk.app.idle();
  return desk;
}

describe('while the applicant is waited for', () => {
  it('a mail goes out at 5 and 15 working days, and at 30 closing is offered, even if the desk was off', async () => {
    let desk = await openAfter(0);
    const caseId = await desk.newCase('complete-ab');
    const mailbox = await desk.mailboxOf(caseId);
    await desk.submit(SECRETARY, 'open-details', caseId, {}, 'submit:verify');
    expect((await desk.record(caseId)).access.dueAt).toBeNull();
    const letters = async (): Promise<number> => (await desk.page.messages(mailbox)).length;
    expect(await letters()).toBe(1);
    await desk.close();

    desk = await openAfter(6);
    expect(await letters()).toBe(1);
    await desk.close();

    desk = await openAfter(10);
    expect(await letters()).toBe(2);
    expect((await desk.newestMail(mailbox)).text).toMatch(/original/i);
    await desk.close();

    desk = await openAfter(60);
    expect(await desk.events(caseId)).toEqual(
      expect.arrayContaining(['applicant-reminded', 'close-offered']),
    );
    expect(await letters()).toBe(3);
    expect(await desk.offered(AB, caseId)).toContain('close-original-missing');
    await desk.submit(SECRETARY, 'close-original-missing', caseId);
    expect(await desk.state(caseId)).toBe('closed');
    expect(await letters()).toBe(4);
    await desk.close();
  });
});

describe('what is due at the office', () => {
  it('is told in the thread once, when the two working days are over, and mentions the secretary', async () => {
    let desk = await openAfter(70);
    const caseId = await desk.newCase('complete-ab');
    await desk.close();
    desk = await openAfter(71);
    expect(await desk.events(caseId)).not.toContain('became-overdue');
    await desk.close();
    desk = await openAfter(80);
    const events = await desk.events(caseId);
    expect(events.filter((type) => type === 'became-overdue')).toHaveLength(1);
    const card = await desk.card(AB, caseId);
    const replies = await desk.page.replies(card.id);
    expect(replies.at(-1)?.mentions.map(({ externalId }) => externalId)).toContain(SECRETARY);
    await desk.close();
  });
});

describe('nobody is reminded at night or on a holiday', () => {
  it('what fell due before a long weekend is told on the morning after it, and a day later to the supervisor', async () => {
    // Received on a Thursday: due on Wednesday, the 2nd of December, for the 30th and the 1st are holidays.
    let desk = await openAfter(3);
    const caseId = await desk.newCase('complete-ab');
    await desk.close();
    const told = async (type: string): Promise<number> =>
      (await desk.events(caseId)).filter((each) => each === type).length;

    // Wednesday, half past nine in the evening.
    desk = await openAfter(9 + 11 / 24);
    expect(await told('became-overdue')).toBe(0);
    await desk.close();

    // Thursday, half past eight in the morning.
    desk = await openAfter(10 - 2 / 24);
    expect(await told('became-overdue')).toBe(1);
    expect(await told('supervisor-told')).toBe(0);
    await desk.close();

    // Monday, after the deadline of Friday evening.
    desk = await openAfter(14);
    expect(await told('supervisor-told')).toBe(1);
    const replies = await desk.page.replies((await desk.card(AB, caseId)).id);
    expect(replies.at(-1)?.mentions.map(({ externalId }) => externalId)).toEqual([SUPERVISOR]);
    await desk.close();
  });
});
