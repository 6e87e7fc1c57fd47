/** The Bot Connector's calls (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference), as strict as Teams. */
import { z } from 'zod';
import { MOST_MESSAGE_BYTES, problemsOfCard } from './card-rules.ts';
import {
  accountId,
  type FakeCard,
  type FakePerson,
  type FakePost,
  isMember,
  personBy,
  type TeamState,
  type TeamsState,
} from './teams-state.ts';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

const activitySchema = z.strictObject({
  type: z.literal('message'),
  id: z.string().optional(),
  summary: z.string().optional(),
  text: z.string().optional(),
  textFormat: z.enum(['plain', 'xml', 'markdown']).optional(),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({ type: z.string() }),
      }),
    )
    .max(1)
    .optional(),
  entities: z
    .array(
      z.strictObject({
        type: z.literal('mention'),
        mentioned: z.strictObject({ id: z.string(), name: z.string() }),
        text: z.string(),
      }),
    )
    .optional(),
});
type Activity = z.infer<typeof activitySchema>;

const createSchema = z.object({
  isGroup: z.boolean(),
  bot: z.object({ id: z.string().startsWith('28:') }),
  tenantId: z.string(),
  channelData: z.looseObject({
    channel: z.object({ id: z.string() }).optional(),
    tenant: z.object({ id: z.string() }),
  }),
  members: z.array(z.object({ id: z.string() })).optional(),
  activity: z.unknown().optional(),
});

/** `parts`: what follows `/v3/` in the path. */
export function connectorMethod(
  state: TeamsState,
  method: string,
  parts: readonly string[],
  query: URLSearchParams,
  body: unknown,
): Reply {
  const [kind = '', id = '', what = '', activityId = ''] = parts;
  if (kind === 'teams') {
    return aboutTeam(state, id, what);
  }
  if (kind !== 'conversations') {
    return failed(404, 'NotFound');
  }
  if (id === '') {
    return created(state, body);
  }
  if (what === 'members' || what === 'pagedmembers') {
    return what === 'members' ? oneMember(state, id, activityId) : someMembers(state, id, query);
  }
  return what === 'activities' ? onActivity(state, method, id, activityId, body) : failed(404, 'NotFound');
}

export function failed(status: number, code: string): Reply {
  return { status, body: { error: { code, message: `nothing of this is for anybody's log: ${code}` } } };
}

function created(state: TeamsState, body: unknown): Reply {
  const wanted = createSchema.safeParse(body);
  if (!wanted.success || wanted.data.tenantId !== state.tenantId) {
    return failed(400, 'BadArgument');
  }
  const { isGroup, channelData, members = [], activity } = wanted.data;
  if (isGroup) {
    const channelId = channelData.channel?.id ?? '';
    const refusal = mayPost(state, channelId);
    if (refusal !== null) {
      return refusal;
    }
    const posted = post(state, { conversation: channelId, threadId: null, activity });
    // As the real one: the conversation's id, with the message's in it.
    return 'status' in posted
      ? posted
      : { status: 201, body: { id: `${channelId};messageid=${posted.id}`, activityId: posted.id } };
  }
  const person = personBy(state, members[0]?.id ?? '');
  if (person === null || person.withoutApp) {
    return failed(403, 'BotNotInConversationRoster');
  }
  const known = [...state.chats].find(([, objectId]) => objectId === person.objectId);
  const chatId = known?.[0] ?? `a:1${accountId(person.objectId).slice(4, 30)}`;
  state.chats.set(chatId, person.objectId);
  return { status: 201, body: { id: chatId } };
}

/** Null where the app may. */
function mayPost(state: TeamsState, channelId: string): Reply | null {
  const team = state.teamOfChannel(channelId);
  if (team === null || team.gone.has(channelId)) {
    return failed(404, 'ConversationNotFound');
  }
  if (!team.hasApp) {
    return failed(403, 'BotNotInConversationRoster');
  }
  const channel = team.channels.find(({ id }) => id === channelId);
  if (channel?.type === 'private') {
    return failed(403, 'ForbiddenOperationException');
  }
  return team.archived ? failed(403, 'TeamArchived') : null;
}

interface Where {
  readonly conversation: string;
  readonly threadId: string | null;
  readonly activity: unknown;
}

function post(state: TeamsState, { conversation, threadId, activity }: Where): FakePost | Reply {
  const read = readActivity(state, activity);
  if ('status' in read) {
    return read;
  }
  const id = state.newId();
  const made: FakePost = {
    ...{ id, conversation, threadId, from: 'app' },
    ...contentOf(read),
    createdAt: new Date(),
    changedAt: new Date(),
    deleted: false,
  };
  state.posts.push(made);
  return made;
}

function contentOf({ text = '', textFormat = 'markdown', summary = '', attachments, entities }: Activity) {
  return {
    text,
    textFormat,
    summary,
    mentioned: (entities ?? []).map(({ mentioned }) => mentioned.id),
    card: (attachments?.[0]?.content ?? null) as FakeCard | null,
  };
}

function readActivity(state: TeamsState, given: unknown): Activity | Reply {
  if (Buffer.byteLength(JSON.stringify(given)) > MOST_MESSAGE_BYTES) {
    return failed(413, 'MessageSizeTooBig');
  }
  const read = activitySchema.safeParse(given);
  if (!read.success) {
    return failed(400, 'BadSyntax');
  }
  const { text = '', attachments = [], entities = [], textFormat } = read.data;
  const card = attachments[0]?.content as FakeCard | undefined;
  if (text === '' && card === undefined) {
    return failed(400, 'BadArgument');
  }
  if (card !== undefined) {
    const problems = problemsOfCard(card, 'message');
    if (problems.length > 0) {
      throw new Error(`Teams would not show this card: ${problems.join('; ')}`);
    }
  }
  const strayed = entities.find(
    ({ text: mark, mentioned }) => !text.includes(mark) || personBy(state, mentioned.id) === null,
  );
  if (strayed || (entities.length > 0 && textFormat === 'plain')) {
    return failed(400, 'BadArgument');
  }
  if (textFormat === 'xml' && /<(?!\/?at>|br\/>)/.test(text)) {
    throw new Error('markup in a line');
  }
  return read.data;
}

function onActivity(
  state: TeamsState,
  method: string,
  conversationId: string,
  activityId: string,
  body: unknown,
): Reply {
  const [conversation = '', messageId] = conversationId.split(';messageid=');
  const chat = state.chats.has(conversation);
  const refusal = chat ? null : mayPost(state, conversation);
  if (refusal !== null) {
    return refusal;
  }
  if (method === 'POST') {
    const head = state.posts.find(({ id }) => id === messageId);
    if (!chat && (messageId === undefined || head?.conversation !== conversation)) {
      return failed(404, 'ConversationNotFound');
    }
    const made = post(state, { conversation, threadId: chat ? null : (messageId ?? null), activity: body });
    return 'status' in made ? made : { status: 201, body: { id: made.id } };
  }
  const found = state.posts.find(({ id, conversation: at }) => id === activityId && at === conversation);
  if (!found || found.deleted || found.from !== 'app') {
    return failed(404, 'ActivityNotFoundInConversation');
  }
  if (method === 'DELETE') {
    found.deleted = true;
    found.changedAt = new Date();
    return { status: 200 };
  }
  const read = readActivity(state, body);
  if ('status' in read) {
    return read;
  }
  Object.assign(found, contentOf(read), { changedAt: new Date() });
  return { status: 200, body: { id: found.id } };
}

function aboutTeam(state: TeamsState, id: string, what: string): Reply {
  const team = state.teams.get(id);
  if (!team?.hasApp) {
    return failed(403, 'BotNotInConversationRoster');
  }
  if (what === 'conversations') {
    const channels = team.channels.filter((channel) => !team.gone.has(channel.id));
    return {
      status: 200,
      body: {
        conversations: channels.map(({ id: of, name, type = 'standard' }) => ({ id: of, name, type })),
      },
    };
  }
  return { status: 200, body: { id, name: 'Echipa', aadGroupId: team.groupId } };
}

function rosterOf(state: TeamsState, conversationId: string): readonly FakePerson[] | Reply {
  const chat = state.chats.get(conversationId);
  if (chat !== undefined) {
    return [...state.people.values()].filter(({ objectId }) => objectId === chat);
  }
  const [channelId = ''] = conversationId.split(';');
  const team: TeamState | null = state.teams.get(channelId) ?? state.teamOfChannel(channelId);
  if (!team?.hasApp) {
    return failed(403, 'BotNotInConversationRoster');
  }
  return [...state.people.values()].filter(({ objectId }) => isMember(team, objectId));
}

function oneMember(state: TeamsState, conversationId: string, memberId: string): Reply {
  const roster = rosterOf(state, conversationId);
  if ('status' in roster) {
    return roster;
  }
  const person = roster.find(({ objectId }) => objectId === memberId || accountId(objectId) === memberId);
  return person
    ? { status: 200, body: accountOf(state, person) }
    : failed(404, 'MemberNotFoundInConversation');
}

const A_PAGE = 2;

function someMembers(state: TeamsState, conversationId: string, query: URLSearchParams): Reply {
  const roster = rosterOf(state, conversationId);
  if ('status' in roster) {
    return roster;
  }
  const first = Number(query.get('continuationToken') ?? 0);
  const next = first + A_PAGE;
  return {
    status: 200,
    body: {
      members: roster.slice(first, next).map((person) => accountOf(state, person)),
      ...(next < roster.length ? { continuationToken: String(next) } : {}),
    },
  };
}

function accountOf(state: TeamsState, person: FakePerson) {
  const { objectId, name, email, upn, role = 'user', tenantId = state.tenantId } = person;
  return {
    id: accountId(objectId),
    objectId,
    aadObjectId: objectId,
    name,
    email: email ?? null,
    userPrincipalName: upn ?? email ?? null,
    tenantId,
    userRole: role,
  };
}
