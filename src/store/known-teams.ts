/** What Microsoft Teams told of itself in passing: where its connector is, which teams the app is in. */
import type { Store } from './open.ts';

interface KnownTeam {
  readonly teamId: string;
  readonly serviceUrl: string;
  readonly groupId: string | null;
}

interface Known {
  readonly serviceUrl: string | null;
  readonly teams: readonly KnownTeam[];
}

export interface KnownTeams {
  known(): Promise<Known>;
  /** Keeps it for good and for all processes; what is known already is not written again. */
  heard(
    serviceUrl: string,
    team: { readonly teamId: string; readonly groupId: string | null } | null,
  ): Promise<void>;
}

const SETTING = 'teams';
/** What another process learned is learned here so many milliseconds later. */
const FRESH_MS = 30_000;

export function createKnownTeams(store: Pick<Store, 'setting' | 'transact'>, now: () => number): KnownTeams {
  let cached: Known | null = null;
  let readAt = 0;

  async function known(): Promise<Known> {
    if (cached === null || now() - readAt > FRESH_MS) {
      cached = asKnown(await store.setting(SETTING));
      readAt = now();
    }
    return cached;
  }

  return {
    known,
    async heard(serviceUrl, team) {
      const before = await known();
      if (withHeard(before, serviceUrl, team) === before) {
        return;
      }
      cached = await store.transact(null, async (uow) => {
        const next = withHeard(asKnown(await uow.setting(SETTING)), serviceUrl, team);
        await uow.saveSetting(SETTING, {
          serviceUrl: next.serviceUrl,
          teams: next.teams.map((each) => ({ ...each })),
        });
        return next;
      });
      readAt = now();
    },
  };
}

function asKnown(value: unknown): Known {
  return (value as Known | undefined) ?? { serviceUrl: null, teams: [] };
}

/** The same object where nothing is new. */
function withHeard(known: Known, serviceUrl: string, team: Parameters<KnownTeams['heard']>[1]): Known {
  const before = known.teams.find(({ teamId }) => teamId === team?.teamId);
  const groupId = team?.groupId ?? before?.groupId ?? null;
  const teamIsKnown = team === null || (before?.serviceUrl === serviceUrl && before.groupId === groupId);
  if (teamIsKnown && known.serviceUrl === serviceUrl) {
    return known;
  }
  const others = known.teams.filter(({ teamId }) => teamId !== team?.teamId);
  const { teamId } = team ?? { teamId: null };
  return { serviceUrl, teams: teamId === null ? others : [...others, { teamId, serviceUrl, groupId }] };
}
