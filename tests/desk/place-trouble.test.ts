/** A bound channel that cannot be reached: the admins are told, once a day, and what waits goes out when it is back. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Channel, type ChannelName, PlaceUnreachable, TryLater } from '../../src/bot/channel.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { createClickHandler } from '../../src/desk/handle-click.ts';
import { placeChanged } from '../../src/desk/place-changed.ts';
import { type DeskAtWork, openDeskAtWork } from '../journeys/desk-at-work.ts';
import { type PretendChat, pretendChat } from './pretend-chat.ts';

const ALBA = 'C0ALBA';
const ADMINS = 'C0ADMINI';
const DAY_MS = 24 * 60 * 60_000;
const START = Date.parse('2026-11-24T08:00:00.000Z');

interface DeskInChat {
  readonly work: DeskAtWork;
  readonly desk: Desk;
  readonly chat: PretendChat;
  /** Performs what is due now. */
  perform(): Promise<void>;
  later(ms: number): void;
}

const opened: DeskAtWork[] = [];

afterEach(async () => {
  for (const work of opened.splice(0)) {
    await work.close();
  }
});

/** OCPI Alba and the admins have a channel on the platform, and nothing else; a case of Alba waits for its card. */
async function alba({ withAdminChannel = true } = {}): Promise<DeskInChat> {
  let time = START;
  const work = await openDeskAtWork({ now: () => new Date(time) });
  opened.push(work);
  const chat = pretendChat();
  const { desk } = work.app;
  (desk.channels as Map<ChannelName, Channel>).set(chat.name, chat);
  await desk.store.transact(null, async (uow) => {
    for (const place of await uow.places()) {
      await uow.unbindPlace(place.id);
    }
    const bind = { channel: 'slack' } as const;
    await uow.bindPlace({ ...bind, purpose: 'commission', office: 'AB', address: { channelId: ALBA } });
    if (withAdminChannel) {
      await uow.bindPlace({ ...bind, purpose: 'admin', office: null, address: { channelId: ADMINS } });
    }
  });
  return {
    work,
    desk,
    chat,
    perform: () => work.app.lookAgain(),
    later(ms) {
      time += ms;
    },
  };
}

/** A mail comes in whose card the platform does not take. */
async function caseWhoseCardWaits({ work, desk, chat }: DeskInChat, error: Error): Promise<void> {
  chat.failAt(ALBA, error as PlaceUnreachable);
  await work.page.sendSample('complete-ab');
  await work.app.idle();
  const [place] = await desk.store.placesAt('slack', { channelId: ALBA });
  expect(place).toBeDefined();
}

function told({ chat }: DeskInChat): string[] {
  return chat.calls.filter(({ what }) => what === 'notice' || what === 'direct').map(({ text }) => text);
}

describe('an archived channel', () => {
  it('is told to the admins in words, once a day, while the case goes on', async () => {
    const alb = await alba();
    await caseWhoseCardWaits(alb, new PlaceUnreachable('archived'));
    await alb.perform();
    await alb.perform();
    expect(told(alb)).toEqual([expect.stringContaining('Canalul pentru OCPI Alba – comisie este arhivat.')]);
    alb.later(DAY_MS);
    await alb.perform();
    expect(told(alb)).toHaveLength(2);
    expect(await alb.desk.store.effectCounts()).toMatchObject({ dead: 0 });
  });

  it('is told to each admin alone where the admins have no channel', async () => {
    const alb = await alba({ withAdminChannel: false });
    alb.chat.profiles.set('UADMIN', { name: 'Elena', email: 'administrator@ancpi.ro', standing: 'member' });
    await caseWhoseCardWaits(alb, new PlaceUnreachable('not-a-member'));
    await alb.perform();
    expect(alb.chat.calls.filter(({ what }) => what === 'direct')).toEqual([
      { what: 'direct', where: 'UADMIN', text: expect.stringContaining('nu mai este în canalul') },
    ]);
  });

  it('gets its cards at once when it is back, and its next trouble is news', async () => {
    const alb = await alba();
    await caseWhoseCardWaits(alb, new PlaceUnreachable('archived'));
    await alb.perform();
    alb.chat.failAt(ALBA, null);
    await alb.perform();
    expect(alb.chat.calls.some(({ what }) => what === 'card')).toBe(false);
    expect(await placeChanged(alb.desk, 'slack', { channelId: ALBA }, 'back')).toBe(true);
    await alb.perform();
    expect(alb.chat.calls.filter(({ what }) => what === 'card')).toHaveLength(1);
    await placeChanged(alb.desk, 'slack', { channelId: ALBA }, 'removed');
    expect(told(alb)).toHaveLength(2);
  });

  it('that nobody has bound is nobody’s trouble', async () => {
    const alb = await alba();
    expect(await placeChanged(alb.desk, 'slack', { channelId: 'C0ALTUL' }, 'archived')).toBe(false);
    expect(told(alb)).toEqual([]);
  });
});

describe('a platform that asks to wait', () => {
  it('is asked again when it said, however long that goes on, and nobody is troubled', async () => {
    const alb = await alba();
    await caseWhoseCardWaits(alb, new TryLater('ratelimited', 30_000));
    for (let day = 0; day < 5; day += 1) {
      await alb.perform();
      alb.later(DAY_MS);
    }
    expect(told(alb)).toEqual([]);
    alb.chat.failAt(ALBA, null);
    await alb.perform();
    expect(alb.chat.calls.filter(({ what }) => what === 'card')).toHaveLength(1);
  });
});

describe('a card that several events make due', () => {
  it('is rewritten once, as it is after the last of them', async () => {
    const alb = await alba();
    await alb.work.page.sendSample('complete-ab');
    await alb.work.app.idle();
    await alb.perform();
    const before = alb.chat.calls.length;
    const [row] = await alb.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });

    const click = createClickHandler(alb.desk);
    for (const verb of ['open-details', 'open-details', 'open-details']) {
      await click({ channel: 'local', externalId: 'secretar-ab', verb, caseId: row?.id ?? '', inputs: {} });
    }
    await click({
      channel: 'local',
      externalId: 'secretar-ab',
      verb: 'take',
      caseId: row?.id ?? '',
      inputs: {},
    });
    await alb.perform();
    expect(alb.chat.calls.slice(before).filter(({ what }) => what === 'update').length).toBeLessThanOrEqual(
      1,
    );
  });
});
