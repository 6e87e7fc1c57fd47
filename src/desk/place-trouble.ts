/** A bound channel that cannot be reached: the admins are told once a day, and the cases go on elsewhere. */
import type { ChannelName, PlaceAddress, PlaceUnreachable } from '../bot/channel.ts';
import type { BoundPlace } from '../store/places.ts';
import { ro, type Texts } from '../texts/ro.ts';
import { localDay } from '../workflow/deadlines.ts';
import type { Desk } from './desk.ts';
import { errorName } from './handle-click.ts';
import { findOnPlatform } from './recognise-person.ts';

/** What stands in the database while a place is in trouble. */
interface KnownTrouble {
  readonly code: string;
  /** The day on which the admins were told last, YYYY-MM-DD. */
  readonly toldOn: string;
}

/** Tells the admins of a place that somebody has to mend. Never throws: whatever waits for the place goes on waiting. */
export async function tellAdminsOfTrouble(
  desk: Desk,
  place: BoundPlace,
  code: PlaceUnreachable['code'],
): Promise<void> {
  const today = localDay(desk.now().toISOString());
  const known = (await desk.store.setting(nameOf(place))) as KnownTrouble | false | undefined;
  if (known && known.toldOn === today && known.code === code) {
    return;
  }
  const text = desk.texts.places.trouble[code](placeTitle(desk, place));
  const key = `trouble:${place.id}:${code}:${today}`;
  const told = await tellAdmins(desk, place, text, key);
  if (told) {
    const now: KnownTrouble = { code, toldOn: today };
    await desk.store.transact(null, (uow) => uow.saveSetting(nameOf(place), { ...now }));
  }
}

/** The place works again: its next trouble is news. */
export async function forgetTrouble(desk: Desk, place: BoundPlace): Promise<void> {
  if (await desk.store.setting(nameOf(place))) {
    await desk.store.transact(null, (uow) => uow.saveSetting(nameOf(place), false));
    desk.log.info({ placeId: place.id }, 'a channel can be reached again');
  }
}

function nameOf(place: BoundPlace): string {
  return `place-trouble:${place.id}`;
}

/** `OCPI Alba – comisie`, `DI – credențiale`, `administratori`. */
export function placeTitle(desk: Desk, place: Pick<BoundPlace, 'purpose' | 'office'>): string {
  return placeTitleOf(place, desk.config.offices, desk.texts);
}

export function placeTitleOf(
  { purpose, office }: Pick<BoundPlace, 'purpose' | 'office'>,
  offices: readonly { readonly code: string; readonly name: string }[],
  texts: Texts = ro,
): string {
  const titles: Readonly<Record<string, string>> = texts.places.purposes;
  const title = titles[purpose] ?? purpose;
  const name = offices.find(({ code }) => code === office)?.name;
  return name === undefined ? title : `${name} – ${title}`;
}

/** In the admins' own channels, else to each admin alone. True if somebody was reached. */
async function tellAdmins(desk: Desk, about: BoundPlace, text: string, key: string): Promise<boolean> {
  const places = (await desk.store.bindingsFor({ purpose: 'admin' })).filter(({ id }) => id !== about.id);
  const told = await Promise.all(places.map((place) => inPlace(desk, place, text, key)));
  return told.includes(true) || (await toEachAdmin(desk, text, key));
}

async function inPlace(desk: Desk, place: BoundPlace, text: string, key: string): Promise<boolean> {
  const channel = desk.channels.get(place.channel as ChannelName);
  return await reached(desk, async () => {
    await channel?.postNotice(
      place.address as PlaceAddress,
      { text, mentions: [] },
      { key: `${key}:${place.id}` },
    );
    return channel !== undefined;
  });
}

async function toEachAdmin(desk: Desk, text: string, key: string): Promise<boolean> {
  const admins = await desk.store.people({ role: 'admin' });
  const told: boolean[] = [];
  for (const admin of admins) {
    for (const channel of desk.channels.values()) {
      told.push(
        await reached(desk, async () => {
          const externalId = await findOnPlatform(desk, channel.name, admin);
          if (externalId === null) {
            return false;
          }
          await channel.postDirect(externalId, { text, mentions: [] }, { key: `${key}:${admin.id}` });
          return true;
        }),
      );
    }
  }
  return told.includes(true);
}

async function reached(desk: Desk, tell: () => Promise<boolean>): Promise<boolean> {
  try {
    return await tell();
  } catch (error) {
    desk.log.warn({ error: errorName(error) }, 'the admins could not be told of a channel in trouble');
    return false;
  }
}
