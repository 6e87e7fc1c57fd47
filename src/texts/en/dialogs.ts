/** Dialogs: title and button of at most 24 characters (as much as Slack holds), inputs, error messages. */
import type { Texts } from '../ro.ts';

const reasonForApplicant = {
  label: 'The reason, as the applicant will read it',
  error: 'Write the reason.',
  placeholder: 'so that the applicant understands it',
};

const registryNumber = {
  label: 'Registry number',
  error: 'Write the registry number.',
  placeholder: 'for instance 12345',
};

const registryDate = { label: 'Registry date', error: 'Choose the registry date.' };

export const dialogs: Texts['dialogs'] = {
  fallback: 'The dialog cannot be shown here; open it on a computer.',
  to: 'The mail goes to:',
  'open-details': {
    title: 'Details and documents',
    submit: 'Data verified',
    form: 'The form’s data',
    noForm: 'There is no form that can be read.',
    legend: '✓ correct · ✗ to correct · ? could not be checked',
    changes: 'What changed against the file before',
    documents: 'Documents',
    noDocuments: 'The mail has no documents.',
    unrecognised: 'not recognised',
    mail: 'The applicant’s mail',
    origin: 'Where it comes from, and what it was taken for',
    verifyHint:
      'Compare with eTerra Autorizați. “Data verified” says that the data agree; a new Excel file needs a new check.',
    saveKinds: 'Save what documents are',
    kindLabel: (position: number) => `What document ${position} contains`,
    kindError: 'Choose at least one kind.',
  },
  'update-register': {
    title: 'Update eTerra',
    submit: 'I have updated',
    intro: 'Records what you updated in eTerra Autorizați (A12). The desk does not write there itself.',
    inputs: {
      fields: { label: 'What you updated', error: 'Tick at least one field.' },
      note: { label: 'Remarks', placeholder: 'if needed', error: 'The text is too long.' },
    },
  },
  'send-to-dcg': {
    title: 'Send to DCG',
    submit: 'Send to DCG',
    intro:
      'For those authorised by ANCPI (A13). A mail leaves with the scanned application and the Excel file; the identity card is not sent.',
    inputs: {
      note: {
        label: 'What DCG is asked to update',
        placeholder: 'if needed',
        error: 'The text is too long.',
      },
    },
  },
  'ask-correction': {
    title: 'Ask for correction',
    submit: 'Send to applicant',
    intro: 'The applicant gets a mail with the ticked reasons and your text (A14).',
    inputs: {
      reasons: { label: 'What is to be corrected', error: 'Tick a reason or write a text.' },
      text: {
        label: 'Text for the applicant',
        labelRequired: 'Text for the applicant (needed if you tick no reason)',
        placeholder: 'what to correct, and how',
        error: 'Tick a reason or write a text.',
      },
    },
  },
  'record-original': {
    title: 'Original filed',
    submit: 'Record the original',
    intro: 'The original application was received, signed and filed (A15, A16).',
    inputs: {
      receivedOn: { label: 'Received on', error: 'Choose the day; it cannot be in the future.' },
      registryNumber,
      registryDate,
      file: {
        label: 'The file that it is kept in',
        placeholder: 'for instance Autorizări 2026, sheet 42',
        error: 'The text is too long.',
      },
      compared: {
        label: 'Comparison',
        title: 'I have compared the original with the scan',
        error: 'Compare the original with the scan, then tick.',
      },
    },
  },
  'record-registry': {
    title: 'Registry number',
    submit: 'Save',
    intro: 'The number from the registry. It will stand on every letter and can be searched for.',
    inputs: { registryNumber, registryDate },
  },
  approve: {
    title: 'Approve and send to DI',
    submit: 'Approve and send to DI',
    failed: 'These checks did not pass:',
    dcg: 'DCG has not yet answered the request for an update (A13).',
    inputs: {
      reason: {
        label: 'Why it can be approved nevertheless',
        placeholder: 'the reason stays in the case, and DI sees it too',
        error: 'Write the reason why it can be approved.',
      },
      dcgNotAwaited: {
        label: 'The answer of DCG',
        title: 'I approve without waiting for the answer of DCG',
        error: 'Tick if you approve without the answer of DCG.',
      },
    },
  },
  issue: {
    title: 'Issue credentials',
    submit: 'Issue and send',
    intro:
      'Create the account in the application with the data below (A19). On sending they are written into the applicant’s Excel file (A20) and leave for the address in the form (A21).',
    existing: 'The person already has the account:',
    approvedBy: 'Approved by',
    inputs: {
      mode: { label: 'What is issued', error: 'Choose what is issued.' },
      user: {
        label: 'USER',
        error: 'Write the user name exactly as in the application.',
        placeholder: 'first.last',
      },
      webAddress: {
        label: 'Web address',
        error: 'Write an address that begins with https:// or http://.',
        placeholder: 'https://',
      },
      password: {
        label: 'Password',
        error: 'Write the password exactly as in the application.',
        placeholder: 'the one in the application',
      },
      accountCreated: {
        label: 'Confirmation',
        title: 'I have created the account in the application with exactly these data',
        titleExisting: 'I have made the change in the application with exactly these data',
        error: 'First create the account in the application, then tick.',
      },
    },
    passwordHint:
      'The password above is suggested now and is not kept: if you open the dialog again it will be another. You may replace it by the one that the application made.',
    newAddressHint: 'With “Update the account’s address” the password does not change and is not sent.',
  },
  return: {
    title: 'Return to secretary',
    submit: 'Return',
    intro: 'The case goes back to the office, to the state “To verify”.',
    inputs: {
      note: { label: 'Why', error: 'Write why the case goes back.', placeholder: 'what is to be cleared up' },
    },
  },
  reject: {
    title: 'Reject the application',
    submit: 'Reject',
    intro:
      'The application is rejected, and the applicant gets a mail with the reason. The supervisor can reopen the case.',
    inputs: { note: reasonForApplicant },
  },
  withdraw: {
    title: 'Withdrawn by applicant',
    submit: 'Close the case',
    intro:
      'The applicant has given the application up. The case is closed, and the applicant gets a confirmation.',
    inputs: {
      note: {
        label: 'How they told you',
        placeholder: 'mail, phone, letter no. …',
        error: 'The text is too long.',
      },
    },
  },
  'close-original-missing': {
    title: 'Original missing',
    submit: 'Close the case',
    intro:
      'The original was not handed in. The case is closed and the applicant gets a mail; the supervisor can reopen it when the original comes.',
  },
  transfer: {
    title: 'Transfer to other OCPI',
    submit: 'Transfer',
    intro:
      'The case keeps its number and goes to the other office, “To verify”. Original and registry number are recorded anew there.',
    inputs: {
      office: { label: 'To which office', error: 'Choose the office.', placeholder: 'choose' },
      note: {
        label: 'Why',
        error: 'Write why it is transferred.',
        placeholder: 'the other office will read it',
      },
    },
  },
  merge: {
    title: 'Merge with other case',
    submit: 'Merge',
    intro: 'This case is closed and points to the other one, where the work goes on.',
    inputs: {
      into: { label: 'With which case', error: 'Choose a case or write its number.', placeholder: 'choose' },
      number: {
        label: 'The case’s number',
        labelOther: 'or another case number',
        error: 'Choose a case or write its number.',
        placeholder: 'AB-2026-00042',
      },
    },
  },
  reopen: {
    title: 'Reopen the case',
    submit: 'Reopen',
    intro: 'The case goes back to “To verify”: the data are verified and approved again.',
    inputs: {
      note: { label: 'Why', error: 'Write why it is reopened.', placeholder: 'it stays in the case' },
    },
  },
  'correct-fact': {
    title: 'Correct an entry',
    submit: 'Take the entry back',
    intro:
      'Something was recorded by mistake. The entry is taken back; both it and the reason stay in the history.',
    inputs: {
      fact: { label: 'What was recorded wrongly', error: 'Choose the entry.', placeholder: 'choose' },
      note: { label: 'Why', error: 'Write what was wrong.', placeholder: 'it stays in the case' },
    },
  },
  'write-to-applicant': {
    title: 'Write to applicant',
    submit: 'See the mail',
    intro: 'An ordinary mail; the state of the case does not change. You see it whole before it leaves.',
    inputs: {
      text: { label: 'Text of the mail', error: 'Write the text of the mail.', placeholder: 'Good day…' },
    },
  },
  escalate: {
    title: 'Escalate',
    submit: 'Escalate',
    intro:
      "What you write reaches those chosen: in their channel, as a mention in this thread, or by mail. While the escalation is open, what is written in the card's thread reaches them too. The applicant does not learn of it.",
    inputs: {
      target: { label: 'To whom', error: 'Choose to whom.' },
      address: {
        label: 'The e-mail address, if chosen above',
        error: 'Write an e-mail address of the office.',
        placeholder: 'name@…',
      },
      note: {
        label: 'What is to be decided',
        error: 'Write what is to be decided.',
        placeholder: 'in short',
      },
      urgent: { label: 'Urgency', title: 'It is urgent', error: 'Tick if it is urgent.' },
    },
  },
  'send-to-applicant': {
    title: 'Send to the applicant',
    submit: 'Send',
    intro: 'This is how the mail looks. If you change the text, you see it once more before it leaves.',
    subject: 'Subject:',
    inputs: {
      text: { label: 'Your text', error: 'Write the text of the mail.', placeholder: 'Good day…' },
    },
  },
  'close-escalation': {
    title: 'Close the escalation',
    submit: 'Close the escalation',
    intro:
      'The outcome is written at both ends. The applicant gets it only if you tick so, and only after you have seen the mail.',
    inputs: {
      escalation: { label: 'Which one', error: 'Choose the escalation.' },
      note: { label: 'The outcome', error: 'Write the outcome.', placeholder: 'what was decided' },
      tellApplicant: {
        label: 'The applicant',
        title: 'Send the outcome to the applicant too (I see the mail first)',
        error: 'Tick if it goes to the applicant too.',
      },
    },
  },
  history: {
    title: 'History',
    empty: 'There is nothing in the history.',
    older: (count: number) => `… ${count} older`,
  },
  more: {
    title: 'More',
    groups: {
      work: 'Work on the case',
      change: 'Corrections and moves',
      close: 'Closing without credentials',
      look: 'What happened',
    },
    empty: 'There is nothing else to do in this state.',
  },
  'problem-details': {
    title: 'Problem',
    text: 'Text of the mail',
    noText: 'The mail has no text.',
    origin: 'Where it comes from and what was proven',
    documents: 'Documents',
    noDocuments: 'The mail has no documents.',
    history: 'History',
  },
  'problem-answer': {
    title: 'Answer',
    submit: 'See the mail',
    intro:
      'The text goes by mail to whoever reported the problem, after you have seen the mail; the case stays open.',
    inputs: {
      text: {
        label: 'Text of the mail',
        error: 'Write the text of the mail.',
        placeholder: 'a question, some news',
      },
    },
  },
  'problem-resolve': {
    title: 'Solved',
    submit: 'Close and send',
    intro:
      'The outcome goes by mail to whoever reported the problem, escalations are closed, and so is the case.',
    inputs: { note: { label: 'Outcome', error: 'Write the outcome.', placeholder: 'what was done' } },
  },
  'recovery-details': {
    title: 'New password request',
    text: 'Text of the mail',
    noText: 'The mail has no text.',
    origin: 'Where it comes from and what was proven',
    history: 'History',
  },
  'recovery-issue': {
    title: 'Issue a new password',
    submit: 'Issue and send',
    intro:
      'Set the password in the application for the account below. On sending it is written into the workbook of the applicant and goes to the registered address only (R4).',
    passwordHint:
      'The password above is suggested now and is not kept: if you open the dialog again it will be another. You may replace it by the one that the application made.',
    inputs: {
      webAddress: {
        label: 'Web address',
        error: 'Write an address that begins with https:// or http://.',
        placeholder: 'https://',
      },
      password: {
        label: 'Password',
        error: 'Write the password exactly as in the application.',
        placeholder: 'the one in the application',
      },
      passwordSet: {
        label: 'Confirmation',
        title: 'The password is set in the application, for this account.',
        error: 'Tick that the password is set in the application.',
      },
    },
  },
  'recovery-reject': {
    title: 'Reject the request',
    submit: 'Reject',
    intro:
      'No password is issued. The applicant gets no mail, so that nobody learns whether the address has an account.',
    inputs: {
      note: {
        label: 'Why',
        error: 'Write why it is rejected.',
        placeholder: 'unknown address, forged mail…',
      },
    },
  },
  'unsorted-details': {
    title: 'Mail to be sorted',
    submit: 'Open an access case',
    text: 'Text of the mail',
    origin: 'Where it comes from, and what it was taken for',
    noText: 'The mail has no text.',
    documents: 'Documents',
    noDocuments: 'The mail has no documents.',
  },
  'unsorted-attach': {
    title: 'Attach to a case',
    submit: 'Attach',
    intro: 'The mail and its documents go to the chosen case, as if they had answered there.',
    inputs: {
      number: {
        label: 'The case’s number',
        error: 'Write the case’s number.',
        placeholder: 'AB-2026-00042',
      },
    },
  },
  'unsorted-dismiss': {
    title: 'Not a request',
    submit: 'Put aside',
    intro: 'The mail is kept, but no case is opened and nobody gets an answer.',
    inputs: {
      note: {
        label: 'Why',
        error: 'Write why it is put aside.',
        placeholder: 'advertisement, mail sent by mistake…',
      },
    },
  },
};
