/** What a card offers in each state. The click is decided anew: an offer is a convenience, not a right. */
import { approvalBlockers, awaitedFromApplicant } from './access-facts.ts';
import type { AccessCase, CardPlace } from './case.ts';
import { OPEN } from './decision.ts';
import { freeTargets, isEscalatedTo, openEscalations } from './escalation.ts';

/** Something a person can start from a card; the names are the verbs that a channel sends back. */
export type AccessAction =
  | 'open-details'
  | 'verify'
  | 'update-register'
  | 'send-to-dcg'
  | 'ask-correction'
  | 'record-original'
  | 'record-registry'
  | 'approve'
  | 'take'
  | 'issue'
  | 'return'
  | 'take-back'
  | 'note-on-original'
  | 'reject'
  | 'withdraw'
  | 'close-original-missing'
  | 'transfer'
  | 'merge'
  | 'reopen'
  | 'correct-fact'
  | 'write-to-applicant'
  | 'resend'
  | 'escalate'
  | 'close-escalation'
  | 'history';

export interface Offer {
  /** Buttons on the card itself; the first is the step that is usually next. */
  readonly first: readonly AccessAction[];
  /** Behind "Mai mult…". */
  readonly more: readonly AccessAction[];
}

/** Buttons of a card beside "Mai mult…": Teams shows six. */
const MOST_SHOWN = 5;

export function offered(access: AccessCase, place: CardPlace): Offer {
  return place === 'office'
    ? withEscalations(access, atOffice(access), openEscalations(access).length > 0, true)
    : withEscalations(access, atDi(access), isEscalatedTo(access, 'di'), access.approved !== null);
}

/** Ending an escalation stands on the card while one is open; beginning one, behind "Mai mult…". */
function withEscalations(
  access: AccessCase,
  { first, more }: Offer,
  mayClose: boolean,
  mayBegin: boolean,
): Offer {
  const toLook = ifSet(mayClose && !first.includes('open-details'), 'open-details');
  const begin = ifSet(mayBegin && OPEN.includes(access.state) && freeTargets(access).length > 0, 'escalate');
  const shown = [...first, ...toLook, ...ifSet(mayClose, 'close-escalation')];
  // What was answered inside is one step from being told outside, where the card has room for it.
  const toTell = ifSet(
    mayClose && more.includes('write-to-applicant') && shown.length < MOST_SHOWN,
    'write-to-applicant',
  );
  return {
    first: [...shown, ...toTell],
    more: [
      ...more.filter((action) => action !== 'history' && !toTell.includes(action)),
      ...begin,
      ...more.filter((action) => action === 'history'),
    ],
  };
}

function atOffice(access: AccessCase): Offer {
  switch (access.state) {
    case 'received':
    case 'awaiting-correction':
      return {
        first: ['open-details', ...original(access), 'ask-correction'],
        more: [
          'update-register',
          'send-to-dcg',
          'write-to-applicant',
          'record-registry',
          ...ifSet(!access.owner, 'take'),
          ...aside(access),
        ],
      };
    case 'verified': {
      const ready = approvalBlockers(access).length === 0;
      return {
        first: ready
          ? ['approve', 'open-details', 'ask-correction']
          : [
              ...original(access),
              'open-details',
              'ask-correction',
              ...ifSet(
                access.closeOffered && awaitedFromApplicant(access) !== null,
                'close-original-missing',
              ),
            ],
        more: ['update-register', 'send-to-dcg', 'write-to-applicant', 'record-registry', ...aside(access)],
      };
    }
    case 'with-di':
      return {
        first: ['open-details', ...ifSet(access.diOwner === null, 'take-back')],
        more: ['write-to-applicant', 'record-registry', ...resend(access, 'office'), 'history'],
      };
    case 'issuing':
      return { first: ['open-details'], more: ['history'] };
    case 'issued':
      return {
        first: ['note-on-original', 'open-details'],
        more: ['write-to-applicant', 'record-registry', ...resend(access, 'office'), 'history'],
      };
    case 'closed':
    case 'rejected':
      return { first: ['open-details'], more: ['reopen', 'history'] };
  }
}

function atDi(access: AccessCase): Offer {
  switch (access.state) {
    case 'with-di':
      return {
        first: ['issue', 'open-details', ...ifSet(access.diOwner === null, 'take'), 'return'],
        more: ['history'],
      };
    case 'issuing':
      return { first: ['open-details', ...resend(access, 'di')], more: ['history'] };
    case 'issued':
    case 'closed':
      return { first: access.approved ? ['open-details'] : [], more: ['history'] };
    case 'received':
    case 'awaiting-correction':
    case 'verified':
    case 'rejected':
      return { first: [], more: ['history'] };
  }
}

function original(access: AccessCase): AccessAction[] {
  return ifSet(access.original === null, 'record-original');
}

/** The ways out of the procedure, and the corrections of what was recorded by mistake. */
function aside(access: AccessCase): AccessAction[] {
  const correctable = access.original ?? access.register ?? access.registry ?? access.verified;
  return [
    ...resend(access, 'office'),
    'transfer',
    'merge',
    ...ifSet(correctable !== null, 'correct-fact'),
    'reject',
    'withdraw',
    ...ifSet(access.original === null, 'close-original-missing'),
    'history',
  ];
}

function resend(access: AccessCase, place: CardPlace): AccessAction[] {
  const letter = access.trouble?.letter;
  if (!letter || letter === 'credentials' || letter === 'address-updated') {
    return [];
  }
  return ifSet((letter === 'to-secretary') === (place === 'di'), 'resend');
}

function ifSet(condition: boolean, action: AccessAction): AccessAction[] {
  return condition ? [action] : [];
}
