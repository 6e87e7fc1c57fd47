/** Cards are at most 25 KB (Teams): long texts and lists are shortened until a card fits. */
import type { Card } from './channel.ts';

export const MOST_BYTES = 25_000;

/** How much of what came from outside a card shows. */
export interface Room {
  /** Characters of one text. */
  readonly text: number;
  /** Items of one list. */
  readonly items: number;
}

const ROOMS: readonly Room[] = [
  { text: 300, items: 40 },
  { text: 240, items: 20 },
  { text: 120, items: 12 },
  { text: 60, items: 8 },
  { text: 30, items: 4 },
];

/** The roomiest rendering that fits. */
export function fitted(render: (room: Room) => Card): Card {
  let smallest: Card | null = null;
  for (const room of ROOMS) {
    smallest = render(room);
    if (bytesOf(smallest) <= MOST_BYTES) {
      return smallest;
    }
  }
  throw new Error(`a card of ${smallest ? bytesOf(smallest) : 0} bytes cannot be made small enough`);
}

export function bytesOf(card: Card): number {
  return Buffer.byteLength(JSON.stringify(card), 'utf8');
}
