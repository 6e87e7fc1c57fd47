/** The listening side of Slack: what people see of an answer, wherever they pressed, and whatever is late or lost. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderCaseCard, renderDialog } from '../../../src/bot/cards.ts';
import type { Answer, Click, Command } from '../../../src/bot/channel.ts';
import { openSlackApp, quickClient } from '../../../src/bot/slack/app/slack-app.ts';
import { lineOf, messageOf } from '../../../src/bot/slack/rendering/message.ts';
import { ro } from '../../../src/texts/ro.ts';
import { directChannel } from '../../fakes/slack/conversation-methods.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import { readBlocks } from '../../fakes/slack/reading.ts';
import type { OpenView } from '../../fakes/slack/slack-state.ts';
import { stackOf } from '../../fakes/slack/view-methods.ts';
import { officeViews } from '../case-views.ts';
import { dialogViews } from '../dialog-views.ts';

const ALBA = 'C0ALBA';
const MARIA = 'U0MARIA';
const { actions, slack: words } = ro;
const TOLD: Answer = { kind: 'told', text: 'Nu s-a schimbat nimic. S-a făcut deja.' };
const DONE: Answer = { kind: 'done', text: 'S-a făcut.' };

type Answering = (click: Click) => Answer | Promise<Answer>;

interface Listening {
  readonly slack: FakeSlack;
  readonly clicks: Click[];
  readonly commands: Command[];
  readonly troubles: string[];
  /** The desk answers so from now on. */
  answer(answering: Answering): void;
  /** A case's card in the channel; returns its ts. */
  card(state?: string): string;
  press(
    button: string,
    on?: Parameters<FakeSlack['people']['press']>[1],
  ): ReturnType<FakeSlack['people']['press']>;
  window(): OpenView;
  /** Lines that only Maria sees. */
  told(): string[];
}

async function listening(options: FakeSlackOptions = {}): Promise<Listening> {
  const slack = await openFakeSlack({
    users: [
      { id: MARIA, name: 'Maria Ionescu' },
      { id: 'U0STRAIN', name: 'Străin', foreign: true },
    ],
    channels: [{ id: ALBA, name: 'ocpi-alba' }],
    ...options,
  });
  const clicks: Click[] = [];
  const commands: Command[] = [];
  const troubles: string[] = [];
  let answering: Answering = () => TOLD;
  const app = openSlackApp({
    botToken: slack.botToken,
    listening: { mode: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    client: quickClient(slack.botToken, slack.apiUrl),
    events: {
      async onClick(click) {
        clicks.push(click);
        return await answering(click);
      },
      async onCommand(command) {
        commands.push(command);
        return TOLD;
      },
      onHome: async () => ({ type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'Acasă' }] }),
      onCardDeleted: async () => {},
      onCardPressed: async () => false,
      onThreadLine: async () => {},
      onPlaceChanged: async () => {},
    },
    texts: ro,
    onTrouble(where, code) {
      troubles.push(`${where}: ${code}`);
      slack.state.changed();
    },
  });
  const server = createServer((request, response) => app.requestListener?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  app.start();
  await slack.state.until(
    () => app.state().team !== null || slack.state.calls.some(({ applied }) => applied),
  );
  onTestFinished(async () => {
    await app.stop();
    server.close();
    server.closeAllConnections();
    await slack.close();
  });
  let newest = '';
  return {
    ...{ slack, clicks, commands, troubles },
    answer(next) {
      answering = next;
    },
    card(state = 'received') {
      const view = officeViews[state];
      if (!view) {
        throw new Error(`no state ${state}`);
      }
      const { text, blocks } = messageOf(renderCaseCard(view, ro), 'x');
      newest = slack.state.newTs();
      const { bot, channels } = slack.state;
      const message = { ts: newest, user: bot.user, bot_id: bot.id, text, blocks: blocks as never };
      channels.get(ALBA)?.messages.push(message);
      return newest;
    },
    press: (button, on = { channel: ALBA, ts: newest }) => slack.people.press(MARIA, on, button),
    window() {
      const open = [...slack.state.views.values()].findLast((view) => view.open);
      if (!open) {
        throw new Error('no window is open');
      }
      return open;
    },
    told: () => slack.state.ephemerals.map(({ blocks = [] }) => readBlocks(blocks)),
  };
}

function dialog(kind: string): Answer {
  const view = dialogViews[kind];
  if (!view) {
    throw new Error(`no dialog ${kind}`);
  }
  return { kind: 'dialog', ...renderDialog(view, ro) };
}

describe('an acknowledgement', () => {
  it('comes after the desk has committed, and within what Slack waits', async () => {
    const app = await listening();
    let committed = false;
    app.answer(async () => {
      await setTimeout(50);
      committed = true;
      return DONE;
    });
    app.card('ready-to-approve');
    const { status, ackMs } = await app.press(actions.approve);
    expect([status, committed]).toEqual([200, true]);
    expect(ackMs).toBeGreaterThanOrEqual(45);
  });

  it('does not come where the desk broke: Slack shows the person an error', async () => {
    const app = await listening();
    app.answer(() => {
      throw new Error('the world broke');
    });
    app.card('ready-to-approve');
    expect((await app.press(actions.approve)).status).toBe(500);
    expect(app.troubles.join()).not.toContain('the world broke');
  });

  it('that comes too late harms nothing, and the person is told all the same', async () => {
    const app = await listening();
    app.answer(async () => {
      await setTimeout(3_200);
      return TOLD;
    });
    app.card('ready-to-approve');
    expect((await app.press(actions.approve)).status).toBe(0);
    await app.slack.state.until(() => app.told().includes(TOLD.text));
  });
});

describe('a window', () => {
  it('that came too late is said not to have opened', async () => {
    let now = Date.now();
    const app = await listening({ now: () => now });
    app.answer(() => {
      now += 4_000;
      return dialog('record-original');
    });
    app.card();
    expect((await app.press(actions['record-original'])).status).toBe(200);
    await app.slack.state.until(() => app.told().includes(words.dialogNotOpened));
  });

  it('that Slack does not open for another reason: Slack shows the person an error', async () => {
    const app = await listening();
    app.answer(() => dialog('record-original'));
    app.slack.faults.add({ kind: 'error-before', method: 'views.open' });
    app.card();
    expect((await app.press(actions['record-original'])).status).toBe(500);
  });

  it('is opened once for a press that Slack delivers twice', async () => {
    const app = await listening();
    app.answer(() => dialog('record-original'));
    app.card();
    await app.press(actions['record-original']);
    expect(app.clicks).toHaveLength(1);
    expect(app.slack.state.calls.filter(({ method }) => method === 'views.open')).toHaveLength(1);
  });

  it('a choice takes the place of the chooser, and no more than three ever lie over each other', async () => {
    const app = await listening();
    const card = officeViews.received;
    if (!card) {
      throw new Error('no card');
    }
    app.answer(({ verb }) => {
      switch (verb) {
        case 'open-details':
          // As a case in a window: its own card, with all its buttons.
          return { kind: 'dialog', title: card.access.number, card: renderCaseCard(card, ro) };
        case 'more':
          return dialog('more');
        case 'submit:reject':
          return TOLD;
        default:
          return dialog('reject');
      }
    });
    app.card();
    await app.press(actions['open-details']);
    await app.press(actions.more, { view: app.window().id });
    await app.press(actions.reject, { view: app.window().id });
    const { id, rootId } = app.window();
    expect(stackOf(app.slack.state, rootId)).toHaveLength(2);
    const { outcome } = await app.slack.people.submit(MARIA, id, { note: 'Nu este autorizat.' });
    expect(outcome).toBe('pushed');
    expect(stackOf(app.slack.state, rootId)).toHaveLength(3);
    expect(readBlocks(app.window().view.blocks)).toBe(TOLD.text);
  });

  it('takes along what was chosen beside a button in it', async () => {
    const app = await listening();
    app.answer(({ verb }) => (verb === 'open-details' ? dialog('open-details') : DONE));
    app.card();
    await app.press(actions['open-details']);
    const view = app.window();
    const input = view.view.blocks.find((block) => block.type === 'input')?.block_id ?? '';
    const typed = { [input]: ['identity', 'application'] };
    await app.press(ro.dialogs['open-details'].saveKinds, { view: view.id, typed });
    expect(app.clicks.at(-1)).toMatchObject({
      verb: 'submit:sort-documents',
      inputs: { [input]: 'identity,application' },
    });
    await app.slack.state.until(() => readBlocks(app.window().view.blocks) === DONE.text);
  });

  it('says at its first input what belongs to none of them', async () => {
    const app = await listening();
    const errors = [{ input: 'nothing-here', message: 'Alt necaz.' }];
    app.answer(({ verb }) =>
      verb === 'reject'
        ? dialog('reject')
        : verb === 'more'
          ? dialog('more')
          : { kind: 'dialog-errors', errors, text: 'x' },
    );
    app.card();
    await app.press(actions.more);
    await app.press(actions.reject, { view: app.window().id });
    const submitted = await app.slack.people.submit(MARIA, app.window().id, { note: 'x' });
    expect(submitted.errors).toEqual({ note: 'Alt necaz.' });
  });

  it('with a link to a document shows it to the person alone, and pressing it asks the desk nothing', async () => {
    const app = await listening();
    app.answer(() => ({
      kind: 'link',
      url: 'https://acces.example/documents/abc',
      text: 'Se deschide o dată.',
    }));
    app.card();
    await app.press(actions['open-details']);
    expect(JSON.stringify(app.window().view)).toContain('https://acces.example/documents/abc');
    const clicks = app.clicks.length;
    expect((await app.press(words.linkTitle, { view: app.window().id })).status).toBe(200);
    expect(app.clicks).toHaveLength(clicks);
    expect(JSON.stringify(app.slack.state.channels.get(ALBA)?.messages)).not.toContain('/documents/');
  });
});

describe('a private answer', () => {
  it('finds another way where the first is closed', async () => {
    const app = await listening();
    app.card('ready-to-approve');
    app.slack.faults.add({ kind: 'error-before', method: 'chat.postEphemeral', times: 9 });
    await app.press(actions.approve);
    await app.slack.state.until(() => app.told().includes(TOLD.text));
    app.slack.faults.add({ kind: 'error-before', method: 'response_url', times: 9 });
    await app.press(actions.approve);
    const direct = directChannel(app.slack.state, MARIA);
    await app.slack.state.until(() => direct.messages.length > 0);
    expect(direct.messages.map(({ text }) => text)).toEqual([lineOf({ text: TOLD.text, mentions: [] }).text]);
  });

  it('that is lost everywhere is logged as a code, and breaks nothing', async () => {
    const app = await listening();
    app.card('ready-to-approve');
    app.slack.faults.plan(() => ({ kind: 'error-before' }));
    expect((await app.press(actions.approve)).status).toBe(200);
    await app.slack.state.until(() => app.troubles.filter((each) => each.startsWith('private')).length >= 2);
    expect(app.troubles.join('\n')).not.toContain('S-a făcut');
  });
});

describe('what is typed', () => {
  it('reaches the desk as it was meant: mail addresses, brackets, mentions', async () => {
    const app = await listening();
    await app.slack.people.command(
      MARIA,
      ALBA,
      'rol da <mailto:ana@x.example|ana@x.example> &lt;A&amp;B&gt; <@U0ANA|ana>',
    );
    expect(app.commands).toEqual([
      {
        channel: 'slack',
        externalId: MARIA,
        text: 'rol da ana@x.example <A&B> <@U0ANA|ana>',
        place: { channelId: ALBA },
      },
    ]);
    await app.slack.people.command(MARIA, 'D0MARIA', 'dosare');
    expect(app.commands.at(-1)?.place).toBeNull();
  });

  it('by a program, or without mentioning the app, is nobody’s command', async () => {
    const app = await listening();
    await app.slack.people.write(MARIA, ALBA, 'Bună dimineața');
    const direct = directChannel(app.slack.state, MARIA);
    const { user } = app.slack.state.bot;
    await app.slack.people.event({
      ...{ type: 'message', channel: direct.id, channel_type: 'im', user, ts: '1.1' },
      ...{ bot_id: 'B0ACCES', text: 'dosare' },
    });
    await app.slack.people.event({
      ...{ type: 'message', subtype: 'message_changed', channel: direct.id, channel_type: 'im', ts: '1.2' },
    });
    expect(app.commands).toEqual([]);
  });

  it('and delivered again by Slack is answered once', async () => {
    const app = await listening();
    const direct = directChannel(app.slack.state, MARIA);
    const event = {
      type: 'message',
      channel: direct.id,
      channel_type: 'im',
      user: MARIA,
      ts: '1.1',
      text: 'dosare',
    };
    const eventId = app.slack.state.newId;
    // The same event id twice, as a retry has it.
    app.slack.state.newId = () => 'Ev0ACELASI';
    await app.slack.people.event(event);
    await app.slack.people.event(event, { retry: 1 });
    app.slack.state.newId = eventId;
    await app.slack.state.until(() => direct.messages.length > 0);
    expect(app.commands).toHaveLength(1);
  });
});

describe('somebody of another organisation', () => {
  it('is told that this is not for them, and the desk is not asked', async () => {
    const app = await listening();
    const ts = app.card('ready-to-approve');
    await app.slack.people.press('U0STRAIN', { channel: ALBA, ts }, actions.approve);
    await app.slack.state.until(() => app.told().includes(words.stranger));
    expect(app.clicks).toEqual([]);
  });
});

it('a request that is no request of Slack’s is not taken', async () => {
  const app = await listening();
  app.card('ready-to-approve');
  const on = { channel: ALBA, ts: app.slack.state.channels.get(ALBA)?.messages.at(-1)?.ts ?? '' };
  for (const signature of ['forged', 'stale', 'none'] as const) {
    const { status } = await app.slack.people.press(MARIA, on, actions.approve, { signature });
    expect(status).toBe(401);
  }
  expect(app.clicks).toEqual([]);
});
