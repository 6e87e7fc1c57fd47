/** The whole procedure in Teams, by presses with signed tokens; rows as `grep -rn A17` finds them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ro } from '../../src/texts/ro.ts';
import { textOfCard } from '../fakes/teams/card-rules.ts';
import { settled } from './real-around.ts';
import { spellings } from './spellings.ts';
import { ALBA, DI, ELENA, MARIA, openTeamsDesk, RADU, type TeamsDesk } from './teams-desk.ts';

const { actions, dialogs, states } = ro;

describe('a case in Teams', () => {
  let desk: TeamsDesk;
  let caseId = '';
  let password = '';
  /** Openings of dialogs and submits, by person (product.md: six and two). */
  const touches = { [MARIA]: 0, [RADU]: 0 };

  const card = (channel: string): string => desk.text(desk.theCard(channel));

  async function press(person: typeof MARIA | typeof RADU, channel: string, button: string): Promise<void> {
    touches[person] += 1;
    await desk.press(person, channel, button);
  }

  async function submit(person: typeof MARIA | typeof RADU, filled = {}): Promise<boolean> {
    touches[person] += 1;
    return await desk.submit(person, filled);
  }

  beforeAll(async () => {
    desk = await openTeamsDesk({ logLevel: 'trace' });
    await desk.bindChannels();
  });

  afterAll(async () => {
    await desk.close();
  });

  it('A10: the mail makes a card in the channel that an admin bound for the office', async () => {
    await desk.mail('complete-ab');
    expect(card(ALBA)).toContain(states.received);
    const [row] = await desk.app.desk.store.queue({ open: true, kinds: ['access'], limit: 1 });
    caseId = row?.id ?? '';
    expect(card(ALBA)).toContain(row?.number ?? '?');
    const [opened] = desk.thread(desk.theCard(ALBA));
    expect(opened?.text).toContain('s-a deschis dosarul');
    expect(desk.theCard(ALBA).summary).toContain(row?.number ?? '?');
  });

  it('A11: the secretary looks at the data and the scans, and says that they are verified', async () => {
    await press(MARIA, ALBA, actions['open-details']);
    expect(desk.dialog(MARIA).title).toBe(dialogs['open-details'].title);
    await desk.submit(MARIA, {}, `${actions['open-document']} 1`);
    const token = /documents\/([\w-]+)/.exec(JSON.stringify(desk.dialog(MARIA).card))?.[1] ?? '';
    const document = await fetch(`${desk.app.url}/documents/${token}`);
    expect([document.status, (await fetch(`${desk.app.url}/documents/${token}`)).status]).toEqual([200, 410]);
    await desk.submit(MARIA, {}, ro.teams.back);
    expect(desk.dialog(MARIA).title).toBe(dialogs['open-details'].title);
    expect(await submit(MARIA)).toBe(true);
    expect(card(ALBA)).toContain(states.verified);
  });

  it('A15, A16: the original is recorded, with what was wrong said at its field', async () => {
    await press(MARIA, ALBA, actions['record-original']);
    const today = desk.inputs(MARIA).receivedOn ?? '';
    expect(await desk.submit(MARIA, { receivedOn: '2099-01-01', file: 'D-1', compared: 'true' })).toBe(false);
    expect(textOfCard(desk.dialog(MARIA).card)).toContain(ro.inputErrors.dateInFuture);
    expect(desk.inputs(MARIA)).toMatchObject({ file: 'D-1', compared: 'true' });
    expect(await submit(MARIA, { receivedOn: today })).toBe(true);
  });

  it('A17: approving brings the case to DI, whose officers are mentioned', async () => {
    await press(MARIA, ALBA, actions.approve);
    expect(desk.told(MARIA)).toBe(ro.confirmations.approve);
    expect(card(ALBA)).toContain(states['with-di']);
    expect(card(DI)).toContain(states['with-di']);
    expect(desk.thread(desk.theCard(DI)).flatMap(({ mentioned }) => mentioned)).toEqual([RADU]);
  });

  it('A19, A20, A21, A23: the officer issues; applicant and secretary get their mails', async () => {
    await press(RADU, DI, actions.issue);
    password = desk.inputs(RADU).password ?? '';
    expect(password).toMatch(/^\S{16}$/);
    expect(await submit(RADU, { accountCreated: 'true' })).toBe(true);
    expect(card(ALBA)).toContain(states.issued);
    const [line] = await desk.world.messages((await desk.app.desk.store.caseById(caseId))?.senderEmail ?? '');
    expect(line?.hasAttachments).toBe(true);
  });

  it('A24: the secretary has noted it on the original, and the case is closed', async () => {
    await press(MARIA, ALBA, actions['note-on-original']);
    expect(card(ALBA)).toContain(states.closed);
    const events = await desk.app.desk.store.events(caseId);
    const rows = new Set(events.flatMap((event) => event.rows.split(' ')));
    for (const row of ['A10', 'A11', 'A16', 'A17', 'A19', 'A20', 'A21', 'A22', 'A23', 'A24']) {
      expect(rows).toContain(row);
    }
  });

  it('it took the secretary six touches and the officer two', () => {
    expect(touches).toEqual({ [MARIA]: 6, [RADU]: 2 });
  });

  it('the thread tells the whole history, each line once', () => {
    const lines = desk.thread(desk.theCard(ALBA)).map(({ text }) => text);
    expect(new Set(lines).size).toBe(lines.length);
    for (const who of ['Maria Ionescu', 'Radu Dumitrescu']) {
      expect(lines.some((line) => line.includes(who))).toBe(true);
    }
  });

  it('R1, R2, R3, R4: the password is lost, asked for by mail, and issued anew with one button', async () => {
    const mailbox = (await desk.app.desk.store.caseById(caseId))?.senderEmail ?? '';
    expect((await desk.world.askNewPassword({ mailbox })).kind).toBe('done');
    await settled(desk.app);
    await desk.press(RADU, DI, actions['recovery-issue']);
    const another = desk.inputs(RADU).password ?? '';
    expect(another).not.toBe(password);
    expect(await desk.submit(RADU, { passwordSet: 'true' })).toBe(true);
    await settled(desk.app);
    const [row] = await desk.app.desk.store.queue({ open: false, kinds: ['recovery'], limit: 1 });
    expect(row?.state).toBe('closed');
    const [line] = await desk.world.messages(mailbox);
    expect(line).toMatchObject({ hasAttachments: true });
    expect(line?.subject).toContain(row?.number ?? '?');
    password = another;
  });

  it('the password is in no message, and in no line of the log at trace', () => {
    const kept = JSON.stringify([desk.teams.state.posts, desk.teams.state.said]) + desk.log.join('\n');
    for (const spelling of spellings(password)) {
      expect(kept.includes(spelling.toString())).toBe(false);
    }
  });

  it('P1, P2: a problem is taken, answered after the whole mail was seen, put before DI and solved', async () => {
    const from = 'ion@masuratori-fara-semnatura.example';
    const eml =
      `From: Ion <${from}>\r\nTo: ab@ancpi.ro\r\nSubject: Problema la incarcarea planurilor\r\n` +
      'Message-ID: <problema-teams@exemplu.example>\r\n\r\nPrimesc o eroare la incarcare. Va rog sa rezolvati problema.\r\n';
    expect((await desk.world.sendEml(Buffer.from(eml))).kind).toBe('done');
    await settled(desk.app);
    const newest = (channel: string) => desk.cards(channel).at(-1);
    await desk.press(MARIA, ALBA, actions['problem-take']);
    await desk.press(MARIA, ALBA, actions['problem-answer']);
    await desk.submit(MARIA, { text: 'Ce mesaj vedeți?' });
    expect(textOfCard(desk.dialog(MARIA).card)).toContain(
      'Oficiul de Cadastru și Publicitate Imobiliară Alba',
    );
    expect(await desk.world.messages(from)).toHaveLength(1);
    expect(await desk.submit(MARIA)).toBe(true);
    await settled(desk.app);
    expect(await desk.world.messages(from)).toHaveLength(2);

    await desk.press(MARIA, ALBA, actions.escalate);
    expect(await desk.submit(MARIA, { target: 'di', note: 'Are drepturi?' })).toBe(true);
    await settled(desk.app);
    const head = newest(ALBA);
    await desk.teams.people.type(MARIA, { channel: ALBA, thread: head?.id ?? '' }, 'Eroarea este 403');
    const carried = 'Maria Ionescu (OCPI Alba): Eroarea este 403';
    await desk.teams.state.until(() => {
      const card = newest(DI);
      return card !== undefined && desk.thread(card).some(({ text }) => text === carried);
    });
    await desk.press(MARIA, ALBA, actions['problem-resolve']);
    expect(await desk.submit(MARIA, { note: 'Rezolvat.' })).toBe(true);
    await settled(desk.app);
    const letters = await desk.world.messages(from);
    const texts = await Promise.all(letters.map(({ id }) => desk.world.message(from, id)));
    expect(texts).toHaveLength(3);
    // Not of what they carry beside: 11:40:35 reads like the number that is looked for.
    const said = texts.map((mail) => [mail?.subject, mail?.text, mail?.html]);
    expect(JSON.stringify(said)).not.toMatch(/403|drepturi/);
  });

  it('the admin sees with a command that nothing waits and what is bound, in private', async () => {
    const said = await desk.say(ELENA, ALBA, '@Acces stare');
    expect(said).toContain('De trimis: 0 în așteptare, 0 în lucru, 0 abandonate.');
    expect(said).toContain('Oficii cu canal: 2 din 42.');
    const inChannel = desk.teams.state.posts.filter(({ conversation }) => conversation === ALBA);
    expect(inChannel.some(({ text }) => text.includes('De trimis'))).toBe(false);
  });
});
