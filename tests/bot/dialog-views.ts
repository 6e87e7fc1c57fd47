/** Invented contents of every dialog. */
import type {
  CaseCardView,
  Choice,
  DetailsView,
  DialogView,
  DocumentLine,
  FormRow,
  IssueView,
  LetterPreview,
  UnsortedCardView,
  UnsortedDialogView,
} from '../../src/bot/views.ts';
import { renderLetter } from '../../src/mail/letters/render-letter.ts';
import { ro } from '../../src/texts/ro.ts';
import { OFFICES } from '../../src/workflow/offices.ts';
import { baseView, diViews, NOW, officeViews } from './case-views.ts';

function office(name: string): CaseCardView {
  return officeViews[name] ?? baseView;
}

const FORM: readonly (readonly [keyof typeof ro.fields, string])[] = [
  ['lastName', 'Popescu'],
  ['firstName', 'Andrei'],
  ['cnp', '1850314012345'],
  ['idDocument', 'AX 123456'],
  ['county', 'Alba'],
  ['locality', 'Alba Iulia'],
  ['address', 'Str. Unirii nr. 12, ap. 3'],
  ['phone', '0700 123 456'],
  ['email', 'andrei.popescu@cadastru-alba.example'],
  ['authorisationClass', 'B'],
  ['authorisation', 'RO-AB-F 0123/2019'],
  ['office', 'AB'],
  ['authorisedOn', '12.03.2019'],
  ['legalForm', 'PFA'],
  ['company', 'Popescu Andrei PFA'],
  ['taxId', ''],
  ['requestedOn', '20.11.2026'],
];

const form: readonly FormRow[] = FORM.map(([field, value]) => ({
  label: ro.fields[field],
  value,
  outcome: field === 'cnp' ? 'failed' : field === 'authorisation' || value === '' ? 'unknown' : 'passed',
  remark:
    field === 'cnp'
      ? 'Cifra de control nu se potrivește: verificați toate cele 13 cifre.'
      : field === 'authorisation'
        ? 'Nu are forma obișnuită (RO-AB-F 0123/2019 sau seria și numărul).'
        : '',
}));

export const documents: readonly DocumentLine[] = [
  {
    documentId: 'document-1',
    name: 'cerere semnata.pdf',
    kinds: ['application', 'certificate'],
    sizeBytes: 1_240_000,
    origin: 'din mailul de la 23.11.2026, 10:15',
  },
  {
    documentId: 'document-2',
    name: 'IMG_0042.jpeg',
    kinds: [],
    sizeBytes: 2_830_000,
    origin: 'din mailul de la 23.11.2026, 10:15',
  },
  {
    documentId: 'document-workbook',
    name: 'Cerere acces online.xlsx',
    kinds: ['workbook'],
    sizeBytes: 61_000,
    origin: 'din mailul de la 23.11.2026, 10:15',
  },
];

export const details: DetailsView = {
  card: office('received-with-problems'),
  form,
  documents,
  changes: ['Telefon: «0700 123 455» a devenit «0700 123 456»'],
  mailText:
    'Bună ziua,\n\nVă rugăm să ne furnizați USER și PAROLĂ pentru acces la sistemul informatic al ANCP!\n\nCu stimă,\nAndrei Popescu',
  mailOrigin: [
    ro.mail.routes['forwarded-inline'],
    ro.mail.takenFor(ro.mail.kinds['access-request'], ro.mail.reasons['workbook-attached']),
    ro.mail.senderIs(
      ro.mail.sender.vouched({ domain: 'ancpi.example', forwardedBy: 'secretar.ab@ancpi.example' }),
    ),
    ro.mail.proofReasons['forwarded-by-colleague'],
  ],
  canVerify: true,
  canSortDocuments: true,
};

export const issueView: IssueView = {
  card: diViews['with-di'] ?? baseView,
  suggestedUser: 'andrei.popescu',
  webAddress: 'https://autorizati.ancpi.example/',
  password: 'kR7mTp4wHx9sDn3f',
  email: 'andrei.popescu@cadastru-alba.example',
  existing: null,
};

const reasons: readonly Choice[] = [
  { value: 'cnp:checksum', title: 'CNP: Cifra de control nu se potrivește: verificați toate cele 13 cifre.' },
  {
    value: 'office:other-office',
    title: 'OCPI: Formularul indică alt oficiu decât cel la care a sosit cererea.',
  },
  { value: 'document:certificate', title: 'lipsește: Certificatul de autorizare' },
];

const TODAY = '2026-11-24';
const LETTER_TEXT = 'Numărul autorizației este cel bun. Vă așteptăm cu originalul.';
const to = 'andrei.popescu@cadastru-alba.example';
const received = office('received-with-problems');
const registry = { number: '', date: TODAY };

/** One or more of each dialog, by the name of its preview. */
export const dialogViews: Readonly<Record<string, DialogView>> = {
  'open-details': { kind: 'open-details', view: details },
  'open-details-empty': {
    kind: 'open-details',
    view: {
      ...details,
      card: office('received-unreadable'),
      form: [],
      documents: [],
      changes: [],
      mailText: '',
      canVerify: false,
    },
  },
  'open-details-di': {
    kind: 'open-details',
    view: {
      ...details,
      card: diViews['with-di-despite-failed-check'] ?? baseView,
      documents: documents.slice(2),
      changes: [],
      mailText: '',
      canVerify: false,
      canSortDocuments: false,
    },
  },
  'update-register': {
    kind: 'update-register',
    card: received,
    fields: FORM.map(([field]) => ({ value: field, title: ro.fields[field] })),
  },
  'send-to-dcg': { kind: 'send-to-dcg', card: received, to: 'dcg@ancpi.example' },
  'ask-correction': {
    kind: 'ask-correction',
    card: received,
    reasons,
    suggested: ['cnp:checksum', 'office:other-office'],
    to,
  },
  'ask-correction-without-reasons': {
    kind: 'ask-correction',
    card: office('received'),
    reasons: [],
    suggested: [],
    to,
  },
  'record-original': { kind: 'record-original', card: received, today: TODAY, registry },
  'record-registry': {
    kind: 'record-registry',
    card: received,
    today: TODAY,
    registry: { number: '12345', date: '2026-11-23' },
  },
  approve: {
    kind: 'approve',
    card: received,
    failed: ['CNP: Cifra de control nu se potrivește: verificați toate cele 13 cifre.'],
    awaitsDcg: true,
  },
  'approve-awaiting-dcg': { kind: 'approve', card: office('awaiting-dcg'), failed: [], awaitsDcg: true },
  issue: { kind: 'issue', view: issueView },
  'issue-for-existing': {
    kind: 'issue',
    view: {
      ...issueView,
      card: diViews['with-di-despite-failed-check'] ?? baseView,
      existing: {
        user: 'andrei.popescu',
        email: 'popescu@vechi.example',
        modes: ['new-address', 'new-password'],
      },
    },
  },
  return: { kind: 'return', card: diViews['with-di'] ?? baseView },
  reject: { kind: 'reject', card: received, to },
  withdraw: { kind: 'withdraw', card: received },
  'close-original-missing': {
    kind: 'close-original-missing',
    card: office('verified-without-original'),
    to,
  },
  transfer: {
    kind: 'transfer',
    card: received,
    offices: OFFICES.filter(({ code }) => code !== 'AB').map(({ code, name }) => ({
      value: code,
      title: `${name} (${code})`,
    })),
  },
  merge: {
    kind: 'merge',
    card: received,
    cases: [{ value: 'case-17', title: 'AB-2026-00017 · Andrei Popescu · De verificat' }],
  },
  'merge-without-others': { kind: 'merge', card: received, cases: [] },
  reopen: { kind: 'reopen', card: office('rejected') },
  'correct-fact': {
    kind: 'correct-fact',
    card: office('ready-to-approve'),
    facts: [
      { value: 'original', title: ro.facts.original },
      { value: 'registry', title: ro.facts.registry },
      { value: 'verified', title: ro.facts.verified },
    ],
  },
  escalate: {
    kind: 'escalate',
    card: received,
    targets: [
      { value: 'di', title: ro.places.targets.di },
      { value: 'supervisor', title: ro.places.targets.supervisor },
      { value: 'person:p2', title: ro.places.colleague('Ioana Marin') },
      { value: 'mail', title: ro.places.targets.mail },
    ],
  },
  'escalate-from-di': {
    kind: 'escalate',
    card: received,
    targets: [{ value: 'supervisor', title: ro.places.targets.supervisor }],
  },
  'close-escalation': { kind: 'close-escalation', card: office('escalated'), mayTell: true },
  'close-escalation-at-di': { kind: 'close-escalation', card: office('escalated'), mayTell: false },
  'write-to-applicant': { kind: 'write-to-applicant', card: received, to, text: '' },
  history: {
    kind: 'history',
    card: office('issued'),
    lines: [
      {
        at: '2026-11-24T08:12:00.000Z',
        who: 'sistemul',
        text: 'Mailul cu fișierul fără parolă a plecat la secretar: USERUL se poate nota pe original.',
        rows: ['A23'],
      },
      {
        at: '2026-11-24T08:11:00.000Z',
        who: 'sistemul',
        text: 'Mailul cu credențialele a plecat la adresa din formular.',
        rows: ['A21'],
      },
      {
        at: '2026-11-24T08:10:00.000Z',
        who: 'Radu Stan',
        text: 'Radu Stan a emis credențialele (Utilizator nou); mailurile sunt pe drum.',
        rows: ['A19', 'A20', 'A22'],
      },
      {
        at: '2026-11-24T07:45:00.000Z',
        who: 'Maria Ionescu',
        text: 'Maria Ionescu a aprobat cererea și a trimis-o la DI.',
        rows: ['A17', 'A18'],
      },
      {
        at: '2026-11-24T07:30:00.000Z',
        who: 'Maria Ionescu',
        text: 'Maria Ionescu a consemnat originalul semnat și îndosariat, primit la 24.11.2026 (Autorizări 2026, fila 42).',
        rows: ['A15', 'A16'],
      },
      {
        at: '2026-11-23T08:15:00.000Z',
        who: 'solicitantul',
        text: 'Cererea a sosit pe mail și s-a deschis dosarul la OCPI Alba.',
        rows: ['A6', 'A7', 'A8', 'A9', 'A10'],
      },
    ],
  },
  'history-empty': { kind: 'history', card: received, lines: [] },
  more: { kind: 'more', card: office('ready-to-approve') },
  'more-closed': { kind: 'more', card: office('closed') },
};

export const unsortedOpen: UnsortedCardView = {
  caseId: 'unsorted-7',
  officeName: 'OCPI Alba',
  state: 'open',
  from: 'ion.necunoscut@mail.example',
  subject: 'Re: Cerere acces Online – AB-2026-00017',
  receivedAt: '2026-11-24T07:05:00.000Z',
  reasons: ['Este despre dosarul AB-2026-00017, care este încheiat.'],
  linkedNumber: 'AB-2026-00017',
  sender: { outcome: 'unknown', result: ro.mail.sender.unverified() },
  filedAs: null,
  now: NOW,
};

export const unsortedViews: Readonly<Record<string, UnsortedCardView>> = {
  'unsorted-open': unsortedOpen,
  'unsorted-forged': {
    ...unsortedOpen,
    subject: 'Cerere acces Online la sistemul informatic al ANCP',
    reasons: [ro.unsorted['forged-sender']],
    linkedNumber: null,
    sender: { outcome: 'failed', result: ro.mail.sender.rejected() },
  },
  'unsorted-filed': { ...unsortedOpen, state: 'filed', filedAs: 'atașat la dosarul AB-2026-00017' },
};

export const unsortedDialogViews: Readonly<Record<string, UnsortedDialogView>> = {
  'unsorted-details': {
    kind: 'unsorted-details',
    card: unsortedOpen,
    text: 'Bună ziua,\nAm uitat să atașez certificatul. Îl găsiți aici.\nMulțumesc,\nIon',
    mailOrigin: [
      ro.mail.routes.direct,
      ro.mail.takenFor(ro.mail.kinds.reply, ro.mail.reasons['case-number']),
      ro.mail.senderIs(ro.mail.sender.unverified()),
      ro.mail.proofReasons['not-signed'],
    ],
    documents: documents.slice(0, 2),
  },
  'unsorted-details-empty': {
    kind: 'unsorted-details',
    card: unsortedOpen,
    text: '',
    mailOrigin: [],
    documents: [],
  },
  'unsorted-attach': { kind: 'unsorted-attach', card: unsortedOpen, suggested: 'AB-2026-00017' },
  'unsorted-dismiss': { kind: 'unsorted-dismiss', card: unsortedOpen },
};

/** Mails to the applicant, before they are sent. */
export const letterPreviews: Readonly<Record<string, LetterPreview>> = {
  'send-to-applicant': {
    kind: 'send-to-applicant',
    caseId: 'case-42',
    number: 'AB-2026-00042',
    applicantName: 'Andrei Popescu',
    to,
    ...sampleLetter(),
    text: LETTER_TEXT,
    previewed: 'fingerprint',
    verb: 'submit:write-to-applicant',
  },
};

function sampleLetter() {
  const { subject, text: letter } = renderLetter(
    {
      letter: 'reply',
      caseNumber: 'AB-2026-00042',
      officeName: 'OCPI Alba',
      registry: null,
      applicantName: 'Andrei Popescu',
      note: LETTER_TEXT,
      writtenBy: 'Maria Ionescu',
    },
    ro,
  );
  return { subject, letter };
}
