/** A click on a card or the submit of a dialog: who, on which case, what; and what that person is told. */
import type { Answer, Click, ClickHandler } from '../bot/channel.ts';
import type { AccessCase, Refusal } from '../workflow/case.ts';
import { carryOut, type Outcome, type Wish } from './carry-out.ts';
import { applicantAddress, isDialogKind, openDialog, refusalToOpen } from './case-dialogs.ts';
import { type CaseRecord, recordOf } from './case-record.ts';
import { moreCases } from './commands/waiting-list.ts';
import type { Desk } from './desk.ts';
import { submitIssue } from './issue.ts';
import { replyContent } from './letter-content.ts';
import { openDocument } from './open-document.ts';
import { type KnownPerson, speakingTo, whoClicked } from './people.ts';
import { confirmText, type LetterAtHand, previewLetter } from './preview-letter.ts';
import { handleProblemClick } from './problem/problem-clicks.ts';
import { handleRecoveryClick } from './recovery/recovery-clicks.ts';
import { refreshCards } from './refresh-cards.ts';
import { answerRefusal, NO_REFUSAL_FACTS } from './refusal-answer.ts';
import { purgedSaid } from './retention/purged-view.ts';
import { showCase } from './show-case.ts';
import { submitSortedDocuments } from './sort-documents.ts';
import { isPlainSubmit, readSubmit } from './submits.ts';
import { handleUnsortedClick } from './unsorted-clicks.ts';

const SUBMIT = 'submit:';

/**
 * Answers clicks. Nothing is decided from what the card says: the case and the roles in the database decide,
 * at the moment of the click. A click that lost changes nothing, is told why, and refreshes the card.
 */
export function createClickHandler(desk: Desk): ClickHandler {
  return async (click) => {
    try {
      return await handle(desk, click);
    } catch (error) {
      desk.log.error(
        { verb: verbForLog(click.verb), caseId: click.caseId, error: errorName(error) },
        'click failed',
      );
      return { kind: 'told', text: desk.texts.refusals['world-broke'] };
    }
  };
}

async function handle(desk: Desk, click: Click): Promise<Answer> {
  const person = await whoClicked(desk, click);
  return person
    ? await handleAs(speakingTo(desk, person), person, click)
    : { kind: 'told', text: desk.texts.refusals['unknown-person'](NO_REFUSAL_FACTS) };
}

async function handleAs(desk: Desk, person: KnownPerson, click: Click): Promise<Answer> {
  if (click.verb === 'more-cases') {
    return await moreCases(desk, person, Number.parseInt(click.inputs.after ?? '', 10) || 0);
  }
  const row = await desk.store.caseById(click.caseId);
  if (row?.kind === 'unsorted') {
    return await handleUnsortedClick(desk, person, row, click);
  }
  if (row?.kind === 'problem') {
    return await handleProblemClick(desk, person, row, click);
  }
  if (row?.kind === 'recovery') {
    return await handleRecoveryClick(desk, person, row, click);
  }
  if (row?.kind === 'purged') {
    return { kind: 'told', text: purgedSaid(desk, row) };
  }
  if (row?.kind !== 'access') {
    return { kind: 'told', text: desk.texts.refusals['case-not-found'](NO_REFUSAL_FACTS) };
  }
  const access = row.facts as unknown as AccessCase;
  const answer = await act(desk, person, { access, record: () => recordOf(desk.store, row) }, click);
  if (answer.kind === 'told') {
    await refreshCards(desk, row.id);
  }
  return answer;
}

/** The case that was clicked on, as it was when the click came; everything about it only where that is needed. */
interface Target {
  readonly access: AccessCase;
  readonly record: () => Promise<CaseRecord>;
}

async function act(desk: Desk, person: KnownPerson, target: Target, click: Click): Promise<Answer> {
  const { verb, inputs } = click;
  if (verb.startsWith(SUBMIT)) {
    return await submit(desk, person, target, verb.slice(SUBMIT.length), inputs);
  }
  if (verb === 'show-case') {
    return await showCase(desk, person, await target.record());
  }
  if (verb === 'open-document') {
    return await openDocument(desk, person, await target.record(), inputs.documentId ?? '');
  }
  if (verb === 'approve') {
    return await approve(desk, person, target);
  }
  if (verb === 'approve-dialog') {
    return await openDialog(desk, person, await target.record(), 'approve');
  }
  if (isDialogKind(verb)) {
    return await openDialog(desk, person, await target.record(), verb);
  }
  const wish = plainWish(person, target.access, verb);
  if (!wish) {
    return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
  return await tell(desk, verb, await carryOut(desk, target.access.id, () => wish));
}

/** Buttons that need no dialog: one touch. */
function plainWish(person: KnownPerson, access: AccessCase, verb: string): Wish | null {
  const by = person.actor;
  switch (verb) {
    case 'take':
    case 'take-back':
    case 'note-on-original':
      return { type: verb, by };
    case 'resend':
      return { type: 'resend', by, letter: access.trouble?.letter ?? 'reply' };
    default:
      return null;
  }
}

/** A17: one touch where nothing is in doubt; the dialog opens only to ask what must be answered. */
async function approve(desk: Desk, person: KnownPerson, target: Target): Promise<Answer> {
  const outcome = await carryOut(desk, target.access.id, () => ({
    type: 'approve',
    by: person.actor,
    reasonNote: null,
    dcgAnswerNotAwaited: false,
  }));
  if (!outcome.accepted && asksSomething(outcome.refusal)) {
    return await openDialog(desk, person, await target.record(), 'approve');
  }
  return await tell(desk, 'approve', outcome);
}

function asksSomething(refusal: Refusal): boolean {
  return refusal.code === 'reason-needed' || refusal.code === 'dcg-not-answered';
}

async function submit(
  desk: Desk,
  person: KnownPerson,
  target: Target,
  kind: string,
  inputs: Click['inputs'],
): Promise<Answer> {
  if (kind === 'issue') {
    return await submitIssue(desk, person, await target.record(), inputs);
  }
  if (kind === 'sort-documents') {
    return await submitSortedDocuments(desk, person, await target.record(), inputs);
  }
  if (kind === 'write-to-applicant') {
    return await submitToApplicant(desk, person, target, inputs);
  }
  if (!isPlainSubmit(kind)) {
    return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
  const submitted = await readSubmit(desk, person, target, kind, inputs);
  if ('errors' in submitted) {
    return { kind: 'dialog-errors', errors: submitted.errors, text: desk.texts.inputErrors.summary };
  }
  const outcome = await carryOut(desk, target.access.id, submitted.wish);
  if (outcome.accepted && kind === 'close-escalation' && inputs.tellApplicant === 'true') {
    const letter = letterAtHand(desk, person, await target.record());
    return previewLetter(desk, letter, (inputs.note ?? '').trim());
  }
  return await tell(desk, kind, outcome);
}

/** A mail to the applicant leaves only as it was looked at. */
async function submitToApplicant(
  desk: Desk,
  person: KnownPerson,
  { access, record }: Target,
  inputs: Click['inputs'],
): Promise<Answer> {
  const refusal = refusalToOpen(desk, person, access, 'write-to-applicant');
  if (refusal !== null) {
    return await answerRefusal(desk, access, refusal);
  }
  const confirmed = confirmText(desk, letterAtHand(desk, person, await record()), inputs);
  if (confirmed.kind !== 'confirmed') {
    return confirmed;
  }
  const by = person.actor;
  const outcome = await carryOut(desk, access.id, async (uow) => ({
    ...{ type: 'write-to-applicant', by },
    note: await uow.addNote(access.id, confirmed.text),
  }));
  return await tell(desk, 'write-to-applicant', outcome);
}

function letterAtHand(desk: Desk, { name }: KnownPerson, record: CaseRecord): LetterAtHand {
  return {
    caseId: record.access.id,
    to: applicantAddress(record),
    verb: 'submit:write-to-applicant',
    content: (text) => replyContent(desk, record, text, name),
  };
}

async function tell(desk: Desk, verb: string, outcome: Outcome): Promise<Answer> {
  if (!outcome.accepted) {
    return await answerRefusal(desk, outcome.access, outcome.refusal);
  }
  const confirmations: Readonly<Record<string, string>> = desk.texts.confirmations;
  return { kind: 'done', text: confirmations[verb] ?? '' };
}

/** A verb comes from outside: only what looks like one is logged. */
function verbForLog(verb: string): string {
  return /^[a-z:-]{1,40}$/.test(verb) ? verb : '?';
}

/** An error's class and code; its message may quote what a person wrote. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) {
    return typeof error;
  }
  const code = 'code' in error && typeof error.code === 'string' ? `:${error.code}` : '';
  return `${error.name}${code}`;
}
