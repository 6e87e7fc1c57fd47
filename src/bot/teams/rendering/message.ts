/** Cards and lines as messages in Teams. */

import { createHash } from 'node:crypto';
import { escapedHtml } from '../../../texts/escaped-html.ts';
import { opensDialog } from '../../card-actions.ts';
import type { Card, ThreadMessage } from '../../channel.ts';
import { dataOf, type Element, elementsIn, textOf } from '../../elements.ts';
import { changed } from './changed.ts';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Characters of one line; Teams takes 28 KB with everything that it adds. */
const LONGEST_LINE = 6_000;

/** A message activity, as the connector takes it (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference). */
export interface TeamsMessage {
  readonly type: 'message';
  readonly summary?: string;
  readonly text?: string;
  readonly textFormat?: 'plain' | 'xml';
  readonly attachments?: readonly CardAttachment[];
  readonly entities?: readonly unknown[];
}

export interface CardAttachment {
  readonly contentType: typeof ADAPTIVE_CARD;
  readonly content: Element;
}

/** A card in a channel or a chat; `summary` is what a notification says, `mark` how the post is found again. */
export function cardMessage(card: Card, summary: string, mark: string | null): TeamsMessage {
  return { type: 'message', summary, attachments: [attachmentOf(inMessage(card, mark))] };
}

export function attachmentOf(content: Element): CardAttachment {
  return { contentType: ADAPTIVE_CARD, content };
}

/** What marks the post of a key: opaque, and the same in every process. */
export function markOf(key: string): string {
  return `acces-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

/** The card as Teams shows it: wide, its buttons of the kind that their dialogs need, its first element marked. */
function inMessage(card: Card, mark: string | null): Element {
  const shown = changed(card, (element) => (element.type === 'Action.Execute' ? buttonOf(element) : element));
  const [first, ...rest] = elementsIn(shown.body);
  const body =
    first === undefined || mark === null ? elementsIn(shown.body) : [{ ...first, id: mark }, ...rest];
  return { ...shown, body, msteams: { width: 'Full' } };
}

/**
 * Dialogs of Teams are opened by Action.Submit only, and only Action.Execute is answered to the person alone. Clients that
 * know no Action.Execute send its fallback.
 */
function buttonOf(action: Element): Element {
  const verb = textOf(action, 'verb');
  const data = { ...dataOf(action), verb };
  const look = { title: action.title, ...('style' in action ? { style: action.style } : {}) };
  if (opensDialog(textOf(action, 'id'))) {
    return { type: 'Action.Submit', ...look, data: { ...data, msteams: { type: 'task/fetch' } } };
  }
  const { fallback: _, ...execute } = action;
  return { ...execute, type: 'Action.Execute', fallback: { type: 'Action.Submit', ...look, data } };
}

/** A line of text, and after it whom it is for. Nothing in it comes alive: it is plain text, or escaped. */
export function lineMessage({ text, mentions }: ThreadMessage): TeamsMessage {
  const shown = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE).toWellFormed()}…` : text;
  if (mentions.length === 0) {
    return { type: 'message', text: shown || '–', textFormat: 'plain' };
  }
  const marks = mentions.map(({ externalId, name }) => ({
    type: 'mention',
    mentioned: { id: externalId, name },
    text: `<at>${escapedHtml(name)}</at>`,
  }));
  return {
    type: 'message',
    text: [escapedHtml(shown).replaceAll('\n', '<br/>'), ...marks.map((mark) => mark.text)].join(' '),
    textFormat: 'xml',
    entities: marks,
  };
}
