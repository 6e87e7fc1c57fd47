/** The chat of the embedded default: a channel whose platform is a page on this machine. */
import { randomUUID } from 'node:crypto';
import type { Card, Channel, PlaceAddress, PostedCard, ThreadMessage } from '../channel.ts';
import type { CardPost, ChatMemory, Post, ReplyPost } from './chat-memory.ts';
import type { LiveEvent } from './page/wire.ts';

export type LiveListener = (event: LiveEvent) => void;

export interface LocalChannel extends Channel {
  readonly name: 'local';
  /** Calls the listener after each change that is kept; returns how to stop that. */
  watch(listener: LiveListener): () => void;
  /** A person's own line in a card's thread; null if there is no such card. */
  addLine(
    cardId: string,
    author: string,
    text: string,
  ): Promise<{ readonly posted: PostedCard; readonly message: string } | null>;
}

export interface LocalChannelDeps {
  readonly memory: ChatMemory;
  readonly now?: () => Date;
  readonly newId?: () => string;
}

/**
 * A place's address is `{ channelKey }`: `office:AB`, `supervisor:AB`, `di` or `admin`. A posted card's is
 * `{ postId, channelKey }`. An address without these throws: it was not made here.
 */
export function createLocalChannel(deps: LocalChannelDeps): LocalChannel {
  const { memory } = deps;
  const now = deps.now ?? (() => new Date());
  const newId = deps.newId ?? randomUUID;
  const listeners = new Set<LiveListener>();

  function announce(post: Post, change: 'posted' | 'updated'): void {
    const event: LiveEvent = {
      type: 'post',
      channelKey: post.channelKey,
      postId: post.id,
      parentId: post.parentId,
      change,
    };
    for (const listener of listeners) {
      listener(event);
    }
  }

  async function post(draft: CardPost | ReplyPost): Promise<Post> {
    const kept = await memory.insert(draft);
    if (kept.id === draft.id) {
      announce(kept, 'posted');
    }
    return kept;
  }

  function stamps(): { id: string; createdAt: string; updatedAt: string } {
    const at = now().toISOString();
    return { id: newId(), createdAt: at, updatedAt: at };
  }

  async function postCard(
    place: PlaceAddress,
    card: Card,
    options: { key: string; summary: string },
  ): Promise<PostedCard> {
    const kept = await post({
      ...stamps(),
      kind: 'card',
      parentId: null,
      channelKey: part(place, 'channelKey'),
      key: options.key,
      content: { card, summary: options.summary },
    });
    return { postId: kept.id, channelKey: kept.channelKey };
  }

  async function updateCard(
    posted: PostedCard,
    card: Card,
    options: { summary: string },
  ): Promise<PostedCard> {
    const postId = part(posted, 'postId');
    const content = { card, summary: options.summary };
    const known = await memory.get(postId);
    if (known?.kind === 'card') {
      if (JSON.stringify(known.content) === JSON.stringify(content)) {
        return posted;
      }
      if (await memory.update(postId, content, now().toISOString())) {
        announce(known, 'updated');
        return posted;
      }
    }
    // The key comes from the card that is gone, so that a repeated call finds the one posted instead;
    // that one may hold an older state, hence written once more.
    const anew = await postCard(posted, card, { key: `instead-of:${postId}`, summary: options.summary });
    return await updateCard(anew, card, options);
  }

  /** The page lists cards only: a line under no card is a card of one line. */
  async function postLine(channelKey: string, message: ThreadMessage, key: string): Promise<void> {
    await postCard({ channelKey }, lineCard(message), { key, summary: message.text });
  }

  return {
    name: 'local',
    postCard,
    updateCard,
    async postNotice(place, message, { key }) {
      await postLine(part(place, 'channelKey'), message, key);
    },
    async postDirect(externalId, message, { key }) {
      await postLine(`person:${externalId}`, message, key);
    },
    // Whoever the tab says one is: nobody else knows these people.
    profile: async () => null,
    memberByEmail: async () => null,
    placeProblem: async () => null,
    async removeReply(key) {
      const known = await memory.removeReply(key);
      if (known !== null) {
        announce(known, 'updated');
      }
    },
    async postReply(posted: PostedCard, message: ThreadMessage, options: { key: string }): Promise<void> {
      await post({
        ...stamps(),
        kind: 'reply',
        parentId: part(posted, 'postId'),
        channelKey: part(posted, 'channelKey'),
        key: options.key,
        content: { text: message.text, mentions: message.mentions },
      });
    },
    async addLine(cardId, author, text) {
      const card = await memory.get(cardId);
      if (card?.kind !== 'card') {
        return null;
      }
      const line = await post({
        ...stamps(),
        kind: 'reply',
        parentId: card.id,
        channelKey: card.channelKey,
        key: `written:${newId()}`,
        content: { text, mentions: [], author },
      });
      return { posted: { postId: card.id, channelKey: card.channelKey }, message: line.id };
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function lineCard({ text }: ThreadMessage): Card {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
  };
}

function part(address: Readonly<Record<string, string>>, name: 'channelKey' | 'postId'): string {
  const value = address[name];
  if (value === undefined || value === '') {
    throw new Error(`not an address of the local page: ${name} is missing`);
  }
  return value;
}
