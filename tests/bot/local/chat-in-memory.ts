/** The local chat's memory without a database; keeps the promises of `ChatMemory`. */
import type { ChatMemory, Post, ReplyPost } from '../../../src/bot/local/chat-memory.ts';

export function chatInMemory(): ChatMemory {
  const posts = new Map<string, Post>();
  const all = (): Post[] => [...posts.values()];
  const repliesOf = (id: string): ReplyPost[] =>
    all().filter((post): post is ReplyPost => post.kind === 'reply' && post.parentId === id);

  return {
    async insert(post) {
      const known = all().find(({ key }) => key === post.key);
      posts.set((known ?? post).id, known ?? post);
      return known ?? post;
    },
    async removeReply(key) {
      const found = all().find((post): post is ReplyPost => post.kind === 'reply' && post.key === key);
      if (found) {
        posts.delete(found.id);
      }
      return found ?? null;
    },
    async update(id, content, updatedAt) {
      const post = posts.get(id);
      if (post?.kind !== 'card') {
        return false;
      }
      posts.set(id, { ...post, content, updatedAt });
      return true;
    },
    async get(id) {
      return posts.get(id) ?? null;
    },
    async list(channelKey, { limit, before }) {
      return all()
        .filter((post) => post.kind === 'card')
        .filter((post) => post.channelKey === channelKey && (before === null || post.createdAt < before))
        .slice(-limit)
        .map((post) => ({ post, replies: repliesOf(post.id).length }));
    },
    async replies(parentId) {
      return repliesOf(parentId);
    },
    async activity() {
      const keys = [...new Set(all().map(({ channelKey }) => channelKey))];
      return keys.map((channelKey) => {
        const here = all().filter((post) => post.channelKey === channelKey);
        const newest = here
          .map(({ updatedAt }) => updatedAt)
          .sort()
          .at(-1);
        return {
          channelKey,
          cards: here.filter(({ kind }) => kind === 'card').length,
          lastActivityAt: newest ?? '',
        };
      });
    },
  };
}
