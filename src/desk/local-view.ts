/** What the local page shows around the cards: people to be, channels, and whose turn is next. */
import type { CaseRow } from '../store/cases.ts';
import type { PersonWithRoles } from '../store/people.ts';
import type { AccessCase, AccessState } from '../workflow/case.ts';
import type { ProblemState } from '../workflow/problem.ts';
import type { RecoveryState } from '../workflow/recovery.ts';
import { hasRole, personOf } from '../workflow/roles.ts';
import type { Desk } from './desk.ts';
import { officeOf } from './settings.ts';

const CHANNEL = 'local';
const LOOKED_AT = 200;
const KINDS = ['access', 'recovery', 'problem'] as const;

export interface PersonToBe {
  readonly externalId: string;
  readonly name: string;
  readonly description: string;
  readonly home?: { readonly channelKey: string } | { readonly mailbox: string };
}

export interface ChannelToShow {
  readonly channelKey: string;
  readonly title: string;
  readonly group: string;
}

export interface TurnHint {
  readonly text: string;
  readonly personExternalId: string | null;
  readonly caseId: string | null;
  readonly channelKey: string | null;
  readonly mailbox: string | null;
}

/** The id under which the page lets somebody be the applicant; no role belongs to it. */
export const APPLICANT = 'solicitant';

/** The desk's people, in the order of the procedure, then the applicant. */
export async function peopleToBe(desk: Desk, applicantMailbox: string | null): Promise<PersonToBe[]> {
  const people = await desk.store.people();
  const known = people
    .filter((person) => externalIdOf(person) !== null)
    .sort((one, other) => rank(one) - rank(other) || officeText(one).localeCompare(officeText(other)));
  const applicant: PersonToBe = {
    externalId: APPLICANT,
    name: desk.texts.localPeople.applicant,
    description: desk.texts.localPeople.applicantIs,
    ...(applicantMailbox === null ? {} : { home: { mailbox: applicantMailbox } }),
  };
  return [...known.map((person) => personToBe(desk, person)), applicant];
}

function rank({ roles }: PersonWithRoles): number {
  const order = ['secretary', 'supervisor', 'di', 'admin'];
  return Math.min(...roles.map(({ role }) => order.indexOf(role)), order.length);
}

function officeText({ roles }: PersonWithRoles): string {
  return roles[0]?.office ?? '';
}

function personToBe(desk: Desk, person: PersonWithRoles): PersonToBe {
  const [grant] = person.roles;
  const role = grant ? desk.texts.page.roleNames[grant.role] : '';
  const office = grant?.office ? officeOf(desk.config, grant.office).name : '';
  const channelKey = grant ? homeOf(grant.role, grant.office) : 'admin';
  return {
    externalId: externalIdOf(person) ?? '',
    name: person.name,
    description: [role, office].filter(Boolean).join(', '),
    home: { channelKey },
  };
}

function homeOf(role: string, office: string | null): string {
  if (role === 'di') {
    return 'di';
  }
  return office === null ? 'admin' : `office:${office}`;
}

function externalIdOf(person: PersonWithRoles): string | null {
  return person.identities.find(({ channel }) => channel === CHANNEL)?.externalId ?? null;
}

/** Every office's channel, DI's and the admins'. */
export function channelsToShow(desk: Desk): ChannelToShow[] {
  const words = desk.texts.localChannels;
  return [
    { channelKey: 'di', title: words.di, group: words.central },
    { channelKey: 'admin', title: words.admin, group: words.central },
    ...desk.config.offices.map(({ code, name }) => ({
      channelKey: `office:${code}`,
      title: name,
      group: words.offices,
    })),
  ];
}

/** Whose turn is next, in the case that something happened to last. */
export async function turnHint(desk: Desk): Promise<TurnHint> {
  const { hint } = desk.texts.page;
  const open = await desk.store.queue({ open: true, kinds: [...KINDS], limit: LOOKED_AT });
  const row = open.reduce<CaseRow | null>(
    (newest, each) => (newest === null || each.updatedAt > newest.updatedAt ? each : newest),
    null,
  );
  if (row) {
    return await hintFor(desk, row);
  }
  const [closed] = await desk.store.queue({ open: false, kinds: [...KINDS], limit: 1 });
  return nobody(closed ? hint.finished : hint.start);
}

function nobody(text: string, caseId: string | null = null): TurnHint {
  return { text, personExternalId: null, caseId, channelKey: null, mailbox: null };
}

async function hintFor(desk: Desk, row: CaseRow): Promise<TurnHint> {
  const { hint } = desk.texts.page;
  switch (row.state as AccessState | RecoveryState | ProblemState) {
    case 'received':
    case 'verified':
    case 'issued':
    case 'in-work':
      return row.office === 'DI' ? await toDi(desk, row, hint.diCard) : await toOffice(desk, row);
    case 'with-di':
      return await toDi(desk, row, hint.di);
    case 'awaiting-correction':
    case 'awaiting-code':
      return {
        text: hint.applicant,
        personExternalId: APPLICANT,
        caseId: row.id,
        channelKey: null,
        mailbox: row.senderEmail ?? row.email,
      };
    case 'issuing':
    case 'closed':
    case 'rejected':
      return nobody(hint.wait, row.id);
  }
}

async function toOffice(desk: Desk, row: CaseRow): Promise<TurnHint> {
  const person = await secretaryOf(desk, row);
  return {
    text: desk.texts.page.hint.secretary(person?.name ?? officeOf(desk.config, row.office).name),
    personExternalId: person ? externalIdOf(person) : null,
    caseId: row.id,
    channelKey: `office:${row.office}`,
    mailbox: null,
  };
}

/** An officer who did not approve the case. */
async function toDi(desk: Desk, row: CaseRow, text: (name: string) => string): Promise<TurnHint> {
  const approved = row.kind === 'access' ? (row.facts as unknown as AccessCase).approved : null;
  const approver = approved === null ? null : personOf(approved.by);
  const officers = await desk.store.people({ role: 'di' });
  const person = officers.find(({ id }) => id !== approver);
  return {
    text: text(person?.name ?? 'DI'),
    personExternalId: person ? externalIdOf(person) : null,
    caseId: row.id,
    channelKey: 'di',
    mailbox: null,
  };
}

/** The owner, else the first secretary of the office. */
async function secretaryOf(desk: Desk, { ownerId, office }: CaseRow): Promise<PersonWithRoles | undefined> {
  const known = ownerId === null ? undefined : await desk.store.personById(ownerId);
  if (known && hasRole(known.roles, 'secretary', office)) {
    return known;
  }
  const [first] = await desk.store.people({ role: 'secretary', office });
  return first;
}
