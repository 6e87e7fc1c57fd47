/** `leaga AB [comisie|coordonator]`, `leaga DI`, `leaga admin`: where cards go. An admin's command, in the channel itself. */
import { type Answer, type ChannelName, type PlaceAddress, TryLater } from '../../bot/channel.ts';
import type { CaseRow, QueueQuery } from '../../store/cases.ts';
import { foldName } from '../../store/fold.ts';
import type { BoundPlace, PlacePurpose } from '../../store/places.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { Desk } from '../desk.ts';
import { logDeskChange } from '../desk-log.ts';
import { placeTitle } from '../place-trouble.ts';
import { cardAgainEffect } from '../refresh-cards.ts';
import type { Asked } from './handle-command.ts';

interface Binding {
  readonly purpose: PlacePurpose;
  readonly office: string | null;
}

/** Cards made due in one transaction: a binding holds nobody up for long. */
const AT_ONCE = 100;

export async function bindPlace(asked: Asked): Promise<Answer> {
  const { desk, command, rest } = asked;
  const texts = desk.texts.commands.bind;
  if (command.place === null) {
    return { kind: 'told', text: texts.onlyInChannel };
  }
  const binding = readBinding(desk, rest);
  if (typeof binding === 'string') {
    return { kind: 'told', text: binding };
  }
  const problem = await problemOf(desk, command.channel, command.place);
  if (problem !== null) {
    return { kind: 'told', text: problem };
  }
  return await bind(asked, command.place, binding);
}

/** What is to be bound; a sentence where that is not clear. */
function readBinding(desk: Desk, rest: string): Binding | string {
  const texts = desk.texts.commands.bind;
  const [what = '', as = 'comisie', ...more] = foldName(rest).split(' ');
  const purposes: Readonly<Record<string, PlacePurpose>> = {
    comisie: 'commission',
    coordonator: 'supervisor',
  };
  const purpose = purposes[as];
  if (what === 'di' || what === 'admin') {
    return { purpose: what, office: null };
  }
  if (what === '' || purpose === undefined || more.length > 0) {
    return texts.what;
  }
  const office = desk.config.offices.find(({ code }) => code.toLowerCase() === what);
  return office ? { purpose, office: office.code } : texts.officeUnknown(what.toUpperCase());
}

/** Why cards should not go there, in words; null if they may. */
async function problemOf(desk: Desk, channel: ChannelName, address: PlaceAddress): Promise<string | null> {
  const texts = desk.texts.commands.bind;
  try {
    const problem = await desk.channels.get(channel)?.placeProblem(address);
    return problem ? texts.problems[problem] : null;
  } catch (error) {
    if (error instanceof TryLater) {
      return texts.tryAgain;
    }
    throw error;
  }
}

async function bind(
  { desk, person, command }: Asked,
  address: PlaceAddress,
  binding: Binding,
): Promise<Answer> {
  const texts = desk.texts.commands.bind;
  const { channel } = command;
  const title = placeTitle(desk, binding);
  const { placeId, before, isNew } = await desk.store.transact(null, async (uow) => {
    const bound = (await uow.bindingsFor(binding)).filter((place) => place.channel === channel);
    const here = (await uow.placesAt(channel, { ...address })).find(
      ({ purpose, office }) => purpose === binding.purpose && office === binding.office,
    );
    const others = bound.filter(({ id }) => id !== here?.id);
    for (const other of others) {
      await unbind(uow, person.id, other);
    }
    const id = await uow.bindPlace({ channel, ...binding, address: { ...address } });
    if (here === undefined) {
      await logDeskChange(uow, person.id, { type: 'place-bound', place: id, channel, ...binding });
    }
    return { placeId: id, before: others, isNew: here === undefined };
  });
  if (!isNew && before.length === 0) {
    return { kind: 'told', text: texts.already(title) };
  }
  desk.log.info({ by: person.id, placeId, ...binding, channel }, 'a channel was bound');
  const due = await makeCardsDue(desk, binding, placeId, before);
  await announce(desk, channel, address, texts.announcement(title, person.name), placeId);
  const lines = [texts.done(title), texts.cards(due), ...(before.length > 0 ? [texts.replaced] : [])];
  return { kind: 'done', text: lines.join('\n') };
}

async function unbind(
  uow: UnitOfWork,
  by: string,
  { id, channel, purpose, office }: BoundPlace,
): Promise<void> {
  await uow.unbindPlace(id);
  await logDeskChange(uow, by, { type: 'place-unbound', place: id, channel, purpose, office });
}

/** Everybody in the channel learns what it is now; if the platform is slow, the cards say so soon enough. */
async function announce(
  desk: Desk,
  channel: ChannelName,
  address: PlaceAddress,
  text: string,
  placeId: string,
): Promise<void> {
  try {
    const key = `bound:${placeId}:${desk.now().toISOString()}`;
    await desk.channels.get(channel)?.postNotice(address, { text, mentions: [] }, { key });
  } catch (error) {
    desk.log.warn({ placeId, isLate: error instanceof TryLater }, 'a binding was not announced');
  }
}

/**
 * The new place, if there is one, gets a card of each open case; the cards in the places before are closed as moved.
 * Returns how many cases that are.
 */
async function makeCardsDue(
  desk: Desk,
  binding: Binding,
  placeId: string | null,
  before: readonly BoundPlace[],
): Promise<number> {
  const rows = await casesOf(desk, binding);
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    await desk.store.transact(null, async (uow) => {
      for (const { id } of rows.slice(first, first + AT_ONCE)) {
        const row = await uow.loadCase(id);
        const posts = await uow.cardPosts(id);
        const moved = posts.filter((post) => before.some((place) => place.id === post.placeId));
        const due = placeId === null ? moved : [{ placeId }, ...moved];
        const effects = due.map(cardAgainEffect);
        if (row) {
          await uow.addEffects(id, row.version, effects);
        }
      }
    });
  }
  return rows.length;
}

/** Open cases that have a card in places of this purpose. */
async function casesOf(desk: Desk, { purpose, office }: Binding): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  for (const query of queriesFor(purpose, office)) {
    rows.push(...(await allOf(desk, query)));
  }
  return rows;
}

async function allOf(desk: Desk, query: QueueQuery): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last ? { after: { createdAt: last.createdAt, id: last.id } } : {};
    const page = await desk.store.queue({ ...query, ...after, limit: AT_ONCE });
    rows.push(...page);
    if (page.length < AT_ONCE) {
      return rows;
    }
  }
}

function queriesFor(purpose: PlacePurpose, office: string | null): readonly QueueQuery[] {
  switch (purpose) {
    case 'commission':
      return office === null ? [] : [{ office }];
    case 'di':
      // What waits for DI at an office, and what is DI's own: lost passwords, problems, mails to be sorted.
      return [{ kinds: ['access'], states: ['with-di'] }, { office: 'DI' }];
    // What reaches these comes later, one by one.
    case 'supervisor':
    case 'admin':
      return [];
  }
}

/** `dezleaga`: this channel gets no more cards; those that stand in it say so. */
export async function unbindPlace({ desk, command, person }: Asked): Promise<Answer> {
  const texts = desk.texts.commands.bind;
  const { channel, place } = command;
  if (place === null) {
    return { kind: 'told', text: texts.onlyInChannel };
  }
  const bound = await desk.store.transact(null, async (uow) => {
    const places = await uow.placesAt(channel, { ...place });
    for (const each of places) {
      await unbind(uow, person.id, each);
    }
    return places;
  });
  if (bound.length === 0) {
    return { kind: 'told', text: texts.nothingBound };
  }
  for (const { purpose, office } of bound) {
    await makeCardsDue(desk, { purpose: purpose as PlacePurpose, office }, null, bound);
  }
  desk.log.info({ by: person.id, placeIds: bound.map(({ id }) => id) }, 'a channel was unbound');
  return { kind: 'done', text: texts.unbound(bound.map((each) => placeTitle(desk, each)).join(', ')) };
}
