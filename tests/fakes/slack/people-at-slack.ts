/** What people do in Slack, as strictly as its own client lets them: nobody presses what they cannot see. */
import { type FakeBlock, type FakeView, problemsOfBlocks, problemsOfView } from './block-kit-rules.ts';
import { buttonsOf, buttonTexts } from './buttons.ts';
import { removeMessage } from './chat-methods.ts';
import { directChannel } from './conversation-methods.ts';
import type { Delivered, Deliveries, DeliveryOptions } from './deliveries.ts';
import { type Filled, stateOf } from './filling-in.ts';
import type { Args, Result } from './method.ts';
import type { Ephemeral, FakeMessage, OpenView, SlackState } from './slack-state.ts';
import type { Triggers } from './triggers.ts';
import { putView, stackOf } from './view-methods.ts';

export type Submitted = Delivered & {
  readonly outcome: 'closed' | 'cleared' | 'errors' | 'updated' | 'pushed' | 'client-shows-error';
  readonly errors: Readonly<Record<string, string>>;
};

export interface PeopleAtSlack {
  /** Presses the button with this text on a message, an ephemeral, a view or the home page. */
  press(user: string, on: PressedOn, button: string, options?: DeliveryOptions): Promise<Delivered>;
  submit(
    user: string,
    viewId: string,
    values: Readonly<Record<string, Filled>>,
    options?: DeliveryOptions,
  ): Promise<Submitted>;
  /** Closes the topmost view. */
  closeView(viewId: string): void;
  command(user: string, channel: string, text: string, options?: DeliveryOptions): Promise<Delivered>;
  /** Writes a line, in a channel, a thread or to the app alone. */
  write(user: string, channel: string, text: string, threadTs?: string): Promise<FakeMessage>;
  /** Changes a line that one has written. */
  edit(channel: string, ts: string, text: string): Promise<void>;
  openHome(user: string): Promise<Delivered>;
  /** Deletes a message of the app's, as an admin of the workspace may. */
  deleteMessage(channel: string, ts: string): Promise<void>;
  /** Something else happens in the workspace. */
  event(event: object, options?: DeliveryOptions): Promise<Delivered>;
  respond(id: string, body: Args): Result;
}

export type PressedOn =
  | { readonly channel: string; readonly ts: string }
  | { readonly view: string; readonly typed?: Readonly<Record<string, Filled>> }
  | { readonly home: true };

export interface PeopleOptions {
  readonly state: SlackState;
  readonly triggers: Triggers;
  readonly deliveries: Deliveries;
  readonly url: () => string;
}

const MOST_RESPONSES = 5;

export function createPeopleAtSlack({ state, triggers, deliveries, url }: PeopleOptions): PeopleAtSlack {
  const responses = new Map<string, { channel: string; user: string; uses: number }>();

  function base(user: string): Readonly<Record<string, unknown>> {
    const known = state.users.get(user);
    if (!known) {
      throw new Error(`nobody is called ${user}`);
    }
    const team = known.foreign ? 'T0ALTA' : state.team.id;
    return {
      team: state.team,
      user: { id: user, username: known.name, name: known.name, team_id: team },
      api_app_id: state.appId,
      token: 'deprecated',
      is_enterprise_install: false,
      enterprise: null,
    };
  }

  function responseUrl(channel: string, user: string): string {
    const id = state.newId('R');
    responses.set(id, { channel, user, uses: 0 });
    return `${url()}/actions/${state.team.id}/${id}`;
  }

  function messageFor(user: string, channelId: string, ts: string): FakeMessage | Ephemeral {
    const channel = state.channels.get(channelId);
    if (!channel?.members.has(user)) {
      throw new Error(`${user} is not in ${channelId}`);
    }
    const found =
      channel.messages.find((message) => message.ts === ts) ??
      state.ephemerals.find((each) => each.channel === channelId && each.ts === ts && each.to === user);
    if (!found) {
      throw new Error(`${user} sees no message ${ts} in ${channelId}`);
    }
    return found;
  }

  function surface(
    user: string,
    on: PressedOn,
  ): { blocks: readonly FakeBlock[]; where: object; viewId: string | null } {
    if ('home' in on) {
      const view = state.homes.get(user);
      if (!view) {
        throw new Error(`${user} has no home page`);
      }
      const where = { container: { type: 'view' }, view: { ...view, id: 'VHOME', type: 'home' } };
      return { blocks: view.blocks, where, viewId: null };
    }
    if ('view' in on) {
      const open = openView(user, on.view);
      const where = { container: { type: 'view', view_id: open.id }, view: viewObject(open) };
      return { blocks: open.view.blocks, where, viewId: open.id };
    }
    const message = messageFor(user, on.channel, on.ts);
    const isEphemeral = 'to' in message;
    const channel = { id: on.channel, name: state.channels.get(on.channel)?.name };
    const container = {
      type: 'message',
      message_ts: on.ts,
      channel_id: on.channel,
      is_ephemeral: isEphemeral,
    };
    const where = {
      container,
      channel,
      ...(isEphemeral ? {} : { message }),
      response_url: responseUrl(on.channel, user),
    };
    return { blocks: message.blocks ?? [], where, viewId: null };
  }

  function openView(user: string, id: string): OpenView {
    const open = state.views.get(id);
    if (!open?.open || open.user !== user) {
      throw new Error(`${user} has no open view ${id}`);
    }
    return open;
  }

  function viewObject(open: OpenView, values: object = {}): object {
    const { view, id, hash, rootId: root_view_id, previousId: previous_view_id } = open;
    return { ...view, id, hash, root_view_id, previous_view_id, team_id: state.team.id, state: { values } };
  }

  async function press(
    user: string,
    on: PressedOn,
    button: string,
    options?: DeliveryOptions,
  ): Promise<Delivered> {
    const { blocks, where, viewId } = surface(user, on);
    const found = buttonsOf(blocks).filter(({ element }) => element.text.text === button);
    const [hit, another] = found;
    if (!hit || another) {
      throw new Error(`${found.length} buttons «${button}», there are: ${buttonTexts(blocks).join(' | ')}`);
    }
    const { element, block } = hit;
    const action = { ...element, block_id: block.block_id, action_ts: state.newTs() };
    const filled = 'view' in on ? (on.typed ?? {}) : {};
    const typed = viewId === null ? {} : stateOf(openView(user, viewId), filled);
    const payload = {
      type: 'block_actions',
      ...base(user),
      trigger_id: triggers.create(user, viewId),
      ...where,
      ...(viewId === null ? {} : { view: viewObject(openView(user, viewId), typed) }),
      actions: [action],
    };
    const delivered = await deliveries.send('interactive', payload, options);
    state.changed();
    return delivered;
  }

  async function submit(
    user: string,
    viewId: string,
    values: Readonly<Record<string, Filled>>,
    options?: DeliveryOptions,
  ): Promise<Submitted> {
    const open = openView(user, viewId);
    if (open.view.type !== 'modal' || open.view.submit === undefined) {
      throw new Error('this view has nothing to submit');
    }
    const typed = stateOf(open, values);
    const payload = {
      type: 'view_submission',
      ...base(user),
      trigger_id: triggers.create(user, viewId),
      view: viewObject(open, typed),
      response_urls: [],
    };
    const delivered = await deliveries.send('interactive', payload, options);
    const submitted = after(open, delivered, new Set(Object.keys(typed)));
    state.changed();
    return submitted;
  }

  /** What Slack's client does with the app's answer. */
  function after(open: OpenView, delivered: Delivered, inputs: ReadonlySet<string>): Submitted {
    if (delivered.status !== 200) {
      return { ...delivered, outcome: 'client-shows-error', errors: {} };
    }
    const { response_action: action, errors, view } = delivered.json ?? {};
    switch (action) {
      case undefined:
        open.open = false;
        return { ...delivered, outcome: 'closed', errors: {} };
      case 'clear':
        for (const each of stackOf(state, open.rootId)) {
          each.open = false;
        }
        return { ...delivered, outcome: 'cleared', errors: {} };
      case 'errors': {
        const told = errors as Record<string, string>;
        const stray = Object.keys(told).filter((input) => !inputs.has(input));
        if (stray.length > 0 || Object.keys(told).length === 0) {
          throw new Error(`errors at no input of the view: ${stray.join(', ')}`);
        }
        return { ...delivered, outcome: 'errors', errors: told };
      }
      case 'update':
      case 'push': {
        const problems = problemsOfView(view);
        if (problems.length > 0) {
          throw new Error(`the answer's view is not valid: ${problems.join('; ')}`);
        }
        if (action === 'update') {
          open.view = view as FakeView;
          open.hash = state.newTs();
          return { ...delivered, outcome: 'updated', errors: {} };
        }
        putView(state, view as FakeView, open.user, open);
        return { ...delivered, outcome: 'pushed', errors: {} };
      }
      default:
        throw new Error(`an answer that Slack does not know: ${String(action)}`);
    }
  }

  async function event(inner: object, options?: DeliveryOptions): Promise<Delivered> {
    const payload = {
      token: 'deprecated',
      team_id: state.team.id,
      api_app_id: state.appId,
      type: 'event_callback',
      event_id: state.newId('Ev'),
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [{ team_id: state.team.id, user_id: state.bot.user, is_bot: true }],
      event: inner,
    };
    const delivered = await deliveries.send('events_api', payload, options);
    state.changed();
    return delivered;
  }

  return {
    press,
    submit,
    closeView(viewId) {
      const open = state.views.get(viewId);
      if (open) {
        open.open = false;
      }
      state.changed();
    },
    async command(user, channel, text, options) {
      const { id, domain } = state.team;
      const delivered = await deliveries.send(
        'slash_commands',
        {
          token: 'deprecated',
          team_id: id,
          team_domain: domain,
          channel_id: channel,
          channel_name: state.channels.get(channel)?.name ?? '',
          user_id: user,
          user_name: state.users.get(user)?.name ?? '',
          command: '/autorizati',
          text,
          api_app_id: state.appId,
          is_enterprise_install: 'false',
          response_url: responseUrl(channel, user),
          trigger_id: triggers.create(user, null),
        },
        options,
      );
      if (delivered.json !== null) {
        keepEphemeral(channel, user, delivered.json);
      }
      state.changed();
      return delivered;
    },
    async write(user, channelId, text, threadTs) {
      const channel =
        channelId === state.bot.user ? directChannel(state, user) : state.channels.get(channelId);
      if (!channel?.members.has(user)) {
        throw new Error(`${user} is not in ${channelId}`);
      }
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      const message: FakeMessage = { ts: state.newTs(), user, text, ...thread };
      channel.messages.push(message);
      const kind = channel.isDirect ? 'im' : channel.isPrivate ? 'group' : 'channel';
      const seen = { channel: channel.id, user, text, ts: message.ts, team: state.team.id, ...thread };
      await event({ type: 'message', channel_type: kind, ...seen });
      if (text.includes(`<@${state.bot.user}>`)) {
        await event({ type: 'app_mention', ...seen });
      }
      return message;
    },
    async edit(channelId, ts, text) {
      const channel = state.channels.get(channelId);
      const message = channel?.messages.find((each) => each.ts === ts);
      if (!channel || !message || message.bot_id) {
        throw new Error('nobody’s line to change');
      }
      const before = { ...message };
      message.text = text;
      const kind = channel.isPrivate ? 'group' : 'channel';
      await event({
        type: 'message',
        subtype: 'message_changed',
        channel: channelId,
        channel_type: kind,
        ts: state.newTs(),
        message: { ...message },
        previous_message: before,
      });
    },
    openHome: (user) => event({ type: 'app_home_opened', user, tab: 'home', channel: `D${user.slice(1)}` }),
    async deleteMessage(channelId, ts) {
      const channel = state.channels.get(channelId);
      const gone = channel?.messages.find((message) => message.ts === ts);
      removeMessage(channel, ts);
      const kind = channel?.isPrivate ? 'group' : 'channel';
      await event({
        type: 'message',
        subtype: 'message_deleted',
        channel: channelId,
        channel_type: kind,
        deleted_ts: ts,
        ts: state.newTs(),
        previous_message: gone,
      });
    },
    event,
    respond(id, body) {
      const known = responses.get(id);
      if (!known || known.uses >= MOST_RESPONSES) {
        return { ok: false, error: known ? 'used_url' : 'expired_url' };
      }
      known.uses += 1;
      keepEphemeral(known.channel, known.user, body);
      return { ok: true };
    },
  };

  function keepEphemeral(channel: string, to: string, body: Args): void {
    const problems = body.blocks === undefined ? [] : problemsOfBlocks(body.blocks);
    if (problems.length > 0) {
      throw new Error(`an answer with blocks that are not valid: ${problems.join('; ')}`);
    }
    if (!body.text && !body.blocks) {
      return;
    }
    state.ephemerals.push({
      ts: state.newTs(),
      user: state.bot.user,
      bot_id: state.bot.id,
      channel,
      to,
      text: String(body.text ?? ''),
      ...(body.blocks ? { blocks: body.blocks as FakeBlock[] } : {}),
    });
  }
}
