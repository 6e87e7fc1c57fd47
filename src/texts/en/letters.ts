/** The mails that go out, in English. No sentence promises a term that we do not know. */
import type { Texts } from '../ro.ts';

const SYSTEM = "ANCPI's information system";
/** Where a new password is asked for (R1). */
const PASSWORD_DESK = 'autorizati@ancpi.ro';
const NOBODY_ASKS =
  'Nobody from OCPI or ANCPI will ask you for the password, neither by mail nor by telephone.';

/** Sentences of one paragraph. */
const joined = (...sentences: string[]) => sentences.join(' ');
/** A15. */
const bringOriginal = (office: string, number: string) =>
  joined(
    `please bring the original request, signed and stamped, to ${office},`,
    `or send it by post, with the number ${number} on the envelope.`,
  );
const about = (what: string, name: string) => (name === '' ? what : `${what}: ${name}`);

export const letterTexts: Texts['letterTexts'] = {
  officeInFull: (office) => office.replace(/^OCPI /, 'Office for Cadastre and Land Registration '),
  from: (office) => `${office} – access`,
  subject: (number, what) => `[${number}] ${what}`,
  greeting: 'Good day,',
  greetingWords: ['hello', 'dear', 'good', 'hi ', 'hi,', 'bun', 'stimat'],
  regards: 'Kind regards,',
  regardsWords: ['kind regards', 'best regards', 'regards', 'yours', 'sincerely', 'thank you', 'cu stima'],
  board: 'Authorisation Board',
  boardOf: (office) => `Authorisation Board, ${office}`,
  centralIt: 'ANCPI – DI',
  quoted: (name) => `“${name}”`,
  andMoreFiles: (count) => (count === 1 ? 'and one more file' : `and ${count} more files`),
  labels: {
    caseNumber: 'Case',
    registry: (office) => `Registration no. ${office}`,
    applicant: 'Applicant',
    authorisation: 'Authorisation',
    approvedBy: 'Approved by',
    originalReceivedOn: 'Original received on',
    user: 'USER',
    webAddress: 'Web address',
    issuedOn: 'Credentials created on',
    password: 'Password',
    newEmail: 'New e-mail address',
  },
  registry: (number, day) => `${number} of ${day}`,
  answer: {
    applicant: (number) =>
      `You can answer this mail directly. Please keep [${number}] in the subject: it is how we find the case.`,
    question: 'If you have a question, you can ask it in the same way, by answering this mail.',
    colleague: (number) =>
      `If something does not match, answer this mail, keeping [${number}] in the subject: the answer reaches the case.`,
    asked:
      'Answer this mail: what you write goes into the thread of the case, to the colleagues at the office. The applicant sees nothing of this discussion.',
    nothingMore:
      'There is nothing more for you to do. If you have a question, you can ask it by answering this mail.',
  },
  acknowledgement: {
    subject: 'We have received your request for access',
    intro: (day, time, number) =>
      `On ${day} at ${time} we received your request for access to ${SYSTEM}, and opened case ${number}.`,
    numbers: (number, office) =>
      `The number ${number} is for writing to us and does not replace the registration number of ${office}.`,
    registered: (registry) => `The request has registration number ${registry}.`,
    arrived: 'What arrived',
    unrecognised: 'Other files that arrived, which the secretary of the board will open:',
    nothingListed: 'Your mail arrived. The secretary of the Authorisation Board will read it.',
    next: 'What happens next',
    steps: (office, number) => [
      joined(`First, ${bringOriginal(office, number)}`, 'If you have done so already, thank you.'),
      'The secretary of the Authorisation Board verifies the data. If something needs correcting, we will write to you.',
      'Then the account is created. USER and PASSWORD come by mail, to the address that you wrote in the Excel file.',
    ],
    until:
      'The account can be created only after the original has reached us; please hand it in as soon as you can.',
    privacy: 'How your data is processed',
    privacyIntro: 'Information under Article 13 of Regulation (EU) 2016/679 (GDPR):',
    privacyFacts: (office, officeInFull) => [
      {
        label: 'Controllers',
        text: `the National Agency for Cadastre and Land Registration (ANCPI) and the ${officeInFull} (${office}).`,
      },
      {
        label: 'Purpose',
        text: 'verifying the request, creating the account, sending the credentials and keeping record of accounts.',
      },
      {
        label: 'Legal basis',
        text: joined(
          'the legal obligations and public-interest tasks of ANCPI and OCPI:',
          'Article 6(1)(c) and (e) GDPR;',
          'Law no. 7/1996 on cadastre and land registration, republished.',
        ),
      },
      {
        label: 'Who sees it',
        text: 'the staff of OCPI and ANCPI who work on the request, and our mail and messaging providers, only for us.',
      },
      {
        label: 'Kept',
        text: "for the time set in the institution's archival schedule (National Archives Law no. 16/1996).",
      },
      {
        label: 'Your rights',
        text: joined(
          'access, rectification, erasure, restriction and objection, as the law provides.',
          'To use them, or to reach the data protection officer, answer this mail.',
        ),
      },
      {
        label: 'Complaints',
        text: 'the National Supervisory Authority for Personal Data Processing (ANSPDCP), www.dataprotection.ro.',
      },
      {
        label: 'Good to know',
        text: 'without this data the account cannot be created; no decision is taken by a program alone.',
      },
    ],
  },
  correction: {
    subject: 'Please correct your request for access',
    introReasons: `We have checked your request for access to ${SYSTEM}. For it to go on, please correct:`,
    introNote: `We have checked your request for access to ${SYSTEM}. For it to go on, we ask the following:`,
    note: 'Message from the secretary of the board',
    next: 'What you need to do',
    steps: (number, office) => [
      'Correct the Excel file, or get the requested documents ready.',
      `Answer this mail and attach them. Please keep [${number}] in the subject.`,
      joined(
        'If data that stands on the printed request has changed, print the page CERERE again,',
        `sign and stamp it, and hand in the new original at ${office}.`,
      ),
    ],
    until: 'The case waits for your answer; the checks go on once we have it.',
  },
  'to-dcg': {
    subject: (name) => about('Data to be updated in eTerra Autorizați', name),
    title: 'Data to be updated in eTerra Autorizați',
    intro: (office) =>
      joined(
        'Please update in eTerra Autorizați the data of the person below, authorised by ANCPI,',
        `who has asked for access to the information system through ${office}.`,
      ),
    note: 'What we ask you to update',
    attached: 'We attach the scanned request and the Excel file that the applicant filled in.',
    workbookAttached:
      'We attach the Excel file that the applicant filled in. We send the scanned request if you ask for it: it is in one file with other documents.',
    answer: (number) =>
      joined(
        `After the update, please answer this mail, keeping [${number}] in the subject.`,
        'The answer goes straight to the case, which waits for it. Please write also if something does not match.',
      ),
  },
  'to-di': {
    subject: (name) => about('Request for access approved', name),
    title: 'Request for access approved',
    intro: (office) =>
      `${office} has verified and approved the request below. We attach the Excel file that the applicant filled in.`,
    next: 'What we ask you to do',
    steps: (number, issue) => [
      `Find the card of case ${number} in the DI channel.`,
      joined(
        `Press “${issue}”: the dialog suggests USER and PASSWORD, or shows the existing account.`,
        'Do in the application exactly what it shows, then confirm.',
      ),
      'On submitting, the file is filled in, and the mails to the applicant and to the secretary leave by themselves.',
    ],
    noPassword: 'Please do not write the password in an answer to this mail.',
    otherwise: (giveBack) =>
      `If something does not match, return the case from the card, with “${giveBack}”, or answer this mail.`,
  },
  credentials: {
    subject: 'Your access credentials',
    intro: `Your account for ${SYSTEM} is ready. The password is only in the attached Excel file.`,
    whereIsPassword: 'in the attached Excel file, sheet DATE, field “Parola”',
    converted: joined(
      'The file that you sent could not be filled in as it is.',
      'What was read of it stands in the usual form, saved as .xlsx, and that is the file attached.',
    ),
    next: 'How to sign in',
    steps: [
      joined(
        'Open the attached Excel file. The password is in sheet DATE, in the field “Parola”.',
        'It can be read in “Protected View” too: there is no need to enable editing.',
      ),
      'Type the web address above into your browser, exactly as it is.',
      'Enter USER and password exactly as in the file; capital and small letters matter.',
      'If the application lets you, change the password after the first sign-in.',
    ],
    keep: 'How to keep the password',
    keeping: [
      'The password is yours alone. Tell it to nobody, and do not forward this mail or the file.',
      NOBODY_ASKS,
      'If you answer us, do not attach the file and do not write the password.',
      `If you lose the password, ask for a new one by a mail sent from this address to ${PASSWORD_DESK}.`,
      'If it was not you who asked for access, answer this mail and delete the file.',
    ],
  },
  'address-updated': {
    subject: 'The e-mail address of your account has changed',
    intro: `At your request, we have changed the e-mail address of your account for ${SYSTEM}.`,
    next: 'Good to know',
    facts: [
      'The password is the same as before. It is not in this mail.',
      joined(
        'From now on we write to the new address.',
        `If you lose the password, ask for a new one by a mail sent from this address to ${PASSWORD_DESK}.`,
      ),
      NOBODY_ASKS,
      'If it was not you who asked for the change, answer this mail as soon as you can.',
    ],
  },
  'to-secretary': {
    subject: (name) => about('To be noted on the original request', name),
    title: 'To be noted on the original request',
    intro: joined(
      'The account of the applicant below is ready, and the applicant has been told at the address in the Excel file.',
      'We attach the completed Excel file, without the password.',
    ),
    next: 'What we ask you to do',
    steps: (user, noted) => [
      `Note on the original request the USER ${user} and the date on which this mail came.`,
      `Press “${noted}” on the card of the case: the case is then closed.`,
    ],
    whichDay:
      'The date to note is that of this mail, not the one on which the credentials were created. The card shows it too.',
  },
  rejection: {
    subject: 'Your request for access was rejected',
    intro: `We inform you that your request for access to ${SYSTEM} was rejected.`,
    note: 'The reason',
    next: (office) =>
      joined(
        'If you need an explanation, or believe this to be a mistake, write to us.',
        `You can send a new request to ${office} at any time.`,
      ),
  },
  withdrawn: {
    subject: 'We have closed the case at your request',
    intro: (number) =>
      `You have withdrawn your request for access to ${SYSTEM}, so we have closed case ${number}. You need not do anything.`,
    next: (office) =>
      joined(
        'If you have not withdrawn it, write to us and the case can be reopened.',
        `You can send a new request to ${office} at any time.`,
      ),
  },
  'closed-original-missing': {
    subject: 'We have closed the case: the original request has not reached us',
    intro: (office, number) =>
      `The original of your request for access to ${SYSTEM} has not reached ${office}, so we have closed case ${number}.`,
    next: 'What you can do',
    choices: (office, number) => [
      'If you have handed it in or posted it already, tell us when and how, so that we can look for it.',
      joined(
        `If you still want access, ${bringOriginal(office, number)}`,
        'The case can be reopened when it arrives.',
      ),
      'If you no longer want access, you need not do anything.',
    ],
  },
  'original-reminder': {
    subject: 'We are waiting for your original request',
    intro: (since, office) =>
      joined(
        `Since ${since} we at ${office} have been waiting for the original of your request for access to ${SYSTEM}.`,
        'The account can be created only after it has reached us.',
      ),
    next: 'What you need to do',
    steps: (office, number) => [
      `To continue, ${bringOriginal(office, number)}`,
      'If you have done so already, tell us when and how.',
      'If you no longer want access, write to us and we will close the case.',
    ],
    until: 'If the original does not reach us, the case may be closed; we can reopen it if it comes later.',
  },
  'correction-reminder': {
    subject: 'We are waiting for the correction of your request',
    introReasons: (since) =>
      `Since ${since} we have been waiting for the correction of your request for access to ${SYSTEM}. Still to correct:`,
    introPlain: (since) =>
      `Since ${since} we have been waiting for the correction of your request for access to ${SYSTEM}, as we wrote then.`,
    next: 'What you need to do',
    steps: (number) => [
      'Correct the Excel file, or get the requested documents ready.',
      `Answer this mail and attach them. Please keep [${number}] in the subject.`,
      'If you no longer want access, write to us and we will close the case.',
    ],
    until: 'If the correction does not come, the case may be closed; you can send a new request at any time.',
  },
  escalation: {
    subject: 'You are asked about a case',
    urgentSubject: 'Urgent: you are asked about a case',
    intro: (office: string) => `The colleagues at ${office} need your help with the case above.`,
    urgent: 'It is urgent.',
    note: 'What is to be decided',
  },
  'escalation-line': {
    title: 'Something was written in the thread of the case',
    said: (who: string) => `${who} wrote about the case that you were asked about:`,
    corrected: (who: string) => `${who} corrected what was written about the case that you were asked about:`,
    unsaid: (who: string) => `${who} deleted a message about the case that you were asked about.`,
    note: 'The message',
  },
  'escalation-outcome': {
    title: 'What was decided',
    intro: (who: string) => `${who} ended the discussion of the case that you were asked about. Thank you.`,
    note: 'The outcome',
  },
  'problem-received': {
    subject: 'We have received the problem that you reported',
    intro: (number, office) =>
      `We have received your mail about a problem with ${SYSTEM}, and opened case ${number} at ${office}.`,
    next: 'What follows',
    facts: [
      'A colleague looks at it, and takes it further if that is needed.',
      'We write to this address when it is solved, or if we have a question.',
      'If you have more to say about it, answer this mail.',
    ],
  },
  'problem-answer': {
    subject: 'About the problem that you reported',
    intro: (number) => `We write to you about the problem of case ${number}, which we are working on.`,
    note: 'What we want to tell you',
    next: 'The case stays open until the problem is solved.',
  },
  'problem-outcome': {
    subject: 'The problem that you reported is closed',
    intro: (number) => `The problem of case ${number} is closed.`,
    note: 'The outcome',
    next: 'If the problem is not solved or comes back, write to us and we begin anew.',
  },
  'recovery-received': {
    subject: 'We have received the request for a new password',
    intro: (number) =>
      `We have received the mail that asks for a new password for access to ${SYSTEM}, and opened case ${number}.`,
    next: 'What follows',
    facts: [
      'If the address that wrote is the one registered for an account, the answer comes to that address only: the new password, or first a code by which you show that the address is yours.',
      'If your e-mail address has changed, write to the office that received your request for access: the address of an account is not changed by a mail.',
      'If several accounts share the address, write the USER in the mail too.',
      'If it was not you who wrote, you need not do anything: without access to the registered mailbox nobody receives anything.',
    ],
  },
  'recovery-code': {
    subject: 'The code for the new password',
    intro: `A new password was asked for your account in ${SYSTEM}. The code by which you show that you read this address is:`,
    steps: (until) => [
      `Answer this mail and write the code above the quoted text, by ${until}.`,
      'Once it has arrived, DI sends you the new password, again to this address.',
    ],
    notYou:
      'If it was not you who asked, give the code to nobody. The present password stays valid; you can write to us that you asked for nothing, without copying the code.',
  },
  'recovery-credentials': {
    subject: 'Your new password',
    intro: `As asked from this address, your account in ${SYSTEM} has a new password. The old one is valid no more.`,
    facts: ['If it was not you who asked for it, answer this mail at once.'],
  },
  reply: {
    subject: (office) => `A message from ${office} about your request for access`,
  },
};
