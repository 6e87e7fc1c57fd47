/** Who somebody is, by what Teams says of them. Asked while a person waits: whatever goes wrong, nobody is known. */

import { PlaceUnreachable, type PlatformProfile } from '../../channel.ts';
import { Refused } from '../../posting/guarded-calls.ts';
import type { TeamsMemory } from '../memory.ts';
import type { Connector, Member } from './connector.ts';

export interface TeamsPeople {
  /** Where somebody was met: there Teams is asked about them first. */
  met(objectId: string, conversationId: string, teamId: string | null): void;
  profile(objectId: string): Promise<PlatformProfile | null>;
  memberByEmail(email: string): Promise<string | null>;
  /** Whoever has this address, a guest too. */
  byEmail(email: string): Promise<Member | null>;
}

export interface TeamsPeopleDeps {
  readonly connector: Connector;
  readonly memory: TeamsMemory;
  readonly tenantId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Met {
  readonly conversationId: string;
  readonly teamId: string | null;
}

/** How long a team's list of members is good for, and somebody stays unknown. */
const FRESH_MS = 10 * 60_000;
const MOST_REMEMBERED = 2_000;

export function createTeamsPeople(deps: TeamsPeopleDeps): TeamsPeople {
  const { connector, memory, tenantId, now } = deps;
  const met = new Map<string, Met>();
  const unknown = new Map<string, number>();
  const members = new Map<string, { readonly until: number; readonly list: readonly Member[] }>();

  /** Null where they are not there; rejects where Teams cannot be asked. */
  async function memberAt({ conversationId, teamId }: Met, objectId: string): Promise<Member | null> {
    try {
      return await connector.member(conversationId, teamId, objectId);
    } catch (error) {
      // Not in it, or the app is in it no more: they may be elsewhere.
      if (error instanceof Refused || error instanceof PlaceUnreachable) {
        return null;
      }
      throw error;
    }
  }

  async function find(objectId: string): Promise<Member | null> {
    const first = met.get(objectId);
    const { teams } = await memory.known();
    const places = [
      ...(first ? [first] : []),
      ...teams.map(({ teamId }) => ({ conversationId: teamId, teamId })),
    ];
    for (const place of places) {
      const member = await memberAt(place, objectId);
      if (member !== null) {
        return member;
      }
    }
    return null;
  }

  async function membersOf(teamId: string): Promise<readonly Member[]> {
    const known = members.get(teamId);
    if (known && known.until > now()) {
      return known.list;
    }
    const list = await connector.members(teamId);
    members.set(teamId, { until: now() + FRESH_MS, list });
    return list;
  }

  function standingOf({ role, tenantId: of, userPrincipalName }: Member): PlatformProfile['standing'] {
    if (role === 'anonymous' || (of !== null && of !== tenantId)) {
      return 'stranger';
    }
    // A guest's account is named after where it comes from: maria_alta.ro#EXT#@agentia.onmicrosoft.com
    return role === 'guest' || /#ext#/i.test(userPrincipalName ?? '') ? 'guest' : 'member';
  }

  function profileOf(member: Member): PlatformProfile {
    const email = member.email?.toLowerCase() ?? null;
    const accountName = member.userPrincipalName?.toLowerCase() ?? null;
    return { name: member.name, email, accountName, standing: standingOf(member) };
  }

  async function byEmail(email: string): Promise<Member | null> {
    const { teams } = await memory.known();
    for (const { teamId } of teams) {
      const list = await membersOf(teamId).catch(() => []);
      const found = list.find(
        (member) =>
          member.email?.toLowerCase() === email || member.userPrincipalName?.toLowerCase() === email,
      );
      if (found) {
        return found;
      }
    }
    return null;
  }

  return {
    met(objectId, conversationId, teamId) {
      if (met.size >= MOST_REMEMBERED) {
        met.clear();
      }
      met.set(objectId, { conversationId, teamId });
    },
    async profile(objectId) {
      if ((unknown.get(objectId) ?? 0) > now()) {
        return null;
      }
      try {
        const member = await find(objectId);
        if (member !== null) {
          return profileOf(member);
        }
        if (unknown.size >= MOST_REMEMBERED) {
          unknown.clear();
        }
        unknown.set(objectId, now() + FRESH_MS);
        return null;
      } catch {
        return null;
      }
    },
    async memberByEmail(email) {
      const member = await byEmail(email).catch(() => null);
      return member !== null && standingOf(member) === 'member' ? member.objectId : null;
    },
    byEmail: (email) => byEmail(email).catch(() => null),
  };
}
