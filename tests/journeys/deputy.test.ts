/** Out of office: a colleague of the same office stands in for a time, by decision, and the role ends by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditReport } from '../../src/desk/audit-report.ts';
import { ro } from '../../src/texts/ro.ts';
import { ALBA, ELENA, IOANA, MARIA, openSlackDesk, RADU, type SlackDesk } from './slack-desk.ts';

const { roles } = ro.commands;
const HOUR = 60 * 60 * 1000;
const MARIA_MAIL = 'maria.ionescu@ancpi.example';

let desk: SlackDesk;
let clock = Date.parse('2026-12-01T08:00:00Z');

beforeAll(async () => {
  desk = await openSlackDesk({ now: () => new Date(clock) });
  await desk.bindChannels();
});

afterAll(async () => {
  await desk.close();
});

async function supervisors(): Promise<string[]> {
  const people = await desk.app.desk.store.people({ role: 'supervisor', office: 'AB' });
  return people.map(({ name }) => name);
}

async function say(text: string, person = ELENA): Promise<string> {
  return await desk.say(person, ALBA, text);
}

describe('standing in', () => {
  it('is for an admin to say, with a role, a time and the decision’s number', async () => {
    expect(await say(`rol inlocuieste ${MARIA_MAIL} coordonator AB 10.12.2026 decizia 7`, MARIA)).toContain(
      'este nevoie de rolul',
    );
    for (const wrong of [
      'coordonator AB 10.12.2026',
      'coordonator AB decizia 7',
      'coordonator AB 31.02.2027 decizia 7',
      'coordonator AB 10.11.2026 decizia 7',
      'coordonator AB 10.12.2026-01.12.2026 decizia 7',
      'coordonator AB 01.12.2026-10.12.2028 decizia 7',
      'coordonator XX 10.12.2026 decizia 7',
      'admin 10.12.2026 decizia 7',
      'coordonator AB 10.12.2026 decizia *7*<!channel>',
    ]) {
      expect(await say(`rol inlocuieste ${MARIA_MAIL} ${wrong}`)).toContain(roles.howDeputy.slice(0, 40));
    }
    expect(await supervisors()).not.toContain('Maria Ionescu');
  });

  it('is for a colleague of the same office only', async () => {
    // Neither another county, nor DI, nor an admin: their roles belong to no office.
    for (const person of [IOANA, RADU, ELENA]) {
      const said = await say(`rol inlocuieste <@${person}> coordonator AB 10.12.2026 decizia 7`);
      expect(said).toContain('numai un coleg al aceluiași oficiu');
    }
    const atDi = await say(`rol inlocuieste ${MARIA_MAIL} di 10.12.2026 decizia 7`);
    expect(atDi).toContain('numai un coleg al aceluiași oficiu');
  });

  it('gives the role until the last day is over in Bucharest, and then takes it by itself', async () => {
    const said = await say(`rol inlocuieste <@${MARIA}> coordonator AB 10.12.2026 decizia 123/2026`);
    expect(said).toContain(
      roles.deputy('Maria Ionescu', 'coordonator AB', '01.12.2026', '10.12.2026', '123/2026'),
    );
    expect(await supervisors()).toContain('Maria Ionescu');
    expect(await say(`rol arata ${MARIA_MAIL}`)).toContain(
      roles.until('coordonator AB', '10.12.2026', '123/2026'),
    );
    clock = Date.parse('2026-12-10T21:59:00Z');
    expect(await supervisors()).toContain('Maria Ionescu');
    clock = Date.parse('2026-12-10T22:00:00Z');
    expect(await supervisors()).not.toContain('Maria Ionescu');
    expect(await say(`rol arata ${MARIA_MAIL}`)).toContain('secretar AB');
  });

  it('may begin later, and is ended before its time like any role', async () => {
    await say(`rol inlocuieste ${MARIA_MAIL} coordonator AB 20.12.2026-24.12.2026 decizia 130`);
    expect(await supervisors()).not.toContain('Maria Ionescu');
    clock = Date.parse('2026-12-20T00:00:00Z') + HOUR;
    expect(await supervisors()).toContain('Maria Ionescu');
    await say(`rol ia ${MARIA_MAIL} coordonator AB`);
    expect(await supervisors()).not.toContain('Maria Ionescu');
  });

  it('stands in the desk’s chain, with the decision', async () => {
    const report = await auditReport(desk.app.desk, 'desk', new Date(clock));
    expect(report?.chain).toMatchObject({ whole: true });
    expect(report?.html).toContain(
      'Maria Ionescu ține locul cuiva ca coordonator AB, din 01.12.2026 până la 10.12.2026, prin decizia 123/2026.',
    );
  });
});
