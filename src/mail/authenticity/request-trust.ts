import type { NestedMail } from '../reading/parsed-mail.ts';
import type { RequestMail } from '../sorting/classification.ts';
import type { ProofLevel, SenderProof } from './sender-proof.ts';

/** What can be said of one request's applicant. The forwarder, the applicant and the embedded sender stay apart. */
export interface RequestTrust {
  /** Of the applicant, never of the colleague who forwarded. */
  readonly level: ProofLevel;
  readonly applicant: string | null;
  readonly reasons: readonly string[];
  /** The colleague who passed it on, with the proof of the mail that arrived; null where nobody did. */
  readonly forwarder: { readonly address: string; readonly proof: SenderProof } | null;
  /** The proof of the attached original, judged on its own bytes; null where there is none. */
  readonly embedded: SenderProof | null;
  /** What the desk remembers once it has acted on this mail, so that nobody uses it twice. */
  readonly signatureIds: readonly string[];
}

/** Proofs of the mail that arrived and of the originals attached to it. */
export interface Proofs {
  readonly outer: SenderProof;
  /** Null for an original that keeps no raw bytes, such as a .msg file. */
  embedded(original: NestedMail): SenderProof | null;
}

/** True for a signature that the desk has acted on before. */
export type Seen = (signatureId: string) => boolean;

/** What can be said of the applicant of each request in a mail. Pure. */
export function trustOfRequests(
  requests: readonly RequestMail[],
  proofs: Proofs,
  isStaff: (address: string) => boolean,
  seen: Seen,
): readonly RequestTrust[] {
  return requests.map((request) => trustOf(request, proofs, isStaff, seen));
}

function trustOf(
  request: RequestMail,
  proofs: Proofs,
  isStaff: (address: string) => boolean,
  seen: Seen,
): RequestTrust {
  const applicant = request.sender?.address ?? null;
  const outer = notSeen(proofs.outer, seen);
  switch (request.route) {
    case 'direct':
    case 'redirected': {
      const forwarder = request.forwardedBy === null ? null : { address: request.forwardedBy, proof: outer };
      // Who redirects changes nothing: author and signature stay the applicant's.
      return {
        ...ownTrust(applicant, outer),
        applicant,
        forwarder,
        embedded: null,
        signatureIds: idsOf(outer),
      };
    }
    case 'forwarded-inline':
    case 'forwarded-attached':
    case 'outlook-msg':
    case 'tnef': {
      const forwarder = { address: request.forwardedBy ?? outer.from ?? '', proof: outer };
      const found = request.original === null ? null : proofs.embedded(request.original);
      const embedded = found === null ? null : notSeen(found, seen);
      const trust = ofForwarder(outer, isStaff) ?? ofOriginal(applicant, embedded);
      return { ...trust, applicant, forwarder, embedded, signatureIds: idsOf(outer, embedded) };
    }
  }
}

type Trust = Pick<RequestTrust, 'level' | 'reasons'>;

/** A mail speaks for its own author, as long as both readers of mails see the same one. */
function ownTrust(applicant: string | null, proof: SenderProof): Trust {
  return proof.from !== null && proof.from !== applicant
    ? { level: 'rejected', reasons: ['senders-differ'] }
    : { level: proof.level, reasons: proof.reasons };
}

/** Why nothing that the forwarder passes on counts, or null: only a proven colleague vouches. */
function ofForwarder(outer: SenderProof, isStaff: (address: string) => boolean): Trust | null {
  if (outer.from === null || !isStaff(outer.from)) {
    const level = outer.level === 'rejected' ? 'rejected' : 'unverified';
    return { level, reasons: ['forwarder-not-staff', ...outer.reasons] };
  }
  switch (outer.level) {
    case 'verified':
      return null;
    case 'weak':
    case 'vouched':
    case 'unverified':
      return { level: 'unverified', reasons: ['forwarder-unproven', ...outer.reasons] };
    case 'rejected':
    case 'replay':
    case 'stale':
    case 'retry':
      return { level: outer.level, reasons: [`forwarder-${outer.level}`, ...outer.reasons] };
  }
}

/** How an original looks that somebody built to be read in two ways. */
const MANIPULATED = ['two-from-headers', 'from-not-one-address', 'body-not-wholly-signed'];

/** What a proven colleague passed on: proven by its own signature, else vouched for. */
function ofOriginal(applicant: string | null, embedded: SenderProof | null): Trust {
  if (embedded === null) {
    return { level: 'vouched', reasons: ['forwarded-by-colleague'] };
  }
  const { level, reasons } = ownTrust(applicant, embedded);
  switch (level) {
    case 'verified':
    case 'stale':
    case 'replay':
    case 'retry':
      return { level, reasons };
    case 'rejected':
      return reasons.some((reason) => reason === 'senders-differ' || MANIPULATED.includes(reason))
        ? { level, reasons }
        : { level: 'vouched', reasons: ['forwarded-by-colleague', ...reasons] };
    case 'weak':
    case 'vouched':
    case 'unverified':
      // Exchange writes attached mails anew, and their signatures break: that is no fraud.
      return { level: 'vouched', reasons: ['forwarded-by-colleague', ...reasons] };
  }
}

function notSeen(proof: SenderProof, seen: Seen): SenderProof {
  const used = proof.level === 'verified' && proof.signatureId !== null && seen(proof.signatureId);
  return used ? { ...proof, level: 'replay', reasons: [...proof.reasons, 'signature-seen'] } : proof;
}

function idsOf(...proofs: readonly (SenderProof | null)[]): string[] {
  return proofs.flatMap((proof) => proof?.signatureId ?? []);
}

/** From the worst to the best, for saying one word of a mail with several requests. */
const WORST_FIRST: readonly ProofLevel[] = [
  'rejected',
  'replay',
  'stale',
  'retry',
  'unverified',
  'vouched',
  'weak',
  'verified',
];

/** The worst of some levels; `unverified` of none. */
export function worstOf(levels: readonly ProofLevel[]): ProofLevel {
  return WORST_FIRST.find((level) => levels.includes(level)) ?? 'unverified';
}
