/** Bad input gets a clear message in Romanian on the card, and nothing is lost. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverMail } from '../../src/mail/wire/compose.ts';
import type { OpenedInbound } from '../../src/store/mails.ts';
import { textOf } from './card-text.ts';
import { ADMIN, type DeskAtWork, OFFICER, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const AB = 'office:AB';

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork({ logLevel: 'trace' });
});

afterAll(async () => {
  await desk.close();
});

async function cardText(caseId: string): Promise<string> {
  return textOf((await desk.card(AB, caseId)).card);
}

async function send(raw: string, to: string[], from = 'om@exemplu.example'): Promise<void> {
  const bytes = Buffer.from(raw.replaceAll('\n', '\r\n'));
  const outcome = await deliverMail({
    host: '127.0.0.1',
    port: desk.app.smtpPort,
    raw: bytes,
    envelope: { from, to },
  });
  expect(outcome.accepted).toBe(true);
  await desk.app.idle();
}

async function inbound(): Promise<OpenedInbound[]> {
  const { store } = desk.app.desk;
  const all = await Promise.all(
    (['stored', 'handled', 'quarantined', 'duplicate'] as const).map((status) =>
      store.inboundWith(status, 1_000),
    ),
  );
  return all.flat();
}

describe('a request with something wrong', () => {
  it.each([
    ['no-workbook', /fișierul Excel/i],
    ['broken-workbook', /(?:trunchiat|deteriorat|incomplet|întrerupt|stricat)/i],
    ['encrypted', /parol/i],
    ['wrong-form', /(?:formular|nu este)/i],
    ['empty-form', /necompletat|de corectat/i],
    ['missing-scans', /Excel/i],
  ])(
    'the sample %s becomes a case whose card says what is wrong, and asks for a correction with one tick',
    async (sample, says) => {
      const caseId = await desk.newCase(sample);
      expect(await cardText(caseId)).toMatch(says);
      await desk.submit(SECRETARY, 'ask-correction', caseId, { text: 'Vă rugăm să completați.' });
      const letter = await desk.newestMail(await desk.mailboxOf(caseId));
      expect(letter.text).toContain('Vă rugăm să completați.');
      const answered = await desk.page.answer(
        await desk.mailboxOf(caseId),
        letter.id,
        'Atașez formularul completat.',
        true,
      );
      expect(answered.kind).toBe('done');
      await desk.app.idle();
      const { access } = await desk.record(caseId);
      expect([access.state, access.workbook?.refusal, access.workbook?.failedChecks]).toEqual([
        'received',
        null,
        [],
      ]);
    },
  );

  it('a wrong CNP is told once, with what to do, in the dialog and in the letter (A14)', async () => {
    const caseId = await desk.newCase('wrong-cnp');
    const dialog = await desk.page.click(SECRETARY, 'ask-correction', caseId);
    const offered = JSON.stringify(dialog.kind === 'dialog' ? dialog.card : null);
    expect(offered).toContain('CNP: Cifra de control');
    expect(offered).not.toContain('CNP: CNP');
    await desk.submit(SECRETARY, 'ask-correction', caseId, { text: '' });
    const letter = await desk.newestMail(await desk.mailboxOf(caseId));
    expect(letter.text).toContain('CNP: Cifra de control');
  });

  it('a mail of 30 MB of scans is taken whole', async () => {
    const caseId = await desk.newCase('big-30mb');
    const documents = (await desk.record(caseId)).documents;
    expect(documents.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(28_000_000);
  });

  it('a mail that is too big is refused while it is sent, with a sentence, and nothing is kept', async () => {
    const before = (await inbound()).length;
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(desk.app.smtpPort, '127.0.0.1');
      const lines = ['EHLO x', 'MAIL FROM:<a@b.example> SIZE=90000000', 'QUIT'];
      let all = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => {
        all += chunk;
        // The last line of an answer has a space after its code.
        if (/^\d{3} [^\r\n]*\r\n$/m.test(chunk)) {
          const line = lines.shift();
          if (line !== undefined) {
            socket.write(`${line}\r\n`);
          }
        }
      });
      socket.on('close', () => resolve(all));
      socket.on('error', reject);
    });
    expect(said).toMatch(/552 .*prea mare.*MB/);
    expect((await inbound()).length).toBe(before);
  });
});

describe('hostile texts', () => {
  it('appear as themselves: on cards only as runs of text, in letters escaped, in the page as data', async () => {
    const caseId = await desk.newCase('hostile-names');
    const { card } = await desk.card(AB, caseId);
    const walk = (value: unknown, type: string): void => {
      if (Array.isArray(value)) {
        for (const each of value) {
          walk(each, type);
        }
      } else if (typeof value === 'object' && value !== null) {
        const own = 'type' in value && typeof value.type === 'string' ? value.type : type;
        for (const each of Object.values(value)) {
          walk(each, own);
        }
      } else if (typeof value === 'string' && /onclick|rau\.example|!channel|\$\{x\}|DATE\(\)/.test(value)) {
        expect(type).toBe('TextRun');
        expect(value).not.toContain('{{');
      }
    };
    walk(card, '');
    expect(JSON.stringify(card)).toContain('!channel');
    const letter = await desk.newestMail(await desk.mailboxOf(caseId));
    expect(letter.subject).not.toContain('\n');
    expect(letter.text).toContain('<script>alert(1)</script>');
    const mailbox = encodeURIComponent(await desk.mailboxOf(caseId));
    const html = await (
      await fetch(`${desk.app.url}/api/mailboxes/${mailbox}/messages/${letter.id}/html`)
    ).text();
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('a mail that is no request', () => {
  it('is kept as "De clasificat" where its office can see it, and can become a case', async () => {
    const before = new Set((await desk.page.cards(AB)).map(({ id }) => id));
    await send(
      'From: Om Necunoscut <om@exemplu.example>\nTo: ab@ancpi.ro\nSubject: Bunǎ ziua\nDate: Tue, 24 Nov 2026 08:00:00 +0200\n\nVă scriu despre altceva.\n',
      ['ab@ancpi.ro'],
    );
    const card = (await desk.page.cards(AB)).find(({ id }) => !before.has(id));
    expect(textOf(card?.card)).toContain('Nu pare a fi o cerere de acces');
    const answer = await desk.page.click(SECRETARY, 'unsorted-request', card?.caseId ?? '');
    expect(answer.kind).toBe('done');
    await desk.app.idle();
    const fresh = (await desk.page.cards(AB)).filter(({ id }) => !before.has(id) && id !== card?.id);
    expect(fresh).toHaveLength(1);
    expect((await desk.page.click(SECRETARY, 'unsorted-request', card?.caseId ?? '')).kind).toBe('told');
  });

  it('a lost password goes to DI, where only DI may look', async () => {
    await send(
      'From: Ion <ion@exemplu.example>\nTo: autorizati@ancpi.ro\nSubject: Parola uitata\n\nMi-am uitat parola, va rog una noua.\n',
      ['autorizati@ancpi.ro'],
    );
    const card = (await desk.page.cards('di')).at(-1);
    expect(textOf(card?.card)).toContain('Parolă nouă');
    expect((await desk.page.click(SECRETARY, 'recovery-details', card?.caseId ?? '')).kind).toBe('told');
    expect((await desk.page.click(OFFICER, 'recovery-details', card?.caseId ?? '')).kind).toBe('dialog');
  });

  it('of an office that nobody can tell goes to the admins', async () => {
    await send('From: Ion <ion2@exemplu.example>\nTo: acces@ancpi.ro\nSubject: Salut\n\nCe mai faceți?\n', [
      'acces@ancpi.ro',
    ]);
    const card = (await desk.page.cards('admin')).at(-1);
    expect((await desk.page.click(ADMIN, 'unsorted-details', card?.caseId ?? '')).kind).toBe('dialog');
  });

  it('an out-of-office answer is kept and starts nothing, not even a letter', async () => {
    const cards = (await desk.page.cards(AB)).length;
    await send(
      'From: Ion <ion3@exemplu.example>\nTo: ab@ancpi.ro\nSubject: Raspuns automat: absent\nAuto-Submitted: auto-replied\n\nSunt in concediu.\n',
      ['ab@ancpi.ro'],
    );
    expect(await desk.page.cards(AB)).toHaveLength(cards);
    expect((await inbound()).some((mail) => mail.class === 'automatic')).toBe(true);
  });
});

describe('the same mail', () => {
  it('come twice, even under another Message-ID, makes one case', async () => {
    const caseId = await desk.newCase('complete-ab');
    const { store } = desk.app.desk;
    const [first] = await store.inboundOf(caseId);
    const raw = (await store.documents.get(first?.rawBlob ?? '')).toString('latin1');
    const again = raw.replace(/^Message-ID: .*$/im, 'Message-ID: <altul@exemplu.example>');
    const cards = (await desk.page.cards(AB)).length;
    for (const text of [raw, again]) {
      const outcome = await deliverMail({
        host: '127.0.0.1',
        port: desk.app.smtpPort,
        raw: Buffer.from(text, 'latin1'),
        envelope: { from: 'x@exemplu.example', to: ['ab@ancpi.ro'] },
      });
      expect(outcome.accepted).toBe(true);
    }
    await desk.app.idle();
    expect(await desk.page.cards(AB)).toHaveLength(cards);
  });

  it('somebody else who names a case in the subject does not get into it', async () => {
    const caseId = await desk.newCase('complete-ab');
    const { number } = (await desk.record(caseId)).access;
    await send(
      `From: Strain <strain@exemplu.example>\nTo: ab@ancpi.ro\nSubject: Re: [${number}] alt fisier\n\nPuneti asta la dosar.\n`,
      ['ab@ancpi.ro'],
      'strain@exemplu.example',
    );
    expect(await desk.events(caseId)).not.toContain('mail-received');
    expect(textOf((await desk.page.cards(AB)).at(-1)?.card)).toContain(number);
  });
});

describe('the log', () => {
  it('holds no CNP, no address of an applicant and no name, even at trace', async () => {
    const log = desk.log.join('\n').replaceAll(/"time":\d{13}/g, '');
    expect(log).not.toMatch(/\b[1-8]\d{12}\b/);
    expect(log).not.toMatch(/@(?:cadastru|topografie|geodezie|masuratori|exemplu)\.example/);
    expect(log).not.toMatch(/Moldovan|Strain/);
  });
});
