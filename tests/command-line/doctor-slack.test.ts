/** `npm run doctor`: what it finds, and what it says to do. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../src/command-line/doctor.ts';
import type { DoctorLine } from '../../src/command-line/doctor-lines.ts';
import type { Store } from '../../src/store/open.ts';
import {
  ALL_SCOPES,
  type FakeSlack,
  type FakeSlackOptions,
  openFakeSlack,
} from '../fakes/slack/fake-slack.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const OFFICES = [{ code: 'AB', name: 'OCPI Alba' }];

async function slackWith(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const slack = await openFakeSlack({
    users: [
      { id: 'U0MARIA', name: 'Maria', email: 'maria@ancpi.example' },
      { id: 'U0DAN', name: 'Dan', email: 'dan@ancpi.example', guest: true },
      { id: 'U0ELENA', name: 'Elena', email: 'elena@ancpi.example' },
    ],
    channels: [
      { id: 'C0ALBA', name: 'ocpi-alba' },
      { id: 'C0COMUN', name: 'comun', isShared: true },
      { id: 'C0FARA', name: 'fara', members: ['U0MARIA'] },
      { id: 'C0CITIT', name: 'doar-de-citit', isReadOnly: true },
    ],
    ...options,
  });
  onTestFinished(() => slack.close());
  return slack;
}

async function storeWithPlaces(): Promise<Store> {
  const { store } = await temporaryStore();
  await store.transact(null, async (uow) => {
    for (const channelId of ['C0ALBA', 'C0COMUN', 'C0FARA', 'C0LIPSA', 'C0CITIT']) {
      await uow.bindPlace({ channel: 'slack', purpose: 'commission', office: 'AB', address: { channelId } });
    }
    for (const name of ['Maria', 'Dan', 'Nimeni']) {
      await uow.savePerson({ id: name.toLowerCase(), name, email: `${name.toLowerCase()}@ancpi.example` });
    }
    await uow.savePerson({ id: 'elena', name: 'Elena', email: 'alta@ancpi.example' });
    await uow.linkIdentity('elena', 'slack', 'U0ELENA');
  });
  return store;
}

function examined(
  slack: FakeSlack,
  store: Store | null,
  { mode = 'socket', botToken = slack.botToken, appToken = slack.appToken, now = () => new Date() } = {},
): Promise<DoctorLine[]> {
  const listening =
    mode === 'socket'
      ? { mode: 'socket' as const, appToken: () => appToken }
      : { mode: 'http' as const, signingSecret: () => slack.signingSecret };
  const settings = { botToken: () => botToken, listening, apiUrl: slack.apiUrl };
  return examine(
    { slack: settings, teams: null, publicUrl: 'https://acces.example', offices: OFFICES },
    store,
    now,
  );
}

function texts(lines: readonly DoctorLine[], outcome: DoctorLine['outcome']): string {
  return lines
    .filter((line) => line.outcome === outcome)
    .map(({ text }) => text)
    .join('\n');
}

describe('the doctor, of Slack', () => {
  it('says of each channel and person what is wrong, and posts nothing', async () => {
    const slack = await slackWith();
    const lines = await examined(slack, await storeWithPlaces());
    const good = texts(lines, 'good');
    expect(good).toMatch(/spațiul de lucru „ANCPI probă”/);
    expect(good).toMatch(/toate drepturile[\s\S]*Ceasul este potrivit[\s\S]*App token-ul este bun/);
    expect(good).toMatch(/C0ALBA \(OCPI Alba – comisie\): aplicația este în canal/);
    expect(good).toMatch(/Maria: are cont[\s\S]*/);
    expect(good).toMatch(/Elena: cunoscut în Slack/);
    const problems = texts(lines, 'problem');
    expect(problems).toMatch(/C0COMUN.*altă organizație/);
    expect(problems).toMatch(/C0FARA.*\/invite @acces/);
    expect(problems).toMatch(/C0LIPSA.*nu există/);
    expect(problems).toMatch(/C0CITIT.*nu are voie să scrie/);
    expect(texts(lines, 'doubt')).toMatch(/Dan: este oaspete[\s\S]*Nimeni: nu are cont/);
    expect(slack.state.calls.map(({ method }) => method)).not.toContain('chat.postMessage');
  });

  it('names the scopes that are missing, with what does not work, and those that are too many', async () => {
    const scopes = [...ALL_SCOPES.filter((scope) => scope !== 'users:read.email'), 'files:read'];
    const lines = await examined(await slackWith({ scopes }), null);
    expect(texts(lines, 'problem')).toMatch(
      /Lipsește dreptul users:read\.email: oamenii nu sunt recunoscuți/,
    );
    expect(texts(lines, 'doubt')).toMatch(/Nu este nevoie de dreptul files:read/);
  });

  it('says that a token is refused, and asks nothing more', async () => {
    const slack = await slackWith();
    const lines = await examined(slack, null, { botToken: 'xoxb-altul' });
    expect(lines).toHaveLength(1);
    expect(texts(lines, 'problem')).toMatch(/SLACK_BOT_TOKEN \(invalid_auth\): reinstalați/);
    expect(texts(await examined(slack, null, { appToken: 'xapp-altul' }), 'problem')).toMatch(
      /SLACK_APP_TOKEN/,
    );
  });

  it('says that Slack does not answer, and where it was looked for', async () => {
    const slack = await slackWith();
    await slack.goDown();
    expect(texts(await examined(slack, null), 'problem')).toContain(`Slack nu răspunde la ${slack.apiUrl}`);
  });

  it('says that the clock is wrong before presses are refused', async () => {
    const slack = await slackWith();
    const ahead = (ms: number) => ({ now: () => new Date(Date.now() + ms) });
    // Slack tells its clock in whole seconds, and the answer takes a while.
    expect(texts(await examined(slack, null, ahead(120_000)), 'doubt')).toMatch(/diferă cu 1[23]\d s/);
    expect(texts(await examined(slack, null, ahead(-400_000)), 'problem')).toContain(
      'apăsările vor fi refuzate',
    );
  });

  it('says what cannot be tried from here: that Slack reaches the desk', async () => {
    const lines = await examined(await slackWith(), null, { mode: 'http' });
    expect(texts(lines, 'doubt')).toContain('https://acces.example/slack/events');
  });
});
