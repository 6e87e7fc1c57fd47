import { describe, expect, it } from 'vitest';
import type { ClassifyContext } from '../../src/mail/sorting/classification.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { PDF, parsedMail, type RawMail, WORKBOOK } from './raw-mail.ts';

async function classified(mail: RawMail, context: ClassifyContext = deskContext()) {
  return classify(await parsedMail(mail), context);
}

const A7 = 'Cerere acces Online la sistemul informatic al ANCP';
const A8 = 'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces la sistemul informatic al ANCP!';

describe('a request for access', () => {
  it('is known by the subject of the procedure (A7) alone', async () => {
    expect(await classified({ subject: A7 })).toMatchObject({ kind: 'access-request', reasons: ['subject'] });
  });

  it('is known by the words of the procedure (A8) under any subject', async () => {
    expect(await classified({ subject: 'Bună ziua', text: A8 })).toMatchObject({ kind: 'access-request' });
  });

  it('is known by the workbook under a wrong subject or none', async () => {
    for (const subject of ['', 'Documente', 'IMG 0042', 'Factura']) {
      const found = await classified({ subject, parts: [WORKBOOK] });
      expect(found).toMatchObject({ kind: 'access-request', reasons: ['workbook-attached'] });
    }
  });

  it('is known by scans whose names say what they are', async () => {
    const parts = ['Cerere semnată.pdf', 'CI.pdf'].map((name) => ({
      type: 'application/pdf',
      name,
      bytes: PDF,
    }));
    expect(await classified({ subject: 'Acte', parts })).toMatchObject({ kind: 'access-request' });
  });

  it('stays one when the workbook comes with words about a password', async () => {
    const text = 'Vă rog user și parolă nouă, atașez formularul.';
    expect(await classified({ subject: A7, text, parts: [WORKBOOK] })).toMatchObject({
      kind: 'access-request',
    });
  });

  it('stays one under `Re:` where nothing is answered', async () => {
    expect(await classified({ subject: `Re: ${A7}` })).toMatchObject({ kind: 'access-request' });
  });
});

describe('a lost password', () => {
  it('is a recovery, whether written to DI or to an office', async () => {
    const mail = { subject: 'Recuperare parolă', text: 'Am uitat parola.' };
    expect(await classified({ ...mail, to: 'autorizati@ancpi.ro' })).toMatchObject({
      kind: 'recovery',
      office: 'DI',
    });
    expect(await classified(mail)).toMatchObject({ kind: 'recovery', office: 'AB' });
  });

  it('is a recovery under any subject, also under that of a request', async () => {
    const text = 'Am uitat parola, vă rog să îmi generați una nouă.';
    expect(await classified({ subject: 'Bună ziua', text })).toMatchObject({ kind: 'recovery' });
    expect(await classified({ subject: A7, text })).toMatchObject({ kind: 'recovery' });
  });

  it('is a recovery when somebody took an old mail of ours to write a new one', async () => {
    const headers = ['In-Reply-To: <ours@ancpi.ro>'];
    const mail = { headers, text: 'Am uitat parola.' };
    expect(await classified({ ...mail, subject: 'Parola' })).toMatchObject({ kind: 'recovery' });
    expect(await classified({ ...mail, subject: 'Re: Credențiale' })).toMatchObject({
      kind: 'reply',
      otherwise: 'recovery',
    });
  });

  it('is nothing that a quoted mail of ours says', async () => {
    const text =
      'Mulțumesc!\n\nDe la: OCPI Alba <acces@ancpi.ro>\nTrimis: luni\nCătre: eu\nSubiect: x\n\nAți uitat parola?';
    expect(await classified({ subject: 'Mulțumesc', text })).toMatchObject({ kind: 'other' });
  });
});

describe('a problem', () => {
  it('is told in the subject or in the text (P1)', async () => {
    expect(await classified({ subject: 'Problemă eTerra', text: A8 })).toMatchObject({ kind: 'problem' });
    expect(await classified({ subject: 'eTerra', text: 'Harta nu se încarcă.' })).toMatchObject({
      kind: 'problem',
    });
  });

  it('is not made of a person’s greeting, which is something else', async () => {
    const found = await classified({ subject: 'Bună ziua', text: 'Vă doresc o zi bună.' });
    expect(found).toMatchObject({ kind: 'other', otherwise: 'other', reasons: ['unclear'] });
  });
});

describe('an answer', () => {
  it('is known by what it answers, and keeps what it would be otherwise', async () => {
    const headers = ['In-Reply-To: <b@ancpi.ro>', 'References: <a@ancpi.ro> <b@ancpi.ro>'];
    const found = await classified({ headers, subject: `Re: ${A7}`, parts: [WORKBOOK] });
    expect(found).toMatchObject({ kind: 'reply', otherwise: 'access-request' });
    expect(found.answers).toEqual(['<b@ancpi.ro>', '<a@ancpi.ro>']);
  });

  it('is known by a case number in the subject, old or new, in any case of letters', async () => {
    const found = await classified({ subject: 'RE: [ab-2026-00042] și ANCPI-2026-000123: acte' });
    expect(found).toMatchObject({ kind: 'reply', caseNumbers: ['AB-2026-00042', 'ANCPI-2026-000123'] });
  });

  it('is not made of a number that only contains a case number', async () => {
    expect((await classified({ subject: 'Dosar XAB-2026-000421' })).caseNumbers).toEqual([]);
  });

  it('of dcg@ is the answer of dcg@, but its out-of-office is a machine’s', async () => {
    const mail = { from: 'dcg@ancpi.ro', subject: 'RE: [AB-2026-00042] Actualizare', to: 'acces@ancpi.ro' };
    expect(await classified(mail)).toMatchObject({ kind: 'dcg-answer' });
    expect(await classified({ ...mail, headers: ['Auto-Submitted: auto-replied'] })).toMatchObject({
      kind: 'automatic',
    });
  });

  it('of dcg@ that answers nothing is an ordinary mail', async () => {
    const found = await classified({ from: 'dcg@ancpi.ro', subject: 'Circulară', text: 'Spre știință.' });
    expect(found).toMatchObject({ kind: 'other' });
  });
});

describe('a machine’s mail', () => {
  it.each([
    ['an auto-reply (RFC 3834)', 'Auto-Submitted: auto-replied'],
    ['a mailing list', 'List-Id: <stiri.geodezie.test>'],
    ['a bulk mail', 'Precedence: bulk'],
    ['an old auto-responder', 'X-Autoreply: yes'],
    ['mail without a way back', 'Return-Path: <>'],
    ['Exchange’s own mail', 'X-Auto-Response-Suppress: All'],
  ])('%s is automatic and not answerable', async (_, header) => {
    const found = await classified({ headers: [header], subject: 'Bună ziua' });
    expect(found).toMatchObject({ kind: 'automatic', answerable: false });
  });

  it('is known by a Romanian or English subject', async () => {
    for (const subject of [
      'Răspuns automat: Cerere',
      'Automatic reply: Cerere',
      'Absent din birou: x',
      'Citit: acte',
    ]) {
      expect(await classified({ subject })).toMatchObject({ kind: 'automatic' });
    }
  });

  it('from a no-reply address is automatic, but what a scanner sends with documents is a request', async () => {
    const from = 'no-reply@client.test';
    expect(await classified({ from, subject: 'Notificare' })).toMatchObject({ kind: 'automatic' });
    expect(await classified({ from, subject: 'Scan', parts: [WORKBOOK] })).toMatchObject({
      kind: 'access-request',
      answerable: false,
    });
  });

  it('our own mail coming back is automatic, whatever it says', async () => {
    const found = await classified({ from: 'OCPI Alba <acces@ancpi.ro>', subject: A7, parts: [WORKBOOK] });
    expect(found).toMatchObject({ kind: 'automatic', answerable: false });
    expect(found.reasons).toContain('own-mail');
  });

  it('is not made of a request written to an office whose mailbox is a list', async () => {
    const headers = ['List-Id: OCPI Alba <ab.ancpi.ro>', 'Precedence: list'];
    expect(await classified({ headers, subject: A7 })).toMatchObject({
      kind: 'access-request',
      answerable: true,
    });
  });

  it('is not made of a person’s mail that a server passed on by itself', async () => {
    const headers = ['Auto-Submitted: auto-forwarded'];
    expect(await classified({ headers, subject: A7 })).toMatchObject({ kind: 'access-request' });
  });

  it('flagged as spam is something else, never answered', async () => {
    const found = await classified({ headers: ['X-Spam-Flag: YES'], subject: A7 });
    expect(found).toMatchObject({ kind: 'other', answerable: false, reasons: ['spam-flag'] });
  });

  it('with a calendar invitation is automatic', async () => {
    const parts = [{ type: 'text/calendar; method=REQUEST', bytes: 'BEGIN:VCALENDAR' }];
    expect(await classified({ subject: 'Ședință', parts })).toMatchObject({ kind: 'automatic' });
  });
});

describe('the sender', () => {
  it('is nobody where From names two people', async () => {
    const twice = await classified({ headers: ['From: x@evil.test'], subject: A7 });
    const listed = await classified({ from: 'a@client.test, b@client.test', subject: A7 });
    for (const found of [twice, listed]) {
      expect(found.requests[0]?.sender).toBeNull();
      expect(found).toMatchObject({ answerable: false });
      expect(found.reasons).toContain('several-senders');
    }
  });

  it('is the address, not the name that looks like one', async () => {
    const found = await classified({ from: '"popescu@client.test" <x@evil.test>', subject: A7 });
    expect(found.requests[0]?.sender).toEqual({ address: 'x@evil.test', name: 'popescu@client.test' });
  });

  it('is in lower case with its domain in ASCII', async () => {
    const found = await classified({ from: 'Ion@Căsuță.Test', subject: A7 });
    expect(found.requests[0]?.sender?.address).toBe('ion@xn--csu-9oac39n.test');
  });
});

describe('the office', () => {
  it('is that of the envelope before that of the header', async () => {
    const found = await classified({ to: 'cj@ancpi.ro', subject: A7 }, deskContext(['ab@ancpi.ro']));
    expect(found.office).toBe('AB');
  });

  it('is found in To, Cc and Delivered-To', async () => {
    expect((await classified({ to: 'x@y.test, CJ@ancpi.ro' })).office).toBe('CJ');
    expect((await classified({ to: 'x@y.test', headers: ['Cc: sv@ancpi.ro'] })).office).toBe('SV');
    expect((await classified({ to: 'x@y.test', headers: ['Delivered-To: ab@ancpi.ro'] })).office).toBe('AB');
  });

  it('is the one that redirected the mail', async () => {
    const headers = ['X-Sieve-Redirected-From: cj@ancpi.ro'];
    const found = await classified({ headers, to: 'ab@ancpi.ro', subject: A7 });
    expect(found.office).toBe('CJ');
    expect(found.requests[0]).toMatchObject({ route: 'redirected', forwardedBy: 'cj@ancpi.ro' });
  });

  it('is not that of a redirect header naming a stranger', async () => {
    const found = await classified({ headers: ['Resent-From: x@evil.test'], subject: A7 });
    expect(found.requests[0]).toMatchObject({ route: 'direct', forwardedBy: null });
  });

  it('is an office before it is DI, and null where nothing tells', async () => {
    expect((await classified({ to: 'autorizati@ancpi.ro, ab@ancpi.ro' })).office).toBe('AB');
    expect((await classified({ to: 'acces@ancpi.ro' })).office).toBeNull();
  });
});

it('the same mail is always taken for the same', async () => {
  const mail = await parsedMail({ subject: A7, text: A8, parts: [WORKBOOK] });
  expect(classify(mail, deskContext())).toEqual(classify(mail, deskContext()));
});
