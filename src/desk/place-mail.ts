/** Puts a prepared mail where it belongs, inside one transaction: a new case (A10), or one that waits for it (A14). */
import { FIELD_NAMES, type FormReading } from '../excel/form.ts';
import { newId } from '../store/ids.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { AccessCase, Actor, Workbook } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { type CaseColumns, carryOutIn, type Outcome, openCaseIn } from './carry-out.ts';
import { fullName, readingOf, type StoredReading } from './case-record.ts';
import type { Desk } from './desk.ts';
import type { PreparedMail } from './prepare-mail.ts';
import { refreshCardsIn } from './refresh-cards.ts';
import { NO_FIELDS, problemCodes, workbookOf } from './workbook-facts.ts';

/** Opens an access case at an office with what a mail brought. Returns the case. */
export async function openAccessIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  mail: PreparedMail,
  office: string,
): Promise<AccessCase> {
  const ids = await nameDocuments(uow, mailId, mail);
  const year = Number(localDay(desk.now().toISOString()).slice(0, 4));
  const columns = columnsFrom(uow, mail);
  const access = await openCaseIn(
    desk,
    uow,
    {
      type: 'open',
      by: { type: 'applicant' },
      id: newId(),
      number: await uow.nextNumber(office, year),
      office,
      mailId,
      workbook: workbookIn(mail, ids, office),
    },
    { ...columns, senderEmail: mail.senderEmail, senderName: mail.senderName },
  );
  await attach(uow, access.id, mail, ids, access.office);
  await refreshOthers(uow, access.id, columns);
  return access;
}

/** Joins a mail to a case. A refused outcome has written documents: the caller must undo the transaction. */
export async function joinCaseIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  mail: PreparedMail,
  access: AccessCase,
  by: Actor,
): Promise<Outcome> {
  const ids = await nameDocuments(uow, mailId, mail);
  await attach(uow, access.id, mail, ids, access.office);
  return await carryOutIn(
    desk,
    uow,
    access.id,
    {
      type: 'receive-mail',
      by,
      mailId,
      workbook: workbookIn(mail, ids, access.office),
      documents: mail.documents.map(({ kind }) => kind),
      changed: await changedFields(uow, mail, access),
    },
    {
      columns: (events) =>
        events.some(({ type }) => type === 'workbook-replaced') ? columnsFrom(uow, mail) : {},
    },
  );
}

/** Fields that the mail's workbook says otherwise than the case's; none where one of them cannot be read. */
async function changedFields(uow: UnitOfWork, mail: PreparedMail, access: AccessCase): Promise<string[]> {
  const after = mail.workbook?.reading;
  const before = await readingOf(uow, access);
  if (!after?.ok || access.workbook === null || before.refusal !== null) {
    return [];
  }
  return FIELD_NAMES.filter((field) => before.fields[field] !== after.fields[field]);
}

/** Gives every document of the mail a name in the database; those stored before have theirs. */
async function nameDocuments(uow: UnitOfWork, mailId: string, mail: PreparedMail): Promise<string[]> {
  const ids: string[] = [];
  for (const { id, ...document } of mail.documents) {
    ids.push(id ?? (await uow.addDocument({ ...document, inboundMailId: mailId })));
  }
  return ids;
}

async function attach(
  uow: UnitOfWork,
  caseId: string,
  mail: PreparedMail,
  ids: readonly string[],
  office: string,
): Promise<void> {
  for (const id of ids) {
    await uow.changeDocument(id, { caseId });
  }
  const documentId = mail.workbook ? ids[mail.workbook.index] : undefined;
  if (mail.workbook && documentId !== undefined) {
    const { hash, reading } = mail.workbook;
    await uow.addForm({
      caseId,
      workbookHash: hash,
      documentId,
      fields: storedReading(reading),
      problems: [...problemCodes(reading, { mailboxOffice: office, office })],
    });
  }
}

/** Keeps the documents of a mail that nobody could place, under the case that asks what it is. */
export async function keepDocumentsIn(
  uow: UnitOfWork,
  mailId: string,
  mail: PreparedMail,
  caseId: string,
): Promise<void> {
  for (const id of await nameDocuments(uow, mailId, mail)) {
    await uow.changeDocument(id, { caseId });
  }
}

function workbookIn(mail: PreparedMail, ids: readonly string[], office: string): Workbook | null {
  const documentId = mail.workbook ? ids[mail.workbook.index] : undefined;
  if (!mail.workbook || documentId === undefined) {
    return null;
  }
  const { hash, reading } = mail.workbook;
  return workbookOf(reading, hash, documentId, problemCodes(reading, { mailboxOffice: office, office }));
}

function storedReading(reading: FormReading): StoredReading {
  if (!reading.ok) {
    return { fields: NO_FIELDS, refusal: reading.message, problems: [], warnings: [] };
  }
  const { fields, problems, warnings } = reading;
  return { fields, refusal: null, problems, warnings };
}

/** What a case is searched by: from its workbook, else from the mail. */
function columnsFrom(uow: UnitOfWork, mail: PreparedMail): CaseColumns {
  const reading = mail.workbook?.reading;
  if (!reading?.ok) {
    return { applicantName: mail.senderName, email: mail.senderEmail, cnpHash: null, authorisation: null };
  }
  const { fields } = reading;
  return {
    applicantName: fullName(fields) || mail.senderName,
    email: fields.email.toLowerCase() || mail.senderEmail,
    // Only a whole CNP identifies: half a number would join strangers.
    cnpHash: /^\d{13}$/.test(fields.cnp) ? uow.lookupHash('cnp', fields.cnp) : null,
    authorisation: fields.authorisation || null,
  };
}

/** The cards of the same person's other open cases name this one from now on. */
async function refreshOthers(uow: UnitOfWork, caseId: string, columns: CaseColumns): Promise<void> {
  const { cases } = await uow.findOthers({
    cnpHash: columns.cnpHash ?? null,
    authorisation: columns.authorisation ?? null,
    email: columns.email ?? null,
    exceptCaseId: caseId,
  });
  for (const other of cases) {
    if (other.open && other.kind === 'access') {
      await refreshCardsIn(uow, other.id);
    }
  }
}
