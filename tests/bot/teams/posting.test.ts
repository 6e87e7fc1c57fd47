/** Posting in Teams exactly once, whatever happens to the calls; waiting where Teams asks for it. */
import { describe, expect, it } from 'vitest';
import { PlaceUnreachable, TryLater } from '../../../src/bot/channel.ts';
import { FAULT_KINDS, randomFaults } from '../../fakes/faults.ts';
import { actionsOf, textOfCard } from '../../fakes/teams/card-rules.ts';
import { cardSaying, untilDone } from '../outbox.ts';
import { ALBA, MARIA, PLACE, teamsToPost } from './teams-to-post.ts';

const POSTING = ['create', 'send'];

function say(text: string) {
  return { text, mentions: [] };
}

describe('posting once in Teams', () => {
  it.each(FAULT_KINDS)('%s: one card, by the same process and by another one', async (kind) => {
    const { teams, open, lines } = await teamsToPost();
    for (const other of [false, true]) {
      let channel = open();
      const text = `${kind} ${other}`;
      teams.faults.add({ kind, method: 'create', retryAfter: 0 });
      const post = () => channel.postCard(PLACE, cardSaying(text), { key: text, summary: text });
      await untilDone(post, () => {
        channel = other ? open() : channel;
      });
      // What is carried out late is looked for late.
      await teams.state.until(() => lines().filter((line) => line === text).length === 1);
    }
  });

  it.each(FAULT_KINDS.filter((kind) => kind !== 'late'))('%s: one line in a thread', async (kind) => {
    const { teams, open, lines } = await teamsToPost();
    const channel = open();
    const card = await channel.postCard(PLACE, cardSaying('card'), { key: 'card', summary: 'card' });
    teams.faults.add({ kind, method: 'send', retryAfter: 0 });
    await untilDone(() => channel.postReply(card, say('linia'), { key: 'linia' }));
    expect(lines()).toEqual(['card', 'linia']);
  });

  it('1,000 cards under random faults of all calls: each effect one card', async () => {
    const channels = Array.from({ length: 40 }, (_, number) => ({
      id: `19:oficiul-${number}@thread.tacv2`,
      name: `Oficiul ${number}`,
    }));
    const { teams, open } = await teamsToPost({ teams: [{ id: ALBA, groupId: 'g', channels }] });
    teams.faults.plan(randomFaults(20_261_126, 30, [...POSTING, 'graph', 'ask', 'delete']));
    let channel = open({ late: 1_200, call: 400 });
    const cards = Array.from({ length: 1_000 }, (_, number) => ({
      text: `dosarul ${number}`,
      place: { teamId: ALBA, channelId: channels[number % channels.length]?.id ?? '' },
    }));
    for (let first = 0; first < cards.length; first += 50) {
      await Promise.all(
        cards.slice(first, first + 50).map(async ({ text, place }) => {
          const post = () => channel.postCard(place, cardSaying(text), { key: text, summary: text });
          await untilDone(post);
        }),
      );
      // A process that was killed: another one goes on.
      channel = open({ late: 1_200, call: 400 });
    }
    teams.faults.clear();
    const standing = () =>
      teams.state.posts.filter(({ deleted }) => !deleted).map(({ card }) => textOfCard(card));
    await teams.state.until(() => standing().length === 1_000, 20_000);
    expect(new Set(standing())).toEqual(new Set(cards.map(({ text }) => text)));
  }, 120_000);

  it('two lines of a thread that say the same are two lines', async () => {
    const { teams, open, lines } = await teamsToPost();
    const channel = open();
    const card = await channel.postCard(PLACE, cardSaying('card'), { key: 'card', summary: 'card' });
    await channel.postReply(card, say('Am sunat.'), { key: 'unu' });
    teams.faults.add({ kind: 'drop-after', method: 'send' });
    await untilDone(() => channel.postReply(card, say('Am sunat.'), { key: 'doi' }));
    expect(lines()).toEqual(['card', 'Am sunat.', 'Am sunat.']);
  });

  it('where the team does not allow reading, a card may stand there twice, and works just as well', async () => {
    const { teams, open, posts } = await teamsToPost();
    for (const team of teams.state.teams.values()) {
      team.allowsReading = false;
    }
    const channel = open();
    teams.faults.add({ kind: 'drop-after', method: 'create' });
    const card = { ...cardSaying('de două ori'), actions: [{ ...APPROVE }] };
    const posted = await untilDone(() => channel.postCard(PLACE, card, { key: 'doi', summary: 'doi' }));
    const [first, second] = posts();
    expect(posted.messageId).toBe(second?.id);
    for (const post of [first, second]) {
      expect(actionsOf(post?.card ?? { type: '' }).map(({ verb }) => verb)).toEqual(['approve']);
    }
    await channel.quick.remove({ ...PLACE, messageId: first?.id ?? '' });
    expect(posts().map(({ id }) => id)).toEqual([posted.messageId]);
  });
});

const APPROVE = {
  type: 'Action.Execute',
  id: 'do-approve',
  title: 'Aprobă',
  verb: 'approve',
  data: { caseId: 'c' },
};

describe('what Teams asks for', () => {
  it('429: waits as long as Teams says, and asks nothing of that channel meanwhile', async () => {
    const { teams, open } = await teamsToPost();
    const channel = open();
    teams.faults.add({ kind: 'rate-limit', method: 'create', retryAfter: 30 });
    const post = (key: string) => channel.postCard(PLACE, cardSaying(key), { key, summary: key });
    await expect(post('unu')).rejects.toMatchObject({ waitMs: 30_000 });
    const before = teams.state.calls.length;
    const error = await post('doi').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TryLater);
    expect((error as TryLater).waitMs).toBeGreaterThan(29_000);
    expect(teams.state.calls.length).toBe(before);
  });

  it('tries nothing again by itself: the outbox knows what was done before', async () => {
    const { teams, open } = await teamsToPost();
    teams.faults.add({ kind: 'error-before', method: 'create' });
    await expect(
      open().postCard(PLACE, cardSaying('o dată'), { key: 'o dată', summary: '' }),
    ).rejects.toBeInstanceOf(TryLater);
    expect(teams.state.calls.filter(({ path }) => path.endsWith('/v3/conversations'))).toHaveLength(1);
  });

  it('posts no faster than Teams allows', async () => {
    const { open } = await teamsToPost();
    const channel = open({ interval: 10_000, burst: 2 });
    const post = (key: string) => channel.postCard(PLACE, cardSaying(key), { key, summary: key });
    await post('unu');
    await post('doi');
    await expect(post('trei')).rejects.toMatchObject({ code: 'platform-pace' });
  });

  it.each([
    ['the app is not in the team', 'not-a-member', { hasApp: false }],
    ['the team is archived', 'archived', { archived: true }],
  ] as const)('%s: somebody has to mend that', async (_what, code, change) => {
    const { teams, open } = await teamsToPost();
    Object.assign(teams.state.teams.get(ALBA) ?? {}, change);
    const error = await open()
      .postCard(PLACE, cardSaying('x'), { key: 'x', summary: '' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PlaceUnreachable);
    expect((error as PlaceUnreachable).code).toBe(code);
  });

  it('a secret that Microsoft refuses is told to the operator, by code alone', async () => {
    const { teams, open, troubles } = await teamsToPost();
    teams.issuer.revoke();
    await expect(open().postCard(PLACE, cardSaying('x'), { key: 'x', summary: '' })).rejects.toMatchObject({
      code: 'teams-AADSTS7000215',
    });
    expect(troubles).toEqual(['AADSTS7000215']);
  });

  it('while nobody answers, one call at a time finds out whether Teams is back', async () => {
    const { teams, open } = await teamsToPost();
    const channel = open({ firstProbe: 10_000, longestProbe: 10_000 });
    await teams.goDown();
    const post = () => channel.postCard(PLACE, cardSaying('x'), { key: 'x', summary: '' });
    await expect(post()).rejects.toBeInstanceOf(TryLater);
    await expect(post()).rejects.toMatchObject({ code: 'platform-unreachable' });
    expect(channel.isReachable()).toBe(false);
    await teams.comeBack();
  });
});

describe('people and places in Teams', () => {
  const ANA = '11111111-0000-4000-8000-000000000009';
  const person = { objectId: ANA, name: 'Ana Pop', email: 'ana@ancpi.example' };

  it.each([
    ['a colleague', {}, 'member'],
    ['a guest', { role: 'guest' }, 'guest'],
    ['a guest by the name of the account', { upn: 'ana_alta.example#EXT#@ancpi.example' }, 'guest'],
    ['somebody without an account', { role: 'anonymous' }, 'stranger'],
    ['somebody of another organisation', { tenantId: '22222222-0000-4000-8000-000000000000' }, 'stranger'],
  ] as const)('%s is told apart', async (_who, change, standing) => {
    const { open } = await teamsToPost({ people: [{ ...person, ...change }] });
    const channel = open();
    expect(await channel.profile(ANA)).toMatchObject({ name: 'Ana Pop', standing });
    const found = await channel.memberByEmail('ana@ancpi.example');
    expect(found).toBe(standing === 'member' ? ANA : null);
  });

  it('a team that lost the app keeps nobody of another team from being known', async () => {
    const LOST = '19:pierduta@thread.tacv2';
    const { teams, open, memory } = await teamsToPost({
      teams: [
        { id: LOST, groupId: 'l', channels: [{ id: LOST, name: 'General' }], members: [] },
        { id: ALBA, groupId: 'g', channels: [{ id: ALBA, name: 'General' }] },
      ],
    });
    Object.assign(teams.state.teams.get(LOST) ?? {}, { hasApp: false });
    const channel = open();
    channel.people.met(MARIA, LOST, LOST);
    expect((await memory.known()).teams.map(({ teamId }) => teamId)).toEqual([ALBA]);
    expect(await channel.profile(MARIA)).toMatchObject({ standing: 'member' });
  });

  it('nobody of the team is nobody, and an unreachable Teams knows nobody', async () => {
    const { teams, open } = await teamsToPost();
    const channel = open();
    expect(await channel.profile('11111111-0000-4000-8000-0000000000ff')).toBeNull();
    await teams.goDown();
    expect(await channel.profile(MARIA)).toBeNull();
    expect(await channel.memberByEmail('maria@ancpi.example')).toBeNull();
    await teams.comeBack();
  });

  it.each([
    ['standard', null],
    ['private', 'not-allowed'],
    ['shared', 'shared'],
  ] as const)('a %s channel: %s', async (type, problem) => {
    const { open } = await teamsToPost({
      teams: [
        {
          id: ALBA,
          groupId: 'g',
          channels: [
            { id: ALBA, name: 'General' },
            { id: '19:alt@thread.tacv2', name: 'alt', type },
          ],
        },
      ],
    });
    const place = { teamId: ALBA, channelId: '19:alt@thread.tacv2' };
    expect(await open().placeProblem(place)).toBe(problem);
  });

  it('a channel that is not there, and a team without the app', async () => {
    const { teams, open } = await teamsToPost();
    const channel = open();
    expect(await channel.placeProblem({ teamId: ALBA, channelId: '19:nu@thread.tacv2' })).toBe('not-found');
    Object.assign(teams.state.teams.get(ALBA) ?? {}, { hasApp: false });
    expect(await channel.placeProblem(PLACE)).toBe('not-a-member');
  });
});
