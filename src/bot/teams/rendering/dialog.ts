/**
 * Dialogs ("task modules", https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/what-are-task-modules).
 * Teams keeps nothing of what was typed once a dialog is answered: what is to stay stands in the next card.
 */
import type { Card, InputError } from '../../channel.ts';
import { dataOf, type Element, elementsIn, textOf } from '../../elements.ts';
import { type Press, pressData } from './carried.ts';
import { changed } from './changed.ts';
import { attachmentOf, type CardAttachment } from './message.ts';

export interface DialogWords {
  readonly back: string;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules#taskinfo-object */
export interface TaskInfo {
  readonly title: string;
  readonly width: 'small' | 'medium' | 'large';
  readonly height: 'small' | 'medium' | 'large';
  readonly card: CardAttachment;
}

export type TaskResponse =
  | { readonly task: { readonly type: 'continue'; readonly value: TaskInfo } }
  | { readonly task: { readonly type: 'message'; readonly value: string } };

export interface OpenDialog {
  readonly title: string;
  readonly card: Card;
  /** The press that opened it, by which it is opened again. */
  readonly press: Press;
  /** What was typed before, by input. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: readonly InputError[];
  /** What came of the last press in it; '' for nothing. */
  readonly notice?: string;
}

/** Above so many bytes a card is read in a high dialog. */
const LONG_CARD = 5_000;
export const NOTICE_ID = 'acces-notice';
const ERROR_ID = 'acces-error';

export function dialogOf({
  title,
  card,
  press,
  typed = {},
  errors = [],
  notice = '',
}: OpenDialog): TaskResponse {
  const known = new Set<string>();
  const shown = changed(card, (element) => {
    if (element.type === 'Action.Execute') {
      return submitButton(element, press);
    }
    if (!element.type.startsWith('Input.')) {
      return element;
    }
    const id = textOf(element, 'id');
    known.add(id);
    const value = typed[id];
    const filled = value === undefined ? element : { ...element, value };
    return [filled, ...errors.filter(({ input }) => input === id).map(errorLine)];
  });
  const elsewhere = errors.filter(({ input }) => !known.has(input)).map(({ message }) => message);
  const said = [notice, ...elsewhere].filter((text) => text !== '').join('\n');
  const body = [...(said === '' ? [] : [noticeElement(said)]), ...elementsIn(shown.body)];
  return continueWith(title, { ...shown, body });
}

export interface Notice {
  readonly title: string;
  readonly text: string;
  /** What the person had typed, where it cannot stand in its dialog any more. */
  readonly kept?: readonly string[];
  readonly link?: { readonly title: string; readonly url: string };
  /** The dialog that a button leads back to; null for none. */
  readonly back: Press | null;
}

/** A text that takes the dialog's place. */
export function noticeOf({ title, text, kept = [], link, back }: Notice, words: DialogWords): TaskResponse {
  const actions: Element[] = [
    ...(link ? [{ type: 'Action.OpenUrl', title: link.title, url: link.url }] : []),
    ...(back ? [{ type: 'Action.Submit', title: words.back, data: pressData(back, back) }] : []),
  ];
  return continueWith(title, {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: text,
    body: [noticeElement(text, 'default'), ...kept.map((each) => textElement(each))],
    actions,
  });
}

export function messageOf(text: string): TaskResponse {
  return { task: { type: 'message', value: text } };
}

function continueWith(title: string, card: Element): TaskResponse {
  const long = JSON.stringify(card).length > LONG_CARD;
  const value: TaskInfo = {
    title,
    width: 'medium',
    height: long ? 'large' : 'medium',
    card: attachmentOf(card),
  };
  return { task: { type: 'continue', value } };
}

/** In a dialog every button is an Action.Submit. */
function submitButton(action: Element, opened: Press): Element {
  const { verb = '', caseId = '', ...inputs } = { ...dataOf(action), verb: textOf(action, 'verb') };
  const style = 'style' in action ? { style: action.style } : {};
  // A button that only leads elsewhere does not wait for what is still to be filled in.
  const associated = verb.startsWith('submit:') ? {} : { associatedInputs: 'none' };
  const data = pressData({ verb, caseId, inputs }, opened);
  return { type: 'Action.Submit', title: action.title, ...style, ...associated, data };
}

function noticeElement(text: string, style = 'attention'): Element {
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  return {
    type: 'Container',
    id: NOTICE_ID,
    style,
    bleed: true,
    items: lines.map((each) => textElement(each)),
  };
}

function errorLine({ message }: InputError, position: number): Element {
  return { ...textElement(message, 'Attention'), id: `${ERROR_ID}-${position}`, spacing: 'None' };
}

/** Text from outside may stand in it: a TextRun shows no Markdown, and `{{` is broken up. */
function textElement(text: string, color = 'Default'): Element {
  const run = { type: 'TextRun', text: text.replaceAll('{{', '{\u2060{'), color };
  return { type: 'RichTextBlock', inlines: [run] };
}
