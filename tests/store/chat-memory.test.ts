import { describe, expect, it } from 'vitest';
import type { CardPost, ChatMemory, ReplyPost } from '../../src/bot/local/chat-memory.ts';
import { createChatMemory } from '../../src/store/local-chat.ts';
import { temporaryStore } from './temporary-store.ts';

const at = (minute: number): string => `2026-11-23T08:${String(minute).padStart(2, '0')}:00.000Z`;

function card(id: string, minute: number, channelKey = 'office:AB'): CardPost {
  const content = { card: { type: 'AdaptiveCard', body: [{ text: id }] }, summary: `Dosar ${id}` };
  const stamps = { createdAt: at(minute), updatedAt: at(minute) };
  return { id, channelKey, key: `key-${id}`, kind: 'card', parentId: null, content, ...stamps } as CardPost;
}

function reply(id: string, parentId: string, minute: number): ReplyPost {
  const content = { text: id, mentions: [{ externalId: 'u', name: 'Ana' }] };
  const stamps = { createdAt: at(minute), updatedAt: at(minute) };
  return { id, channelKey: 'office:AB', key: `key-${id}`, kind: 'reply', parentId, content, ...stamps };
}

async function memory(): Promise<ChatMemory> {
  const { store } = await temporaryStore();
  return createChatMemory(store);
}

describe("the local channel's memory", () => {
  it('gives back what it was given', async () => {
    const chat = await memory();
    const posted = card('a', 1);
    expect(await chat.insert(posted)).toEqual(posted);
    expect(await chat.get('a')).toEqual(posted);
    await chat.insert(reply('r', 'a', 2));
    expect(await chat.get('r')).toEqual(reply('r', 'a', 2));
    expect(await chat.get('nobody')).toBeNull();
  });

  it('keeps one post for each key, the first', async () => {
    const chat = await memory();
    await chat.insert(card('a', 1));
    const again = { ...card('b', 2), key: 'key-a' };
    const both = await Promise.all([chat.insert(again), chat.insert(again)]);
    expect(both.map(({ id }) => id)).toEqual(['a', 'a']);
    expect(await chat.list('office:AB', { limit: 10, before: null })).toHaveLength(1);
  });

  it('replaces the content of a card, and of nothing else', async () => {
    const chat = await memory();
    await chat.insert(card('a', 1));
    await chat.insert(reply('r', 'a', 2));
    const content = card('new', 1).content;
    expect(await chat.update('a', content, at(5))).toBe(true);
    expect(await chat.get('a')).toMatchObject({ content, createdAt: at(1), updatedAt: at(5) });
    expect(await chat.update('r', content, at(5))).toBe(false);
    expect(await chat.update('nobody', content, at(5))).toBe(false);
  });

  it('lists the newest cards of a channel, oldest first, with the length of each thread', async () => {
    const chat = await memory();
    for (const [id, minute] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
    ] as const)
      await chat.insert(card(id, minute));
    await chat.insert(card('elsewhere', 4, 'di'));
    await chat.insert(reply('r1', 'b', 5));
    await chat.insert(reply('r2', 'b', 6));
    const listed = await chat.list('office:AB', { limit: 2, before: null });
    expect(listed.map(({ post, replies }) => [post.id, replies])).toEqual([
      ['b', 2],
      ['c', 0],
    ]);
    const older = await chat.list('office:AB', { limit: 2, before: at(3) });
    expect(older.map(({ post }) => post.id)).toEqual(['a', 'b']);
  });

  it('keeps a thread in the order in which it was written', async () => {
    const chat = await memory();
    await chat.insert(card('a', 1));
    await chat.insert(reply('later', 'a', 9));
    await chat.insert(reply('earlier', 'a', 2));
    expect((await chat.replies('a')).map(({ id }) => id)).toEqual(['earlier', 'later']);
    expect(await chat.replies('nobody')).toEqual([]);
  });

  it('tells when something last happened in each channel', async () => {
    const chat = await memory();
    expect(await chat.activity()).toEqual([]);
    await chat.insert(card('a', 1));
    await chat.insert(card('b', 2));
    await chat.insert(card('d', 3, 'di'));
    await chat.insert(reply('r', 'a', 7));
    const activity = [...(await chat.activity())].sort((a, b) => a.channelKey.localeCompare(b.channelKey));
    expect(activity).toEqual([
      { channelKey: 'di', cards: 1, lastActivityAt: at(3) },
      { channelKey: 'office:AB', cards: 2, lastActivityAt: at(7) },
    ]);
  });
});
