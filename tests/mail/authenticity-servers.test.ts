/** Whom we believe about mail that we did not see coming: sealers (ARC), and our own servers' notes. */
import { afterAll, describe, expect, it } from 'vitest';
import { openMailParser } from '../../src/mail/reading/parse.ts';
import {
  above,
  changed,
  letter,
  proveOptions,
  STRANGER_PEER,
  sealed,
  signed,
  signer,
  TRUST,
  zoneOf,
} from './signed-mail.ts';

const parser = openMailParser();
afterAll(() => parser.close());

const client = signer('client.test');
const agency = signer('ancpi.ro');
const stranger = signer('sealer.test');
const zone = zoneOf(client, agency, stranger);

const PASSED = 'mx.ancpi.ro; dkim=pass header.d=client.test; dmarc=pass (p=reject) header.from=client.test';

async function levelOf(raw: Buffer, peer: typeof STRANGER_PEER | null = STRANGER_PEER) {
  const { level, reasons } = await parser.prove(raw, proveOptions(zone, peer));
  return [level, reasons[0], reasons.find((reason) => reason.startsWith('arc-'))];
}

/** A mail whose own signature broke on the way. */
async function broken(): Promise<Buffer> {
  return changed(await signed(letter(), client), 'Am uitat', '[extern] Am uitat');
}

describe('a seal', () => {
  it('of a listed server that saw DMARC pass stands in for a signature that it broke', async () => {
    expect(await levelOf(await sealed(await broken(), agency, PASSED))).toEqual([
      'verified',
      'arc-trusted',
      'arc-trusted',
    ]);
  });

  it('of a stranger counts for nothing, though it is genuine and says the same', async () => {
    expect(await levelOf(await sealed(await broken(), stranger, PASSED))).toEqual([
      'rejected',
      'dmarc-fail',
      'arc-not-trusted',
    ]);
  });

  it('counts only while the mail is as it was sealed', async () => {
    const raw = changed(await sealed(await broken(), agency, PASSED), 'popescu.i', 'altcineva');
    expect(await levelOf(raw)).toEqual(['rejected', 'dmarc-fail', 'arc-broken']);
  });

  it.each([
    ['that saw DMARC fail', 'mx.ancpi.ro; dmarc=fail header.from=client.test'],
    ['that saw it pass for another domain', 'mx.ancpi.ro; dmarc=pass header.from=evil.test'],
    ['that speaks under a name that is not ours', PASSED.replace('mx.ancpi.ro', 'mx.evil.test')],
    ['that says it in a comment', 'mx.ancpi.ro; dmarc=none (dmarc=pass header.from=client.test)'],
  ])('of a listed server %s proves nothing', async (_, said) => {
    expect(await levelOf(await sealed(await broken(), agency, said))).toEqual([
      'rejected',
      'dmarc-fail',
      'arc-without-dmarc',
    ]);
  });

  it('may be followed by one more listed server, by no stranger, and by no third', async () => {
    const once = await sealed(await broken(), agency, PASSED);
    const twice = await sealed(once, agency, 'mx.ancpi.ro; arc=pass', 'pass');
    expect((await levelOf(twice))[0]).toBe('verified');
    expect(await levelOf(await sealed(once, stranger, PASSED, 'pass'))).toEqual([
      'rejected',
      'dmarc-fail',
      'arc-not-trusted',
    ]);
    expect(await levelOf(await sealed(twice, agency, PASSED, 'pass'))).toEqual([
      'rejected',
      'dmarc-fail',
      'arc-too-many-hops',
    ]);
  });

  it('is not completed by results that somebody wrote beside it', async () => {
    const raw = await sealed(await broken(), agency, 'mx.ancpi.ro; dmarc=fail header.from=client.test');
    expect(await levelOf(above(raw, `ARC-Authentication-Results: ${PASSED}`))).toEqual([
      'rejected',
      'dmarc-fail',
      'arc-without-dmarc',
    ]);
  });
});

describe('what our own server wrote down', () => {
  const OWN =
    'Received: from mail.client.test ([192.0.2.10]) by mx.ancpi.ro with ESMTPS; Mon, 23 Nov 2026 07:00:00 +0000';
  const RESULTS = `Authentication-Results: ${PASSED}`;
  const read = (...lines: string[]) => levelOf(above(letter(), ...lines), null);

  it('is believed above its own topmost Received line, where nobody saw the client', async () => {
    expect((await read(RESULTS, OWN)).slice(0, 2)).toEqual(['verified', 'own-server-results']);
  });

  it('is believed of SPF too, and judged by our own reading of DMARC', async () => {
    const spf = 'Authentication-Results: mx.ancpi.ro; spf=pass smtp.mailfrom=ion@client.test';
    expect((await read(spf, OWN)).slice(0, 2)).toEqual(['verified', 'spf-aligned']);
    const other = 'Authentication-Results: mx.ancpi.ro; spf=pass smtp.mailfrom=x@evil.test';
    expect((await read(other, OWN)).slice(0, 2)).toEqual(['rejected', 'dmarc-fail']);
  });

  it('condemns what it saw fail', async () => {
    const failed = 'Authentication-Results: mx.ancpi.ro; dmarc=fail header.from=client.test';
    expect((await read(failed, OWN)).slice(0, 2)).toEqual(['rejected', 'dmarc-fail']);
  });

  it('is not believed if it came with the mail: below our Received line, or without one', async () => {
    expect((await read(OWN, RESULTS))[0]).toBe('unverified');
    expect((await read(RESULTS))[0]).toBe('unverified');
    const theirs = OWN.replace('by mx.ancpi.ro', 'by mx.evil.test');
    expect((await read(RESULTS, theirs))[0]).toBe('unverified');
    const hidden = OWN.replace('by mx.ancpi.ro', '(by mx.ancpi.ro) "by mx.ancpi.ro" by mx.evil.test');
    expect((await read(RESULTS, hidden))[0]).toBe('unverified');
  });

  it('is not believed under another name, nor where the pass stands in quotation marks', async () => {
    expect((await read(RESULTS.replace('mx.ancpi.ro', 'mx.evil.test'), OWN))[0]).toBe('unverified');
    const quoted =
      'Authentication-Results: mx.ancpi.ro; dmarc=none; spf=none smtp.mailfrom="; dmarc=pass header.from=client.test"';
    expect((await read(quoted, OWN))[0]).toBe('rejected');
  });

  it('does not turn a signature that proves nothing into a proof', async () => {
    const raw = await signed(letter(), client, { headerList: ['From'] });
    expect((await levelOf(above(raw, RESULTS, OWN), null)).slice(0, 2)).toEqual([
      'unverified',
      'header-unsigned',
    ]);
  });

  it('is nothing to a desk that was told no names, and nothing where the client was seen', async () => {
    const raw = above(letter(), RESULTS, OWN);
    const untold = { ...proveOptions(zone, null), trust: { ...TRUST, authservIds: [] } };
    expect((await parser.prove(raw, untold)).level).toBe('unverified');
    expect((await levelOf(raw))[0]).toBe('rejected');
  });
});
