/** Where a mail about a problem goes (P1): to the office that it was written to, else to the account's, else to DI. */
import type { Classification } from '../../mail/sorting/classification.ts';
import type { CaseRow } from '../../store/cases.ts';
import type { UnitOfWork } from '../../store/unit-of-work.ts';
import type { Actor } from '../../workflow/case.ts';
import type { Desk } from '../desk.ts';
import { keepDocumentsIn } from '../place-mail.ts';
import type { PreparedRequest } from '../place-request.ts';
import { carryOutProblemIn, openProblemIn } from './carry-out-problem.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Problems that one address may report in a day: more are put before a person, and answered by nobody. */
const MOST_A_DAY = 10;

/** Opens a problem. Null where there are too many of them, or nobody knows who writes. */
export async function placeProblemIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  classification: Classification,
  { mail }: PreparedRequest,
): Promise<string | null> {
  const { senderEmail, senderName } = mail;
  if (senderEmail === null) {
    return null;
  }
  const since = new Date(desk.now().getTime() - DAY_MS);
  const lately = await uow.casesOfSender('problem', senderEmail, since);
  if (lately.filter(({ createdAt }) => createdAt >= since).length >= MOST_A_DAY) {
    return null;
  }
  const office = await homeOf(desk, uow, classification.office, senderEmail);
  const reporter = { email: senderEmail, name: senderName };
  const caseId = await openProblemIn(desk, uow, mailId, office, reporter);
  await keepDocumentsIn(uow, mailId, mail, caseId);
  return caseId;
}

/** A problem out of mails that were taken for ones about a lost password: they belong to it from now on. */
export async function problemOfRecoveryIn(
  desk: Desk,
  uow: UnitOfWork,
  recovery: CaseRow,
  mailIds: readonly string[],
): Promise<{ readonly id: string; readonly number: string }> {
  const email = recovery.senderEmail ?? '';
  const office = await homeOf(desk, uow, null, email);
  const [first = ''] = mailIds;
  const id = await openProblemIn(desk, uow, first, office, { email, name: recovery.senderName });
  for (const mailId of mailIds) {
    await uow.moveMail(mailId, id);
  }
  return { id, number: (await uow.loadCase(id))?.number ?? '' };
}

async function homeOf(desk: Desk, uow: UnitOfWork, mailbox: string | null, address: string): Promise<string> {
  const isOffice = (code: string | null): code is string =>
    desk.config.offices.some((each) => each.code === code);
  if (isOffice(mailbox)) {
    return mailbox;
  }
  const accounts = await uow.accountsByEmail(address);
  const offices = new Set(accounts.map(({ office }) => office));
  const [only = null] = offices.size === 1 ? offices : [];
  return isOffice(only) ? only : 'DI';
}

/** Joins a mail to an open problem. */
export async function joinProblemIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  row: CaseRow,
  { mail }: PreparedRequest,
  by: Actor,
): Promise<string> {
  await keepDocumentsIn(uow, mailId, mail, row.id);
  await carryOutProblemIn(desk, uow, row.id, { type: 'receive-mail', by, mailId });
  return row.id;
}
