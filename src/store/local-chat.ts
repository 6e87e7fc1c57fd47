import type { ChatPost } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

/** A message of the embedded chat. */
export type StoredChatPost = Omit<ChatPost, 'content'> & { content: unknown };

export interface NewChatPost {
  channelKey: string;
  /** The card whose thread it belongs to. */
  parentId?: string;
  /** Idempotency key: posting the same key again changes nothing. */
  key: string;
  kind: 'card' | 'reply' | 'private';
  content: JsonInput;
  /** Who alone sees it. */
  toPersonId?: string;
}

export function chatReads(reading: Reading) {
  return {
    /** A channel's newest cards and messages outside threads, oldest of them first. */
    async chatPosts(channelKey: string, limit: number = 200): Promise<StoredChatPost[]> {
      const rows = await reading.tables.chatPost.findMany({
        where: { channelKey, parentId: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.reverse();
    },

    /** A thread, oldest first, without the card at its head. */
    async chatThread(parentId: string): Promise<StoredChatPost[]> {
      return reading.tables.chatPost.findMany({
        where: { parentId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
    },

    async chatPostById(id: string): Promise<StoredChatPost | undefined> {
      return (await reading.tables.chatPost.findUnique({ where: { id } })) ?? undefined;
    },
  };
}

export function chatWrites(writing: Writing) {
  return {
    /** Posts; returns the id, that of the first time when this key was posted before. */
    async addChatPost(post: NewChatPost): Promise<string> {
      const { key, content, ...rest } = post;
      const earlier = await writing.tables.chatPost.findUnique({ where: { key }, select: { id: true } });
      if (earlier !== null) return earlier.id;
      const id = newId();
      const now = writing.now();
      const data = { ...rest, id, key, content: jsonColumn(content), createdAt: now, updatedAt: now };
      await writing.tables.chatPost.create({ data, select: { id: true } });
      return id;
    },

    /** Rewrites a post; false when somebody deleted it. */
    async changeChatPost(id: string, content: JsonInput): Promise<boolean> {
      const data = { content: jsonColumn(content), updatedAt: writing.now() };
      return (await writing.tables.chatPost.updateMany({ where: { id }, data })).count === 1;
    },

    async deleteChatPost(id: string): Promise<void> {
      await writing.tables.chatPost.deleteMany({ where: { OR: [{ id }, { parentId: id }] } });
    },
  };
}
