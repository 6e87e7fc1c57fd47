import { jsonColumn } from './session.ts';
import type { Transact } from './unit-of-work.ts';

type Address = Readonly<Record<string, string>>;

/** What is known of a post that is about to be made. */
export interface KnownPost {
  /** When it was first tried before; null if it never was. */
  readonly firstTriedAt: Date | null;
  /** Where it stands; null if nobody knows whether it does. */
  readonly posted: Address | null;
}

/** What was posted on a platform that cannot be asked to post something once only. Call it outside a unit of work. */
export interface PostLedger {
  /** Remembers, before the call, that a post of this key is tried; tells what was known before. */
  begin(key: string): Promise<KnownPost>;
  /** Remembers where it stands. */
  keep(key: string, posted: Address): Promise<void>;
  /** Where the post of a key stands; null if nobody knows. */
  find(key: string): Promise<Address | null>;
  /** The post of a key is gone. */
  forget(key: string): Promise<void>;
  /** Where posts stand that were noted since then, whatever their key. */
  postedSince(since: Date): Promise<readonly Address[]>;
  /** True for a post that was noted, under whatever key. */
  isNoted(posted: Address): Promise<boolean>;
}

/** The ledger of one channel of the desk, such as `slack`. */
export function createPostLedger(store: { transact: Transact }, channel: string): PostLedger {
  return {
    begin(key) {
      return store.transact(null, async (uow) => {
        const posts = uow.session.tables.platformPost;
        const known = await posts.findUnique({ where: { key } });
        if (known === null) {
          const at = uow.now();
          await posts.create({ data: { key, channel, firstTriedAt: at, updatedAt: at } });
          return { firstTriedAt: null, posted: null };
        }
        return { firstTriedAt: known.firstTriedAt, posted: known.posted as Address | null };
      });
    },

    async keep(key, posted) {
      await store.transact(null, (uow) =>
        uow.session.tables.platformPost.update({
          where: { key },
          data: { posted: jsonColumn(posted), updatedAt: uow.now() },
        }),
      );
    },

    async find(key) {
      const found = await store.transact(null, (uow) =>
        uow.session.tables.platformPost.findUnique({ where: { key } }),
      );
      return (found?.posted ?? null) as Address | null;
    },

    async forget(key) {
      await store.transact(null, (uow) => uow.session.tables.platformPost.deleteMany({ where: { key } }));
    },

    async isNoted(posted) {
      const found = await store.transact(null, (uow) =>
        uow.session.tables.platformPost.findFirst({
          where: { channel, posted: { equals: jsonColumn(posted) } },
          select: { key: true },
        }),
      );
      return found !== null;
    },

    async postedSince(since) {
      const posts = await store.transact(null, (uow) =>
        uow.session.tables.platformPost.findMany({ where: { channel, updatedAt: { gte: since } } }),
      );
      return posts.flatMap(({ posted }) => (posted === null ? [] : [posted as Address]));
    },
  };
}
