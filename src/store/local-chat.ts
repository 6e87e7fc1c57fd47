import type { ChatPost } from './generated/sqlite/client.ts';
import { jsonColumn } from './session.ts';
import type { Transact } from './unit-of-work.ts';

interface KeptBase {
  readonly id: string;
  readonly channelKey: string;
  /** Idempotency key of whoever posted it; unique among all posts. */
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

type KeptCard<Card> = KeptBase & {
  readonly kind: 'card';
  readonly parentId: null;
  readonly content: Card;
};

type KeptReply<Reply> = KeptBase & {
  readonly kind: 'reply';
  /** The card in whose thread it stands. */
  readonly parentId: string;
  readonly content: Reply;
};

type KeptPost<Card, Reply> = KeptCard<Card> | KeptReply<Reply>;

/** The memory of the embedded chat, in the form that the local channel asks for. */
export interface KeptChat<Card extends object, Reply extends object> {
  /** Keeps a post; if its key is known already, nothing changes and the earlier post is returned. */
  insert(post: KeptPost<Card, Reply>): Promise<KeptPost<Card, Reply>>;
  /** Replaces a card's content; false if there is no such card. */
  update(id: string, content: Card, updatedAt: string): Promise<boolean>;
  /** Takes away the line of this key and returns it; null if there is none. */
  removeReply(key: string): Promise<KeptReply<Reply> | null>;
  get(id: string): Promise<KeptPost<Card, Reply> | null>;
  /** The newest `limit` cards of a channel created before `before`, oldest first, with the length of each thread. */
  list(
    channelKey: string,
    options: { limit: number; before: string | null },
  ): Promise<readonly { readonly post: KeptCard<Card>; readonly replies: number }[]>;
  /** A card's thread, oldest first. */
  replies(parentId: string): Promise<readonly KeptReply<Reply>[]>;
  /** One line for each channel that has a post. */
  activity(): Promise<
    readonly { readonly channelKey: string; readonly cards: number; readonly lastActivityAt: string }[]
  >;
}

const card = <Card>(row: ChatPost): KeptCard<Card> => ({
  ...row,
  kind: 'card',
  parentId: null,
  content: row.content as Card,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const reply = <Reply>(row: ChatPost): KeptReply<Reply> => ({
  ...row,
  kind: 'reply',
  parentId: row.parentId ?? '',
  content: row.content as Reply,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/**
 * What Teams or Slack would keep on their servers, kept here. `Card` and `Reply` are whatever the local channel calls
 * the content of a card and of a line: plain JSON, returned as it was given. Call it outside a unit of work.
 */
export function createChatMemory<Card extends object, Reply extends object>(store: {
  transact: Transact;
}): KeptChat<Card, Reply> {
  const post = (row: ChatPost): KeptPost<Card, Reply> =>
    row.kind === 'card' ? card<Card>(row) : reply<Reply>(row);

  return {
    insert(given) {
      return store.transact(null, async (uow) => {
        const posts = uow.session.tables.chatPost;
        const earlier = await posts.findUnique({ where: { key: given.key } });
        if (earlier !== null) return post(earlier);
        const { id, channelKey, parentId, key, kind } = given;
        const row = await posts.create({
          data: {
            id,
            channelKey,
            parentId,
            key,
            kind,
            content: jsonColumn(given.content),
            createdAt: new Date(given.createdAt),
            updatedAt: new Date(given.updatedAt),
          },
        });
        return post(row);
      });
    },

    update(id, content, updatedAt) {
      return store.transact(null, async (uow) => {
        const { count } = await uow.session.tables.chatPost.updateMany({
          where: { id, kind: 'card' },
          data: { content: jsonColumn(content), updatedAt: new Date(updatedAt) },
        });
        return count === 1;
      });
    },

    removeReply(key) {
      return store.transact(null, async (uow) => {
        const posts = uow.session.tables.chatPost;
        const row = await posts.findFirst({ where: { key, kind: 'reply' } });
        if (row === null) return null;
        await posts.delete({ where: { id: row.id } });
        return reply<Reply>(row);
      });
    },

    get(id) {
      return store.transact(null, async (uow) => {
        const row = await uow.session.tables.chatPost.findUnique({ where: { id } });
        return row === null ? null : post(row);
      });
    },

    list(channelKey, { limit, before }) {
      return store.transact(null, async (uow) => {
        const posts = uow.session.tables.chatPost;
        const created = before === null ? {} : { createdAt: { lt: new Date(before) } };
        const newest = await posts.findMany({
          where: { channelKey, kind: 'card', ...created },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit,
        });
        const threads = await posts.groupBy({
          by: ['parentId'],
          where: { parentId: { in: newest.map(({ id }) => id) } },
          _count: { _all: true },
        });
        const lengths = new Map(threads.map(({ parentId, _count }) => [parentId, _count._all]));
        return newest.reverse().map((row) => ({ post: card<Card>(row), replies: lengths.get(row.id) ?? 0 }));
      });
    },

    replies(parentId) {
      return store.transact(null, async (uow) => {
        const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
        const rows = await uow.session.tables.chatPost.findMany({ where: { parentId }, orderBy });
        return rows.map((row) => reply<Reply>(row));
      });
    },

    activity() {
      return store.transact(null, async (uow) => {
        const posts = uow.session.tables.chatPost;
        const channels = await posts.groupBy({ by: ['channelKey'], _max: { updatedAt: true } });
        const counts = await posts.groupBy({
          by: ['channelKey'],
          where: { kind: 'card' },
          _count: { _all: true },
        });
        const cards = new Map(counts.map(({ channelKey, _count }) => [channelKey, _count._all]));
        return channels.flatMap(({ channelKey, _max }) =>
          _max.updatedAt === null
            ? []
            : [
                {
                  channelKey,
                  cards: cards.get(channelKey) ?? 0,
                  lastActivityAt: _max.updatedAt.toISOString(),
                },
              ],
        );
      });
    },
  };
}
