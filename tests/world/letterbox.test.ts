import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { messageIdFor } from '../../src/mail/wire/send.ts';
import {
  DCG,
  DESK,
  DI,
  deskContext,
  first,
  openPretendDesk,
  type PretendDesk,
  parsed,
} from './pretend-desk.ts';

const ION = 'ion.moldovan@cadastru.example';

let desk: PretendDesk;

beforeEach(async () => {
  desk = await openPretendDesk();
});

afterEach(async () => {
  await desk.close();
});

function filesOf(mailbox: string): string[] {
  return readdirSync(join(desk.folder, mailbox)).map((name) => join(desk.folder, mailbox, name));
}

describe('a letter to the pretend mailboxes', () => {
  it('is a whole file of its owner only when its sender is told that it was accepted', async () => {
    const messageId = messageIdFor('acces.ancpi.ro');
    const outcome = await desk.sendLetter(ION, { messageId });
    const [file, ...others] = filesOf(ION);
    expect(outcome).toMatchObject({ accepted: true });
    expect(others).toEqual([]);
    expect(file).toMatch(/\/\d{8}-\d{8}T\d{9}Z\.eml$/);
    expect(readFileSync(file ?? '', 'utf8')).toContain(`Message-ID: ${messageId}`);
    expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
    expect(statSync(join(desk.folder, ION)).mode & 0o777).toBe(0o700);
  });

  it('is not accepted if it cannot be kept', async () => {
    // A file stands where the mailbox's folder would be made.
    writeFileSync(join(desk.folder, ION), '');
    expect(await desk.sendLetter(ION)).toMatchObject({ refused: 'temporary', code: 451 });
    expect(await desk.world.messages(ION)).toEqual([]);
  });

  it('is announced to whoever watches, with its mailbox, until the watching stops', async () => {
    const seen: string[] = [];
    const stop = desk.world.watch((mailbox) => seen.push(mailbox));
    await desk.sendLetter(ION);
    await desk.sendLetter(DI);
    stop();
    await desk.sendLetter(DCG);
    expect(seen).toEqual([ION, DI]);
  });

  it('shows sender, subject, text, HTML and attachments, byte for byte', async () => {
    const bytes = Buffer.from('%PDF-1.4 conținut');
    await desk.sendLetter(ION, {
      attachments: [{ name: 'Fișă înregistrare.pdf', mediaType: 'application/pdf', bytes }],
    });
    const line = first(await desk.world.messages(ION));
    expect(line).toMatchObject({
      from: `OCPI Alba – acces <${DESK}>`,
      subject: '[AB-2026-00042] Am primit cererea dumneavoastră',
      hasAttachments: true,
    });
    expect(new Date(line.date).toISOString()).toBe(line.date);
    const mail = await desk.world.message(ION, line.id);
    expect(mail?.text).toContain('am primit cererea dumneavoastră.');
    expect(mail?.html).toContain('am primit cererea <b>dumneavoastră</b>.');
    expect(mail?.attachments).toEqual([{ index: 0, name: 'Fișă înregistrare.pdf', bytes: bytes.length }]);
    const file = await desk.world.attachment(ION, line.id, 0);
    expect(file?.name).toBe('Fișă înregistrare.pdf');
    expect(Buffer.from(file?.bytes ?? []).equals(bytes)).toBe(true);
  });

  it('stands above the older ones', async () => {
    for (const subject of ['primul', 'al doilea', 'al treilea']) {
      await desk.sendLetter(ION, { subject });
    }
    const subjects = (await desk.world.messages(ION)).map(({ subject }) => subject);
    expect(subjects).toEqual(['al treilea', 'al doilea', 'primul']);
  });

  it('is found in its own mailbox only, and nothing outside the folder ever is', async () => {
    await desk.sendLetter(ION);
    const { id } = first(await desk.world.messages(ION));
    expect(await desk.world.message(DI, id)).toBeNull();
    expect(await desk.world.message(ION, `../${ION}/${id}`)).toBeNull();
    expect(await desk.world.messages('../../etc')).toEqual([]);
    expect(await desk.world.attachment(ION, id, 0)).toBeNull();
    expect(await desk.world.attachment(ION, id, -1)).toBeNull();
  });

  it('to an address with a slash stays inside the folder', async () => {
    const odd = 'a/%2e%2e/b@cadastru.example';
    expect(await desk.sendLetter(odd)).toMatchObject({ accepted: true });
    expect(await desk.world.messages(odd)).toHaveLength(1);
    const mailboxes = readdirSync(desk.folder).filter((name) => name.includes('@'));
    expect(mailboxes).toEqual(['a%2F%252e%252e%2Fb@cadastru.example']);
  });

  it('to a domain that does not exist is refused at once and for good', async () => {
    expect(await desk.sendLetter('ion.moldovan@inexistent.example')).toMatchObject({
      refused: 'permanent',
      code: 550,
    });
    expect(await desk.world.messages('ion.moldovan@inexistent.example')).toEqual([]);
  });

  it('to a full mailbox is accepted and comes back as a delivery report with the headers only', async () => {
    const messageId = messageIdFor('acces.ancpi.ro');
    const full = 'ion.moldovan@plin.example';
    const outcome = await desk.sendLetter(full, { messageId, text: 'Parola: nu-o-citi-nimeni' });
    expect(outcome).toMatchObject({ accepted: true });
    const { raw, envelope } = await desk.nextMail();
    expect(envelope).toEqual({ from: '', to: [DESK] });
    expect(raw.toString('utf8')).not.toContain('nu-o-citi-nimeni');
    expect(classify(await parsed(raw), deskContext(envelope.to))).toMatchObject({
      kind: 'bounce',
      bounce: {
        permanent: true,
        recipients: [{ address: full, action: 'failed', status: '5.2.2' }],
        quotedMessageIds: [messageId],
      },
    });
    expect(await desk.world.messages(full)).toEqual([]);
  });
});

describe('the list of mailboxes', () => {
  it('begins with the secretaries of Alba and Cluj, DI and DCG, all empty', async () => {
    expect(await desk.world.parties()).toEqual([
      { mailbox: 'secretar.ab@ancpi.ro', title: 'Secretariat OCPI Alba', role: 'secretary', messages: 0 },
      { mailbox: 'secretar.cj@ancpi.ro', title: 'Secretariat OCPI Cluj', role: 'secretary', messages: 0 },
      { mailbox: DI, title: 'ANCPI – DI', role: 'di', messages: 0 },
      { mailbox: DCG, title: 'ANCPI – DCG', role: 'dcg', messages: 0 },
    ]);
  });

  it('has the newest applicant first, other secretaries once they got mail, and other addresses last', async () => {
    await desk.world.sendSample('complete-ab');
    await desk.world.sendSample('no-workbook');
    await desk.sendLetter('secretar.bv@ancpi.ro');
    await desk.sendLetter('cineva@altundeva.example');
    const parties = await desk.world.parties();
    expect(parties.map(({ role }) => role)).toEqual([
      'applicant',
      'applicant',
      'secretary',
      'secretary',
      'secretary',
      'di',
      'dcg',
      'other',
    ]);
    expect(parties[0]).toMatchObject({ title: 'Ana-Maria Ștefănescu', messages: 0 });
    expect(parties[1]).toMatchObject({ title: 'Ion Moldovan', mailbox: ION });
    expect(parties.find(({ mailbox }) => mailbox === 'secretar.bv@ancpi.ro')?.messages).toBe(1);
  });
});

describe('after a restart', () => {
  it('every letter and every applicant is there again, and new ones come after them', async () => {
    await desk.world.sendSample('complete-ab');
    await desk.sendLetter(ION, { subject: 'înainte' });
    const parties = await desk.world.parties();
    const letters = await desk.world.messages(ION);
    desk = await desk.restart();
    expect(await desk.world.parties()).toEqual(parties);
    expect(await desk.world.messages(ION)).toEqual(letters);
    await desk.sendLetter(ION, { subject: 'după' });
    const subjects = (await desk.world.messages(ION)).map(({ subject }) => subject);
    expect(subjects).toEqual(['după', 'înainte']);
  });

  it('the next request comes from somebody new', async () => {
    await desk.world.sendSample('complete-ab');
    const before = await parsed((await desk.nextMail()).raw);
    desk = await desk.restart();
    await desk.world.sendSample('complete-ab');
    const after = await parsed((await desk.nextMail()).raw);
    expect(first(after.from).address).not.toBe(first(before.from).address);
  });

  it('what was being written when the power went is no letter', async () => {
    mkdirSync(join(desk.folder, ION));
    writeFileSync(join(desk.folder, ION, '00000007-20261123T080000000Z.eml.part'), 'Subject: jum');
    desk = await desk.restart();
    expect(await desk.world.messages(ION)).toEqual([]);
  });
});
