/** Sends one letter from the outbox, and tells the case what came of it (A10, A13, A14, A17, A21, A23). */
import { ATTACHMENTS } from '../mail/letters/render-letter.ts';
import type { OutgoingAttachment } from '../mail/wire/send.ts';
import { type EffectTask, PermanentFailure } from '../store/effect-runner.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { isCredentialsLetter } from '../workflow/access-facts.ts';
import type { Letter } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { isEscalationLetter } from '../workflow/escalation.ts';
import { audienceOf } from '../workflow/letter-audience.ts';
import { mustNotAnswer } from './answer-sender.ts';
import { carryOutIn, type LetterPayload } from './carry-out.ts';
import { applicantAddress } from './case-dialogs.ts';
import { type CaseRecord, caseRecord, kindsOf, type MailSummary } from './case-record.ts';
import { deliverLetter } from './deliver-letter.ts';
import type { Desk } from './desk.ts';
import { askedAddress, askedThread } from './escalation/asked-letters.ts';
import { type FilledWorkbook, fillForMail } from './fill-for-mail.ts';
import { isForDcg, letterContent } from './letter-content.ts';
import { officeOf } from './settings.ts';

/** Acknowledgements to one address in this time, so that two answering machines cannot keep each other busy. */
const ACKNOWLEDGEMENTS = { most: 10, withinMs: 3 * 60 * 60 * 1000 };

/** Sends a letter. Throws PermanentFailure where trying again is of no use. */
export async function sendLetter(desk: Desk, task: EffectTask): Promise<void> {
  const payload = task.payload as LetterPayload;
  const record = await caseRecord(desk.store, task.caseId);
  if (!record || isPast(record, payload)) {
    return;
  }
  const content = await letterContent(desk, desk.store, record, payload);
  if (!content) {
    return;
  }
  const to = await recipientOf(desk, record, payload);
  if (to === '') {
    throw new PermanentFailure('no-address');
  }
  const isFirst = payload.letter === 'acknowledgement';
  if (isFirst && (await mustNotAnswer(desk, record.row, to, payload.letter, ACKNOWLEDGEMENTS))) {
    desk.log.warn(
      { caseId: task.caseId, letter: payload.letter },
      'not acknowledged: a machine, a forged mail, or too many to one address',
    );
    return;
  }
  // Only what is sure to be sent: a workbook that cannot be filled fails before an address is fixed.
  const { attachments, converted } = await attachmentsOf(desk, record, payload, task.secret);
  const { letter } = payload;
  await deliverLetter(desk, task, {
    ...{ letter, to, attachments },
    content: content.letter === 'credentials' ? { ...content, converted } : content,
    thread: await threading(desk, record, letter, to),
    headersOnlyBounce: letter === 'credentials',
    isAutoReply: letter === 'acknowledgement',
  });
  await task.complete((uow) => accepted(desk, uow, record, task, payload));
}

/** The letter's issue was taken back or done anew: that password must never reach anybody. */
function isPast({ access }: CaseRecord, payload: LetterPayload): boolean {
  return isCredentialsLetter(payload.letter) && access.issue?.at !== payload.issuedAt;
}

/** A21 goes to the address in the workbook that was issued for, and nowhere else. */
async function recipientOf(desk: Desk, record: CaseRecord, payload: LetterPayload): Promise<string> {
  const { letter } = payload;
  switch (audienceOf(letter)) {
    case 'di':
      return desk.config.diAddress;
    case 'dcg':
      return desk.config.dcgAddress;
    case 'secretary':
      return officeOf(desk.config, record.access.office).secretaryMailbox;
    case 'asked':
      return await askedAddress(desk, desk.store, record.access.id, payload.escalation ?? '');
    case 'applicant':
      return isCredentialsLetter(letter) ? formAddress(record) : applicantAddress(record);
  }
}

function formAddress({ access, reading }: CaseRecord): string {
  return access.workbook?.hasEmail ? reading.fields.email : '';
}

async function attachmentsOf(
  desk: Desk,
  record: CaseRecord,
  payload: LetterPayload,
  secret: string | null,
): Promise<{ readonly attachments: readonly OutgoingAttachment[]; readonly converted: boolean }> {
  const attachments: OutgoingAttachment[] = [];
  let converted = false;
  for (const wanted of ATTACHMENTS[payload.letter]) {
    switch (wanted) {
      case 'workbook':
        attachments.push(
          ...(await documents(desk, record, (_, id) => id === record.access.workbook?.documentId)),
        );
        break;
      case 'workbook-without-password':
        attachments.push(
          ...(await documents(desk, record, (kinds) => kinds.includes('workbook-issued'))).slice(-1),
        );
        break;
      case 'application':
        attachments.push(...(await documents(desk, record, isForDcg)));
        break;
      case 'workbook-with-credentials': {
        const filled = await filledWorkbook(desk, record, payload, secret);
        attachments.push(filled.attachment);
        converted = filled.converted;
        break;
      }
    }
  }
  return { attachments, converted };
}

async function documents(
  desk: Desk,
  record: CaseRecord,
  wanted: (kinds: readonly string[], id: string) => boolean,
): Promise<OutgoingAttachment[]> {
  const found = record.documents.filter((document) => wanted(kindsOf(document), document.id));
  return await Promise.all(
    found.map(async ({ name, mediaType, blob }) => ({
      name,
      mediaType,
      bytes: await desk.store.documents.get(blob),
    })),
  );
}

/** A20: the applicant's own workbook with its four cells filled, made in memory for this mail alone. */
async function filledWorkbook(
  desk: Desk,
  record: CaseRecord,
  payload: LetterPayload,
  secret: string | null,
): Promise<FilledWorkbook> {
  const { access } = record;
  const document = record.documents.find(({ id }) => id === access.workbook?.documentId);
  const account = access.issue ? await desk.store.accountById(access.issue.accountId) : undefined;
  if (secret === null || !document || !account || !access.issue) {
    throw new PermanentFailure('nothing-to-issue');
  }
  // Suspended after the issue, before the mail went out.
  if (account.state === 'suspended') {
    throw new PermanentFailure('account-suspended');
  }
  const original = { name: document.name, bytes: await desk.store.documents.get(document.blob) };
  return await fillForMail(desk, original, {
    credentialsCreatedOn: localDay(access.issue.at),
    webAddress: payload.webAddress ?? '',
    user: account.user,
    password: secret,
  });
}

/** Letters to the applicant answer the applicant's last mail, so that mail programs show one conversation. */
async function threading(
  desk: Desk,
  record: CaseRecord,
  letter: Letter,
  to: string,
): Promise<{ readonly inReplyTo?: string; readonly references?: readonly string[] }> {
  if (isEscalationLetter(letter)) {
    return await askedThread(desk, record.access.id, to);
  }
  if (audienceOf(letter) !== 'applicant') {
    return {};
  }
  const mails = await desk.store.inboundOf(record.access.id);
  const summaries = mails.map(({ summary }) => summary as MailSummary | null);
  const last = summaries.findLast((summary) => summary?.from === record.row.senderEmail && summary.messageId);
  return last?.messageId
    ? { inReplyTo: last.messageId, references: [...last.references, last.messageId] }
    : {};
}

async function accepted(
  desk: Desk,
  uow: UnitOfWork,
  record: CaseRecord,
  task: EffectTask,
  payload: LetterPayload,
): Promise<void> {
  const { letter, issuedAt } = payload;
  await uow.markSent(task.id, 'accepted');
  const by = { type: 'system' } as const;
  await carryOutIn(desk, uow, task.caseId, { type: 'letter-accepted', by, letter, issuedAt });
  const { issue, office } = record.access;
  if (isCredentialsLetter(letter) && issue) {
    // From now on recovery proves this address (R3).
    const email = record.reading.fields.email.toLowerCase();
    const account = await uow.accountById(issue.accountId);
    // Suspended while the mail server took the letter: it stays so.
    const state = account?.state === 'suspended' ? {} : ({ state: 'active' } as const);
    await uow.changeAccount(issue.accountId, { ...state, email, office, caseId: task.caseId });
  }
}

/** A letter that will never arrive: the case says so, to the people who can do something about it. */
export async function letterFailedIn(
  desk: Desk,
  uow: UnitOfWork,
  effect: { readonly id: string; readonly caseId: string; readonly payload: unknown },
  code: string,
): Promise<void> {
  const { letter, issuedAt } = effect.payload as LetterPayload;
  if (await uow.sentByEffect(effect.id)) {
    await uow.markSent(effect.id, 'refused', code);
  }
  const by = { type: 'system' } as const;
  await carryOutIn(desk, uow, effect.caseId, { type: 'letter-failed', by, letter, issuedAt });
}
