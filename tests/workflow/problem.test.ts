/** A reported problem (P1, P2) as a pure state machine: whoever does what, in whatever order. */
import { array, assert, boolean, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/case.ts';
import {
  beginProblem,
  decideProblem,
  evolveProblem,
  type ProblemCase,
  type ProblemCommand,
  type ProblemEvent,
  problemTargets,
} from '../../src/workflow/problem.ts';

const AT = '2026-11-23T08:00:00.000Z';
const SECRETARY: Actor = { type: 'person', id: 'ab-1', roles: [{ role: 'secretary', office: 'AB' }] };
const STRANGER: Actor = { type: 'person', id: 'cj-1', roles: [{ role: 'secretary', office: 'CJ' }] };
const SUPERVISOR: Actor = { type: 'person', id: 'ab-2', roles: [{ role: 'supervisor', office: 'AB' }] };
const OFFICER: Actor = { type: 'person', id: 'di-1', roles: [{ role: 'di', office: null }] };
const APPLICANT: Actor = { type: 'applicant' };

const openedAt = (office: string): ProblemCase =>
  beginProblem({
    ...{ type: 'problem-opened', by: 'applicant', at: AT, id: 'problem-1', number: `${office}-2026-00001` },
    ...{ office, mailId: 'mail-1', dueAt: AT },
  });

function run(
  start: ProblemCase,
  commands: readonly ProblemCommand[],
): { readonly problem: ProblemCase; readonly events: readonly ProblemEvent[] } {
  let problem = start;
  const events: ProblemEvent[] = [];
  for (const command of commands) {
    const decision = decideProblem(problem, command);
    if (decision.accepted) {
      problem = decision.events.reduce(evolveProblem, problem);
      events.push(...decision.events);
    }
  }
  return { problem, events };
}

const escalate = (by: Actor): ProblemCommand => ({
  ...{ type: 'escalate', by, at: AT, id: 'escalation-1', target: 'di', note: 'note', urgent: false },
});
const line = (by: Actor, from: 'office' | 'di'): ProblemCommand => ({
  ...{
    type: 'say-in-thread',
    by,
    at: AT,
    from,
    message: 'line-1',
    change: 'new',
    revision: 'r',
    note: 'note',
  },
});

describe('a problem', () => {
  it('is its office’s, or DI’s own, which asks only a colleague, or by mail', () => {
    const take = (by: Actor): ProblemCommand => ({ type: 'take', by, at: AT });
    expect(decideProblem(openedAt('AB'), take(SECRETARY)).accepted).toBe(true);
    for (const by of [STRANGER, OFFICER, APPLICANT]) {
      expect(decideProblem(openedAt('AB'), take(by))).toEqual({ accepted: false, refusal: 'not-yours' });
    }
    expect(decideProblem(openedAt('DI'), take(OFFICER)).accepted).toBe(true);
    expect(decideProblem(openedAt('DI'), take(SECRETARY))).toEqual({ accepted: false, refusal: 'not-yours' });
    expect(problemTargets(openedAt('DI'))).toEqual(['colleague', 'mail']);
  });

  it('carries a line once, only while somebody was asked, and only of those who belong to that end', () => {
    expect(run(openedAt('AB'), [line(SECRETARY, 'office')]).events).toEqual([]);
    const asked = run(openedAt('AB'), [escalate(SECRETARY)]).problem;
    expect(run(asked, [line(SECRETARY, 'office'), line(SECRETARY, 'office')]).events).toHaveLength(1);
    expect(
      run(asked, [line(STRANGER, 'office'), line(SECRETARY, 'di'), line(APPLICANT, 'di')]).events,
    ).toEqual([]);
    expect(run(asked, [line(OFFICER, 'di')]).events).toMatchObject([{ to: ['office'] }]);
  });

  it('says nothing to whoever reported it but by an answer or the outcome of the office, whatever else happens', () => {
    const command = record({
      type: constantFrom(
        'take',
        'open-details',
        'escalate',
        'close-escalation',
        'say-in-thread',
        'receive-mail',
      ),
      by: constantFrom(SECRETARY, STRANGER, SUPERVISOR, OFFICER, APPLICANT),
      target: constantFrom('di', 'supervisor'),
      from: constantFrom('office', 'di', 'supervisor'),
      change: constantFrom('new', 'edited', 'deleted'),
      escalation: constantFrom('id', 'another'),
      urgent: boolean(),
    });
    assert(
      property(array(command, { maxLength: 25 }), (commands) => {
        const all = commands.map((each, index) => ({
          ...each,
          at: AT,
          id: 'id',
          note: 'note',
          mailId: 'mail',
          message: `line-${index}`,
        })) as unknown as ProblemCommand[];
        const { events, problem } = run(openedAt('AB'), all);
        const letters = events.filter(
          ({ type }) => type === 'problem-answered' || type === 'problem-resolved',
        );
        expect(letters).toEqual([]);
        expect(problem.state).not.toBe('closed');
      }),
      { numRuns: 300 },
    );
  });
});
