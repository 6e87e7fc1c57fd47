/** Keeps what is shown below Slack's limits. */
import type { KnownBlock, RichTextBlock, RichTextBlockElement } from '@slack/types';
import { LIMITS, plainText } from './limits.ts';
import { sectionOf, textRun } from './rich-text.ts';

/**
 * Cuts what does not fit: whole lines from the end of the longest text, and then whole blocks of text from the end. What is
 * cut is shown by "…". Buttons and inputs stay.
 */
export function fitting(blocks: readonly KnownBlock[], mostBlocks: number, mostText: number): KnownBlock[] {
  const kept = blocks.map((block) =>
    block.type === 'rich_text' ? { ...block, elements: [...block.elements] } : block,
  );
  let over = kept.reduce((sum, block) => sum + textLength(block), 0) - mostText;
  while (over > 0) {
    const longest = kept
      .filter((block): block is RichTextBlock => block.type === 'rich_text')
      .toSorted((one, other) => textLength(other) - textLength(one))[0];
    const removed = longest && longest.elements.length > 1 ? longest.elements.pop() : undefined;
    if (!longest || !removed) {
      break;
    }
    over -= elementLength(removed);
    if (over <= 0) {
      longest.elements.push(sectionOf([textRun('…')]));
    }
  }
  return withoutSome(kept, kept.length - mostBlocks);
}

function withoutSome(blocks: readonly KnownBlock[], count: number): KnownBlock[] {
  if (count <= 0) {
    return [...blocks];
  }
  const removable = blocks.filter(({ type }) => type !== 'actions' && type !== 'input' && type !== 'header');
  // One more, for the sign that something is missing.
  const gone = new Set(removable.slice(-(count + 1)));
  const first = blocks.findIndex((block) => gone.has(block));
  const sign: KnownBlock = { type: 'context', elements: [plainText('…', LIMITS.contextText)] };
  return blocks.flatMap((block, index) => {
    if (index === first) {
      return [sign];
    }
    return gone.has(block) ? [] : [block];
  });
}

function textLength(block: KnownBlock): number {
  switch (block.type) {
    case 'rich_text':
      return block.elements.reduce((sum, element) => sum + elementLength(element), 0);
    case 'section':
    case 'header':
      return block.text?.text.length ?? 0;
    case 'context':
      return block.elements.reduce((sum, each) => sum + ('text' in each ? String(each.text).length : 0), 0);
    default:
      return 0;
  }
}

function elementLength(element: RichTextBlockElement): number {
  return element.elements.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
}
