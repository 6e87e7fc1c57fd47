/**
 * What Teams or Slack would keep on their servers, the local page keeps here: cards and the lines of
 * their threads. Private answers are never among them.
 */
import type { Card, Mention } from '../channel.ts';

export interface CardContent {
  readonly card: Card;
  readonly summary: string;
}

export interface ReplyContent {
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** Who wrote it; absent for the desk's own lines. */
  readonly author?: string;
}

interface PostBase {
  readonly id: string;
  readonly channelKey: string;
  /** Idempotency key of whoever posted it; unique among all posts. */
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type CardPost = PostBase & {
  readonly kind: 'card';
  readonly parentId: null;
  readonly content: CardContent;
};

export type ReplyPost = PostBase & {
  readonly kind: 'reply';
  /** The card in whose thread it stands. */
  readonly parentId: string;
  readonly content: ReplyContent;
};

export type Post = CardPost | ReplyPost;

export interface ListedCard {
  readonly post: CardPost;
  /** Lines in its thread. */
  readonly replies: number;
}

export interface ChannelActivity {
  readonly channelKey: string;
  readonly cards: number;
  /** Newest `updatedAt` among the channel's cards and replies. */
  readonly lastActivityAt: string;
}

export interface ChatMemory {
  /** Keeps a post; if its key is known already, nothing changes and the earlier post is returned. */
  insert(post: Post): Promise<Post>;

  /** Replaces a card's content; false if there is no such card (any more). */
  update(id: string, content: CardContent, updatedAt: string): Promise<boolean>;

  /** Takes away the line of this key and returns it; null if there is none. */
  removeReply(key: string): Promise<ReplyPost | null>;

  get(id: string): Promise<Post | null>;

  /**
   * The newest `limit` cards of a channel, oldest first, with how many lines each thread has.
   * `before` leaves out the cards created at or after that instant.
   */
  list(channelKey: string, options: { limit: number; before: string | null }): Promise<readonly ListedCard[]>;

  /** A card's thread, oldest first. */
  replies(parentId: string): Promise<readonly ReplyPost[]>;

  /** One line for each channel that has a post. */
  activity(): Promise<readonly ChannelActivity[]>;
}
