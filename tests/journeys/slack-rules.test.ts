/** What holds for people in Slack, whatever they press and whatever fails. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditReport } from '../../src/desk/audit-report.ts';
import { ro } from '../../src/texts/ro.ts';
import { directChannel } from '../fakes/slack/conversation-methods.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import {
  ADMINS,
  ALBA,
  DI,
  ELENA,
  GUEST,
  IOANA,
  MARIA,
  openSlackDesk,
  RADU,
  type SlackDesk,
  type SlackDeskOptions,
  STRANGER,
  VASILE,
} from './slack-desk.ts';

const { actions, states, commands, lists } = ro;
const opened: SlackDesk[] = [];

afterEach(async () => {
  for (const desk of opened.splice(0)) {
    await desk.close();
  }
});

async function deskInSlack(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const desk = await openSlackDesk(options);
  opened.push(desk);
  return desk;
}

async function withCase(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const desk = await deskInSlack(options);
  await desk.bindChannels();
  await desk.mail('complete-ab');
  return desk;
}

/** A11, by whoever does it. */
async function verify(desk: SlackDesk, user: string, channel = ALBA): Promise<void> {
  await desk.press(user, channel, actions['open-details']);
  await desk.submit(user);
}

/** Verified, with the original: one press from DI. */
async function readyToApprove(): Promise<SlackDesk> {
  const desk = await withCase();
  await verify(desk, MARIA);
  await desk.press(MARIA, ALBA, actions['record-original']);
  await desk.submit(MARIA, { compared: 'true' });
  return desk;
}

/** One desk for tests that do not get in each other's way: opening one takes a second. */
function sharedDesk(): { readonly current: SlackDesk } {
  let shared: SlackDesk | null = null;
  beforeAll(async () => {
    shared = await openSlackDesk();
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

describe('who may press', () => {
  const shared = sharedDesk();

  it('being in the channel gives no rights: nobody of the desk is told so, and nothing changes', async () => {
    const desk = shared.current;
    const before = desk.text(desk.theCard(ALBA));
    await desk.press(VASILE, ALBA, actions['open-details']);
    expect(await desk.told(VASILE)).toContain('Nu vă cunosc încă');
    expect(desk.text(desk.theCard(ALBA))).toBe(before);
  });

  it('a secretary of another county is told whose the case is', async () => {
    const desk = shared.current;
    await desk.press(IOANA, ALBA, actions['open-details']);
    expect(await desk.told(IOANA)).toContain('OCPI Alba');
    expect(await desk.told(IOANA)).toContain('Nu s-a schimbat nimic');
  });

  it('a guest, and a member of another organisation, are nobody, whatever their address', async () => {
    const desk = shared.current;
    await desk.press(GUEST, ALBA, actions['open-details']);
    expect(await desk.told(GUEST)).toContain('Nu vă cunosc încă');
    await desk.slack.state.until(() => desk.app.desk !== undefined);
    await desk.press(STRANGER, ALBA, actions['open-details']);
    expect(await desk.told(STRANGER)).toMatch(/numai membrii|Nu vă cunosc/);
    const [row] = await desk.app.desk.store.queue({ open: true, limit: 1 });
    expect(row?.ownerId).toBeNull();
  });

  it('a forged or an old request changes nothing', async () => {
    const desk = shared.current;
    const card = { channel: ALBA, ts: desk.theCard(ALBA).ts };
    for (const signature of ['forged', 'stale', 'none'] as const) {
      const { status } = await desk.slack.people.press(MARIA, card, actions['open-details'], { signature });
      expect(status).toBe(401);
    }
    const [row] = await desk.app.desk.store.queue({ open: true, limit: 1 });
    expect(row?.ownerId).toBeNull();
  });
});

describe('who comes second', () => {
  it('is told by whom and when it was done, sees nothing typed lost, and the card is right', async () => {
    const desk = await readyToApprove();
    const card = { channel: ALBA, ts: desk.theCard(ALBA).ts };
    // Two presses in the same moment, on the same card.
    const both = [MARIA, MARIA].map((user) => desk.slack.people.press(user, card, actions.approve));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    await desk.settled();
    expect(await desk.told(MARIA)).toMatch(/S-a făcut deja|starea „La DI”/);
    expect(await desk.told(MARIA)).toContain('Maria Ionescu');
    expect(desk.text(desk.theCard(ALBA))).toContain(states['with-di']);
  });

  it('with a window open: a notice lies over it, and behind it everything is still there', async () => {
    const desk = await readyToApprove();
    await desk.press(MARIA, ALBA, actions.approve);
    await desk.press(RADU, DI, actions.issue);
    await desk.press(MARIA, ALBA, actions['take-back']).catch(async () => {
      await desk.press(MARIA, ALBA, actions.more);
      await desk.slack.people.press(MARIA, { view: desk.window(MARIA).id }, actions['take-back']);
      await desk.settled();
    });
    const user = 'alt.utilizator';
    const submitted = await desk.submit(RADU, { accountCreated: 'true', user });
    expect(submitted.outcome).toBe('pushed');
    expect(readBlocks(desk.window(RADU).view.blocks)).toContain('Nu s-a schimbat nimic');
    desk.slack.people.closeView(desk.window(RADU).id);
    expect(desk.inputs(RADU).webAddress).not.toBe('');
  });
});

describe('cards', () => {
  it('that somebody deletes are posted anew at once', async () => {
    const desk = await withCase();
    const { ts } = desk.theCard(ALBA);
    await desk.slack.people.deleteMessage(ALBA, ts);
    await desk.slack.state.until(() => desk.cards(ALBA).length === 1);
    await desk.settled();
    expect(desk.theCard(ALBA).ts).not.toBe(ts);
    await verify(desk, MARIA);
    expect(desk.text(desk.theCard(ALBA))).toContain('Maria Ionescu');
  });

  it('of an archived channel wait, the admins are told, the case goes on, and they come when it is back', async () => {
    const desk = await readyToApprove();
    const alba = desk.slack.state.channels.get(ALBA);
    if (!alba) {
      throw new Error('no channel');
    }
    const card = { channel: ALBA, ts: desk.theCard(ALBA).ts };
    await desk.slack.people.press(MARIA, card, actions.approve);
    await desk.settled();
    alba.archived = true;
    await desk.slack.people.event({ type: 'channel_archive', channel: ALBA, user: ELENA });
    await desk.press(RADU, DI, actions.issue);
    await desk.slack.people.submit(RADU, desk.window(RADU).id, { accountCreated: 'true' });
    const notices = (): string[] =>
      (desk.slack.state.channels.get(ADMINS)?.messages ?? []).map(({ blocks = [] }) => readBlocks(blocks));
    await desk.slack.state.until(() => notices().some((text) => text.includes('este arhivat')));
    await desk.slack.state.until(() => desk.text(desk.theCard(DI)).includes(states.issued));
    expect(desk.text(desk.theCard(ALBA))).toContain(states['with-di']);
    alba.archived = false;
    await desk.slack.people.event({ type: 'channel_unarchive', channel: ALBA, user: ELENA });
    await desk.slack.state.until(() => desk.text(desk.theCard(ALBA)).includes(states.issued));
    expect(notices().filter((text) => text.includes('este arhivat'))).toHaveLength(1);
  });

  it('move with the binding: the new channel gets them, the old ones say that they have moved', async () => {
    const desk = await withCase({
      slack: {
        channels: [ALBA, 'C0CLUJ', DI, ADMINS, 'C0NOU'].map((id) => ({ id, name: id.toLowerCase() })),
      },
    });
    const said = await desk.say(ELENA, 'C0NOU', 'leaga AB');
    expect(said).toContain('Canalul este legat: OCPI Alba – comisie.');
    expect(said).toContain('Carduri care apar aici: 1.');
    await desk.settled();
    expect(desk.text(desk.theCard(ALBA))).toContain('Mutat la alt canal');
    expect(desk.buttons(desk.theCard(ALBA))).toEqual([]);
    await verify(desk, MARIA, 'C0NOU');
    expect(desk.text(desk.theCard('C0NOU'))).toContain('Maria Ionescu');
    expect(desk.text(desk.theCard(ALBA))).toContain('Mutat la alt canal');
  });

  it('of lost passwords move with DI’s binding too', async () => {
    const channels = [ALBA, 'C0CLUJ', DI, ADMINS, 'C0NOU'].map((id) => ({ id, name: id.toLowerCase() }));
    const desk = await withCase({ slack: { channels } });
    const [row] = await desk.app.desk.store.queue({ kinds: ['access'] });
    await desk.world.askNewPassword({ mailbox: row?.senderEmail ?? '' });
    await desk.settled();
    expect(desk.buttons(desk.theCard(DI))).toContain(actions['recovery-reject']);
    expect(await desk.say(ELENA, 'C0NOU', 'leaga DI')).toContain('Carduri care apar aici: 1.');
    await desk.settled();
    expect(desk.buttons(desk.theCard('C0NOU'))).toContain(actions['recovery-reject']);
    expect(desk.text(desk.theCard(DI))).toContain('Mutat la alt canal');
    expect(desk.buttons(desk.theCard(DI))).toEqual([]);
  });

  it('in a channel that is unbound say so, and new cases go to the admins', async () => {
    const desk = await withCase();
    expect(await desk.say(ELENA, ALBA, 'dezleagă')).toContain('nu mai este legat: OCPI Alba – comisie.');
    await desk.settled();
    expect(desk.text(desk.theCard(ALBA))).toContain('Mutat la alt canal');
    await desk.mail('no-workbook');
    expect(desk.cards(ALBA)).toHaveLength(1);
    expect(desk.cards(ADMINS)).toHaveLength(1);
    expect(await desk.say(ELENA, ALBA, 'dezleaga')).toContain('nu este legat de nimic');
  });

  it('are there once after restarts in the middle of things', async () => {
    const desk = await withCase();
    await desk.restart();
    await verify(desk, MARIA);
    await desk.restart();
    await desk.settled();
    expect(desk.text(desk.theCard(ALBA))).toContain('Maria Ionescu');
    const lines = desk.thread(ALBA, desk.theCard(ALBA).ts);
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe('while Slack is down', () => {
  it('the desk starts, mail comes in, and everything is caught up by itself when Slack is back', async () => {
    const desk = await deskInSlack({ slackIsDown: true });
    const health = async () => await (await fetch(`${desk.app.url}/health`)).json();
    expect(await health()).toMatchObject({ ok: true, chats: { slack: { connected: false } } });
    await desk.slack.comeBack();
    await desk.slack.state.until(() => desk.slack.state.calls.some(({ method }) => method === 'auth.test'));
    await desk.bindChannels();
    await desk.slack.goDown();
    for (let mails = 0; mails < 5; mails += 1) {
      await desk.world.sendSample('complete-ab');
    }
    await desk.slack.comeBack();
    await desk.slack.state.until(() => desk.cards(ALBA).length === 5, 60_000);
    await desk.settled();
    expect(desk.cards(ALBA)).toHaveLength(5);
    expect(await health()).toMatchObject({
      ok: true,
      chats: { slack: { connected: true, reachable: true } },
    });
  });

  it('a socket comes back by itself, after Slack ended it and after an outage', async () => {
    const desk = await deskInSlack({ mode: 'socket', slackIsDown: true });
    await desk.slack.comeBack();
    await desk.slack.state.until(() => desk.slack.sockets() === 1, 30_000);
    desk.slack.disconnectSockets('refresh_requested');
    await desk.slack.state.until(() => desk.slack.sockets() === 0, 30_000).catch(() => {});
    await desk.slack.state.until(() => desk.slack.sockets() === 1, 30_000);
    expect(await desk.say(ELENA, ALBA, 'leaga AB')).toContain('Canalul este legat');
  });
});

describe('commands', () => {
  const shared = sharedDesk();

  it('only an admin binds channels and gives roles; a wrong command is answered with the nearest right one', async () => {
    const desk = shared.current;
    expect(await desk.say(MARIA, ALBA, 'leaga AB')).toContain('este nevoie de rolul');
    expect(await desk.say(MARIA, ALBA, 'dosre')).toContain('Ați vrut «dosare»?');
    expect(await desk.say(VASILE, ALBA, 'ajutor')).toContain('Nu vă cunosc încă');
    expect(await desk.say(MARIA, ALBA, '')).not.toContain(commands.help.leaga);
    expect(await desk.say(ELENA, ALBA, 'AJUTOR')).toContain(commands.help.leaga);
  });

  it('a channel shared with another organisation is refused, and one without the app', async () => {
    const desk = await deskInSlack({
      slack: {
        channels: [
          { id: 'C0COMUN', name: 'comun', isShared: true },
          { id: 'C0FARA', name: 'fara-aplicatie', members: [ELENA] },
        ],
      },
    });
    expect(await desk.say(ELENA, 'C0COMUN', 'leaga AB')).toContain('împărțit cu altă organizație');
    expect(await desk.say(ELENA, 'C0FARA', 'leaga AB')).toContain('/invite @acces');
    expect(await desk.app.desk.store.places()).toEqual([]);
  });

  it('an admin gives a role and takes it; the last admin stays one', async () => {
    const desk = shared.current;
    await desk.press(VASILE, ALBA, actions['open-details']);
    expect(await desk.say(ELENA, ALBA, 'rol da vasile.pop@ancpi.example Vasile Pop secretar AB')).toContain(
      'Vasile Pop are acum rolul: secretar AB.',
    );
    await verify(desk, VASILE);
    expect(desk.text(desk.theCard(ALBA))).toContain('Vasile Pop');
    expect(await desk.say(ELENA, ALBA, `rol ia <@${VASILE}|vasile> secretar AB`)).toContain(
      'nu mai are rolul',
    );
    expect(await desk.say(ELENA, ALBA, `rol ia <@${ELENA}> admin`)).toContain('singurul administrator');
    expect(await desk.say(ELENA, ALBA, 'rol arata maria.ionescu@ancpi.example')).toContain('secretar AB');
    expect(await desk.say(ELENA, ALBA, 'rol da cineva@ancpi.example di')).toContain('scrieți și numele');
  });

  it('a secretary finds a case without diacritics, and nobody finds another county’s', async () => {
    const desk = shared.current;
    const [row] = await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });
    const name = row?.applicantName ?? '';
    const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
    expect(await desk.say(MARIA, ALBA, `caută ${plain}`)).toContain(row?.number);
    expect(await desk.say(IOANA, ALBA, `cauta ${plain}`)).toContain(lists.foundNothing);
    expect(await desk.say(IOANA, ALBA, `dosar ${row?.number}`)).toContain('nu îl puteți vedea');
    const timeline = await desk.say(MARIA, ALBA, `dosar ${row?.number?.toLowerCase().replace('-000', '-')}`);
    expect(timeline).toContain('A10');
    expect(timeline).toContain('Jurnalul dosarului este întreg');
    expect(await desk.say(MARIA, ALBA, 'raport')).toContain('1 sosite');
    const link = JSON.stringify(desk.slack.state.ephemerals.at(-1)?.blocks ?? []);
    expect(/"url":"([^"]+)"/.exec(link)?.[1]).toMatch(/^http:.*\/documents\/[\w-]{40}/);
    expect(await desk.say(MARIA, ALBA, 'raport nicicând')).toContain('Nu cunosc luna');
  });

  it('are understood in a direct message and by mention too, and answered to that person alone', async () => {
    const desk = shared.current;
    const direct = directChannel(desk.slack.state, MARIA);
    await desk.slack.people.write(MARIA, direct.id, 'dosare');
    const answer = await desk.slack.state.until(() => direct.messages.find(({ bot_id: bot }) => bot));
    expect(readBlocks(answer.blocks ?? [])).toContain(lists.waiting(1, 0));
    await desk.slack.people.write(MARIA, ALBA, `<@${desk.slack.state.bot.user}> ajutor`);
    const { ephemerals } = desk.slack.state;
    const isHelp = (text: string): boolean => text.startsWith(commands.help.title);
    await desk.slack.state.until(() =>
      ephemerals.some(({ to, blocks = [] }) => to === MARIA && isHelp(readBlocks(blocks))),
    );
    expect(desk.cards(ALBA)).toHaveLength(1);
  });
});

describe('the home page', () => {
  it('shows what waits, opens a case in a window, and what is pressed there is done', async () => {
    const desk = await withCase();
    await desk.slack.people.openHome(MARIA);
    const home = await desk.slack.state.until(() => desk.slack.state.homes.get(MARIA));
    expect(readBlocks(home.blocks)).toContain(lists.waiting(1, 0));
    await desk.slack.people.press(MARIA, { home: true }, lists.open);
    await desk.slack.people.press(MARIA, { view: desk.window(MARIA).id }, actions['open-details']);
    expect((await desk.submit(MARIA)).outcome).toBe('updated');
    expect(readBlocks(desk.window(MARIA).view.blocks)).toContain(ro.confirmations.verify);
    expect(desk.text(desk.theCard(ALBA))).toContain(states.verified);
  });

  it('of somebody unknown says so', async () => {
    const desk = await deskInSlack();
    await desk.slack.people.openHome(VASILE);
    const home = await desk.slack.state.until(() => desk.slack.state.homes.get(VASILE));
    expect(readBlocks(home.blocks)).toContain(lists.homeStranger);
  });
});

it('who gave which role to whom, and which channel was bound, stands in a chain of the desk itself', async () => {
  const desk = await deskInSlack();
  await desk.bindChannels();
  await desk.say(ELENA, ALBA, 'rol da vasile.pop@ancpi.example Vasile Pop secretar AB');
  await desk.say(ELENA, ALBA, 'rol ia vasile.pop@ancpi.example secretar AB');
  await desk.say(ELENA, ALBA, 'rol ia vasile.pop@ancpi.example secretar AB');
  await desk.say(ELENA, ALBA, 'dezleaga');
  const { store } = desk.app.desk;
  expect((await store.events('desk')).map(({ type }) => type)).toEqual([
    ...['place-bound', 'place-bound', 'place-bound', 'place-bound'],
    ...['role-given', 'role-taken', 'place-unbound'],
  ]);
  expect(await store.verifyChain('desk')).toMatchObject({ whole: true });
  const report = await auditReport(desk.app.desk, 'desk', new Date());
  for (const sentence of [
    'Vasile Pop a primit rolul: secretar AB.',
    'Vasile Pop nu mai are rolul: secretar AB.',
    'A fost legat un canal (slack): OCPI Alba – comisie.',
    'Elena Șerban',
  ]) {
    expect(report?.html).toContain(sentence);
  }
});
