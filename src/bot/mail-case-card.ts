/** What the cards of cases that are a mail and its answer look like: a lost password (R2), a problem (P1). */

import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { actionId, type CardAction } from './card-actions.ts';
import type { Card } from './channel.ts';
import { bold, coloured, type Line, large, line, listed, type Row, run, subtle } from './inlines.ts';
import { linesOf, outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { EscalationLine } from './views.ts';

const MOST_LINES = 30;

/** What says which case it is, for screen readers and where a card cannot be shown. */
export interface MailCaseHead {
  readonly caseId: string;
  readonly speak: string;
  readonly fallback: string;
}

export interface MailCase extends MailCaseHead {
  readonly title: string;
  readonly state: string;
  /** The one thing that it is recognised by. */
  readonly subject: string;
  readonly beneath: string;
  /** What is to be done; null where nothing is. */
  readonly help: string | null;
  /** Those without a line are left out. */
  readonly rows: (room: Room) => readonly Row[];
  readonly verbs: readonly (keyof Texts['actions'])[];
  /** The first button is the next step. */
  readonly isFirstNext: boolean;
}

export function mailCaseCard(told: MailCase, texts: Texts): Card {
  return fitted((room) =>
    expand('mail-case', {
      ...headData(told, texts),
      title: told.title,
      state: told.state,
      subject: [large(outside(told.subject, room.text))],
      office: [run(outside(told.beneath, room.text))],
      hasHelp: told.help !== null,
      help: told.help ?? '',
      rows: told.rows(room).filter(({ lines }) => lines.length > 0),
      actions: told.verbs.map((verb, position): CardAction => {
        const style = position === 0 && told.isFirstNext ? 'positive' : 'default';
        return { id: actionId(verb), verb, title: texts.actions[verb], style };
      }),
    }),
  );
}

function headData({ caseId, speak, fallback }: MailCaseHead, { language }: Texts) {
  return { language, caseId, tone: 'Default', speak, fallbackText: fallback };
}

/** Every dialog says first which case it is about, and whose. */
export function mailCaseDialogHead(head: MailCaseHead, number: string, from: string, texts: Texts) {
  return {
    ...headData(head, texts),
    fallbackText: texts.dialogs.fallback,
    about: line(bold(number), subtle(`· ${from}`)).inlines,
  };
}

/** The mail, where it comes from and what happened since. */
export function mailCaseDetails(
  view: {
    readonly text: string;
    readonly mailOrigin: readonly string[];
    readonly history: readonly string[];
  },
  texts: Texts,
  room: Room,
) {
  const { andMore } = texts.card;
  const told = (each: string): Line => line(run(outside(each, room.text)));
  const text = linesOf(view.text, MOST_LINES, room.text);
  return {
    hasNoText: text.length === 0,
    text: text.map((each) => line(run(each))),
    hasOrigin: view.mailOrigin.length > 0,
    origin: listed(view.mailOrigin, room.items, told, andMore),
    history: listed(view.history, room.items, told, andMore),
  };
}

/** How it ended, and that a letter did not arrive. */
export function closingLines(
  closing: string | null,
  undelivered: string | null,
  room: Room,
): readonly Line[] {
  return [
    ...(closing === null ? [] : [line(bold(outside(closing, room.text)))]),
    ...(undelivered === null ? [] : [line(coloured(undelivered, 'Attention'))]),
  ];
}

/** What is asked of somebody, who has not answered yet. */
export function escalationRows(
  escalations: readonly EscalationLine[],
  texts: Texts,
  room: Room,
): readonly Line[] {
  return escalations.flatMap((each) => escalationLines(each, texts, room));
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
