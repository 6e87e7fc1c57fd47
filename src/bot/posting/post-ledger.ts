/** What a platform channel needs to remember so that it posts once what it is asked for twice. */
import type { PostedCard } from '../channel.ts';

/** What is known of a post that is about to be made. */
export interface KnownPost {
  /** When it was first tried before; null if it never was. */
  readonly firstTriedAt: Date | null;
  /** Where it stands; null if nobody knows whether it does. */
  readonly posted: PostedCard | null;
}

export interface PostLedger {
  /** Remembers, before the call and for good, that a post of this key is tried; tells what was known before. */
  begin(key: string): Promise<KnownPost>;
  /** Remembers where it stands. */
  keep(key: string, posted: PostedCard): Promise<void>;
  /** Where the post of a key stands; null if nobody knows. */
  find(key: string): Promise<PostedCard | null>;
  /** The post of a key is gone. */
  forget(key: string): Promise<void>;
  /** Where posts stand that were noted since then, whatever their key. */
  postedSince(since: Date): Promise<readonly PostedCard[]>;
}
