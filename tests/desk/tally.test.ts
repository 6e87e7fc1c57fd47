/** What a report counts. */
import { expect, it } from 'vitest';
import { daysOf, isLate, Tally } from '../../src/desk/report/tally.ts';
import { issued, opened, through, verify, withDi } from '../workflow/cases.ts';

const LATER = '2027-03-01T08:00:00.000Z';

it('counts a case in its state, and who did which step', () => {
  const tally = new Tally();
  for (const access of [opened(), through(opened(), verify()), withDi(), issued()]) {
    tally.add(access, LATER);
  }
  expect(Object.fromEntries(tally.states)).toEqual({ received: 1, verified: 1, 'with-di': 1, issued: 1 });
  const deeds = [...tally.deeds.values()];
  expect(deeds.reduce((sum, { verified }) => sum + verified, 0)).toBe(3);
  expect(deeds.reduce((sum, { issued: count }) => sum + count, 0)).toBe(1);
  expect(tally.cases).toBe(4);
});

it('a step that was not taken has no time; one that came before the step before it took none', () => {
  expect(daysOf(opened())).toEqual({
    ...{ verify: null, original: null, approve: null, issue: null, note: null, whole: null },
  });
  const access = { ...withDi(), openedAt: '2026-11-20T08:00:00.000Z' };
  const early = { ...access, original: { ...access.original, at: '2026-11-19T08:00:00.000Z' } };
  expect(daysOf(early as typeof access).original).toBe(0);
});

it('average, median and longest are of the times that there are', () => {
  const tally = new Tally();
  for (const day of ['21', '22', '27']) {
    const access = through({ ...opened(), openedAt: '2026-11-20T08:00:00.000Z' }, verify());
    const verified = { ...access.verified, at: `2026-11-${day}T08:00:00.000Z` };
    tally.add({ ...access, verified } as typeof access, LATER);
  }
  expect(tally.times('verify')).toEqual({ count: 3, average: 10 / 3, median: 2, longest: 7 });
  expect(tally.times('note')).toBeNull();
});

it('late is what is due and open', () => {
  expect(isLate(opened(), LATER)).toBe(true);
  expect(isLate(opened(), opened().openedAt)).toBe(false);
  expect(isLate({ ...opened(), state: 'closed' }, LATER)).toBe(false);
});
