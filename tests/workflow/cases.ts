/** Invented actors and a short way to write given → when → then for access cases. */
import { decide, open } from '../../src/workflow/access.ts';
import {
  type AccessCase,
  type AccessCommand,
  type AccessEvent,
  type Actor,
  DEFAULT_RULES,
  type Refusal,
  type Rules,
  type Workbook,
} from '../../src/workflow/case.ts';
import { begin, evolve } from '../../src/workflow/evolve-access.ts';

export const NOW = '2026-11-23T08:00:00.000Z';

export const secretaryAb: Actor = {
  type: 'person',
  id: 'sec-ab',
  roles: [{ role: 'secretary', office: 'AB' }],
};
export const colleagueAb: Actor = {
  type: 'person',
  id: 'sec2-ab',
  roles: [{ role: 'secretary', office: 'AB' }],
};
export const secretaryCj: Actor = {
  type: 'person',
  id: 'sec-cj',
  roles: [{ role: 'secretary', office: 'CJ' }],
};
export const supervisorAb: Actor = {
  type: 'person',
  id: 'sup-ab',
  roles: [{ role: 'supervisor', office: 'AB' }],
};
export const officer: Actor = { type: 'person', id: 'di-1', roles: [{ role: 'di', office: null }] };
export const otherOfficer: Actor = { type: 'person', id: 'di-2', roles: [{ role: 'di', office: null }] };
export const both: Actor = {
  type: 'person',
  id: 'both',
  roles: [
    { role: 'secretary', office: 'AB' },
    { role: 'di', office: null },
  ],
};
export const applicant: Actor = { type: 'applicant' };
export const dcg: Actor = { type: 'dcg' };
export const system: Actor = { type: 'system' };

export const goodWorkbook: Workbook = {
  hash: 'w1',
  documentId: 'd1',
  refusal: null,
  hasEmail: true,
  failedChecks: [],
};
export const secondWorkbook: Workbook = { ...goodWorkbook, hash: 'w2', documentId: 'd2' };
export const doubtfulWorkbook: Workbook = { ...goodWorkbook, hash: 'w3', failedChecks: ['cnp:checksum'] };

/** A command without its time; the helpers below stamp it. */
export type Step = AccessCommand extends infer C
  ? C extends unknown
    ? Omit<C, 'at'> & { at?: string }
    : never
  : never;

export function opened(workbook: Workbook | null = goodWorkbook): AccessCase {
  const decision = open(
    {
      type: 'open',
      by: applicant,
      at: NOW,
      id: 'case-1',
      number: 'AB-2026-00001',
      office: 'AB',
      mailId: 'm1',
      workbook,
    },
    DEFAULT_RULES,
  );
  const event = decision.accepted ? decision.events[0] : undefined;
  if (event?.type !== 'opened') {
    throw new Error('a case must open');
  }
  return begin(event);
}

export interface Outcome {
  readonly access: AccessCase;
  readonly events: readonly AccessEvent[];
  readonly refusal: Refusal | null;
}

export function when(access: AccessCase, step: Step, rules: Rules = DEFAULT_RULES): Outcome {
  const decision = decide(access, { at: NOW, ...step } as AccessCommand, rules);
  return decision.accepted
    ? { access: decision.events.reduce(evolve, access), events: decision.events, refusal: null }
    : { access, events: [], refusal: decision.refusal };
}

/** Goes through steps that must all be accepted. */
export function through(access: AccessCase, ...steps: Step[]): AccessCase {
  return steps.reduce((current, step) => {
    const { access: next, refusal } = when(current, step);
    if (refusal) {
      throw new Error(`${step.type} was refused: ${refusal.code}`);
    }
    return next;
  }, access);
}

export const verify = (by: Actor = secretaryAb, workbook = 'w1'): Step => ({ type: 'verify', by, workbook });
export const original = (by: Actor = secretaryAb): Step => ({
  type: 'record-original',
  by,
  receivedOn: '2026-11-20',
  file: 'D 12/2026',
  registry: { number: '1234', date: '2026-11-20' },
});
export const approve = (by: Actor = secretaryAb): Step => ({
  type: 'approve',
  by,
  reasonNote: null,
  dcgAnswerNotAwaited: false,
});
export const issue = (by: Actor = officer, workbook = 'w1'): Step => ({
  type: 'issue',
  by,
  workbook,
  mode: 'new-account',
  accountId: 'acc-1',
  accountCreated: true,
});
export const credentialsAccepted = (issuedAt = NOW): Step => ({
  type: 'letter-accepted',
  by: system,
  letter: 'credentials',
  issuedAt,
});
export const secretaryAccepted: Step = {
  type: 'letter-accepted',
  by: system,
  letter: 'to-secretary',
  issuedAt: null,
};
export const credentialsFailed = (issuedAt = NOW): Step => ({
  type: 'letter-failed',
  by: system,
  letter: 'credentials',
  issuedAt,
});

export const withDi = (): AccessCase => through(opened(), verify(), original(), approve());
export const issuing = (): AccessCase => through(withDi(), issue());
export const issued = (): AccessCase => through(issuing(), credentialsAccepted(), secretaryAccepted);
export const noted = (): AccessCase => through(issued(), { type: 'note-on-original', by: secretaryAb });
