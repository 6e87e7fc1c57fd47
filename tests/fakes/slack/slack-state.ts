/** What Slack keeps: people, channels, messages, views; and a way to wait until something in it is so. */
import { randomUUID } from 'node:crypto';
import { createWatch, type Watch } from '../watch.ts';
import type { FakeBlock, FakeView } from './block-kit-rules.ts';

export interface FakeUser {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** Of another workspace, by Slack Connect. */
  readonly foreign?: boolean;
  readonly guest?: boolean;
  readonly deleted?: boolean;
  readonly unconfirmed?: boolean;
}

export interface FakeMessage {
  readonly ts: string;
  readonly thread_ts?: string;
  /** The author: the app's bot, or a person. */
  readonly user: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  text: string;
  blocks?: readonly FakeBlock[];
  metadata?: { readonly event_type: string; readonly event_payload: Readonly<Record<string, unknown>> };
  edited?: { readonly ts: string };
}

export interface FakeChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isDirect: boolean;
  /** Shared with another organisation (Slack Connect). */
  readonly isShared: boolean;
  archived: boolean;
  /** Only its managers may post. */
  readonly isReadOnly: boolean;
  readonly members: Set<string>;
  messages: FakeMessage[];
}

export interface Ephemeral extends FakeMessage {
  readonly channel: string;
  readonly to: string;
}

export interface OpenView {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly user: string;
  view: FakeView;
  hash: string;
  open: boolean;
}

/** Something an app asked for, and what came of it. */
export interface ApiCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** True once it was carried out, whatever the app heard of it. */
  applied: boolean;
  error?: string;
}

export interface SlackState extends Watch {
  readonly team: { readonly id: string; readonly domain: string };
  readonly bot: { readonly id: string; readonly user: string };
  readonly appId: string;
  readonly users: Map<string, FakeUser>;
  readonly channels: Map<string, FakeChannel>;
  readonly ephemerals: Ephemeral[];
  readonly views: Map<string, OpenView>;
  readonly homes: Map<string, FakeView>;
  readonly calls: ApiCall[];
  /** A moment that no other message has. */
  newTs(): string;
  newId(prefix: string): string;
}

export interface StateOptions {
  readonly users: readonly FakeUser[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly isPrivate?: boolean;
    readonly isShared?: boolean;
    readonly isReadOnly?: boolean;
    /** Default: everybody and the app. */
    readonly members?: readonly string[];
  }[];
}

const BOT = { id: 'B0ACCES', user: 'U0ACCES' };

export function createSlackState({ users, channels }: StateOptions): SlackState {
  let lastTs = 0;
  let ids = 0;
  const everybody = [...users.map(({ id }) => id), BOT.user];
  return {
    team: { id: 'T0ANCPI', domain: 'ancpi-proba' },
    bot: BOT,
    appId: 'A0ACCES',
    users: new Map(users.map((user) => [user.id, user])),
    channels: new Map(
      channels.map(
        ({ id, name, isPrivate = false, isShared = false, isReadOnly = false, members = everybody }) => [
          id,
          {
            id,
            name,
            isPrivate,
            isShared,
            isReadOnly,
            isDirect: false,
            archived: false,
            members: new Set(members),
            messages: [],
          },
        ],
      ),
    ),
    ephemerals: [],
    views: new Map(),
    homes: new Map(),
    calls: [],
    newTs() {
      lastTs = Math.max(Date.now() * 1_000, lastTs + 1);
      return `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`;
    },
    newId(prefix) {
      ids += 1;
      return `${prefix}${ids}${randomUUID().slice(0, 6).toUpperCase()}`;
    },
    ...createWatch(),
  };
}
