/** People in Teams: they press, fill in, type, add and remove. What they do reaches the app as signed activities. */
import { randomUUID } from 'node:crypto';
import type { Part } from '../../bot/card-parts.ts';
import { actionsOf, inputsOf, problemsOfCard } from './card-rules.ts';
import type { Issuer, MintOptions } from './issuer.ts';
import {
  accountId,
  type FakeCard,
  type FakeDialog,
  type FakePost,
  type TeamState,
  type TeamsState,
} from './teams-state.ts';

export interface Delivered {
  readonly status: number;
  readonly body: unknown;
}

export interface PeopleAtTeams {
  /** Presses a button of a posted card. */
  press(objectId: string, postId: string, button: string, options?: PressOptions): Promise<Delivered>;
  /** Presses a button of the open dialog, with what is filled in. */
  submit(
    objectId: string,
    filled?: Readonly<Record<string, string>>,
    button?: string,
  ): Promise<Delivered & { readonly closed: boolean }>;
  closeDialog(objectId: string): void;
  /** Types in a channel (a new post, or in a thread); `@Acces` in front mentions the app. */
  type(objectId: string, where: { channel: string; thread?: string }, text: string): Promise<Delivered>;
  /** Types in the chat with the app. */
  chat(objectId: string, text: string): Promise<Delivered>;
  edit(objectId: string, postId: string, text: string): Promise<Delivered>;
  remove(objectId: string, postId: string): Promise<Delivered>;
  /** Something happens to a team or a channel. */
  placeEvent(team: TeamState, event: Readonly<Record<string, unknown>>): Promise<Delivered>;
  install(objectId: string): Promise<Delivered>;
  /** Sends an activity as it is given. */
  send(activity: Readonly<Record<string, unknown>>, token?: string | null): Promise<Delivered>;
  /** An activity of somebody in a channel, without any content. */
  envelope(objectId: string, conversation: string, threadId?: string | null): Record<string, unknown>;
}

export interface PressOptions {
  /** A client that knows no Action.Execute. */
  readonly oldClient?: boolean;
  /** The same press again: the activity's id. */
  readonly activityId?: string;
}

export interface PeopleDeps {
  readonly state: TeamsState;
  readonly issuer: Issuer;
  readonly appId: string;
  readonly appName: string;
  readonly endpoint: () => string;
  readonly serviceUrl: () => string;
}

/** So long does Teams wait for an answer; then the person sees an error. */
const WITHIN_MS = 15_000;

export function createPeopleAtTeams(deps: PeopleDeps): PeopleAtTeams {
  const { state, issuer, appId, appName, endpoint, serviceUrl } = deps;
  const app = { id: `28:${appId}`, name: appName };

  function mint(claims: Readonly<Record<string, unknown>> = {}, options: MintOptions = {}): string {
    return issuer.mint({ serviceurl: serviceUrl(), ...claims }, options);
  }

  async function send(
    activity: Readonly<Record<string, unknown>>,
    token: string | null = mint(),
  ): Promise<Delivered> {
    const response = await fetch(endpoint(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const text = await response.text();
    state.changed();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  function envelope(objectId: string, conversation: string, threadId: string | null = null) {
    const person = state.people.get(objectId);
    const tenant = { id: state.tenantId };
    const isChat = state.chats.has(conversation);
    const team = state.teamOfChannel(conversation);
    return {
      id: `f:${randomUUID()}`,
      channelId: 'msteams',
      serviceUrl: serviceUrl(),
      from: { id: accountId(objectId), name: person?.name ?? '', aadObjectId: objectId },
      recipient: app,
      timestamp: new Date().toISOString(),
      locale: 'ro-RO',
      conversation: isChat
        ? { id: conversation, conversationType: 'personal', tenantId: state.tenantId }
        : {
            id: threadId === null ? conversation : `${conversation};messageid=${threadId}`,
            conversationType: 'channel',
            isGroup: true,
            tenantId: state.tenantId,
          },
      channelData: isChat
        ? { tenant }
        : { tenant, team: { id: team?.id }, channel: { id: conversation }, teamsTeamId: team?.id },
    };
  }

  function postBy(id: string): FakePost {
    const post = state.posts.find((each) => each.id === id);
    if (!post) {
      throw new Error(`no post ${id}`);
    }
    return post;
  }

  /** What Teams does with the answer to a press or a dialog. */
  function shown(objectId: string, from: FakePost, { status, body }: Delivered): boolean {
    if (status !== 200) {
      throw new Error(`Teams shows «Something went wrong»: ${status}`);
    }
    const task = (body as { task?: { type: string; value: unknown } } | null)?.task;
    if (task === undefined) {
      state.dialogs.delete(objectId);
      return true;
    }
    if (task.type === 'message') {
      state.dialogs.delete(objectId);
      state.said.push({ to: objectId, text: String(task.value) });
      return true;
    }
    state.dialogs.set(objectId, dialogOf(task.value, from));
    return false;
  }

  async function pressed(
    objectId: string,
    post: FakePost,
    action: Part,
    { oldClient = false, activityId }: PressOptions,
  ): Promise<Delivered> {
    const base = {
      ...envelope(objectId, post.conversation, post.threadId ?? post.id),
      replyToId: post.id,
      ...(activityId === undefined ? {} : { id: activityId }),
    };
    const wanted = oldClient && action.fallback ? (action.fallback as Part) : action;
    if (wanted.type === 'Action.Execute') {
      const value = {
        action: {
          type: 'Action.Execute',
          verb: wanted.verb,
          data: wanted.data,
          id: wanted.id,
          title: wanted.title,
        },
        trigger: 'manual',
      };
      const answer = await send({ ...base, type: 'invoke', name: 'adaptiveCard/action', value });
      state.said.push({ to: objectId, text: textOfInvoke(answer) });
      state.changed();
      return answer;
    }
    const { msteams, ...data } = wanted.data as Record<string, unknown> & { msteams?: { type: string } };
    if (msteams?.type === 'task/fetch') {
      const value = { data: { ...data, msteams }, context: { theme: 'default' } };
      const answer = await send({ ...base, type: 'invoke', name: 'task/fetch', value });
      shown(objectId, post, answer);
      state.changed();
      return answer;
    }
    return await send({ ...base, type: 'message', value: data });
  }

  async function typed(
    objectId: string,
    conversation: string,
    threadId: string | null,
    text: string,
  ): Promise<Delivered> {
    const id = state.newId();
    state.posts.push(personsPost({ id, conversation, threadId, from: objectId, text }));
    return await send({
      ...envelope(objectId, conversation, threadId ?? id),
      id,
      ...message(text),
      type: 'message',
    });
  }

  /** As Teams writes what was typed: HTML, mentions as elements. */
  function message(text: string) {
    const mark = `<at>${appName}</at>`;
    const isMention = text.startsWith('@Acces');
    const rest = isMention ? text.slice('@Acces'.length) : text;
    const html = rest.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return {
      text: isMention ? `${mark}${html.replace(' ', '&nbsp;')}` : html,
      textFormat: 'plain',
      entities: isMention ? [{ type: 'mention', mentioned: app, text: mark }] : [],
    };
  }

  return {
    send,
    envelope,
    async press(objectId, postId, button, options = {}) {
      const post = postBy(postId);
      const action = post.deleted
        ? undefined
        : actionsOf(post.card ?? NO_CARD).find(({ title }) => title === button);
      if (!action) {
        throw new Error(`no button «${button}» on this card`);
      }
      return await pressed(objectId, post, action, options);
    },
    async submit(objectId, filled = {}, button) {
      const dialog = state.dialogs.get(objectId);
      if (!dialog) {
        throw new Error('no dialog is open');
      }
      // Its own buttons at the bottom come first, then those within.
      const { actions: own = [], ...rest } = dialog.card as FakeCard & { actions?: readonly Part[] };
      const actions = [...own, ...actionsOf(rest)].filter(({ type }) => type === 'Action.Submit');
      const isSubmit = ({ data }: Part): boolean =>
        String((data as { verb?: unknown }).verb ?? '').startsWith('submit:');
      const action = actions.find((each) => (button === undefined ? isSubmit(each) : each.title === button));
      if (!action) {
        throw new Error(`the dialog has no such button: ${button ?? 'submit'}`);
      }
      const inputs = action.associatedInputs === 'none' ? {} : filledIn(dialog, filled);
      const data = { ...(action.data as Record<string, unknown>), ...inputs };
      const answer = await send({
        ...envelope(objectId, dialog.from.conversation, dialog.from.threadId ?? dialog.from.id),
        replyToId: dialog.from.id,
        type: 'invoke',
        name: 'task/submit',
        value: { data, context: { theme: 'default' } },
      });
      const closed = shown(objectId, dialog.from, answer);
      state.changed();
      return { ...answer, closed };
    },
    closeDialog(objectId) {
      state.dialogs.delete(objectId);
    },
    type: (objectId, { channel, thread }, text) => typed(objectId, channel, thread ?? null, text),
    async chat(objectId, text) {
      const known = [...state.chats].find(([, person]) => person === objectId)?.[0];
      const chat = known ?? `a:1${accountId(objectId).slice(4, 30)}`;
      state.chats.set(chat, objectId);
      return await typed(objectId, chat, null, text);
    },
    async edit(objectId, postId, text) {
      const post = postBy(postId);
      Object.assign(post, { text, changedAt: new Date() });
      const base = envelope(objectId, post.conversation, post.threadId ?? post.id);
      return await send({
        ...base,
        ...message(text),
        id: post.id,
        type: 'messageUpdate',
        channelData: { ...base.channelData, eventType: 'editMessage' },
      });
    },
    async remove(objectId, postId) {
      const post = postBy(postId);
      Object.assign(post, { deleted: true, changedAt: new Date() });
      const base = envelope(objectId, post.conversation, post.threadId ?? post.id);
      return await send({
        ...base,
        id: post.id,
        type: 'messageDelete',
        channelData: { ...base.channelData, eventType: 'softDeleteMessage' },
      });
    },
    placeEvent(team, event) {
      const { channelData = {}, ...rest } = event as { channelData?: object };
      const [person = ''] = state.people.keys();
      const base = envelope(person, team.id);
      return send({
        ...base,
        type: 'conversationUpdate',
        channelData: {
          tenant: { id: state.tenantId },
          team: { id: team.id, aadGroupId: team.groupId },
          ...channelData,
        },
        ...rest,
      });
    },
    async install(objectId) {
      const chat = `a:1${accountId(objectId).slice(4, 30)}`;
      state.chats.set(chat, objectId);
      return await send({ ...envelope(objectId, chat), type: 'installationUpdate', action: 'add' });
    },
  };
}

const NO_CARD: FakeCard = { type: 'AdaptiveCard' };

/** Teams sends a press again that is answered with nothing; so is a fake that it is a mistake. */
function textOfInvoke({ status, body }: Delivered): string {
  const { statusCode, type, value } = (body ?? {}) as { statusCode?: number; type?: string; value?: unknown };
  if (status !== 200 || statusCode !== 200) {
    throw new Error(`Teams shows «Something went wrong»: ${status} ${statusCode}`);
  }
  if (type !== 'application/vnd.microsoft.activity.message' || typeof value !== 'string' || value === '') {
    throw new Error('Teams would send the press again: it was answered with nothing');
  }
  return value;
}

function dialogOf(value: unknown, from: FakePost): FakeDialog {
  const { title = '', card } = value as {
    title?: string;
    card?: { contentType: string; content: FakeCard };
  };
  if (card?.contentType !== 'application/vnd.microsoft.card.adaptive') {
    throw new Error('a dialog without a card');
  }
  const problems = problemsOfCard(card.content, 'dialog');
  if (problems.length > 0) {
    throw new Error(`Teams would not show this dialog: ${problems.join('; ')}`);
  }
  return { title, card: card.content, from };
}

/** As Teams' client fills in, and refuses to submit what is missing or does not fit. */
function filledIn({ card }: FakeDialog, filled: Readonly<Record<string, string>>): Record<string, string> {
  const inputs = inputsOf(card);
  const stray = Object.keys(filled).filter((id) => !inputs.some((input) => input.id === id));
  if (stray.length > 0) {
    throw new Error(`the dialog has no input ${stray.join(', ')}`);
  }
  const values: Record<string, string> = {};
  for (const input of inputs) {
    const value = filled[String(input.id)] ?? String(input.value ?? '');
    const choices = input.choices as readonly { value: string }[] | undefined;
    const chosen = choices === undefined ? [] : value.split(',').filter((each) => each !== '');
    const unknown = chosen.find((each) => !choices?.some((choice) => choice.value === each));
    if (unknown !== undefined) {
      throw new Error(
        `no choice ${unknown}, there are: ${choices?.map((choice) => choice.value).join(', ')}`,
      );
    }
    const isEmpty = input.type === 'Input.Toggle' ? value !== input.valueOn : value === '';
    if (input.isRequired === true && isEmpty) {
      throw new Error(`Teams' client does not submit: ${String(input.id)} is empty`);
    }
    if (value.length > Number(input.maxLength ?? Number.POSITIVE_INFINITY)) {
      throw new Error('longer than its input');
    }
    values[String(input.id)] = value;
  }
  return values;
}

function personsPost(post: Pick<FakePost, 'id' | 'conversation' | 'threadId' | 'from' | 'text'>): FakePost {
  const at = new Date();
  return {
    ...post,
    textFormat: 'plain',
    summary: '',
    mentioned: [],
    card: null,
    createdAt: at,
    changedAt: at,
    deleted: false,
  };
}
