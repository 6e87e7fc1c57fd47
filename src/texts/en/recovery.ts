/** The lost password (R1–R4): DI's card, what happened, and why something cannot be done. */
import type { Texts } from '../ro.ts';

export const recovery: Texts['recovery'] = {
  title: (number) => `New password · ${number}`,
  states: {
    received: 'For DI to check',
    'awaiting-code': 'Waits for the code',
    issuing: 'Password on its way',
    closed: 'Closed',
    rejected: 'Rejected',
  },
  labels: {
    address: 'Address',
    mail: 'The mail',
    account: 'Account',
    code: 'Code',
    due: 'Due',
    closing: 'Closing',
  },
  addressIs: {
    matches: 'is the registered address of an account',
    several: 'is registered for several accounts, and the mail does not name the USER',
    unknown: 'is not registered for any account',
  },
  mailNotKnown: 'where the mail comes from has not been checked yet',
  provenByCode: 'proven: the code sent to the registered address was answered',
  suspendedAsked: (user, person) =>
    `A new password was asked for the suspended account ${user} (${person}). Nothing is issued. If the authorisation is valid again, ask an admin to activate the account; else there is nothing for you to do.`,
  suspended: 'SUSPENDED: nothing is issued',
  codeSent: (until, tries) =>
    `sent to the registered address, valid until ${until}; ${tries === 1 ? 'one try left' : `${tries} tries left`}`,
  codesSpent: 'five wrong codes: no other one is sent in this case',
  undelivered:
    'The mail with the new password did not arrive. If the address is right, issue another password.',
  issued: (user, who, when) => `the password of account ${user} was issued by ${who}, ${when}`,
  becameProblem: (who, when, number) =>
    `no lost password: ${who} made problem ${number} of the mail, ${when}`,
  rejected: (who, when, why) => `rejected by ${who}, ${when}: ${why}`,
  help: {
    issue:
      'The address matches, and it is proven that the request comes from it. The password goes to the registered address only.',
    code: 'The address matches, but nothing proves that the mail comes from it. Send a code: whoever answers with it reads the registered mailbox.',
    several:
      'Several accounts have this address. The applicant has to write again, naming the USER; else reject it.',
    refuse:
      'Nothing can be issued from this case. Reject it; the applicant does not learn whether the address has an account.',
    wait: 'The answer with the code is awaited, from the registered address.',
  },
  speak: (number, state) => `Request for a new password ${number}: ${state}.`,
  fallback: (number, state) =>
    `Request for a new password ${number}: ${state}. This app cannot show the card; open it on a computer.`,
  events: {
    'recovery-opened': () => 'The request for a new password came by mail.',
    'recovery-asked-again': () => 'The same address asked for a new password once more.',
    'recovery-mail-received': ({ who }) => `A mail came in this case (${who}).`,
    'code-sent': ({ who, when }) =>
      `${who} sent the code to the registered address; it is valid until ${when}.`,
    'code-answered': () =>
      'The right code was answered from the registered address: the password can be issued.',
    'code-wrong': () => 'A wrong code was answered.',
    'code-expired': () => 'The code expired without the right answer.',
    'code-undelivered': () =>
      'The mail with the code did not reach the registered address. You can send another.',
    'office-told': ({ note }) =>
      `The account ${note} is suspended: its office was told that a new password was asked for.`,
    'recovery-details-opened': ({ who }) => `${who} opened the details.`,
    'recovery-overdue': () => 'The due date has passed: the request for a password is not finished.',
    'recovery-issued': ({ who }) => `${who} issued the new password; the mail is on its way.`,
    'recovery-mailed': () => 'The mail with the new password has left for the registered address.',
    'recovery-undelivered': () => 'The mail with the new password did not reach the registered address.',
    'recovery-became-problem': ({ who, note }) =>
      `${who} made problem ${note} of the mail: it is no lost password.`,
    'recovery-rejected': ({ who, note }) => `${who} rejected the request: ${note}`,
  },
  refusals: {
    'already-closed': 'The case is closed already. Nothing has changed.',
    'under-way': 'The code is awaited, or the mail with the password is on its way. Nothing has changed.',
    'not-registered': 'The address is not registered for any account. Nothing has changed.',
    'several-accounts':
      'The address is that of several accounts, and the mail does not name the USER. Nothing has changed.',
    'not-proven': 'It is not proven that the request comes from the registered address. Nothing has changed.',
    'nothing-to-prove':
      'The mail is proven already: the password can be issued without a code. Nothing has changed.',
    suspended: 'The account is suspended: nothing is issued for it. Nothing has changed.',
    'codes-spent': 'Five wrong codes were written: no other one is sent in this case. Nothing has changed.',
    'already-done': 'This step was done already. Nothing was changed.',
    'escalation-open': 'Close the escalation first. Nothing was changed.',
    'not-confirmed': 'Tick that the password is set in the application.',
  },
  done: {
    issue: 'The new password goes to the registered address.',
    code: 'The code goes to the registered address.',
    escalate: 'The question is on its way; the answer comes into the thread of the card.',
    'close-escalation': 'The escalation is closed.',
    reject: 'The request is rejected.',
    problem: (number) => `The mail is problem ${number} now, with a card of its own; this case is closed.`,
  },
};
