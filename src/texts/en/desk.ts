/** What the desk itself says: groups of checks, links with other cases, mails to be sorted. */
import type { desk as roDesk } from '../ro/desk.ts';

export const desk: typeof roDesk = {
  cardChecks: {
    identity: 'Identity',
    contact: 'Address and phone',
    email: 'E-mail address',
    authorisation: 'Authorisation',
    office: 'Office',
    request: 'Application',
  },
  related: {
    samePerson: (number: string, state: string) => `same person: case ${number} (${state})`,
    sameEmail: (number: string, state: string) => `same e-mail address: case ${number} (${state})`,
    account: (user: string) => `the person already has the account ${user}`,
    sharedEmail: (user: string) => `the address is also used by the account ${user}`,
    suspended: 'account suspended: nothing is issued',
  },
  mailOrigin: (when: string) => `from the mail of ${when}`,
  issuedOrigin: (when: string) => `filled by DI on ${when}`,
  missingDocument: (kind: string) => `missing: ${kind}`,
  changed: (field: string, before: string, after: string) => `${field}: “${before}” became “${after}”`,
  otherOffice: (office: string) => `the form names ${office}`,
  expectedOffice: (office: string) => `the office that the mail came to: ${office}`,
  foundInCell: (text: string) => `The cell holds: “${text}”.`,
  ownProblems: {
    'email:refused-mail':
      'The mail sent to the address in the form came back. Write an address into the form that receives mail.',
    'office:other-office':
      'The form names another office than the one the application came to. Check at which office you are authorised.',
    'workbook:unreadable': 'The Excel file cannot be read. Save the form again as .xlsx and send it.',
    unknown: 'Check this field.',
  },
  documentGone:
    'The link was used already, or its two minutes have passed. Open the document again from the case’s details.',
  localPeople: { applicant: 'The applicant', applicantIs: 'an invented person with a mailbox' },
  localChannels: { central: 'Central', offices: 'Offices', di: 'DI – credentials', admin: 'Administrators' },
  unsortedPlaces: { DI: 'DI', '-': 'unknown office' },
  unsorted: {
    'not-openable':
      'No case can be opened from this mail: its office is not clear. Attach it to a case or forward it to the right office’s mailbox.',
    'already-filed': (how: string, who: string, when: string) =>
      `The mail is sorted already: ${how} (${who}, ${when}).`,
    'closed-case': (number: string) => `It is about case ${number}, which is finished.`,
    'stranger-to-case': (number: string) =>
      `It names case ${number}, but the sender’s address is not that of the case’s applicant.`,
    'forged-sender':
      'It does not come from the address it shows: somebody writes in another’s name. No answer was sent.',
    'unproven-sender': (number: string) =>
      `It names case ${number}, but nothing proves that it comes from the applicant.`,
    'too-big':
      'The mail is too big and stays in the mailbox’s quarantine. Ask for smaller files, or for several mails.',
    'unknown-office': 'It is not clear which office it is for.',
    'unreadable-mail': 'The mail could not be read; it is kept whole.',
    'not-a-request': 'It does not look like an access request.',
    'password-recovery':
      'It asks for a new password, but no case could be opened: too many requests from this address (or in all), or it is not clear who wrote. Nobody was answered.',
    problem: 'It looks like a problem to be solved.',
    bounce: 'A mail came back, but it is not known which.',
    filedAsRequest: (number: string) => `new request, case ${number}`,
    filedToCase: (number: string) => `attached to case ${number}`,
    readAgain: 'read again',
    dismissed: 'put aside',
  },
};
