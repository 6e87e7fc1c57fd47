/** What is known, at this moment, of somebody who lost a password (R3): looked up anew for every card and every click. */
import { recoveryRight } from '../../mail/authenticity/recovery-right.ts';
import type { ProofLevel } from '../../mail/authenticity/sender-proof.ts';
import type { Account } from '../../store/accounts.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { OpenedRequest } from '../../store/mail-requests.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import type { RecoveryCase, RecoveryFinding } from '../../workflow/recovery.ts';
import type { MailSummary } from '../case-record.ts';
import type { KeptProof } from '../sender-trust.ts';

export interface RecoveryFound {
  readonly finding: RecoveryFinding;
  /** Whose password it is; null where nobody knows. */
  readonly account: Account | null;
  /** The proof of the best of the mails that asked; null where none was proven yet. */
  readonly proof: KeptProof | null;
}

/** The better, the earlier. */
const RANK: readonly ProofLevel[] = [
  'verified',
  'weak',
  'vouched',
  'unverified',
  'retry',
  'stale',
  'replay',
  'rejected',
];

const MAIL: Readonly<Record<ProofLevel, RecoveryFinding['mail']>> = {
  verified: 'proven',
  weak: 'not-proven',
  vouched: 'not-proven',
  unverified: 'not-proven',
  retry: 'refused',
  stale: 'refused',
  replay: 'refused',
  rejected: 'refused',
};

/** The two results of R3, apart: the address, and the mail. */
export async function findRecovery(reads: Reads, row: CaseRow): Promise<RecoveryFound> {
  const recovery = recoveryOf(row);
  const address = row.senderEmail ?? '';
  const asked = await bestRequest(reads, recovery);
  const level = asked === null ? 'unverified' : (asked.trust as ProofLevel);
  const issued = await reads.accountsByEmail(address);
  // One whose first letter was never accepted is nobody's yet.
  const accounts = issued.filter(({ state }) => state !== 'pending');
  const words = await wordsOf(reads, asked);
  const right = recoveryRight(
    { applicant: address.toLowerCase(), trust: level, ...words },
    accounts.map(({ user, email }) => ({ user, address: email })),
  );
  const named = accounts.find(({ user }) => user === right.user) ?? null;
  const proven = accounts.find(({ id }) => id === recovery.provenByCode) ?? null;
  const account = proven ?? named;
  return {
    finding: {
      address: addressResult(right.registered, named !== null),
      mail: MAIL[level],
      accountId: named?.id ?? null,
      suspended: account?.state === 'suspended',
      usable: accounts.filter(({ state }) => state === 'active').map(({ id }) => id),
    },
    account,
    proof: asked === null ? null : (asked.proof as KeptProof),
  };
}

export function recoveryOf(row: CaseRow): RecoveryCase {
  return row.facts as unknown as RecoveryCase;
}

function addressResult(registered: boolean, isOne: boolean): RecoveryFinding['address'] {
  if (!registered) {
    return 'unknown';
  }
  return isOne ? 'matches' : 'several';
}

/** Only a mail that asked for a new password says that its owner wants one; what was answered later does not. */
async function bestRequest(reads: Reads, recovery: RecoveryCase): Promise<OpenedRequest | null> {
  const requests = await reads.requestsOf(recovery.id);
  const asking = requests.filter(({ mailId }) => recovery.askedBy.includes(mailId));
  const ranked = asking.toSorted((one, other) => rank(one) - rank(other));
  return ranked[0] ?? null;
}

function rank({ trust }: OpenedRequest): number {
  return RANK.indexOf(trust as ProofLevel);
}

async function wordsOf(
  reads: Reads,
  request: OpenedRequest | null,
): Promise<{ readonly subject: string; readonly text: string }> {
  // What is kept of a mail with several requests is the first one's text.
  const mail = request?.position === 0 ? await reads.inboundById(request.mailId) : undefined;
  const summary = (mail?.summary ?? null) as MailSummary | null;
  return { subject: summary?.subject ?? '', text: summary?.text ?? '' };
}
