/** Clicks on the card of a mail that nobody could place: look at it, open a case, attach it to one, put it aside. */
import { renderUnsortedDialog } from '../bot/cards.ts';
import type { Answer, Click } from '../bot/channel.ts';
import type { CaseRow } from '../store/cases.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { formatInstant } from '../texts/dates.ts';
import type { AccessCase } from '../workflow/case.ts';
import { hasRole, refOf } from '../workflow/roles.ts';
import type { MailSummary } from './case-record.ts';
import type { Desk } from './desk.ts';
import { documentLine } from './details-view.ts';
import { followMerged } from './find-case.ts';
import { mailOriginOf } from './mail-origin.ts';
import { documentUrl } from './open-document.ts';
import { type KnownPerson, nameOf } from './people.ts';
import { joinCaseIn, keepDocumentsIn, openAccessIn } from './place-mail.ts';
import { type PreparedMail, prepareStored } from './prepare-mail.ts';
import { carryOutProblemIn } from './problem/carry-out-problem.ts';
import { carryOutRecoveryIn } from './recovery/carry-out-recovery.ts';
import { refreshCards } from './refresh-cards.ts';
import { NO_REFUSAL_FACTS } from './refusal-answer.ts';
import { fileUnsortedIn, NO_OFFICE, type UnsortedCase, unsortedCardView } from './unsorted.ts';

const LONGEST_NOTE = 2_000;
const TEXT_SHOWN = 2_000;

/** Answers a click; who may act: the office's secretaries, DI for its mail, admins for mail of no office. */
export async function handleUnsortedClick(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  click: Click,
): Promise<Answer> {
  const facts = row.facts as unknown as UnsortedCase;
  if (!mayAct(person, facts)) {
    const role = desk.texts.roles[roleFor(facts)];
    const text = desk.texts.refusals['not-your-role']({ ...NO_REFUSAL_FACTS, role });
    return { kind: 'told', text };
  }
  const answer = await act(desk, person, row, click);
  if (answer.kind === 'told') {
    await refreshCards(desk, row.id);
  }
  return answer;
}

function roleFor(facts: UnsortedCase): 'secretary' | 'di' | 'admin' {
  if (facts.office === 'DI') {
    return 'di';
  }
  return facts.office === NO_OFFICE ? 'admin' : 'secretary';
}

function mayAct(person: KnownPerson, facts: UnsortedCase): boolean {
  const { roles } = person.actor;
  const role = roleFor(facts);
  const office = role === 'secretary' ? facts.office : null;
  return hasRole(roles, role, office) || hasRole(roles, 'admin', null);
}

async function act(desk: Desk, person: KnownPerson, row: CaseRow, click: Click): Promise<Answer> {
  switch (click.verb) {
    case 'unsorted-details':
      return await openDetails(desk, row);
    case 'open-document':
      return await openUnsortedDocument(desk, person, row, click.inputs.documentId ?? '');
    case 'unsorted-attach': {
      const card = await unsortedCardView(desk, desk.store, row);
      const suggested = card.linkedNumber ?? '';
      return dialog(desk, { kind: 'unsorted-attach', card, suggested });
    }
    case 'unsorted-dismiss':
      return dialog(desk, {
        kind: 'unsorted-dismiss',
        card: await unsortedCardView(desk, desk.store, row),
      });
    case 'unsorted-request':
      return await openRequest(desk, person, row);
    case 'submit:unsorted-attach':
      return await attachTo(desk, person, row, click.inputs.number ?? '');
    case 'submit:unsorted-dismiss':
      return await dismiss(desk, person, row, click.inputs.note ?? '');
    default:
      return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
}

function dialog(desk: Desk, view: Parameters<typeof renderUnsortedDialog>[0]): Answer {
  const { title, card } = renderUnsortedDialog(view, desk.texts);
  return { kind: 'dialog', title, card };
}

async function openDetails(desk: Desk, row: CaseRow): Promise<Answer> {
  const facts = row.facts as unknown as UnsortedCase;
  const mail = await desk.store.inboundById(facts.mailId);
  const summary = (mail?.summary ?? null) as MailSummary | null;
  const documents = await desk.store.documentsOf(row.id);
  return dialog(desk, {
    kind: 'unsorted-details',
    card: await unsortedCardView(desk, desk.store, row),
    text: summary?.text.slice(0, TEXT_SHOWN) ?? '',
    mailOrigin: await mailOriginOf(desk, desk.store, row.id),
    documents: documents.map((document) => documentLine(desk, document)),
  });
}

async function openUnsortedDocument(
  desk: Desk,
  person: KnownPerson,
  row: CaseRow,
  documentId: string,
): Promise<Answer> {
  const documents = await desk.store.documentsOf(row.id);
  if (!documents.some(({ id }) => id === documentId)) {
    return { kind: 'told', text: desk.texts.refusals['document-not-found'] };
  }
  const token = await desk.store.transact(row.id, async (uow) => {
    await uow.appendEvents(row.id, [
      {
        type: 'document-opened',
        rows: '',
        actor: refOf(person.actor),
        payload: { documentId },
        at: desk.now(),
      },
    ]);
    return await uow.mintDocumentLink({ documentId, personId: person.id, caseId: row.id });
  });
  return { kind: 'link', url: documentUrl(desk, token), text: desk.texts.confirmations['open-document'] };
}

/** Opens an access case from the mail: the case's office is the form's, else the one that the mail came to. */
async function openRequest(desk: Desk, person: KnownPerson, row: CaseRow): Promise<Answer> {
  const mail = await storedMail(desk, row);
  const office = officeOfRequest(desk, row, mail);
  if (office === null) {
    return { kind: 'told', text: desk.texts.unsorted['not-openable'] };
  }
  return await file(desk, person, row, 'unsorted-request', async (uow, facts) => {
    const access = await openAccessIn(desk, uow, facts.mailId, mail, office);
    await uow.moveMail(facts.mailId, access.id);
    return { how: 'request', caseId: access.id, note: null };
  });
}

function officeOfRequest(desk: Desk, row: CaseRow, mail: PreparedMail): string | null {
  const reading = mail.workbook?.reading;
  const known = (code: string): boolean => desk.config.offices.some((office) => office.code === code);
  if (known(row.office)) {
    return row.office;
  }
  return reading?.ok && known(reading.fields.office) ? reading.fields.office : null;
}

async function attachTo(desk: Desk, person: KnownPerson, row: CaseRow, number: string): Promise<Answer> {
  const error = (message: string): Answer => ({
    kind: 'dialog-errors',
    errors: [{ input: 'number', message }],
    text: desk.texts.inputErrors.summary,
  });
  const wanted = number.trim().toUpperCase();
  if (wanted === '') {
    return error(desk.texts.inputErrors.required);
  }
  const found = await desk.store.caseByNumber(wanted);
  const target =
    found === undefined || found.kind === 'unsorted' ? null : await followMerged(desk.store, found);
  if (target === null || !mayAttachTo(person, row, target)) {
    return error(desk.texts.inputErrors.caseUnknown);
  }
  if (!target.open) {
    return error(desk.texts.inputErrors.caseClosed);
  }
  const mail = await storedMail(desk, row);
  return await file(desk, person, row, 'unsorted-attach', async (uow, facts) => {
    const isJoined = await joinIn(desk, uow, facts.mailId, mail, target);
    await uow.moveMail(facts.mailId, target.id);
    return isJoined ? { how: 'attached', caseId: target.id, note: null } : null;
  });
}

/** DI's mail may belong to any case; an office's to its own ones. */
function mayAttachTo({ actor }: KnownPerson, row: CaseRow, target: CaseRow): boolean {
  if (hasRole(actor.roles, 'admin', null) || row.office === 'DI') {
    return true;
  }
  return target.office === 'DI'
    ? hasRole(actor.roles, 'di', null)
    : hasRole(actor.roles, 'secretary', target.office);
}

/** A person vouches that the mail is the applicant's; of a lost password that proves nothing (R3). */
async function joinIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  mail: PreparedMail,
  { id, kind }: CaseRow,
): Promise<boolean> {
  const received = { type: 'receive-mail', by: { type: 'applicant' }, mailId } as const;
  switch (kind) {
    case 'problem':
      await keepDocumentsIn(uow, mailId, mail, id);
      return (await carryOutProblemIn(desk, uow, id, received)).accepted;
    case 'recovery':
      await keepDocumentsIn(uow, mailId, mail, id);
      return (await carryOutRecoveryIn(desk, uow, id, received)).accepted;
    default: {
      const access = (await uow.loadCase(id))?.facts as unknown as AccessCase;
      return (await joinCaseIn(desk, uow, mailId, mail, access, received.by)).accepted;
    }
  }
}

async function dismiss(desk: Desk, person: KnownPerson, row: CaseRow, text: string): Promise<Answer> {
  const note = text.trim();
  if (note.length > LONGEST_NOTE) {
    const message = desk.texts.inputErrors.tooLong(LONGEST_NOTE);
    return {
      kind: 'dialog-errors',
      errors: [{ input: 'note', message }],
      text: desk.texts.inputErrors.summary,
    };
  }
  return await file(desk, person, row, 'unsorted-dismiss', async (uow) => ({
    how: 'dismissed',
    caseId: null,
    note: note === '' ? null : await uow.addNote(row.id, note),
  }));
}

async function storedMail(desk: Desk, row: CaseRow): Promise<PreparedMail> {
  const documents = await desk.store.documentsOf(row.id);
  const attached = documents.filter(({ kind }) => kind !== 'raw-mail');
  return await prepareStored(desk, { email: row.senderEmail, name: row.senderName }, attached);
}

interface Filed {
  readonly how: 'request' | 'attached' | 'dismissed';
  readonly caseId: string | null;
  readonly note: string | null;
}

/** Thrown to undo a filing that could not be done. */
class NotFiled extends Error {}

/** Files the mail once: of two people at the same time one wins, and the other is told who did what. */
async function file(
  desk: Desk,
  person: KnownPerson,
  before: CaseRow,
  done: 'unsorted-request' | 'unsorted-attach' | 'unsorted-dismiss',
  work: (uow: UnitOfWork, facts: UnsortedCase) => Promise<Filed | null>,
): Promise<Answer> {
  try {
    await desk.store.transact(before.id, async (uow) => {
      const row = await uow.loadCase(before.id);
      const facts = row?.facts as unknown as UnsortedCase | undefined;
      const filed = row && facts?.state === 'open' ? await work(uow, facts) : null;
      if (!row || !filed) {
        throw new NotFiled();
      }
      await fileUnsortedIn(uow, row, { ...filed, by: refOf(person.actor), at: desk.now().toISOString() });
    });
    return { kind: 'done', text: desk.texts.confirmations[done] };
  } catch (error) {
    if (!(error instanceof NotFiled)) {
      throw error;
    }
    return await alreadyFiled(desk, before);
  }
}

async function alreadyFiled(desk: Desk, before: CaseRow): Promise<Answer> {
  const row = (await desk.store.caseById(before.id)) ?? before;
  const { filedAs } = row.facts as unknown as UnsortedCase;
  if (!filedAs) {
    return { kind: 'told', text: desk.texts.refusals['stale-card'](NO_REFUSAL_FACTS) };
  }
  const card = await unsortedCardView(desk, desk.store, row);
  const text = desk.texts.unsorted['already-filed'](
    card.filedAs ?? '',
    await nameOf(desk, filedAs.by),
    formatInstant(filedAs.at),
  );
  return { kind: 'told', text };
}
