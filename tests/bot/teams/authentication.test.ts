/** Who may call the desk in Teams' name: one answer to everybody else, a reason in the log. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Click } from '../../../src/bot/channel.ts';
import { createTeamsApp, TEAMS_PATH } from '../../../src/bot/teams/app/teams-app.ts';
import { createTeamsChannel } from '../../../src/bot/teams/posting/teams-channel.ts';
import { createBotTokens } from '../../../src/bot/teams/tokens.ts';
import { ro } from '../../../src/texts/ro.ts';
import { APP_ID, type FakeTeams, openFakeTeams, TENANT_ID } from '../../fakes/teams/fake-teams.ts';
import { quietEvents } from '../../quiet-events.ts';
import { ledgerInMemory } from '../outbox.ts';

const ALBA = '19:alba@thread.tacv2';
const MARIA = '11111111-0000-4000-8000-000000000001';

describe('requests in the name of Teams', () => {
  let teams: FakeTeams;
  let endpoint = '';
  let close: () => void = () => {};
  const clicks: Click[] = [];
  const refused: string[] = [];

  beforeAll(async () => {
    teams = await openFakeTeams({
      people: [{ objectId: MARIA, name: 'Maria Ionescu' }],
      teams: [{ id: ALBA, groupId: 'g', channels: [{ id: ALBA, name: 'General' }] }],
    });
    const tokens = createBotTokens({
      ...{ appId: APP_ID, tenantId: TENANT_ID, loginUrl: teams.url() },
      credential: { kind: 'secret', secret: () => teams.secret },
    });
    const memory = { known: async () => ({ serviceUrl: null, teams: [] }), heard: async () => {} };
    const app = createTeamsApp({
      ...{ appId: APP_ID, tenantId: TENANT_ID, tokens, memory },
      cloud: {
        loginUrl: teams.url(),
        openIdMetadataUrl: `${teams.url()}/openid`,
        graphUrl: teams.url(),
        serviceOrigins: [teams.url()],
      },
      channel: createTeamsChannel({
        ...{ appId: APP_ID, tenantId: TENANT_ID, tokens, memory, graphUrl: teams.url() },
        ledger: ledgerInMemory(),
        onTrouble: () => {},
      }),
      events: quietEvents({
        async onClick(click) {
          clicks.push(click);
          return { kind: 'done', text: 'S-a făcut.' };
        },
      }),
      texts: ro,
      onHeard: () => {},
      onRefused: (reason) => refused.push(reason),
      onTrouble: () => {},
    });
    const server = createServer(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}${TEAMS_PATH}`;
    teams.deliverTo(endpoint);
    close = () => server.close();
  });

  beforeEach(() => {
    clicks.length = 0;
    refused.length = 0;
  });

  afterAll(async () => {
    close();
    await teams.close();
  });

  function press(change: Readonly<Record<string, unknown>> = {}) {
    const action = { type: 'Action.Execute', verb: 'take', data: { caseId: 'c1' } };
    return {
      ...teams.people.envelope(MARIA, ALBA, '17'),
      ...{ type: 'invoke', name: 'adaptiveCard/action', value: { action } },
      ...change,
    };
  }

  const token = (claims = {}, options = {}) =>
    teams.issuer.mint({ serviceurl: teams.serviceUrl(), ...claims }, options);
  const now = (): number => Math.floor(Date.now() / 1_000);

  it('a good token is let in', async () => {
    expect((await teams.people.send(press(), token())).status).toBe(200);
    expect(clicks).toMatchObject([{ externalId: MARIA, verb: 'take', caseId: 'c1' }]);
    expect(refused).toEqual([]);
  });

  const BAD: readonly (readonly [string, () => string | null])[] = [
    ['no token', () => null],
    ['something that is no token', () => 'abc.def.ghi'],
    ['for another app', () => token({ aud: 'alta-aplicatie' })],
    ['ended an hour ago', () => token({ nbf: now() - 7_200, exp: now() - 3_600 })],
    ['good only in an hour', () => token({ nbf: now() + 3_600, exp: now() + 7_200 })],
    ['unsigned', () => token({}, { alg: 'none' })],
    ['signed with another key of the same name', () => token({}, { key: teams.issuer.otherKey })],
    ['of an unknown key', () => token({}, { kid: 'alta' })],
    [
      'signed with the public key as a secret',
      () => token({}, { alg: 'HS256', key: teams.issuer.publicPem }),
    ],
    ['of another issuer', () => token({ iss: 'https://rau.example' })],
    ['of no issuer', () => token({ iss: undefined })],
    ['for another service URL', () => token({ serviceurl: 'https://rau.example/' })],
    ['for no service URL', () => token({ serviceurl: undefined })],
    [
      'of Entra for the emulator',
      () =>
        token({
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          ver: '1.0',
          appid: APP_ID,
        }),
    ],
    ['of another bot', () => token({ ver: '2.0', azp: 'alt-bot', aud: 'alt-bot' })],
    ['of the wrong scheme', () => `Basic ${token()}`],
  ];

  it.each(BAD)('a token %s: 401, a reason in the log, and nothing happens', async (_what, make) => {
    expect((await teams.people.send(press(), make())).status).toBe(401);
    expect(refused).toHaveLength(1);
    expect(clicks).toEqual([]);
  });

  it.each([
    ['another channel, for which the key does not stand', { channelId: 'webchat' }, 'not-from-teams'],
    ['the channel whose tokens the library checks otherwise', { channelId: 'AseChannel' }, 'not-from-teams'],
    ['the emulator', { channelId: 'emulator' }, 'not-from-teams'],
    ['a service URL elsewhere', { serviceUrl: 'https://rau.example/emea/' }, 'service-url'],
    [
      'a service URL that only begins like ours',
      { serviceUrl: 'http://127.0.0.1.rau.example/' },
      'service-url',
    ],
    ['another tenant in the channel data', { channelData: { tenant: { id: 'alt' } } }, 'tenant'],
    [
      'another tenant in the conversation',
      { conversation: { id: ALBA, tenantId: 'alt', conversationType: 'channel' } },
      'tenant',
    ],
    ['no tenant at all', { channelData: {}, conversation: { id: ALBA } }, 'tenant'],
  ] as const)('a good token, and %s: 401', async (_what, change, reason) => {
    const serviceurl = 'serviceUrl' in change ? change.serviceUrl : teams.serviceUrl();
    const answer = await teams.people.send(press(change), token({ serviceurl }));
    expect(answer.status).toBe(401);
    expect(refused).toEqual([reason]);
    expect(clicks).toEqual([]);
  });

  it('what is no activity, too long, or not posted is refused before anybody asks who it is', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token()}` };
    const post = async (body: string) => (await fetch(endpoint, { method: 'POST', headers, body })).status;
    expect(await post('{"type":')).toBe(400);
    expect(await post('[]')).toBe(400);
    expect(await post('{}')).toBe(400);
    expect(await post(JSON.stringify({ ...press(), text: 'a'.repeat(300_000) }))).toBe(413);
    expect((await fetch(endpoint)).status).toBe(405);
    expect(clicks).toEqual([]);
  });

  it('somebody without an account of the organisation is told so', async () => {
    const { from } = teams.people.envelope(MARIA, ALBA) as { from: object };
    const answer = await teams.people.send(press({ from: { ...from, aadObjectId: undefined } }), token());
    expect(answer.body).toMatchObject({ statusCode: 200, value: ro.teams.stranger });
    expect(clicks).toEqual([]);
  });

  it('a press that Teams delivers again is done once, and answered again', async () => {
    const activity = press({ id: 'f:aceeasi' });
    const answers = [await teams.people.send(activity, token()), await teams.people.send(activity, token())];
    expect(answers[0]).toEqual(answers[1]);
    expect(clicks).toHaveLength(1);
  });

  it('a button that is not ours is answered, and nothing happens', async () => {
    const value = { action: { type: 'Action.Execute', verb: '<script>', data: {} } };
    const answer = await teams.people.send(press({ value }), token());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 400 });
    expect(clicks).toEqual([]);
  });
});
