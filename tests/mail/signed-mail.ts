/** Mails that are really signed and sealed, with keys made for the test, and the DNS that publishes them. */
import { deepStrictEqual } from 'node:assert';
import { generateKeyPairSync } from 'node:crypto';
import type { DKIMSignOptions } from 'mailauth';
import { sealMessage } from 'mailauth/lib/arc/index.js';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import type {
  ProveOptions,
  SmtpPeer,
  TrustSettings,
  Zone,
} from '../../src/mail/authenticity/sender-proof.ts';

/** A week before the corpus's "now"; what these mails are signed at. */
const SIGNED_AT = new Date('2026-11-23T07:00:00Z');
export const NOW = '2026-11-23T08:00:00.000Z';

/** A domain with a key of its own. */
export interface Signer {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
  /** What it publishes: its key, its SPF record and – unless it has none – its DMARC record. */
  readonly records: Zone['TXT'];
}

interface SignerOptions {
  readonly dmarc?: string | null;
  readonly spf?: string | null;
  readonly bits?: number;
  /** Put into the key's record, such as `t=y; `. */
  readonly flags?: string;
}

export function signer(domain: string, options: SignerOptions = {}): Signer {
  const {
    dmarc = 'v=DMARC1; p=reject',
    spf = 'v=spf1 ip4:192.0.2.10 -all',
    bits = 2048,
    flags = '',
  } = options;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    domain,
    selector: 'k1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    records: {
      [`k1._domainkey.${domain}`]: [`v=DKIM1; k=rsa; ${flags}p=${key}`],
      ...(spf === null ? {} : { [domain]: [spf] }),
      ...(dmarc === null ? {} : { [`_dmarc.${domain}`]: [dmarc] }),
    },
  };
}

export function zoneOf(...signers: readonly Signer[]): Zone {
  return { TXT: Object.assign({}, ...signers.map(({ records }) => records)) };
}

export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly date?: string | null;
  readonly text?: string;
  /** Written as they are, before the others. */
  readonly headers?: readonly string[];
}

/** A small mail with the headers that a signature covers. */
export function letter(options: Letter = {}): Buffer {
  const { date = 'Mon, 23 Nov 2026 07:00:00 +0000' } = options;
  const lines = [
    ...(options.headers ?? []),
    `From: ${options.from ?? 'Ion Popescu <ion@client.test>'}`,
    `To: ${options.to ?? 'autorizati@ancpi.ro'}`,
    `Subject: ${options.subject ?? 'Recuperare parola'}`,
    'Message-ID: <m1@client.test>',
    ...(date === null ? [] : [`Date: ${date}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    options.text ?? 'Am uitat parola. Utilizator: popescu.i',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** The mail with a DKIM signature of the domain on top. */
export async function signed(
  raw: Buffer,
  by: Signer,
  options: Partial<DKIMSignOptions> = {},
): Promise<Buffer> {
  const signature: DKIMSignOptions = {
    canonicalization: 'relaxed/relaxed',
    signTime: SIGNED_AT,
    signingDomain: by.domain,
    selector: by.selector,
    privateKey: by.privateKey,
    ...options,
  };
  const { signatures, errors } = await dkimSign(raw, { ...signature, signatureData: [signature] });
  deepStrictEqual(errors, []);
  return Buffer.concat([Buffer.from(signatures), raw]);
}

/** The mail sealed (ARC) by a server that says of it what `authResults` says. */
export async function sealed(
  raw: Buffer,
  by: Signer,
  authResults: string,
  cv: 'none' | 'pass' = 'none',
): Promise<Buffer> {
  const seal = await sealMessage(raw, {
    signingDomain: by.domain,
    selector: by.selector,
    privateKey: by.privateKey,
    signTime: SIGNED_AT,
    authResults,
    cv,
  });
  return Buffer.concat([Buffer.from(seal), raw]);
}

/** Text changed in a signed mail. */
export function changed(raw: Buffer, from: string, to: string): Buffer {
  const text = raw.toString('latin1');
  deepStrictEqual(text.includes(from), true);
  return Buffer.from(text.replace(from, to), 'latin1');
}

/** Lines put above a signed mail. */
export function above(raw: Buffer, ...lines: readonly string[]): Buffer {
  return Buffer.concat([Buffer.from(lines.map((line) => `${line}\r\n`).join('')), raw]);
}

export const CLIENT_PEER: SmtpPeer = {
  ip: '192.0.2.10',
  helo: 'mail.client.test',
  sender: 'ion@client.test',
};
export const STRANGER_PEER: SmtpPeer = { ip: '203.0.113.66', helo: 'x.evil.test', sender: 'x@evil.test' };

export const TRUST: TrustSettings = {
  authservIds: ['mx.ancpi.ro'],
  ownServers: ['mx.ancpi.ro'],
  arcSealers: ['ancpi.ro'],
  ourMailboxes: ['autorizati@ancpi.ro', 'acces@ancpi.ro', 'ab@ancpi.ro'],
};

export function proveOptions(zone: Zone, peer: SmtpPeer | null = STRANGER_PEER): ProveOptions {
  return { now: NOW, dns: { zone }, trust: TRUST, peer, embedded: false };
}
