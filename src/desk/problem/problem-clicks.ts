/** Clicks on the card of a problem (P2): take, answer, escalate, solve. */
import { renderProblemCard, renderProblemDialog } from '../../bot/cards.ts';
import type { Answer, Click } from '../../bot/channel.ts';
import type { ProblemDialogView } from '../../bot/views.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { ThreadPlace } from '../../workflow/case.ts';
import {
  decideProblem,
  isAtHome,
  mayLook,
  type ProblemRefusal,
  problemTargets,
} from '../../workflow/problem.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { Desk } from '../desk.ts';
import { askedChoices, noteErrors, readQuestion } from '../escalation/asked.ts';
import { documentUrl } from '../open-document.ts';
import type { KnownPerson } from '../people.ts';
import { confirmText, type LetterAtHand, lastAnswer, previewLetter } from '../preview-letter.ts';
import { refreshCards } from '../refresh-cards.ts';
import { NO_REFUSAL_FACTS } from '../refusal-answer.ts';
import { carryOutProblem, carryOutProblemIn, type ProblemWish, problemOf } from './carry-out-problem.ts';
import { answerContent } from './problem-letters.ts';
import { problemCardView, problemDetailsView } from './problem-view.ts';

/** Answers a click: the office's people, or those who were asked. */
export async function handleProblemClick(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  click: Click,
): Promise<Answer> {
  const answer = await act(desk, person, row, click);
  if (answer.kind === 'told') {
    await refreshCards(desk, row.id);
  }
  return answer;
}

async function act(desk: Desk, person: KnownPerson, row: CaseRow, { verb, inputs }: Click): Promise<Answer> {
  const by = person.actor;
  const sample = { by, note: '' };
  switch (verb) {
    case 'show-case':
    case 'problem-details':
      return await openDetails(desk, person, row, verb);
    case 'open-document':
      return await openDocument(desk, person, row, inputs.documentId ?? '');
    case 'problem-take':
      return await done(desk, row, 'take', async () => ({ type: 'take', by }));
    case 'problem-answer':
      return await open(desk, person, row, { type: 'answer', ...sample }, verb);
    case 'problem-resolve':
      return await open(desk, person, row, { type: 'resolve', ...sample }, verb);
    case 'escalate':
      return await openEscalate(desk, person, row);
    case 'close-escalation': {
      const escalation = problemOf(row).escalations[0]?.id ?? '';
      return await open(desk, person, row, { type: 'close-escalation', ...sample, escalation }, verb);
    }
    case 'submit:problem-answer':
      return await submitAnswer(desk, person, row, inputs);
    case 'submit:problem-resolve':
      return await noted(desk, row, inputs.note, 'resolve', (note) => ({ type: 'resolve', by, note }));
    case 'submit:escalate':
      return await submitEscalate(desk, person, row, inputs);
    case 'submit:close-escalation': {
      const escalation = inputs.escalation ?? '';
      const closed = await noted(desk, row, inputs.note, 'close-escalation', (note) => ({
        type: 'close-escalation',
        by,
        escalation,
        note,
      }));
      return closed.kind === 'done' && inputs.tellApplicant === 'true' && isAtHome(problemOf(row), by)
        ? previewLetter(desk, letterAtHand(desk, person, row), (inputs.note ?? '').trim())
        : closed;
    }
    default:
      return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
}

/** Where somebody sees the card: at home, or as whoever was asked. */
function placeOf(row: CaseRow, { actor }: KnownPerson): ThreadPlace {
  if (isAtHome(problemOf(row), actor)) {
    return 'office';
  }
  return hasRole(actor.roles, 'di', null) ? 'di' : 'supervisor';
}

function told(desk: Desk, refusal: ProblemRefusal): Answer {
  return { kind: 'told', text: desk.texts.problem.refusals[refusal] };
}

function dialog(desk: Desk, view: ProblemDialogView): Answer {
  const { title, card } = renderProblemDialog(view, desk.texts);
  return { kind: 'dialog', title, card };
}

type Done = 'take' | 'answer' | 'resolve' | 'escalate' | 'close-escalation';

async function done(
  desk: Desk,
  row: CaseRow,
  what: Done,
  wishIn: (uow: UnitOfWork) => Promise<ProblemWish>,
): Promise<Answer> {
  const refusal = await carryOutProblem(desk, row.id, wishIn);
  return refusal === null ? { kind: 'done', text: desk.texts.problem.done[what] } : told(desk, refusal);
}

/** Why this would be refused now, or null: whoever may not submit a dialog need not fill it in first. */
function refusalOf(desk: Desk, row: CaseRow, wish: ProblemWish): ProblemRefusal | null {
  const decision = decideProblem(problemOf(row), { ...wish, at: desk.now().toISOString() });
  return decision.accepted ? null : decision.refusal;
}

async function open(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  sample: ProblemWish,
  kind: 'problem-answer' | 'problem-resolve' | 'close-escalation',
): Promise<Answer> {
  const refusal = refusalOf(desk, row, sample);
  if (refusal !== null) {
    return told(desk, refusal);
  }
  const place = placeOf(row, person);
  const card = await problemCardView(desk, desk.store, row, place);
  switch (kind) {
    case 'problem-answer':
      return dialog(desk, { kind, card, text: await lastAnswer(desk.store, row.id, problemOf(row)) });
    case 'problem-resolve':
      return dialog(desk, { kind, card });
    case 'close-escalation':
      return dialog(desk, { kind, card, mayTell: place === 'office' });
  }
}

/** A mail to whoever reported it leaves only as it was looked at. */
async function submitAnswer(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  inputs: Click['inputs'],
): Promise<Answer> {
  const by = person.actor;
  const refusal = refusalOf(desk, row, { type: 'answer', by, note: '' });
  if (refusal !== null) {
    return told(desk, refusal);
  }
  const confirmed = confirmText(desk, letterAtHand(desk, person, row), inputs);
  return confirmed.kind === 'confirmed'
    ? await done(desk, row, 'answer', async (uow) => {
        return { type: 'answer', by, note: await uow.addNote(row.id, confirmed.text) };
      })
    : confirmed;
}

function letterAtHand(desk: Desk, { name }: KnownPerson, row: CaseRow): LetterAtHand {
  return {
    caseId: row.id,
    to: row.senderEmail ?? '',
    verb: 'submit:problem-answer',
    content: (text) => answerContent(desk, row, text, name),
  };
}

/** Who looked into a person's mail stands in the log (product.md, Cards). */
async function openDetails(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  verb: 'show-case' | 'problem-details',
): Promise<Answer> {
  const place = placeOf(row, person);
  const refusal = refusalOf(desk, row, { type: 'open-details', by: person.actor });
  if (refusal !== null) {
    return told(desk, refusal);
  }
  if (verb === 'show-case') {
    const view = await problemCardView(desk, desk.store, row, place);
    return { kind: 'dialog', title: view.number, card: renderProblemCard(view, desk.texts) };
  }
  await carryOutProblem(desk, row.id, async () => ({ type: 'open-details', by: person.actor }));
  return dialog(desk, await problemDetailsView(desk, desk.store, row, place));
}

async function openDocument(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  documentId: string,
): Promise<Answer> {
  if (!mayLook(problemOf(row), person.actor)) {
    return told(desk, 'not-yours');
  }
  const documents = await desk.store.documentsOf(row.id);
  if (!documents.some(({ id }) => id === documentId)) {
    return { kind: 'told', text: desk.texts.refusals['document-not-found'] };
  }
  const token = await desk.store.transact(row.id, async (uow) => {
    await carryOutProblemIn(desk, uow, row.id, { type: 'open-document', by: person.actor, documentId });
    return await uow.mintDocumentLink({ documentId, personId: person.id, caseId: row.id });
  });
  return { kind: 'link', url: documentUrl(desk, token), text: desk.texts.confirmations['open-document'] };
}

async function openEscalate(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const problem = problemOf(row);
  const [target = 'di'] = problemTargets(problem);
  const sample = { id: '', target, note: '', urgent: false };
  const refusal = refusalOf(desk, row, { type: 'escalate', by: person.actor, ...sample });
  if (refusal !== null) {
    return told(desk, refusal);
  }
  const targets = await askedChoices(desk, {
    ...{ office: problem.office, personId: person.id },
    free: problemTargets(problem),
  });
  if (targets.length === 0) {
    return { kind: 'told', text: desk.texts.places.nobodyToAsk };
  }
  const card = await problemCardView(desk, desk.store, row, placeOf(row, person));
  return dialog(desk, { kind: 'escalate', card, targets });
}

async function submitEscalate(
  desk: Desk,
  { actor: by }: KnownPerson,
  row: CaseRow,
  inputs: Click['inputs'],
): Promise<Answer> {
  const read = await readQuestion(desk, { office: row.office, caseId: row.id, inputs });
  if ('errors' in read) {
    return { kind: 'dialog-errors', errors: read.errors, text: desk.texts.inputErrors.summary };
  }
  return await done(desk, row, 'escalate', async (uow) => ({ by, ...(await read.questionIn(uow)) }));
}

/** A step with one text, which is kept as a note of the case; nothing of a refused one stays. */
async function noted(
  desk: Desk,
  row: CaseRow,
  typed: string | undefined,
  what: Done,
  wishWith: (note: string) => ProblemWish,
): Promise<Answer> {
  const text = (typed ?? '').trim();
  const errors = noteErrors(desk, text);
  if (errors.length > 0) {
    return { kind: 'dialog-errors', errors, text: desk.texts.inputErrors.summary };
  }
  const refusal = refusalOf(desk, row, wishWith(''));
  return refusal === null
    ? await done(desk, row, what, async (uow) => wishWith(await uow.addNote(row.id, text)))
    : told(desk, refusal);
}
