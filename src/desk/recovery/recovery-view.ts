/** What the card and the details of a recovery say, looked up as they are now. */
import type {
  HistoryLine,
  RecoveryAction,
  RecoveryCardView,
  RecoveryDialogView,
  SenderLine,
} from '../../bot/views.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import { formatInstant } from '../../texts/dates.ts';
import { openEscalations } from '../../workflow/escalation.ts';
import {
  isOver,
  issuableAccount,
  mayBeChallenged,
  mayBecomeProblem,
  type RecoveryCase,
  type RecoveryEvent,
  type RecoveryFinding,
  recoveryTargets,
} from '../../workflow/recovery.ts';
import type { MailSummary } from '../case-record.ts';
import { escalationLines } from '../case-view.ts';
import type { Desk, Telling } from '../desk.ts';
import { eventSentence } from '../event-sentence.ts';
import { historySentences } from '../history.ts';
import { mailOriginOf, senderLineOfProof } from '../mail-origin.ts';
import { nameOf } from '../people.ts';
import { officeOf } from '../settings.ts';
import { recoveryEventOf } from './carry-out-recovery.ts';
import { findRecovery, type RecoveryFound, recoveryOf } from './recovery-finding.ts';

const TEXT_SHOWN = 2_000;

export async function recoveryCardView(desk: Desk, reads: Reads, row: CaseRow): Promise<RecoveryCardView> {
  const recovery = recoveryOf(row);
  const found = await findRecovery(reads, row);
  const { account, finding } = found;
  return {
    caseId: row.id,
    number: recovery.number,
    state: recovery.state,
    from: row.senderEmail ?? '',
    askedAt: recovery.openedAt,
    address: addressLine(desk, finding),
    // Its mails belong to the problem.
    mail: recovery.problem === undefined ? mailLine(desk, recovery, found) : null,
    account: account && {
      user: account.user,
      personName: account.personName,
      officeName: officeOf(desk.config, account.office).name,
      suspended: account.state === 'suspended',
    },
    code: codeSaid(desk, recovery),
    closing: await closingSaid(desk, reads, recovery),
    undelivered: recovery.undelivered,
    dueAt: recovery.dueAt,
    help: helpFor(recovery, finding),
    escalations: await escalationLines(desk, reads, recovery),
    actions: actionsFor(recovery, finding),
  };
}

function addressLine(desk: Desk, { address }: RecoveryFinding): SenderLine {
  const outcome = { matches: 'passed', several: 'unknown', unknown: 'failed' } as const;
  return { outcome: outcome[address], result: desk.texts.recovery.addressIs[address] };
}

function mailLine(desk: Desk, { provenByCode }: RecoveryCase, { proof }: RecoveryFound): SenderLine {
  const { recovery } = desk.texts;
  if (provenByCode !== null) {
    return { outcome: 'passed', result: recovery.provenByCode };
  }
  return proof === null
    ? { outcome: 'unknown', result: recovery.mailNotKnown }
    : senderLineOfProof(desk, proof);
}

function codeSaid(desk: Desk, { challenge, codesSpent }: RecoveryCase): string | null {
  const { recovery } = desk.texts;
  if (challenge !== null) {
    return recovery.codeSent(formatInstant(challenge.expiresAt), challenge.triesLeft);
  }
  return codesSpent ? recovery.codesSpent : null;
}

async function closingSaid(desk: Desk, reads: Reads, recovery: RecoveryCase): Promise<string | null> {
  const { issue, closing, state, problem } = recovery;
  const texts = desk.texts.recovery;
  if (problem !== undefined && closing !== null) {
    return texts.becameProblem(await nameOf(desk, closing.by), formatInstant(closing.at), problem);
  }
  if (state === 'rejected' && closing !== null) {
    const why = closing.note === null ? '' : await reads.noteText(closing.note);
    return texts.rejected(await nameOf(desk, closing.by), formatInstant(closing.at), why ?? '');
  }
  if (issue === null || recovery.undelivered) {
    return null;
  }
  const user = (await reads.accountById(issue.accountId))?.user ?? '';
  return texts.issued(user, await nameOf(desk, issue.by), formatInstant(issue.at));
}

function helpFor(recovery: RecoveryCase, finding: RecoveryFinding): RecoveryCardView['help'] {
  if (isOver(recovery) || recovery.state === 'issuing') {
    return null;
  }
  if (recovery.state === 'awaiting-code') {
    return 'wait';
  }
  if (issuableAccount(recovery, finding) !== null) {
    return 'issue';
  }
  if (mayBeChallenged(recovery, finding)) {
    return 'code';
  }
  return finding.address === 'several' && finding.mail !== 'refused' ? 'several' : 'refuse';
}

/** Issue only where both results hold; a code where the address matches; else only "Respinge" (R3). */
function actionsFor(recovery: RecoveryCase, finding: RecoveryFinding): readonly RecoveryAction[] {
  const main: RecoveryAction[] = [];
  if (issuableAccount(recovery, finding) !== null) {
    main.push('recovery-issue');
  } else if (mayBeChallenged(recovery, finding)) {
    main.push('recovery-send-code');
  }
  const mayReject = !isOver(recovery) && recovery.state !== 'issuing';
  return [
    ...main,
    'recovery-details',
    ...(mayReject ? (['recovery-reject'] as const) : []),
    ...(mayBecomeProblem(recovery, finding) ? (['recovery-make-problem'] as const) : []),
    ...(recoveryTargets(recovery).length > 0 ? (['escalate'] as const) : []),
    ...(openEscalations(recovery).length > 0 ? (['close-escalation'] as const) : []),
  ];
}

export async function recoveryDetailsView(
  desk: Desk,
  reads: Reads,
  row: CaseRow,
): Promise<Extract<RecoveryDialogView, { kind: 'recovery-details' }>> {
  const mails = await reads.inboundOf(row.id);
  const summary = (mails.at(-1)?.summary ?? null) as MailSummary | null;
  return {
    kind: 'recovery-details',
    card: await recoveryCardView(desk, reads, row),
    text: summary?.text.slice(0, TEXT_SHOWN) ?? '',
    mailOrigin: await mailOriginOf(desk, reads, row.id),
    history: historySentences(await recoveryHistory(desk, reads, row)),
  };
}

/** Every step, oldest first. */
export async function recoveryHistory(
  desk: Telling,
  reads: Reads,
  row: CaseRow,
): Promise<readonly HistoryLine[]> {
  const events = await reads.events(row.id);
  return await Promise.all(
    events.map(async (event) => ({
      at: event.at.toISOString(),
      who: await nameOf(desk, event.actor),
      rows: event.rows.split(' ').filter(Boolean),
      text: await recoverySentence(desk, reads, row, recoveryEventOf(event)),
    })),
  );
}

/** What stands in the sentence: why it was rejected, or whose office was told. */
async function noteOf(reads: Reads, event: RecoveryEvent): Promise<string> {
  switch (event.type) {
    case 'recovery-rejected':
      return await reads.noteText(event.note);
    case 'recovery-became-problem':
      return event.number;
    case 'office-told':
      return (await reads.accountById(event.accountId))?.user ?? '';
    default:
      return '';
  }
}

/** One step in a sentence. */
export async function recoverySentence(
  desk: Telling,
  reads: Reads,
  row: Pick<CaseRow, 'number' | 'office'>,
  event: RecoveryEvent,
): Promise<string> {
  switch (event.type) {
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return await eventSentence(desk, reads, { number: row.number ?? '', office: row.office }, event);
    default: {
      const note = await noteOf(reads, event);
      const when = event.type === 'code-sent' ? formatInstant(event.expiresAt) : '';
      const { events } = desk.texts.recovery;
      return events[event.type]({ who: await nameOf(desk, event.by), note, when });
    }
  }
}
