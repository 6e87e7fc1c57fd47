/**
 * Posts once, though no chat platform has an idempotency key: a durable row before the call, a key that the post carries,
 * and a look for it before anything is sent again (docs/decisions/0016, 0019).
 */
import { failpoint } from '../../failpoint/failpoint.ts';
import type { PostedCard } from '../channel.ts';
import { Refused } from './guarded-calls.ts';
import type { Pace } from './pace.ts';
import type { PostLedger } from './post-ledger.ts';

/** What is to be posted; platforms add how. */
export interface Posting {
  readonly key: string;
  /** Whose pace it takes. */
  readonly channelId: string;
}

/** The platform's half. Every method rejects as the port says (`TryLater`, `PlaceUnreachable`). */
export interface PostingPlatform<P extends Posting, A extends PostedCard> {
  /** Posts, once. Tells `unclear` where nobody knows whether it was carried out. */
  send(posting: P, unclear: () => void): Promise<A>;
  /** Everything that stands under this key since then, oldest first; null where the platform gives no way to know. */
  find(posting: P, since: Date): Promise<readonly A[] | null>;
  /** Takes away what stands there twice. */
  remove(address: A): Promise<void>;
}

export interface PostOnceDeps<P extends Posting, A extends PostedCard> {
  readonly platform: PostingPlatform<P, A>;
  readonly ledger: PostLedger;
  readonly pace: Pace;
  /** Milliseconds after which it is looked once more whether a call was carried out that seemed lost. */
  readonly lateMs: number;
}

export interface PostOnce<P extends Posting, A extends PostedCard> {
  /** Posts, or finds what was posted under this key. */
  post(posting: P): Promise<A>;
  /** Takes away what was posted under this key; what is gone is no matter. */
  remove(key: string): Promise<void>;
}

/** How often it is tried to look for what came late, where the platform cannot be asked. */
const LATE_LOOKS = 10;

export function createPostOnce<P extends Posting, A extends PostedCard>(
  deps: PostOnceDeps<P, A>,
): PostOnce<P, A> {
  const { platform, ledger, pace, lateMs } = deps;
  /** Keys that were tried, and that the platform certainly did not carry out: those need not be looked for. */
  const notDone = new Set<string>();

  /** Who asks for what is being posted already waits for the same post. */
  const atIt = new Map<string, Promise<A>>();

  function post(posting: P): Promise<A> {
    const { key } = posting;
    const posted = atIt.get(key) ?? postNow(posting).finally(() => atIt.delete(key));
    atIt.set(key, posted);
    return posted;
  }

  async function postNow(posting: P): Promise<A> {
    const { key, channelId } = posting;
    pace.admit(channelId, key);
    const known = await ledger.begin(key);
    failpoint('bot.post.begun');
    if (known.posted) {
      return known.posted as A;
    }
    const since = notDone.has(key) ? null : known.firstTriedAt;
    if (since === null) {
      const address = await send(posting, true);
      failpoint('bot.post.made');
      return await kept(key, address);
    }
    const found = await theOne(posting, since);
    if (found !== null) {
      return await kept(key, found);
    }
    const address = await send(posting, false);
    failpoint('bot.post.made');
    // The earlier call may have been carried out after all, between the look and this one, or even later.
    lookLater(posting, since);
    return await kept(key, (await theOne(posting, since)) ?? address);
  }

  /** Whatever comes of it: what stands there twice says the same, and works just as well. */
  function lookLater(posting: P, since: Date, times = LATE_LOOKS): void {
    const look = (): void => {
      theOne(posting, since).catch(() => {
        if (times > 1) {
          lookLater(posting, since, times - 1);
        }
      });
    };
    setTimeout(look, lateMs).unref();
  }

  async function kept(key: string, address: A): Promise<A> {
    notDone.delete(key);
    await ledger.keep(key, { ...address });
    return address;
  }

  async function send(posting: P, first: boolean): Promise<A> {
    let unclear = false;
    try {
      return await platform.send(posting, () => {
        unclear = true;
      });
    } finally {
      if (first && !unclear) {
        notDone.add(posting.key);
      } else {
        notDone.delete(posting.key);
      }
    }
  }

  /** The first post of this key; others of it are removed. Null if there is none, or nobody can know. */
  async function theOne(posting: P, since: Date): Promise<A | null> {
    const [first, ...others] = (await platform.find(posting, since)) ?? [];
    for (const address of others) {
      await platform.remove(address);
    }
    return first ?? null;
  }

  async function remove(key: string): Promise<void> {
    const posted = await ledger.find(key);
    if (posted !== null) {
      await platform.remove(posted as A).catch((error: unknown) => {
        if (!isGone(error)) {
          throw error;
        }
      });
      await ledger.forget(key);
    }
  }

  return { post, remove };
}

/** Slack says so in words, Teams by a status. */
function isGone(error: unknown): boolean {
  return error instanceof Refused && (error.code === 'message_not_found' || error.status === 404);
}
