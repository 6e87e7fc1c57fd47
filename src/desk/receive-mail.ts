/** A mail that arrived: read in the bounded child, taken for something, and put where it belongs (A10). */

import type { Classification, ClassifyContext, RequestMail } from '../mail/classification.ts';
import { classify } from '../mail/classify.ts';
import { contentKey } from '../mail/content-key.ts';
import { isRefused } from '../mail/parsed-mail.ts';
import type { CaseRow } from '../store/cases.ts';
import type { InboundPatch, OpenedInbound } from '../store/mails.ts';
import type { Reads, UnitOfWork } from '../store/unit-of-work.ts';
import type { AccessCase, Actor } from '../workflow/case.ts';
import { hasRole } from '../workflow/roles.ts';
import { addressBook } from './address-book.ts';
import { recordBounceIn } from './bounces.ts';
import type { Desk } from './desk.ts';
import { joinCaseIn, keepDocumentsIn, openAccessIn } from './place-mail.ts';
import { type PreparedMail, prepareRequest, summaryOfMail } from './prepare-mail.ts';
import { NO_OFFICE, openUnsortedIn, type UnsortedReason } from './unsorted.ts';

/** A mail that killed the process, or that could not be handled, this often is put aside for a person. */
const MOST_ATTEMPTS = 8;
/** The same content later than this is a new request, not the same mail come twice. */
const SAME_MAIL_MS = 30 * 24 * 60 * 60 * 1000;

interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

interface Arrived {
  readonly mail: OpenedInbound;
  readonly classification: Classification;
  readonly contentKey: string;
  readonly prepared: readonly { readonly request: RequestMail; readonly mail: PreparedMail }[];
}

/** Thrown to undo a transaction: somebody else has handled this mail meanwhile. */
class HandledMeanwhile extends Error {}

/**
 * Handles one stored mail, whole or not at all: after a crash it is handled again, and makes no second case.
 * A mail that cannot be read is kept and shown to a person.
 */
export async function handleInbound(desk: Desk, mailId: string): Promise<void> {
  const mail = await desk.store.inboundById(mailId);
  if (mail?.status !== 'stored') {
    return;
  }
  const attempts = await desk.store.transact(null, (uow) => uow.countInboundAttempt(mailId));
  if (attempts > MOST_ATTEMPTS) {
    await quarantine(desk, mail, 'too-many-attempts');
    return;
  }
  const parsed = await desk.parser.parse(await desk.store.documents.get(mail.rawBlob));
  if (isRefused(parsed)) {
    await quarantine(desk, mail, parsed.refused.code);
    return;
  }
  const context = await classifyContext(desk, mail);
  const classification = classify(parsed, context);
  const key = desk.store.lookupHash('mail-content', contentKey(parsed));
  const wanted = needsPreparing(classification) ? classification.requests : [];
  const prepared: { request: RequestMail; mail: PreparedMail }[] = [];
  for (const request of wanted) {
    prepared.push({ request, mail: await prepareRequest(desk, request) });
  }
  await settle(desk, { mail, classification, contentKey: key, prepared });
}

/** Machines' mails are not looked into any further. */
function needsPreparing({ kind }: Classification): boolean {
  return kind !== 'automatic' && kind !== 'bounce';
}

async function settle(desk: Desk, arrived: Arrived): Promise<void> {
  await unlessHandled(desk, async (uow) => {
    const { mail } = arrived;
    const since = new Date(desk.now().getTime() - SAME_MAIL_MS);
    const earlier = await uow.inboundByContent(arrived.contentKey, mail.id, since);
    const patch: InboundPatch = earlier
      ? { status: 'duplicate', ...(earlier.caseId === null ? {} : { caseId: earlier.caseId }) }
      : await place(desk, uow, arrived);
    const [request] = arrived.classification.requests;
    return {
      id: mail.id,
      patch: {
        class: arrived.classification.kind,
        reasons: [...arrived.classification.reasons],
        contentKey: arrived.contentKey,
        ...(request ? { summary: summaryOfMail(request) } : {}),
        ...patch,
      },
    };
  });
}

/** One transaction that moves the mail on; if that happened meanwhile, nothing else of it stays either. */
async function unlessHandled(
  desk: Desk,
  work: (uow: UnitOfWork) => Promise<{ readonly id: string; readonly patch: InboundPatch }>,
): Promise<void> {
  try {
    await desk.store.transact(null, async (uow) => {
      const { id, patch } = await work(uow);
      if (!(await uow.markInbound(id, 'stored', patch))) {
        throw new HandledMeanwhile();
      }
    });
  } catch (error) {
    if (!(error instanceof HandledMeanwhile)) {
      throw error;
    }
  }
}

async function place(desk: Desk, uow: UnitOfWork, arrived: Arrived): Promise<InboundPatch> {
  const { classification } = arrived;
  if (classification.kind === 'automatic') {
    return { status: 'handled' };
  }
  if (classification.bounce) {
    return await placeBounce(desk, uow, arrived, classification.bounce);
  }
  const caseIds: string[] = [];
  for (const { request, mail } of arrived.prepared) {
    caseIds.push(await placeRequest(desk, uow, arrived, request, mail));
  }
  const [caseId] = caseIds;
  return { status: 'handled', ...(caseId === undefined ? {} : { caseId }) };
}

async function placeBounce(
  desk: Desk,
  uow: UnitOfWork,
  arrived: Arrived,
  bounce: NonNullable<Classification['bounce']>,
): Promise<InboundPatch> {
  const outcome = await recordBounceIn(desk, uow, bounce);
  if (outcome.caseId !== null) {
    return { status: 'handled', caseId: outcome.caseId };
  }
  if (outcome.about === 'delay') {
    return { status: 'handled' };
  }
  const caseId = await openUnsortedIn(desk, uow, {
    mailId: arrived.mail.id,
    office: arrived.classification.office,
    reasons: ['bounce'],
    linkedCaseId: null,
    senderEmail: null,
    senderName: null,
  });
  return { status: 'handled', caseId };
}

/** Places one request. Returns the case that it is in now. */
async function placeRequest(
  desk: Desk,
  uow: UnitOfWork,
  arrived: Arrived,
  request: RequestMail,
  mail: PreparedMail,
): Promise<string> {
  const { classification } = arrived;
  const unsorted = (reason: UnsortedReason, office: string | null, linked: CaseRow | null): Promise<string> =>
    keepUnsorted(desk, uow, arrived.mail.id, mail, { reason, office, linked });
  const named = await namedCase(uow, classification, request);
  if (named) {
    const by = await senderOf(desk, uow, named, request);
    if (!by) {
      return await unsorted('stranger-to-case', officeOfRow(named), named);
    }
    if (!named.open) {
      return await unsorted('closed-case', officeOfRow(named), named);
    }
    await joinCaseIn(desk, uow, arrived.mail.id, mail, named.facts as unknown as AccessCase, by);
    return named.id;
  }
  const office = officeFor(desk, classification, request, mail);
  switch (wantedIn(classification, mail)) {
    case 'recovery':
      return await unsorted('password-recovery', 'DI', null);
    case 'problem':
      return await unsorted('problem', office ?? classification.office, null);
    case 'other':
      return await unsorted('not-a-request', office ?? classification.office, null);
    case 'access-request':
      return office === null
        ? await unsorted('unknown-office', classification.office, null)
        : (await openAccessIn(desk, uow, arrived.mail.id, mail, office)).id;
  }
}

/** What a mail wants that belongs to no case of ours; whoever sends the form asks for access, whatever the words. */
function wantedIn(
  { otherwise }: Classification,
  mail: PreparedMail,
): 'access-request' | 'recovery' | 'problem' | 'other' {
  switch (otherwise) {
    case 'recovery':
    case 'access-request':
      return otherwise;
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
  why: { reason: UnsortedReason; office: string | null; linked: CaseRow | null },
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

/** The case that a mail is about: the one whose letter it answers, else the one that its subject names. */
async function namedCase(
  reads: Reads,
  classification: Classification,
  request: RequestMail,
): Promise<CaseRow | null> {
  for (const messageId of [...classification.answers, ...request.references]) {
    const sent = await reads.sentByMessageId(messageId);
    const row = sent ? await reads.caseById(sent.caseId) : undefined;
    if (row) {
      return await followMerged(reads, row);
    }
  }
  for (const number of classification.caseNumbers) {
    const row = await reads.caseByNumber(number);
    if (row) {
      return await followMerged(reads, row);
    }
  }
  return null;
}

/** Mail about a case that was merged belongs to the one that lives on. */
export async function followMerged(reads: Reads, row: CaseRow): Promise<CaseRow> {
  const seen = new Set([row.id]);
  let current = row;
  for (;;) {
    const into = (current.facts as unknown as AccessCase).closing?.mergedInto ?? null;
    const next = into === null || seen.has(into) ? undefined : await reads.caseById(into);
    if (!next) {
      return current;
    }
    seen.add(next.id);
    current = next;
  }
}

/**
 * As whom the sender may speak in a case; null for a stranger. A colleague's mail joins it and changes nothing: the
 * letters to the secretary (A23), to DI (A17) and to DCG (A13) ask for an answer.
 */
async function senderOf(desk: Desk, reads: Reads, row: CaseRow, request: RequestMail): Promise<Actor | null> {
  const address = request.sender?.address ?? '';
  const is = (other: string | null | undefined): boolean =>
    address !== '' && address === other?.toLowerCase();
  if (is(row.senderEmail) || is(row.email)) {
    return { type: 'applicant' };
  }
  const access = row.facts as unknown as AccessCase;
  if (is(desk.config.dcgAddress)) {
    // DCG belongs to the case once it was asked.
    return access.register?.kind === 'asked-of-dcg' ? { type: 'dcg' } : null;
  }
  const office = desk.config.offices.find(({ code }) => code === row.office);
  if (is(office?.mailbox) || is(office?.secretaryMailbox) || is(desk.config.diAddress)) {
    return { type: 'colleague' };
  }
  const people = await reads.people();
  const person = people.find(({ email }) => is(email));
  const belongs =
    person && (hasRole(person.roles, 'secretary', row.office) || hasRole(person.roles, 'di', null));
  return person && belongs ? { type: 'person', id: person.id, roles: person.roles } : null;
}

function officeOfRow(row: CaseRow): string | null {
  return row.office === NO_OFFICE ? null : row.office;
}

/** A6: the mailbox says which office; else the form does, else the colleague who forwarded. */
function officeFor(
  desk: Desk,
  classification: Classification,
  request: RequestMail,
  mail: PreparedMail,
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

async function quarantine(desk: Desk, mail: OpenedInbound, code: string): Promise<void> {
  const { officeByMailbox } = await classifyContext(desk, mail);
  const envelope = mail.envelope as Envelope;
  const office = envelope.to.map((to) => officeByMailbox.get(to)).find((found) => found !== undefined);
  await unlessHandled(desk, async (uow) => {
    const caseId = await openUnsortedIn(desk, uow, {
      mailId: mail.id,
      office: office ?? null,
      reasons: ['unreadable-mail'],
      linkedCaseId: null,
      senderEmail: envelope.from || null,
      senderName: null,
    });
    await uow.addDocument({
      caseId,
      inboundMailId: mail.id,
      kind: 'raw-mail',
      name: 'mail.eml',
      blob: mail.rawBlob,
      bytes: mail.sizeBytes,
      mediaType: 'message/rfc822',
    });
    return { id: mail.id, patch: { status: 'quarantined', errorCode: code, caseId } };
  });
  desk.log.warn({ mailId: mail.id, code }, 'mail could not be read; kept, and shown to a person');
}

async function classifyContext(desk: Desk, mail: OpenedInbound): Promise<ClassifyContext> {
  const people = await desk.store.people();
  const emails = people.flatMap(({ email }) => email ?? []);
  return { ...addressBook(desk.config, emails), envelopeTo: (mail.envelope as Envelope).to };
}
