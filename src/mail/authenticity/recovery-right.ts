import { fold } from '../reading/fold.ts';
import type { ProofLevel } from './sender-proof.ts';

/** An account, as far as a recovery must know it. */
export interface RegisteredAccount {
  readonly user: string;
  /** In the form in which addresses are compared. */
  readonly address: string;
}

/** Whether somebody who lost a password may have a new one (R1). */
export interface RecoveryRight {
  /** Whether the applicant's address is registered. Never told to the applicant: answers look the same either way. */
  readonly registered: boolean;
  /** Whose password it is; absent where the address is nobody's, or several people's and none is named. */
  readonly user?: string;
  readonly mayIssue: boolean;
  /** A one-time code may be sent, to the registered address only; answering from there is the proof. */
  readonly challenge: boolean;
  readonly reasons: readonly string[];
}

/** A mail that asks for a new password. */
export interface RecoveryRequest {
  readonly applicant: string | null;
  readonly trust: ProofLevel;
  readonly subject: string;
  readonly text: string;
}

/**
 * A new password is issued only to the registered address itself, and only if the mail is proven to come from it.
 * Where nothing can be proven a code is sent; not for a forged, repeated or old mail, which the owner did not write to
 * us now, and not while DNS keeps silent. Pure.
 */
export function recoveryRight(
  request: RecoveryRequest,
  accounts: readonly RegisteredAccount[],
): RecoveryRight {
  const own = accounts.filter(({ address }) => address === request.applicant);
  if (own.length === 0) {
    return {
      registered: false,
      mayIssue: false,
      challenge: false,
      reasons: ['address-not-registered', `trust-${request.trust}`],
    };
  }
  const account = own.length === 1 ? own[0] : accountNamed(own, request);
  const one = account === undefined ? {} : { user: account.user };
  const several = account === undefined ? ['several-accounts'] : [];
  const proven = request.trust === 'verified';
  return {
    registered: true,
    ...one,
    mayIssue: proven && account !== undefined,
    challenge: canBeAsked(request.trust) && !(proven && account !== undefined),
    reasons: [`trust-${request.trust}`, ...several],
  };
}

function canBeAsked(trust: ProofLevel): boolean {
  switch (trust) {
    case 'verified':
    case 'weak':
    case 'vouched':
    case 'unverified':
      return true;
    case 'rejected':
    case 'replay':
    case 'stale':
    case 'retry':
      return false;
  }
}

/** The only one of several accounts of one address whose user name the mail contains as a word. */
function accountNamed(
  accounts: readonly RegisteredAccount[],
  { subject, text }: RecoveryRequest,
): RegisteredAccount | undefined {
  const words = new Set(
    fold(`${subject} ${text}`.slice(0, 10_000))
      .split(/[^a-z0-9._-]+/)
      .map((word) => word.replace(/^[._-]+|[._-]+$/g, '')),
  );
  const named = accounts.filter(({ user }) => words.has(fold(user)));
  return named.length === 1 ? named[0] : undefined;
}
