/** The card of a reported problem (P1, P2), and its dialogs. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { senderLine } from './case-rows.ts';
import type { Card } from './channel.ts';
import { documentItems, documentsData } from './dialog-documents.ts';
import { escalateChoices, escalationChoices, LONGEST_TEXT } from './dialogs.ts';
import { bold, type Line, line, type Row, run, subtle } from './inlines.ts';
import {
  closingLines,
  escalationRows,
  type MailCaseHead,
  mailCaseCard,
  mailCaseDetails,
  mailCaseDialogHead,
} from './mail-case-card.ts';
import { outside, textValue } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { ProblemCardView, ProblemDialogView } from './views.ts';

export function problemCard(view: ProblemCardView, texts: Texts): Card {
  const { problem, card } = texts;
  return mailCaseCard(
    {
      ...headOf(view, texts),
      title: problem.title(view.number),
      state: problem.states[view.state],
      subject: view.subject || card.unsorted.noSubject,
      beneath: view.officeName,
      help: view.help === null ? null : problem.help[view.help],
      rows: (room) => rowsOf(view, texts, room),
      verbs: view.actions,
      isFirstNext: view.help !== null,
    },
    texts,
  );
}

function headOf({ caseId, number, state }: ProblemCardView, { problem }: Texts): MailCaseHead {
  const named = problem.states[state];
  return { caseId, speak: problem.speak(number, named), fallback: problem.fallback(number, named) };
}

function rowsOf(view: ProblemCardView, texts: Texts, room: Room): readonly Row[] {
  const { labels, noOwner, undelivered } = texts.problem;
  const told = (text: string): readonly Line[] => (text === '' ? [] : [line(run(outside(text, room.text)))]);
  const escalated = escalationRows(view.escalations, texts, room);
  return [
    { label: labels.closing, lines: closingLines(view.closing, view.undelivered ? undelivered : null, room) },
    { label: labels.from, lines: fromLines(view, texts, room) },
    { label: labels.account, lines: told(view.account) },
    { label: labels.owner, lines: view.state === 'closed' ? [] : told(view.owner ?? noOwner) },
    { label: labels.escalated, lines: escalated },
    { label: labels.due, lines: view.dueAt === null ? [] : [line(run(formatInstant(view.dueAt)))] },
  ];
}

/** Who wrote it, and beneath what that is worth. */
function fromLines(view: ProblemCardView, texts: Texts, room: Room): readonly Line[] {
  const from = line(bold(outside(view.from, room.text) || texts.card.senderUnknown));
  return view.sender === null ? [from] : [from, senderLine(view.sender, texts, room)];
}

export function problemDialog(view: ProblemDialogView, texts: Texts): Card {
  return fitted((room) => expand(view.kind, dialogData(view, texts, room)));
}

function dialogData(view: ProblemDialogView, texts: Texts, room: Room) {
  const { card } = view;
  const from = outside(card.from, room.text) || texts.card.senderUnknown;
  const common = {
    ...mailCaseDialogHead(headOf(card, texts), card.number, from, texts),
    t: texts.dialogs[view.kind],
  };
  switch (view.kind) {
    case 'problem-details':
      return {
        ...common,
        ...mailCaseDetails(view, texts, room),
        ...documentsData(view.documents, texts, room),
        documents: documentItems(view.documents, texts, room, false),
      };
    case 'problem-answer':
      return {
        ...common,
        to: [line(subtle(texts.dialogs.to), bold(from))],
        text: textValue(view.text, LONGEST_TEXT),
      };
    case 'problem-resolve':
      return { ...common, to: [line(subtle(texts.dialogs.to), bold(from))] };
    case 'escalate':
      return { ...common, ...escalateChoices(view.targets, room) };
    case 'close-escalation':
      return { ...common, ...escalationChoices(card.escalations, room), mayTell: view.mayTell };
  }
}
