/** A case put before somebody who has no channel: DI or an address of the office by mail, a colleague in the office's thread. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClickHandler } from '../../src/desk/handle-click.ts';
import { composeMail } from '../../src/mail/wire/compose.ts';
import { ro } from '../../src/texts/ro.ts';
import { readBlocks } from '../fakes/slack/reading.ts';
import { ALBA, ANDREI, ELENA, MARIA, openSlackDesk, type SlackDesk } from './slack-desk.ts';

const { actions } = ro;
const DI_MAIL = 'autorizati@ancpi.ro';
const JURIST = 'jurist.alba@ancpi.ro';

let desk: SlackDesk;

beforeAll(async () => {
  desk = await openSlackDesk();
  await desk.say(ELENA, ALBA, 'leaga AB');
});

/** Each test has a case of its own: the newest card is its card. */
beforeEach(async () => {
  await desk.mail('complete-ab');
});

afterAll(async () => {
  await desk.close();
});

function card() {
  const newest = desk.cards(ALBA).at(-1);
  if (!newest) {
    throw new Error('no card');
  }
  return newest;
}

function thread(): string[] {
  return desk.thread(ALBA, card().ts);
}

async function caseId(): Promise<string> {
  const rows = await desk.app.desk.store.queue({ open: true });
  return rows.at(-1)?.id ?? '';
}

async function applicant(): Promise<string> {
  return (await desk.app.desk.store.caseById(await caseId()))?.senderEmail ?? '';
}

type Inputs = Readonly<Record<string, string>>;

async function escalate(inputs: Inputs): Promise<string> {
  await desk.press(MARIA, ALBA, actions.more);
  const { id } = desk.window(MARIA);
  await desk.slack.people.press(MARIA, { view: id }, actions.escalate);
  const { outcome } = await desk.submit(MARIA, { note: 'Îl primim așa?', ...inputs });
  return outcome;
}

/** The letters to one address about this case, oldest first, as they are read. */
async function letters(to: string): Promise<string[]> {
  const sent = (await desk.app.desk.store.sentOf(await caseId())).filter((each) => each.to === to);
  const all = await desk.world.messages(to);
  const opened = await Promise.all(all.toReversed().map(({ id }) => desk.world.message(to, id)));
  return opened.flatMap((mail) => (mail ? [`${mail.subject}\n${mail.text}`] : [])).slice(-sent.length);
}

interface Answering {
  readonly from?: string;
  readonly text?: string;
  readonly inReplyTo?: string;
}

async function lastMessageId(to: string): Promise<string> {
  const sent = await desk.app.desk.store.sentOf(await caseId());
  return sent.findLast((each) => each.to === to)?.messageId ?? '';
}

async function answer(to: string, answering: Answering = {}): Promise<void> {
  await arrives(await answerOf(to, answering));
}

async function arrives(raw: Buffer): Promise<void> {
  expect((await desk.world.sendEml(raw)).kind).toBe('done');
  await desk.settled();
}

async function answerOf(to: string, answering: Answering = {}): Promise<Buffer> {
  const { from = to, text = 'Da, îl primim.' } = answering;
  return await composeMail({
    from: { name: 'Un coleg', address: from },
    to: 'acces@ancpi.ro',
    subject: 'Re: Vi se cere părerea despre un dosar',
    text: `${text}\n\nÎn data de 23.11.2026 OCPI Alba a scris:\n> Îl primim așa?\n`,
    date: desk.app.desk.now(),
    messageId: `<${randomUUID()}@ancpi.ro>`,
    inReplyTo: answering.inReplyTo ?? (await lastMessageId(to)),
    program: 'test',
    attachments: [],
  });
}

describe.each([
  ['DI, which has no channel', DI_MAIL, { target: 'di' }, ro.places.byMail(ro.places.targets.di)],
  ['an address of the office', JURIST, { target: 'mail', address: JURIST }, JURIST],
] as const)('an escalation to %s', (_who, to, inputs, name) => {
  it('is a letter that says what is asked and by whom, and stands on the card', async () => {
    expect(await escalate({ ...inputs, urgent: 'true' })).toBe('cleared');
    const [letter = ''] = await letters(to);
    expect(letter).toContain('Urgent: vi se cere părerea');
    expect(letter).toContain('Îl primim așa?');
    expect(letter).toContain('Maria Ionescu');
    expect(desk.text(card())).toContain(`URGENT. Escaladat la ${name} de Maria Ionescu`);
    expect(thread().join()).toContain(`a escaladat dosarul la ${name}: Îl primim așa?`);
  });

  it('hears the answer in the thread, without what it quotes, once, whatever else that thread says', async () => {
    await escalate(inputs);
    const raw = await answerOf(to);
    await arrives(raw);
    await arrives(raw);
    const said = thread().filter((line) => line.includes('Da, îl primim.'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`${name}`);
    expect(said[0]).not.toContain('a scris:');
  });

  it('is told each line of the thread, its corrections and deletions, in order, and nothing of its own', async () => {
    await escalate(inputs);
    const { people } = desk.slack;
    const line = await people.write(MARIA, ALBA, 'Are și decizia din 2024', card().ts);
    await people.edit(ALBA, line.ts, 'Are decizia din 2023');
    await people.deleteMessage(ALBA, line.ts);
    await desk.settled();
    await answer(to);
    const [, said = '', corrected = '', unsaid = '', ...more] = await letters(to);
    expect(said).toContain('Are și decizia din 2024');
    expect(corrected).toContain('Are decizia din 2023');
    expect(unsaid).toContain('a șters un mesaj');
    expect(more).toEqual([]);
  });

  it('ends with its outcome by mail; an answer after that is for a person to sort', async () => {
    await escalate(inputs);
    await desk.press(MARIA, ALBA, actions['close-escalation']);
    expect((await desk.submit(MARIA, { note: 'Îl primim.' })).outcome).toBe('cleared');
    expect((await letters(to)).at(-1)).toContain('Îl primim.');
    const lines = thread().length;
    await answer(to, { text: 'Prea târziu?' });
    expect(thread().filter((line) => line.includes('Prea târziu?'))).toEqual([]);
    expect(thread().length).toBeLessThanOrEqual(lines + 1);
  });

  it('goes on after a restart', async () => {
    await escalate(inputs);
    await desk.restart();
    await answer(to, { text: 'După repornire' });
    expect(thread().join()).toContain('După repornire');
  });

  it('hears nobody else: neither another address nor an answer to no letter of ours', async () => {
    await escalate(inputs);
    await answer(to, { from: 'strain@exemplu.example', text: 'Primiți-l!' });
    await answer(to, { text: 'Primiți-l!', inReplyTo: '<altceva@ancpi.ro>' });
    expect(thread().join()).not.toContain('Primiți-l!');
  });

  it('sends nothing to the applicant', async () => {
    const mailbox = await applicant();
    const before = (await desk.world.messages(mailbox)).length;
    await escalate(inputs);
    await answer(to);
    await desk.slack.people.write(MARIA, ALBA, 'Doar între noi', card().ts);
    await desk.settled();
    expect(await desk.world.messages(mailbox)).toHaveLength(before);
  });
});

describe('to the applicant', () => {
  it('goes what was answered only by a step of its own, after the whole mail was seen', async () => {
    const mailbox = await applicant();
    const before = (await desk.world.messages(mailbox)).length;
    await escalate({ target: 'mail', address: JURIST });
    await answer(JURIST, { text: 'Numărul autorizației este cel bun.' });
    await desk.press(MARIA, ALBA, actions['write-to-applicant']);
    expect(desk.inputs(MARIA).text).toBe('Numărul autorizației este cel bun.');
    expect((await desk.submit(MARIA)).outcome).toBe('updated');
    const preview = readBlocks(desk.window(MARIA).view.blocks);
    expect(preview).toContain('Oficiul de Cadastru și Publicitate Imobiliară Alba');
    expect(preview).toContain(mailbox);
    expect(await desk.world.messages(mailbox)).toHaveLength(before);
    // A changed text is seen again first.
    expect((await desk.submit(MARIA, { text: 'Numărul autorizației este bun.' })).outcome).toBe('updated');
    expect(await desk.world.messages(mailbox)).toHaveLength(before);
    expect((await desk.submit(MARIA)).outcome).toBe('cleared');
    const [letter] = await desk.world.messages(mailbox);
    expect((await desk.world.message(mailbox, letter?.id ?? ''))?.text).toContain(
      'Numărul autorizației este bun.',
    );
  });

  it('goes an outcome only where that is ticked, and then too after the mail was seen', async () => {
    const mailbox = await applicant();
    const before = (await desk.world.messages(mailbox)).length;
    await escalate({ target: 'di' });
    await desk.press(MARIA, ALBA, actions['close-escalation']);
    expect((await desk.submit(MARIA, { note: 'Vă primim cererea.', tellApplicant: 'true' })).outcome).toBe(
      'updated',
    );
    expect(await desk.world.messages(mailbox)).toHaveLength(before);
    expect(desk.text(card())).not.toContain('Escaladat');
    expect((await desk.submit(MARIA)).outcome).toBe('cleared');
    expect(await desk.world.messages(mailbox)).toHaveLength(before + 1);
  });
});

describe('an escalation to a colleague', () => {
  it('mentions them in the office’s own thread, and ends there', async () => {
    expect(await escalate({ target: 'person:andrei' })).toBe('cleared');
    expect(thread().join()).toContain(`@${ANDREI}`);
    expect(desk.text(card())).toContain('Escaladat la Andrei Bota de Maria Ionescu');
    await desk.press(ANDREI, ALBA, actions['close-escalation']);
    await desk.submit(ANDREI, { note: 'Da.' });
    expect(thread().join()).toContain('Andrei Bota a închis escaladarea la Andrei Bota: Da.');
  });

  it.each([
    ['somebody of another county', { target: 'person:ioana' }, 'errors'],
    ['oneself is not offered, and nobody without a role', { target: 'person:nimeni' }, 'errors'],
    ['an address outside the office', { target: 'mail', address: 'cineva@gmail.com' }, 'errors'],
    ['two addresses', { target: 'mail', address: `${JURIST}, alt@ancpi.ro` }, 'errors'],
    ['a header in an address', { target: 'mail', address: `${JURIST}\nBcc: alt@ancpi.ro` }, 'errors'],
  ])('is refused for %s', async (_who, inputs, outcome) => {
    const click = {
      ...({ channel: 'slack', externalId: MARIA, verb: 'submit:escalate', caseId: await caseId() } as const),
      inputs: { note: 'Ce facem?', ...inputs },
    };
    const answered = await createClickHandler(desk.app.desk)(click);
    expect(answered.kind).toBe(`dialog-${outcome}`);
    expect(desk.text(card())).not.toContain('Escaladat');
  });
});
