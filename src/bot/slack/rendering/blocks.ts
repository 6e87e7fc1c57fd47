/** An Adaptive Card's body and buttons as blocks of Slack's Block Kit. */
import type { Button, KnownBlock, RichTextBlockElement } from '@slack/types';
import type { Card } from '../../channel.ts';
import { actionsOf, type Element, elementsIn, isTrue, textOf } from '../../elements.ts';
import { actionsBlocks, buttonOf } from './buttons.ts';
import { inputBlock } from './inputs.ts';
import { LIMITS, plainText } from './limits.ts';
import { labelled, lineOfRuns, lineOfText, plainOf, quoteOf, sectionOf, type TextLine } from './rich-text.ts';

export interface BlocksOptions {
  /** What a box says whose own words are too long for it. */
  readonly yes: string;
  /** An action that stands elsewhere, such as a modal's submit button. */
  readonly without: Element | null;
}

/** Container styles that say "look here". */
const STANDS_OUT: ReadonlySet<string> = new Set(['attention', 'warning', 'accent', 'good']);

/** All blocks of a card, its buttons last. Consecutive lines are one block, so that long cards stay within limits. */
export function blocksOf(card: Card, options: BlocksOptions): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  const lines: RichTextBlockElement[] = [];

  function endText(): void {
    if (lines.length > 0) {
      blocks.push({ type: 'rich_text', elements: lines.splice(0) });
    }
  }

  function add(...more: readonly KnownBlock[]): void {
    if (more.length > 0) {
      endText();
      blocks.push(...more);
    }
  }

  function addLine(line: TextLine): void {
    if (line.length > 0) {
      lines.push(sectionOf(line));
    }
  }

  function walk(elements: readonly Element[]): void {
    for (const element of elements) {
      if (element.isVisible !== false) {
        show(element);
      }
    }
  }

  function show(element: Element): void {
    if (isTrue(element, 'separator')) {
      add({ type: 'divider' });
    }
    switch (element.type) {
      case 'TextBlock':
        showText(element);
        break;
      case 'RichTextBlock':
        addLine(lineOfRuns(element));
        break;
      case 'Container':
        showContainer(element);
        break;
      case 'ColumnSet':
        showColumns(element);
        break;
      case 'ActionSet':
        add(...buttonsOf(element));
        break;
      default:
        add(inputBlock(element, options.yes));
    }
  }

  function showText(block: Element): void {
    if (isTrue(block, 'isSubtle') && textOf(block, 'text') !== '') {
      add({ type: 'context', elements: [plainText(textOf(block, 'text'), LIMITS.contextText)] });
    } else {
      addLine(lineOfText(block));
    }
  }

  function showContainer(container: Element): void {
    const items = elementsIn(container.items);
    const standing = STANDS_OUT.has(textOf(container, 'style')) ? linesOf(items) : null;
    if (standing === null) {
      walk(items);
    } else if (standing.length > 0) {
      lines.push(quoteOf(standing));
    }
  }

  function showColumns(set: Element): void {
    const columns = elementsIn(set.columns);
    const heading = headingOf(columns);
    const row = rowOf(columns);
    const offer = offerOf(columns, options);
    if (heading !== null) {
      add({ type: 'header', text: plainText(heading, LIMITS.header) });
    } else if (row !== null) {
      addLine(row);
    } else if (offer !== null) {
      add({ type: 'section', text: plainText(offer.text, LIMITS.sectionText), accessory: offer.button });
      walk(offer.inputs);
    } else {
      walk(columns.flatMap(({ items }) => elementsIn(items)));
    }
  }

  function buttonsOf(element: Element | Card): readonly KnownBlock[] {
    return actionsBlocks(actionsOf(element).filter((action) => action !== options.without));
  }

  walk(elementsIn(card.body));
  add(...buttonsOf(card));
  endText();
  return blocks;
}

/** `AB-2026-00042 · De verificat`: a heading with what stands beside it. */
function headingOf(columns: readonly Element[]): string | null {
  const texts = columns.flatMap(({ items }) => elementsIn(items));
  const isHeading = texts.some((text) => textOf(text, 'style') === 'heading');
  const onlyTexts = texts.every(({ type }) => type === 'TextBlock');
  return isHeading && onlyTexts ? texts.map((text) => textOf(text, 'text')).join(' · ') : null;
}

/** A label in the first column, lines in the second. */
function rowOf(columns: readonly Element[]): TextLine | null {
  const [labels, values, more] = columns.map(({ items }) => elementsIn(items));
  if (!labels || !values || more) {
    return null;
  }
  const isRow =
    labels.every(({ type }) => type === 'TextBlock') && values.every(({ type }) => type === 'RichTextBlock');
  return isRow
    ? labelled(labels.map((label) => textOf(label, 'text')).join(' '), values.map(lineOfRuns))
    : null;
}

interface Offer {
  readonly text: string;
  readonly button: Button;
  readonly inputs: readonly Element[];
}

/** Lines in the first column, with one button at their right: a document, a case of a list. */
function offerOf(columns: readonly Element[], { without }: BlocksOptions): Offer | null {
  const [told, offered, more] = columns.map(({ items }) => elementsIn(items));
  const [action, another] = (offered ?? []).flatMap(actionsOf);
  if (!told || more || !action || another || action === without) {
    return null;
  }
  const lines = told.filter(({ type }) => type === 'RichTextBlock').map(lineOfRuns);
  const text = lines.map(plainOf).join('\n');
  const inputs = told.filter(({ type }) => type.startsWith('Input.'));
  return text === '' || lines.length + inputs.length < told.length
    ? null
    : { text, button: buttonOf(action, 0), inputs };
}

/** The lines of elements that hold nothing but lines; null if they hold more. */
function linesOf(elements: readonly Element[]): TextLine[] | null {
  const lines: TextLine[] = [];
  for (const element of elements) {
    const row = element.type === 'ColumnSet' ? rowOf(elementsIn(element.columns)) : null;
    if (element.type === 'TextBlock') {
      lines.push(lineOfText(element));
    } else if (element.type === 'RichTextBlock') {
      lines.push(lineOfRuns(element));
    } else if (row !== null) {
      lines.push(row);
    } else {
      return null;
    }
  }
  return lines.filter((line) => line.length > 0);
}
