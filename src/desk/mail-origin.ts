/** What is said of the mails of a case: who sent the newest, how sure that is, and on demand why. */
import type { CheckOutcome, SenderLine } from '../bot/views.ts';
import type { ProofLevel } from '../mail/authenticity/sender-proof.ts';
import type { ClosedArchive } from '../mail/reading/parsed-mail.ts';
import type { ClassificationReason, MailKind, RequestMail } from '../mail/sorting/classification.ts';
import type { OpenedRequest } from '../store/mail-requests.ts';
import type { Reads } from '../store/unit-of-work.ts';
import type { Desk } from './desk.ts';
import type { KeptEnvelope } from './envelope.ts';
import type { KeptProof } from './sender-trust.ts';

const OUTCOMES: Readonly<Record<ProofLevel, CheckOutcome>> = {
  verified: 'passed',
  weak: 'unknown',
  vouched: 'unknown',
  unverified: 'unknown',
  rejected: 'failed',
  replay: 'failed',
  stale: 'unknown',
  retry: 'unknown',
};

/** The proof of the newest mail of a case, in one line; null while no mail of it was proven. */
export async function senderLineOf(desk: Desk, reads: Reads, caseId: string): Promise<SenderLine | null> {
  const newest = (await reads.requestsOf(caseId)).at(-1);
  return newest ? senderLine(desk, newest) : null;
}

function senderLine(desk: Desk, request: OpenedRequest): SenderLine {
  return senderLineOfProof(desk, request.proof as KeptProof);
}

/** A proof in one line: whether, and why. */
export function senderLineOfProof(desk: Desk, proof: KeptProof): SenderLine {
  const facts = { domain: proof.domain ?? '', forwardedBy: proof.forwardedBy ?? '' };
  return { outcome: OUTCOMES[proof.level], result: desk.texts.mail.sender[proof.level](facts) };
}

/** Of the newest mail of a case: how it came, what it was taken for, what was proven, what was cut. */
export async function mailOriginOf(desk: Desk, reads: Reads, caseId: string): Promise<string[]> {
  const request = (await reads.requestsOf(caseId)).at(-1);
  const mail = request ? await reads.inboundById(request.mailId) : undefined;
  if (!request || !mail) {
    return [];
  }
  const { texts } = desk;
  const proof = request.proof as KeptProof;
  const envelope = mail.envelope as KeptEnvelope;
  // A reason without its words does not compile.
  const words: Readonly<Record<ClassificationReason | 'same-bytes', string>> = texts.mail.reasons;
  const archives: Readonly<Record<ClosedArchive, string>> = texts.mail.closedArchives;
  const codes = mail.reasons as readonly string[];
  const reasons = codes.filter((code) => !(code in archives)).map((code) => wordFor(words, code));
  return [
    texts.mail.routes[request.route as RequestMail['route']],
    texts.mail.takenFor(texts.mail.kinds[mail.class as MailKind], reasons.join(', ')),
    texts.mail.senderIs(senderLine(desk, request).result),
    ...forwarderLines(desk, proof),
    ...proof.reasons.map((code) => wordFor(texts.mail.proofReasons, code)),
    ...codes.filter((code) => code in archives).map((code) => wordFor(archives, code)),
    ...((envelope.cut ?? []).length > 0 ? [texts.mail.cut] : []),
  ];
}

/** The colleague who passed it on has a proof of their own: whoever writes in a colleague's name vouches for nothing. */
function forwarderLines(desk: Desk, { forwardedBy, forwarderLevel, forwarderDomain }: KeptProof): string[] {
  if (forwardedBy === null || forwarderLevel === null) {
    return [];
  }
  const { sender, forwarderIs } = desk.texts.mail;
  return [forwarderIs(forwardedBy, sender[forwarderLevel]({ domain: forwarderDomain ?? '', forwardedBy }))];
}

/** A code in words; one that an older version wrote stands as it is. */
function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
