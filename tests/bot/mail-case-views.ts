/** Lost passwords and problems in their states, for previews and tests. */
import type {
  ProblemCardView,
  ProblemDialogView,
  PurgedCardView,
  RecoveryCardView,
  RecoveryDialogView,
} from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { documents } from './dialog-views.ts';

export const recoveryProven: RecoveryCardView = {
  caseId: 'recovery-7',
  number: 'DI-2026-00007',
  state: 'received',
  from: 'ion.moldovan@cadastru.example',
  askedAt: '2026-11-24T07:05:00.000Z',
  address: { outcome: 'passed', result: ro.recovery.addressIs.matches },
  mail: {
    outcome: 'passed',
    result: ro.mail.sender.verified({ domain: 'cadastru.example', forwardedBy: '' }),
  },
  account: { user: 'ion.moldovan', personName: 'Ion Moldovan', officeName: 'OCPI Alba', suspended: false },
  code: null,
  closing: null,
  undelivered: false,
  escalations: [],
  dueAt: '2026-11-26T14:00:00.000Z',
  help: 'issue',
  actions: ['recovery-issue', 'recovery-details', 'recovery-reject', 'recovery-make-problem', 'escalate'],
};

const recoveryUnproven: RecoveryCardView = {
  ...recoveryProven,
  mail: { outcome: 'unknown', result: ro.mail.sender.unverified() },
  help: 'code',
  actions: ['recovery-send-code', 'recovery-details', 'recovery-reject', 'recovery-make-problem', 'escalate'],
};

export const recoveryViews: Readonly<Record<string, RecoveryCardView>> = {
  'recovery-proven': recoveryProven,
  'recovery-unproven': recoveryUnproven,
  'recovery-awaiting-code': {
    ...recoveryUnproven,
    state: 'awaiting-code',
    code: ro.recovery.codeSent('25.11.2026, 09:20', 4),
    help: 'wait',
    actions: ['recovery-details', 'recovery-reject'],
  },
  'recovery-suspended': {
    ...recoveryProven,
    account: {
      user: 'ana.turcanu',
      personName: 'Ana Țurcanu',
      officeName: 'OCPI Cluj',
      suspended: true,
    },
    help: 'refuse',
    actions: ['recovery-details', 'recovery-reject'],
  },
  'recovery-forged': {
    ...recoveryProven,
    address: { outcome: 'failed', result: ro.recovery.addressIs.unknown },
    mail: { outcome: 'failed', result: ro.mail.sender.rejected() },
    account: null,
    help: 'refuse',
    actions: ['recovery-details', 'recovery-reject'],
  },
  'recovery-undelivered': { ...recoveryProven, undelivered: true },
  'recovery-closed': {
    ...recoveryProven,
    state: 'closed',
    closing: ro.recovery.issued('ion.moldovan', 'Elena Dobre', '24.11.2026, 10:12'),
    dueAt: null,
    help: null,
    actions: ['recovery-details'],
  },
};

export const recoveryDialogViews: Readonly<Record<string, RecoveryDialogView>> = {
  'recovery-details': {
    kind: 'recovery-details',
    card: recoveryProven,
    text: 'Bună ziua,\nAm uitat parola. Vă rog să îmi generați alta.\nIon Moldovan',
    mailOrigin: [
      ro.mail.routes.direct,
      ro.mail.takenFor(ro.mail.kinds.recovery, ro.mail.reasons.subject),
      ro.mail.proofReasons['dkim-aligned'],
    ],
    history: [`24.11.2026, 09:05 · ${ro.recovery.events['recovery-opened']()} · R1 R2`],
  },
  'recovery-details-empty': {
    kind: 'recovery-details',
    card: recoveryProven,
    text: '',
    mailOrigin: [],
    history: [],
  },
  'recovery-issue': {
    kind: 'recovery-issue',
    card: recoveryProven,
    webAddress: 'https://acces.exemplu.ro/autorizati',
    password: 'Kem4Tus7Rab2Vun9',
  },
  'recovery-reject': { kind: 'recovery-reject', card: recoveryProven },
};

export const problemOpen: ProblemCardView = {
  caseId: 'problem-7',
  number: 'AB-2026-00051',
  state: 'received',
  officeName: 'OCPI Alba',
  subject: 'Problemă la încărcarea planurilor în sistem',
  from: 'ion.moldovan@cadastru.example',
  sender: {
    outcome: 'passed',
    result: ro.mail.sender.verified({ domain: 'cadastru.example', forwardedBy: '' }),
  },
  account: 'ion.moldovan',
  owner: null,
  escalations: [],
  closing: null,
  undelivered: false,
  dueAt: '2026-11-26T14:00:00.000Z',
  help: 'home',
  actions: ['problem-take', 'problem-resolve', 'problem-answer', 'escalate', 'problem-details'],
};

const escalatedProblem: ProblemCardView = {
  ...problemOpen,
  state: 'in-work',
  owner: 'Maria Ionescu',
  escalations: [
    {
      id: 'escalation-1',
      target: ro.places.targets.di,
      who: 'Maria Ionescu',
      at: '2026-11-24T08:20:00.000Z',
      text: 'Are drepturi în aplicație?',
      urgent: true,
    },
  ],
  actions: ['problem-resolve', 'problem-answer', 'escalate', 'close-escalation', 'problem-details'],
};

export const problemViews: Readonly<Record<string, ProblemCardView>> = {
  'problem-received': problemOpen,
  'problem-escalated': escalatedProblem,
  'problem-asked': { ...escalatedProblem, help: 'asked', actions: ['close-escalation', 'problem-details'] },
  'problem-undelivered': { ...escalatedProblem, undelivered: true },
  'problem-closed': {
    ...problemOpen,
    state: 'closed',
    owner: 'Maria Ionescu',
    closing: ro.problem.closed('Maria Ionescu', '24.11.2026, 10:20', 'Contul este deblocat.'),
    dueAt: null,
    help: null,
    actions: ['problem-details'],
  },
};

export const problemDialogViews: Readonly<Record<string, ProblemDialogView>> = {
  'problem-details': {
    kind: 'problem-details',
    card: problemOpen,
    text: 'Bună ziua,\nLa încărcarea fișierului primesc o eroare.\nIon Moldovan',
    mailOrigin: [ro.mail.routes.direct, ro.mail.takenFor(ro.mail.kinds.problem, ro.mail.reasons.subject)],
    documents: documents.slice(0, 1),
    history: [`24.11.2026, 09:05 · ${ro.problem.events['problem-opened']()} · P1`],
  },
  'problem-details-empty': {
    kind: 'problem-details',
    card: problemOpen,
    text: '',
    mailOrigin: [],
    documents: [],
    history: [],
  },
  'problem-answer': { kind: 'problem-answer', card: problemOpen, text: '' },
  'problem-resolve': { kind: 'problem-resolve', card: problemOpen },
  'problem-escalate': {
    kind: 'escalate',
    card: problemOpen,
    targets: [
      { value: 'di', title: ro.places.byMail(ro.places.targets.di) },
      { value: 'mail', title: ro.places.targets.mail },
    ],
  },
  'problem-close-escalation': { kind: 'close-escalation', card: escalatedProblem, mayTell: true },
};

export const purgedViews: Readonly<Record<string, PurgedCardView>> = {
  purged: {
    caseId: 'case-42',
    number: 'AB-2026-00042',
    officeName: 'OCPI Alba',
    day: '24.11.2026',
    minutes: '123/2026',
  },
};
