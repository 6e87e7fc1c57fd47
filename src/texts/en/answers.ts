/** What whoever clicked is told, and nobody else: done, not done, what is still to be filled in. */
import type { RefusalFacts, answers as roAnswers } from '../ro/answers.ts';
import { remindedOf } from './events.ts';

const NOTHING = 'Nothing has changed.';
type Told = (facts: RefusalFacts) => string;
const told =
  (sentences: Told): Told =>
  (facts) =>
    `${NOTHING} ${sentences(facts)}`;

const lastStep = (facts: RefusalFacts) => `${facts.lastStep} (${facts.when}).`;

export const answers: typeof roAnswers = {
  remindedOf,
  mayAct: {
    secretary: (office: string) => `the commission’s secretary at ${office}`,
    supervisor: (office: string) => `the supervisor at ${office}`,
    di: 'a DI officer',
    nobody: 'nobody, until the mails have left',
  },
  refusals: {
    'not-your-role': told(
      ({ role }) => `This needs the role: ${role}. If it should be yours, ask an administrator for it.`,
    ),
    'not-your-office': told(
      ({ office }) => `The case belongs to ${office}; only somebody there may work on it.`,
    ),
    'already-done': told((facts) => `It is done already. ${lastStep(facts)} The state now: ${facts.state}.`),
    'wrong-state': told(
      (facts) =>
        `The case is now in the state “${facts.state}”. ${lastStep(facts)} It is the turn of ${facts.mayAct}.`,
    ),
    blocked: told(({ list }) => `It is not possible yet, because: ${list}.`),
    'reason-needed': told(
      ({ list }) => `Some checks did not pass (${list}). Write why it can be approved nevertheless.`,
    ),
    'dcg-not-answered': told(
      () => 'DCG has not answered yet. Wait for the answer, or tick that you approve without it.',
    ),
    'approver-may-not-issue': told(
      () => 'Whoever approves a case does not issue its credentials as well. Ask a colleague at DI.',
    ),
    'other-workbook': told(
      () =>
        'Meanwhile the applicant sent another Excel file. Open the dialog again and look at the new data.',
    ),
    'account-not-confirmed': told(
      () => 'First create the account in the application, then tick the confirmation.',
    ),
    'taken-by-di': told(({ who }) => `${who} has taken the case at DI. Ask DI to return it.`),
    'colleague-without-role': told(
      ({ role }) => `The chosen colleague does not have the role here: ${role}. Choose somebody who has it.`,
    ),
    'same-office': told(() => 'The case is at this office already. Choose another.'),
    'same-case': told(() => 'A case cannot be merged with itself. Choose another.'),
    'nothing-to-correct': told(() => 'This entry is no longer there; perhaps somebody has corrected it.'),
    'nothing-to-resend': told(() => 'The mail need not be sent again any more.'),
    'day-in-future': told(() => 'The day is in the future. Choose the day on which the original came.'),
    'unknown-person': told(() => 'I do not know you yet. Ask an administrator to give you a role (“rol”).'),
    'case-not-found': told(() => 'The case is no longer there, or the card is very old.'),
    'document-not-found': `${NOTHING} The document is not in this case. Open the dialog with the details again.`,
    'stale-card': told(
      () => 'The card was old and has been refreshed. Look again, and repeat it if it is still needed.',
    ),
    'account-suspended': (user: string) =>
      `The account ${user} is suspended: nothing is issued for it, and nothing has changed. Return the case to the office, with the reason; an administrator activates the account once the authorisation is valid again.`,
    'world-broke':
      'Something went wrong on our side and we do not know whether it was saved. Look at the card; if it has not changed, try again.',
  },
  workbookConverted:
    'The applicant’s file could not be filled in as it is: what was read of it stands in the usual form (.xlsx), and the mail says so. The original stays with the case.',
  confirmations: {
    verify: 'The data are marked as verified.',
    'sort-documents': 'What the documents are is saved.',
    'update-register': 'The eTerra update is recorded.',
    'send-to-dcg': 'The mail to DCG leaves now.',
    'ask-correction': 'The applicant gets a mail with what is to be corrected.',
    'record-original': 'The original is recorded.',
    'record-registry': 'The registry number is saved.',
    approve: 'The application is approved and sent to DI.',
    take: 'You have taken the case.',
    issue: 'The credentials are issued; the mails leave now.',
    return: 'The case is back with the secretary.',
    'take-back': 'The case is taken back from DI.',
    'note-on-original': 'Noted. The case is finished.',
    reject: 'The application is rejected, and the applicant gets a mail.',
    withdraw: 'The case is closed as the applicant wished.',
    'close-original-missing': 'The case is closed, and the applicant gets a mail.',
    transfer: 'The case is transferred.',
    merge: 'The case is merged with the other one.',
    reopen: 'The case is reopened.',
    'correct-fact': 'The entry is taken back.',
    'write-to-applicant': 'The mail to the applicant leaves now.',
    escalate: 'The case is escalated; what is written in the thread reaches them too.',
    'close-escalation': 'The escalation is closed.',
    resend: 'The mail leaves again.',
    'open-document': 'The link below opens once, within the next two minutes.',
    'unsorted-request': 'A new case was opened.',
    'unsorted-attach': 'The mail is attached to the case.',
    'unsorted-dismiss': 'The mail is put aside.',
  },
  inputErrors: {
    summary: 'Nothing is saved yet. Fill in the marked fields.',
    required: 'Fill in this field.',
    tooLong: (most: number) => `At most ${most} characters.`,
    dateInvalid: 'This is not a date. Choose one from the calendar.',
    dateInFuture: 'The day is in the future.',
    reasonMissing: 'Write the reason.',
    reasonsOrText: 'Tick a reason or write a text.',
    registryIncomplete: 'Registry number and date are filled in together.',
    notCompared: 'Compare the original with the scan, then tick.',
    notConfirmed: 'First create the account in the application, then tick.',
    dcgNotConfirmed: 'Tick if you approve without the answer of DCG.',
    userTaken: 'This user name belongs to somebody else already. Check in the application.',
    userInvalid: 'A user name may have letters, digits, dot, hyphen and _; no spaces.',
    webAddressInvalid: 'The address must be whole and begin with https:// or http://.',
    passwordTooShort: 'The password needs at least 4 characters.',
    passwordTooLong: 'The password may have at most 64 characters.',
    passwordNotAllowed:
      'The password has a character that cannot be written into an Excel cell, or spaces at its ends. Choose another.',
    passwordInFile:
      'This text already stands in the applicant’s file, so it could not be erased from it for certain. Choose another password.',
    modeInvalid: 'Choose what is issued.',
    officeUnknown: 'Choose an office from the list.',
    addressOfOffice: (domain: string) => `Write one e-mail address of the office, ending in @${domain}.`,
    caseUnknown: 'I find no case with this number at your office.',
    caseClosed: 'This case is finished. The supervisor can reopen it.',
    caseNumberInvalid: 'The number looks like this: AB-2026-00042.',
    factUnknown: 'Choose an entry from the list.',
    kindUnknown: 'Choose the kinds from the list.',
    fieldUnknown: 'Tick fields from the list.',
  },
};
