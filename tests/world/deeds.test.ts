import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorldOutcome } from '../../src/bot/local/recipients-world.ts';
import { readForm } from '../../src/excel/read-form.ts';
import type { ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { missingOf, recogniseByName } from '../../src/mail/sorting/documents.ts';
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
  TODAY,
} from './pretend-desk.ts';

let desk: PretendDesk;

beforeEach(async () => {
  desk = await openPretendDesk();
});

afterEach(async () => {
  await desk.close();
});

/** Sends a sample and a letter to its applicant; the letter's id and Message-ID, and who the applicant is. */
async function letterAfter(sample: string): Promise<{ mailbox: string; id: string; messageId: string }> {
  await desk.world.sendSample(sample);
  const request = await parsed((await desk.nextMail()).raw);
  const mailbox = first(request.from).address;
  return { mailbox, ...(await letterTo(mailbox)) };
}

async function letterTo(mailbox: string): Promise<{ id: string; messageId: string }> {
  const messageId = messageIdFor('acces.ancpi.ro');
  await desk.sendLetter(mailbox, { messageId, references: ['<cererea@cadastru.example>'] });
  return { id: first(await desk.world.messages(mailbox)).id, messageId };
}

async function nextParsed(): Promise<{ mail: ParsedMail; from: string; to: readonly string[] }> {
  const { raw, envelope } = await desk.nextMail();
  return { mail: await parsed(raw), ...envelope };
}

function formIn(mail: ParsedMail) {
  const file = mail.attachments.find(({ name }) => name.endsWith('.xlsx'));
  const reading = readForm(file?.bytes ?? Buffer.alloc(0), file?.name, TODAY);
  if (!reading.ok) {
    throw new Error(reading.code);
  }
  return reading;
}

function expectTold(outcome: WorldOutcome, text: RegExp): void {
  expect(outcome.kind).toBe('told');
  expect(outcome.text).toMatch(text);
}

describe('an answer', () => {
  it('goes to the address of the letter, names it in In-Reply-To and References, and quotes it below', async () => {
    const { mailbox, id, messageId } = await letterAfter('complete-ab');
    const outcome = await desk.world.answer({
      mailbox,
      messageId: id,
      text: 'Am înțeles.',
      withCorrectedForm: false,
    });
    expect(outcome).toEqual({ kind: 'done', text: `Mailul de la Ion Moldovan a ajuns la ${DESK}.` });
    const { mail, from, to } = await nextParsed();
    expect(from).toBe(mailbox);
    expect(to).toEqual([DESK]);
    expect(mail.from).toEqual([{ address: mailbox, name: 'Ion Moldovan' }]);
    expect(mail.inReplyTo).toEqual([messageId]);
    expect(mail.references).toEqual(['<cererea@cadastru.example>', messageId]);
    expect(mail.subject).toBe('Re: [AB-2026-00042] Am primit cererea dumneavoastră');
    expect(mail.text).toMatch(/^Am înțeles\.\n\nPe .* a scris:\n> Bună ziua,\n/);
    expect(mail.attachments).toEqual([]);
    expect(classify(mail, deskContext(to))).toMatchObject({ kind: 'reply', caseNumbers: ['AB-2026-00042'] });
  });

  it('does not pile up Re: in the subject', async () => {
    const { mailbox } = await letterAfter('complete-ab');
    await desk.sendLetter(mailbox, { subject: 'Re: Cerere acces' });
    const { id } = first(await desk.world.messages(mailbox));
    await desk.world.answer({ mailbox, messageId: id, text: 'Da.', withCorrectedForm: false });
    expect((await nextParsed()).mail.subject).toBe('Re: Cerere acces');
  });

  it.each([
    'wrong-cnp',
    'no-workbook',
    'broken-workbook',
    'encrypted',
    'wrong-form',
    'empty-form',
    'dead-address',
  ])('after %s brings a form of the same person without a fault, if asked for', async (sample) => {
    const { mailbox, id } = await letterAfter(sample);
    await desk.world.answer({ mailbox, messageId: id, text: 'Corectat.', withCorrectedForm: true });
    const { mail } = await nextParsed();
    const reading = formIn(mail);
    expect(reading.problems).toEqual([]);
    expect(reading.fields).toMatchObject({ lastName: 'Moldovan', firstName: 'Ion', email: mailbox });
  });

  it('brings the scans too where they were owed', async () => {
    const { mailbox, id } = await letterAfter('missing-scans');
    await desk.world.answer({ mailbox, messageId: id, text: 'Iată-le.', withCorrectedForm: true });
    const { mail } = await nextParsed();
    expect(missingOf(recogniseByName(mail.attachments))).toEqual([]);
  });

  it('keeps in the corrected form what is particular to the applicant', async () => {
    const { mailbox, id } = await letterAfter('authorised-by-ANCPI');
    await desk.world.answer({ mailbox, messageId: id, text: 'Corectat.', withCorrectedForm: true });
    expect(formIn((await nextParsed()).mail).fields.authorisation).toMatch(/^RO-AB-J/);
  });

  it('of dcg@ joins its letter and has no form', async () => {
    const { id, messageId } = await letterTo(DCG);
    const answered = { mailbox: DCG, messageId: id, text: 'Am actualizat datele.' };
    expectTold(await desk.world.answer({ ...answered, withCorrectedForm: true }), /formular/);
    expect(await desk.world.answer({ ...answered, withCorrectedForm: false })).toMatchObject({
      kind: 'done',
    });
    const { mail, to } = await nextParsed();
    expect(first(mail.from)).toEqual({ address: DCG, name: 'ANCPI – DCG' });
    expect(classify(mail, deskContext(to))).toMatchObject({
      kind: 'dcg-answer',
      answers: [messageId, '<cererea@cadastru.example>'],
    });
  });

  it.each([DI, 'secretar.ab@ancpi.ro'])('of %s is a plain one', async (mailbox) => {
    const { id, messageId } = await letterTo(mailbox);
    await desk.world.answer({ mailbox, messageId: id, text: 'Mulțumesc.', withCorrectedForm: false });
    const { mail } = await nextParsed();
    expect(first(mail.from).address).toBe(mailbox);
    expect(mail.inReplyTo).toEqual([messageId]);
  });

  it('to a letter that is not there, or without text, is not sent', async () => {
    const { mailbox, id } = await letterAfter('complete-ab');
    const base = { mailbox, withCorrectedForm: false };
    expectTold(await desk.world.answer({ ...base, messageId: 'altul', text: 'Da.' }), /nu se află/);
    expectTold(await desk.world.answer({ ...base, messageId: id, text: ' \n' }), /Scrieți/);
  });
});

describe('a new password', () => {
  it('is asked of autorizati@ by the applicant, from the applicant’s own address', async () => {
    const { mailbox } = await letterAfter('complete-ab');
    expect(await desk.world.askNewPassword({ mailbox })).toMatchObject({ kind: 'done' });
    const { mail, from, to } = await nextParsed();
    expect([from, to]).toEqual([mailbox, [DI]]);
    expect(classify(mail, deskContext(to))).toMatchObject({ kind: 'recovery' });
  });

  it('is asked by no colleague and by nobody unknown', async () => {
    expectTold(await desk.world.askNewPassword({ mailbox: DCG }), /solicitant/);
    expectTold(await desk.world.askNewPassword({ mailbox: 'nimeni@cadastru.example' }), /solicitant/);
  });
});

describe('a sample', () => {
  it('that does not exist is not sent', async () => {
    expectTold(await desk.world.sendSample('altul'), /Nu există/);
  });

  it('sent twice at once comes from two people', async () => {
    await Promise.all([desk.world.sendSample('complete-ab'), desk.world.sendSample('complete-ab')]);
    const senders = [await nextParsed(), await nextParsed()].map(({ from }) => from);
    expect(new Set(senders).size).toBe(2);
  });

  it('same-again comes from somebody new where nobody wrote yet', async () => {
    expect(await desk.world.sendSample('same-again')).toMatchObject({ kind: 'done' });
    expect((await nextParsed()).from).toBe('ion.moldovan@cadastru.example');
  });

  it('that the desk refuses leaves no applicant behind, and says why', async () => {
    await desk.close();
    desk = await openPretendDesk(undefined, 100_000);
    expectTold(await desk.world.sendSample('complete-ab'), /prea mare/);
    expect((await desk.world.parties()).filter(({ role }) => role === 'applicant')).toEqual([]);
  });
});

describe('a mail that somebody brought along', () => {
  const headers = (to: string): string[] => [
    'From: Vasile Necunoscut <vasile@altundeva.example>',
    `To: ${to}`,
    'Subject: Cerere',
    'Message-ID: <adus@altundeva.example>',
  ];

  it('enters as it is, for the recipients that are the desk’s', async () => {
    const raw = [
      ...headers('ab@ancpi.ro, altcineva@altundeva.example'),
      'Cc: cj@ancpi.ro',
      '',
      'Bună ziua',
      '',
    ].join('\r\n');
    expect(await desk.world.sendEml(Buffer.from(raw))).toMatchObject({ kind: 'done' });
    const mail = await desk.nextMail();
    expect(mail.raw.toString('utf8')).toBe(raw);
    expect(mail.envelope).toEqual({ from: 'vasile@altundeva.example', to: ['ab@ancpi.ro', 'cj@ancpi.ro'] });
    const parties = await desk.world.parties();
    expect(first(parties)).toMatchObject({ title: 'Vasile Necunoscut', role: 'applicant' });
  });

  it('enters for the desk’s own address if it names none of the desk', async () => {
    await desk.world.sendEml(
      Buffer.from([...headers('x@altundeva.example'), '', 'Bună ziua', ''].join('\n')),
    );
    expect((await desk.nextMail()).envelope.to).toEqual([DESK]);
  });

  it('that is a bounce enters with an empty sender', async () => {
    const raw = ['Return-Path: <>', ...headers(DESK), '', 'Undelivered', ''].join('\r\n');
    await desk.world.sendEml(Buffer.from(raw));
    expect((await desk.nextMail()).envelope.from).toBe('');
  });

  it('enters even if nothing in it can be read', async () => {
    expect(await desk.world.sendEml(Buffer.from('fără antet'))).toMatchObject({ kind: 'done' });
    expect((await desk.nextMail()).envelope).toEqual({ from: '', to: [DESK] });
  });

  it('that is empty or above 42 MB is not sent', async () => {
    expectTold(await desk.world.sendEml(Buffer.alloc(0)), /gol/);
    expectTold(await desk.world.sendEml(Buffer.alloc(42 * 1024 * 1024 + 1)), /42 MB/);
  });

  it('that the desk’s receiver finds too large is told so', async () => {
    const large = Buffer.concat([
      Buffer.from(`${headers(DESK).join('\r\n')}\r\n\r\n`),
      Buffer.alloc(41 * 1024 * 1024, 'a\r\n'),
    ]);
    expectTold(await desk.world.sendEml(large), /prea mare \(cod 552\)/);
  });
});
