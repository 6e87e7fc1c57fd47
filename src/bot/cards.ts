/**
 * Every card and dialog, from what the desk knows to a finished Adaptive Card (schema 1.5, at most 25 KB).
 * Text from outside stands in TextRuns only, so that no Markdown, link, mention or `{{DATE()}}` in it comes alive.
 */
import type { Texts } from '../texts/texts.ts';
import { applicantName, caseCard } from './case-card.ts';
import type { Card } from './channel.ts';
import { dialogCard, letterPreviewCard } from './dialogs.ts';
import { outside } from './outside-text.ts';
import { problemCard, problemDialog } from './problem-card.ts';
import { purgedCard } from './purged-card.ts';
import { recoveryCard, recoveryDialog } from './recovery-card.ts';
import { unsortedCard, unsortedDialog } from './unsorted-card.ts';
import type {
  CaseCardView,
  DialogView,
  LetterPreview,
  ProblemCardView,
  ProblemDialogView,
  PurgedCardView,
  RecoveryCardView,
  RecoveryDialogView,
  UnsortedCardView,
  UnsortedDialogView,
} from './views.ts';

const SUMMARY = { text: 80, items: 1 };

/** A dialog with its title of at most 24 characters. */
export interface TitledDialog {
  readonly title: string;
  readonly card: Card;
}

/** The living card of a case at one place. */
export function renderCaseCard(view: CaseCardView, texts: Texts): Card {
  return caseCard(view, texts);
}

export function renderDialog(view: DialogView, texts: Texts): TitledDialog {
  return { title: texts.dialogs[view.kind].title, card: dialogCard(view, texts) };
}

/** The card of a case whose personal data was removed. */
export function renderPurgedCard(view: PurgedCardView, texts: Texts): Card {
  return purgedCard(view, texts);
}

/** A mail to the applicant before it leaves. */
export function renderLetterPreview(view: LetterPreview, texts: Texts): TitledDialog {
  return { title: texts.dialogs[view.kind].title, card: letterPreviewCard(view, texts) };
}

/** The card of a mail that nobody could place. */
export function renderUnsortedCard(view: UnsortedCardView, texts: Texts): Card {
  return unsortedCard(view, texts);
}

export function renderUnsortedDialog(view: UnsortedDialogView, texts: Texts): TitledDialog {
  return { title: texts.dialogs[view.kind].title, card: unsortedDialog(view, texts) };
}

/** The card of somebody who lost a password (R2). */
export function renderRecoveryCard(view: RecoveryCardView, texts: Texts): Card {
  return recoveryCard(view, texts);
}

export function renderRecoveryDialog(view: RecoveryDialogView, texts: Texts): TitledDialog {
  return { title: texts.dialogs[view.kind].title, card: recoveryDialog(view, texts) };
}

/** The card of a reported problem (P1). */
export function renderProblemCard(view: ProblemCardView, texts: Texts): Card {
  return problemCard(view, texts);
}

export function renderProblemDialog(view: ProblemDialogView, texts: Texts): TitledDialog {
  return { title: texts.dialogs[view.kind].title, card: problemDialog(view, texts) };
}

/** One line for notifications: what it is, its state, its subject. Outside text stands in it: never markup. */
export function problemSummaryOf(view: ProblemCardView, texts: Texts): string {
  const { title, states } = texts.problem;
  const subject = outside(view.subject, SUMMARY.text) || texts.card.unsorted.noSubject;
  return [title(view.number), states[view.state], subject].join(' · ');
}

/** One line for notifications: what it is, its state, the address. Outside text stands in it: never markup. */
export function recoverySummaryOf(view: RecoveryCardView, texts: Texts): string {
  const { title, states } = texts.recovery;
  const from = outside(view.from, SUMMARY.text) || texts.card.senderUnknown;
  return [title(view.number), states[view.state], from].join(' · ');
}

/** One line for notifications: number, state, applicant. Outside text stands in it: it is plain text, never markup. */
export function summaryOf(view: CaseCardView, texts: Texts): string {
  const { access, movedTo } = view;
  const state =
    movedTo === null ? texts.states[access.state] : `${texts.card.moved} ${outside(movedTo, SUMMARY.text)}`;
  return [access.number, state, applicantName(view, texts, SUMMARY)].join(' · ');
}

/** One line for notifications: what it is, the subject, the sender. Outside text stands in it: never markup. */
export function unsortedSummaryOf(view: UnsortedCardView, texts: Texts): string {
  const { unsorted, senderUnknown } = texts.card;
  const state = view.state === 'open' ? unsorted.title : unsorted.filedTitle;
  const subject = outside(view.subject, SUMMARY.text) || unsorted.noSubject;
  return [state, subject, outside(view.from, SUMMARY.text) || senderUnknown].join(' · ');
}
