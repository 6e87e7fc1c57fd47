/** Each working morning people are told what waits for them, alone and once; nobody at night, on holidays, or who does not want it. */
import { afterEach, describe, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { DI, ELENA, MARIA, openTeamsDesk, RADU, type TeamsDesk } from './teams-desk.ts';

/** A Thursday; the 30th of November and the 1st of December are holidays. */
const MORNING = '2026-11-26T06:31:00.000Z';
let desk: TeamsDesk;
let now = new Date(MORNING);

async function openDesk(at = MORNING): Promise<void> {
  now = new Date('2026-11-25T12:00:00.000Z');
  desk = await openTeamsDesk({ now: () => now, digestAt: '08:30' });
  await desk.bindChannels();
  await desk.mail('complete-ab');
  // Whoever has acted once is known; the others are found by their address.
  now = new Date(at);
}

async function digestsOf(person: string): Promise<string[]> {
  await desk.app.remind();
  const greeting = ro.lists.digest('');
  return desk
    .chat(person)
    .map(({ text }) => text)
    .filter((text) => text.startsWith(greeting));
}

afterEach(async () => {
  await desk.close();
});

describe('the digest of the morning', () => {
  it('tells how much waits, what is late, and the numbers; once, also after a restart', async () => {
    await openDesk();
    const [row] = await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });
    const [told] = await digestsOf(MARIA);
    expect(told).toBe([ro.lists.digest(ro.lists.waiting(1, 0)), row?.number, ro.lists.digestHow].join('\n'));
    await desk.restart();
    expect(await digestsOf(MARIA)).toHaveLength(1);
    now = new Date('2026-11-27T06:31:00.000Z');
    expect(await digestsOf(MARIA)).toHaveLength(2);
  });

  it('reaches nobody for whom nothing waits', async () => {
    await openDesk();
    expect(await digestsOf(RADU)).toEqual([]);
    expect(await digestsOf(ELENA)).toEqual([]);
    expect(desk.cards(DI)).toEqual([]);
  });

  it('is not told before its hour, hours after it, on a Saturday, or on Saint Andrew’s day', async () => {
    await openDesk('2026-11-26T06:29:00.000Z');
    for (const at of ['2026-11-26T06:29', '2026-11-26T08:31', '2026-11-28T06:31', '2026-11-30T06:31']) {
      now = new Date(`${at}:00.000Z`);
      expect(await digestsOf(MARIA), at).toEqual([]);
    }
  });

  it('can be muted, and started again', async () => {
    await openDesk();
    await desk.teams.people.chat(MARIA, 'rezumat oprit');
    expect(desk.chat(MARIA).at(-1)?.text).toBe(ro.commands.digest.muted);
    expect(await digestsOf(MARIA)).toEqual([]);
    await desk.teams.people.chat(MARIA, 'rezumat pornit');
    now = new Date('2026-11-27T06:31:00.000Z');
    expect(await digestsOf(MARIA)).toHaveLength(1);
    await desk.teams.people.chat(MARIA, 'rezumat poate');
    expect(desk.chat(MARIA).at(-1)?.text).toBe(ro.commands.digest.how);
  });

  it('comes when Teams is back, if it was down that morning', async () => {
    await openDesk();
    await desk.teams.goDown();
    expect(await digestsOf(MARIA)).toEqual([]);
    await desk.teams.comeBack();
    await expect.poll(() => digestsOf(MARIA), { timeout: 10_000 }).toHaveLength(1);
  });

  it('is not tried again and again with somebody who has no chat with the app', async () => {
    await openDesk();
    const maria = desk.teams.state.people.get(MARIA);
    desk.teams.state.people.set(MARIA, {
      ...maria,
      objectId: MARIA,
      name: 'Maria Ionescu',
      withoutApp: true,
    });
    expect(await digestsOf(MARIA)).toEqual([]);
    const before = desk.teams.state.calls.length;
    expect(await digestsOf(MARIA)).toEqual([]);
    expect(desk.teams.state.calls.length).toBe(before);
  });
});
