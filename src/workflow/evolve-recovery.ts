/** What a recovery is after each of its events. */
import { withEscalation } from './escalation.ts';
import { CODE_TRIES, type RecoveryCase, type RecoveryEvent, type RecoveryState } from './recovery.ts';

export function beginRecovery(event: Extract<RecoveryEvent, { type: 'recovery-opened' }>): RecoveryCase {
  const { id, number, at, dueAt, mailId } = event;
  return {
    kind: 'recovery',
    id,
    number,
    office: 'DI',
    state: 'received',
    openedAt: at,
    stateSince: at,
    dueAt,
    askedBy: [mailId],
    challenge: null,
    provenByCode: null,
    codesSpent: false,
    issue: null,
    undelivered: false,
    closing: null,
  };
}

/** The case after an event. */
export function evolveRecovery(recovery: RecoveryCase, event: RecoveryEvent): RecoveryCase {
  const { by, at } = event;
  const moved = (state: RecoveryState): RecoveryCase => ({ ...recovery, state, stateSince: at });
  switch (event.type) {
    case 'recovery-opened':
      return beginRecovery(event);
    case 'recovery-asked-again':
      return { ...recovery, askedBy: [...recovery.askedBy, event.mailId] };
    case 'recovery-mail-received':
    case 'recovery-details-opened':
    case 'office-told':
    case 'recovery-overdue':
      return recovery;
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return withEscalation(recovery, event);
    case 'code-sent': {
      const { codeHash, accountId, expiresAt } = event;
      return {
        ...moved('awaiting-code'),
        challenge: { codeHash, accountId, expiresAt, triesLeft: CODE_TRIES },
      };
    }
    case 'code-answered':
      return {
        ...moved('received'),
        challenge: null,
        provenByCode: recovery.challenge?.accountId ?? null,
      };
    case 'code-wrong': {
      const triesLeft = (recovery.challenge?.triesLeft ?? 1) - 1;
      return triesLeft > 0 && recovery.challenge
        ? { ...recovery, challenge: { ...recovery.challenge, triesLeft } }
        : { ...moved('received'), challenge: null, codesSpent: true };
    }
    case 'code-expired':
    case 'code-undelivered':
      return { ...moved('received'), challenge: null };
    case 'recovery-issued':
      return {
        ...moved('issuing'),
        dueAt: null,
        undelivered: false,
        issue: { by, at, accountId: event.accountId, mailedAt: null },
      };
    case 'recovery-mailed':
      return {
        ...moved('closed'),
        issue: recovery.issue && { ...recovery.issue, mailedAt: at },
        closing: { by, at, note: null },
      };
    case 'recovery-undelivered':
      // Back to DI, who may issue another one: the proof holds, that password does not.
      return { ...moved('received'), undelivered: true, closing: null };
    case 'recovery-became-problem': {
      const closing = { by, at, note: null, mergedInto: event.problemId };
      return { ...moved('closed'), dueAt: null, closing, problem: event.number };
    }
    case 'recovery-rejected':
      return { ...moved('rejected'), challenge: null, dueAt: null, closing: { by, at, note: event.note } };
  }
}
