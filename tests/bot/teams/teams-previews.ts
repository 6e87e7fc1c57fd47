/** Every card and dialog as Teams gets it: `cards/previews/teams`. */

import type { Element } from '../../../src/bot/elements.ts';
import { dialogOf, noticeOf, type TaskResponse } from '../../../src/bot/teams/rendering/dialog.ts';
import { cardMessage, markOf } from '../../../src/bot/teams/rendering/message.ts';
import { textsFor } from '../../../src/texts/texts.ts';
import { allPreviews, type Preview } from '../previews.ts';

export interface TeamsPreview {
  /** Also the file's name. */
  readonly name: string;
  /** A dialog's title, or empty for a card in a channel. */
  readonly title: string;
  readonly card: Element;
  readonly shown: unknown;
}

const PRESS = { verb: 'preview', caseId: 'case-42', inputs: {} };

export function teamsPreviews(): readonly TeamsPreview[] {
  return [...allPreviews().map(asShown), ...inTrouble()];
}

export function teamsPreviewText({ shown }: TeamsPreview): string {
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function asShown({ name, title, card }: Preview): TeamsPreview {
  if (title !== '') {
    return dialog(name, dialogOf({ title, card, press: PRESS }));
  }
  const summary = typeof card.fallbackText === 'string' ? card.fallbackText : name;
  const shown = cardMessage(card, summary, markOf(name));
  return { name, title: '', card: shown.attachments?.[0]?.content ?? { type: 'AdaptiveCard' }, shown };
}

/** What stands in a dialog when something went wrong, or leads elsewhere. */
function inTrouble(): readonly TeamsPreview[] {
  const { teams, inputErrors, refusals } = textsFor('ro');
  const previews = allPreviews();
  const original = previews.find(({ name }) => name === 'dialog-record-original');
  const issue = previews.find(({ name }) => name === 'dialog-issue');
  if (!original || !issue) {
    throw new Error('the dialogs have other names now');
  }
  return [
    dialog(
      'trouble-errors',
      dialogOf({
        ...original,
        press: PRESS,
        typed: { receivedOn: '2099-01-01', file: 'D-17', compared: 'true' },
        errors: [{ input: 'receivedOn', message: inputErrors.dateInFuture }],
        notice: inputErrors.summary,
      }),
    ),
    dialog(
      'trouble-told',
      dialogOf({ ...issue, press: PRESS, typed: { user: 'i.moldovan' }, notice: refusals['world-broke'] }),
    ),
    dialog(
      'trouble-kept',
      noticeOf(
        {
          title: teams.noticeTitle,
          text: refusals['world-broke'],
          kept: [`${teams.youWrote} Autorizația este retrasă din 2024.`],
          back: null,
        },
        teams,
      ),
    ),
    dialog(
      'link',
      noticeOf(
        {
          title: teams.noticeTitle,
          text: 'Documentul se deschide o singură dată, în cel mult două minute.',
          link: { title: teams.linkTitle, url: 'https://acces.exemplu.ro/documents/…' },
          back: PRESS,
        },
        teams,
      ),
    ),
  ];
}

function dialog(name: string, shown: TaskResponse): TeamsPreview {
  if (shown.task.type !== 'continue') {
    throw new Error(`${name} is no dialog`);
  }
  const { title, card } = shown.task.value;
  return { name, title, card: card.content, shown };
}
