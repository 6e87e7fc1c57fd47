/** Which case a mail is about, and as whom its sender may speak there. */
import type { Classification, RequestMail } from '../mail/sorting/classification.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Reads } from '../store/unit-of-work.ts';
import type { AccessCase, Actor } from '../workflow/case.ts';
import { hasRole } from '../workflow/roles.ts';
import type { Desk } from './desk.ts';

/** A case that a mail names, and how surely: a Message-ID of ours is known only to who got our letter. */
export interface NamedCase {
  readonly row: CaseRow;
  readonly by: 'message-id' | 'number';
}

/** The case whose letter a mail answers, else the one that its subject names; null where it names none of ours. */
export async function namedCase(
  reads: Reads,
  classification: Pick<Classification, 'answers' | 'caseNumbers'>,
  request: Pick<RequestMail, 'references'>,
): Promise<NamedCase | null> {
  for (const messageId of new Set([...classification.answers, ...request.references])) {
    const sent = await reads.sentByMessageId(messageId);
    const row = sent ? await reads.caseById(sent.caseId) : undefined;
    if (row) {
      return { row: await followMerged(reads, row), by: 'message-id' };
    }
  }
  for (const number of classification.caseNumbers) {
    const row = await reads.caseByNumber(number);
    if (row) {
      return { row: await followMerged(reads, row), by: 'number' };
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
export async function speakerIn(
  desk: Desk,
  reads: Reads,
  row: CaseRow,
  request: RequestMail,
): Promise<Actor | null> {
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
