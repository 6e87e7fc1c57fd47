/** Cards and lines as Slack messages. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Card, ThreadMessage } from '../../channel.ts';
import { blocksOf } from './blocks.ts';
import { fitting } from './fitting.ts';
import { cut, fallbackText, LIMITS } from './limits.ts';

export interface SlackMessage {
  /** For notifications and screen readers; never empty. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Cards in a channel hold no inputs, so no box has to say yes. */
const NO_BOXES = { yes: '', without: null };

/** A card; `summary` is what a notification says. */
export function messageOf(card: Card, summary: string): SlackMessage {
  const blocks = fitting(blocksOf(card, NO_BOXES), LIMITS.messageBlocks, LIMITS.messageText);
  return { text: fallbackText(summary), blocks };
}

/** A line of ours, and after it where it leads. */
export function linkOf(text: string, url: string, title: string): SlackMessage {
  const elements: RichTextElement[] = [
    { type: 'text', text: `${cut(text, LIMITS.richText)} ` },
    { type: 'link', url, text: title },
  ];
  return {
    text: fallbackText(text),
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  };
}

/** A line of text, and after it whom it is for. */
export function lineOf({ text, mentions }: ThreadMessage): SlackMessage {
  const people = mentions.filter(({ externalId }) => /^[UW][A-Z0-9]+$/.test(externalId));
  const elements: RichTextElement[] = [
    { type: 'text', text: cut(text, LIMITS.richText) || '–' },
    ...people.flatMap(({ externalId }): RichTextElement[] => [
      { type: 'text', text: ' ' },
      { type: 'user', user_id: externalId },
    ]),
  ];
  const spoken = [text, ...people.map(({ name }) => name)].join(' ');
  return {
    text: fallbackText(spoken),
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  };
}
