/** What a mail brings: its documents, recognised and stored, and what its workbook says. Before any transaction. */
import { createHash } from 'node:crypto';
import type { FormReading } from '../excel/form.ts';
import type { MailAttachment } from '../mail/reading/parsed-mail.ts';
import type { RequestMail } from '../mail/sorting/classification.ts';
import type { OpenedDocument } from '../store/papers.ts';
import { localDay } from '../workflow/deadlines.ts';
import { kindsOf, type MailSummary } from './case-record.ts';
import type { Desk } from './desk.ts';

export interface PreparedDocument {
  /** Null until the transaction names it. */
  readonly id: string | null;
  readonly name: string;
  /** Kinds joined by commas; `other` where nobody recognised it. */
  readonly kind: string;
  readonly blob: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export interface PreparedWorkbook {
  /** Its place among the documents. */
  readonly index: number;
  /** Keyed hash of its bytes: what verified, original and approved hold for. */
  readonly hash: string;
  readonly reading: FormReading;
}

export interface PreparedMail {
  readonly senderEmail: string | null;
  readonly senderName: string | null;
  readonly documents: readonly PreparedDocument[];
  readonly workbook: PreparedWorkbook | null;
}

const NOBODY_KNOWS = 'other';
const LONGEST_TEXT = 20_000;

/** Workbooks that were read when their mail arrived, by the SHA-256 of their bytes. */
export type KnownForms = ReadonlyMap<string, FormReading>;

/** Recognises the documents of a request (A5, A9), stores their bytes and reads the workbook (A10). */
export async function prepareRequest(
  desk: Desk,
  request: RequestMail,
  known: KnownForms = new Map(),
): Promise<PreparedMail> {
  const { attachments } = request;
  const documents: Promise<PreparedDocument>[] = [];
  const workbooks: Candidate[] = [];
  for (const recognised of await desk.parser.recogniseDocuments(attachments)) {
    const attachment = attachments[recognised.index];
    if (!attachment) {
      continue;
    }
    const isWorkbook = recognised.kinds.includes('workbook') || recognised.damagedWorkbook;
    if (isWorkbook) {
      workbooks.push({ index: documents.length, bytes: attachment.bytes, name: attachment.name });
    }
    const kind = isWorkbook ? 'workbook' : recognised.kinds.join(',') || NOBODY_KNOWS;
    documents.push(stored(desk, attachment, kind));
  }
  // Written while the workbook is read in its own process.
  const [kept, workbook] = await Promise.all([Promise.all(documents), readWorkbook(desk, workbooks, known)]);
  return {
    senderEmail: request.sender?.address ?? null,
    senderName: request.sender?.name || null,
    documents: kept,
    workbook,
  };
}

async function stored(desk: Desk, attachment: MailAttachment, kind: string): Promise<PreparedDocument> {
  const { name, bytes, mediaType } = attachment;
  const blob = await desk.store.documents.put(bytes);
  return { id: null, name, kind, blob, bytes: bytes.length, mediaType };
}

/** The same for a mail that was stored before and waits to be sorted. */
export async function prepareStored(
  desk: Desk,
  sender: { readonly email: string | null; readonly name: string | null },
  kept: readonly OpenedDocument[],
): Promise<PreparedMail> {
  const workbooks: Candidate[] = [];
  for (const [index, document] of kept.entries()) {
    if (kindsOf(document).includes('workbook')) {
      const bytes = await desk.store.documents.get(document.blob);
      workbooks.push({ index, bytes, name: document.name });
    }
  }
  return {
    senderEmail: sender.email,
    senderName: sender.name,
    documents: kept.map(({ id, name, kind, blob, bytes, mediaType }) => ({
      id,
      name,
      kind,
      blob,
      bytes,
      mediaType,
    })),
    workbook: await readWorkbook(desk, workbooks, new Map()),
  };
}

interface Candidate {
  readonly index: number;
  readonly bytes: Buffer;
  readonly name: string;
}

/** The first workbook that can be read; where none can, the first with the reason why. */
async function readWorkbook(
  desk: Desk,
  candidates: readonly Candidate[],
  known: KnownForms,
): Promise<PreparedWorkbook | null> {
  const today = localDay(desk.now().toISOString());
  let unreadable: PreparedWorkbook | null = null;
  for (const { index, bytes, name } of candidates) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const reading = known.get(sha256) ?? (await desk.excel.readForm(bytes, name, today));
    const workbook = { index, hash: desk.store.lookupHash('workbook', sha256), reading };
    if (reading.ok) {
      return workbook;
    }
    unreadable ??= workbook;
  }
  return unreadable;
}

/** What is kept, sealed, of a mail: enough to answer it and to show it. */
export function summaryOfMail(request: RequestMail): MailSummary {
  return {
    from: request.sender?.address ?? '',
    fromName: request.sender?.name ?? '',
    subject: request.subject.slice(0, 500),
    text: request.text.slice(0, LONGEST_TEXT),
    messageId: request.messageId,
    references: request.references.slice(-20),
  };
}
