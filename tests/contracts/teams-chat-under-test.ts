/** Teams, by its fake: posted through the Bot Connector, pressed and typed through activities with signed tokens. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHandler, PostedCard } from '../../src/bot/channel.ts';
import { createTeamsApp, TEAMS_PATH } from '../../src/bot/teams/app/teams-app.ts';
import { createTeamsChannel, type TeamsChannel } from '../../src/bot/teams/posting/teams-channel.ts';
import { createBotTokens } from '../../src/bot/teams/tokens.ts';
import { readTeamsSettings } from '../../src/settings/teams.ts';
import { createKnownTeams } from '../../src/store/known-teams.ts';
import { openStore } from '../../src/store/open.ts';
import { createPostLedger } from '../../src/store/platform-posts.ts';
import { ro } from '../../src/texts/ro.ts';
import { type Part, partsOf } from '../bot/card-parts.ts';
import { actionsOf, inputsOf, textOfCard } from '../fakes/teams/card-rules.ts';
import { type FakeTeams, openFakeTeams } from '../fakes/teams/fake-teams.ts';
import type { FakeDialog, FakePost } from '../fakes/teams/teams-state.ts';
import { quietEvents } from '../quiet-events.ts';
import type { ChatUnderTest, Seen, Trouble } from './chat-under-test.ts';

const ALBA = '19:alba@thread.tacv2';
const MARIA = '11111111-0000-4000-8000-000000000001';
const IOANA = '11111111-0000-4000-8000-000000000002';
/** So that a call which nobody answers is over soon. */
const QUICK = {
  ...{ call: 250, quickCall: 2_000, settle: 20, late: 100, interval: 1 },
  ...{ burst: 50, firstProbe: 5, longestProbe: 50 },
};

export async function openTeamsChatUnderTest(): Promise<ChatUnderTest> {
  const teams = await openFakeTeams({
    people: [
      { objectId: MARIA, name: 'Maria Ionescu', email: 'maria@ancpi.example' },
      { objectId: IOANA, name: 'Ioana Mureșan', email: 'ioana@ancpi.example' },
    ],
    teams: [{ id: ALBA, groupId: 'grup-alba', channels: [{ id: ALBA, name: 'General' }] }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'acces-contract-'));
  const databaseUrl = `file:${join(folder, 'acces.db')}`;
  const store = await openStore({ databaseUrl, dataDir: folder, masterKey: Buffer.alloc(32, 7) });
  const settings = readTeamsSettings(teams.env, folder, []);
  if (settings === null) {
    throw new Error('the settings of the fake are not taken');
  }
  const { appId, tenantId, cloud, credential } = settings;
  const memory = createKnownTeams(store, Date.now);
  await memory.heard(teams.serviceUrl(), { teamId: ALBA, groupId: null });

  function openChannel(): TeamsChannel {
    return createTeamsChannel({
      tokens: createBotTokens({ appId, tenantId, credential, loginUrl: cloud.loginUrl }),
      ...{ memory, appId, tenantId },
      graphUrl: cloud.graphUrl,
      ledger: createPostLedger(store, 'teams'),
      onTrouble: () => {},
      timing: QUICK,
    });
  }
  let channel = openChannel();
  let handler: ClickHandler = async () => ({ kind: 'told', text: '' });
  const app = createTeamsApp({
    ...{ appId, tenantId, cloud, channel, memory },
    tokens: createBotTokens({ appId, tenantId, credential, loginUrl: cloud.loginUrl }),
    events: quietEvents({
      onClick: (click) => handler(click),
    }),
    texts: ro,
    onHeard: () => {},
    onRefused: () => {},
    onTrouble: () => {},
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  teams.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}${TEAMS_PATH}`);
  const { state, people } = teams;
  const inChannel = (): readonly FakePost[] =>
    state.posts.filter(({ conversation, deleted }) => conversation === ALBA && !deleted);

  return {
    channel: () => channel,
    place: { teamId: ALBA, channelId: ALBA },
    person: MARIA,
    colleague: IOANA,
    answerWith(next) {
      handler = next;
    },
    async cards() {
      return inChannel().filter(isCard).map(seenCard);
    },
    async thread({ messageId }) {
      return inChannel()
        .filter(({ threadId }) => threadId === messageId)
        .map(readLine);
    },
    async notices() {
      return inChannel()
        .filter((post) => post.threadId === null && !isCard(post))
        .map(readLine);
    },
    async direct(person) {
      const chats = [...state.chats].filter(([, of]) => of === person).map(([id]) => id);
      return state.posts.filter(({ conversation }) => chats.includes(conversation)).map(readLine);
    },
    async remove({ messageId = '' }: PostedCard) {
      await people.remove(MARIA, messageId);
    },
    async press(person, { messageId = '' }, button) {
      const before = state.said.length;
      people.closeDialog(person);
      await people.press(person, messageId, button);
      return seenBy(teams, person, before);
    },
    async submit(person, inputs) {
      const before = state.said.length;
      await people.submit(person, inputs);
      return seenBy(teams, person, before);
    },
    async trouble(kind) {
      return await begin(teams, kind);
    },
    async restart() {
      channel = openChannel();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await teams.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isCard({ card }: FakePost): boolean {
  return card !== null;
}

function seenCard({ id, card }: FakePost) {
  const shown = card ?? { type: 'AdaptiveCard' };
  return {
    posted: { teamId: ALBA, channelId: ALBA, messageId: id },
    text: textOfCard(shown),
    buttons: actionsOf(shown).map(({ title }) => String(title)),
  };
}

/** As the client shows it: plain text as it is, the rest without its markup. */
function readLine({ text, textFormat }: FakePost): string {
  return textFormat === 'plain'
    ? text
    : text
        .replaceAll(/<\/?at>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
}

function seenBy({ state }: FakeTeams, person: string, before: number): Seen {
  const dialog = state.dialogs.get(person);
  const said = state.said.slice(before).find(({ to }) => to === person);
  if (said) {
    return { kind: 'text', text: said.text };
  }
  return dialog ? seenDialog(dialog) : { kind: 'nothing' };
}

function seenDialog({ title, card }: FakeDialog): Seen {
  const parts = partsOf(card);
  const notice = parts.find(({ id }) => id === 'acces-notice');
  const errors = errorsIn(parts);
  if (notice && Object.keys(errors).length === 0) {
    return { kind: 'text', text: textOfCard(notice as never) };
  }
  const inputs = inputsOf(card).map(({ id, value }) => [String(id), String(value ?? '')] as const);
  return { kind: 'dialog', title, text: textOfCard(card), inputs: Object.fromEntries(inputs), errors };
}

/** What stands right under an input. */
function errorsIn(parts: readonly Part[]): Record<string, string> {
  const errors: Record<string, string> = {};
  let input = '';
  for (const part of parts) {
    if (String(part.type).startsWith('Input.')) {
      input = String(part.id);
    }
    if (String(part.id).startsWith('acces-error')) {
      errors[input] = textOfCard(part as never);
    }
  }
  return errors;
}

async function begin(teams: FakeTeams, kind: Trouble): Promise<() => Promise<void>> {
  const calls = new Set(['create', 'send', 'update']);
  switch (kind) {
    case 'is-down':
      await teams.goDown();
      return () => teams.comeBack();
    case 'refuses-for-now':
      teams.faults.plan((name) => (calls.has(name) ? { kind: 'rate-limit', retryAfter: 0 } : null));
      return async () => teams.faults.clear();
    case 'loses-an-answer':
      teams.faults.plan((name) => (calls.has(name) ? { kind: 'drop-after' } : null));
      return async () => teams.faults.clear();
  }
}
