import type { ARCResult } from 'mailauth';
import type { HeaderLine } from '../reading/parsed-mail.ts';
import { readResults, resultsOf } from './own-results.ts';
import type { TrustSettings } from './sender-proof.ts';
import { comparableDomain, type Signature, signatureOf } from './signatures.ts';

/** A chain of more servers than these is not followed. */
const MOST_HOPS = 2;

/** What a sealed chain (ARC, RFC 8617) says: the seal that proves, or why it proves nothing. */
export type Sealed = { readonly seal: Signature } | { readonly distrust: string } | null;

/**
 * ARC lets a server tell what it saw before it changed a mail. It says nothing about anybody's honesty: only sealers
 * that the settings list are believed, over two servers at most, and only if one that writes under a name of ours saw
 * DMARC pass for this very From domain. Null if the mail is not sealed.
 */
export function sealedBy(
  arc: ARCResult,
  fromDomain: string,
  headers: readonly HeaderLine[],
  trust: TrustSettings,
): Sealed {
  const chain = arc.chain || [];
  if (chain.length === 0) {
    return null;
  }
  const seal = arc.signature ? signatureOf(arc.signature, headers) : null;
  if (arc.status.result !== 'pass' || seal === null || seal.flaw !== null) {
    return { distrust: 'arc-broken' };
  }
  if (chain.length > MOST_HOPS) {
    return { distrust: 'arc-too-many-hops' };
  }
  if (!listsAll(arc, trust)) {
    return { distrust: 'arc-not-trusted' };
  }
  const seen = chain
    // The headers of the sealed sets, and no others that call themselves so.
    .map((set) => String(set['arc-authentication-results']?.original ?? ''))
    .map((line) => readResults(line.slice(line.indexOf(':') + 1)))
    .filter(({ authservId }) => trust.authservIds.includes(authservId))
    .flatMap((said) => resultsOf(said, 'dmarc'));
  const passed = seen.some(
    ({ result, properties }) =>
      result === 'pass' && comparableDomain(properties.get('header.from') ?? '') === fromDomain,
  );
  return passed ? { seal } : { distrust: 'arc-without-dmarc' };
}

/** True if every server that sealed the mail is one that the settings list. */
export function listsAll(arc: ARCResult, trust: TrustSettings): boolean {
  return (arc.chain || []).every((set) => {
    const sealer = set['arc-seal']?.parsed?.d?.value;
    const signer = set['arc-message-signature']?.parsed?.d?.value;
    return [sealer, signer].every(
      (domain) => typeof domain === 'string' && trust.arcSealers.includes(comparableDomain(domain)),
    );
  });
}
