/** Fills what a card shows from the case as it is now. */
import type { CaseCardView, CheckLine, EscalationLine, RelatedLine } from '../bot/views.ts';
import type { Account } from '../store/accounts.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Reads } from '../store/unit-of-work.ts';
import { failedChecks } from '../workflow/access-facts.ts';
import type { AccessCase, AccessState, CardPlace } from '../workflow/case.ts';
import { openEscalations } from '../workflow/escalation.ts';
import { type CaseRecord, fullName, kindsOf, problemOf } from './case-record.ts';
import type { Desk } from './desk.ts';
import { askedName } from './escalation/asked.ts';
import { fieldTitle } from './event-sentence.ts';
import { senderLineOf } from './mail-origin.ts';
import { nameOf, namesIn } from './people.ts';
import { registerFinding, registerLines } from './register/register-view.ts';
import { officeOf } from './settings.ts';
import { type CardCheck, checkLines, maskedCnp } from './workbook-facts.ts';

export interface CardAudience {
  readonly place: CardPlace;
  /** The office whose channel shows the card, or null for DI. */
  readonly office: string | null;
}

/** What the card of a case says to one audience. */
export async function caseCardView(
  desk: Desk,
  reads: Reads,
  record: CaseRecord,
  audience: CardAudience,
): Promise<CaseCardView> {
  const { access, reading, row } = record;
  const { fields } = reading;
  const issued = access.issue ? await reads.accountById(access.issue.accountId) : undefined;
  const moved = audience.place === 'office' && audience.office !== null && audience.office !== access.office;
  return {
    access,
    place: audience.place,
    officeName: officeOf(desk.config, access.office).name,
    applicantName: fullName(fields) || (row.applicantName ?? ''),
    formEmail: fields.email,
    senderEmail: row.senderEmail ?? '',
    sender: await senderLineOf(desk, reads, access.id),
    authorisation: fields.authorisation,
    authorisationClass: fields.authorisationClass,
    maskedCnp: maskedCnp(fields.cnp),
    documents: documentsInWords(desk, record),
    checks: access.workbook && !access.workbook.refusal ? checksOf(desk, access) : [],
    workbookTrouble: reading.refusal,
    register: registerLines(desk, await registerFinding(desk, reads, record)),
    related: await relatedLines(desk, reads, record),
    escalations: await escalationLines(desk, reads, access),
    names: await namesIn(desk, access),
    user: issued?.user ?? null,
    approvalReason: await noteOf(reads, access.approved?.reasonNote ?? null),
    closingNote: await noteOf(reads, access.closing?.note ?? null),
    mergedInto: await numberOf(reads, access.closing?.mergedInto ?? null),
    movedTo: moved ? officeOf(desk.config, access.office).name : null,
    now: desk.now().toISOString(),
  };
}

/** Who has put the case before whom, and why. */
export async function escalationLines(
  desk: Desk,
  reads: Reads,
  access: Pick<AccessCase, 'escalations'>,
): Promise<EscalationLine[]> {
  return await Promise.all(
    openEscalations(access).map(async (open) => ({
      ...{ id: open.id, at: open.at, urgent: open.urgent },
      target: await askedName(desk, reads, open),
      who: await nameOf(desk, open.by),
      text: await reads.noteText(open.note),
    })),
  );
}

async function noteOf(reads: Reads, note: string | null): Promise<string | null> {
  return note === null ? null : await reads.noteText(note);
}

async function numberOf(reads: Reads, caseId: string | null): Promise<string | null> {
  return caseId === null ? null : ((await reads.caseById(caseId))?.number ?? null);
}

function documentsInWords(desk: Desk, record: CaseRecord): string {
  const titles: Readonly<Record<string, string>> = desk.texts.documentKinds;
  const shown = new Set(record.documents.flatMap(kindsOf).filter((kind) => kind !== 'workbook-issued'));
  return [...shown].map((kind) => titles[kind] ?? kind).join(', ');
}

function checksOf(desk: Desk, access: AccessCase): readonly CheckLine[] {
  const labels: Readonly<Record<CardCheck, string>> = desk.texts.cardChecks;
  return checkLines(failedChecks(access).map(problemOf), {
    label: (check) => labels[check],
    result: (outcome, problems) => {
      const word = desk.texts.outcomes[outcome].word;
      const fields = [...new Set(problems.map(({ field }) => fieldTitle(desk, field)))];
      return fields.length === 0 ? word : `${word}: ${fields.join(', ')}`;
    },
  });
}

/** Same person again: other cases, and accounts that exist already (by CNP, authorisation or e-mail). */
async function relatedLines(desk: Desk, reads: Reads, record: CaseRecord): Promise<RelatedLine[]> {
  const { row, access } = record;
  const { cases, accounts } = await reads.findOthers({
    cnpHash: row.cnpHash,
    authorisation: row.authorisation,
    email: row.email,
    exceptCaseId: row.id,
  });
  const others = cases
    .filter((other) => other.kind === 'access')
    .map((other) => relatedCase(desk, row, other));
  const known = accounts
    .filter((account) => account.id !== access.issue?.accountId)
    .map((account) => ({ text: relatedAccount(desk, row, account), caseId: account.caseId }));
  return [...others, ...known];
}

function relatedCase(desk: Desk, row: CaseRow, other: CaseRow): RelatedLine {
  const state = desk.texts.states[other.state as AccessState];
  const text = samePerson(row, other)
    ? desk.texts.related.samePerson(other.number ?? '', state)
    : desk.texts.related.sameEmail(other.number ?? '', state);
  return { text, caseId: other.id };
}

function relatedAccount(desk: Desk, row: CaseRow, account: Account): string {
  const { related } = desk.texts;
  const text = samePerson(row, account) ? related.account(account.user) : related.sharedEmail(account.user);
  return account.state === 'suspended' ? `${text} (${related.suspended})` : text;
}

interface Identified {
  readonly cnpHash: string | null;
  readonly authorisation: string | null;
}

/** The same CNP, or the same authorisation; an e-mail address may belong to several people. */
export function samePerson(one: Identified, other: Identified): boolean {
  const cnp = one.cnpHash !== null && one.cnpHash === other.cnpHash;
  const authorisation = Boolean(one.authorisation) && one.authorisation === other.authorisation;
  return cnp || authorisation;
}
