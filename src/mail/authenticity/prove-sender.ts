import type { DKIMVerifyResult, DMARCResult } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import type { HeaderLine } from '../reading/parsed-mail.ts';
import { authorOf } from './author.ts';
import { type DnsAnswers, dnsAnswers } from './dns-answers.ts';
import { envelopeOf } from './envelope.ts';
import { dateIn, staleness } from './freshness.ts';
import { listsAll, type Sealed, sealedBy } from './sealers.ts';
import { type ProveOptions, type SenderProof, type TrustSettings, unproven } from './sender-proof.ts';
import { comparableDomain, rightSignatures, type Signature, weaknesses } from './signatures.ts';
import { type Findings, verdictOn } from './verdict.ts';

/** RFC 8301: what is signed with a shorter key may have been signed by anybody. */
const SHORTEST_KEY_BITS = 1_024;
/** Each may cost a pass over the whole mail and a question to DNS. */
const MOST_SIGNATURES = 12;
/** RFC 5322 allows 998 bytes. The library's time grows with the square of a line that does not end. */
const LONGEST_LINE = 1_000_000;
const LONGEST_HEADER = 16_384;

/**
 * What can be proven about who sent one raw mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989) and ARC (RFC 8617),
 * checked by mailauth and judged by our own rules. Runs in the bounded child. DNS that does not answer makes `retry`,
 * never `rejected`; whether a signature was seen before is for the caller to say.
 */
export async function proveSender(raw: Buffer, options: ProveOptions): Promise<SenderProof> {
  if (signatureLines(raw) > MOST_SIGNATURES) {
    return unproven(['too-many-signatures']);
  }
  if (hasEndlessLine(raw)) {
    return unproven(['line-too-long']);
  }
  const dns = dnsAnswers(options.dns);
  const dkim = await dkimVerify(raw, {
    resolver: dns.resolver,
    curTime: options.now,
    minBitLength: SHORTEST_KEY_BITS,
    rejectRsaSha1: true,
  });
  const headers = headersOf(dkim);
  const date = dateIn(headers);
  const author = authorOf(headers, dkim.headerFrom);
  if (typeof author === 'string') {
    return { ...unproven([author]), level: 'rejected', date };
  }
  const envelope = await envelopeOf(headers, author.domain, options, dns);
  const right = rightSignatures(dkim.results, headers);
  const { response, dkimAligned } = await evaluateDmarc({
    headerFrom: [author.address],
    fromFields: 1,
    spfDomains: envelope.spf === 'pass' && envelope.domain !== '' ? [envelope.domain] : [],
    dkimDomains: right.map(({ domain }) => ({ domain })),
    resolver: dns.resolver,
  });
  const { sealed, sealTrouble } = await sealOf(dkim, author.domain, headers, options.trust, dns);
  const findings: Findings = {
    fromDomain: author.domain,
    envelope,
    aligned: right.filter((signature) => isAligned(signature, author.domain, dkim, dkimAligned, response)),
    strangers: right.length > 0,
    weaknesses: weaknesses(dkim.results),
    dmarc: response === false ? 'none' : response.status.result,
    spfAligned: response !== false && response.alignment?.spf.result !== undefined,
    sealed,
    trouble: sealTrouble || dkimTrouble(dkim, author.domain),
  };
  const verdict = verdictOn(findings);
  const { signature } = verdict;
  const stale =
    verdict.level === 'verified'
      ? staleness({ headers, signature, date }, options.now, options.trust.ourMailboxes)
      : [];
  return {
    level: stale.length > 0 ? 'stale' : verdict.level,
    from: author.address,
    reasons: [...new Set([...verdict.reasons, ...stale])],
    domain: verdict.domain,
    signatureId: signature?.id ?? null,
    signedAt: signature?.signedAt ?? null,
    date,
  };
}

function signatureLines(raw: Buffer): number {
  const end = raw.indexOf(raw.includes('\r\n\r\n') ? '\r\n\r\n' : '\n\n');
  const head = raw.toString('latin1', 0, end === -1 ? raw.length : end);
  return head.match(/^(?:dkim-signature|arc-message-signature|arc-seal)[ \t]*:/gim)?.length ?? 0;
}

function hasEndlessLine(raw: Buffer): boolean {
  let start = 0;
  while (start < raw.length) {
    const newline = raw.indexOf('\n', start);
    const end = newline === -1 ? raw.length : newline;
    if (end - start > LONGEST_LINE) {
      return true;
    }
    start = end + 1;
  }
  return false;
}

/** The headers as the library read them: what it verifies and what we judge must be the same lines. */
function headersOf(dkim: DKIMVerifyResult): HeaderLine[] {
  return (dkim.headers?.parsed ?? []).map(({ key, line }) => {
    const text = line.toString('utf8', 0, LONGEST_HEADER).replace(/\r?\n/g, '');
    return { name: key ?? '', value: text.slice(text.indexOf(':') + 1).trim() };
  });
}

/** DMARC's record decides which domains stand for the author's; without one, or without DNS, we are careful. */
function isAligned(
  signature: Signature,
  fromDomain: string,
  dkim: DKIMVerifyResult,
  dkimAligned: ReadonlySet<string> | undefined,
  dmarc: DMARCResult | false,
): boolean {
  if (dkimAligned !== undefined) {
    return dkimAligned.has(signature.domain);
  }
  if (dmarc !== false && dmarc.status.result === 'temperror') {
    // The same domain is aligned whatever its record says.
    return signature.domain === fromDomain;
  }
  return dkim.results.some(({ id, status }) => id === signature.id && Boolean(status.aligned));
}

async function sealOf(
  dkim: DKIMVerifyResult,
  fromDomain: string,
  headers: readonly HeaderLine[],
  trust: TrustSettings,
  dns: DnsAnswers,
): Promise<{ readonly sealed: Sealed; readonly sealTrouble: boolean }> {
  if (dkim.arc === undefined) {
    return { sealed: null, sealTrouble: false };
  }
  const { chain: sets, ...found } = dkim.arc;
  const chain = await arc(
    { ...found, chain: sets || [] },
    { resolver: dns.resolver, minBitLength: SHORTEST_KEY_BITS },
  );
  const sealed = sealedBy(chain, fromDomain, headers, trust);
  const listed = (chain.chain || []).length > 0 && listsAll(chain, trust);
  return { sealed, sealTrouble: listed && chain.status.result !== 'pass' && dns.trouble() };
}

/** A signature of a stranger whose key cannot be had would prove nothing anyway. */
function dkimTrouble(dkim: DKIMVerifyResult, fromDomain: string): boolean {
  return dkim.results.some(
    ({ status, signingDomain }) =>
      status.result === 'temperror' &&
      (Boolean(status.aligned) || comparableDomain(signingDomain ?? '') === fromDomain),
  );
}
