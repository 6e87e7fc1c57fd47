/** The card of a reported problem (P1, P2), and its dialogs. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { actionId, type CardAction } from './card-actions.ts';
import { senderLine } from './case-rows.ts';
import type { Card } from './channel.ts';
import { documentItems, documentsData } from './dialog-documents.ts';
import { escalationChoices } from './dialogs.ts';
import { bold, coloured, type Line, large, line, listed, type Row, run, subtle } from './inlines.ts';
import { linesOf, outside, outsideTitle } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { EscalationLine, ProblemCardView, ProblemDialogView } from './views.ts';

const MOST_LINES = 30;

export function problemCard(view: ProblemCardView, texts: Texts): Card {
  const { problem } = texts;
  return fitted((room) =>
    expand('problem', {
      ...headData(view, texts),
      title: problem.title(view.number),
      state: problem.states[view.state],
      subject: [large(outside(view.subject, room.text) || texts.card.unsorted.noSubject)],
      office: [run(outside(view.officeName, room.text))],
      hasHelp: view.help !== null,
      help: view.help === null ? '' : problem.help[view.help],
      rows: rowsOf(view, texts, room),
      actions: actionsOf(view, texts),
    }),
  );
}

function headData(view: ProblemCardView, texts: Texts) {
  const { problem } = texts;
  const state = problem.states[view.state];
  return {
    language: texts.language,
    caseId: view.caseId,
    tone: 'Default',
    speak: problem.speak(view.number, state),
    fallbackText: problem.fallback(view.number, state),
  };
}

function actionsOf(view: ProblemCardView, texts: Texts): readonly CardAction[] {
  return view.actions.map((verb, position) => ({
    id: actionId(verb),
    verb,
    title: texts.actions[verb],
    style: position === 0 && view.help !== null ? 'positive' : 'default',
  }));
}

function rowsOf(view: ProblemCardView, texts: Texts, room: Room): readonly Row[] {
  const { labels, noOwner } = texts.problem;
  const told = (text: string): readonly Line[] => (text === '' ? [] : [line(run(outside(text, room.text)))]);
  const rows: readonly Row[] = [
    { label: labels.closing, lines: closingLines(view, texts, room) },
    { label: labels.from, lines: fromLines(view, texts, room) },
    { label: labels.account, lines: told(view.account) },
    { label: labels.owner, lines: view.state === 'closed' ? [] : told(view.owner ?? noOwner) },
    {
      label: labels.escalated,
      lines: view.escalations.flatMap((each) => escalationLines(each, texts, room)),
    },
    { label: labels.due, lines: view.dueAt === null ? [] : [line(run(formatInstant(view.dueAt)))] },
  ];
  return rows.filter(({ lines }) => lines.length > 0);
}

function closingLines(view: ProblemCardView, texts: Texts, room: Room): readonly Line[] {
  const closing = view.closing === null ? [] : [line(bold(outside(view.closing, room.text)))];
  return view.undelivered ? [...closing, line(coloured(texts.problem.undelivered, 'Attention'))] : closing;
}

/** Who wrote it, and beneath what that is worth. */
function fromLines(view: ProblemCardView, texts: Texts, room: Room): readonly Line[] {
  const from = line(bold(outside(view.from, room.text) || texts.card.senderUnknown));
  return view.sender === null ? [from] : [from, senderLine(view.sender, texts, room)];
}

function escalationLines(
  { target, who, at, text, urgent }: EscalationLine,
  texts: Texts,
  room: Room,
): readonly Line[] {
  const { escalated, urgent: isUrgent } = texts.card;
  const said = escalated(target, outside(who, room.text), formatInstant(at));
  return [
    line(...(urgent ? [coloured(isUrgent, 'Attention')] : []), run(said)),
    line(run(outside(text, room.text))),
  ];
}

export function problemDialog(view: ProblemDialogView, texts: Texts): Card {
  return fitted((room) => expand(view.kind, dialogData(view, texts, room)));
}

function dialogData(view: ProblemDialogView, texts: Texts, room: Room) {
  const { card } = view;
  const from = outside(card.from, room.text) || texts.card.senderUnknown;
  const common = {
    ...headData(card, texts),
    fallbackText: texts.dialogs.fallback,
    about: line(bold(card.number), subtle(`· ${from}`)).inlines,
    t: texts.dialogs[view.kind],
  };
  const { andMore } = texts.card;
  const told = (each: string): Line => line(run(outside(each, room.text)));
  switch (view.kind) {
    case 'problem-details': {
      const text = linesOf(view.text, MOST_LINES, room.text);
      return {
        ...common,
        hasNoText: text.length === 0,
        text: text.map((each) => line(run(each))),
        hasOrigin: view.mailOrigin.length > 0,
        origin: listed(view.mailOrigin, room.items, told, andMore),
        ...documentsData(view.documents, texts, room),
        documents: documentItems(view.documents, texts, room, false),
        history: listed(view.history, room.items, told, andMore),
      };
    }
    case 'problem-answer':
    case 'problem-resolve':
      return { ...common, to: [line(subtle(texts.dialogs.to), bold(from))] };
    case 'escalate':
      return {
        ...common,
        targets: view.targets.map(({ value, title }) => ({ value, title: outsideTitle(title, room.text) })),
        target: view.targets[0]?.value ?? '',
      };
    case 'close-escalation':
      return { ...common, ...escalationChoices(card.escalations, room) };
  }
}
