/** A chat that keeps what it was given, for tests of the desk's own side of the port. */
import type {
  Channel,
  PlaceUnreachable,
  PlatformProfile,
  PostedCard,
  ThreadMessage,
  TryLater,
} from '../../src/bot/channel.ts';

export interface PretendChat extends Channel {
  /** Who the platform says people are, by its ids. */
  readonly profiles: Map<string, PlatformProfile>;
  /** Everything that was posted or rewritten, in order: `card`, `update`, `reply`, `notice`, `direct`. */
  readonly calls: { readonly what: string; readonly where: string; readonly text: string }[];
  /** How often somebody was looked up. */
  lookUps(): number;
  /** What every call at this channel of the platform throws from now on; null: none. */
  failAt(channelId: string, error: PlaceUnreachable | TryLater | null): void;
}

export function pretendChat(): PretendChat {
  const profiles = new Map<string, PlatformProfile>();
  const calls: { what: string; where: string; text: string }[] = [];
  const failures = new Map<string, Error>();
  const known = new Map<string, PostedCard>();
  let asked = 0;
  let stamp = 0;

  function called(what: string, where: string, text: string): void {
    const failure = failures.get(where);
    if (failure) {
      throw failure;
    }
    calls.push({ what, where, text });
  }

  async function line(what: string, where: string, { text }: ThreadMessage, key: string): Promise<void> {
    if (known.has(key)) {
      return;
    }
    called(what, where, text);
    known.set(key, {});
  }

  return {
    name: 'slack',
    profiles,
    calls,
    lookUps: () => asked,
    failAt(channelId, error) {
      if (error) {
        failures.set(channelId, error);
      } else {
        failures.delete(channelId);
      }
    },
    async postCard({ channelId = '' }, _card, { key, summary }) {
      const earlier = known.get(key);
      if (earlier) {
        return earlier;
      }
      called('card', channelId, summary);
      stamp += 1;
      const posted = { channelId, ts: `1700000000.${String(stamp).padStart(6, '0')}` };
      known.set(key, posted);
      return posted;
    },
    async updateCard(posted, _card, { summary }) {
      called('update', posted.channelId ?? '', summary);
      return posted;
    },
    postReply: ({ channelId = '' }, message, { key }) => line('reply', channelId, message, key),
    removeReply: async () => {},
    postNotice: ({ channelId = '' }, message, { key }) => line('notice', channelId, message, key),
    postDirect: (externalId, message, { key }) => line('direct', externalId, message, key),
    async profile(externalId) {
      asked += 1;
      return profiles.get(externalId) ?? null;
    },
    placeProblem: async () => null,
    async memberByEmail(email) {
      asked += 1;
      const found = [...profiles].find(([, each]) => each.email === email && each.standing === 'member');
      return found?.[0] ?? null;
    },
  };
}
