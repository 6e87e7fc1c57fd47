/** Every card and dialog as it is previewed in `cards/previews`. */
import {
  renderCaseCard,
  renderDialog,
  renderLetterPreview,
  renderProblemCard,
  renderProblemDialog,
  renderPurgedCard,
  renderRecoveryCard,
  renderRecoveryDialog,
  renderUnsortedCard,
  renderUnsortedDialog,
} from '../../src/bot/cards.ts';
import type { Card } from '../../src/bot/channel.ts';
import { listCard } from '../../src/bot/list-card.ts';
import { type Texts, textsFor } from '../../src/texts/texts.ts';
import { diViews, officeViews } from './case-views.ts';
import { dialogViews, letterPreviews, unsortedDialogViews, unsortedViews } from './dialog-views.ts';
import { listViews } from './list-views.ts';
import {
  problemDialogViews,
  problemViews,
  purgedViews,
  recoveryDialogViews,
  recoveryViews,
} from './mail-case-views.ts';

export interface Preview {
  /** Also the file's name. */
  readonly name: string;
  /** The picture that it stands in. */
  readonly group: string;
  /** A dialog's title, or empty for a card. */
  readonly title: string;
  readonly card: Card;
}

/** Dialogs that a card's daily work opens, apart from those that it seldom needs. */
const DAILY = /^(open-details|ask-correction|record-original|approve|issue)/;

export function allPreviews(texts: Texts = textsFor('ro')): readonly Preview[] {
  return [
    ...Object.entries(officeViews).map(([name, view]) => {
      const group = view.access.closing || view.movedTo ? 'office-closed' : 'office';
      return { name: `office-${name}`, group, title: '', card: renderCaseCard(view, texts) };
    }),
    ...Object.entries(diViews).map(([name, view]) => ({
      name: `di-${name}`,
      group: 'di',
      title: '',
      card: renderCaseCard(view, texts),
    })),
    ...Object.entries(listViews).map(([name, view]) => ({
      name: `list-${name}`,
      group: 'lists',
      title: '',
      card: listCard(view, texts),
    })),
    ...Object.entries(unsortedViews).map(([name, view]) => ({
      name,
      group: 'unsorted',
      title: '',
      card: renderUnsortedCard(view, texts),
    })),
    ...Object.entries(purgedViews).map(([name, view]) => ({
      name,
      group: 'unsorted',
      title: '',
      card: renderPurgedCard(view, texts),
    })),
    ...Object.entries(unsortedDialogViews).map(([name, view]) => ({
      name: `dialog-${name}`,
      group: 'unsorted',
      ...renderUnsortedDialog(view, texts),
    })),
    ...Object.entries(problemViews).map(([name, view]) => ({
      name,
      group: 'problem',
      title: '',
      card: renderProblemCard(view, texts),
    })),
    ...Object.entries(problemDialogViews).map(([name, view]) => ({
      name: `dialog-${name}`,
      group: 'problem',
      ...renderProblemDialog(view, texts),
    })),
    ...Object.entries(recoveryViews).map(([name, view]) => ({
      name,
      group: 'recovery',
      title: '',
      card: renderRecoveryCard(view, texts),
    })),
    ...Object.entries(recoveryDialogViews).map(([name, view]) => ({
      name: `dialog-${name}`,
      group: 'recovery',
      ...renderRecoveryDialog(view, texts),
    })),
    ...Object.entries(letterPreviews).map(([name, view]) => ({
      name: `dialog-${name}`,
      group: 'dialogs-other',
      ...renderLetterPreview(view, texts),
    })),
    ...Object.entries(dialogViews).map(([name, view]) => ({
      name: `dialog-${name}`,
      group: DAILY.test(name) ? 'dialogs-daily' : 'dialogs-other',
      ...renderDialog(view, texts),
    })),
  ];
}

/** The pictures that are kept beside the JSON, and what stands in each. */
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  office: ['office-received-with-problems', 'office-ready-to-approve', 'office-issued'],
  di: ['di-with-di-despite-failed-check', 'dialog-issue', 'di-closed'],
  details: ['dialog-open-details', 'dialog-more'],
  dialogs: ['dialog-ask-correction', 'dialog-record-original', 'dialog-approve', 'dialog-transfer'],
  recovery: ['recovery-proven', 'recovery-awaiting-code', 'recovery-forged', 'dialog-recovery-issue'],
  problem: ['problem-received', 'problem-escalated', 'problem-closed', 'dialog-problem-resolve'],
  escalation: ['dialog-escalate', 'dialog-close-escalation', 'dialog-send-to-applicant'],
  more: ['unsorted-open', 'dialog-history', 'office-rejected', 'office-moved'],
};

/** The picture that a preview stands in, or empty. */
export function pictureOf(name: string): string {
  return Object.keys(PICTURES).find((picture) => PICTURES[picture]?.includes(name)) ?? '';
}

/** A preview as its file holds it. */
export function previewText({ card }: Preview): string {
  return `${JSON.stringify(card, null, 2)}\n`;
}
