/** Where one request of a mail goes: into its case, into a new one, or to a person as "De clasificat" (A10). */
import type { Classification, RequestMail } from '../mail/sorting/classification.ts';
import { wantedBy } from '../mail/sorting/wanted.ts';
import type { CaseRow } from '../store/cases.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { AccessCase } from '../workflow/case.ts';
import { carryOutIn } from './carry-out.ts';
import type { Desk } from './desk.ts';
import { type AnsweredQuestion, answeredQuestion, hearAnswerIn } from './escalation/mailed-answer.ts';
import { followMerged, type NamedCase, namedCase, speakerIn } from './find-case.ts';
import { joinCaseIn, keepDocumentsIn, openAccessIn } from './place-mail.ts';
import type { PreparedMail } from './prepare-mail.ts';
import { joinProblemIn, placeProblemIn } from './problem/place-problem.ts';
import { joinRecoveryIn, placeRecoveryIn } from './recovery/place-recovery.ts';
import { isForged, type KeptProof, provesNothing } from './sender-trust.ts';
import { NO_OFFICE, openUnsortedIn, type UnsortedReason } from './unsorted.ts';

/** One request with what it brings and what could be proven of who asks. */
export interface PreparedRequest {
  readonly request: RequestMail;
  readonly mail: PreparedMail;
  readonly proof: KeptProof;
  /** Keyed hash of applicant and documents; null where it has no documents. */
  readonly key: string | null;
}

export interface Placed {
  readonly caseId: string;
  /** The same request had come before: nothing was opened or changed. */
  readonly repeated: boolean;
}

/** The same request later than this is a new one, not the same come twice. */
export const SAME_REQUEST_MS = 30 * 24 * 60 * 60 * 1000;

/** What a request that nobody could place is shown with. */
interface Why {
  readonly reason: UnsortedReason;
  /** Office code, `DI`, or null. */
  readonly office: string | null;
  readonly linked: CaseRow | null;
}

/** Places one request inside a transaction. */
export async function placeRequestIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  classification: Classification,
  prepared: PreparedRequest,
): Promise<Placed> {
  const unsorted = async (reason: UnsortedReason, office: string | null, linked: CaseRow | null) => ({
    caseId: await keepUnsorted(desk, uow, mailId, prepared.mail, { reason, office, linked }),
    repeated: false,
  });
  const question = await questionOf(uow, classification, prepared);
  if (question) {
    await hearAnswerIn(desk, uow, question, mailId, prepared.request, prepared.mail);
    return { caseId: question.row.id, repeated: false };
  }
  const named = await namedCase(uow, classification, prepared.request);
  if (named) {
    const refusal = await whyNotInto(desk, uow, named, prepared);
    if (refusal !== null) {
      return await unsorted(refusal, officeOfRow(named.row), named.row);
    }
    if (named.row.kind === 'recovery') {
      return { caseId: await joinRecoveryIn(desk, uow, mailId, named.row, prepared), repeated: false };
    }
    if (named.row.kind === 'problem') {
      const by = (await speakerIn(desk, uow, named.row, prepared.request)) ?? { type: 'applicant' };
      const caseId = await joinProblemIn(desk, uow, mailId, named.row, prepared, by);
      return { caseId, repeated: false };
    }
    return await join(desk, uow, mailId, named.row, prepared);
  }
  const earlier = await sameRequest(desk, uow, mailId, prepared);
  if (earlier) {
    return earlier.open
      ? { caseId: await noteRepeatedIn(desk, uow, earlier, mailId), repeated: true }
      : await unsorted('closed-case', officeOfRow(earlier), earlier);
  }
  const office = officeFor(desk, classification, prepared);
  switch (wantedIn(classification, prepared)) {
    case 'recovery': {
      const caseId = await placeRecoveryIn(desk, uow, mailId, prepared);
      return caseId === null ? await unsorted('password-recovery', 'DI', null) : { caseId, repeated: false };
    }
    case 'problem': {
      if (isForged(prepared.proof.level)) {
        return await unsorted('forged-sender', office ?? classification.office, null);
      }
      const caseId = await placeProblemIn(desk, uow, mailId, classification, prepared);
      return caseId === null
        ? await unsorted('problem', office ?? classification.office, null)
        : { caseId, repeated: false };
    }
    case 'other':
      return await unsorted('not-a-request', office ?? classification.office, null);
    case 'access-request':
      if (office === null) {
        return await unsorted('unknown-office', classification.office, null);
      }
      // Letters go to the address that wrote: in a forged mail that is somebody who asked for nothing.
      return isForged(prepared.proof.level)
        ? await unsorted('forged-sender', office, null)
        : { caseId: (await openAccessIn(desk, uow, mailId, prepared.mail, office)).id, repeated: false };
  }
}

/** The open question to somebody asked by mail that this answers; a forged mail answers none. */
async function questionOf(
  uow: UnitOfWork,
  { answers }: Classification,
  { request, proof }: PreparedRequest,
): Promise<AnsweredQuestion | null> {
  return isForged(proof.level)
    ? null
    : await answeredQuestion(uow, new Set([...answers, ...request.references]), request);
}

/** Why a mail may not join the case that it names, or null. */
async function whyNotInto(
  desk: Desk,
  uow: UnitOfWork,
  { row, by }: NamedCase,
  { request, proof }: PreparedRequest,
): Promise<UnsortedReason | null> {
  if ((await speakerIn(desk, uow, row, request)) === null) {
    return 'stranger-to-case';
  }
  if (isForged(proof.level)) {
    return 'forged-sender';
  }
  // A number can be guessed, and an address written by anybody: one of the two must be proven.
  // In a recovery only the code that it carries counts, and that proves more than any signature.
  if (row.kind !== 'recovery' && by === 'number' && provesNothing(proof.level)) {
    return 'unproven-sender';
  }
  return row.open ? null : 'closed-case';
}

async function join(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  row: CaseRow,
  { request, mail }: PreparedRequest,
): Promise<Placed> {
  const by = await speakerIn(desk, uow, row, request);
  if (by === null) {
    throw new Error('A stranger does not join a case');
  }
  await joinCaseIn(desk, uow, mailId, mail, row.facts as unknown as AccessCase, by);
  return { caseId: row.id, repeated: false };
}

/** The access case, or the mail to be sorted, that the very same request opened before; undefined if it is new. */
async function sameRequest(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  { key }: PreparedRequest,
): Promise<CaseRow | undefined> {
  const since = new Date(desk.now().getTime() - SAME_REQUEST_MS);
  const earlier = key === null ? undefined : await uow.requestByKey(key, mailId, since);
  const row = earlier?.caseId ? await uow.caseById(earlier.caseId) : undefined;
  if (row?.kind === 'access') {
    return await followMerged(uow, row);
  }
  // One that a person has already put aside is looked at again.
  return row?.open ? row : undefined;
}

/** Notes on an open case that its request has come once more. A mail that waits to be sorted has nothing to note. */
export async function noteRepeatedIn(
  desk: Desk,
  uow: UnitOfWork,
  row: CaseRow,
  mailId: string,
): Promise<string> {
  if (row.kind === 'access') {
    await carryOutIn(desk, uow, row.id, { type: 'receive-repeated', by: { type: 'applicant' }, mailId });
  }
  return row.id;
}

/** What a mail wants that belongs to no case of ours; whoever sends the form asks for access, whatever the words. */
function wantedIn(
  { otherwise, requests }: Classification,
  { request, mail }: PreparedRequest,
): 'access-request' | 'recovery' | 'problem' | 'other' {
  // Of several in one mail each says for itself what it wants.
  const kind = requests.length > 1 ? wantedBy(request).kind : otherwise;
  switch (kind) {
    case 'recovery':
    case 'access-request':
      return kind;
    case 'problem':
      return mail.workbook === null ? 'problem' : 'access-request';
    case 'reply':
    case 'dcg-answer':
    case 'other':
    case 'automatic':
    case 'bounce':
      return mail.workbook === null ? 'other' : 'access-request';
  }
}

async function keepUnsorted(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  mail: PreparedMail,
  why: Why,
): Promise<string> {
  const caseId = await openUnsortedIn(desk, uow, {
    mailId,
    office: why.office,
    reasons: [why.reason],
    linkedCaseId: why.linked?.id ?? null,
    senderEmail: mail.senderEmail,
    senderName: mail.senderName,
  });
  await keepDocumentsIn(uow, mailId, mail, caseId);
  return caseId;
}

export function officeOfRow(row: CaseRow): string | null {
  return row.office === NO_OFFICE ? null : row.office;
}

/** A6: the mailbox says which office; else the form does, else the colleague who forwarded. */
function officeFor(
  desk: Desk,
  classification: Classification,
  { request, mail }: PreparedRequest,
): string | null {
  const reading = mail.workbook?.reading;
  const candidates = [
    classification.office,
    reading?.ok ? reading.fields.office : null,
    forwardersOffice(desk, request.forwardedBy),
  ];
  const known = (code: string | null): code is string =>
    code !== null && desk.config.offices.some((office) => office.code === code);
  return candidates.find(known) ?? null;
}

function forwardersOffice(desk: Desk, address: string | null): string | null {
  const office = desk.config.offices.find(
    ({ mailbox, secretaryMailbox }) => address === mailbox || address === secretaryMailbox,
  );
  return office?.code ?? null;
}
