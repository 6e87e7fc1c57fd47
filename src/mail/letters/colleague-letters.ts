/** The letters to colleagues: DCG (A13), central IT (A17), the secretary (A23), and whoever is asked by mail (Escalation). */
import { emphasis, factsPart, heading, paragraph, steps } from './letter-parts.ts';
import {
  type Body,
  type Content,
  dayOf,
  known,
  MOST,
  notePart,
  signedBy,
  type Writing,
} from './letter-writing.ts';
import { lineOf } from './outside-text.ts';

function applicantFacts(
  { authorisation }: { readonly authorisation: string },
  { words, applicant }: Writing,
) {
  return [
    { label: words.labels.applicant, text: applicant },
    { label: words.labels.authorisation, text: lineOf(authorisation, MOST.authorisation) },
  ];
}

/** A13. */
export function toDcg(content: Content<'to-dcg'>, writing: Writing): Body {
  const { words, office } = writing;
  const own = words['to-dcg'];
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    namesApplicant: true,
    parts: [
      paragraph(own.intro(office)),
      factsPart(known(applicantFacts(content, writing))),
      ...notePart(content.note, own.note),
      paragraph(content.applicationAttached ? own.attached : own.workbookAttached),
    ],
    answer: own.answer(writing.number),
    signature: [words.regards, ...signedBy(content.writtenBy, writing)],
  };
}

/** A17. */
export function toDi(content: Content<'to-di'>, writing: Writing): Body {
  const { words, actions, number, office } = writing;
  const own = words['to-di'];
  const receivedOn = content.originalReceivedOn;
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    namesApplicant: true,
    parts: [
      paragraph(own.intro(office)),
      factsPart(
        known([
          ...applicantFacts(content, writing),
          { label: words.labels.approvedBy, text: lineOf(content.approvedBy, MOST.name) },
          { label: words.labels.originalReceivedOn, text: receivedOn === null ? '' : dayOf(receivedOn) },
        ]),
      ),
      heading(own.next),
      steps(own.steps(number, actions.issue)),
      emphasis(own.noPassword),
    ],
    answer: own.otherwise(actions.return),
    signature: [words.regards, ...signedBy(content.approvedBy, writing)],
  };
}

/** A23; what it asks for is A24. */
export function toSecretary(content: Content<'to-secretary'>, writing: Writing): Body {
  const { words, actions, number } = writing;
  const own = words['to-secretary'];
  const user = lineOf(content.user, MOST.user);
  return {
    subject: own.subject(writing.nameInSubject),
    title: own.title,
    namesApplicant: true,
    parts: [
      paragraph(own.intro),
      factsPart(
        known([
          { label: words.labels.applicant, text: writing.applicant },
          { label: words.labels.user, text: user },
          { label: words.labels.issuedOn, text: dayOf(content.issuedOn) },
        ]),
      ),
      heading(own.next),
      steps(own.steps(user, actions['note-on-original'])),
      emphasis(own.whichDay),
    ],
    answer: words.answer.colleague(number),
    signature: [words.regards, words.centralIt],
  };
}

/** What is asked of somebody who has no thread: the answer to this mail goes into the office's. */
export function escalation(content: Content<'escalation'>, writing: Writing): Body {
  const { words, office } = writing;
  const own = words.escalation;
  return {
    subject: content.urgent ? own.urgentSubject : own.subject,
    parts: [
      paragraph(own.intro(office)),
      ...(content.urgent ? [emphasis(own.urgent)] : []),
      ...notePart(content.note, own.note),
    ],
    answer: words.answer.asked,
    signature: [words.regards, ...signedBy(content.writtenBy, writing)],
  };
}

/** A line of the office's thread, and the outcome. */
export function sinceAsked(
  content: Content<'escalation-line'> | Content<'escalation-outcome'>,
  writing: Writing,
): Body {
  const { words } = writing;
  const own = words[content.letter];
  const writtenBy = lineOf(content.writtenBy, MOST.name);
  const isLine = content.letter === 'escalation-line';
  return {
    subject: words.escalation.subject,
    title: own.title,
    parts: [
      paragraph(
        isLine
          ? words['escalation-line'][content.change](writtenBy)
          : words['escalation-outcome'].intro(writtenBy),
      ),
      ...notePart(content.note, own.note),
    ],
    answer: isLine ? words.answer.asked : words.answer.nothingMore,
    signature: [words.regards, ...signedBy(content.writtenBy, writing)],
  };
}
