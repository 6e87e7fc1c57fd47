/** The names of things: states, actions, documents, fields, the rows of the procedure. */
import type { Texts } from '../ro.ts';

type Words = Pick<
  Texts,
  | 'states'
  | 'actions'
  | 'actors'
  | 'roles'
  | 'outcomes'
  | 'documentKinds'
  | 'fields'
  | 'letters'
  | 'issueModes'
  | 'facts'
  | 'blockers'
  | 'rows'
>;

/** "1 day", "3 days". */
export function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

export const words: Words = {
  states: {
    received: 'To verify',
    'awaiting-correction': 'Awaiting correction',
    verified: 'Verified',
    'with-di': 'With DI',
    issuing: 'Sending credentials',
    issued: 'To note on original',
    closed: 'Closed',
    rejected: 'Rejected',
  },
  actions: {
    'open-details': 'Details and documents…',
    verify: 'Data verified',
    'update-register': 'Update eTerra…',
    'send-to-dcg': 'Send to DCG…',
    'ask-correction': 'Ask for correction…',
    'record-original': 'Original signed and filed…',
    'record-registry': 'Registry no.…',
    approve: 'Approve and send to DI',
    take: 'Take over',
    issue: 'Issue credentials…',
    return: 'Return to secretary…',
    'take-back': 'Take back from DI',
    'note-on-original': 'Noted on original',
    reject: 'Reject…',
    withdraw: 'Withdrawn by applicant…',
    'close-original-missing': 'Close – original missing…',
    transfer: 'Transfer to another OCPI…',
    merge: 'Merge with…',
    reopen: 'Reopen…',
    'correct-fact': 'Correct an entry…',
    'write-to-applicant': 'Write to applicant…',
    escalate: 'Escalate…',
    'close-escalation': 'Close the escalation…',
    resend: 'Send the mail again',
    history: 'History',
    more: 'More…',
    'open-document': 'Open',
    'unsorted-details': 'Details…',
    'unsorted-request': 'Open an access case',
    'unsorted-attach': 'Attach to a case…',
    'unsorted-dismiss': 'Not a request…',
    'recovery-issue': 'Issue a new password…',
    'recovery-send-code': 'Send the code',
    'recovery-reject': 'Reject…',
    'recovery-details': 'Details and history…',
    'problem-take': 'I solve it',
    'problem-details': 'Details and history…',
    'problem-answer': 'Answer the applicant…',
    'problem-resolve': 'Solved…',
  },
  actors: {
    applicant: 'the applicant',
    dcg: 'DCG',
    colleague: 'a colleague at the mailbox of the office or of DI',
    system: 'the system',
    person: 'a colleague',
  },
  roles: {
    secretary: 'the commission’s secretary',
    supervisor: 'the supervisor',
    di: 'a DI officer',
    admin: 'the administrator',
  },
  outcomes: {
    passed: { sign: '✓', word: 'correct' },
    failed: { sign: '✗', word: 'to correct' },
    unknown: { sign: '?', word: 'could not be checked' },
  },
  documentKinds: {
    application: 'Application',
    identity: 'Identity card',
    certificate: 'Authorisation certificate',
    workbook: 'Excel file',
    'workbook-issued': 'Excel file filled by DI, without password',
    other: 'Another document',
  },
  fields: {
    lastName: 'Last name',
    firstName: 'First name',
    cnp: 'CNP',
    idDocument: 'Identity document',
    county: 'County',
    locality: 'Locality',
    address: 'Address',
    phone: 'Phone',
    email: 'E-mail address',
    authorisationClass: 'Authorisation class',
    authorisation: 'Authorisation series and no.',
    office: 'OCPI',
    authorisedOn: 'Date of authorisation',
    legalForm: 'Legal form',
    company: 'Company name',
    taxId: 'Tax id (CUI)',
    requestedOn: 'Date of application',
  },
  letters: {
    acknowledgement: 'the acknowledgement',
    correction: 'the request for correction',
    'to-dcg': 'the mail to DCG',
    'to-di': 'the mail to DI with the Excel file',
    credentials: 'the mail with the credentials',
    'address-updated': 'the mail about the changed address',
    'to-secretary': 'the mail to the secretary with the file without password',
    rejection: 'the mail of rejection',
    withdrawn: 'the confirmation of withdrawal',
    'closed-original-missing': 'the mail about the closing of the case',
    'original-reminder': 'the mail that reminds of the original',
    'correction-reminder': 'the mail that reminds of the correction',
    reply: 'the mail written to the applicant',
  },
  issueModes: {
    'new-account': 'New user',
    'new-password': 'New password',
    'new-address': 'Update the account’s address',
  },
  facts: {
    original: 'The original, signed and filed',
    register: 'The eTerra update or the request to DCG',
    registry: 'The registry number',
    verified: 'The data verified',
  },
  blockers: {
    'no-workbook': 'the Excel file is missing',
    'unreadable-workbook': 'the Excel file cannot be read',
    'no-email': 'the form has no valid e-mail address',
    'not-verified': 'the data are not marked as verified',
    'no-original': 'the original is not recorded',
  },
  rows: {
    A1: 'Downloads the application',
    A2: 'Fills in the Date sheet',
    A3: 'Prints the Cerere sheet',
    A4: 'Signs and stamps',
    A5: 'Scans the documents',
    A6: 'Sends the mail to the OCPI',
    A7: 'Subject of the mail',
    A8: 'Text of the mail',
    A9: 'Attaches the documents',
    A10: 'The application was received',
    A11: 'Verifies the data',
    A12: 'Updates eTerra',
    A13: 'Asks DCG for the update',
    A14: 'Informs the applicant',
    A15: 'Hands in the original',
    A16: 'Signs and files the original',
    A17: 'Sends the file to DI',
    A18: 'DI receives the file',
    A19: 'Creates the account',
    A20: 'Fills the Excel file',
    A21: 'Sends the credentials',
    A22: 'Deletes the password from the file',
    A23: 'Informs the secretary',
    A24: 'Notes on the original',
    R1: 'Asks for a new password',
    R2: 'DI receives the request',
    R3: 'Checks the address that asked',
    R4: 'Sends the USER and the new password',
    P1: 'Asks by mail to have a problem solved',
    P2: 'Solves the problem or escalates it',
  },
};
