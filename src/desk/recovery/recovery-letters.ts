/** The letters of a recovery: that the request came, the one-time code, and the new credentials (R4). */
import { blankForm } from '../../excel/blank-form.ts';
import type { LetterContent } from '../../mail/letters/letter.ts';
import type { OutgoingAttachment } from '../../mail/wire/send.ts';
import type { Account } from '../../store/accounts.ts';
import type { CaseRow } from '../../store/cases.ts';
import { type EffectTask, PermanentFailure } from '../../store/effect-runner.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import { ro } from '../../texts/ro.ts';
import { localDay } from '../../workflow/deadlines.ts';
import { codeExpiry, type RecoveryCase } from '../../workflow/recovery.ts';
import { answering, mustNotAnswer } from '../answer-sender.ts';
import { caseRecord } from '../case-record.ts';
import { deliverLetter } from '../deliver-letter.ts';
import type { Desk } from '../desk.ts';
import { type AskedLetter, sendToAsked } from '../escalation/asked-letters.ts';
import { fillForMail } from '../fill-for-mail.ts';
import { carryOutRecoveryIn, type RecoveryLetterPayload } from './carry-out-recovery.ts';
import { recoveryOf } from './recovery-finding.ts';

const NEW_FILE = 'Credentiale acces.xlsx';

/** Sends one of them. Throws PermanentFailure where trying again is of no use. */
export async function sendRecoveryLetter(desk: Desk, task: EffectTask): Promise<void> {
  const payload = task.payload as RecoveryLetterPayload | AskedLetter;
  const row = await desk.store.caseById(task.caseId);
  if (row?.kind === 'recovery' && 'escalation' in payload) {
    await sendToAsked(desk, task, commonOf(row), payload);
    return;
  }
  if (row?.kind !== 'recovery' || 'escalation' in payload || isPast(recoveryOf(row), payload)) {
    return;
  }
  const made = await makeLetter(desk, row, payload, task.secret);
  if (made === null) {
    return;
  }
  const { letter } = payload;
  await deliverLetter(desk, task, {
    ...{ letter, ...made, thread: await answering(desk, row) },
    headersOnlyBounce: letter !== 'recovery-received',
    isAutoReply: letter === 'recovery-received',
  });
  await task.complete(async (uow) => {
    await uow.markSent(task.id, 'accepted');
    if (payload.letter === 'recovery-credentials') {
      const by = { type: 'system' } as const;
      await carryOutRecoveryIn(desk, uow, row.id, { type: 'letter-accepted', by, issuedAt: payload.at });
    }
  });
}

/** A letter that will never arrive: DI hears of it, and may send another code or password. */
export async function recoveryLetterFailedIn(
  desk: Desk,
  uow: UnitOfWork,
  effect: { readonly id: string; readonly caseId: string; readonly payload: unknown },
  code: string,
): Promise<void> {
  if (await uow.sentByEffect(effect.id)) {
    await uow.markSent(effect.id, 'refused', code);
  }
  const payload = effect.payload as RecoveryLetterPayload | AskedLetter;
  // Whoever asked by mail sees that no answer comes, and asks in another way.
  if (!('escalation' in payload)) {
    await recoveryLetterLostIn(desk, uow, effect.caseId, payload);
  }
}

/** What follows where one of them has not arrived, by a refusal or a bounce. */
export async function recoveryLetterLostIn(
  desk: Desk,
  uow: UnitOfWork,
  caseId: string,
  { letter, at }: RecoveryLetterPayload,
): Promise<void> {
  const by = { type: 'system' } as const;
  switch (letter) {
    case 'recovery-received':
      return;
    case 'recovery-code':
      await carryOutRecoveryIn(desk, uow, caseId, { type: 'code-failed', by, sentAt: at });
      return;
    case 'recovery-credentials':
      await carryOutRecoveryIn(desk, uow, caseId, { type: 'letter-failed', by, issuedAt: at });
  }
}

/** A code that was spent or replaced, or another password than the last one, must reach nobody. */
function isPast(
  { issue, challenge, undelivered }: RecoveryCase,
  { letter, at }: RecoveryLetterPayload,
): boolean {
  switch (letter) {
    case 'recovery-received':
      return false;
    case 'recovery-code':
      return challenge?.expiresAt !== codeExpiry(at);
    case 'recovery-credentials':
      return issue?.at !== at || undelivered;
  }
}

/** Nobody's name: who asks is not proven. */
function commonOf(row: CaseRow) {
  return {
    caseNumber: recoveryOf(row).number,
    officeName: ro.letterTexts.centralIt,
    registry: null,
    applicantName: '',
  };
}

interface MadeLetter {
  readonly content: LetterContent;
  readonly to: string;
  readonly attachments: readonly OutgoingAttachment[];
}

async function makeLetter(
  desk: Desk,
  row: CaseRow,
  payload: RecoveryLetterPayload,
  secret: string | null,
): Promise<MadeLetter | null> {
  const recovery = recoveryOf(row);
  const common = commonOf(row);
  switch (payload.letter) {
    case 'recovery-received': {
      const to = row.senderEmail ?? '';
      return to === '' || (await mustNotAnswer(desk, row, to, payload.letter))
        ? null
        : { content: { ...common, letter: payload.letter }, to, attachments: [] };
    }
    case 'recovery-code': {
      const account = await registeredAccount(desk, row, recovery.challenge?.accountId);
      if (secret === null) {
        throw new PermanentFailure('nothing-to-send');
      }
      const until = recovery.challenge?.expiresAt ?? recovery.stateSince;
      return {
        content: { ...common, letter: payload.letter, code: secret, until },
        to: account.email,
        attachments: [],
      };
    }
    case 'recovery-credentials': {
      const account = await registeredAccount(desk, row, recovery.issue?.accountId);
      if (secret === null) {
        throw new PermanentFailure('nothing-to-send');
      }
      const webAddress = payload.webAddress ?? '';
      const issuedOn = localDay(payload.at);
      const { user } = account;
      const { attachment, converted } = await fillForMail(desk, await workbookOfAccount(desk, account), {
        credentialsCreatedOn: issuedOn,
        ...{ webAddress, user, password: secret },
      });
      return {
        content: {
          ...common,
          applicantName: account.personName,
          letter: payload.letter,
          user,
          webAddress,
          issuedOn,
          converted,
        },
        to: account.email,
        attachments: [attachment],
      };
    }
  }
}

/** R4: only the registered address, only while it is the one that was proven, only for an account that may be used. */
async function registeredAccount(desk: Desk, row: CaseRow, accountId: string | undefined): Promise<Account> {
  const account = accountId === undefined ? undefined : await desk.store.accountById(accountId);
  if (account?.state !== 'active') {
    throw new PermanentFailure('account-suspended');
  }
  if (account.email !== row.senderEmail?.toLowerCase()) {
    throw new PermanentFailure('address-changed');
  }
  return account;
}

/** The applicant's own workbook, as it was issued from; a blank one for an account that was issued before the desk. */
export async function workbookOfAccount(
  desk: Desk,
  account: Account,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const record = account.caseId === null ? null : await caseRecord(desk.store, account.caseId);
  const document = record?.documents.find(({ id }) => id === record.access.workbook?.documentId);
  return document
    ? { name: document.name, bytes: await desk.store.documents.get(document.blob) }
    : { name: NEW_FILE, bytes: await blankForm() };
}
