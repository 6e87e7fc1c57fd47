/** Where a mail about a lost password goes (R1): into a case of its own, into the one that is open, or to a person. */
import { ownText } from '../../mail/sorting/quoted-text.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { Desk } from '../desk.ts';
import { keepDocumentsIn } from '../place-mail.ts';
import type { PreparedRequest } from '../place-request.ts';
import { carryOutRecoveryIn, openRecoveryIn } from './carry-out-recovery.ts';
import { codeHash, codesIn } from './one-time-code.ts';
import { recoveryOf } from './recovery-finding.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
/** Cases that one address may open in a day. */
const MOST_A_DAY = 3;
/** Mails that ask in one case; more say nothing new. */
const MOST_IN_A_CASE = 10;
/** Cases of all addresses together in an hour: a flood is put before a person, and answered by nobody. */
const MOST_AN_HOUR = 200;

/** Places a mail that asks for a new password. Null where there are too many of them, or nobody knows who asks. */
export async function placeRecoveryIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  { mail }: PreparedRequest,
): Promise<string | null> {
  const { senderEmail, senderName } = mail;
  if (senderEmail === null) {
    return null;
  }
  const now = desk.now().getTime();
  const earlier = await uow.casesOfSender('recovery', senderEmail, new Date(now - DAY_MS));
  const open = earlier.find((row) => row.open && recoveryOf(row).state !== 'issuing');
  if (open) {
    if (recoveryOf(open).askedBy.length >= MOST_IN_A_CASE) {
      return null;
    }
    await keepDocumentsIn(uow, mailId, mail, open.id);
    await carryOutRecoveryIn(desk, uow, open.id, { type: 'ask-again', by: { type: 'applicant' }, mailId });
    return open.id;
  }
  const lately = await uow.countCasesSince('recovery', new Date(now - HOUR_MS));
  if (earlier.length >= MOST_A_DAY || lately >= MOST_AN_HOUR) {
    return null;
  }
  const caseId = await openRecoveryIn(desk, uow, mailId, { email: senderEmail, name: senderName });
  await keepDocumentsIn(uow, mailId, mail, caseId);
  await tellOfficeIn(desk, uow, caseId, senderEmail);
  return caseId;
}

/** The office of an account that is suspended hears that it was asked for (product.md); the asker hears nothing of it. */
async function tellOfficeIn(desk: Desk, uow: UnitOfWork, caseId: string, email: string): Promise<void> {
  const accounts = await uow.accountsByEmail(email);
  const suspended = accounts.filter(({ state }) => state === 'suspended');
  for (const { id: accountId, office } of suspended) {
    const by = { type: 'system' } as const;
    await carryOutRecoveryIn(desk, uow, caseId, { type: 'tell-office', by, accountId, office });
  }
}

/**
 * Joins an answer to an open recovery case. A code in what the sender wrote, outside of what is quoted, proves that they
 * read the registered address: our own letter quoted under "it was not me" must not.
 */
export async function joinRecoveryIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  row: CaseRow,
  { request, mail }: PreparedRequest,
): Promise<string> {
  await keepDocumentsIn(uow, mailId, mail, row.id);
  const isApplicant = request.sender?.address === row.senderEmail;
  const codes = isApplicant ? codesIn(ownText(request.text)) : [];
  await carryOutRecoveryIn(desk, uow, row.id, {
    type: 'answer-code',
    by: { type: isApplicant ? 'applicant' : 'colleague' },
    mailId,
    codeHashes: codes.map((code) => codeHash(uow, row.id, code)),
  });
  return row.id;
}
