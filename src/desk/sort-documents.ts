/** A person says what each document is, where nobody could recognise it (A5, A9). */
import type { Answer } from '../bot/channel.ts';
import { carryOut } from './carry-out.ts';
import { type CaseRecord, kindsOf } from './case-record.ts';
import type { Desk } from './desk.ts';
import type { KnownPerson } from './people.ts';
import { answerRefusal } from './refusal-answer.ts';
import type { Inputs } from './submits.ts';

/** What a person may call a scan; the workbook is known by its content. */
const SCAN_KINDS: ReadonlySet<string> = new Set(['application', 'identity', 'certificate', 'other']);

/** Saves the kinds that changed; a document of another case in the inputs changes nothing. */
export async function submitSortedDocuments(
  desk: Desk,
  person: KnownPerson,
  record: CaseRecord,
  inputs: Inputs,
): Promise<Answer> {
  const changed: { id: string; kind: string }[] = [];
  for (const document of record.documents) {
    const given = inputs[`document:${document.id}`];
    const kinds = given?.split(',').filter(Boolean) ?? [];
    const fixed = kindsOf(document).some((kind) => !SCAN_KINDS.has(kind));
    if (given === undefined || fixed || kinds.length === 0) {
      continue;
    }
    if (kinds.some((kind) => !SCAN_KINDS.has(kind))) {
      const error = { input: `document:${document.id}`, message: desk.texts.inputErrors.kindUnknown };
      return { kind: 'dialog-errors', errors: [error], text: desk.texts.inputErrors.summary };
    }
    const kind = [...new Set(kinds)].join(',');
    if (kind !== document.kind) {
      changed.push({ id: document.id, kind });
    }
  }
  const outcome = await carryOut(desk, record.access.id, async (uow) => {
    for (const { id, kind } of changed) {
      await uow.changeDocument(id, { kind });
    }
    return { type: 'sort-documents', by: person.actor, documents: changed.map(({ id }) => id) };
  });
  return outcome.accepted
    ? { kind: 'done', text: desk.texts.confirmations['sort-documents'] }
    : await answerRefusal(desk, outcome.access, outcome.refusal);
}
