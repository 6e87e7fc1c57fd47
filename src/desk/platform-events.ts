/** What a platform brings, handed to whoever in the desk it is for. */
import type { ChannelName, PlatformEvents } from '../bot/channel.ts';
import { createCommandHandler } from './commands/handle-command.ts';
import { homeCard } from './commands/waiting-list.ts';
import type { Desk } from './desk.ts';
import { carryThreadLine } from './escalation/thread-lines.ts';
import { createClickHandler } from './handle-click.ts';
import { placeChanged } from './place-changed.ts';
import { refreshCards } from './refresh-cards.ts';
import { isSecondCard } from './second-card.ts';

/** `lookAgain` is called when something became due that the outbox does not know of. */
export function createPlatformEvents(
  desk: Desk,
  channel: ChannelName,
  lookAgain: () => void,
): PlatformEvents {
  return {
    onClick: createClickHandler(desk),
    onCommand: createCommandHandler(desk),
    onHome: (_channel, externalId) => homeCard(desk, channel, externalId),
    async onCardDeleted(posted) {
      const post = await desk.store.cardPostAt(channel, posted);
      if (post) {
        await refreshCards(desk, post.caseId);
      }
    },
    onCardPressed: (posted, caseId) => isSecondCard(desk, channel, posted, caseId),
    onThreadLine: (line) => carryThreadLine(desk, line),
    async onPlaceChanged(address, change) {
      if (await placeChanged(desk, channel, address, change)) {
        lookAgain();
      }
    },
  };
}
