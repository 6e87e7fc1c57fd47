/** "De clasificat": a mail that no rule could place, kept with a card until a person says what it is. */
import type { UnsortedCardView } from '../bot/views.ts';
import type { CaseRow } from '../store/cases.ts';
import { newId } from '../store/ids.ts';
import type { BoundPlace } from '../store/places.ts';
import type { Reads, UnitOfWork } from '../store/unit-of-work.ts';
import type { ActorRef, Instant } from '../workflow/case.ts';
import type { MailSummary } from './case-record.ts';
import type { Desk } from './desk.ts';
import { senderLineOf } from './mail-origin.ts';
import { cardEffect } from './refresh-cards.ts';
import { officeOf } from './settings.ts';

/** Why a mail was not placed; each has its sentence in the texts. */
export type UnsortedReason =
  | 'closed-case'
  | 'stranger-to-case'
  | 'unknown-office'
  | 'unreadable-mail'
  | 'too-big'
  | 'forged-sender'
  | 'unproven-sender'
  | 'not-a-request'
  | 'password-recovery'
  | 'problem'
  | 'bounce';

/** What became of the mail. */
export interface Filing {
  readonly how: 'request' | 'attached' | 'dismissed' | 'read-again';
  readonly caseId: string | null;
  readonly note: string | null;
  readonly by: ActorRef;
  readonly at: Instant;
}

export interface UnsortedCase {
  readonly kind: 'unsorted';
  readonly id: string;
  /** An office's code, `DI`, or `-` where nobody can tell: then the admins see it. */
  readonly office: string;
  readonly state: 'open' | 'filed';
  readonly mailId: string;
  readonly reasons: readonly UnsortedReason[];
  /** The case that it seems to belong to. */
  readonly linkedCaseId: string | null;
  readonly filedAs: Filing | null;
}

export const NO_OFFICE = '-';

export interface NewUnsorted {
  readonly mailId: string;
  /** Office code, `DI`, or null. */
  readonly office: string | null;
  readonly reasons: readonly UnsortedReason[];
  readonly linkedCaseId: string | null;
  readonly senderEmail: string | null;
  readonly senderName: string | null;
}

/** Opens the case of a mail that could not be placed. Returns its id. */
export async function openUnsortedIn(desk: Desk, uow: UnitOfWork, mail: NewUnsorted): Promise<string> {
  const at = desk.now();
  const office = mail.office ?? NO_OFFICE;
  const facts: UnsortedCase = {
    kind: 'unsorted',
    id: newId(),
    office,
    state: 'open',
    mailId: mail.mailId,
    reasons: mail.reasons,
    linkedCaseId: mail.linkedCaseId,
    filedAs: null,
  };
  const { id } = await uow.createCase({
    id: facts.id,
    kind: 'unsorted',
    office,
    state: 'open',
    open: true,
    facts,
    senderEmail: mail.senderEmail,
    senderName: mail.senderName,
    waitingSince: at,
    events: [
      {
        type: 'unsorted-opened',
        rows: '',
        actor: 'system',
        payload: { mailId: mail.mailId, reasons: [...mail.reasons] },
        at,
      },
    ],
  });
  await uow.addEffects(
    id,
    1,
    (await placesOf(uow, office)).map(({ id }) => cardEffect({ placeId: id })),
  );
  return id;
}

/** Records what a person decided. The caller has checked that it was still open. */
export async function fileUnsortedIn(uow: UnitOfWork, row: CaseRow, filing: Filing): Promise<void> {
  const facts: UnsortedCase = { ...(row.facts as unknown as UnsortedCase), state: 'filed', filedAs: filing };
  const version = await uow.saveCase(row.id, {
    expectedVersion: row.version,
    patch: { state: 'filed', open: false, facts },
    events: [
      {
        type: 'unsorted-filed',
        rows: '',
        actor: filing.by,
        payload: { how: filing.how, caseId: filing.caseId, note: filing.note },
        at: new Date(filing.at),
      },
    ],
  });
  const posts = await uow.cardPosts(row.id);
  await uow.addEffects(row.id, version, posts.map(cardEffect));
}

async function placesOf(reads: Reads, office: string): Promise<BoundPlace[]> {
  if (office === 'DI') {
    return await reads.bindingsFor({ purpose: 'di' });
  }
  const bound = office === NO_OFFICE ? [] : await reads.bindingsFor({ purpose: 'commission', office });
  // An office without a channel: the admins see to it (product.md).
  return bound.length > 0 ? bound : await reads.bindingsFor({ purpose: 'admin' });
}

/** The card of such a mail. */
export async function unsortedCardView(desk: Desk, reads: Reads, row: CaseRow): Promise<UnsortedCardView> {
  const facts = row.facts as unknown as UnsortedCase;
  const mail = await reads.inboundById(facts.mailId);
  const summary = (mail?.summary ?? null) as MailSummary | null;
  const linked = facts.linkedCaseId === null ? undefined : await reads.caseById(facts.linkedCaseId);
  const linkedNumber = linked?.number ?? null;
  return {
    caseId: row.id,
    officeName: officeName(desk, facts.office),
    state: facts.state,
    from: summary?.from ?? '',
    subject: summary?.subject ?? '',
    receivedAt: (mail?.receivedAt ?? row.createdAt).toISOString(),
    reasons: facts.reasons.map((reason) => reasonSentence(desk, reason, linkedNumber ?? '')),
    linkedNumber,
    sender: await senderLineOf(desk, reads, row.id),
    filedAs: await filedAs(desk, reads, facts.filedAs),
    now: desk.now().toISOString(),
  };
}

function officeName(desk: Desk, office: string): string {
  return office === 'DI' || office === NO_OFFICE
    ? desk.texts.unsortedPlaces[office]
    : officeOf(desk.config, office).name;
}

function reasonSentence(desk: Desk, reason: UnsortedReason, number: string): string {
  const { unsorted } = desk.texts;
  return reason === 'closed-case' || reason === 'stranger-to-case' || reason === 'unproven-sender'
    ? unsorted[reason](number)
    : unsorted[reason];
}

async function filedAs(desk: Desk, reads: Reads, filing: Filing | null): Promise<string | null> {
  if (!filing) {
    return null;
  }
  const { unsorted } = desk.texts;
  const number = filing.caseId === null ? '' : ((await reads.caseById(filing.caseId))?.number ?? '');
  switch (filing.how) {
    case 'request':
      return unsorted.filedAsRequest(number);
    case 'attached':
      return unsorted.filedToCase(number);
    case 'read-again':
      return number === '' ? unsorted.readAgain : unsorted.filedAsRequest(number);
    case 'dismissed':
      return filing.note === null
        ? unsorted.dismissed
        : `${unsorted.dismissed}: ${await reads.noteText(filing.note)}`;
  }
}
