/** What the world must do after an event: cards, thread lines, letters and timers, as data. */
import { awaitedFromApplicant } from './access-facts.ts';
import type {
  AccessCase,
  AccessEffect,
  AccessEvent,
  CaseTimer,
  Instant,
  Letter,
  Rules,
  ThreadPlace,
  Turn,
} from './case.ts';
import { dueAfter } from './deadlines.ts';
import {
  type EscalationEvent,
  isEscalatedTo,
  isThreadLine,
  lettersToAsked,
  threadsToTell,
} from './escalation.ts';

const APPLICANT_TIMERS: readonly CaseTimer[] = ['applicant-5', 'applicant-15', 'applicant-30'];

/** An event with its number in the case's audit log. */
export interface NumberedEvent {
  readonly seq: number;
  readonly event: AccessEvent;
}

/**
 * The effects of one event. `before` is null when the case begins.
 * No password here: effects are stored; credentials are sealed only when somebody issues them.
 */
export function effectsOf(
  before: AccessCase | null,
  { seq, event }: NumberedEvent,
  after: AccessCase,
  rules: Rules,
): readonly AccessEffect[] {
  if (event.type === 'details-opened' || event.type === 'document-opened') {
    return [];
  }
  if (isThreadLine(event)) {
    // The case is as it was: only the other ends hear of it, and nobody outside (product.md, Escalation).
    return [...letters(event, seq), ...replies(before, event, after, seq)];
  }
  return [
    ...letters(event, seq),
    { kind: 'card', place: 'office' },
    ...(concernsDi(before) || concernsDi(after) ? [{ kind: 'card', place: 'di' } as const] : []),
    ...(concernsSupervisor(before) || concernsSupervisor(after)
      ? [{ kind: 'card', place: 'supervisor' } as const]
      : []),
    ...replies(before, event, after, seq),
    ...timers(before, event, after, rules),
  ];
}

function concernsDi(access: AccessCase | null): boolean {
  return (
    access !== null && (access.approved !== null || access.issue !== null || isEscalatedTo(access, 'di'))
  );
}

function concernsSupervisor(access: AccessCase | null): boolean {
  return access !== null && (access.supervisorTold === true || isEscalatedTo(access, 'supervisor'));
}

function letters(event: AccessEvent, seq: number): AccessEffect[] {
  const write = (letter: Letter, note: string | null = null): AccessEffect[] => [
    { kind: 'letter', letter, event: seq, note },
  ];
  switch (event.type) {
    case 'opened':
      return write('acknowledgement');
    case 'asked-of-dcg':
      return write('to-dcg', event.note);
    case 'correction-asked':
      return write('correction', event.note);
    case 'approved':
      return write('to-di');
    case 'credentials-issued':
      return write(event.mode === 'new-address' ? 'address-updated' : 'credentials');
    case 'credentials-mailed':
      return write('to-secretary');
    case 'rejected':
      return write('rejection', event.note);
    case 'withdrawn':
      return write('withdrawn');
    case 'closed-original-missing':
      return write('closed-original-missing');
    case 'applicant-written':
      return write('reply', event.note);
    case 'applicant-reminded':
      return write(event.about === 'original' ? 'original-reminder' : 'correction-reminder');
    case 'letter-resent':
      return write(event.letter);
    case 'mail-received':
    case 'mail-repeated':
    case 'dcg-answered':
    case 'workbook-replaced':
    case 'taken':
    case 'taken-by-di':
    case 'verified':
    case 'documents-sorted':
    case 'register-updated':
    case 'original-recorded':
    case 'registry-recorded':
    case 'secretary-mailed':
    case 'credentials-undelivered':
    case 'letter-undelivered':
    case 'letter-delivered':
    case 'returned':
    case 'taken-back':
    case 'noted-on-original':
    case 'transferred':
    case 'merged':
    case 'reopened':
    case 'fact-corrected':
    case 'details-opened':
    case 'document-opened':
    case 'close-offered':
    case 'became-overdue':
    case 'supervisor-told':
    case 'reassigned':
      return [];
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return askedLetters(event, seq);
  }
}

function askedLetters(event: EscalationEvent, seq: number): AccessEffect[] {
  return lettersToAsked(event).map((each) => ({ kind: 'letter', event: seq, ...each }));
}

/** History goes into the thread of the place that it concerns; a mention tells whose turn it is now. */
function replies(
  before: AccessCase | null,
  event: AccessEvent,
  after: AccessCase,
  seq: number,
): AccessEffect[] {
  const say = (place: ThreadPlace, mention: Turn = null): AccessEffect => ({
    kind: 'reply',
    place,
    event: seq,
    mention,
  });
  switch (event.type) {
    case 'mail-received':
    case 'dcg-answered':
    case 'workbook-replaced':
    case 'credentials-undelivered':
    case 'letter-undelivered':
    case 'returned':
    case 'reopened':
    case 'close-offered':
      return concernsDi(before) ? [say('office', 'owner'), say('di')] : [say('office', 'owner')];
    case 'secretary-mailed':
      return [say('office', 'owner'), say('di')];
    case 'approved':
      return [say('office'), say('di', 'di')];
    case 'taken-back':
    case 'taken-by-di':
    case 'credentials-issued':
    case 'credentials-mailed':
      return [say('office'), say('di')];
    case 'transferred':
      return [say('office', 'secretary')];
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return threadsToTell(event).map(({ place, mention }) => say(place, mention));
    case 'became-overdue':
      return [event.state === 'with-di' ? say('di', 'di') : say('office', 'owner')];
    case 'supervisor-told':
      return [say('office', 'supervisor'), say('supervisor')];
    case 'reassigned':
      return after.state === 'with-di' ? [say('office'), say('di', 'di')] : [say('office', 'owner')];
    case 'opened':
    case 'mail-repeated':
    case 'taken':
    case 'verified':
    case 'documents-sorted':
    case 'register-updated':
    case 'asked-of-dcg':
    case 'correction-asked':
    case 'original-recorded':
    case 'registry-recorded':
    case 'letter-delivered':
    case 'letter-resent':
    case 'noted-on-original':
    case 'rejected':
    case 'withdrawn':
    case 'closed-original-missing':
    case 'merged':
    case 'fact-corrected':
    case 'applicant-written':
    case 'applicant-reminded':
      return [say('office')];
    case 'details-opened':
    case 'document-opened':
      return [];
  }
}

function timers(
  before: AccessCase | null,
  event: AccessEvent,
  after: AccessCase,
  rules: Rules,
): AccessEffect[] {
  const set: AccessEffect[] = [];
  if ((before?.dueAt ?? null) !== after.dueAt) {
    set.push(
      after.dueAt === null
        ? { kind: 'cancel-timer', timer: 'due' }
        : { kind: 'set-timer', timer: 'due', at: after.dueAt },
      { kind: 'cancel-timer', timer: 'late' },
    );
  }
  if (event.type === 'became-overdue') {
    set.push({ kind: 'set-timer', timer: 'late', at: dueAfter(event.at, rules.supervisorDays) });
  }
  const waited = before !== null && waitsForApplicant(before);
  const waits = waitsForApplicant(after);
  if (waits && (!waited || before?.state !== after.state)) {
    set.push(...applicantTimers(event.at, rules));
  } else if (waited && !waits) {
    set.push(...APPLICANT_TIMERS.map((timer) => ({ kind: 'cancel-timer', timer }) as const));
  }
  return set;
}

function waitsForApplicant(access: AccessCase): boolean {
  return awaitedFromApplicant(access) !== null;
}

function applicantTimers(now: Instant, rules: Rules): AccessEffect[] {
  return APPLICANT_TIMERS.map((timer, index) => ({
    kind: 'set-timer',
    timer,
    at: dueAfter(now, rules.applicantDays[index] ?? 0),
  }));
}
