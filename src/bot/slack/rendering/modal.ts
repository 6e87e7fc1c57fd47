/** Dialogs as Slack modals, and the app's home page. */
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { isLanguage, textsFor } from '../../../texts/texts.ts';
import type { Card } from '../../channel.ts';
import { actionsOf, dataOf, type Element, elementsIn, textOf } from '../../elements.ts';
import { blocksOf } from './blocks.ts';
import { fitting } from './fitting.ts';
import { cut, LIMITS, plainText } from './limits.ts';
import { sectionOf, textRun } from './rich-text.ts';

/** Our own words on modals; at most 24 characters each. */
export interface ModalWords {
  readonly close: string;
  /** Beside a submit button: nothing is done. */
  readonly cancel: string;
  readonly back: string;
  readonly yes: string;
  readonly submit: string;
}

/** What a modal remembers of where it came from. */
export interface ModalBack {
  /** The message whose button opened it; null where it was opened elsewhere. */
  readonly from: { readonly channelId: string; readonly ts: string } | null;
  /** What it shows: the verb that opened it, or `notice`. */
  readonly kind: string;
  /** The case it is about. */
  readonly caseId: string;
}

/** What stands in a modal's private metadata. */
export interface ModalMemory {
  readonly submit: Readonly<Record<string, string>> | null;
  readonly back: ModalBack;
}

export interface Dialog {
  readonly title: string;
  readonly card: Card;
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

/**
 * A dialog; `notice` is a line above it, such as what came of the last click in it. Its own buttons speak the card's language,
 * else as `fallback` does.
 */
export function modalOf(dialog: Dialog, fallback: ModalWords, back: ModalBack, notice = ''): ModalView {
  const words = wordsOf(dialog.card, fallback);
  const submit = submitOf(dialog.card);
  const blocks = blocksOf(dialog.card, { yes: words.yes, without: submit });
  const said = submit === null ? '' : textOf(submit, 'title');
  const memory: ModalMemory = {
    submit: submit === null ? null : { ...dataOf(submit), verb: textOf(submit, 'verb') },
    back,
  };
  return {
    ...viewOf(
      dialog.title,
      fitting([...noticeBlocks(notice), ...blocks], LIMITS.viewBlocks, NO_LIMIT),
      memory,
    ),
    close: plainText(submit === null ? words.close : words.cancel, LIMITS.viewTitle),
    ...(submit === null
      ? {}
      : { submit: plainText(said.length > LIMITS.viewTitle ? words.submit : said, LIMITS.viewTitle) }),
  };
}

function wordsOf({ lang }: Card, fallback: ModalWords): ModalWords {
  return isLanguage(lang) ? textsFor(lang).slack.modal : fallback;
}

/** A text that lies over a dialog, or stands alone; with a button that opens a page, if there is one. */
export function noticeOf(
  title: string,
  text: string,
  words: ModalWords,
  back: ModalBack,
  link?: { readonly url: string; readonly title: string },
): ModalView {
  const blocks: KnownBlock[] = [...noticeBlocks(text)];
  if (link !== undefined) {
    const button = { type: 'button', text: plainText(link.title, LIMITS.buttonText), url: link.url } as const;
    blocks.push({ type: 'actions', elements: [{ ...button, action_id: 'link' }] });
  }
  const memory: ModalMemory = { submit: null, back: { ...back, kind: 'notice' } };
  return { ...viewOf(title, blocks, memory), close: plainText(words.back, LIMITS.viewTitle) };
}

export function homeOf(card: Card): HomeView {
  return {
    type: 'home',
    blocks: fitting(blocksOf(card, { yes: '', without: null }), LIMITS.viewBlocks, NO_LIMIT),
  };
}

function viewOf(title: string, blocks: KnownBlock[], memory: ModalMemory): ModalView {
  const remembered = JSON.stringify(memory);
  if (remembered.length > LIMITS.privateMetadata) {
    throw new Error(
      `A modal is to remember ${remembered.length} characters; it can ${LIMITS.privateMetadata}`,
    );
  }
  return {
    type: 'modal',
    callback_id: 'dialog',
    title: plainText(title, LIMITS.viewTitle),
    blocks,
    private_metadata: remembered,
  };
}

function noticeBlocks(text: string): KnownBlock[] {
  return text === ''
    ? []
    : [{ type: 'rich_text', elements: [sectionOf([textRun(cut(text, LIMITS.richText))])] }];
}

/** The action that becomes the modal's own submit button: the card's, else the one of a group of its inputs. */
function submitOf(card: Card): Element | null {
  const candidates = [...actionsOf(card), ...nestedActions(elementsIn(card.body))];
  return candidates.find((action) => textOf(action, 'verb').startsWith('submit:')) ?? null;
}

function nestedActions(elements: readonly Element[]): readonly Element[] {
  return elements.flatMap((element) => [
    ...actionsOf(element),
    ...nestedActions([...elementsIn(element.items), ...elementsIn(element.columns)]),
  ]);
}
