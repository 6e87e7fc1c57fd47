/** Mails that could not be read: kept whole, shown to the office, and tried again when an operator says so. */

import type { CaseRow } from '../store/cases.ts';
import type { OpenedInbound } from '../store/mails.ts';
import type { Store } from '../store/open.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Desk } from './desk.ts';
import { fileUnsortedIn, openUnsortedIn, type UnsortedCase, type UnsortedReason } from './unsorted.ts';

/** Puts a mail aside inside a transaction, with a card for its office. Returns the case that asks about it. */
export async function quarantineIn(
  desk: Desk,
  uow: UnitOfWork,
  mail: OpenedInbound,
  about: { readonly office: string | null; readonly sender: string; readonly reason: UnsortedReason },
): Promise<string> {
  const caseId = await openUnsortedIn(desk, uow, {
    mailId: mail.id,
    office: about.office,
    reasons: [about.reason],
    linkedCaseId: null,
    senderEmail: about.sender || null,
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
  return caseId;
}

/** What an operator sees of a mail in quarantine: no name, no text. */
export interface Quarantined {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly bytes: number;
  /** Why it could not be read, such as `too-deep`. */
  readonly code: string;
  /** Of the office that has its card, `DI`, or `-`. */
  readonly office: string;
  readonly attempts: number;
}

export async function listQuarantine(store: Store, limit = 1_000): Promise<Quarantined[]> {
  const mails = await store.inboundWith('quarantined', limit);
  return await Promise.all(mails.map((mail) => aboutMail(store, mail)));
}

async function aboutMail(store: Store, mail: OpenedInbound): Promise<Quarantined> {
  const row = mail.caseId === null ? undefined : await store.caseById(mail.caseId);
  return {
    id: mail.id,
    receivedAt: mail.receivedAt.toISOString(),
    bytes: mail.sizeBytes,
    code: mail.errorCode ?? '',
    office: row?.office ?? '-',
    attempts: mail.attempts,
  };
}

/** One mail with its envelope, and its bytes as they came; null if it is not in quarantine. */
export async function showQuarantined(
  store: Store,
  id: string,
): Promise<{ readonly about: Quarantined & { readonly envelope: unknown }; readonly raw: Buffer } | null> {
  const mail = await store.inboundById(id);
  if (mail?.status !== 'quarantined') {
    return null;
  }
  const raw = await store.documents.get(mail.rawBlob);
  return { about: { ...(await aboutMail(store, mail)), envelope: mail.envelope }, raw };
}

/** Lets the desk read a mail once more, from its beginning. False if it is not in quarantine. */
export async function retryQuarantined(store: Store, id: string): Promise<boolean> {
  return await store.transact(null, (uow) =>
    uow.markInbound(id, 'quarantined', { status: 'stored', errorCode: null, attempts: 0 }),
  );
}

/** The card that asked about a mail is answered: it could be read after all, and its case is another. */
export async function fileAsReadIn(
  desk: Desk,
  uow: UnitOfWork,
  asked: CaseRow,
  caseId: string,
): Promise<void> {
  const facts = asked.facts as unknown as UnsortedCase;
  if (facts.kind === 'unsorted' && facts.state === 'open') {
    const at = desk.now().toISOString();
    await fileUnsortedIn(uow, asked, { how: 'read-again', caseId, note: null, by: 'system', at });
  }
}
