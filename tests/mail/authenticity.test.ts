/** What proves who sent a mail, and what only looks like it: attacks signed with real keys. */
import { generateKeyPairSync } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProveOptions, SenderProof } from '../../src/mail/authenticity/sender-proof.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import {
  above,
  CLIENT_PEER,
  changed,
  letter,
  proveOptions,
  STRANGER_PEER,
  signed,
  signer,
  zoneOf,
} from './signed-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

const client = signer('client.test');
const evil = signer('evil.test', { dmarc: 'v=DMARC1; p=none', spf: 'v=spf1 +all' });
const zone = zoneOf(client, evil);

async function proof(raw: Buffer, options: ProveOptions = proveOptions(zone)): Promise<SenderProof> {
  return await parser.prove(raw, options);
}

async function levelOf(raw: Buffer, options: ProveOptions = proveOptions(zone)) {
  const { level, reasons } = await proof(raw, options);
  return [level, ...reasons];
}

describe('a mail is verified', () => {
  it('by the signature of its own domain, whoever hands it over', async () => {
    expect(await proof(await signed(letter(), client))).toEqual({
      level: 'verified',
      from: 'ion@client.test',
      reasons: ['dkim-aligned'],
      domain: 'client.test',
      signatureId: expect.stringMatching(/^[0-9a-f]{64}$/),
      signedAt: '2026-11-23T07:00:00.000Z',
      date: '2026-11-23T07:00:00.000Z',
    });
  });

  it('by the client that its domain names in SPF, under DMARC', async () => {
    expect(await proof(letter(), proveOptions(zone, CLIENT_PEER))).toMatchObject({
      level: 'verified',
      reasons: ['spf-aligned'],
      domain: 'client.test',
      signatureId: null,
    });
  });

  it('by its signature where the domain has no DMARC record', async () => {
    const small = signer('mic.test', { dmarc: null, spf: null });
    const raw = await signed(letter({ from: 'ana@mic.test' }), small);
    expect(await levelOf(raw, proveOptions(zoneOf(small)))).toEqual(['verified', 'dkim-aligned']);
  });

  it('by a subdomain’s signature where DMARC is relaxed, not where it is strict', async () => {
    const below = signer('mail.client.test', { dmarc: null });
    const raw = await signed(letter(), below);
    expect(await levelOf(raw, proveOptions(zoneOf(client, below)))).toEqual(['verified', 'dkim-aligned']);
    const strict = signer('client.test', { dmarc: 'v=DMARC1; p=none; adkim=s; aspf=s' });
    expect(await levelOf(raw, proveOptions(zoneOf(strict, below)))).toEqual([
      'rejected',
      'dmarc-fail',
      'dkim-not-aligned',
      'spf-none',
    ]);
  });

  it('as written in one form: lower case, with its domain in ASCII', async () => {
    const idn = signer(domainToASCII('mureșean.test'));
    const raw = await signed(letter({ from: 'Ana <Ana@MUREȘEAN.test>' }), idn);
    const { level, from } = await proof(raw, proveOptions(zoneOf(idn)));
    expect([level, from]).toEqual(['verified', `ana@${idn.domain}`]);
  });

  it('with its signature as the key of the replay memory, the same whenever it comes', async () => {
    const raw = await signed(letter(), client);
    const first = await proof(raw);
    const again = await proof(above(raw, 'Received: from x by y; Mon, 23 Nov 2026 07:30:00 +0000'));
    expect(again.signatureId).toBe(first.signatureId);
  });
});

describe('a mail is weak', () => {
  it('if only SPF speaks for it, of a domain without DMARC', async () => {
    const small = signer('mic.test', { dmarc: null });
    const peer = { ...CLIENT_PEER, sender: 'ana@mic.test' };
    expect(await levelOf(letter({ from: 'ana@mic.test' }), proveOptions(zoneOf(small), peer))).toEqual([
      'weak',
      'spf-without-dmarc',
      'not-signed',
    ]);
  });
});

describe('a mail is rejected', () => {
  it('if its domain disowns the client and it is not signed, whatever the domain asks to do then', async () => {
    for (const policy of ['reject', 'quarantine', 'none']) {
      const lenient = signer('client.test', { dmarc: `v=DMARC1; p=${policy}` });
      const [level, why] = await levelOf(letter(), proveOptions(zoneOf(lenient, evil)));
      expect([level, why]).toEqual(['rejected', 'dmarc-fail']);
    }
  });

  it('if a stranger signed it in the name of his own domain', async () => {
    expect(await levelOf(await signed(letter(), evil))).toEqual([
      'rejected',
      'dmarc-fail',
      'dkim-not-aligned',
      'spf-not-aligned',
    ]);
  });

  it('if text was written beneath the signed one (l=), although DKIM and DMARC pass, from the own client too', async () => {
    const raw = await signed(letter(), client, { maxBodyLength: 10 });
    const attack = Buffer.concat([raw, Buffer.from('Trimiteti parola la x@evil.test\r\n')]);
    expect(await levelOf(attack)).toEqual(['rejected', 'body-not-wholly-signed']);
    expect(await levelOf(attack, proveOptions(zone, CLIENT_PEER))).toEqual([
      'rejected',
      'body-not-wholly-signed',
    ]);
  });

  it('with two From headers, in either order, though both are signed', async () => {
    for (const extra of ['From: x@evil.test', 'from : x@evil.test', 'From\t: x@evil.test']) {
      expect(await levelOf(await signed(letter({ headers: [extra] }), client))).toEqual([
        'rejected',
        'two-from-headers',
      ]);
    }
    expect(await levelOf(above(await signed(letter(), client), 'From: x@evil.test'))).toEqual([
      'rejected',
      'two-from-headers',
    ]);
  });

  it('if From names two people, a group, nobody, or is missing', async () => {
    for (const from of [
      'ion@client.test, x@evil.test',
      'Noi: ion@client.test, x@evil.test;',
      'Ion Popescu',
      '"ion@client.test"@evil.test@client.test',
    ]) {
      expect(await levelOf(await signed(letter({ from }), client)), from).toEqual([
        'rejected',
        'from-not-one-address',
      ]);
    }
    const none = Buffer.from('To: autorizati@ancpi.ro\r\nSubject: x\r\n\r\nx\r\n');
    expect(await levelOf(none)).toEqual(['rejected', 'no-from-header']);
  });

  it('if its key is too short or its algorithm broken', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
    const short = {
      ...client,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      records: {
        ...client.records,
        'k1._domainkey.client.test': [
          `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
        ],
      },
    };
    expect(await levelOf(await signed(letter(), short), proveOptions(zoneOf(short, evil)))).toContain(
      'dkim-weak-key',
    );
    expect(await levelOf(await signed(letter(), client, { algorithm: 'rsa-sha1' }))).toEqual([
      'rejected',
      'dmarc-fail',
      'dkim-weak-algorithm',
      'spf-not-aligned',
    ]);
  });

  it('if it was changed after it was signed', async () => {
    const raw = changed(await signed(letter(), client), 'popescu.i', 'altcineva');
    expect(await levelOf(raw)).toEqual(['rejected', 'dmarc-fail', 'dkim-broken', 'spf-not-aligned']);
  });

  it('not for SPF alone, where nobody saw the client', async () => {
    expect(await levelOf(letter(), proveOptions(zone, null))).toEqual([
      'unverified',
      'not-signed',
      'client-not-seen',
    ]);
  });
});

describe('a signature proves nothing', () => {
  it.each(['Subject', 'Date', 'To', 'Content-Type', 'Message-ID'])(
    'that leaves %s unsigned',
    async (name) => {
      const covered = ['From', 'Subject', 'Date', 'To', 'Content-Type', 'Message-ID'];
      const headerList = covered.filter((header) => header !== name);
      expect(await levelOf(await signed(letter(), client, { headerList }))).toEqual([
        'unverified',
        'header-unsigned',
        'spf-not-aligned',
      ]);
    },
  );

  it('if a second Subject was put above the signed one', async () => {
    const raw = above(await signed(letter(), client), 'Subject: Trimiteti parola la x@evil.test');
    expect((await levelOf(raw)).slice(0, 2)).toEqual(['unverified', 'header-unsigned']);
  });

  it('whose key is only being tried out (t=y)', async () => {
    const trying = signer('client.test', { flags: 't=y; ' });
    const raw = await signed(letter(), trying);
    expect((await levelOf(raw, proveOptions(zoneOf(trying, evil)))).slice(0, 2)).toEqual([
      'unverified',
      'test-key',
    ]);
  });

  it('that has run out by the clock of the mail’s judge', async () => {
    const raw = await signed(letter(), client, { expires: new Date('2026-11-23T07:30:00Z') });
    expect(await levelOf(raw)).toContain('dkim-broken');
    const earlier = { ...proveOptions(zone), now: '2026-11-23T07:10:00.000Z' };
    expect(await levelOf(raw, earlier)).toEqual(['verified', 'dkim-aligned']);
  });

  it('of a domain that only looks like the author’s', async () => {
    const alike = signer('c1ient.test');
    const raw = await signed(letter({ from: 'Ion <ion@c1ient.test>' }), alike);
    const { level, from } = await proof(raw, proveOptions(zoneOf(alike, client)));
    // It is really he: his address is simply not the one that he imitates.
    expect([level, from]).toEqual(['verified', 'ion@c1ient.test']);
  });

  it('among a thousand others: nobody works through them', async () => {
    const raw = await signed(letter(), client);
    const many = Array.from(
      { length: 200 },
      () => 'DKIM-Signature: v=1; a=rsa-sha256; d=x.test; s=y; b=AA==',
    );
    expect(await levelOf(above(raw, ...many))).toEqual(['unverified', 'too-many-signatures']);
  });
});

it('a line that does not end is not worked through: one signed mail cannot hold up the others', async () => {
  const endless = Buffer.concat([await signed(letter(), client), Buffer.alloc(25_000_000, ' ')]);
  expect(await levelOf(endless)).toEqual(['unverified', 'line-too-long']);
});

describe('a genuine mail is stale', () => {
  it('two weeks after its date, and long before it', async () => {
    const raw = await signed(letter(), client);
    const at = (now: string) => levelOf(raw, { ...proveOptions(zone), now });
    expect(await at('2026-12-07T06:59:00.000Z')).toEqual(['verified', 'dkim-aligned']);
    expect(await at('2026-12-07T07:01:00.000Z')).toEqual(['stale', 'dkim-aligned', 'too-old']);
    expect(await at('2026-11-23T05:59:00.000Z')).toEqual(['stale', 'dkim-aligned', 'from-the-future']);
  });

  it('by the time of its signature where it has no date', async () => {
    const raw = await signed(letter({ date: null }), client);
    expect(await levelOf(raw)).toEqual(['verified', 'dkim-aligned']);
    const later = { ...proveOptions(zone), now: '2026-12-20T00:00:00.000Z' };
    expect(await levelOf(raw, later)).toEqual(['stale', 'dkim-aligned', 'too-old']);
  });

  it('if it was written to somebody else, though a stranger adds us to an unsigned Cc', async () => {
    const raw = await signed(letter({ to: 'altul@firma.test' }), client);
    expect(await levelOf(raw)).toEqual(['stale', 'dkim-aligned', 'not-addressed-to-us']);
    expect(await levelOf(above(raw, 'Cc: autorizati@ancpi.ro'))).toEqual([
      'stale',
      'dkim-aligned',
      'not-addressed-to-us',
    ]);
    const copy = letter({ to: 'altul@firma.test', headers: ['Cc: Acces <ACCES@ancpi.ro>'] });
    expect(await levelOf(await signed(copy, client))).toEqual(['verified', 'dkim-aligned']);
  });
});

it('Reply-To, Sender and Return-Path change nothing of who sent a mail', async () => {
  const raw = above(
    await signed(letter(), client),
    'Return-Path: <x@evil.test>',
    'Reply-To: x@evil.test',
    'Sender: x@evil.test',
  );
  expect(await proof(raw)).toMatchObject({ level: 'verified', from: 'ion@client.test' });
});

it('a stranger’s own SPF says nothing for a mail whose signature was not good enough', async () => {
  const raw = await signed(letter(), client, { headerList: ['From'] });
  const [level] = await levelOf(raw, proveOptions(zone, STRANGER_PEER));
  expect(level).toBe('unverified');
});
