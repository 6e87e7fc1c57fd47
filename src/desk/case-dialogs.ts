/** Opens the dialogs of an access case: who may, and what stands in them. */
import { renderDialog } from '../bot/cards.ts';
import type { Answer } from '../bot/channel.ts';
import type { CaseCardView, Choice, DialogView } from '../bot/views.ts';
import type { Reads } from '../store/unit-of-work.ts';
import { decide } from '../workflow/access.ts';
import { awaitsDcg } from '../workflow/access-facts.ts';
import type { AccessCase, AccessCommand, CorrectableFact, Refusal } from '../workflow/case.ts';
import { localDay } from '../workflow/deadlines.ts';
import { freeTargets, openEscalations } from '../workflow/escalation.ts';
import { offered } from '../workflow/offered.ts';
import { hasRole } from '../workflow/roles.ts';
import { carryOut, type Wish } from './carry-out.ts';
import { type CaseRecord, caseRecord } from './case-record.ts';
import { caseCardView } from './case-view.ts';
import { correctionChoices, failedSentences } from './correction-reasons.ts';
import type { Desk } from './desk.ts';
import { detailsView } from './details-view.ts';
import { askedChoices, supervisorChoice } from './escalation/asked.ts';
import { historyLines } from './history.ts';
import { issueView, refusedForSuspension } from './issue.ts';
import type { KnownPerson } from './people.ts';
import { lastAnswer } from './preview-letter.ts';
import { answerRefusal } from './refusal-answer.ts';
import { fieldsToUpdate, registerFinding } from './register/register-view.ts';

/** A dialog that a card's button opens; its name is the verb. */
export type DialogKind = DialogView['kind'];

const KINDS: ReadonlySet<string> = new Set<DialogKind>([
  'open-details',
  'update-register',
  'send-to-dcg',
  'ask-correction',
  'record-original',
  'record-registry',
  'approve',
  'issue',
  'return',
  'reject',
  'withdraw',
  'close-original-missing',
  'transfer',
  'merge',
  'reopen',
  'correct-fact',
  'write-to-applicant',
  'escalate',
  'close-escalation',
  'history',
  'more',
]);

export function isDialogKind(verb: string): verb is DialogKind {
  return KINDS.has(verb);
}

/**
 * Opens a dialog for a person, or tells why not: whoever may not submit it now need not fill it in first.
 * Opening the details is written into the case's log (product.md, Cards).
 */
export async function openDialog(
  desk: Desk,
  person: KnownPerson,
  record: CaseRecord,
  kind: DialogKind,
): Promise<Answer> {
  const refusal = refusalToOpen(desk, person, record.access, kind);
  if (refusal) {
    return await answerRefusal(desk, record.access, refusal);
  }
  const suspended = kind === 'issue' ? await refusedForSuspension(desk, record) : null;
  if (suspended) {
    return suspended;
  }
  if (kind === 'open-details') {
    await carryOut(desk, record.access.id, () => ({ type: 'open-details', by: person.actor }));
  }
  const view = await dialogView(desk, person, record, kind);
  if (view.kind === 'escalate' && view.targets.length === 0) {
    return { kind: 'told', text: desk.texts.places.nobodyToAsk };
  }
  const { title, card } = renderDialog(view, desk.texts);
  return { kind: 'dialog', title, card };
}

/** Why this person may not open this dialog now, or null. Decided on the facts, as the submit will be. */
export function refusalToOpen(
  desk: Desk,
  person: KnownPerson,
  access: AccessCase,
  kind: DialogKind,
): Refusal | null {
  const wish = sampleWish(desk, person, access, kind);
  const command = { ...wish, at: desk.now().toISOString() } as AccessCommand;
  const decision = decide(access, command, desk.config.rules);
  if (decision.accepted || isAnsweredInDialog(decision.refusal)) {
    return null;
  }
  return decision.refusal;
}

/** What the dialog itself asks for is no reason against opening it. */
function isAnsweredInDialog(refusal: Refusal): boolean {
  return refusal.code === 'reason-needed' || refusal.code === 'dcg-not-answered';
}

/** A submit of the dialog as it could come, to ask whether it would be accepted. */
function sampleWish(desk: Desk, person: KnownPerson, access: AccessCase, kind: DialogKind): Wish {
  const by = person.actor;
  const today = localDay(desk.now().toISOString());
  switch (kind) {
    case 'open-details':
    case 'history':
    case 'more':
      return { type: 'open-details', by };
    case 'escalate':
      return {
        type: 'escalate',
        by,
        id: '',
        target: freeTargets(access)[0] ?? 'di',
        note: '',
        urgent: false,
      };
    case 'close-escalation':
      return { type: 'close-escalation', by, escalation: openEscalations(access)[0]?.id ?? '', note: '' };
    case 'update-register':
      return { type: 'update-register', by, fields: [], note: null };
    case 'send-to-dcg':
      return { type: 'send-to-dcg', by, note: null };
    case 'ask-correction':
      return { type: 'ask-correction', by, reasons: [], note: null };
    case 'record-original':
      return { type: 'record-original', by, receivedOn: today, file: '', registry: null };
    case 'record-registry':
      return { type: 'record-registry', by, registry: { number: '', date: today } };
    case 'approve':
      return { type: 'approve', by, reasonNote: null, dcgAnswerNotAwaited: false };
    case 'issue':
      return {
        type: 'issue',
        by,
        workbook: access.workbook?.hash ?? '',
        mode: 'new-account',
        accountId: '',
        accountCreated: true,
      };
    case 'return':
    case 'reject':
    case 'reopen':
      return { type: kind, by, note: '' };
    case 'withdraw':
      return { type: 'withdraw', by, note: null };
    case 'close-original-missing':
      return { type: 'close-original-missing', by };
    case 'transfer':
      return { type: 'transfer', by, office: '', note: '' };
    case 'merge':
      return { type: 'merge', by, into: '' };
    case 'correct-fact':
      return { type: 'correct-fact', by, fact: heldFacts(access)[0] ?? 'original', note: '' };
    case 'write-to-applicant':
      return { type: 'write-to-applicant', by, note: '' };
  }
}

/** Which of its cards a person looks at: their office's, or DI's. */
export function placeFor(person: KnownPerson, access: AccessCase): 'office' | 'di' {
  return hasRole(person.actor.roles, 'secretary', access.office) ? 'office' : 'di';
}

async function dialogView(
  desk: Desk,
  person: KnownPerson,
  before: CaseRecord,
  kind: DialogKind,
): Promise<DialogView> {
  // Read anew: opening the details has just written into the case.
  const record = (await caseRecord(desk.store, before.row.id)) ?? before;
  const { access, reading } = record;
  const place = placeFor(person, access);
  const audience = { place, office: place === 'office' ? access.office : null };
  const card = await caseCardView(desk, desk.store, record, audience);
  const today = localDay(desk.now().toISOString());
  const registry = { number: access.registry?.number ?? '', date: access.registry?.date ?? today };
  const to = applicantAddress(record);
  switch (kind) {
    case 'open-details':
      return { kind, view: await detailsView(desk, desk.store, record, card) };
    case 'update-register':
      return {
        ...{ kind, card },
        fields: fieldsToUpdate(desk, record, await registerFinding(desk, desk.store, record)),
      };
    case 'send-to-dcg':
      return { kind, card, to: desk.config.dcgAddress };
    case 'ask-correction': {
      const { reasons, suggested } = correctionChoices(desk, record);
      return { kind, card, reasons, suggested, to };
    }
    case 'record-original':
    case 'record-registry':
      return { kind, card, today, registry };
    case 'approve':
      return { kind, card, failed: failedSentences(desk, record), awaitsDcg: awaitsDcg(access) };
    case 'issue':
      return { kind, view: await issueView(desk, desk.store, record, card) };
    case 'return':
    case 'withdraw':
    case 'reopen':
    case 'more':
      return { kind, card };
    case 'reject':
    case 'close-original-missing':
      return { kind, card, to };
    case 'write-to-applicant':
      return { kind, card, to, text: await lastAnswer(desk.store, access.id, access) };
    case 'transfer':
      return { kind, card, offices: otherOffices(desk, access, reading.fields.office) };
    case 'merge':
      return { kind, card, cases: await sameOfficeCases(desk, desk.store, record) };
    case 'correct-fact':
      return { kind, card, facts: factChoices(desk, card) };
    case 'escalate':
      return { kind, card, targets: await targetChoices(desk, person, access, place) };
    case 'close-escalation':
      return { kind, card, mayTell: place === 'office' && offersToWrite(access) };
    case 'history':
      return { kind, card, lines: await historyLines(desk, desk.store, access) };
  }
}

/**
 * Where letters to the applicant go: the address that wrote to us, for it works; else the one in the form.
 * Credentials go to the form's address alone (A21).
 */
export function applicantAddress({ row, access, reading }: CaseRecord): string {
  return row.senderEmail ?? (access.workbook?.hasEmail ? reading.fields.email : '');
}

/** The 42 offices without this one; the one that the form names first. */
function otherOffices(desk: Desk, access: AccessCase, named: string): Choice[] {
  const others = desk.config.offices.filter(({ code }) => code !== access.office);
  const first = others.filter(({ code }) => code === named);
  const rest = others.filter(({ code }) => code !== named);
  return [...first, ...rest].map(({ code, name }) => ({ value: code, title: `${name} (${code})` }));
}

/** Open cases of the same person at the same office: what a duplicate is merged into. */
async function sameOfficeCases(desk: Desk, reads: Reads, record: CaseRecord): Promise<Choice[]> {
  const { row } = record;
  const { cases } = await reads.findOthers({
    cnpHash: row.cnpHash,
    authorisation: row.authorisation,
    email: row.email,
    exceptCaseId: row.id,
  });
  const states: Readonly<Record<string, string>> = desk.texts.states;
  return cases
    .filter((other) => other.kind === 'access' && other.open && other.office === row.office)
    .map((other) => ({
      value: other.id,
      title: [other.number ?? '', other.applicantName ?? '', states[other.state] ?? ''].join(' · '),
    }));
}

/** What was recorded and can be taken back. */
export function heldFacts(access: AccessCase): CorrectableFact[] {
  const facts: readonly CorrectableFact[] = ['original', 'register', 'registry', 'verified'];
  return facts.filter((fact) => access[fact] !== null);
}

/** Whom the office can ask; DI asks the supervisor alone. */
async function targetChoices(
  desk: Desk,
  person: KnownPerson,
  access: AccessCase,
  place: 'office' | 'di',
): Promise<Choice[]> {
  const free = freeTargets(access);
  return place === 'office'
    ? await askedChoices(desk, { office: access.office, personId: person.id, free })
    : await supervisorChoice(desk, access.office, free);
}

/** True while a mail can be written to the applicant. */
function offersToWrite(access: AccessCase): boolean {
  const { first, more } = offered(access, 'office');
  return [...first, ...more].includes('write-to-applicant');
}

function factChoices(desk: Desk, card: CaseCardView): Choice[] {
  return heldFacts(card.access).map((fact) => ({ value: fact, title: desk.texts.facts[fact] }));
}
