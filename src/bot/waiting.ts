/** What a case waits for, since when and until when: the sentence that a card leads with. */
import { formatInstant, formatTime } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { approvalBlockers, awaitedFromApplicant, awaitsDcg } from '../workflow/access-facts.ts';
import type { AccessCase, Instant } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { coloured, type Line, line, type RunColor, run, subtle, type TextRun } from './inlines.ts';

const DAY_MS = 86_400_000;

/** Whom and what the case waits for, without a full stop; "pe nimeni" when it is over. */
export function waitsFor(access: AccessCase, texts: Texts): string {
  const { waiting } = texts.card;
  switch (access.state) {
    case 'received':
      return access.workbook === null || access.workbook.refusal !== null
        ? waiting['no-workbook']
        : waiting.verify;
    case 'awaiting-correction':
      return waiting.correction;
    case 'verified':
      return verifiedWaitsFor(access, texts);
    case 'with-di':
      return access.diOwner === null ? waiting.take : waiting.issue;
    case 'issuing':
      return access.issue?.credentialsMailedAt ? waiting['secretary-mail'] : waiting['credentials-mail'];
    case 'issued':
      return waiting.note;
    case 'closed':
    case 'rejected':
      return waiting.nobody;
  }
}

function verifiedWaitsFor(access: AccessCase, texts: Texts): string {
  const { waiting } = texts.card;
  const blockers = approvalBlockers(access);
  if (blockers.length === 0) {
    return awaitsDcg(access) ? waiting['dcg-and-approve'] : waiting.approve;
  }
  return blockers.every((blocker) => blocker === 'no-original')
    ? waiting.original
    : waiting.blocked(blockers.map((blocker) => texts.blockers[blocker]).join('; '));
}

/** Since when, and until when; what is late or due today stands out in words and colour. */
export function sinceAndDue(access: AccessCase, now: Instant, texts: Texts): Line {
  const since = texts.card.since(formatInstant(access.stateSince));
  const until = due(access, now, texts);
  return until.text === '' ? line(subtle(since)) : line(subtle(`${since} ·`), until);
}

function due(access: AccessCase, now: Instant, texts: Texts): TextRun {
  const { card } = texts;
  if (access.dueAt === null) {
    return subtle(awaitedFromApplicant(access) === null ? '' : card.noDue);
  }
  const days = daysBetween(now, access.dueAt);
  const time = formatTime(access.dueAt);
  if (isOverdue(access, now)) {
    const text = days === 0 ? card.overdueToday(time) : card.overdue(-days, formatInstant(access.dueAt));
    return coloured(text, 'Attention');
  }
  if (days === 0) {
    return coloured(card.dueToday(time), 'Warning');
  }
  return run(days === 1 ? card.dueTomorrow(time) : card.due(formatInstant(access.dueAt)));
}

function isOverdue(access: AccessCase, now: Instant): boolean {
  return access.dueAt !== null && access.dueAt < now && isOpen(access);
}

export function isOpen(access: AccessCase): boolean {
  return access.state !== 'closed' && access.state !== 'rejected';
}

/** Calendar days in Bucharest from one instant to another. */
function daysBetween(from: Instant, to: Instant): number {
  return Math.round((Date.parse(localDay(to)) - Date.parse(localDay(from))) / DAY_MS);
}

/** The colour of the state's word: whose turn it is, seen from where the card stands. */
export function toneOf(access: AccessCase, place: 'office' | 'di'): RunColor | 'Default' {
  if (awaitedFromApplicant(access) !== null) {
    return 'Warning';
  }
  switch (access.state) {
    case 'received':
    case 'verified':
    case 'issued':
      return place === 'office' ? 'Accent' : 'Default';
    case 'with-di':
      return place === 'di' ? 'Accent' : 'Default';
    case 'awaiting-correction':
    case 'issuing':
      return 'Default';
    case 'closed':
      return access.closing?.reason === 'noted' ? 'Good' : 'Default';
    case 'rejected':
      return 'Attention';
  }
}
