/** What the desk keeps, and concludes, of the proof of who asks in a mail. */
import type { RequestTrust } from '../mail/authenticity/request-trust.ts';
import type { ProofLevel, SenderProof } from '../mail/authenticity/sender-proof.ts';

/** Kept, sealed, beside each request: enough to say it on the card, and why. */
export interface KeptProof {
  readonly level: ProofLevel;
  /** Codes, such as `dkim-aligned`. */
  readonly reasons: readonly string[];
  /** The domain that vouches; null where none does. */
  readonly domain: string | null;
  /** The colleague who passed the mail on, and how sure that is. */
  readonly forwardedBy: string | null;
  readonly forwarderLevel: ProofLevel | null;
  /** The domain that vouches for the colleague; null where none does. */
  readonly forwarderDomain: string | null;
  /** False for what no machine may answer. */
  readonly answerable: boolean;
}

/** `outer` is the proof of the mail that arrived, whoever wrote it. */
export function keptProof(
  trust: RequestTrust,
  outer: SenderProof,
  forwardedBy: string | null,
  answerable: boolean,
): KeptProof {
  const { level, reasons, forwarder, embedded } = trust;
  return {
    level,
    reasons,
    domain: (embedded ?? outer).domain,
    forwardedBy,
    forwarderLevel: forwarder?.proof.level ?? null,
    forwarderDomain: forwarder?.proof.domain ?? null,
    answerable,
  };
}

/** What DNS has not answered, and will not be asked again, proves nothing. */
export function withoutRetry(proof: KeptProof): KeptProof {
  return proof.level === 'retry' ? { ...proof, level: 'unverified' } : proof;
}

/** Somebody else wrote it, or the same signature came under another mail. */
export function isForged(level: string): boolean {
  return level === 'rejected' || level === 'replay';
}

/** Nothing shows that it comes from the address it names. */
export function provesNothing(level: string): boolean {
  return level === 'unverified' || level === 'retry' || level === 'stale' || isForged(level);
}

/** Whether a letter may answer it: neither a machine's mail, nor one that somebody else wrote in the sender's name. */
export function mayBeAnswered(proof: KeptProof): boolean {
  return proof.answerable && !isForged(proof.level);
}
