/** A mail that arrived: read in the bounded child, taken for something, proven, and put where it belongs (A10). */

import { headersOnly } from '../mail/cut/headers-only.ts';
import { isRefused, type ParsedMail, type ParseOutcome } from '../mail/reading/parsed-mail.ts';
import type { Classification, ClassifyContext } from '../mail/sorting/classification.ts';
import { classify, isPersons } from '../mail/sorting/classify.ts';
import { contentKey, requestKey } from '../mail/sorting/content-key.ts';
import type { InboundPatch, OpenedInbound } from '../store/mails.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { classifyContext } from './address-book.ts';
import { recordBounceIn } from './bounces.ts';
import type { MailSummary } from './case-record.ts';
import type { Desk } from './desk.ts';
import type { KeptEnvelope, KeptProofs } from './envelope.ts';
import { followMerged } from './find-case.ts';
import {
  noteRepeatedIn,
  officeOfRow,
  type Placed,
  type PreparedRequest,
  placeRequestIn,
  SAME_REQUEST_MS,
} from './place-request.ts';
import { type KnownForms, prepareRequest, summaryOfMail } from './prepare-mail.ts';
import { judgeRequests, proveMail } from './prove-mail.ts';
import { fileAsReadIn, quarantineIn } from './quarantine.ts';
import { withoutRetry } from './sender-trust.ts';
import { openUnsortedIn } from './unsorted.ts';

/** A mail that killed the process, or that could not be handled, this often is put aside for a person. */
const MOST_ATTEMPTS = 8;
/** A mail whose sender could not be proven because DNS was in trouble is proven again after so many milliseconds. */
export const PROVE_AGAIN_MS = 60_000;

/** A mail that has just arrived, with what was read of it. */
export interface MailAtHand {
  readonly raw: Buffer;
  readonly read: ParseOutcome;
  readonly forms: KnownForms;
  /** Under way since it arrived; null where it is to be made. */
  readonly proofs: Promise<KeptProofs> | null;
}

interface ReadableMail {
  readonly raw: Uint8Array;
  readonly read: ParsedMail;
  readonly forms: KnownForms | undefined;
  readonly proofs: Promise<KeptProofs> | null | undefined;
}

interface Arrived {
  readonly mail: OpenedInbound;
  readonly classification: Classification;
  readonly contentKey: string;
  readonly prepared: readonly PreparedRequest[];
  readonly signatures: readonly string[];
}

/** Thrown to undo a transaction: somebody else has handled this mail meanwhile. */
class HandledMeanwhile extends Error {}

/**
 * Handles one stored mail, whole or not at all: after a crash it is handled again, and makes no second case.
 * A mail that cannot be read is kept and shown to a person. `atHand` is the mail as it was read
 * when it arrived, where nobody has to read it again.
 */
export async function handleInbound(desk: Desk, mailId: string, atHand?: MailAtHand): Promise<void> {
  const mail = await desk.store.inboundById(mailId);
  if (mail?.status !== 'stored') {
    return;
  }
  // The first attempt of a mail at hand was counted when it was stored.
  const attempts = atHand
    ? mail.attempts
    : await desk.store.transact(null, (uow) => uow.countInboundAttempt(mailId));
  if (await isHandedOverTwice(desk, mail)) {
    return;
  }
  const { setAside } = mail.envelope as KeptEnvelope;
  if (attempts > MOST_ATTEMPTS || setAside) {
    await quarantine(desk, mail, setAside?.reason ?? 'too-many-attempts');
    return;
  }
  const raw = atHand?.raw ?? (await desk.store.documents.get(mail.rawBlob));
  const parsed = atHand?.read ?? (await desk.parser.parse(raw));
  if (isRefused(parsed)) {
    await quarantine(desk, mail, parsed.refused.code);
    return;
  }
  await settle(
    desk,
    await lookInto(desk, mail, { raw, read: parsed, forms: atHand?.forms, proofs: atHand?.proofs }),
  );
}

/** The very same bytes again: a server that had not heard our answer, or a kill before a mailbox was tidied. */
async function isHandedOverTwice(desk: Desk, mail: OpenedInbound): Promise<boolean> {
  const since = new Date(desk.now().getTime() - SAME_REQUEST_MS);
  const first = await desk.store.inboundByBytes(mail.rawBlob, since);
  if (!first || first.id === mail.id || first.id > mail.id) {
    return false;
  }
  await unlessHandled(desk, async () => ({
    id: mail.id,
    patch: {
      status: 'duplicate',
      reasons: ['same-bytes'],
      ...(first.caseId === null ? {} : { caseId: first.caseId }),
    },
  }));
  return true;
}

async function lookInto(
  desk: Desk,
  mail: OpenedInbound,
  { raw, read, forms, proofs: underWay }: ReadableMail,
): Promise<Arrived> {
  const envelope = mail.envelope as KeptEnvelope;
  const context = await classifyContext(desk, envelope);
  const classification = classify(read, context);
  const hashOfContent = desk.store.lookupHash('mail-content', contentKey(read));
  const base = { mail, classification, contentKey: hashOfContent };
  if (!isPersons(classification)) {
    // Machines' mails are not looked into any further.
    return { ...base, prepared: [], signatures: [] };
  }
  const [proofs, ...mails] = await Promise.all([
    envelope.proofs ?? underWay ?? proveMail(desk, raw, classification, envelope),
    ...classification.requests.map((request) => prepareRequest(desk, request, forms)),
  ]);
  const judged = await judgeRequests(desk, mail.id, classification, context, proofs);
  const prepared = classification.requests.flatMap((request, index): PreparedRequest[] => {
    const [brought, judgement] = [mails[index], judged[index]];
    const key = requestKey(request);
    return brought && judgement
      ? [
          {
            request,
            mail: brought,
            // What was cut cannot be proven again: no signature fits it.
            proof: envelope.proofs ? withoutRetry(judgement.proof) : judgement.proof,
            key: key === null ? null : desk.store.lookupHash('request', key),
          },
        ]
      : [];
  });
  return { ...base, prepared, signatures: judged.flatMap(({ signatures }) => signatures) };
}

async function settle(desk: Desk, arrived: Arrived): Promise<void> {
  await unlessHandled(desk, async (uow) => {
    const { mail, classification } = arrived;
    const [request] = classification.requests;
    const patch = (await repeatedIn(desk, uow, arrived)) ?? (await placeIn(desk, uow, arrived));
    await uow.rememberSignatures(arrived.signatures, mail.id);
    return {
      id: mail.id,
      patch: {
        class: classification.kind,
        reasons: [...classification.reasons, ...closedArchives(classification)],
        contentKey: arrived.contentKey,
        ...(request ? { summary: summaryOfMail(request) } : {}),
        ...patch,
      },
    };
  });
}

/** Why attached archives were not opened, each reason once. */
function closedArchives({ requests }: Classification): string[] {
  const attached = requests.flatMap(({ attachments }) => attachments);
  return [...new Set(attached.flatMap(({ closedArchive }) => closedArchive ?? []))];
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

/** The same mail by its content has come before: its case is told, and nothing else happens. Null if it is new. */
async function repeatedIn(desk: Desk, uow: UnitOfWork, arrived: Arrived): Promise<InboundPatch | null> {
  const { mail, prepared } = arrived;
  const since = new Date(desk.now().getTime() - SAME_REQUEST_MS);
  const earlier = await uow.inboundByContent(arrived.contentKey, mail.id, since);
  if (!earlier) {
    return null;
  }
  const row = earlier.caseId === null ? undefined : await uow.caseById(earlier.caseId);
  const known = row?.kind === 'access' ? await followMerged(uow, row) : row;
  if (prepared.length === 0 || !known) {
    return { status: 'duplicate', ...(known ? { caseId: known.id } : {}) };
  }
  if (known.open || known.kind !== 'access') {
    return { status: 'duplicate', caseId: await noteRepeatedIn(desk, uow, known, mail.id) };
  }
  const { mail: brought } = prepared[0] ?? {};
  const caseId = await openUnsortedIn(desk, uow, {
    mailId: mail.id,
    office: officeOfRow(known),
    reasons: ['closed-case'],
    linkedCaseId: known.id,
    senderEmail: brought?.senderEmail ?? null,
    senderName: brought?.senderName ?? null,
  });
  return { status: 'handled', caseId };
}

async function placeIn(desk: Desk, uow: UnitOfWork, arrived: Arrived): Promise<InboundPatch> {
  const { mail, classification } = arrived;
  if (classification.bounce) {
    return await placeBounceIn(desk, uow, arrived, classification.bounce);
  }
  const placed: Placed[] = [];
  await uow.dropRequests(mail.id);
  for (const [position, prepared] of arrived.prepared.entries()) {
    const place = await placeRequestIn(desk, uow, mail.id, classification, prepared);
    placed.push(place);
    await keepRequestIn(desk, uow, mail.id, position, prepared, place.caseId);
  }
  const [first] = placed;
  if (!first) {
    return { status: 'handled' };
  }
  await answerQuarantineIn(desk, uow, mail, first.caseId);
  const status = placed.every(({ repeated }) => repeated) ? 'duplicate' : 'handled';
  return { status, caseId: first.caseId };
}

async function keepRequestIn(
  desk: Desk,
  uow: UnitOfWork,
  mailId: string,
  position: number,
  { request, proof, key }: PreparedRequest,
  caseId: string,
): Promise<void> {
  await uow.addRequest({
    mailId,
    position,
    caseId,
    route: request.route,
    trust: proof.level,
    proof,
    requestKey: key,
    proveAgainAt: proof.level === 'retry' ? new Date(desk.now().getTime() + PROVE_AGAIN_MS) : null,
  });
}

/** A mail that an operator let be read again: the card that asked about it is answered. */
async function answerQuarantineIn(
  desk: Desk,
  uow: UnitOfWork,
  mail: OpenedInbound,
  caseId: string,
): Promise<void> {
  const asked = mail.caseId === null ? undefined : await uow.caseById(mail.caseId);
  if (asked && asked.id !== caseId) {
    await fileAsReadIn(desk, uow, asked, caseId);
  }
}

async function placeBounceIn(
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

async function quarantine(desk: Desk, mail: OpenedInbound, code: string): Promise<void> {
  const envelope = mail.envelope as KeptEnvelope;
  const context = await classifyContext(desk, envelope);
  const summary = await summaryOfHead(desk, mail, context);
  const office = envelope.to
    .map((to) => context.officeByMailbox.get(to))
    .find((found) => found !== undefined);
  const about = {
    office: office ?? null,
    sender: summary?.from || envelope.from,
    reason: code === 'too-big' && envelope.setAside ? 'too-big' : 'unreadable-mail',
  } as const;
  await unlessHandled(desk, async (uow) => {
    const known = mail.caseId === null ? undefined : await uow.caseById(mail.caseId);
    // Read again in vain: its card is still there.
    const caseId = known?.open ? known.id : await quarantineIn(desk, uow, mail, about);
    const told = summary === null ? {} : { summary };
    return { id: mail.id, patch: { status: 'quarantined', errorCode: code, caseId, ...told } };
  });
  desk.log.warn({ mailId: mail.id, code }, 'mail could not be read; kept, and shown to a person');
}

/** What the head of an unreadable mail says of its sender and subject; null where not even that can be read. */
async function summaryOfHead(
  desk: Desk,
  mail: OpenedInbound,
  context: ClassifyContext,
): Promise<MailSummary | null> {
  const head = await desk.parser.parse(headersOnly(await desk.store.documents.get(mail.rawBlob)));
  const [request] = isRefused(head) ? [] : classify(head, context).requests;
  return request ? summaryOfMail(request) : null;
}
