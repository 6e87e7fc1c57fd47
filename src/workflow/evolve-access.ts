/** What an event makes of an access case. The case can be rebuilt from its audit events by this alone. */
import type { AccessCase, AccessEvent, AccessState, Closing, CorrectableFact, RegisterWork } from './case.ts';
import { isEscalationLetter, isThreadLine, withEscalation } from './escalation.ts';
import { personOf } from './roles.ts';

type Opened = Extract<AccessEvent, { type: 'opened' }>;

export function begin(event: Opened): AccessCase {
  return {
    kind: 'access',
    id: event.id,
    number: event.number,
    office: event.office,
    state: 'received',
    openedAt: event.at,
    stateSince: event.at,
    dueAt: event.dueAt,
    owner: null,
    diOwner: null,
    workbook: event.workbook,
    verified: null,
    original: null,
    register: null,
    registry: null,
    approved: null,
    issue: null,
    closing: null,
    trouble: null,
    closeOffered: false,
    lastStep: { type: event.type, by: event.by, at: event.at },
  };
}

/** Rebuilds a case from all of its events, the first of which must be `opened`. */
export function replay(events: readonly AccessEvent[]): AccessCase {
  const [first, ...rest] = events;
  if (first?.type !== 'opened') {
    throw new Error('A case begins with the event "opened"');
  }
  return rest.reduce(evolve, begin(first));
}

export function evolve(access: AccessCase, event: AccessEvent): AccessCase {
  return withLastStep(change(access, event), event);
}

function change(access: AccessCase, event: AccessEvent): AccessCase {
  const mark = { by: event.by, at: event.at };
  switch (event.type) {
    case 'opened':
      return begin(event);
    case 'mail-received':
      return event.by === 'applicant' && access.state === 'awaiting-correction'
        ? moveTo(access, event, 'received', access.dueAt)
        : access;
    case 'dcg-answered':
      return { ...access, register: answered(access.register, event.at) };
    case 'workbook-replaced':
      return {
        ...backToOffice(access, event, event.dueAt),
        workbook: event.workbook,
        original: null,
        trouble: null,
      };
    case 'taken':
      return { ...access, owner: event.by };
    case 'taken-by-di':
      return { ...access, diOwner: event.by };
    case 'reassigned':
      return access.state === 'with-di' ? { ...access, diOwner: event.to } : { ...access, owner: event.to };
    case 'supervisor-told':
      return { ...access, supervisorTold: true };
    case 'verified':
      return {
        ...owned(moveTo(access, event, 'verified', event.dueAt), event),
        verified: { ...mark, workbook: event.workbook },
      };
    case 'documents-sorted':
    case 'applicant-written':
      return owned(access, event);
    case 'register-updated':
      return { ...owned(access, event), register: { kind: 'updated', fields: event.fields, ...mark } };
    case 'asked-of-dcg':
      return { ...owned(access, event), register: { kind: 'asked-of-dcg', ...mark, answeredAt: null } };
    case 'correction-asked':
      return { ...owned(moveTo(access, event, 'awaiting-correction', null), event), verified: null };
    case 'original-recorded':
      return {
        ...owned(access, event),
        original: { ...mark, receivedOn: event.receivedOn, file: event.file },
        dueAt: event.dueAt,
        closeOffered: access.state === 'awaiting-correction' && access.closeOffered,
      };
    case 'registry-recorded':
      return { ...access, registry: event.registry };
    case 'approved':
      return {
        ...owned(moveTo(access, event, 'with-di', event.dueAt), event),
        diOwner: null,
        approved: { ...mark, workbook: event.workbook, reasonNote: event.reasonNote },
      };
    case 'credentials-issued':
      return {
        ...moveTo(access, event, 'issuing', null),
        diOwner: access.diOwner ?? event.by,
        issue: {
          ...mark,
          workbook: event.workbook,
          accountId: event.accountId,
          mode: event.mode,
          credentialsMailedAt: null,
          secretaryMailedAt: null,
        },
      };
    case 'credentials-mailed':
      return { ...access, issue: access.issue && { ...access.issue, credentialsMailedAt: event.at } };
    case 'secretary-mailed':
      return {
        ...moveTo(access, event, 'issued', event.dueAt),
        issue: access.issue && { ...access.issue, secretaryMailedAt: event.at },
      };
    case 'credentials-undelivered':
      return {
        ...backToOffice(access, event, event.dueAt),
        trouble: { letter: 'credentials', at: event.at, workbook: event.workbook },
      };
    case 'letter-undelivered':
      // Whoever is asked by mail is asked anew by closing and escalating again: nothing is to be sent a second time.
      return isEscalationLetter(event.letter)
        ? access
        : { ...access, trouble: { letter: event.letter, at: event.at, workbook: null } };
    case 'letter-delivered':
    case 'letter-resent':
      return { ...access, trouble: null };
    case 'returned':
      return { ...backToOffice(access, event, event.dueAt), diOwner: access.diOwner ?? event.by };
    case 'taken-back':
    case 'reopened':
      return backToOffice(access, event, event.dueAt);
    case 'noted-on-original':
      return closed(owned(access, event), event, 'closed', 'noted', null, null);
    case 'rejected':
      return closed(owned(access, event), event, 'rejected', 'rejected', event.note, null);
    case 'withdrawn':
      return closed(owned(access, event), event, 'closed', 'withdrawn', event.note, null);
    case 'closed-original-missing':
      return closed(owned(access, event), event, 'closed', 'original-missing', null, null);
    case 'merged':
      return closed(owned(access, event), event, 'closed', 'merged', null, event.into);
    case 'transferred':
      return {
        ...backToOffice(access, event, event.dueAt),
        office: event.office,
        owner: null,
        // The paper and its registration are the other office's: this one receives and files them anew.
        original: null,
        registry: null,
      };
    case 'fact-corrected':
      return withoutFact(owned(access, event), event);
    case 'mail-repeated':
    case 'applicant-reminded':
    case 'details-opened':
    case 'document-opened':
    case 'became-overdue':
      return access;
    case 'close-offered':
      return { ...access, closeOffered: true };
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return withEscalation(access, event);
  }
}

/** Whoever acts first at the office takes the case. */
function owned(access: AccessCase, event: AccessEvent): AccessCase {
  return access.owner === null && personOf(event.by) !== null ? { ...access, owner: event.by } : access;
}

function moveTo(
  access: AccessCase,
  event: AccessEvent,
  state: AccessState,
  dueAt: string | null,
): AccessCase {
  return { ...access, state, stateSince: event.at, dueAt, closeOffered: false };
}

/** To "De verificat": what was verified, approved and issued must be done again. The original stays. */
function backToOffice(access: AccessCase, event: AccessEvent, dueAt: string | null): AccessCase {
  return {
    ...moveTo(access, event, 'received', dueAt),
    verified: null,
    approved: null,
    issue: null,
    closing: null,
  };
}

function closed(
  access: AccessCase,
  event: AccessEvent,
  state: 'closed' | 'rejected',
  reason: Closing['reason'],
  note: string | null,
  mergedInto: string | null,
): AccessCase {
  return {
    ...moveTo(access, event, state, null),
    closing: { by: event.by, at: event.at, reason, note, mergedInto },
  };
}

function answered(register: RegisterWork | null, at: string): RegisterWork | null {
  return register?.kind === 'asked-of-dcg'
    ? { ...register, answeredAt: register.answeredAt ?? at }
    : register;
}

function withoutFact(
  access: AccessCase,
  event: Extract<AccessEvent, { type: 'fact-corrected' }>,
): AccessCase {
  const fact: CorrectableFact = event.fact;
  switch (fact) {
    case 'original':
      return { ...access, original: null };
    case 'register':
      return { ...access, register: null };
    case 'registry':
      return { ...access, registry: null };
    case 'verified':
      return access.state === 'verified'
        ? { ...moveTo(access, event, 'received', access.dueAt), verified: null }
        : { ...access, verified: null };
  }
}

/** Looking and talking are no steps: a click that came too late is told who acted, not who looked. */
function withLastStep(access: AccessCase, event: AccessEvent): AccessCase {
  if (event.type === 'details-opened' || event.type === 'document-opened' || isThreadLine(event)) {
    return access;
  }
  return { ...access, lastStep: { type: event.type, by: event.by, at: event.at } };
}
