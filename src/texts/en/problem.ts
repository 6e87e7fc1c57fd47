/** A reported problem (P1, P2): the card, what happened, and why something cannot be done. */
import type { Texts } from '../ro.ts';

export const problem: Texts['problem'] = {
  title: (number) => `Problem · ${number}`,
  ofDi: 'DI (belongs to no office)',
  states: { received: 'To be solved', 'in-work': 'In work', closed: 'Closed' },
  labels: {
    from: 'From',
    account: 'Account',
    owner: 'In charge',
    escalated: 'Escalated',
    due: 'Due',
    closing: 'Outcome',
  },
  noOwner: 'nobody has taken it yet',
  undelivered: 'The mail to whoever reported the problem did not arrive. Call them, or write in another way.',
  closed: (who, when, what) => `${who}, ${when}: ${what}`,
  help: {
    home: 'Solve it, answer, or escalate it. With “Solved…” the outcome goes out by mail and the case is closed.',
    asked:
      'You were asked for help: write in the thread of the card (the office sees it) or close the escalation with its outcome.',
  },
  speak: (number, state) => `Problem ${number}: ${state}.`,
  fallback: (number, state) =>
    `Problem ${number}: ${state}. This app cannot show the card; open it on a computer.`,
  events: {
    'problem-opened': () => 'The problem came by mail.',
    'problem-mail-received': ({ who }) => `Another mail came (${who}).`,
    'problem-taken': ({ who }) => `${who} is in charge of the problem.`,
    'problem-reassigned': ({ who, into }) => `${who} gave the problem to ${into}.`,
    'problem-details-opened': ({ who }) => `${who} opened the details.`,
    'problem-document-opened': ({ who }) => `${who} opened a document.`,
    'problem-answered': ({ who, note }) => `${who} wrote to whoever reported the problem: ${note}`,
    'problem-resolved': ({ who, note }) => `${who} closed the problem: ${note}`,
    'problem-letter-undelivered': () => 'The mail to whoever reported the problem did not arrive.',
    'problem-asked-undelivered': () =>
      'The mail to whoever was asked did not arrive. Close the escalation and ask in another way.',
    'problem-overdue': () => 'It is overdue: the problem is not closed.',
    'problem-supervisor-told': () => 'It was due a day ago and is not solved: the supervisor is told.',
  },
  refusals: {
    'already-closed': 'The problem is closed already. Nothing has changed.',
    'already-done': 'This step was done already. Nothing has changed.',
    'not-yours': 'The problem is another office’s, or you do not have the role. Nothing has changed.',
    'colleague-without-role':
      'The chosen colleague does not have the right role here. Nothing was changed; choose somebody who has it.',
    'nobody-to-ask':
      'The problem is DI’s own: there is nobody to put it before from here. Nothing has changed.',
  },
  done: {
    take: 'The problem is yours.',
    answer: 'The mail is on its way.',
    resolve: 'The problem is closed; the outcome goes out by mail.',
    escalate: 'The problem is escalated; the threads of the cards are joined.',
    'close-escalation': 'The escalation is closed.',
  },
};
