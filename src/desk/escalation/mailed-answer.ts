/** An answer by mail to whoever asked: it goes into the office's thread, and to nobody outside. */
import type { RequestMail } from '../../mail/sorting/classification.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { Reads, UnitOfWork } from '../../store/unit-of-work.ts';
import type { AccessCase } from '../../workflow/case.ts';
import { isEscalationLetter, openEscalations } from '../../workflow/escalation.ts';
import { carryOutIn, type LetterPayload } from '../carry-out.ts';
import type { Desk } from '../desk.ts';
import { keepDocumentsIn } from '../place-mail.ts';
import type { PreparedMail } from '../prepare-mail.ts';
import { carryOutProblemIn } from '../problem/carry-out-problem.ts';
import { carryOutRecoveryIn } from '../recovery/carry-out-recovery.ts';
import { shortened } from './thread-lines.ts';

/** An open question that a mail answers. */
export interface AnsweredQuestion {
  readonly row: CaseRow;
  readonly escalation: string;
}

/**
 * The open escalation whose letter a mail answers; null where it answers none. Only the address that was asked is heard, and
 * only in answer to a letter of ours: its Message-ID is known to nobody else.
 */
export async function answeredQuestion(
  reads: Reads,
  messageIds: Iterable<string>,
  request: RequestMail,
): Promise<AnsweredQuestion | null> {
  const from = request.sender?.address.toLowerCase() ?? '';
  for (const messageId of messageIds) {
    const sent = await reads.sentByMessageId(messageId);
    if (!sent || !isEscalationLetter(sent.letter) || sent.to.toLowerCase() !== from) {
      continue;
    }
    const row = await reads.caseById(sent.caseId);
    const effect = (await reads.effectsOf(sent.caseId)).find(({ id }) => id === sent.effectId);
    const { escalation = '' } = (effect?.payload ?? {}) as Partial<LetterPayload>;
    const open = row ? openEscalations(row.facts as unknown as AccessCase) : [];
    if (row && open.some(({ id }) => id === escalation)) {
      return { row, escalation };
    }
  }
  return null;
}

/** Keeps the answer with the case, with whatever was attached, and makes it due in the office's thread. */
export async function hearAnswerIn(
  desk: Desk,
  uow: UnitOfWork,
  { row, escalation }: AnsweredQuestion,
  mailId: string,
  request: RequestMail,
  mail: PreparedMail,
): Promise<void> {
  const text = shortened(request.text.trim());
  const files = mail.documents.map(({ name }) => name).join(', ');
  const words = [text, files === '' ? '' : desk.texts.places.withFiles(files)].filter(Boolean).join('\n');
  await keepDocumentsIn(uow, mailId, mail, row.id);
  const note = await uow.addNote(row.id, words || desk.texts.places.withoutText);
  const wish = { type: 'answer-escalation', by: { type: 'colleague' }, escalation, mailId, note } as const;
  switch (row.kind) {
    case 'problem':
      await carryOutProblemIn(desk, uow, row.id, wish);
      return;
    case 'recovery':
      await carryOutRecoveryIn(desk, uow, row.id, wish);
      return;
    default:
      await carryOutIn(desk, uow, row.id, wish);
  }
}
