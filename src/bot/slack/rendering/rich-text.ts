/** Lines of a card as Slack's rich text: the only place, besides plain text, where text from outside may stand. */
import type { RichTextQuote, RichTextSection, RichTextText } from '@slack/types';
import { type Element, elementsIn, textOf } from '../../elements.ts';
import { cut, LIMITS } from './limits.ts';

/** One line of text. */
export type TextLine = readonly RichTextText[];

const INDENT = '\u2003';

export function textRun(text: string, isBold = false): RichTextText {
  return { type: 'text', text: cut(text, LIMITS.richText), ...(isBold ? { style: { bold: true } } : {}) };
}

/** The line of a RichTextBlock; colours are left out, for signs and words say the same. */
export function lineOfRuns(block: Element): TextLine {
  return elementsIn(block.inlines)
    .filter((run) => textOf(run, 'text') !== '')
    .map((run) => textRun(textOf(run, 'text'), isBold(run)));
}

/** The line of a TextBlock, which holds our own texts only. */
export function lineOfText(block: Element): TextLine {
  const text = textOf(block, 'text');
  return text === '' ? [] : [textRun(text, isBold(block))];
}

function isBold(element: Element): boolean {
  return textOf(element, 'weight') === 'Bolder' || textOf(element, 'style') === 'heading';
}

/** A label in front of its lines; lines after the first are set in. */
export function labelled(label: string, lines: readonly TextLine[]): TextLine {
  const [first = [], ...others] = lines;
  return [
    textRun(`${label}: `, true),
    ...first,
    ...others.flatMap((line) => [textRun(`\n${INDENT}`), ...line]),
  ];
}

export function sectionOf(line: TextLine): RichTextSection {
  return { type: 'rich_text_section', elements: [...line] };
}

/** Lines that stand out, with a bar at their left. */
export function quoteOf(lines: readonly TextLine[]): RichTextQuote {
  const elements = lines.flatMap((line, index) => (index === 0 ? [...line] : [textRun('\n'), ...line]));
  return { type: 'rich_text_quote', elements };
}

export function plainOf(line: TextLine): string {
  return line.map(({ text }) => text).join('');
}
