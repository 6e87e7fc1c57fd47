/** The letters of a problem: that it came (P1), an answer meanwhile, its outcome (P2). */
import type { LetterContent } from '../../mail/letters/letter.ts';
import type { CaseRow } from '../../store/cases.ts';
import { type EffectTask, PermanentFailure } from '../../store/effect-runner.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import { ro } from '../../texts/ro.ts';
import { isEscalationLetter } from '../../workflow/escalation.ts';
import { answering, mustNotAnswer } from '../answer-sender.ts';
import { deliverLetter } from '../deliver-letter.ts';
import type { Desk } from '../desk.ts';
import { type AskedLetter, sendToAsked } from '../escalation/asked-letters.ts';
import { nameOf } from '../people.ts';
import { officeOf } from '../settings.ts';
import { carryOutProblemIn, type ProblemLetterPayload, problemOf } from './carry-out-problem.ts';

/** Sends one of them. Throws PermanentFailure where trying again is of no use. */
export async function sendProblemLetter(desk: Desk, task: EffectTask): Promise<void> {
  const payload = task.payload as ProblemLetterPayload | AskedLetter;
  const row = await desk.store.caseById(task.caseId);
  if (row?.kind !== 'problem') {
    return;
  }
  if ('escalation' in payload) {
    await sendToAsked(desk, task, commonOf(desk, row), payload);
    return;
  }
  const to = row.senderEmail ?? '';
  if (to === '') {
    throw new PermanentFailure('no-address');
  }
  const isFirst = payload.letter === 'problem-received';
  if (isFirst && (await mustNotAnswer(desk, row, to, payload.letter))) {
    return;
  }
  await deliverLetter(desk, task, {
    ...{ letter: payload.letter, to, attachments: [] },
    content: await contentOf(desk, row, payload),
    thread: await answering(desk, row),
    headersOnlyBounce: false,
    isAutoReply: isFirst,
  });
  await task.complete((uow) => uow.markSent(task.id, 'accepted'));
}

function commonOf(desk: Desk, row: CaseRow) {
  const { number, office } = problemOf(row);
  return {
    caseNumber: number,
    officeName: office === 'DI' ? ro.letterTexts.centralIt : officeOf(desk.config, office).name,
    registry: null,
    applicantName: row.senderName ?? '',
  };
}

/** An answer with somebody's own text, before it is sent. */
export function answerContent(desk: Desk, row: CaseRow, note: string, writtenBy: string): LetterContent {
  return { ...commonOf(desk, row), letter: 'problem-answer', note, writtenBy };
}

async function contentOf(desk: Desk, row: CaseRow, payload: ProblemLetterPayload): Promise<LetterContent> {
  const common = commonOf(desk, row);
  const { letter } = payload;
  if (letter === 'problem-received') {
    return { ...common, letter };
  }
  const note = payload.note === null ? '' : await desk.store.noteText(payload.note);
  return { ...common, letter, note: note ?? '', writtenBy: await nameOf(desk, payload.by) };
}

/** A letter that will never arrive: the card says so, to the people who can do something about it. */
export async function problemLetterFailedIn(
  desk: Desk,
  uow: UnitOfWork,
  effect: { readonly id: string; readonly caseId: string; readonly payload: unknown },
  code: string,
): Promise<void> {
  if (await uow.sentByEffect(effect.id)) {
    await uow.markSent(effect.id, 'refused', code);
  }
  const { letter } = effect.payload as ProblemLetterPayload | AskedLetter;
  const type = isEscalationLetter(letter) ? 'asked-unreachable' : 'letter-failed';
  await carryOutProblemIn(desk, uow, effect.caseId, { type, by: { type: 'system' } });
}
