/** What holds for people in Teams, whatever they press and whatever fails. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TEAMS_PATH } from '../../src/bot/teams/app/teams-app.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOfCard } from '../fakes/teams/card-rules.ts';
import { settled } from './real-around.ts';
import {
  ADMINS,
  ALBA,
  CLUJ,
  DI,
  ELENA,
  GUEST,
  IOANA,
  MARIA,
  openTeamsDesk,
  RADU,
  STRANGER,
  TEAM,
  type TeamsDesk,
  type TeamsDeskOptions,
  VASILE,
} from './teams-desk.ts';

const { actions, states, commands, lists, dialogs } = ro;
const opened: TeamsDesk[] = [];

afterEach(async () => {
  for (const desk of opened.splice(0)) {
    await desk.close();
  }
});

async function withCase(options: TeamsDeskOptions = {}): Promise<TeamsDesk> {
  const desk = await openTeamsDesk(options);
  opened.push(desk);
  await desk.bindChannels();
  await desk.mail('complete-ab');
  return desk;
}

/** A11, by whoever does it. */
async function verify(desk: TeamsDesk, person: string): Promise<void> {
  await desk.press(person, ALBA, actions['open-details']);
  await desk.submit(person);
}

/** Verified, with the original: one press from DI. */
async function readyToApprove(options: TeamsDeskOptions = {}): Promise<TeamsDesk> {
  const desk = await withCase(options);
  await verify(desk, MARIA);
  await desk.press(MARIA, ALBA, actions['record-original']);
  await desk.submit(MARIA, { compared: 'true' });
  return desk;
}

/** One desk for tests that do not get in each other's way: opening one takes a second. */
function sharedDesk(): { readonly current: TeamsDesk } {
  let shared: TeamsDesk | null = null;
  beforeAll(async () => {
    shared = await openTeamsDesk();
    await shared.bindChannels();
    await shared.mail('complete-ab');
  });
  afterAll(async () => {
    await shared?.close();
  });
  return {
    get current() {
      if (!shared) {
        throw new Error('the desk is not open yet');
      }
      return shared;
    },
  };
}

function team(desk: TeamsDesk) {
  const found = desk.teams.state.teams.get(TEAM);
  if (!found) {
    throw new Error('no team');
  }
  return found;
}

describe('who may press', () => {
  const shared = sharedDesk();

  it.each([
    ['somebody of the team who is nobody of the desk', VASILE],
    ['a guest with the address of a secretary', GUEST],
    ['somebody of another organisation with the address of a secretary', STRANGER],
  ])('%s is told so, and nothing changes', async (_who, person) => {
    const desk = shared.current;
    const before = desk.text(desk.theCard(ALBA));
    await desk.press(person, ALBA, actions['open-details']);
    expect(desk.told(person)).toContain('Nu vă cunosc încă');
    expect(desk.text(desk.theCard(ALBA))).toBe(before);
  });

  it('a secretary of another county, known by the name of the account, is told whose the case is', async () => {
    const desk = shared.current;
    await desk.press(IOANA, ALBA, actions['open-details']);
    expect(desk.told(IOANA)).toContain('OCPI Alba');
    expect(desk.told(IOANA)).toContain('Nu s-a schimbat nimic');
  });
});

describe('who comes second', () => {
  it('is told by whom it was done; a press in an old client does the same and tells in the chat', async () => {
    const desk = await readyToApprove();
    const { id } = desk.theCard(ALBA);
    const both = [false, true].map((oldClient) =>
      desk.teams.people.press(MARIA, id, actions.approve, { oldClient }),
    );
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    await desk.settled();
    const said = [desk.told(MARIA), ...desk.chat(MARIA).map(({ text }) => text)].join('\n');
    expect(said).toMatch(/S-a făcut deja|starea „La DI”/);
    expect(desk.text(desk.theCard(ALBA))).toContain(states['with-di']);
  });

  it('a press that Teams delivers twice is done once, and answered the same', async () => {
    const desk = await readyToApprove();
    const { id } = desk.theCard(ALBA);
    const press = () => desk.teams.people.press(MARIA, id, actions.approve, { activityId: 'f:aceeasi' });
    expect((await press()).body).toEqual((await press()).body);
    expect(desk.told(MARIA)).toBe(ro.confirmations.approve);
  });

  it('with a dialog open: what happened is said above, and what was typed stands where it was', async () => {
    const desk = await readyToApprove();
    await desk.press(MARIA, ALBA, actions.approve);
    await desk.press(RADU, DI, actions.issue);
    await desk.press(MARIA, ALBA, actions['take-back']);
    expect(await desk.submit(RADU, { accountCreated: 'true', user: 'alt.utilizator' })).toBe(false);
    const shown = textOfCard(desk.dialog(RADU).card);
    expect(shown).toContain('Nu s-a schimbat nimic');
    expect(JSON.stringify(desk.dialog(RADU).card)).not.toMatch(/parol[ăa]: \S{16}/);
  });

  it('a text that somebody thought about is given back where its dialog cannot be shown any more', async () => {
    const desk = await withCase();
    await desk.press(MARIA, ALBA, actions.more);
    await desk.submit(MARIA, {}, actions.reject);
    expect(desk.dialog(MARIA).title).toBe(dialogs.reject.title);
    const rejecting = desk.dialog(MARIA);
    await desk.submit(MARIA, { note: 'Nu are autorizație valabilă.' });
    desk.teams.state.dialogs.set(MARIA, rejecting);
    await desk.submit(MARIA, { note: 'Autorizația este retrasă din 2024.' });
    const shown = textOfCard(desk.dialog(MARIA).card);
    expect(shown).toContain('Nu s-a schimbat nimic');
    expect(shown).toContain(`${ro.teams.youWrote} Autorizația este retrasă din 2024.`);
  });
});

describe('cards', () => {
  it('that somebody deletes are posted anew at once', async () => {
    const desk = await withCase();
    const { id } = desk.theCard(ALBA);
    await desk.teams.people.remove(ELENA, id);
    await desk.settled();
    expect(desk.theCard(ALBA).id).not.toBe(id);
    await verify(desk, MARIA);
    expect(desk.text(desk.theCard(ALBA))).toContain('Maria Ionescu');
  });

  it('that stand there twice, because nobody may read the channel, work alike; the second one goes when it is pressed', async () => {
    const desk = await openTeamsDesk();
    opened.push(desk);
    await desk.bindChannels();
    team(desk).allowsReading = false;
    desk.teams.faults.add({ kind: 'drop-after', method: 'create' });
    await desk.mail('complete-ab');
    await desk.teams.state.until(() => desk.cards(ALBA).length === 2);
    await desk.settled();
    const [stray, kept] = desk.cards(ALBA);
    await desk.teams.people.press(MARIA, stray?.id ?? '', actions['open-details']);
    await desk.submit(MARIA);
    await desk.teams.state.until(() => desk.cards(ALBA).length === 1);
    expect(desk.theCard(ALBA).id).toBe(kept?.id);
    expect(desk.text(desk.theCard(ALBA))).toContain('Maria Ionescu');
  });

  it('a press that names another post of the app, or another case, takes nothing away', async () => {
    const desk = await withCase();
    await desk.mail('no-workbook');
    const [first, other] = desk.cards(ALBA);
    const [line] = first ? desk.thread(first) : [];
    const { state, people } = desk.teams;
    const notice = state.posts.find(
      ({ conversation, from, card, threadId }) =>
        conversation === ALBA && from === 'app' && card === null && threadId === null,
    );
    const caseId =
      (await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 }))[0]?.id ?? '';
    for (const post of [line, notice, other]) {
      await people.send({
        ...people.envelope(VASILE, ALBA, post?.id),
        ...{ type: 'invoke', name: 'adaptiveCard/action', replyToId: post?.id },
        value: { action: { type: 'Action.Execute', verb: 'take', data: { caseId } } },
      });
      await desk.settled();
      expect(post?.deleted).toBe(false);
    }
    expect(state.calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('of a team that lost the app wait, the admins are told alone, the case goes on, and they come when it is back', async () => {
    const desk = await readyToApprove();
    await desk.press(MARIA, ALBA, actions.approve);
    await desk.press(RADU, DI, actions.issue);
    // The admins have talked with the app, so that it may write to them.
    await desk.teams.people.chat(ELENA, 'ajutor');
    team(desk).hasApp = false;
    const app = { id: `28:${desk.teams.appId}` };
    await desk.teams.people.placeEvent(team(desk), {
      membersRemoved: [app],
      channelData: { eventType: 'teamMemberRemoved' },
    });
    const told = (): readonly string[] => desk.chat(ELENA).map(({ text }) => text);
    await desk.teams.state.until(() =>
      told().some((text) => text.includes('nu mai este în canalul pentru OCPI Alba')),
    );
    await desk.teams.people.submit(RADU, { accountCreated: 'true' });
    expect(desk.text(desk.theCard(ALBA))).toContain(states['with-di']);
    team(desk).hasApp = true;
    await desk.teams.people.placeEvent(team(desk), {
      membersAdded: [app],
      channelData: { eventType: 'teamMemberAdded' },
    });
    await desk.teams.state.until(() => desk.text(desk.theCard(ALBA)).includes(states.issued));
    expect(told().filter((text) => text.includes('nu mai este în canalul pentru OCPI Alba'))).toHaveLength(1);
  });

  it('of a channel that was deleted: the admins are told in their channel', async () => {
    const desk = await withCase();
    team(desk).gone.add(CLUJ);
    await desk.teams.people.placeEvent(team(desk), {
      channelData: { eventType: 'channelDeleted', team: { id: TEAM }, channel: { id: CLUJ } },
    });
    const notices = (): string[] =>
      desk.teams.state.posts.filter(({ conversation }) => conversation === ADMINS).map(({ text }) => text);
    await desk.teams.state.until(() => notices().some((text) => text.includes('OCPI Cluj – comisie')));
    expect(notices().some((text) => text.includes('OCPI Alba – comisie'))).toBe(false);
  });

  it('are there once after restarts in the middle of things', async () => {
    const desk = await withCase();
    await desk.restart();
    await verify(desk, MARIA);
    await desk.restart();
    await desk.settled();
    expect(desk.text(desk.theCard(ALBA))).toContain('Maria Ionescu');
    const lines = desk.thread(desk.theCard(ALBA)).map(({ text }) => text);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe('while Teams is down', () => {
  it('the desk starts, mail comes in, and everything is caught up by itself when Teams is back', async () => {
    const desk = await openTeamsDesk({ teamsIsDown: true });
    opened.push(desk);
    const health = async () => await (await fetch(`${desk.app.url}/health`)).json();
    expect(await health()).toMatchObject({ ok: true, chats: { teams: { heardAt: null } } });
    await desk.teams.comeBack();
    await desk.bindChannels();
    await desk.teams.goDown();
    for (let mails = 0; mails < 3; mails += 1) {
      await desk.world.sendSample('complete-ab');
    }
    await desk.teams.comeBack();
    await desk.teams.state.until(() => desk.cards(ALBA).length === 3, 60_000);
    await desk.settled();
    expect(desk.cards(ALBA)).toHaveLength(3);
    expect(await health()).toMatchObject({ ok: true, chats: { teams: { reachable: true } } });
  });
});

describe('commands', () => {
  const shared = sharedDesk();

  it('only an admin binds channels; a wrong command is answered with the nearest right one', async () => {
    const desk = shared.current;
    expect(await desk.say(MARIA, ALBA, '@Acces leaga AB')).toContain('este nevoie de rolul');
    expect(await desk.say(MARIA, ALBA, '@Acces dosre')).toContain('Ați vrut «dosare»?');
    expect(await desk.say(VASILE, ALBA, '@Acces ajutor')).toContain('Nu vă cunosc încă');
    expect(await desk.say(MARIA, ALBA, '@Acces')).not.toContain(commands.help.leaga);
    expect(await desk.say(ELENA, ALBA, '@Acces AJUTOR')).toContain(commands.help.leaga);
  });

  it('in the chat with the app: the list of what waits, whose buttons open the case', async () => {
    const desk = shared.current;
    await desk.teams.people.chat(MARIA, 'dosare');
    const list = desk.chat(MARIA).findLast(({ card }) => card !== null);
    expect(textOfCard(list?.card ?? null)).toContain(lists.waiting(1, 0));
    await desk.teams.people.press(MARIA, list?.id ?? '', lists.open);
    const [row] = await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });
    expect(textOfCard(desk.dialog(MARIA).card)).toContain(row?.number);
  });

  it('a secretary finds a case, and the timeline with its rows, in private', async () => {
    const desk = shared.current;
    const [row] = await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });
    expect(await desk.say(MARIA, ALBA, `@Acces cauta ${row?.applicantName}`)).toContain(row?.number);
    expect(await desk.say(MARIA, ALBA, `@Acces dosar ${row?.number}`)).toContain('A10');
    expect(await desk.say(IOANA, ALBA, `@Acces dosar ${row?.number}`)).toContain('nu îl puteți vedea');
    expect(
      desk.teams.state.posts.filter(({ conversation, from }) => conversation === ALBA && from === 'app'),
    ).toHaveLength(desk.thread(desk.theCard(ALBA)).filter(({ from }) => from === 'app').length + 2);
  });

  it('to somebody without a chat with the app: the thread says only that, and nothing of the answer', async () => {
    const desk = await openTeamsDesk({
      teams: {
        people: [{ objectId: ELENA, name: 'Elena Șerban', withoutApp: true }],
      },
    });
    opened.push(desk);
    await desk.say(ELENA, ADMINS, '@Acces stare');
    const said = desk.teams.state.posts.filter(({ from }) => from === 'app').map(({ text }) => text);
    expect(said).toEqual([ro.teams.noChat]);
  });

  it('a message that does not mention the app is no command', async () => {
    const desk = shared.current;
    const before = desk.teams.state.posts.filter(({ from }) => from === 'app').length;
    await desk.teams.people.type(ELENA, { channel: ALBA }, 'dezleaga');
    await desk.settled();
    expect(desk.teams.state.posts.filter(({ from }) => from === 'app')).toHaveLength(before);
    expect(await desk.app.desk.store.placesAt('teams', { teamId: TEAM, channelId: ALBA })).toHaveLength(1);
  });

  it('whoever adds the app for themselves is welcomed', async () => {
    const desk = shared.current;
    await desk.teams.people.install(RADU);
    expect(desk.chat(RADU).map(({ text }) => text)).toEqual([ro.teams.welcome]);
  });
});

describe('what comes by itself', () => {
  it('a reminder is a reply in the card’s thread, mentions whoever has the case, and comes once', async () => {
    let clock = Date.parse('2026-11-23T08:00:00Z');
    const desk = await withCase({ now: () => new Date(clock) });
    const before = desk.thread(desk.theCard(ALBA)).length;
    clock += 10 * 24 * 60 * 60 * 1000;
    await desk.app.remind();
    await desk.app.remind();
    await settled(desk.app);
    const lines = desk.thread(desk.theCard(ALBA)).slice(before);
    const overdue = lines.filter(({ text }) => text?.startsWith('Termenul a trecut'));
    expect(overdue).toHaveLength(1);
    expect(overdue[0]?.mentioned).toContain(MARIA);
  });

  it('a request that is not from Teams is refused, and a line of the log kept for audits says why', async () => {
    const desk = await withCase();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer not.a.token' };
    const body = JSON.stringify({
      type: 'message',
      id: 'm1',
      text: 'stare',
      channelId: 'msteams',
      serviceUrl: desk.teams.serviceUrl(),
      from: { id: '29:1', aadObjectId: ELENA },
      recipient: { id: `28:${desk.teams.appId}` },
      conversation: { id: ALBA, conversationType: 'channel', tenantId: desk.teams.tenantId },
      channelData: { tenant: { id: desk.teams.tenantId } },
    });
    const response = await fetch(`${desk.app.url}${TEAMS_PATH}`, { method: 'POST', headers, body });
    expect(response.status).toBe(401);
    const lines = desk.log.map(
      (line) => JSON.parse(line) as { readonly audit?: boolean; readonly reason?: string },
    );
    const kept = lines.filter(({ audit }) => audit === true);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.reason).toMatch(/./);
    expect(desk.log.join()).not.toContain('not.a.token');
  });
});
