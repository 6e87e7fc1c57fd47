/** What Teams keeps: people, teams with their channels, posts, chats, what each person sees. */
import { createHash } from 'node:crypto';
import { createWatch, type Watch } from '../watch.ts';

export interface FakePerson {
  /** In Entra. */
  readonly objectId: string;
  readonly name: string;
  readonly email?: string;
  readonly upn?: string;
  readonly role?: 'user' | 'guest' | 'anonymous';
  /** Default: the app's own tenant. */
  readonly tenantId?: string;
  /** True where the person has not added the app, and is in no team that has it. */
  readonly withoutApp?: boolean;
}

export interface FakeTeam {
  /** The id of its General channel. */
  readonly id: string;
  readonly groupId: string;
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly type?: 'standard' | 'private' | 'shared';
  }[];
  /** Object ids; default: everybody. */
  readonly members?: readonly string[];
}

export interface TeamState extends FakeTeam {
  hasApp: boolean;
  /** Its owner allowed the app to read messages (RSC). */
  allowsReading: boolean;
  archived: boolean;
  readonly gone: Set<string>;
}

export interface FakeCard {
  readonly type: string;
  readonly [name: string]: unknown;
}

export interface FakePost {
  readonly id: string;
  /** A channel's id, or a chat's. */
  readonly conversation: string;
  readonly threadId: string | null;
  /** `app`, or a person's object id. */
  readonly from: string;
  text: string;
  textFormat: string;
  summary: string;
  mentioned: readonly string[];
  card: FakeCard | null;
  readonly createdAt: Date;
  changedAt: Date;
  deleted: boolean;
}

export interface FakeDialog {
  readonly title: string;
  readonly card: FakeCard;
  /** Where the button was pressed that opened it. */
  readonly from: FakePost;
}

export interface TeamsCallSeen {
  readonly method: string;
  readonly path: string;
  applied: boolean;
  status: number;
}

export interface TeamsState extends Watch {
  readonly tenantId: string;
  readonly people: Map<string, FakePerson>;
  readonly teams: Map<string, TeamState>;
  readonly posts: FakePost[];
  /** Conversation id → object id of the person. */
  readonly chats: Map<string, string>;
  /** What a person was shown under a card, newest last. */
  readonly said: { readonly to: string; readonly text: string }[];
  /** The dialog that a person has open. */
  readonly dialogs: Map<string, FakeDialog>;
  readonly calls: TeamsCallSeen[];
  newId(): string;
  teamOfChannel(channelId: string): TeamState | null;
}

export interface TeamsStateOptions {
  readonly tenantId: string;
  readonly people: readonly FakePerson[];
  readonly teams: readonly FakeTeam[];
}

export function createTeamsState({ tenantId, people, teams }: TeamsStateOptions): TeamsState {
  let last = 0;
  const state: TeamsState = {
    ...createWatch(),
    tenantId,
    people: new Map(people.map((person) => [person.objectId, person])),
    teams: new Map(
      teams.map((team) => [
        team.id,
        { ...team, hasApp: true, allowsReading: true, archived: false, gone: new Set<string>() },
      ]),
    ),
    posts: [],
    chats: new Map(),
    said: [],
    dialogs: new Map(),
    calls: [],
    newId() {
      last = Math.max(Date.now(), last + 1);
      return String(last);
    },
    teamOfChannel: (channelId) =>
      [...state.teams.values()].find(({ channels }) => channels.some(({ id }) => id === channelId)) ?? null,
  };
  return state;
}

/** The id by which one app knows a person; another app knows another one. */
export function accountId(objectId: string): string {
  return `29:1${createHash('sha256').update(`app ${objectId}`).digest('base64url')}`;
}

export function personBy(state: TeamsState, id: string): FakePerson | null {
  return (
    [...state.people.values()].find(({ objectId }) => objectId === id || accountId(objectId) === id) ?? null
  );
}

export function isMember({ members }: TeamState, objectId: string): boolean {
  return members === undefined || members.includes(objectId);
}
