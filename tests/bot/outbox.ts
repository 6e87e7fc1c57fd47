/** What a platform's channel has around it in the desk: a ledger, and an outbox that asks again. */
import { setTimeout } from 'node:timers/promises';
import { type Card, TryLater } from '../../src/bot/channel.ts';
import type { KnownPost, PostLedger } from '../../src/bot/posting/post-ledger.ts';

/** A ledger that outlives the channel, as the database does. */
export function ledgerInMemory(): PostLedger {
  const known = new Map<string, KnownPost>();
  return {
    async begin(key) {
      const before = known.get(key) ?? { firstTriedAt: null, posted: null };
      known.set(key, { ...before, firstTriedAt: before.firstTriedAt ?? new Date() });
      return before;
    },
    async keep(key, posted) {
      known.set(key, { firstTriedAt: known.get(key)?.firstTriedAt ?? new Date(), posted });
    },
    async find(key) {
      return known.get(key)?.posted ?? null;
    },
    async forget(key) {
      known.delete(key);
    },
    async postedSince() {
      return [...known.values()].flatMap(({ posted }) => (posted === null ? [] : [posted]));
    },
  };
}

export function cardSaying(text: string): Card {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: text,
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
  };
}

/** As the outbox does: asks again when the channel said, until it is done. `between` runs before each new try. */
export async function untilDone<T>(call: () => Promise<T>, between: () => void = () => {}): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof TryLater)) {
        throw error;
      }
      await setTimeout(error.waitMs);
      between();
    }
  }
}
