/** A desk to which a platform may bring anything, and that does nothing of it but what a test names. */
import type { PlatformEvents } from '../src/bot/channel.ts';

export function quietEvents(events: Partial<PlatformEvents> = {}): PlatformEvents {
  return {
    onClick: async () => ({ kind: 'told', text: '' }),
    onCommand: async () => ({ kind: 'told', text: '' }),
    onHome: async () => ({ type: 'AdaptiveCard' }),
    onCardDeleted: async () => {},
    onCardPressed: async () => false,
    onThreadLine: async () => {},
    onPlaceChanged: async () => {},
    ...events,
  };
}
