/** Lists of cases as they are drawn: what waits for a secretary, a long day, nothing. */
import type { ListCardView, ListedCase } from '../../src/bot/list-card.ts';
import { ro } from '../../src/texts/ro.ts';

const NOW = '2026-11-24T08:30:00.000Z';
const { lists, states } = ro;

const cases: readonly ListedCase[] = [
  {
    caseId: 'case-17',
    number: 'AB-2026-00017',
    who: 'Ana Pop',
    state: states.received,
    since: '2026-11-18T07:10:00.000Z',
    due: '2026-11-20T14:00:00.000Z',
  },
  {
    caseId: 'case-42',
    number: 'AB-2026-00042',
    who: 'Ion Moldovan',
    state: states.verified,
    since: '2026-11-23T09:00:00.000Z',
    due: '2026-11-25T14:00:00.000Z',
  },
  {
    caseId: 'mail-3',
    number: lists.unsorted,
    who: 'ion.moldovan@cadastru-alba.example',
    state: lists.unsortedState,
    since: '2026-11-24T06:00:00.000Z',
    due: null,
  },
];

function list(title: string, view: Partial<ListCardView>): ListCardView {
  return { title, intro: [], cases: [], more: 0, after: 0, now: NOW, ...view };
}

export const listViews: Readonly<Record<string, ListCardView>> = {
  waiting: list(lists.waitingTitle, { intro: [lists.waiting(3, 1), lists.withApplicant(2)], cases }),
  'waiting-long': list(lists.waitingTitle, {
    intro: [lists.waiting(22, 10)],
    cases: Array.from({ length: 10 }, (_none, index) => ({
      caseId: `case-${index}`,
      number: `AB-2026-${String(index + 1).padStart(5, '0')}`,
      who: 'Ana Pop',
      state: states.received,
      since: '2026-11-18T07:10:00.000Z',
      due: '2026-11-20T14:00:00.000Z',
    })),
    more: 12,
    after: 10,
  }),
  'waiting-nothing': list(lists.waitingTitle, { intro: [lists.nothingWaits] }),
  found: list(lists.foundTitle(''), {
    intro: ['«Moldovan»', lists.found(1, false)],
    cases: cases.slice(1, 2),
  }),
};
