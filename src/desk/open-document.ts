/** Opens a document for one person, once (product.md, Cards): the checked click makes the link, the link the bytes. */
import type { Answer } from '../bot/channel.ts';
import { carryOut } from './carry-out.ts';
import { type CaseRecord, kindsOf } from './case-record.ts';
import type { Desk } from './desk.ts';
import type { KnownPerson } from './people.ts';
import { answerRefusal } from './refusal-answer.ts';

const NO_SCANS: ReadonlySet<string> = new Set(['workbook', 'workbook-issued']);

/** A single-use link of two minutes; that it was made is in the case's log. */
export async function openDocument(
  desk: Desk,
  person: KnownPerson,
  record: CaseRecord,
  documentId: string,
): Promise<Answer> {
  const document = record.documents.find(({ id }) => id === documentId);
  const { refusals, confirmations } = desk.texts;
  if (!document) {
    return { kind: 'told', text: refusals['document-not-found'] };
  }
  let token = '';
  const outcome = await carryOut(desk, record.access.id, async (uow) => {
    const caseId = record.access.id;
    token = await uow.mintDocumentLink({ documentId, personId: person.id, caseId });
    const isScan = kindsOf(document).some((kind) => !NO_SCANS.has(kind));
    return { type: 'open-document', by: person.actor, documentId, isScan };
  });
  return outcome.accepted
    ? { kind: 'link', url: documentUrl(desk, token), text: confirmations['open-document'] }
    : await answerRefusal(desk, outcome.access, outcome.refusal);
}

export function documentUrl(desk: Desk, token: string): string {
  return `${desk.publicUrl}/documents/${token}`;
}

export interface ServedDocument {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Uses a link up; null when it was used before, has expired, or never was. */
export async function documentByLink(desk: Desk, token: string): Promise<ServedDocument | null> {
  const link = await desk.store.transact(null, (uow) => uow.useDocumentLink(token));
  const document = link ? await desk.store.documentById(link.documentId) : undefined;
  if (!document) {
    return null;
  }
  return {
    name: document.name,
    mediaType: document.mediaType,
    bytes: await desk.store.documents.get(document.blob),
  };
}
