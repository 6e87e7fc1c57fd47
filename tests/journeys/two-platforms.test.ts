/** One desk in Teams and in Slack: each works while the other is down, and threads are one conversation across both. */
import { afterEach, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { type FakeSlack, openFakeSlack } from '../fakes/slack/fake-slack.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import type { FakeMessage } from '../fakes/slack/slack-state.ts';
import { ALBA, ELENA, MARIA, openTeamsDesk, type TeamsDesk } from './teams-desk.ts';

const { actions, states } = ro;
const DI_IN_SLACK = 'C0DI';
const RADU_IN_SLACK = 'U0RADU';
const ELENA_IN_SLACK = 'U0ELENA';

let closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) {
    await close();
  }
  closing = [];
});

interface Both {
  readonly desk: TeamsDesk;
  readonly slack: FakeSlack;
  /** The newest card of DI's channel in Slack. */
  card(): FakeMessage;
  thread(): string[];
}

/** The office of Alba works in Teams, DI in Slack. */
async function openBoth(): Promise<Both> {
  const slack = await openFakeSlack({
    users: [
      { id: RADU_IN_SLACK, name: 'Radu Dumitrescu', email: 'radu.dumitrescu@ancpi.example' },
      { id: ELENA_IN_SLACK, name: 'Elena Șerban', email: 'elena.serban@ancpi.example' },
    ],
    channels: [{ id: DI_IN_SLACK, name: 'di-credentiale' }],
  });
  closing.push(() => slack.close());
  const desk = await openTeamsDesk({
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_SIGNING_SECRET: slack.signingSecret,
    },
    onStarted: (url) => slack.deliverTo(`${url}/slack/events`),
  });
  closing.push(() => desk.close());
  await desk.say(ELENA, ALBA, '@Acces leaga AB');
  await slack.people.command(ELENA_IN_SLACK, DI_IN_SLACK, 'leaga DI');
  await desk.settled();
  await desk.mail('complete-ab');
  const messages = (): FakeMessage[] => slack.state.channels.get(DI_IN_SLACK)?.messages ?? [];
  const card = (): FakeMessage => {
    const found = messages().findLast(({ blocks = [] }) => blocks.some(({ type }) => type === 'header'));
    if (!found) {
      throw new Error('no card at DI');
    }
    return found;
  };
  return {
    ...{ desk, slack, card },
    thread: () =>
      messages()
        .filter(({ thread_ts: parent }) => parent === card().ts)
        .map(({ blocks = [] }) => readBlocks(blocks)),
  };
}

async function approve(desk: TeamsDesk): Promise<void> {
  await desk.press(MARIA, ALBA, actions['open-details']);
  await desk.submit(MARIA);
  await desk.press(MARIA, ALBA, actions['record-original']);
  await desk.submit(MARIA, { compared: 'true' });
  await desk.press(MARIA, ALBA, actions.approve);
}

it('A17–A21: what is approved in Teams is issued in Slack', async () => {
  const { desk, slack, card } = await openBoth();
  await approve(desk);
  expect(readBlocks(card().blocks ?? [])).toContain(states['with-di']);
  await slack.people.press(RADU_IN_SLACK, { channel: DI_IN_SLACK, ts: card().ts }, actions.issue);
  const view = [...slack.state.views.values()].findLast(({ open }) => open);
  await slack.people.submit(RADU_IN_SLACK, view?.id ?? '', { accountCreated: 'true' });
  await desk.settled();
  expect(desk.text(desk.theCard(ALBA))).toContain(states.issued);
  expect(await (await fetch(`${desk.app.url}/health`)).json()).toMatchObject({
    chats: { teams: { reachable: true }, slack: { reachable: true } },
  });
});

it('Teams works while Slack is down, and Slack catches up', async () => {
  const { desk, slack, card } = await openBoth();
  await slack.goDown();
  for (const press of [
    () => desk.teams.people.press(MARIA, desk.theCard(ALBA).id, actions['open-details']),
    () => desk.teams.people.submit(MARIA),
  ]) {
    expect((await press()).status).toBe(200);
  }
  await desk.teams.state.until(() => desk.text(desk.theCard(ALBA)).includes('Maria Ionescu'));
  await slack.comeBack();
  await approveRest(desk);
  await slack.state.until(() => readBlocks(card().blocks ?? []).includes(states['with-di']));
});

async function approveRest(desk: TeamsDesk): Promise<void> {
  await desk.press(MARIA, ALBA, actions['record-original']);
  await desk.submit(MARIA, { compared: 'true' });
  await desk.press(MARIA, ALBA, actions.approve);
}

it('Slack works while Teams is down, and Teams catches up', async () => {
  const { desk, slack, card } = await openBoth();
  await approve(desk);
  await desk.teams.goDown();
  await slack.people.press(RADU_IN_SLACK, { channel: DI_IN_SLACK, ts: card().ts }, actions.issue);
  const view = await slack.state.until(() => [...slack.state.views.values()].findLast(({ open }) => open));
  const { outcome } = await slack.people.submit(RADU_IN_SLACK, view.id, { accountCreated: 'true' });
  expect(outcome).toBe('cleared');
  await slack.state.until(() => readBlocks(card().blocks ?? []).includes(states.issued));
  expect(desk.text(desk.theCard(ALBA))).toContain(states['with-di']);
  await desk.teams.comeBack();
  await desk.teams.state.until(() => desk.text(desk.theCard(ALBA)).includes(states.issued), 30_000);
});

it('an escalation from Teams to DI in Slack: lines, corrections and deletions go both ways, in order, once', async () => {
  const { desk, slack, card, thread } = await openBoth();
  await desk.press(MARIA, ALBA, actions.more);
  await desk.submit(MARIA, {}, actions.escalate);
  await desk.submit(MARIA, { target: 'di', note: 'Are deja cont?' });
  const head = desk.theCard(ALBA).id;
  const inTeams = (): string[] => desk.thread(desk.theCard(ALBA)).map(({ text }) => text);
  for (const text of ['unu', 'doi & <b>trei</b>']) {
    await desk.teams.people.type(MARIA, { channel: ALBA, thread: head }, text);
  }
  await slack.state.until(() => thread().includes('Maria Ionescu (OCPI Alba): doi & <b>trei</b>'));
  const said = desk.teams.state.posts.findLast(({ from }) => from === MARIA);
  await desk.teams.people.edit(MARIA, said?.id ?? '', 'patru');
  await slack.state.until(() => thread().includes('Maria Ionescu (OCPI Alba) a corectat: patru'));
  await desk.teams.people.remove(MARIA, said?.id ?? '');
  await slack.state.until(() => thread().includes('Maria Ionescu (OCPI Alba) a șters un mesaj.'));
  const answer = await slack.people.write(RADU_IN_SLACK, DI_IN_SLACK, 'Da, are cont.', card().ts);
  await desk.teams.state.until(() => inTeams().includes('Radu Dumitrescu (DI): Da, are cont.'));
  await slack.people.edit(DI_IN_SLACK, answer.ts, 'Nu are cont.');
  await desk.teams.state.until(() => inTeams().includes('Radu Dumitrescu (DI) a corectat: Nu are cont.'));
  await desk.restart();
  await desk.settled();
  const carried = thread().filter((line) => line.startsWith('Maria Ionescu (OCPI Alba)'));
  expect(carried).toEqual([
    'Maria Ionescu (OCPI Alba): unu',
    'Maria Ionescu (OCPI Alba): doi & <b>trei</b>',
    'Maria Ionescu (OCPI Alba) a corectat: patru',
    'Maria Ionescu (OCPI Alba) a șters un mesaj.',
  ]);
  expect(inTeams().filter((line) => line.startsWith('Radu'))).toHaveLength(2);
});

it('changes that Slack delivers twice, late or in another order say in Teams what the line says at last', async () => {
  const { desk, slack, card } = await openBoth();
  await desk.press(MARIA, ALBA, actions.more);
  await desk.submit(MARIA, {}, actions.escalate);
  await desk.submit(MARIA, { target: 'di', note: 'Are deja cont?' });
  const inTeams = (): string[] =>
    desk.thread(desk.theCard(ALBA)).flatMap(({ text }) => (text.startsWith('Radu') ? [text] : []));
  const line = {
    ...{ type: 'message', user: RADU_IN_SLACK, ts: '1764000900.000100', thread_ts: card().ts },
    text: 'Da.',
  };
  const changed = (text: string, before: string) => ({
    ...{ type: 'message', subtype: 'message_changed', channel: DI_IN_SLACK, channel_type: 'channel' },
    ...{ ts: '1764000901.000100', message: { ...line, text }, previous_message: { ...line, text: before } },
  });
  const first = { ...line, channel: DI_IN_SLACK, channel_type: 'channel' };
  await slack.people.event(changed('Nu.', 'Da.'));
  await desk.teams.state.until(() => inTeams().length === 1);
  // The line itself comes after its correction, and the correction once more.
  await slack.people.event(first);
  await slack.people.event(changed('Nu.', 'Da.'));
  await slack.people.event(changed('Poate.', 'Nu.'));
  await desk.teams.state.until(() => inTeams().length === 2);
  await desk.restart();
  await slack.people.event(changed('Poate.', 'Nu.'));
  await slack.people.event(changed('Da.', 'Poate.'));
  await desk.teams.state.until(() => inTeams().length === 3);
  await desk.settled();
  expect(inTeams()).toEqual(
    ['Nu.', 'Poate.', 'Da.'].map((text) => `Radu Dumitrescu (DI) a corectat: ${text}`),
  );
});
