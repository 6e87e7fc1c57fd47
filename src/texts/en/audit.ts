/** The history of a case as a document. */
import type { Texts } from '../ro.ts';

export const audit: Texts['audit'] = {
  title: 'History of case',
  deskTitle: 'History of the desk: roles, channels, accounts and removals',
  deskChanges: {
    'role-given': (who, role) => `${who} was given the role: ${role}.`,
    'role-taken': (who, role) => `${who} has the role no more: ${role}.`,
    'deputy-named': (who, role, from, until, decision) =>
      `${who} stands in as ${role}, from ${from} until ${until}, by decision ${decision}.`,
    'report-made': (period, offices) =>
      `The report for ${period}${offices === '' ? '' : ` (${offices})`} was made.`,
    'register-imported': (rows) =>
      `The list of authorised persons was imported (${rows} rows), by command line.`,
    'retention-set': (months, minutes) =>
      months === 0
        ? 'The removal of personal data was turned off.'
        : `Personal data can be removed after ${months} months, by minutes no. ${minutes}.`,
    'hold-set': (number) => `Case ${number} was held back from removal.`,
    'hold-lifted': (number) => `Case ${number} is no longer held back from removal.`,
    'case-purged': (number, minutes) =>
      `Personal data was removed from case ${number}, by minutes no. ${minutes}.`,
    'account-suspended': (user) => `The account ${user} was suspended, by command line.`,
    'account-activated': (user) => `The account ${user} was activated again, by command line.`,
    'place-bound': (place, platform) => `A channel was bound (${platform}): ${place}.`,
    'place-unbound': (place, platform) => `A channel was unbound (${platform}): ${place}.`,
  },
  number: 'Case',
  office: 'Office',
  state: 'State',
  opened: 'Opened at',
  made: 'Document made at',
  columns: [
    'No.',
    'Date and time (Bucharest; UTC)',
    'Row of the procedure',
    'Who',
    'What happened',
    'Fingerprint',
  ],
  whole: (count, last) =>
    `The log is whole: ${count} entries checked, each linked to the one before. Fingerprint of the last entry: ${last}`,
  broken: (seq) =>
    `ATTENTION: the log was changed or is incomplete from entry ${seq} on. What follows is not proven any more.`,
  closing:
    'Each fingerprint is computed (HMAC-SHA-256, with the key of the desk) from its entry and the fingerprint before: an entry that is removed, added or changed breaks the chain. The check is repeated with: acces audit verify. Personal numbers in texts are masked; passwords were never logged.',
};
