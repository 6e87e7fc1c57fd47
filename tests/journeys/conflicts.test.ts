/** Clicking twice, two people at once, a stale card: one outcome, and the others are told privately who did what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bot/channel.ts';
import { createClickHandler } from '../../src/desk/handle-click.ts';
import { ADMIN, type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY, SUPERVISOR } from './desk-at-work.ts';

const ROUNDS = 200;
const AT_ONCE = 20;

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork({ logLevel: 'warn' });
});

afterAll(async () => {
  await desk.close();
});

function kinds(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of answers) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

describe('simultaneous clicks', () => {
  it(`of ${AT_ONCE} conflicting clicks one wins, ${ROUNDS} times; the others are told`, {
    timeout: 180_000,
  }, async () => {
    const caseId = await desk.newCase('complete-ab');
    const click = createClickHandler(desk.app.desk);
    const workbook = (await desk.record(caseId)).access.workbook?.hash ?? '';
    const as = (person: string, verb: string, inputs: Record<string, string> = {}): Promise<Answer> =>
      click({ channel: 'local', externalId: person, verb, caseId, inputs });
    for (let round = 0; round < ROUNDS; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          as(index % 2 === 0 ? SECRETARY : SUPERVISOR, 'submit:verify', { workbook }),
        ),
      );
      expect(kinds(answers)).toEqual({ done: 1, told: AT_ONCE - 1 });
      const undo = { fact: 'verified', note: 'Încă o dată.' };
      expect((await as(SECRETARY, 'submit:correct-fact', undo)).kind).toBe('done');
    }
    const events = await desk.events(caseId);
    expect(events.filter((type) => type === 'verified')).toHaveLength(ROUNDS);
    expect(await desk.app.desk.store.verifyChain(caseId)).toMatchObject({ whole: true });
    await desk.app.idle();
  });

  it('of different decisions at once exactly one holds', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    const answers = await Promise.all([
      desk.page.click(SECRETARY, 'take-back', caseId),
      desk.page.click(OFFICER, 'take', caseId),
      desk.page.click(SUPERVISOR, 'take-back', caseId),
      desk.page.click(OFFICER, 'submit:return', caseId, { note: 'Lipsește sediul.' }),
    ]);
    const events = await desk.events(caseId);
    const took = events.filter((type) => ['taken-back', 'returned'].includes(type));
    expect(took).toHaveLength(1);
    expect(kinds(answers).told).toBeGreaterThanOrEqual(2);
    expect(await desk.state(caseId)).toBe('received');
  });

  it('credentials issued twice at once go out once', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    const workbook = (await desk.record(caseId)).access.workbook?.hash ?? '';
    const inputs = {
      workbook,
      user: 'dublu.clic',
      webAddress: 'https://acces.ancpi.ro',
      password: 'Parola-Dubla-7',
      accountCreated: 'true',
    };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => desk.page.click(OFFICER, 'submit:issue', caseId, inputs)),
    );
    expect(kinds(answers).done).toBe(1);
    await desk.app.idle();
    const sent = await desk.app.desk.store.sentOf(caseId);
    expect(sent.filter(({ letter }) => letter === 'credentials')).toHaveLength(1);
  });
});

describe('the one who lost', () => {
  it('is told by whom and when it was done, and what the state is now', async () => {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    const answer = await desk.page.click(SUPERVISOR, 'approve', caseId);
    expect(answer).toMatchObject({ kind: 'told' });
    expect(answer.kind === 'told' && answer.text).toMatch(
      /Nu s-a schimbat nimic\. .*Maria Ionescu.*\d\d\.\d\d\.\d{4}, \d\d:\d\d.*La DI/s,
    );
  });

  it('an admin has no part in cases, a forged verb or case does nothing', async () => {
    const caseId = await desk.newCase('complete-ab');
    const before = await desk.events(caseId);
    for (const [person, verb, id] of [
      [ADMIN, 'take', caseId],
      [SECRETARY, 'submit:receive-mail', caseId],
      [SECRETARY, 'submit:letter-accepted', caseId],
      [SECRETARY, 'time-passed', caseId],
      [SECRETARY, 'take', '00000000-0000-7000-8000-000000000000'],
      [SECRETARY, 'submit:__proto__', caseId],
      [SECRETARY, 'submit:constructor', caseId],
    ] as const) {
      expect((await desk.page.click(person, verb, id)).kind).toBe('told');
    }
    expect(await desk.events(caseId)).toEqual(before);
  });
});
