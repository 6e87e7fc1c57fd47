/** What happened, in one sentence: for the thread, the history, and whoever clicked too late. */
import type { Reads } from '../store/unit-of-work.ts';
import { formatDay } from '../texts/dates.ts';
import type { EventFacts } from '../texts/ro/events.ts';
import type { AccessCase, AccessEvent, EscalationWay, ThreadPlace } from '../workflow/case.ts';
import type { Telling } from './desk.ts';
import { askedName } from './escalation/asked.ts';
import { nameOf } from './people.ts';
import { officeOf } from './settings.ts';

const NO_FACTS: EventFacts = {
  who: '',
  number: '',
  office: '',
  fromOffice: '',
  day: '',
  file: '',
  registry: '',
  list: '',
  note: '',
  what: '',
  into: '',
  documents: '',
};

/** Of what case it is told: of any kind. */
type Told = Pick<AccessCase, 'number' | 'office'>;

/** One sentence with its full stop, in the desk's language. */
export async function eventSentence(
  desk: Telling,
  reads: Reads,
  access: Told,
  event: AccessEvent,
): Promise<string> {
  const facts = {
    ...NO_FACTS,
    number: access.number,
    who: await nameOf(desk, event.by),
    ...(await factsOf(desk, reads, access, event)),
  };
  return desk.texts.events[event.type](facts);
}

async function factsOf(
  desk: Telling,
  reads: Reads,
  access: Told,
  event: AccessEvent,
): Promise<Partial<EventFacts>> {
  const { texts } = desk;
  switch (event.type) {
    case 'opened':
      return { office: officeOf(desk.config, event.office).name };
    case 'mail-received':
      return { documents: kindNames(desk, event.documents) };
    case 'workbook-replaced':
      return { list: fieldNames(desk, event.changed) };
    case 'register-updated':
      return { list: fieldNames(desk, event.fields), note: await noteOf(reads, event.note) };
    case 'asked-of-dcg':
      return { note: await noteOf(reads, event.note) };
    case 'correction-asked':
      return {
        list: event.reasons.map((reason) => reasonTitle(desk, reason)).join(', '),
        note: await noteOf(reads, event.note),
      };
    case 'original-recorded':
      return { day: formatDay(event.receivedOn), file: event.file };
    case 'registry-recorded':
      return { registry: `${event.registry.number} din ${formatDay(event.registry.date)}` };
    case 'approved':
      return { note: await noteOf(reads, event.reasonNote) };
    case 'credentials-issued':
      return { what: texts.issueModes[event.mode] };
    case 'letter-undelivered':
    case 'letter-delivered':
    case 'letter-resent':
      return { what: texts.letters[event.letter] };
    case 'returned':
    case 'rejected':
    case 'reopened':
    case 'applicant-written':
    case 'withdrawn':
      return { note: await noteOf(reads, event.note) };
    case 'transferred':
      return {
        office: officeOf(desk.config, event.office).name,
        fromOffice: officeOf(desk.config, event.from).name,
        note: await noteOf(reads, event.note),
      };
    case 'merged':
      return { into: (await reads.caseById(event.into))?.number ?? '' };
    case 'fact-corrected':
      return { what: texts.facts[event.fact], note: await noteOf(reads, event.note) };
    case 'applicant-reminded':
      return { what: texts.remindedOf[event.about] };
    case 'reassigned':
      return { into: await nameOf(desk, event.to) };
    case 'supervisor-told':
    case 'became-overdue':
      return { what: texts.states[event.state] };
    case 'escalated':
    case 'escalation-closed':
    case 'escalation-answered':
      return { what: await askedName(desk, reads, byMailIf(event)), note: await noteOf(reads, event.note) };
    case 'thread-said':
    case 'thread-corrected':
    case 'thread-unsaid':
      return { office: placeName(desk, access, event.from), note: await noteOf(reads, event.note) };
    case 'dcg-answered':
    case 'mail-repeated':
    case 'taken':
    case 'taken-by-di':
    case 'verified':
    case 'documents-sorted':
    case 'credentials-mailed':
    case 'secretary-mailed':
    case 'credentials-undelivered':
    case 'taken-back':
    case 'noted-on-original':
    case 'closed-original-missing':
    case 'details-opened':
    case 'document-opened':
    case 'close-offered':
      return {};
  }
}

/** Whoever answers by mail was asked by mail. */
function byMailIf(event: EscalationWay & { readonly type: string }): EscalationWay {
  return event.type === 'escalation-answered' ? { ...event, byMail: true } : event;
}

/** Where somebody spoke, as it stands behind their name. */
function placeName(desk: Telling, access: Told, from: ThreadPlace): string {
  if (from !== 'office') {
    return desk.texts.places.targets[from];
  }
  return access.office === 'DI' ? desk.texts.places.targets.di : officeOf(desk.config, access.office).name;
}

async function noteOf(reads: Reads, note: string | null): Promise<string> {
  return note === null ? '' : await reads.noteText(note);
}

function fieldNames(desk: Telling, fields: readonly string[]): string {
  return fields.map((field) => fieldTitle(desk, field)).join(', ');
}

/** What documents are, in words, each once: one scan may be several things. */
function kindNames(desk: Telling, documents: readonly string[]): string {
  const titles: Readonly<Record<string, string>> = desk.texts.documentKinds;
  const kinds = new Set(documents.flatMap((kind) => kind.split(',')));
  return [...kinds].map((kind) => titles[kind] ?? kind).join(', ');
}

/** A form's field in words; something that is no field stands as it is. */
export function fieldTitle(desk: Telling, field: string): string {
  const titles: Readonly<Record<string, string>> = desk.texts.fields;
  return titles[field] ?? field;
}

/** A reason of a correction (A14) in words: a failed check, or a document that is missing. */
export function reasonTitle(desk: Telling, reason: string): string {
  const [kind, name = ''] = reason.split(':');
  if (kind === 'document') {
    const kinds: Readonly<Record<string, string>> = desk.texts.documentKinds;
    return desk.texts.missingDocument(kinds[name] ?? name);
  }
  return fieldTitle(desk, kind ?? reason);
}
