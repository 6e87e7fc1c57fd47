/** The card of somebody who lost a password (R2, R3), and its dialogs. */
import { formatInstant } from '../texts/dates.ts';
import type { Texts } from '../texts/texts.ts';
import { senderLine } from './case-rows.ts';
import type { Card } from './channel.ts';
import { escalateChoices, escalationChoices } from './dialogs.ts';
import { bold, coloured, type Line, line, type Row, run, subtle } from './inlines.ts';
import {
  closingLines,
  escalationRows,
  type MailCaseHead,
  mailCaseCard,
  mailCaseDetails,
  mailCaseDialogHead,
} from './mail-case-card.ts';
import { inputValue, outside } from './outside-text.ts';
import { fitted, type Room } from './size.ts';
import { expand } from './template.ts';
import type { RecoveryCardView, RecoveryDialogView } from './views.ts';

const MAIN: ReadonlySet<string> = new Set(['recovery-issue', 'recovery-send-code']);

export function recoveryCard(view: RecoveryCardView, texts: Texts): Card {
  const { recovery } = texts;
  return mailCaseCard(
    {
      ...headOf(view, texts),
      title: recovery.title(view.number),
      state: recovery.states[view.state],
      subject: view.from || texts.card.senderUnknown,
      beneath: formatInstant(view.askedAt),
      help: view.help === null ? null : recovery.help[view.help],
      rows: (room) => rowsOf(view, texts, room),
      verbs: view.actions,
      isFirstNext: view.actions.some((verb) => MAIN.has(verb)),
    },
    texts,
  );
}

function headOf({ caseId, number, state }: RecoveryCardView, { recovery }: Texts): MailCaseHead {
  const named = recovery.states[state];
  return { caseId, speak: recovery.speak(number, named), fallback: recovery.fallback(number, named) };
}

function rowsOf(view: RecoveryCardView, texts: Texts, room: Room): readonly Row[] {
  const { labels, undelivered } = texts.recovery;
  const lost = view.undelivered ? undelivered : null;
  return [
    { label: labels.closing, lines: closingLines(view.closing, lost, room) },
    { label: labels.address, lines: [senderLine(view.address, texts, room)] },
    { label: labels.mail, lines: view.mail === null ? [] : [senderLine(view.mail, texts, room)] },
    { label: labels.account, lines: accountLines(view, texts, room) },
    { label: labels.code, lines: view.code === null ? [] : [line(run(outside(view.code, room.text)))] },
    { label: texts.problem.labels.escalated, lines: escalationRows(view.escalations, texts, room) },
    { label: labels.due, lines: view.dueAt === null ? [] : [line(run(formatInstant(view.dueAt)))] },
  ];
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
  const from = outside(card.from, room.text) || texts.card.senderUnknown;
  const common = {
    ...mailCaseDialogHead(headOf(card, texts), card.number, from, texts),
    t: texts.dialogs[view.kind],
  };
  switch (view.kind) {
    case 'recovery-details':
      return { ...common, ...mailCaseDetails(view, texts, room) };
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
    case 'escalate':
      return { ...common, ...escalateChoices(view.targets, room) };
    case 'close-escalation':
      return { ...common, ...escalationChoices(card.escalations, room), mayTell: false };
  }
}
