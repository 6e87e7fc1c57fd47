/** The card of a mail that nobody could place ("De clasificat"), and its dialogs. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { actionId, type CardAction } from './card-actions.ts';
import { senderLine } from './case-rows.ts';
import type { Card } from './channel.ts';
import { documentItems, documentsData } from './dialog-documents.ts';
import {
  bold,
  coloured,
  type Line,
  large,
  line,
  listed,
  type Row,
  run,
  subtle,
  type TextRun,
} from './inlines.ts';
import { inputValue, linesOf, outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { UnsortedCardView, UnsortedDialogView } from './views.ts';

const MOST_LINES = 30;
const VERBS = ['unsorted-details', 'unsorted-request', 'unsorted-attach', 'unsorted-dismiss'] as const;

export function unsortedCard(view: UnsortedCardView, texts: Texts): Card {
  const open = view.state === 'open';
  const { unsorted } = texts.card;
  return fitted((room) =>
    expand('unsorted', {
      ...headData(view, texts),
      title: open ? unsorted.title : unsorted.filedTitle,
      state: formatInstant(view.receivedAt),
      subject: [large(subjectOf(view, texts, room))],
      office: [run(outside(view.officeName, room.text))],
      isOpen: open,
      help: unsorted.help,
      rows: rowsOf(view, texts, room),
      actions: open ? actionsOf(texts) : [],
    }),
  );
}

function headData(view: UnsortedCardView, texts: Texts) {
  const { unsorted } = texts.card;
  return {
    language: texts.language,
    caseId: view.caseId,
    tone: 'Default',
    speak: unsorted.speak,
    fallbackText: unsorted.fallback,
  };
}

function actionsOf(texts: Texts): readonly CardAction[] {
  return VERBS.map((verb, position) => ({
    id: actionId(verb),
    verb,
    title: texts.actions[verb],
    style: position === 0 ? 'positive' : 'default',
  }));
}

function subjectOf(view: UnsortedCardView, texts: Texts, room: Room): string {
  return outside(view.subject, room.text) || texts.card.unsorted.noSubject;
}

function rowsOf(view: UnsortedCardView, texts: Texts, room: Room): readonly Row[] {
  const { unsorted, andMore } = texts.card;
  const linked =
    view.linkedNumber === null ? '' : unsorted.linkedNumber(outside(view.linkedNumber, room.text));
  const reasons = listed(
    view.reasons,
    room.items,
    (reason) => line(run(outside(reason, room.text))),
    andMore,
  );
  const rows: readonly Row[] = [
    { label: unsorted.filedAs, lines: optional(bold(outside(view.filedAs ?? '', room.text))) },
    { label: unsorted.from, lines: fromLines(view, texts, room) },
    { label: unsorted.reasons, lines: reasons },
    { label: unsorted.linked, lines: optional(coloured(linked, 'Warning')) },
  ];
  return rows.filter(({ lines }) => lines.length > 0);
}

/** Who wrote it, and beneath what that is worth. */
function fromLines(view: UnsortedCardView, texts: Texts, room: Room): readonly Line[] {
  const from = line(bold(outside(view.from, room.text) || texts.card.senderUnknown));
  return view.sender === null ? [from] : [from, senderLine(view.sender, texts, room)];
}

function optional(shown: TextRun): readonly Line[] {
  return shown.text === '' ? [] : [line(shown)];
}

export function unsortedDialog(view: UnsortedDialogView, texts: Texts): Card {
  return fitted((room) => expand(view.kind, unsortedDialogData(view, texts, room)));
}

function unsortedDialogData(view: UnsortedDialogView, texts: Texts, room: Room) {
  const { card } = view;
  const from = outside(card.from, room.text) || texts.card.senderUnknown;
  const common = {
    ...headData(card, texts),
    fallbackText: texts.dialogs.fallback,
    about: line(bold(subjectOf(card, texts, room)), subtle(`· ${from}`)).inlines,
    t: texts.dialogs[view.kind],
  };
  switch (view.kind) {
    case 'unsorted-details': {
      const text = linesOf(view.text, MOST_LINES, room.text);
      return {
        ...common,
        isOpen: card.state === 'open',
        hasNoText: text.length === 0,
        text: text.map((each) => line(run(each))),
        hasOrigin: view.mailOrigin.length > 0,
        origin: listed(
          view.mailOrigin,
          room.items,
          (each) => line(run(outside(each, room.text))),
          texts.card.andMore,
        ),
        ...documentsData(view.documents, texts, room),
        documents: documentItems(view.documents, texts, room, false),
      };
    }
    case 'unsorted-attach':
      return { ...common, suggested: inputValue(view.suggested, 40) };
    case 'unsorted-dismiss':
      return common;
  }
}
