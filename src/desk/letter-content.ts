/** What a letter says, from the case as it is when the letter is sent. */
import type { LetterContent } from '../mail/letters/letter.ts';
import type { Reads } from '../store/unit-of-work.ts';
import type { AccessEvent, Letter } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { isEscalationLetter } from '../workflow/escalation.ts';
import { eventOf, type LetterPayload } from './carry-out.ts';
import { type CaseRecord, fullName, kindsOf } from './case-record.ts';
import { reasonSentences } from './correction-reasons.ts';
import type { Desk } from './desk.ts';
import { askedContent } from './escalation/asked-letters.ts';
import { nameOf } from './people.ts';
import { officeOf } from './settings.ts';

/** Which event first wants a letter whose text a person wrote: a letter sent again says the same. */
const WRITTEN_BY: Partial<Record<Letter, AccessEvent['type']>> = {
  'to-dcg': 'asked-of-dcg',
  correction: 'correction-asked',
  'correction-reminder': 'correction-asked',
  rejection: 'rejected',
  reply: 'applicant-written',
};

/** The content of one letter; null where the case has moved on and the letter would tell nothing true. */
export async function letterContent(
  desk: Desk,
  reads: Reads,
  record: CaseRecord,
  payload: LetterPayload,
): Promise<LetterContent | null> {
  const { access, reading } = record;
  const common = commonOf(desk, record);
  const cause = await causeOf(reads, access.id, payload);
  const note = await noteOf(reads, cause);
  const user = async (): Promise<string> => await issuedUser(reads, record);
  const issuedOn = access.issue ? localDay(access.issue.at) : localDay(desk.now().toISOString());
  const { letter } = payload;
  if (isEscalationLetter(letter)) {
    const { event, escalation = '' } = payload;
    return await askedContent(desk, reads, access.id, common, {
      ...{ letter, event, escalation },
      note: payload.note,
    });
  }
  switch (letter) {
    case 'acknowledgement':
      return { ...common, letter, receivedAt: access.openedAt, ...arrivedWords(desk, record) };
    case 'correction':
      return { ...common, letter, reasons: reasonsOf(desk, record, cause), note };
    case 'correction-reminder':
      return {
        ...common,
        letter,
        since: localDay(access.stateSince),
        reasons: reasonsOf(desk, record, cause),
      };
    case 'original-reminder':
      return { ...common, letter, since: localDay(access.stateSince) };
    case 'to-dcg': {
      const writtenBy = await nameOf(desk, cause?.by ?? 'system');
      return {
        ...common,
        letter,
        note,
        authorisation: reading.fields.authorisation,
        writtenBy,
        applicationAttached: record.documents.some((document) => isForDcg(kindsOf(document))),
      };
    }
    case 'to-di':
      return access.approved === null
        ? null
        : {
            ...common,
            letter,
            authorisation: reading.fields.authorisation,
            approvedBy: await nameOf(desk, access.approved.by),
            originalReceivedOn: access.original?.receivedOn ?? null,
          };
    case 'credentials':
      return {
        ...common,
        letter,
        user: await user(),
        webAddress: payload.webAddress ?? '',
        issuedOn,
        // Known when the workbook is filled (send-letter.ts).
        converted: false,
      };
    case 'address-updated':
      return {
        ...common,
        letter,
        user: await user(),
        webAddress: payload.webAddress ?? '',
        email: reading.fields.email,
      };
    case 'to-secretary':
      return access.issue === null ? null : { ...common, letter, user: await user(), issuedOn };
    case 'rejection':
      return { ...common, letter, note: note ?? '' };
    case 'withdrawn':
    case 'closed-original-missing':
      return { ...common, letter };
    case 'reply':
      return { ...common, letter, note: note ?? '', writtenBy: await nameOf(desk, cause?.by ?? 'system') };
  }
}

function commonOf(desk: Desk, { access, reading, row }: CaseRecord) {
  return {
    caseNumber: access.number,
    officeName: officeOf(desk.config, access.office).name,
    registry: access.registry,
    applicantName: fullName(reading.fields) || (row.senderName ?? ''),
  };
}

/** A letter to the applicant with somebody's own text, before it is sent. */
export function replyContent(
  desk: Desk,
  record: CaseRecord,
  note: string,
  writtenBy: string,
): Extract<LetterContent, { letter: 'reply' }> {
  return { ...commonOf(desk, record), letter: 'reply', note, writtenBy };
}

/** DCG gets the application, not the identity card (product.md, Dialogs): a scan that holds both stays here. */
export function isForDcg(kinds: readonly string[]): boolean {
  return kinds.includes('application') && !kinds.includes('identity');
}

/** The event that says what the letter says: its own, or for one sent again the one that first wanted it. */
async function causeOf(reads: Reads, caseId: string, payload: LetterPayload): Promise<AccessEvent | null> {
  const events = await reads.events(caseId);
  const type = WRITTEN_BY[payload.letter];
  const cause = events.findLast(
    (event) =>
      event.seq <= payload.event && (type === undefined ? event.seq === payload.event : event.type === type),
  );
  return cause ? eventOf(cause) : null;
}

async function noteOf(reads: Reads, cause: AccessEvent | null): Promise<string | null> {
  const note = cause && 'note' in cause ? cause.note : null;
  return note === null ? null : await reads.noteText(note);
}

function reasonsOf(desk: Desk, record: CaseRecord, cause: AccessEvent | null): readonly string[] {
  return cause?.type === 'correction-asked' ? reasonSentences(desk, record, cause.reasons) : [];
}

async function issuedUser(reads: Reads, { access }: CaseRecord): Promise<string> {
  const account = access.issue === null ? undefined : await reads.accountById(access.issue.accountId);
  return account?.user ?? '';
}

/** A10: what arrived, in words; that something is missing only the secretary tells. */
function arrivedWords(
  desk: Desk,
  record: CaseRecord,
): { readonly arrived: readonly string[]; readonly unrecognised: readonly string[] } {
  const titles: Readonly<Record<string, string>> = desk.texts.documentKinds;
  const kinds = new Set(record.documents.flatMap(kindsOf));
  const known = ['application', 'identity', 'certificate', 'workbook'].filter((kind) => kinds.has(kind));
  const unknown = record.documents.filter((document) => kindsOf(document).includes('other'));
  return {
    arrived: known.map((kind) => titles[kind] ?? kind),
    unrecognised: unknown.map(({ name }) => name),
  };
}
