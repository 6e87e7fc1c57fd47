/** A mail of ours came back: what that means for its case (product.md, "Mail trouble"). */
import type { Classification } from '../mail/sorting/classification.ts';
import type { OpenedSent } from '../store/mails.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Letter } from '../workflow/case.ts';
import { isEscalationLetter } from '../workflow/escalation.ts';
import { carryOutIn, type LetterPayload } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { carryOutProblemIn } from './problem/carry-out-problem.ts';
import type { RecoveryLetterPayload } from './recovery/carry-out-recovery.ts';
import { recoveryLetterLostIn } from './recovery/recovery-letters.ts';

export type BounceOutcome =
  /** It was about this case. */
  | { readonly caseId: string }
  /** Only a delay: the mail server goes on trying. */
  | { readonly caseId: null; readonly about: 'delay' }
  /** Nobody knows which mail it was about. */
  | { readonly caseId: null; readonly about: 'unknown' };

/**
 * Records a bounce. It counts only if it names a mail of ours that went to that recipient; a bounce never
 * sends a password again.
 */
export async function recordBounceIn(
  desk: Desk,
  uow: UnitOfWork,
  bounce: NonNullable<Classification['bounce']>,
): Promise<BounceOutcome> {
  const sent = await bouncedMail(uow, bounce);
  if (!bounce.permanent) {
    return sent ? { caseId: sent.caseId } : { caseId: null, about: 'delay' };
  }
  if (!sent) {
    return { caseId: null, about: 'unknown' };
  }
  if (sent.status !== 'bounced') {
    await uow.markSent(sent.effectId, 'bounced', codeOf(bounce));
    if ((await bouncedProblemIn(desk, uow, sent)) || (await bouncedRecoveryIn(desk, uow, sent))) {
      return { caseId: sent.caseId };
    }
    await carryOutIn(desk, uow, sent.caseId, {
      type: 'letter-failed',
      by: { type: 'system' },
      letter: sent.letter as Letter,
      issuedAt: await issuedAtOf(uow, sent),
    });
  }
  return { caseId: sent.caseId };
}

/** A letter about a problem: true if it was one (P2). */
async function bouncedProblemIn(desk: Desk, uow: UnitOfWork, sent: OpenedSent): Promise<boolean> {
  const row = await uow.caseById(sent.caseId);
  if (row?.kind !== 'problem') {
    return false;
  }
  const type = isEscalationLetter(sent.letter) ? 'asked-unreachable' : 'letter-failed';
  await carryOutProblemIn(desk, uow, sent.caseId, { type, by: { type: 'system' } });
  return true;
}

/** A letter of a recovery: true if it was one (R3, R4). */
async function bouncedRecoveryIn(desk: Desk, uow: UnitOfWork, sent: OpenedSent): Promise<boolean> {
  const effects = await uow.effectsOf(sent.caseId);
  const effect = effects.find(({ id }) => id === sent.effectId);
  if (effect?.kind !== 'recovery-letter') {
    return false;
  }
  if (!isEscalationLetter(sent.letter)) {
    await recoveryLetterLostIn(desk, uow, sent.caseId, effect.payload as RecoveryLetterPayload);
  }
  return true;
}

async function bouncedMail(
  uow: UnitOfWork,
  bounce: NonNullable<Classification['bounce']>,
): Promise<OpenedSent | null> {
  const failed = new Set(bounce.recipients.map(({ address }) => address.toLowerCase()));
  for (const messageId of bounce.quotedMessageIds) {
    const sent = await uow.sentByMessageId(messageId);
    if (sent && (failed.size === 0 || failed.has(sent.to.toLowerCase()))) {
      return sent;
    }
  }
  return null;
}

/** Which issue a credentials letter belonged to: a bounce of an older one is history, not news. */
async function issuedAtOf(uow: UnitOfWork, sent: OpenedSent): Promise<string | null> {
  const effects = await uow.effectsOf(sent.caseId);
  const effect = effects.find(({ id }) => id === sent.effectId);
  return (effect?.payload as LetterPayload | undefined)?.issuedAt ?? null;
}

/** The status of the report, such as `5.1.1`: no address, no text. */
function codeOf(bounce: NonNullable<Classification['bounce']>): string {
  const status = bounce.recipients[0]?.status ?? '';
  return /^\d(?:\.\d{1,3}){2}$/.test(status) ? status : 'bounced';
}
