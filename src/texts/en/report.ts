/** The report as an Excel file. */
import type { Texts } from '../ro.ts';

export const report: Texts['report'] = {
  summary: 'Summary',
  cases: 'Cases',
  fileName: (period) => `report-${period}.xlsx`,
  columns: [
    ...['Case', 'Office', 'State', 'Received', 'Verified', 'Original', 'Approved', 'Mailed', 'Closed'],
    ...['Days until verified', 'Days until the original', 'Days until approved', 'Days with DI'],
    ...['Days until noted', 'Days in all', 'Overdue'],
    ...['Verified by', 'Approved by', 'Issued by', 'Closed by', 'How it ended'],
  ],
  yes: 'yes',
  total: 'Cases in the report',
  late: 'Overdue',
  byState: 'By state',
  count: 'Cases',
  averages: 'Days, on average',
  times: 'Days for each step',
  timeColumns: ['Cases', 'Average', 'Median', 'Longest'],
  steps: {
    verify: 'from arrival until verified',
    original: 'until the original',
    approve: 'until approved',
    issue: 'with DI',
    note: 'until noted on the original',
    whole: 'from arrival to the end',
  },
  days: (days) => `${days.toLocaleString('en-GB')} days`,
  people: 'Who did what',
  deeds: { verified: 'verified', approved: 'approved', issued: 'issued', closed: 'closed' },
  firstOf: (count) => `the first ${count}`,
  ready: (cases) => `The report in Excel (${cases} cases) opens once, within two minutes:`,
};
