/** Who wrote a mail: proven, vouched for, unproven or forged – said on the card, and acted upon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { openDialogAs } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import { textOf } from './card-text.ts';
import { type DeskAtWork, OTHER_OFFICE, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const AB = 'office:AB';
/** An invented firm whose domain publishes nothing. */
const FIRM = 'birou@masuratori-fara-semnatura.example';

let desk: DeskAtWork;

beforeAll(async () => {
  desk = await openDeskAtWork();
});

afterAll(async () => {
  await desk.close();
});

function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../fixtures/mail', name));
}

async function send(
  raw: Buffer,
  from: string,
  to = 'ab@ancpi.ro',
  localAddress = '127.0.0.1',
): Promise<void> {
  const slot = { host: '127.0.0.1', port: desk.app.smtpPort, localAddress };
  const outcome = await deliverMail({ ...slot, raw, envelope: { from, to: [to] } });
  expect(outcome).toEqual({ accepted: true });
  await desk.app.idle();
}

interface Written {
  readonly from: string;
  readonly subject: string;
  readonly text?: string;
  readonly inReplyTo?: string;
  /** From a server that is not the sender's. */
  readonly elsewhere?: true;
}

async function write({ from, subject, text = 'Bună ziua.', inReplyTo, elsewhere }: Written): Promise<void> {
  const raw = await composeMail({
    from: { name: 'Birou', address: from },
    to: 'ab@ancpi.ro',
    subject,
    text,
    date: new Date(),
    messageId: `<${crypto.randomUUID()}@exemplu.example>`,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    program: 'test',
    attachments: [],
  });
  await send(raw, from, 'ab@ancpi.ro', elsewhere === true ? '127.0.0.66' : '127.0.0.1');
}

/** What the newest card of the office says. */
async function newestCard(): Promise<{ readonly text: string; readonly caseId: string }> {
  const card = (await desk.page.cards(AB)).at(-1);
  return { text: textOf(card?.card), caseId: card?.caseId ?? '' };
}

/** A case of the firm, whose mails nobody can prove. */
async function caseOfFirm(subject: string): Promise<{ readonly caseId: string; readonly number: string }> {
  await write({ from: FIRM, subject, text: 'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces.' });
  const { caseId } = await newestCard();
  return { caseId, number: (await desk.record(caseId)).access.number };
}

describe('the card says', () => {
  it('that a mail which the sender’s server signed is proven, and by whom', async () => {
    const caseId = await desk.newCase('complete-ab');
    const domain = (await desk.mailboxOf(caseId)).split('@')[1] ?? '?';
    expect(textOf((await desk.card(AB, caseId)).card)).toContain(
      ro.mail.sender.verified({ domain, forwardedBy: '' }),
    );
  });

  it('who forwarded a mail, and that the applicant’s address is only what the forward says', async () => {
    const caseId = await desk.newCase('complete-cj', 'office:CJ');
    expect(textOf((await desk.card('office:CJ', caseId)).card)).toContain(
      ro.mail.sender.vouched({ domain: '', forwardedBy: 'secretar.cj@ancpi.ro' }),
    );
  });

  it('that nothing proves the mail of a domain that signs and publishes nothing', async () => {
    const { caseId } = await caseOfFirm('Cerere acces Online la sistemul informatic al ANCP');
    expect(textOf((await desk.card(AB, caseId)).card)).toContain(ro.mail.sender.unverified());
  });

  it('on demand why: how it came, what it was taken for, what was found', async () => {
    const caseId = await desk.newCase('complete-ab');
    const dialog = await desk.page.click(SECRETARY, 'open-details', caseId);
    const said = textOf(dialog.kind === 'dialog' ? dialog.card : null);
    expect(said).toContain(ro.mail.routes.direct);
    expect(said).toContain(ro.mail.kinds['access-request']);
    expect(said).toContain(ro.mail.reasons['workbook-attached']);
    expect(said).toContain(ro.mail.proofReasons['dkim-aligned']);
  });

  it('on demand what is proven of the colleague who forwarded it, apart from the applicant', async () => {
    const caseId = await desk.newCase('complete-cj', 'office:CJ');
    const dialog = await desk.page.click(OTHER_OFFICE, 'open-details', caseId);
    const proven = ro.mail.sender.verified({ domain: 'ancpi.ro', forwardedBy: '' });
    expect(textOf(dialog.kind === 'dialog' ? dialog.card : null)).toContain(
      ro.mail.forwarderIs('secretar.cj@ancpi.ro', proven),
    );
  });

  it('on demand why an attached archive was not opened', async () => {
    const archive = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(600, 0x2a)]);
    const raw = await composeMail({
      from: { name: 'Birou', address: FIRM },
      to: 'ab@ancpi.ro',
      subject: 'Cerere acces Online, documente în arhivă',
      text: 'Vă rugăm să ne furnizați USER și PAROLĂ.',
      date: new Date(),
      messageId: '<arhiva@exemplu.example>',
      program: 'test',
      attachments: [{ name: 'documente.zip', mediaType: 'application/zip', bytes: archive }],
    });
    await send(raw, FIRM);
    const dialog = await desk.page.click(SECRETARY, 'open-details', (await newestCard()).caseId);
    expect(textOf(dialog.kind === 'dialog' ? dialog.card : null)).toContain(
      ro.mail.closedArchives['archive-damaged'],
    );
  });
});

describe('a mail that somebody wrote in another’s name', () => {
  it('opens no case and is not answered, until a person says so; and not even then by itself', async () => {
    expect((await desk.page.sendSample('forged-sender')).kind).toBe('done');
    await desk.app.idle();
    const card = await newestCard();
    expect(card.text).toContain(ro.mail.sender.rejected());
    expect(card.text).toContain(ro.unsorted['forged-sender']);
    expect((await desk.page.click(SECRETARY, 'unsorted-request', card.caseId)).kind).toBe('done');
    await desk.app.idle();
    const opened = await newestCard();
    expect(opened.text).toContain(ro.mail.sender.rejected());
    expect(await desk.page.messages(await desk.mailboxOf(opened.caseId))).toEqual([]);
  });

  it('never speaks in a case, even if it names its number and its applicant', async () => {
    const caseId = await desk.newCase('complete-ab');
    const { number } = (await desk.record(caseId)).access;
    await write({
      from: await desk.mailboxOf(caseId),
      subject: `Re: [${number}] alt formular`,
      elsewhere: true,
    });
    expect((await newestCard()).text).toContain(ro.unsorted['forged-sender']);
    expect(await desk.events(caseId)).not.toContain('mail-received');
  });
});

describe('an answer from an address that nothing proves', () => {
  it('joins its case if it names our letter, whose Message-ID nobody else knows', async () => {
    const { caseId } = await caseOfFirm('Cerere acces sistem informatic');
    const [sent] = await desk.app.desk.store.sentOf(caseId);
    await write({ from: FIRM, subject: 'Re: confirmare', inReplyTo: sent?.messageId ?? '' });
    expect(await desk.events(caseId)).toContain('mail-received');
  });

  it('waits for a person if it names only the number', async () => {
    const { caseId, number } = await caseOfFirm('Solicitare acces online');
    await write({ from: FIRM, subject: `[${number}] completare` });
    expect((await newestCard()).text).toContain(ro.unsorted['unproven-sender'](number));
    expect(await desk.events(caseId)).not.toContain('mail-received');
    const dialog = await openDialogAs(desk.page, SECRETARY, 'unsorted-attach', (await newestCard()).caseId);
    expect((await dialog.submit()).kind).toBe('done');
    await desk.app.idle();
    expect(await desk.events(caseId)).toContain('mail-received');
  });
});

describe('the same request', () => {
  it('come directly and once more forwarded by the secretary is one case, and its thread says so', async () => {
    await send(fixture('01-direct-rfc2231.eml'), 'popescu@client.test');
    const { caseId } = await newestCard();
    const cards = (await desk.page.cards(AB)).length;
    await send(fixture('09-inline-outlook-desktop-ro-plain.eml'), 'ab@ancpi.ro', 'acces@ancpi.ro');
    expect((await desk.page.cards(AB)).length).toBe(cards);
    expect(await desk.events(caseId)).toContain('mail-repeated');
    expect((await desk.replies(AB, caseId)).join(' ')).toContain('a mai venit o dată');
  });

  it('come again after its case was closed is shown to a person', async () => {
    await send(fixture('02-direct-rfc2047-names-html.eml'), 'ana.muresan@posta.test');
    const { caseId } = await newestCard();
    const { number } = (await desk.record(caseId)).access;
    await desk.submit(SECRETARY, 'reject', caseId, { note: 'Autorizația este suspendată.' });
    const again = fixture('02-direct-rfc2047-names-html.eml')
      .toString('latin1')
      .replace(/^Message-ID: .*$/im, 'Message-ID: <alt-mesaj@posta.test>');
    await send(Buffer.from(again, 'latin1'), 'ana.muresan@posta.test');
    expect((await newestCard()).text).toContain(ro.unsorted['closed-case'](number));
  });
});
