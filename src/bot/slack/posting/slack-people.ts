/** Who somebody is, by what Slack says of them. Asked while a person waits: whatever goes wrong, nobody is known. */
import type { WebClient } from '@slack/web-api';
import type { PlatformProfile } from '../../channel.ts';
import { failureOf } from './slack-errors.ts';

export interface SlackPeople {
  profile(externalId: string): Promise<PlatformProfile | null>;
  memberByEmail(email: string): Promise<string | null>;
  /** Whoever has this address, a guest too. */
  idByEmail(email: string): Promise<string | null>;
}

/** Somebody who is unknown now may be known in a while, and not at the next line of a thread. */
const UNKNOWN_FOR_MS = 10 * 60_000;
const MOST_REMEMBERED = 1_000;

/** The parts of https://docs.slack.dev/reference/objects/user-object that say who it is. */
interface SlackUser {
  readonly id?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_app_user?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_email_confirmed?: boolean;
  readonly real_name?: string;
  readonly name?: string;
  readonly profile?: { readonly email?: string };
}

export function createSlackPeople(client: WebClient, now: () => number): SlackPeople {
  const unknown = new Map<string, number>();

  function isUnknown(who: string): boolean {
    return (unknown.get(who) ?? 0) > now();
  }

  function remember(who: string): null {
    if (unknown.size >= MOST_REMEMBERED) {
      unknown.clear();
    }
    unknown.set(who, now() + UNKNOWN_FOR_MS);
    return null;
  }

  async function asked(who: string, ask: () => Promise<{ user?: SlackUser }>): Promise<SlackUser | null> {
    if (isUnknown(who)) {
      return null;
    }
    try {
      return (await ask()).user ?? remember(who);
    } catch (error) {
      // Slack says that there is nobody; if it says nothing, it may be asked again at once.
      return failureOf(error).kind === 'refused' ? remember(who) : null;
    }
  }

  function byEmail(email: string): Promise<SlackUser | null> {
    return asked(email, () => client.users.lookupByEmail({ email }));
  }

  return {
    async profile(externalId) {
      const user = await asked(externalId, () => client.users.info({ user: externalId }));
      if (user === null) {
        return null;
      }
      const confirmed = user.is_email_confirmed !== false;
      const email = confirmed ? (user.profile?.email?.toLowerCase() ?? null) : null;
      return { name: user.real_name ?? user.name ?? '', email, standing: standingOf(user) };
    },
    async memberByEmail(email) {
      const user = await byEmail(email);
      return user !== null && standingOf(user) === 'member' ? (user.id ?? null) : null;
    },
    idByEmail: async (email) => (await byEmail(email))?.id ?? null,
  };
}

function standingOf(user: SlackUser): PlatformProfile['standing'] {
  if (user.deleted) {
    return 'gone';
  }
  if (user.is_stranger || user.is_bot || user.is_app_user) {
    return 'stranger';
  }
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}
