/** DNS as it is: a server that answers, and one that is down. Nothing leaves the machine. */
import { afterAll, afterEach, expect, it } from 'vitest';
import type { SmtpPeer } from '../../src/mail/authenticity/sender-proof.ts';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import { type Failure, type FakeDns, openFakeDns } from './fake-dns.ts';
import {
  CLIENT_PEER,
  letter,
  proveOptions,
  STRANGER_PEER,
  sealed,
  signed,
  signer,
  zoneOf,
} from './signed-mail.ts';

const parser = openMailParser();
const opened: FakeDns[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((dns) => dns.close()));
});
afterAll(() => parser.close());

const client = signer('client.test');
const small = signer('mic.test', { dmarc: null });
const agency = signer('ancpi.ro');
const zone = zoneOf(client, small, agency);

async function prove(
  raw: Buffer,
  peer: SmtpPeer | null,
  failures: Readonly<Record<string, Failure>> = {},
  timeoutMs = 10_000,
) {
  const dns = await openFakeDns(zone, failures);
  opened.push(dns);
  const options = { ...proveOptions(zone, peer), dns: { servers: [dns.server], timeoutMs } };
  const { level, reasons } = await parser.prove(raw, options);
  return { level, why: reasons[0], asked: dns.asked };
}

it('real servers are asked from inside the bounded child', async () => {
  const { level, asked } = await prove(await signed(letter(), client), CLIENT_PEER);
  expect(level).toBe('verified');
  expect(asked).toContain('k1._domainkey.client.test');
});

it.each<Failure>(['servfail', 'refused'])(
  'a key that cannot be had now (%s) means later',
  async (failure) => {
    const raw = await signed(letter(), client);
    expect(await prove(raw, STRANGER_PEER, { 'k1._domainkey.client.test': failure })).toMatchObject({
      level: 'retry',
      why: 'dns-trouble',
    });
  },
);

it('an SPF record that cannot be had means later, unless a signature proves the mail', async () => {
  const failures: Record<string, Failure> = { 'client.test': 'servfail' };
  expect(await prove(letter(), CLIENT_PEER, failures)).toMatchObject({ level: 'retry' });
  expect(await prove(await signed(letter(), client), CLIENT_PEER, failures)).toMatchObject({
    level: 'verified',
  });
});

it('a DMARC record that cannot be had means later, unless the very domain of the author signed', async () => {
  const failures: Record<string, Failure> = { '_dmarc.client.test': 'servfail' };
  expect(await prove(letter(), CLIENT_PEER, failures)).toMatchObject({ level: 'retry' });
  expect(await prove(letter(), STRANGER_PEER, failures)).toMatchObject({ level: 'retry' });
  expect(await prove(await signed(letter(), client), STRANGER_PEER, failures)).toMatchObject({
    level: 'verified',
  });
});

it('a mail is not called weak while its key or its DMARC record may still prove it', async () => {
  const peer = { ...CLIENT_PEER, sender: 'ana@mic.test' };
  const raw = await signed(letter({ from: 'ana@mic.test' }), small);
  for (const name of ['k1._domainkey.mic.test', '_dmarc.mic.test']) {
    const unsigned = name.startsWith('_dmarc') ? letter({ from: 'ana@mic.test' }) : raw;
    expect(await prove(unsigned, peer, { [name]: 'servfail' }), name).toMatchObject({ level: 'retry' });
  }
});

it('a listed sealer whose key cannot be had means later', async () => {
  const raw = await sealed(letter(), agency, 'mx.ancpi.ro; dmarc=pass header.from=client.test');
  const failures: Record<string, Failure> = { 'k1._domainkey.ancpi.ro': 'servfail' };
  expect(await prove(raw, STRANGER_PEER, failures)).toMatchObject({ level: 'retry' });
});

it('the DNS of a stranger in the envelope, or of a stranger who signed, keeps nobody waiting', async () => {
  const stranger = signer('evil.test');
  const raw = await signed(letter(), stranger);
  const failures: Record<string, Failure> = {
    'evil.test': 'servfail',
    'k1._domainkey.evil.test': 'servfail',
  };
  expect(await prove(raw, STRANGER_PEER, failures)).toMatchObject({ level: 'rejected', why: 'dmarc-fail' });
});

it('servers that say nothing are waited for no longer than allowed', async () => {
  const raw = await signed(letter(), client);
  const failures: Record<string, Failure> = {
    'k1._domainkey.client.test': 'silence',
    'client.test': 'silence',
    '_dmarc.client.test': 'silence',
  };
  const begun = performance.now();
  expect(await prove(raw, CLIENT_PEER, failures, 300)).toMatchObject({ level: 'retry' });
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('a key longer than one DNS string is put together', async () => {
  const long = signer('lung.test', { bits: 4096 });
  const raw = await signed(letter({ from: 'ana@lung.test' }), long);
  expect((await parser.prove(raw, proveOptions(zoneOf(long)))).level).toBe('verified');
});
