/** Forwarder, applicant and embedded sender are kept apart, each with what is proven of it. */
import { ok } from 'node:assert';
import { afterAll, describe, expect, it } from 'vitest';
import { proveRequests } from '../../src/mail/authenticity/prove-requests.ts';
import { trustOfRequests, worstOf } from '../../src/mail/authenticity/request-trust.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { isRefused } from '../../src/mail/reading/parsed-mail.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { deskContext } from './desk-context.ts';
import { JPEG, type RawPart, rawMail, WORKBOOK } from './raw-mail.ts';
import { changed, letter, proveOptions, signed, signer, zoneOf } from './signed-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

const client = signer('client.test');
const agency = signer('ancpi.ro');
const evil = signer('evil.test', { dmarc: 'v=DMARC1; p=none' });
const zone = zoneOf(client, agency, evil);

/** What is said of each request of a mail, as the desk asks for it. */
async function trusts(raw: Buffer, seen: (signatureId: string) => boolean = () => false) {
  const mail = await parser.parse(raw);
  ok(!isRefused(mail));
  const context = deskContext();
  const { requests } = classify(mail, context);
  const proofs = await proveRequests(raw, requests, parser, proveOptions(zone));
  return trustOfRequests(requests, proofs, context.isStaff, seen);
}

async function levels(raw: Buffer, seen?: (signatureId: string) => boolean) {
  return (await trusts(raw, seen)).map(({ applicant, level }) => [applicant, level]);
}

function attached(raw: Buffer | string): RawPart {
  return { type: 'message/rfc822', name: 'cerere.eml', bytes: raw };
}

/** A mail from the office's mailbox to the desk. */
function forward(parts: readonly RawPart[], text = 'Spre soluționare.', from = 'ab@ancpi.ro'): Buffer {
  return rawMail({
    from,
    to: 'acces@ancpi.ro',
    subject: 'FW: Cerere acces Online',
    text,
    parts,
    date: 'Mon, 23 Nov 2026 07:30:00 +0000',
  });
}

const INLINE = [
  '-----Mesaj original-----',
  'De la: Ion Popescu <ion@client.test>',
  'Trimis: luni, 23 noiembrie 2026 09:00',
  'Către: ab@ancpi.ro',
  'Subiect: Cerere acces Online la sistemul informatic al ANCPI',
  '',
  'Vă rog să îmi acordați acces.',
].join('\n');

describe('a mail attached by a proven colleague', () => {
  it('is judged on its own bytes: its own signature verifies it', async () => {
    const original = await signed(letter({ to: 'ab@ancpi.ro' }), client);
    const [trust] = await trusts(await signed(forward([attached(original)]), agency));
    expect(trust).toMatchObject({
      applicant: 'ion@client.test',
      level: 'verified',
      reasons: ['dkim-aligned'],
      forwarder: { address: 'ab@ancpi.ro', proof: { level: 'verified', from: 'ab@ancpi.ro' } },
      embedded: { level: 'verified', from: 'ion@client.test', domain: 'client.test' },
    });
    expect(trust?.signatureIds).toHaveLength(2);
  });

  it('comes out of the parser byte for byte, large pictures included', async () => {
    const picture = Buffer.concat([JPEG, Buffer.alloc(80_000, 'picture ')]);
    const parts = [WORKBOOK, { type: 'image/jpeg', name: 'CI.jpg', bytes: picture }];
    const mail = rawMail({ from: 'ion@client.test', date: 'Mon, 23 Nov 2026 07:00:00 +0000', parts });
    const original = await signed(mail, client);
    expect(await levels(await signed(forward([attached(original)]), agency))).toEqual([
      ['ion@client.test', 'verified'],
    ]);
  });

  it('is vouched for if its signature broke: Exchange writes attached mails anew', async () => {
    const original = changed(await signed(letter({ to: 'ab@ancpi.ro' }), client), 'Am uitat', 'Am pierdut');
    const [trust] = await trusts(await signed(forward([attached(original)]), agency));
    expect(trust).toMatchObject({ level: 'vouched', embedded: { level: 'unverified' } });
  });

  it('is rejected if it was built to show two senders, or has text beneath what was signed', async () => {
    const two = await signed(letter({ headers: ['From: x@evil.test'] }), client);
    expect(await levels(await signed(forward([attached(two)]), agency))).toEqual([[null, 'rejected']]);
    const short = await signed(letter({ to: 'ab@ancpi.ro' }), client, { maxBodyLength: 5 });
    const appended = Buffer.concat([short, Buffer.from('x\r\n')]);
    expect(await levels(await signed(forward([attached(appended)]), agency))).toEqual([
      ['ion@client.test', 'rejected'],
    ]);
  });

  it('is stale or a replay like any other', async () => {
    const elsewhere = await signed(letter({ to: 'altul@firma.test' }), client);
    expect(await levels(await signed(forward([attached(elsewhere)]), agency))).toEqual([
      ['ion@client.test', 'stale'],
    ]);
    const original = await signed(letter({ to: 'ab@ancpi.ro' }), client);
    const { signatureId } = await parser.prove(original, proveOptions(zone));
    const outer = await signed(forward([attached(original)]), agency);
    expect(await levels(outer, (id) => id === signatureId)).toEqual([['ion@client.test', 'replay']]);
  });

  it('is one of several, each with its own proof', async () => {
    const good = await signed(letter({ to: 'ab@ancpi.ro' }), client);
    const unsigned = letter({ from: 'ana@client.test', to: 'ab@ancpi.ro' });
    const outer = await signed(forward([attached(good), attached(unsigned)]), agency);
    expect(await levels(outer)).toEqual([
      ['ion@client.test', 'verified'],
      ['ana@client.test', 'vouched'],
    ]);
  });

  it('is found behind a colleague who forwarded it to the colleague', async () => {
    const ours = await signed(letter({ to: 'ab@ancpi.ro' }), client);
    const wrapped = forward([attached(ours)], 'Pentru Alba.', 'cj@ancpi.ro');
    expect(await levels(await signed(forward([attached(wrapped)]), agency))).toEqual([
      ['ion@client.test', 'verified'],
    ]);
  });
});

describe('what a colleague forwards inside the text', () => {
  it('is vouched for by a proven colleague', async () => {
    const [trust] = await trusts(await signed(forward([], INLINE), agency));
    expect(trust).toMatchObject({ applicant: 'ion@client.test', level: 'vouched', embedded: null });
  });

  it('is unverified from somebody who only says that he is a colleague, rejected from a forger', async () => {
    const quiet = zoneOf(client, signer('ancpi.ro', { dmarc: null, spf: null }), evil);
    const raw = forward([], INLINE);
    const mail = await parser.parse(raw);
    ok(!isRefused(mail));
    const context = deskContext();
    const { requests } = classify(mail, context);
    const proofs = await proveRequests(raw, requests, parser, proveOptions(quiet));
    const [trust] = trustOfRequests(requests, proofs, context.isStaff, () => false);
    expect([trust?.level, trust?.reasons[0]]).toEqual(['unverified', 'forwarder-unproven']);
    expect(await levels(raw)).toEqual([['ion@client.test', 'rejected']]);
  });
});

describe('a genuine mail proves nothing', () => {
  it('inside one that a forger wrote in a colleague’s name', async () => {
    const original = await signed(letter({ to: 'ab@ancpi.ro' }), client);
    const [trust] = await trusts(await signed(forward([attached(original)]), evil));
    expect(trust).toMatchObject({ level: 'rejected', embedded: null });
    expect(trust?.reasons[0]).toBe('forwarder-rejected');
  });

  it('inside a stranger’s mail: the stranger is who asks', async () => {
    const original = await signed(letter(), client);
    const outer = rawMail({
      from: 'x@evil.test',
      to: 'autorizati@ancpi.ro',
      subject: 'Recuperare parola',
      date: 'Mon, 23 Nov 2026 07:30:00 +0000',
      parts: [attached(original)],
    });
    expect(await levels(await signed(outer, evil))).toEqual([['x@evil.test', 'verified']]);
  });

  it('the second time', async () => {
    const raw = await signed(letter(), client);
    const [first] = await trusts(raw);
    expect(first?.level).toBe('verified');
    const used = new Set(first?.signatureIds);
    expect(await levels(raw, (id) => used.has(id))).toEqual([['ion@client.test', 'replay']]);
  });
});

it('a redirected mail keeps its author and his proof; who redirected is named beside it', async () => {
  const raw = Buffer.concat([
    Buffer.from('X-Sieve-Redirected-From: ab@ancpi.ro\r\n'),
    await signed(letter({ to: 'ab@ancpi.ro' }), client),
  ]);
  const [trust] = await trusts(raw);
  expect(trust).toMatchObject({
    applicant: 'ion@client.test',
    level: 'verified',
    forwarder: { address: 'ab@ancpi.ro' },
  });
});

it('a name that hides an address in its encoding makes nobody else the applicant', async () => {
  const raw = await signed(letter({ from: '=?utf-8?Q?ion=40client.test=2C?= <x@evil.test>' }), evil);
  expect(await levels(raw)).toEqual([['x@evil.test', 'verified']]);
});

it('several requests are as good as the worst of them', () => {
  expect(worstOf(['verified', 'vouched'])).toBe('vouched');
  expect(worstOf(['vouched', 'rejected', 'verified'])).toBe('rejected');
  expect(worstOf([])).toBe('unverified');
});
