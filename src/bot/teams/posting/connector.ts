/** The calls of the Bot Connector and of Graph that the desk makes. */
import { z } from 'zod';
import { type KnownTeam, serviceUrlOf, type TeamsMemory } from '../memory.ts';
import type { TeamsMessage } from '../rendering/message.ts';
import type { TeamsCalls } from './teams-calls.ts';

export interface ConnectorDeps {
  readonly calls: TeamsCalls;
  readonly memory: TeamsMemory;
  readonly appId: string;
  readonly tenantId: string;
  readonly graphUrl: string;
}

/** A post in a channel: `{ teamId, channelId, messageId }`. */
export type TeamsAddress = {
  readonly teamId: string;
  readonly channelId: string;
  readonly messageId: string;
};

export interface Member {
  /** The Entra object id. */
  readonly objectId: string;
  readonly name: string;
  readonly email: string | null;
  readonly userPrincipalName: string | null;
  readonly tenantId: string | null;
  /** `user`, `guest`, `anonymous`; null where Teams does not say. */
  readonly role: string | null;
}

/** A message as Graph tells of it. */
export interface SeenMessage {
  readonly id: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly isOurs: boolean;
  /** Its text, with markup. */
  readonly html: string;
  /** Its cards, as they were sent. */
  readonly cards: readonly string[];
}

export interface Connector {
  /** Starts a thread in a channel; returns its first message's id. */
  startThread(
    place: Omit<TeamsAddress, 'messageId'>,
    message: TeamsMessage,
    unclear: () => void,
  ): Promise<string>;
  /** Adds to a thread. */
  reply(thread: TeamsAddress, message: TeamsMessage, unclear: () => void): Promise<string>;
  /** The conversation with one person: always the same one. */
  chatWith(objectId: string): Promise<string>;
  sendToChat(conversationId: string, message: TeamsMessage, unclear: () => void): Promise<string>;
  update(post: TeamsAddress, message: TeamsMessage): Promise<void>;
  remove(post: TeamsAddress): Promise<void>;
  /** Somebody in a team or a chat; rejects with Refused (404) if they are not in it. */
  member(conversationId: string, teamId: string | null, memberId: string): Promise<Member | null>;
  members(teamId: string): Promise<readonly Member[]>;
  channels(teamId: string): Promise<readonly { readonly id: string; readonly type: string }[]>;
  /** The team's id in Graph. */
  groupOf(team: Pick<KnownTeam, 'teamId' | 'groupId'>): Promise<string | null>;
  /** One page of a channel's messages, or of a thread's; newest first. `next` is where the following page is. */
  page(
    query: PageQuery,
  ): Promise<{ readonly messages: readonly SeenMessage[]; readonly next: string | null }>;
}

export interface PageQuery {
  readonly groupId: string;
  readonly channelId: string;
  readonly threadId: string | null;
  /** From the page before; null for the first one. */
  readonly next: string | null;
}

const created = z.object({ id: z.string().min(1), activityId: z.string().nullish() });
const sent = z.object({ id: z.string().min(1) });
const memberSchema = z.object({
  id: z.string(),
  objectId: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
const membersSchema = z.object({
  members: z.array(memberSchema),
  continuationToken: z.string().nullish(),
});
const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string(), type: z.string().nullish() })),
});
const teamSchema = z.object({ aadGroupId: z.string().nullish() });
const pageSchema = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      createdDateTime: z.string(),
      lastModifiedDateTime: z.string().nullish(),
      deletedDateTime: z.string().nullish(),
      from: z.object({ application: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
      body: z.object({ content: z.string().nullish() }).nullish(),
      attachments: z.array(z.object({ content: z.string().nullish() })).nullish(),
    }),
  ),
  '@odata.nextLink': z.string().nullish(),
});

const A_PAGE = 50;
const MEMBERS_A_PAGE = 500;
/** A team has at most 25,000 members. */
const MOST_PAGES = 60;

export function createConnector({ calls, memory, appId, tenantId, graphUrl }: ConnectorDeps): Connector {
  const bot = { id: `28:${appId}` };

  async function at(teamId: string | null, ...path: readonly string[]): Promise<string> {
    return `${await serviceUrlOf(memory, teamId)}v3/${path.map(encodeURIComponent).join('/')}`;
  }

  function asked<T>(url: string, answer: z.ZodType<T>, paused: string): Promise<T> {
    return calls.call({ resource: 'connector', method: 'GET', url, answer, paused });
  }

  function asMember({ objectId, aadObjectId, name, email, ...rest }: z.infer<typeof memberSchema>): Member {
    return {
      objectId: (aadObjectId ?? objectId ?? '').toLowerCase(),
      name: name ?? '',
      email: email ?? null,
      userPrincipalName: rest.userPrincipalName ?? null,
      tenantId: rest.tenantId?.toLowerCase() ?? null,
      role: rest.userRole?.toLowerCase() ?? null,
    };
  }

  return {
    async startThread({ teamId, channelId }, message, unclear) {
      const answer = await calls.call(
        {
          resource: 'connector',
          method: 'POST',
          url: await at(teamId, 'conversations'),
          body: {
            isGroup: true,
            bot,
            tenantId,
            channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
            activity: message,
          },
          answer: created,
          paused: channelId,
        },
        unclear,
      );
      // What is called the activity's id can be the conversation's, which ends with the message's.
      const named = /;messageid=(\d+)/.exec(answer.id) ?? /;messageid=(\d+)/.exec(answer.activityId ?? '');
      return named?.[1] ?? answer.activityId ?? answer.id;
    },
    async reply({ teamId, channelId, messageId }, message, unclear) {
      const conversation = `${channelId};messageid=${messageId}`;
      const url = await at(teamId, 'conversations', conversation, 'activities');
      const answer = await calls.call(
        { resource: 'connector', method: 'POST', url, body: message, answer: sent, paused: channelId },
        unclear,
      );
      return answer.id;
    },
    async chatWith(objectId) {
      const body = {
        isGroup: false,
        bot,
        tenantId,
        members: [{ id: objectId }],
        channelData: { tenant: { id: tenantId } },
      };
      const url = await at(null, 'conversations');
      const { id } = await calls.call({
        ...{ resource: 'connector', method: 'POST', url, body, answer: created, paused: 'chats' },
      });
      return id;
    },
    async sendToChat(conversationId, message, unclear) {
      const url = await at(null, 'conversations', conversationId, 'activities');
      const answer = await calls.call(
        { resource: 'connector', method: 'POST', url, body: message, answer: sent, paused: conversationId },
        unclear,
      );
      return answer.id;
    },
    async update({ teamId, channelId, messageId }, message) {
      const conversation = `${channelId};messageid=${messageId}`;
      const url = await at(teamId, 'conversations', conversation, 'activities', messageId);
      const body = { ...message, id: messageId };
      await calls.call({
        ...{ resource: 'connector', method: 'PUT', url, body, answer: null, paused: channelId },
      });
    },
    async remove({ teamId, channelId, messageId }) {
      const conversation = `${channelId};messageid=${messageId}`;
      const url = await at(teamId, 'conversations', conversation, 'activities', messageId);
      await calls.call({ resource: 'connector', method: 'DELETE', url, answer: null, paused: channelId });
    },
    async member(conversationId, teamId, memberId) {
      const url = await at(teamId, 'conversations', conversationId, 'members', memberId);
      return asMember(await asked(url, memberSchema, 'members'));
    },
    async members(teamId) {
      const found: Member[] = [];
      let token = '';
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const base = await at(teamId, 'conversations', teamId, 'pagedmembers');
        const next = token === '' ? '' : `&continuationToken=${encodeURIComponent(token)}`;
        const answer = await asked(`${base}?pageSize=${MEMBERS_A_PAGE}${next}`, membersSchema, 'members');
        found.push(...answer.members.map(asMember));
        token = answer.continuationToken ?? '';
        if (token === '') {
          break;
        }
      }
      return found;
    },
    async channels(teamId) {
      const url = await at(teamId, 'teams', teamId, 'conversations');
      const { conversations } = await asked(url, channelsSchema, 'teams');
      return conversations.map(({ id, type }) => ({ id, type: type ?? 'standard' }));
    },
    async groupOf({ teamId, groupId }) {
      if (groupId !== null) {
        return groupId;
      }
      const { aadGroupId } = await asked(await at(teamId, 'teams', teamId), teamSchema, 'teams');
      if (aadGroupId) {
        await memory.heard(await serviceUrlOf(memory, teamId), { teamId, groupId: aadGroupId });
      }
      return aadGroupId ?? null;
    },
    async page({ groupId, channelId, threadId, next }) {
      const path = ['teams', groupId, 'channels', channelId, 'messages'];
      const all = threadId === null ? path : [...path, threadId, 'replies'];
      const first = `${graphUrl}/v1.0/${all.map(encodeURIComponent).join('/')}?$top=${A_PAGE}`;
      if (next !== null && new URL(next).origin !== new URL(graphUrl).origin) {
        throw new Error('Graph leads elsewhere');
      }
      const answer = await calls.call({
        ...{ resource: 'graph', method: 'GET', url: next ?? first, answer: pageSchema, paused: 'graph' },
      });
      return {
        messages: answer.value
          .filter(({ deletedDateTime }) => !deletedDateTime)
          .map(({ id, createdDateTime, lastModifiedDateTime, from, body, attachments }) => ({
            id,
            createdAt: new Date(createdDateTime),
            changedAt: new Date(lastModifiedDateTime ?? createdDateTime),
            isOurs: from?.application?.id?.toLowerCase() === appId,
            html: body?.content ?? '',
            cards: (attachments ?? []).flatMap(({ content }) => content ?? []),
          })),
        next: answer['@odata.nextLink'] ?? null,
      };
    },
  };
}
