/** What a platform tells of a bound channel: archived, the app taken out of it, the app back. */
import type { ChannelName, PlaceAddress, PlaceChange } from '../bot/channel.ts';
import type { Desk } from './desk.ts';
import { forgetTrouble, tellAdminsOfTrouble } from './place-trouble.ts';
import { laneOf } from './refresh-cards.ts';

/**
 * The admins are told of a channel that is lost; what waited for one that is back goes out at once. Returns true if
 * something became due, so that whoever performs effects looks again.
 */
export async function placeChanged(
  desk: Desk,
  channel: ChannelName,
  address: PlaceAddress,
  change: PlaceChange,
): Promise<boolean> {
  const places = await desk.store.placesAt(channel, { ...address });
  let due = 0;
  for (const place of places) {
    switch (change) {
      case 'archived':
        await tellAdminsOfTrouble(desk, place, 'archived');
        break;
      case 'removed':
        await tellAdminsOfTrouble(desk, place, 'not-a-member');
        break;
      case 'back':
        await forgetTrouble(desk, place);
        due += await desk.store.transact(null, (uow) => uow.hastenLane(laneOf(place.id)));
    }
  }
  return due > 0;
}
