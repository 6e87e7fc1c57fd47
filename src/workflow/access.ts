/** What a command means for an access case (rows A10 to A24). Pure: who asks and when arrive inside the command. */

import { approvalBlockers, awaitsDcg, failedChecks, workbookBlockers } from './access-facts.ts';
import { letterAccepted, letterFailed, receiveMail, timePassed } from './access-outcomes.ts';
import { refuseActor } from './access-roles.ts';
import type { AccessCase, AccessCommand, AccessEvent, CorrectableFact, Decision, Rules } from './case.ts';
import { dueAfter, localDay } from './deadlines.ts';
import { AT_OFFICE, accept, inStates, type Of, OPEN, refuse, stamp } from './decision.ts';
import { answerEscalation, closeEscalation, escalate, sayInThread } from './escalation.ts';
import { hasRole, refOf } from './roles.ts';

/** A case begins with a mail (A10); every later command goes to {@link decide}. */
export function open(command: Of<'open'>, rules: Rules): Decision {
  return accept({
    type: 'opened',
    ...stamp(command),
    id: command.id,
    number: command.number,
    office: command.office,
    mailId: command.mailId,
    workbook: command.workbook,
    dueAt: dueAfter(command.at, rules.dueDays.verify),
  });
}

/** What a command means for a case. Never throws: whatever may not be done is a refusal with its reason. */
export function decide(access: AccessCase, command: AccessCommand, rules: Rules): Decision {
  const refusal = refuseActor(access, command);
  if (refusal) {
    return refuse(refusal);
  }
  const by = stamp(command);
  switch (command.type) {
    case 'open':
      return refuse({ code: 'already-done' });
    case 'receive-mail':
      return receiveMail(access, command, rules);
    case 'receive-repeated':
      return inStates(access, OPEN, { type: 'mail-repeated', ...by, mailId: command.mailId });
    case 'take':
      return take(access, command);
    case 'verify':
      return verify(access, command, rules);
    case 'sort-documents':
      return inStates(access, AT_OFFICE, { type: 'documents-sorted', ...by, documents: command.documents });
    case 'update-register':
      return inStates(access, AT_OFFICE, {
        type: 'register-updated',
        ...by,
        fields: command.fields,
        note: command.note,
      });
    case 'send-to-dcg':
      return inStates(access, AT_OFFICE, { type: 'asked-of-dcg', ...by, note: command.note });
    case 'ask-correction':
      return inStates(access, AT_OFFICE, {
        type: 'correction-asked',
        ...by,
        reasons: command.reasons,
        note: command.note,
      });
    case 'record-original':
      return recordOriginal(access, command, rules);
    case 'record-registry':
      return inStates(access, OPEN, { type: 'registry-recorded', ...by, registry: command.registry });
    case 'approve':
      return approve(access, command, rules);
    case 'issue':
      return issue(access, command, rules);
    case 'return':
      return inStates(access, ['with-di'], {
        type: 'returned',
        ...by,
        note: command.note,
        dueAt: dueAfter(command.at, rules.dueDays.verify),
      });
    case 'take-back':
      return takeBack(access, command, rules);
    case 'reassign':
      return reassign(access, command);
    case 'note-on-original':
      return noteOnOriginal(access, command);
    case 'reject':
      return inStates(access, AT_OFFICE, { type: 'rejected', ...by, note: command.note });
    case 'withdraw':
      return inStates(access, AT_OFFICE, { type: 'withdrawn', ...by, note: command.note });
    case 'close-original-missing':
      return access.original
        ? refuse({ code: 'already-done' })
        : inStates(access, AT_OFFICE, { type: 'closed-original-missing', ...by });
    case 'transfer':
      return transfer(access, command, rules);
    case 'merge':
      return command.into === access.id
        ? refuse({ code: 'same-case' })
        : inStates(access, AT_OFFICE, { type: 'merged', ...by, into: command.into });
    case 'reopen':
      return inStates(access, ['closed', 'rejected'], {
        type: 'reopened',
        ...by,
        note: command.note,
        dueAt: dueAfter(command.at, rules.dueDays.verify),
      });
    case 'correct-fact':
      return correctFact(access, command);
    case 'write-to-applicant':
      return inStates(access, OPEN, { type: 'applicant-written', ...by, note: command.note });
    case 'escalate':
      return escalate(access, command);
    case 'close-escalation':
      return closeEscalation(access, command);
    case 'say-in-thread':
      return sayInThread(access, command);
    case 'answer-escalation':
      return answerEscalation(access, command);
    case 'open-details':
      return accept({ type: 'details-opened', ...by });
    case 'open-document':
      return accept({ type: 'document-opened', ...by, documentId: command.documentId });
    case 'resend':
      return access.trouble?.letter === command.letter
        ? accept({ type: 'letter-resent', ...by, letter: command.letter })
        : refuse({ code: 'nothing-to-resend' });
    case 'letter-accepted':
      return letterAccepted(access, command, rules);
    case 'letter-failed':
      return letterFailed(access, command, rules);
    case 'time-passed':
      return timePassed(access, command);
  }
}

function take(access: AccessCase, command: Of<'take'>): Decision {
  if (access.state === 'with-di') {
    return access.diOwner
      ? refuse({ code: 'already-done' })
      : accept({ type: 'taken-by-di', ...stamp(command) });
  }
  return access.owner
    ? refuse({ code: 'already-done' })
    : inStates(access, AT_OFFICE, { type: 'taken', ...stamp(command) });
}

function verify(access: AccessCase, command: Of<'verify'>, rules: Rules): Decision {
  if (access.verified && access.verified.workbook === command.workbook) {
    return refuse({ code: 'already-done' });
  }
  if (access.state !== 'received' && access.state !== 'awaiting-correction') {
    return refuse({ code: 'wrong-state', state: access.state });
  }
  const blockers = workbookBlockers(access).filter((blocker) => blocker !== 'no-email');
  if (blockers.length > 0) {
    return refuse({ code: 'blocked', by: blockers });
  }
  if (access.workbook?.hash !== command.workbook) {
    return refuse({ code: 'other-workbook' });
  }
  return accept({
    type: 'verified',
    ...stamp(command),
    workbook: command.workbook,
    // Without the original the applicant is waited for: nothing is due at the office.
    dueAt: access.original ? dueAfter(command.at, rules.dueDays.verify) : null,
  });
}

function recordOriginal(access: AccessCase, command: Of<'record-original'>, rules: Rules): Decision {
  if (access.original) {
    return refuse({ code: 'already-done' });
  }
  if (!AT_OFFICE.includes(access.state)) {
    return refuse({ code: 'wrong-state', state: access.state });
  }
  if (command.receivedOn > localDay(command.at)) {
    return refuse({ code: 'day-in-future' });
  }
  const by = stamp(command);
  const recorded: AccessEvent = {
    type: 'original-recorded',
    ...by,
    receivedOn: command.receivedOn,
    file: command.file,
    dueAt: access.state === 'verified' ? dueAfter(command.at, rules.dueDays.verify) : access.dueAt,
  };
  return command.registry
    ? accept(recorded, { type: 'registry-recorded', ...by, registry: command.registry })
    : accept(recorded);
}

function approve(access: AccessCase, command: Of<'approve'>, rules: Rules): Decision {
  if (access.approved) {
    return refuse({ code: 'already-done' });
  }
  if (!AT_OFFICE.includes(access.state)) {
    return refuse({ code: 'wrong-state', state: access.state });
  }
  const blockers = approvalBlockers(access);
  if (blockers.length > 0 || !access.workbook) {
    return refuse({ code: 'blocked', by: blockers });
  }
  if (awaitsDcg(access) && !command.dcgAnswerNotAwaited) {
    return refuse({ code: 'dcg-not-answered' });
  }
  const failed = failedChecks(access);
  if (failed.length > 0 && command.reasonNote === null) {
    return refuse({ code: 'reason-needed', failedChecks: failed });
  }
  return accept({
    type: 'approved',
    ...stamp(command),
    workbook: access.workbook.hash,
    reasonNote: command.reasonNote,
    dueAt: dueAfter(command.at, rules.dueDays.issue),
  });
}

function issue(access: AccessCase, command: Of<'issue'>, rules: Rules): Decision {
  if (access.issue) {
    return refuse({ code: 'already-done' });
  }
  if (access.state !== 'with-di' || !access.approved) {
    return refuse({ code: 'wrong-state', state: access.state });
  }
  if (rules.separateApproverAndIssuer && access.approved.by === refOf(command.by)) {
    return refuse({ code: 'approver-may-not-issue' });
  }
  if (access.workbook?.hash !== command.workbook || access.approved.workbook !== command.workbook) {
    return refuse({ code: 'other-workbook' });
  }
  if (!command.accountCreated) {
    return refuse({ code: 'account-not-confirmed' });
  }
  return accept({
    type: 'credentials-issued',
    ...stamp(command),
    workbook: command.workbook,
    mode: command.mode,
    accountId: command.accountId,
  });
}

function takeBack(access: AccessCase, command: Of<'take-back'>, rules: Rules): Decision {
  if (access.state === 'with-di' && access.diOwner) {
    return refuse({ code: 'taken-by-di', by: access.diOwner });
  }
  return inStates(access, ['with-di'], {
    type: 'taken-back',
    ...stamp(command),
    dueAt: dueAfter(command.at, rules.dueDays.verify),
  });
}

/** Whoever gets a case must be able to work at it. */
function reassign(access: AccessCase, command: Of<'reassign'>): Decision {
  const needs = access.state === 'with-di' ? 'di' : 'secretary';
  const held = access.state === 'with-di' ? access.diOwner : access.owner;
  if (held === command.to) {
    return refuse({ code: 'already-done' });
  }
  return hasRole(command.roles, needs, needs === 'di' ? null : access.office)
    ? inStates(access, OPEN, { type: 'reassigned', ...stamp(command), to: command.to })
    : refuse({ code: 'colleague-without-role', needs });
}

function noteOnOriginal(access: AccessCase, command: Of<'note-on-original'>): Decision {
  if (access.closing?.reason === 'noted') {
    return refuse({ code: 'already-done' });
  }
  return inStates(access, ['issued'], { type: 'noted-on-original', ...stamp(command) });
}

function transfer(access: AccessCase, command: Of<'transfer'>, rules: Rules): Decision {
  if (command.office === access.office) {
    return refuse({ code: 'same-office' });
  }
  return inStates(access, AT_OFFICE, {
    type: 'transferred',
    ...stamp(command),
    from: access.office,
    office: command.office,
    note: command.note,
    dueAt: dueAfter(command.at, rules.dueDays.verify),
  });
}

function correctFact(access: AccessCase, command: Of<'correct-fact'>): Decision {
  if (!holdsFact(access, command.fact)) {
    return refuse({ code: 'nothing-to-correct' });
  }
  const states = command.fact === 'registry' ? OPEN : AT_OFFICE;
  return inStates(access, states, {
    type: 'fact-corrected',
    ...stamp(command),
    fact: command.fact,
    note: command.note,
  });
}

function holdsFact(access: AccessCase, fact: CorrectableFact): boolean {
  switch (fact) {
    case 'original':
      return access.original !== null;
    case 'register':
      return access.register !== null;
    case 'registry':
      return access.registry !== null;
    case 'verified':
      return access.verified !== null;
  }
}
