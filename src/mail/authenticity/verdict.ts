import type { Envelope } from './envelope.ts';
import type { Sealed } from './sealers.ts';
import type { ProofLevel } from './sender-proof.ts';
import type { Signature } from './signatures.ts';

/** What was found out about a mail with one author. */
export interface Findings {
  readonly fromDomain: string;
  readonly envelope: Envelope;
  /** Right signatures of the author's domain, also those that prove nothing. */
  readonly aligned: readonly Signature[];
  /** Whether there are right signatures at all. */
  readonly strangers: boolean;
  readonly weaknesses: readonly string[];
  /** What DMARC says: `pass`, `fail`, `none` for a domain without a record, `temperror`. */
  readonly dmarc: string;
  /** SPF passed for a domain that DMARC takes for the author's. */
  readonly spfAligned: boolean;
  readonly sealed: Sealed;
  /** DNS did not answer where the answer could have been a proof. */
  readonly trouble: boolean;
}

export interface Verdict {
  readonly level: ProofLevel;
  readonly reasons: readonly string[];
  readonly domain: string | null;
  readonly signature: Signature | null;
}

/**
 * Our own policy, in its order: what was written beneath a signed mail is an attack whoever sends it; then what proves;
 * then what DNS may still tell; then what the author's domain disowns. Pure.
 */
export function verdictOn(found: Findings): Verdict {
  const { envelope, sealed } = found;
  const good = found.aligned.find(({ flaw }) => flaw === null);
  if (good !== undefined) {
    return proven('dkim-aligned', good.domain, good);
  }
  if (found.aligned.some(({ flaw }) => flaw === 'body-not-wholly-signed')) {
    return { ...unprovenFor('rejected', found), reasons: ['body-not-wholly-signed'] };
  }
  if (found.spfAligned) {
    return proven('spf-aligned', envelope.domain, null);
  }
  if (sealed !== null && 'seal' in sealed) {
    return proven('arc-trusted', sealed.seal.domain, sealed.seal);
  }
  // What our server took for a pass may be the very signature that proves nothing to us.
  if (envelope.ownDmarc === 'pass' && found.aligned.length === 0) {
    return proven('own-server-results', found.fromDomain, null);
  }
  if (found.trouble || found.dmarc === 'temperror' || envelopeTrouble(found)) {
    return unprovenFor('retry', found, 'dns-trouble');
  }
  if (found.dmarc === 'none' && envelope.spf === 'pass' && isRelated(envelope.domain, found.fromDomain)) {
    return { ...unprovenFor('weak', found, 'spf-without-dmarc'), domain: envelope.domain };
  }
  // Without SPF's answer DMARC has not failed: servers without DKIM exist.
  const disowned = found.dmarc === 'fail' && envelope.spf !== null && envelope.ownDmarc !== 'pass';
  if (disowned || envelope.ownDmarc === 'fail') {
    return unprovenFor('rejected', found, 'dmarc-fail');
  }
  return unprovenFor('unverified', found);
}

function proven(reason: string, domain: string, signature: Signature | null): Verdict {
  return { level: 'verified', reasons: [reason], domain, signature };
}

function unprovenFor(level: ProofLevel, found: Findings, ...first: string[]): Verdict {
  const { envelope, sealed, aligned } = found;
  const reasons = [
    ...first,
    ...aligned.flatMap(({ flaw }) => flaw ?? []),
    ...(found.strangers && aligned.length === 0 ? ['dkim-not-aligned'] : []),
    ...found.weaknesses,
    ...(sealed !== null && 'distrust' in sealed ? [sealed.distrust] : []),
    ...spfReasons(envelope, found.fromDomain),
  ];
  return { level, reasons, domain: null, signature: null };
}

function spfReasons({ spf, domain }: Envelope, fromDomain: string): string[] {
  if (spf === null) {
    return ['client-not-seen'];
  }
  if (spf === 'pass') {
    return isRelated(domain, fromDomain) ? [] : ['spf-not-aligned'];
  }
  return [`spf-${spf}`];
}

function envelopeTrouble({ envelope, fromDomain }: Findings): boolean {
  return envelope.spf === 'temperror' && isRelated(envelope.domain, fromDomain);
}

/** The same domain, or one beneath the other: who owns a name owns what is beneath it. */
function isRelated(one: string, other: string): boolean {
  return one !== '' && (one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`));
}
