/** People of the desk on a platform: known by their id there, or recognised by the address that it vouches for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformProfile } from '../../src/bot/channel.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { whoClicked } from '../../src/desk/people.ts';
import { findOnPlatform } from '../../src/desk/recognise-person.ts';
import { type DeskAtWork, openDeskAtWork } from '../journeys/desk-at-work.ts';
import { type PretendChat, pretendChat } from './pretend-chat.ts';

const MARIA = 'secretar.ab@ancpi.ro';

let work: DeskAtWork;

beforeAll(async () => {
  work = await openDeskAtWork();
});

afterAll(async () => {
  await work.close();
});

/** A desk whose only chat is this one; people that an earlier test linked are strangers again. */
async function deskInChat(): Promise<{ desk: Desk; chat: PretendChat }> {
  const chat = pretendChat();
  await work.app.desk.store.transact(null, (uow) =>
    uow.session.tables.identity.deleteMany({ where: { channel: 'slack' } }),
  );
  return { desk: { ...work.app.desk, channels: new Map([[chat.name, chat]]) }, chat };
}

function profile(email: string | null, standing: PlatformProfile['standing'] = 'member'): PlatformProfile {
  return { name: 'Maria I.', email, standing };
}

describe('who clicked on a platform', () => {
  it('a member with the address of a person is that person, and is asked for only once', async () => {
    const { desk, chat } = await deskInChat();
    chat.profiles.set('U1', profile(MARIA));
    const first = await whoClicked(desk, { channel: 'slack', externalId: 'U1' });
    expect(first?.id).toBe('secretar-ab');
    expect((await whoClicked(desk, { channel: 'slack', externalId: 'U1' }))?.id).toBe('secretar-ab');
    expect(chat.lookUps()).toBe(1);
  });

  it.each(['guest', 'stranger', 'gone'] as const)('a %s with that address is nobody', async (standing) => {
    const { desk, chat } = await deskInChat();
    chat.profiles.set('U1', profile(MARIA, standing));
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U1' })).toBeNull();
  });

  it('an address that the platform does not vouch for, or that is nobody’s, is nobody', async () => {
    const { desk, chat } = await deskInChat();
    chat.profiles.set('U1', profile(null));
    chat.profiles.set('U2', profile('altcineva@ancpi.ro'));
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U1' })).toBeNull();
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U2' })).toBeNull();
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U3' })).toBeNull();
  });

  it('whoever takes over somebody’s address at the platform does not become that person', async () => {
    const { desk, chat } = await deskInChat();
    chat.profiles.set('U1', profile(MARIA));
    await whoClicked(desk, { channel: 'slack', externalId: 'U1' });
    chat.profiles.set('U1', profile('maria.nou@ancpi.ro'));
    chat.profiles.set('U2', profile(MARIA));
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U2' })).toBeNull();
    expect((await whoClicked(desk, { channel: 'slack', externalId: 'U1' }))?.id).toBe('secretar-ab');
  });

  it('an address that two people share is nobody’s', async () => {
    const { desk, chat } = await deskInChat();
    const { store } = desk;
    await store.transact(null, (uow) => uow.savePerson({ id: 'geaman', name: 'Alta Ionescu', email: MARIA }));
    chat.profiles.set('U1', profile(MARIA));
    expect(await whoClicked(desk, { channel: 'slack', externalId: 'U1' })).toBeNull();
    await store.transact(null, (uow) => uow.setPersonActive('geaman', false));
    expect((await whoClicked(desk, { channel: 'slack', externalId: 'U1' }))?.id).toBe('secretar-ab');
  });
});

describe('mentioning a person who has not acted there yet', () => {
  it('they are found by their address, and only if they are a member', async () => {
    const { desk, chat } = await deskInChat();
    const person = await desk.store.personById('secretar-ab');
    if (!person) {
      throw new Error('The secretary is missing');
    }
    expect(await findOnPlatform(desk, 'slack', person)).toBeNull();
    chat.profiles.set('U1', profile(MARIA, 'guest'));
    expect(await findOnPlatform(desk, 'slack', person)).toBeNull();
    chat.profiles.set('U2', profile(MARIA));
    expect(await findOnPlatform(desk, 'slack', person)).toBe('U2');
  });
});
