/** Invented cases in every state, as the desk would fill their cards. */
import type { CaseCardView, CheckLine, EscalationLine } from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import type { AccessCase, Closing, Escalation, Issue, Workbook } from '../../src/workflow/case.ts';

export const NOW = '2026-11-24T08:20:00.000Z';
const OPENED = '2026-11-23T08:15:00.000Z';

const workbook: Workbook = {
  hash: 'hash-of-the-workbook',
  documentId: 'document-workbook',
  refusal: null,
  hasEmail: true,
  failedChecks: [],
};

export const baseCase: AccessCase = {
  kind: 'access',
  id: 'case-42',
  number: 'AB-2026-00042',
  office: 'AB',
  state: 'received',
  openedAt: OPENED,
  stateSince: OPENED,
  dueAt: '2026-11-25T15:00:00.000Z',
  owner: null,
  diOwner: null,
  workbook,
  verified: null,
  original: null,
  register: null,
  registry: null,
  approved: null,
  issue: null,
  closing: null,
  trouble: null,
  closeOffered: false,
  lastStep: { type: 'opened', by: 'applicant', at: OPENED },
};

const goodChecks: readonly CheckLine[] = [
  { outcome: 'passed', label: 'Date de identitate', result: 'în regulă' },
  { outcome: 'passed', label: 'Domiciliu și telefon', result: 'în regulă' },
  { outcome: 'passed', label: 'Adresa de e-mail', result: 'în regulă' },
  { outcome: 'passed', label: 'Autorizația', result: 'în regulă' },
  { outcome: 'passed', label: 'Oficiul', result: 'în regulă' },
  { outcome: 'passed', label: 'Cererea', result: 'în regulă' },
];

const mixedChecks: readonly CheckLine[] = [
  { outcome: 'failed', label: 'Date de identitate', result: 'de corectat: CNP' },
  { outcome: 'passed', label: 'Domiciliu și telefon', result: 'în regulă' },
  { outcome: 'passed', label: 'Adresa de e-mail', result: 'în regulă' },
  {
    outcome: 'unknown',
    label: 'Autorizația',
    result: 'nu s-a putut verifica: Seria și nr. autorizației',
  },
  { outcome: 'failed', label: 'Oficiul', result: 'de corectat: OCPI' },
  { outcome: 'passed', label: 'Cererea', result: 'în regulă' },
];

export const baseView: CaseCardView = {
  access: baseCase,
  place: 'office',
  officeName: 'OCPI Alba',
  applicantName: 'Andrei Popescu',
  formEmail: 'andrei.popescu@cadastru-alba.example',
  senderEmail: 'andrei.popescu@cadastru-alba.example',
  sender: { outcome: 'passed', result: 'dovedit: confirmat de cadastru-alba.example' },
  authorisation: 'RO-AB-F 0123/2019',
  authorisationClass: 'B',
  maskedCnp: '1•••••••••344',
  documents: 'Cererea, Cartea de identitate, Certificatul de autorizare, Fișierul Excel',
  checks: goodChecks,
  workbookTrouble: null,
  register: [],
  related: [],
  escalations: [],
  names: {
    'person:sec': 'Maria Ionescu',
    'person:di': 'Radu Stan',
    'person:sup': 'Elena Dobre',
    applicant: 'solicitantul',
    system: 'sistemul',
    dcg: 'DCG',
  },
  user: null,
  approvalReason: null,
  closingNote: null,
  mergedInto: null,
  movedTo: null,
  now: NOW,
};

const verified = { by: 'person:sec', at: '2026-11-23T09:40:00.000Z', workbook: workbook.hash };
const original = {
  by: 'person:sec',
  at: '2026-11-24T07:30:00.000Z',
  receivedOn: '2026-11-24',
  file: 'Autorizări 2026, fila 42',
};
const registry = { number: '12345', date: '2026-11-23' };
const approved = {
  by: 'person:sec',
  at: '2026-11-24T07:45:00.000Z',
  workbook: workbook.hash,
  reasonNote: null,
};
const issue: Issue = {
  by: 'person:di',
  at: '2026-11-24T08:10:00.000Z',
  workbook: workbook.hash,
  accountId: 'account-1',
  mode: 'new-account',
  credentialsMailedAt: null,
  secretaryMailedAt: null,
};
const mailed: Issue = {
  ...issue,
  credentialsMailedAt: '2026-11-24T08:11:00.000Z',
  secretaryMailedAt: '2026-11-24T08:12:00.000Z',
};

function closing(reason: Closing['reason'], note: string | null = null): Closing {
  return { by: 'person:sec', at: '2026-11-24T08:15:00.000Z', reason, note, mergedInto: null };
}

function view(access: Partial<AccessCase>, rest: Partial<CaseCardView> = {}): CaseCardView {
  return { ...baseView, ...rest, access: { ...baseCase, ...access } };
}

const owned: Partial<AccessCase> = { owner: 'person:sec', registry };
const ready: Partial<AccessCase> = {
  ...owned,
  state: 'verified',
  stateSince: verified.at,
  verified,
  original,
};
const withDi: Partial<AccessCase> = {
  ...ready,
  state: 'with-di',
  stateSince: approved.at,
  dueAt: '2026-11-26T15:00:00.000Z',
  approved,
};
const issuing: Partial<AccessCase> = {
  ...withDi,
  state: 'issuing',
  stateSince: issue.at,
  dueAt: null,
  diOwner: 'person:di',
  issue,
};
const issued: Partial<AccessCase> = {
  ...issuing,
  state: 'issued',
  stateSince: '2026-11-24T08:12:00.000Z',
  dueAt: '2026-11-26T15:00:00.000Z',
  issue: mailed,
};
const done: Partial<AccessCase> = {
  ...issued,
  state: 'closed',
  stateSince: '2026-11-24T08:15:00.000Z',
  dueAt: null,
  closing: closing('noted'),
};
const USER = { user: 'andrei.popescu' };

/** The office's cards, by what a person would call their state. */
const escalation: Escalation = {
  id: 'escalation-1',
  target: 'di',
  note: 'note-1',
  urgent: true,
  by: 'person:sec',
  at: '2026-11-24T07:50:00.000Z',
  said: [],
};
const escalationLine: EscalationLine = {
  id: escalation.id,
  target: 'DI',
  who: 'Maria Ionescu',
  at: escalation.at,
  text: 'Persoana are deja cont la alt oficiu. Emitem aici?',
  urgent: true,
};

export const officeViews: Readonly<Record<string, CaseCardView>> = {
  received: view({}),
  escalated: view({ ...owned, escalations: [escalation] }, { escalations: [escalationLine] }),
  'received-with-problems': view(
    { workbook: { ...workbook, failedChecks: ['cnp:checksum', 'office:other-office'] }, owner: 'person:sec' },
    {
      register: [
        { outcome: 'failed', result: ro.register.expired('01.02.2026') },
        { outcome: 'failed', result: ro.register.differs(`${ro.fields.email}, ${ro.fields.phone}`) },
        { outcome: 'passed', result: ro.register.same(`${ro.fields.lastName}, ${ro.fields.firstName}`) },
      ],
      checks: mixedChecks,
      senderEmail: 'cadastru.alba@mail.example',
      sender: {
        outcome: 'unknown',
        result: ro.mail.sender.vouched({ domain: '', forwardedBy: 'secretar.ab@ancpi.example' }),
      },
      documents: 'Cererea, Fișierul Excel',
      related: [
        { text: 'aceeași persoană: dosarul AB-2026-00017 (Închis)', caseId: 'case-17' },
        { text: 'persoana are deja contul andrei.popescu', caseId: 'case-17' },
      ],
    },
  ),
  'received-without-workbook': view(
    { workbook: null, dueAt: '2026-11-23T15:00:00.000Z', stateSince: '2026-11-19T08:15:00.000Z' },
    {
      applicantName: 'cadastru.alba@mail.example',
      formEmail: '',
      senderEmail: 'cadastru.alba@mail.example',
      sender: { outcome: 'unknown', result: ro.mail.sender.retry() },
      authorisation: '',
      authorisationClass: '',
      maskedCnp: '',
      documents: '',
      checks: [],
    },
  ),
  'received-unreadable': view(
    { workbook: { ...workbook, refusal: 'not-a-workbook', hasEmail: false } },
    {
      checks: [],
      sender: { outcome: 'failed', result: ro.mail.sender.rejected() },
      formEmail: '',
      maskedCnp: '',
      authorisation: '',
      authorisationClass: '',
      workbookTrouble: 'Fișierul nu este un registru Excel care să poată fi citit.',
    },
  ),
  'awaiting-correction': view(
    { ...owned, state: 'awaiting-correction', dueAt: null },
    { checks: mixedChecks },
  ),
  'verified-without-original': view(
    {
      ...owned,
      state: 'verified',
      stateSince: verified.at,
      verified,
      dueAt: null,
      closeOffered: true,
      register: { kind: 'updated', fields: ['email', 'phone'], by: 'person:sec', at: verified.at },
    },
    {},
  ),
  'ready-to-approve': view(ready),
  'awaiting-dcg': view({
    ...ready,
    dueAt: '2026-11-24T15:00:00.000Z',
    register: { kind: 'asked-of-dcg', by: 'person:sec', at: verified.at, answeredAt: null },
  }),
  'with-di': view(withDi),
  'undelivered-credentials': view({
    ...owned,
    verified,
    original,
    workbook: { ...workbook, failedChecks: ['email:refused-mail'] },
    trouble: { letter: 'credentials', at: NOW, workbook: workbook.hash },
  }),
  issuing: view(issuing, USER),
  issued: view(issued, USER),
  closed: view(done, USER),
  withdrawn: view(
    { ...owned, state: 'closed', dueAt: null, closing: closing('withdrawn') },
    { closingNote: 'A anunțat la telefon că renunță.' },
  ),
  merged: view(
    { ...owned, state: 'closed', dueAt: null, closing: closing('merged') },
    { mergedInto: 'AB-2026-00017' },
  ),
  rejected: view(
    { ...owned, state: 'rejected', dueAt: null, closing: closing('rejected') },
    { closingNote: 'Autorizația este retrasă din 01.09.2026.' },
  ),
  moved: view({ office: 'CJ' }, { movedTo: 'OCPI Cluj' }),
};

const AT_DI = { place: 'di' } as const;

/** DI's cards. */
export const diViews: Readonly<Record<string, CaseCardView>> = {
  escalated: view({ ...owned, escalations: [escalation] }, { place: 'di', escalations: [escalationLine] }),
  'with-di': view(withDi, AT_DI),
  'with-di-despite-failed-check': view(
    {
      ...withDi,
      diOwner: 'person:di',
      dueAt: '2026-11-20T15:00:00.000Z',
      workbook: { ...workbook, failedChecks: ['cnp:checksum', 'office:other-office'] },
      approved: { ...approved, reasonNote: 'note-1' },
    },
    {
      ...AT_DI,
      checks: mixedChecks,
      approvalReason: 'CNP-ul a fost comparat cu cartea de identitate și este scris corect acolo.',
      related: [{ text: 'persoana are deja contul andrei.popescu', caseId: 'case-17' }],
    },
  ),
  issuing: view(
    {
      ...issuing,
      issue: { ...issue, credentialsMailedAt: '2026-11-24T08:11:00.000Z' },
      trouble: { letter: 'to-secretary', at: NOW, workbook: null },
    },
    { ...AT_DI, ...USER },
  ),
  issued: view(issued, { ...AT_DI, ...USER }),
  closed: view(done, { ...AT_DI, ...USER }),
  returned: view({ ...owned, verified, original }, AT_DI),
};
