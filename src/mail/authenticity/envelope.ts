import { isIP } from 'node:net';
import { spf } from 'mailauth/lib/spf/index.js';
import type { HeaderLine } from '../reading/parsed-mail.ts';
import { domainOf } from './author.ts';
import type { DnsAnswers } from './dns-answers.ts';
import { ownResults, resultsOf } from './own-results.ts';
import type { ProveOptions } from './sender-proof.ts';
import { comparableDomain } from './signatures.ts';

/** What is known of how the mail was handed in: from the client that we saw, or from what our own server wrote down. */
export interface Envelope {
  /** `pass`, `fail`, `softfail`, … (SPF, RFC 7208); null where nobody looked: then SPF tells nothing. */
  readonly spf: string | null;
  /** The domain that SPF was asked about; empty where nobody looked. */
  readonly domain: string;
  /** What our own server wrote of DMARC for this From domain. */
  readonly ownDmarc: 'pass' | 'fail' | null;
}

/** Looks at the client where it was seen, else at what our server wrote down; at neither for an embedded mail. */
export async function envelopeOf(
  headers: readonly HeaderLine[],
  fromDomain: string,
  options: ProveOptions,
  dns: DnsAnswers,
): Promise<Envelope> {
  const { peer, embedded, trust } = options;
  if (embedded) {
    return { spf: null, domain: '', ownDmarc: null };
  }
  if (peer !== null && isIP(peer.ip) !== 0) {
    const seen = await spf({
      ip: peer.ip,
      helo: peer.helo,
      sender: peer.sender,
      mta: trust.authservIds[0] ?? 'localhost',
      resolver: dns.resolver,
    });
    return { spf: seen.status.result, domain: comparableDomain(seen.domain), ownDmarc: null };
  }
  return writtenDown(headers, fromDomain, options);
}

function writtenDown(headers: readonly HeaderLine[], fromDomain: string, { trust }: ProveOptions): Envelope {
  const said = ownResults(headers, trust);
  const [spfResult, ...otherSpf] = said.flatMap((results) => resultsOf(results, 'spf'));
  const dmarc = said
    .flatMap((results) => resultsOf(results, 'dmarc'))
    .filter(({ properties }) => comparableDomain(properties.get('header.from') ?? '') === fromDomain)
    .map(({ result }) => result);
  // Two answers to one question: the names inside them came from outside, and one may have been made to look so.
  const one = otherSpf.length === 0 ? spfResult : undefined;
  return {
    spf: one?.result ?? null,
    domain: comparableDomain(domainOf(one?.properties.get('smtp.mailfrom') ?? '')),
    ownDmarc: dmarc.includes('fail') ? 'fail' : dmarc.length === 1 && dmarc[0] === 'pass' ? 'pass' : null,
  };
}
