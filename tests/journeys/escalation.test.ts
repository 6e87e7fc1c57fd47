/** A case put before DI in Slack: what is written in either thread stands in the other, and nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import type { FakeMessage } from '../fakes/slack/slack-state.ts';
import {
  ALBA,
  ANDREI,
  COORDONATOR,
  DI,
  ELENA,
  MARIA,
  openSlackDesk,
  RADU,
  type SlackDesk,
  VASILE,
} from './slack-desk.ts';

const { actions } = ro;
let desk: SlackDesk;

beforeAll(async () => {
  desk = await openSlackDesk();
  await desk.bindChannels();
});

/** Each test has a case of its own: the newest card of a channel is its card. */
beforeEach(async () => {
  await desk.mail('complete-ab');
});

afterAll(async () => {
  await desk.close();
});

function cardAt(channel: string): FakeMessage {
  const newest = desk.cards(channel).at(-1);
  if (!newest) {
    throw new Error(`no card in ${channel}`);
  }
  return newest;
}

async function escalate(target: 'di' | 'supervisor' = 'di'): Promise<void> {
  await desk.press(MARIA, ALBA, actions.more);
  const { id } = desk.window(MARIA);
  await desk.slack.people.press(MARIA, { view: id }, actions.escalate);
  const submitted = await desk.submit(MARIA, { target, note: 'Are deja cont?', urgent: 'true' });
  expect(submitted.outcome).toBe('cleared');
}

function threadAt(channel: string): string[] {
  return desk.thread(channel, cardAt(channel).ts);
}

/** Resolves once the thread's newest line is this one. */
async function carried(channel: string, text: string): Promise<void> {
  await desk.slack.state.until(() => threadAt(channel).includes(text));
}

it('an escalation to the supervisor needs a channel of theirs, and is a conversation of these two', async () => {
  await desk.say(ELENA, COORDONATOR, 'leaga AB coordonator');
  const atDi = desk.cards(DI).length;
  await escalate('supervisor');
  expect(desk.cards(DI)).toHaveLength(atDi);
  expect(threadAt(COORDONATOR).join()).toContain(`@${ANDREI}`);
  await desk.slack.people.write(ANDREI, COORDONATOR, 'Respingeți.', cardAt(COORDONATOR).ts);
  await carried(ALBA, 'Andrei Bota (coordonator): Respingeți.');
  await escalate('di');
  await desk.slack.people.write(MARIA, ALBA, 'Văd amândoi', cardAt(ALBA).ts);
  for (const channel of [COORDONATOR, DI]) {
    await carried(channel, 'Maria Ionescu (OCPI Alba): Văd amândoi');
  }
  expect(threadAt(DI).join()).not.toContain('Respingeți');
});

describe('an escalation to DI', () => {
  it('makes a card there that says what is asked, and mentions who decides', async () => {
    await escalate();
    for (const channel of [ALBA, DI]) {
      expect(desk.text(cardAt(channel))).toContain('URGENT. Escaladat la DI de Maria Ionescu');
      expect(desk.text(cardAt(channel))).toContain('Are deja cont?');
    }
    expect(threadAt(DI).join()).toContain(`@${RADU}`);
    expect(desk.buttons(cardAt(DI))).toContain(actions['close-escalation']);
  });

  it('carries lines both ways, with their author, corrections and deletions, in order and once', async () => {
    await escalate();
    const { people } = desk.slack;
    const alba = cardAt(ALBA).ts;
    const di = cardAt(DI).ts;
    for (const text of ['unu', 'doi', 'trei']) {
      await people.write(MARIA, ALBA, text, alba);
    }
    await carried(DI, 'Maria Ionescu (OCPI Alba): trei');
    const answer = await people.write(RADU, DI, 'Da, are cont: https://exemplu.ro/?a=1&amp;b', di);
    await carried(ALBA, 'Radu Dumitrescu (DI): Da, are cont: https://exemplu.ro/?a=1&b');
    await people.edit(DI, answer.ts, 'Nu are cont');
    await carried(ALBA, 'Radu Dumitrescu (DI) a corectat: Nu are cont');
    await people.deleteMessage(DI, answer.ts);
    await carried(ALBA, 'Radu Dumitrescu (DI) a șters un mesaj.');
    await desk.settled();
    const said = threadAt(DI).filter((line) => line.startsWith('Maria Ionescu (OCPI Alba)'));
    expect(said).toEqual(['unu', 'doi', 'trei'].map((text) => `Maria Ionescu (OCPI Alba): ${text}`));
    expect(threadAt(ALBA).filter((line) => line.includes('(OCPI Alba)'))).toEqual([]);
  });

  it('ends in both threads with its outcome, and from then on nothing is carried', async () => {
    await escalate();
    await desk.press(RADU, DI, actions['close-escalation']);
    expect((await desk.submit(RADU, { note: 'Se emite.' })).outcome).toBe('cleared');
    for (const channel of [ALBA, DI]) {
      expect(threadAt(channel).join()).toContain('Radu Dumitrescu a închis escaladarea la DI: Se emite.');
    }
    expect(desk.text(cardAt(ALBA))).not.toContain('Escaladat');
    const before = threadAt(DI).length;
    await desk.slack.people.write(MARIA, ALBA, 'Mulțumesc', cardAt(ALBA).ts);
    await desk.settled();
    expect(threadAt(DI)).toHaveLength(before);
  });

  it('goes on after a restart, and a line that is delivered twice is carried once', async () => {
    await escalate();
    await desk.restart();
    const line = await desk.slack.people.write(MARIA, ALBA, 'după repornire', cardAt(ALBA).ts);
    await carried(DI, 'Maria Ionescu (OCPI Alba): după repornire');
    await desk.restart();
    await desk.slack.people.event({ type: 'message', channel: ALBA, channel_type: 'channel', ...line });
    await desk.settled();
    expect(threadAt(DI).filter((text) => text.includes('după repornire'))).toHaveLength(1);
  });

  it('does not carry what somebody without a role writes, and says so once', async () => {
    await escalate();
    const { ts } = cardAt(ALBA);
    await desk.slack.people.write(VASILE, ALBA, 'Eu ce fac?', ts);
    await desk.slack.people.write(VASILE, ALBA, 'Alo?', ts);
    await carried(ALBA, ro.places.notCarried);
    await desk.settled();
    expect(threadAt(ALBA).filter((text) => text === ro.places.notCarried)).toHaveLength(1);
    expect(threadAt(DI).join()).not.toContain('Eu ce fac?');
  });

  it('sends nothing to the applicant', async () => {
    const rows = await desk.app.desk.store.queue({ open: true });
    const mailbox = rows.at(-1)?.senderEmail ?? '';
    const before = (await desk.world.messages(mailbox)).length;
    await escalate();
    await desk.slack.people.write(MARIA, ALBA, 'Doar între noi', cardAt(ALBA).ts);
    await carried(DI, 'Maria Ionescu (OCPI Alba): Doar între noi');
    await desk.settled();
    expect(await desk.world.messages(mailbox)).toHaveLength(before);
    expect(readBlocks(cardAt(DI).blocks ?? [])).not.toContain('Doar între noi');
  });
});

it('a problem is put before DI in the same way, and its outcome ends the conversation (P1, P2)', async () => {
  const eml =
    'From: Ion <ion@masuratori-fara-semnatura.example>\r\nTo: ab@ancpi.ro\r\nSubject: Problema la incarcarea planurilor\r\n' +
    'Message-ID: <problema-1@exemplu.example>\r\n\r\nPrimesc o eroare la incarcare. Va rog sa rezolvati problema.\r\n';
  expect((await desk.world.sendEml(Buffer.from(eml))).kind).toBe('done');
  await desk.settled();
  await desk.press(MARIA, ALBA, actions.escalate);
  const asked = await desk.submit(MARIA, { target: 'di', note: 'Are drepturi?' });
  expect(asked.outcome).toBe('cleared');
  expect(desk.text(cardAt(DI))).toContain('Are drepturi?');
  await desk.slack.people.write(MARIA, ALBA, 'Eroarea este 403', cardAt(ALBA).ts);
  await carried(DI, 'Maria Ionescu (OCPI Alba): Eroarea este 403');
  await desk.slack.people.write(RADU, DI, 'Am dat drepturile', cardAt(DI).ts);
  await carried(ALBA, 'Radu Dumitrescu (DI): Am dat drepturile');
  await desk.press(MARIA, ALBA, actions['problem-resolve']);
  expect((await desk.submit(MARIA, { note: 'Rezolvat.' })).outcome).toBe('cleared');
  expect(threadAt(DI).join()).toContain('Maria Ionescu a închis escaladarea la DI: Rezolvat.');
  const letters = await desk.world.messages('ion@masuratori-fara-semnatura.example');
  // What was said between the offices has reached nobody outside.
  const texts = await Promise.all(
    letters.map(({ id }) => desk.world.message('ion@masuratori-fara-semnatura.example', id)),
  );
  expect(texts).toHaveLength(2);
  // Not of what they carry beside: 11:40:35 reads like the number that is looked for.
  const said = texts.map((mail) => [mail?.subject, mail?.text, mail?.html]);
  expect(JSON.stringify(said)).not.toMatch(/403|drepturi/);
});
