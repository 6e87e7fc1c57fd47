import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/workflow/access.ts';
import {
  type AccessCommand,
  type AccessEvent,
  type AccessState,
  DEFAULT_RULES,
} from '../../src/workflow/case.ts';
import { effectsOf } from '../../src/workflow/effects.ts';
import { evolve, replay } from '../../src/workflow/evolve-access.ts';
import { offered } from '../../src/workflow/offered.ts';
import * as given from './cases.ts';

const STATES: readonly AccessState[] = [
  'received',
  'awaiting-correction',
  'verified',
  'with-di',
  'issuing',
  'issued',
  'closed',
  'rejected',
];

/** The arrows of the table in product.md: from which states an event may lead to which. */
const ARROWS: Record<AccessState, readonly AccessState[]> = {
  received: ['awaiting-correction', 'verified', 'closed', 'rejected'],
  'awaiting-correction': ['received', 'verified', 'closed', 'rejected'],
  verified: ['received', 'awaiting-correction', 'with-di', 'closed', 'rejected'],
  'with-di': ['received', 'issuing'],
  issuing: ['issued', 'received'],
  issued: ['closed', 'received'],
  closed: ['received'],
  rejected: ['received'],
};

/** Events that leave the case as it was. */
const LOOKS_AND_WORDS: ReadonlySet<AccessEvent['type']> = new Set([
  'details-opened',
  'document-opened',
  'thread-said',
  'thread-corrected',
  'thread-unsaid',
]);

const workbooks = [given.goodWorkbook, given.secondWorkbook, given.doubtfulWorkbook];
const actor = fc.constantFrom(
  given.secretaryAb,
  given.colleagueAb,
  given.secretaryCj,
  given.supervisorAb,
  given.officer,
  given.both,
  given.applicant,
  given.dcg,
  given.system,
);
const people = fc.constantFrom(given.secretaryAb, given.supervisorAb, given.officer, given.both);
const hash = fc.constantFrom('w1', 'w2', 'w3');
const note = fc.constantFrom(null, 'note-1');
const letter = fc.constantFrom(
  'credentials',
  'to-secretary',
  'to-di',
  'acknowledgement',
  'address-updated',
) as fc.Arbitrary<'credentials' | 'to-secretary' | 'to-di' | 'acknowledgement' | 'address-updated'>;

const command: fc.Arbitrary<given.Step> = fc.oneof(
  fc.record({
    type: fc.constant('receive-mail' as const),
    by: actor,
    mailId: fc.constant('m'),
    workbook: fc.option(fc.constantFrom(...workbooks)),
    documents: fc.constant(['certificate']),
    changed: fc.constant(['email']),
  }),
  fc.record({ type: fc.constant('receive-repeated' as const), by: actor, mailId: fc.constant('m') }),
  fc.record({ type: fc.constant('take' as const), by: people }),
  fc.record({ type: fc.constant('verify' as const), by: people, workbook: hash }),
  fc.record({ type: fc.constant('verify' as const), by: people, workbook: hash }),
  fc.record({ type: fc.constant('sort-documents' as const), by: actor, documents: fc.constant(['d1']) }),
  fc.record({
    type: fc.constant('update-register' as const),
    by: actor,
    fields: fc.constant(['phone']),
    note,
  }),
  fc.record({ type: fc.constant('send-to-dcg' as const), by: actor, note }),
  fc.record({ type: fc.constant('ask-correction' as const), by: actor, reasons: fc.constant(['cnp']), note }),
  fc.record({
    type: fc.constant('record-original' as const),
    by: people,
    receivedOn: fc.constantFrom('2026-11-20', '2026-12-31'),
    file: fc.constant(''),
    registry: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('approve' as const),
    by: people,
    reasonNote: note,
    dcgAnswerNotAwaited: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('approve' as const),
    by: people,
    reasonNote: note,
    dcgAnswerNotAwaited: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('issue' as const),
    by: people,
    workbook: hash,
    mode: fc.constantFrom('new-account' as const, 'new-address' as const),
    accountId: fc.constant('a'),
    accountCreated: fc.boolean(),
  }),
  fc.record({ type: fc.constant('return' as const), by: actor, note: fc.constant('n') }),
  fc.record({ type: fc.constant('take-back' as const), by: actor }),
  fc.record({ type: fc.constant('note-on-original' as const), by: people }),
  fc.record({
    type: fc.constantFrom(
      'reject' as const,
      'withdraw' as const,
      'reopen' as const,
      'write-to-applicant' as const,
    ),
    by: actor,
    note: fc.constant('n'),
  }),
  fc.record({ type: fc.constant('close-original-missing' as const), by: actor }),
  fc.record({
    type: fc.constant('escalate' as const),
    by: actor,
    id: fc.constantFrom('e1', 'e2'),
    target: fc.constantFrom('di' as const, 'supervisor' as const),
    note: fc.constant('n'),
    urgent: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('close-escalation' as const),
    by: actor,
    escalation: fc.constantFrom('e1', 'e2'),
    note: fc.constant('n'),
  }),
  fc.record({
    type: fc.constant('say-in-thread' as const),
    by: actor,
    from: fc.constantFrom('office' as const, 'di' as const, 'supervisor' as const),
    message: fc.constantFrom('m1', 'm2'),
    change: fc.constantFrom('new' as const, 'edited' as const, 'deleted' as const),
    revision: fc.constantFrom('r1', 'r2'),
    note: fc.constant('n'),
  }),
  fc.record({
    type: fc.constant('transfer' as const),
    by: actor,
    office: fc.constantFrom('AB', 'CJ'),
    note: fc.constant('n'),
  }),
  fc.record({ type: fc.constant('merge' as const), by: actor, into: fc.constantFrom('case-1', 'case-2') }),
  fc.record({
    type: fc.constant('correct-fact' as const),
    by: actor,
    fact: fc.constantFrom('original' as const, 'verified' as const, 'register' as const),
    note: fc.constant('n'),
  }),
  fc.record({ type: fc.constant('open-details' as const), by: actor }),
  fc.record({
    type: fc.constant('reassign' as const),
    by: actor,
    to: fc.constantFrom('person:p8', 'person:p9'),
    roles: fc.constantFrom(
      [{ role: 'secretary', office: 'AB' }] as const,
      [{ role: 'di', office: null }] as const,
    ),
  }),
  fc.record({ type: fc.constant('resend' as const), by: actor, letter }),
  fc.record({
    type: fc.constantFrom('letter-accepted' as const, 'letter-failed' as const),
    by: fc.constant(given.system),
    letter,
    issuedAt: fc.constant(given.NOW),
  }),
  fc.record({
    type: fc.constant('time-passed' as const),
    by: fc.constant(given.system),
    timer: fc.constantFrom('due' as const, 'late' as const, 'applicant-5' as const, 'applicant-30' as const),
    at: fc.constant('2027-03-01T08:00:00.000Z'),
  }),
);

const normalWay: given.Step[] = [
  given.verify(),
  given.original(),
  given.approve(),
  given.issue(),
  given.credentialsAccepted(),
  given.secretaryAccepted,
  { type: 'note-on-original', by: given.secretaryAb },
];

/** Random commands after a piece of the normal way: random walks alone seldom come far. */
const walk: fc.Arbitrary<given.Step[]> = fc
  .tuple(fc.nat(normalWay.length), fc.array(command, { maxLength: 40 }))
  .map(([length, rest]) => [...normalWay.slice(0, length), ...rest]);

const openedEvent = (): AccessEvent => {
  const access = given.opened();
  return {
    type: 'opened',
    by: 'applicant',
    at: access.openedAt,
    id: access.id,
    number: access.number,
    office: access.office,
    mailId: 'm1',
    workbook: access.workbook,
    dueAt: access.dueAt,
  };
};

describe('whatever is asked, in whatever order', () => {
  it('no sequence reaches a state, or goes a way, that the table does not know; decide never throws', () => {
    const reached = new Set<AccessState>();
    fc.assert(
      fc.property(walk, (commands) => {
        let access = given.opened();
        for (const step of commands) {
          const decision = decide(access, { at: given.NOW, ...step } as AccessCommand, DEFAULT_RULES);
          if (!decision.accepted) {
            continue;
          }
          for (const event of decision.events) {
            const next = evolve(access, event);
            expect(STATES).toContain(next.state);
            if (next.state !== access.state) {
              expect(ARROWS[access.state]).toContain(next.state);
            }
            access = next;
          }
          reached.add(access.state);
        }
      }),
      { numRuns: 2000 },
    );
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('the same state, facts and owner come out of the audit events', () => {
    fc.assert(
      fc.property(walk, (commands) => {
        let access = given.opened();
        const log: AccessEvent[] = [openedEvent()];
        for (const step of commands) {
          const outcome = given.when(access, step);
          access = outcome.access;
          log.push(...outcome.events);
        }
        // Through JSON, as the audit log keeps them.
        expect(replay(JSON.parse(JSON.stringify(log)))).toEqual(access);
      }),
      { numRuns: 500 },
    );
  });

  it('credentials are only ever under way for the workbook that was verified, approved and has an original', () => {
    fc.assert(
      fc.property(walk, (commands) => {
        let access = given.opened();
        for (const step of commands) {
          const outcome = given.when(access, step);
          access = outcome.access;
          if (outcome.events.some((event) => event.type === 'credentials-issued')) {
            expect(access.approved?.workbook).toBe(access.workbook?.hash);
            expect(access.verified?.workbook).toBe(access.workbook?.hash);
            expect(access.issue?.workbook).toBe(access.workbook?.hash);
            expect(access.original).not.toBeNull();
            expect(access.approved?.by).not.toBe(access.issue?.by);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('looking changes no fact and wakes nobody', () => {
    const access = given.withDi();
    const { events, access: next } = given.when(access, { type: 'open-details', by: given.officer });
    expect(next).toEqual(access);
    const [event] = events;
    expect(event && effectsOf(access, { seq: 9, event }, next, DEFAULT_RULES)).toEqual([]);
  });

  it('every event that changes a case makes its card due, and no effect holds free text', () => {
    fc.assert(
      fc.property(walk, (commands) => {
        let access = given.opened();
        for (const step of commands) {
          for (const event of given.when(access, step).events) {
            const next = evolve(access, event);
            const effects = effectsOf(access, { seq: 1, event }, next, DEFAULT_RULES);
            if (!LOOKS_AND_WORDS.has(event.type)) {
              expect(effects).toContainEqual({ kind: 'card', place: 'office' });
            }
            expect(JSON.stringify(effects).length).toBeLessThan(2_000);
            access = next;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the card always offers a way on, until the case is closed', () => {
    fc.assert(
      fc.property(walk, (commands) => {
        const access = commands.reduce((current, step) => given.when(current, step).access, given.opened());
        expect(offered(access, 'office').first.length).toBeGreaterThan(0);
        if (access.state === 'with-di') {
          expect(offered(access, 'di').first).toContain('issue');
        }
      }),
      { numRuns: 300 },
    );
  });
});
