/** Slack, by its fake: posted through the outbox's client, pressed and typed through signed deliveries. */

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHandler, PostedCard } from '../../src/bot/channel.ts';
import { openSlackApp, outboxClient, quickClient } from '../../src/bot/slack/app/slack-app.ts';
import { createSlackChannel, type SlackChannel } from '../../src/bot/slack/posting/slack-channel.ts';
import { openStore } from '../../src/store/open.ts';
import { createPostLedger } from '../../src/store/platform-posts.ts';
import { ro } from '../../src/texts/ro.ts';
import { buttonTexts } from '../fakes/slack/buttons.ts';
import { type FakeSlack, openFakeSlack } from '../fakes/slack/fake-slack.ts';
import { readBlocks, readInputs } from '../fakes/slack/reading.ts';
import type { FakeMessage, OpenView } from '../fakes/slack/slack-state.ts';
import { quietEvents } from '../quiet-events.ts';
import type { ChatUnderTest, Seen, Trouble } from './chat-under-test.ts';

const ALBA = 'C0ALBA';
const MARIA = 'U0MARIA';
const IOANA = 'U0IOANA';
/** So that a call which nobody answers is over soon. */
const TIMEOUT_MS = 250;
const QUICK = { settle: 20, interval: 1, burst: 50, firstProbe: 5, longestProbe: 50 };

export async function openSlackChatUnderTest(): Promise<ChatUnderTest> {
  const slack = await openFakeSlack({
    users: [
      { id: MARIA, name: 'Maria Ionescu', email: 'maria@ancpi.example' },
      { id: IOANA, name: 'Ioana Mureșan', email: 'ioana@ancpi.example' },
    ],
    channels: [{ id: ALBA, name: 'ocpi-alba' }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'acces-contract-'));
  const databaseUrl = `file:${join(folder, 'acces.db')}`;
  const store = await openStore({ databaseUrl, dataDir: folder, masterKey: Buffer.alloc(32, 7) });
  let handler: ClickHandler = async () => ({ kind: 'told', text: '' });
  const quick = quickClient(slack.botToken, slack.apiUrl);
  const app = openSlackApp({
    botToken: slack.botToken,
    listening: { mode: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    client: quick,
    events: quietEvents({
      onClick: (click) => handler(click),
    }),
    texts: ro,
    onTrouble: () => {},
  });
  const server = createServer((request, response) => app.requestListener?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  app.start();

  function openChannel(): SlackChannel {
    return createSlackChannel({
      client: outboxClient(slack.botToken, slack.apiUrl, TIMEOUT_MS),
      quick,
      ledger: createPostLedger(store, 'slack'),
      onTrouble: () => {},
      timing: QUICK,
    });
  }
  let channel = openChannel();
  const messages = (): readonly FakeMessage[] => slack.state.channels.get(ALBA)?.messages ?? [];
  const typed = new Map<string, Readonly<Record<string, string>>>();

  return {
    channel: () => channel,
    place: { channelId: ALBA },
    person: MARIA,
    colleague: IOANA,
    answerWith(next) {
      handler = next;
    },
    async cards() {
      return cardsIn(messages());
    },
    async thread({ ts }) {
      return messages()
        .filter((message) => message.thread_ts === ts)
        .map(({ blocks = [] }) => readBlocks(blocks));
    },
    async notices() {
      return messages()
        .filter(
          (message) => message.thread_ts === undefined && buttonTexts(message.blocks ?? []).length === 0,
        )
        .map(({ blocks = [] }) => readBlocks(blocks));
    },
    async direct(person) {
      const direct = slack.state.channels.get(`D${person.slice(1)}`);
      return (direct?.messages ?? []).map(({ blocks = [] }) => readBlocks(blocks));
    },
    async remove({ ts = '' }: PostedCard) {
      await slack.people.deleteMessage(ALBA, ts);
    },
    press: (person, { ts = '' }, button) =>
      seenAfter(slack, person, async () => {
        typed.delete(person);
        mustBeTaken(await slack.people.press(person, { channel: ALBA, ts }, button));
        return {};
      }),
    submit: (person, inputs) =>
      seenAfter(slack, person, async () => {
        const view = dialogOf(slack, person);
        const filled = { ...typed.get(person), ...inputs };
        typed.set(person, filled);
        const { errors, ...submitted } = await slack.people.submit(person, view.id, filled);
        mustBeTaken(submitted);
        return { errors, typed: filled };
      }),
    async trouble(kind) {
      return await begin(slack, kind);
    },
    async restart() {
      channel = openChannel();
    },
    async close() {
      await app.stop();
      server.close();
      server.closeAllConnections();
      await slack.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function cardsIn(messages: readonly FakeMessage[]) {
  return messages
    .filter(({ blocks = [] }) => buttonTexts(blocks).length > 0)
    .map(({ ts, blocks = [] }) => ({
      posted: { channelId: ALBA, ts },
      text: readBlocks(blocks),
      buttons: buttonTexts(blocks),
    }));
}

function mustBeTaken({ status }: { readonly status: number }): void {
  if (status !== 200) {
    throw new Error(`Slack shows the person an error: ${status}`);
  }
}

/** The topmost window that can be submitted; what lies over it is closed, as somebody would. */
function dialogOf(slack: FakeSlack, person: string): OpenView {
  const open = [...slack.state.views.values()].filter((view) => view.open && view.user === person);
  for (const view of open.toReversed()) {
    if (view.view.type === 'modal' && view.view.submit !== undefined) {
      return view;
    }
    slack.people.closeView(view.id);
  }
  throw new Error('no dialog is open');
}

interface Acted {
  readonly errors?: Readonly<Record<string, string>>;
  readonly typed?: Readonly<Record<string, string>>;
}

/** What the person sees that was not there before. */
async function seenAfter(slack: FakeSlack, person: string, act: () => Promise<Acted>): Promise<Seen> {
  const { state } = slack;
  const ephemerals = state.ephemerals.length;
  const before = new Set(state.views.keys());
  const { errors = {}, typed = {} } = await act();
  if (Object.keys(errors).length > 0) {
    return { ...seenView(dialogOf(slack, person)), errors, inputs: typed };
  }
  // A private answer follows the acknowledgement; a click that needs none is followed by the next call of the app.
  const look = (): Seen | undefined => {
    const ephemeral = state.ephemerals.slice(ephemerals).find(({ to }) => to === person);
    const view = [...state.views.values()].find((each) => !before.has(each.id) && each.user === person);
    if (ephemeral) {
      return { kind: 'text', text: readBlocks(ephemeral.blocks ?? []) };
    }
    return view && asSeen(view);
  };
  return await state.until(look, PRIVATE_ANSWER_MS).catch(() => ({ kind: 'nothing' as const }));
}

/** How long somebody looks whether there is an answer, where there is none. */
const PRIVATE_ANSWER_MS = 300;

function asSeen(view: OpenView): Seen {
  const isNotice = view.view.type === 'modal' && view.view.submit === undefined;
  return isNotice ? { kind: 'text', text: readBlocks(view.view.blocks) } : seenView(view);
}

function seenView({ view }: OpenView): Extract<Seen, { kind: 'dialog' }> {
  const title = view.type === 'modal' ? view.title.text : '';
  return {
    kind: 'dialog',
    title,
    text: readBlocks(view.blocks),
    inputs: readInputs(view.blocks),
    errors: {},
  };
}

async function begin(slack: FakeSlack, kind: Trouble): Promise<() => Promise<void>> {
  const methods = new Set(['chat.postMessage', 'chat.update']);
  switch (kind) {
    case 'is-down':
      await slack.goDown();
      return () => slack.comeBack();
    case 'refuses-for-now':
      slack.faults.plan((method) => (methods.has(method) ? { kind: 'rate-limit', retryAfter: 0 } : null));
      return async () => slack.faults.clear();
    case 'loses-an-answer':
      slack.faults.plan((method) => (methods.has(method) ? { kind: 'drop-after' } : null));
      return async () => slack.faults.clear();
  }
}
