/** The card of somebody who lost a password (R2, R3), and its dialogs. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { actionId, type CardAction } from './card-actions.ts';
import { senderLine } from './case-rows.ts';
import type { Card } from './channel.ts';
import { bold, coloured, type Line, large, line, listed, type Row, run, subtle } from './inlines.ts';
import { inputValue, linesOf, outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { RecoveryCardView, RecoveryDialogView } from './views.ts';

const MOST_LINES = 30;
const MAIN: ReadonlySet<string> = new Set(['recovery-issue', 'recovery-send-code']);

export function recoveryCard(view: RecoveryCardView, texts: Texts): Card {
  const { recovery } = texts;
  return fitted((room) =>
    expand('recovery', {
      ...headData(view, texts),
      title: recovery.title(view.number),
      state: recovery.states[view.state],
      subject: [large(outside(view.from, room.text) || texts.card.senderUnknown)],
      office: [run(formatInstant(view.askedAt))],
      hasHelp: view.help !== null,
      help: view.help === null ? '' : recovery.help[view.help],
      rows: rowsOf(view, texts, room),
      actions: actionsOf(view, texts),
    }),
  );
}

function headData(view: RecoveryCardView, texts: Texts) {
  const { recovery } = texts;
  const state = recovery.states[view.state];
  return {
    language: texts.language,
    caseId: view.caseId,
    tone: 'Default',
    speak: recovery.speak(view.number, state),
    fallbackText: recovery.fallback(view.number, state),
  };
}

function actionsOf(view: RecoveryCardView, texts: Texts): readonly CardAction[] {
  return view.actions.map((verb, position) => ({
    id: actionId(verb),
    verb,
    title: texts.actions[verb],
    style: position === 0 && MAIN.has(verb) ? 'positive' : 'default',
  }));
}

function rowsOf(view: RecoveryCardView, texts: Texts, room: Room): readonly Row[] {
  const { labels } = texts.recovery;
  const rows: readonly Row[] = [
    { label: labels.closing, lines: closingLines(view, texts, room) },
    { label: labels.address, lines: [senderLine(view.address, texts, room)] },
    { label: labels.mail, lines: [senderLine(view.mail, texts, room)] },
    { label: labels.account, lines: accountLines(view, texts, room) },
    { label: labels.code, lines: view.code === null ? [] : [line(run(outside(view.code, room.text)))] },
    { label: labels.due, lines: view.dueAt === null ? [] : [line(run(formatInstant(view.dueAt)))] },
  ];
  return rows.filter(({ lines }) => lines.length > 0);
}

function closingLines(view: RecoveryCardView, texts: Texts, room: Room): readonly Line[] {
  const closing = view.closing === null ? [] : [line(bold(outside(view.closing, room.text)))];
  return view.undelivered ? [...closing, line(coloured(texts.recovery.undelivered, 'Attention'))] : closing;
}

function accountLines({ account }: RecoveryCardView, texts: Texts, room: Room): readonly Line[] {
  if (account === null) {
    return [];
  }
  const { user, personName, officeName, suspended } = account;
  return [
    line(
      bold(outside(user, room.text)),
      run(outside(personName, room.text)),
      subtle(`· ${outside(officeName, room.text)}`),
    ),
    ...(suspended ? [line(coloured(texts.recovery.suspended, 'Attention'))] : []),
  ];
}

export function recoveryDialog(view: RecoveryDialogView, texts: Texts): Card {
  return fitted((room) => expand(view.kind, dialogData(view, texts, room)));
}

function dialogData(view: RecoveryDialogView, texts: Texts, room: Room) {
  const { card } = view;
  const common = {
    ...headData(card, texts),
    fallbackText: texts.dialogs.fallback,
    about: line(bold(card.number), subtle(`· ${outside(card.from, room.text) || texts.card.senderUnknown}`))
      .inlines,
    t: texts.dialogs[view.kind],
  };
  const { andMore } = texts.card;
  const told = (each: string): Line => line(run(outside(each, room.text)));
  switch (view.kind) {
    case 'recovery-details': {
      const text = linesOf(view.text, MOST_LINES, room.text);
      return {
        ...common,
        hasNoText: text.length === 0,
        text: text.map((each) => line(run(each))),
        hasOrigin: view.mailOrigin.length > 0,
        origin: listed(view.mailOrigin, room.items, told, andMore),
        history: listed(view.history, room.items, told, andMore),
      };
    }
    case 'recovery-issue':
      return {
        ...common,
        rows: [
          { label: texts.recovery.labels.account, lines: accountLines(card, texts, room) },
          { label: texts.recovery.labels.address, lines: [line(bold(outside(card.from, room.text)))] },
        ],
        webAddress: inputValue(view.webAddress, 200),
        password: inputValue(view.password, 64),
      };
    case 'recovery-reject':
      return common;
  }
}
