/** What the app has to remember of Teams, for all processes and for good: it is told of it in passing. */

export interface KnownTeam {
  readonly teamId: string;
  /** Where the connector of this team is, with a slash at the end. */
  readonly serviceUrl: string;
  /** The team's id in Graph; null until it was asked for. */
  readonly groupId: string | null;
}

export interface TeamsKnown {
  /** The newest service URL of any conversation; null before Teams ever called. */
  readonly serviceUrl: string | null;
  readonly teams: readonly KnownTeam[];
}

export interface TeamsMemory {
  known(): Promise<TeamsKnown>;
  /** Remembers where Teams calls from; a team, if it was one. What is known already is not written again. */
  heard(
    serviceUrl: string,
    team: { readonly teamId: string; readonly groupId: string | null } | null,
  ): Promise<void>;
}

/** Used before Teams ever called: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
export const GLOBAL_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

export async function serviceUrlOf(memory: TeamsMemory, teamId: string | null): Promise<string> {
  const { serviceUrl, teams } = await memory.known();
  const own = teams.find((team) => team.teamId === teamId)?.serviceUrl;
  const url = own ?? serviceUrl ?? GLOBAL_SERVICE_URL;
  return url.endsWith('/') ? url : `${url}/`;
}
