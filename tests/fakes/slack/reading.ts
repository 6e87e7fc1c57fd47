/** Blocks as a person reads them. */
import type { FakeBlock } from './block-kit-rules.ts';

/** All text of a message or a view; a mention as `@U…`. */
export function readBlocks(blocks: readonly FakeBlock[]): string {
  return blocks.flatMap(linesOf).join('\n');
}

function linesOf(block: FakeBlock): string[] {
  switch (block.type) {
    case 'header':
    case 'section':
      return [block.text.text];
    case 'context':
      return block.elements.map(({ text }) => text);
    case 'rich_text':
      return block.elements.map(({ elements }) => elements.map(partOf).join(''));
    case 'input':
      return [block.label.text, ...(block.hint ? [block.hint.text] : [])];
    case 'divider':
    case 'actions':
      return [];
  }
}

type RichPart = Extract<FakeBlock, { type: 'rich_text' }>['elements'][number]['elements'][number];

function partOf(part: RichPart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'user':
      return `@${part.user_id}`;
    case 'link':
      return part.url;
  }
}

/** What stands in the inputs of a view when it opens. */
export function readInputs(blocks: readonly FakeBlock[]): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type === 'input') {
      inputs[block.block_id ?? ''] = initialOf(block.element);
    }
  }
  return inputs;
}

function initialOf(element: Extract<FakeBlock, { type: 'input' }>['element']): string {
  switch (element.type) {
    case 'plain_text_input':
      return element.initial_value ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'checkboxes':
    case 'multi_static_select':
      return (element.initial_options ?? []).map(({ value }) => value).join(',');
    case 'radio_buttons':
    case 'static_select':
      return element.initial_option?.value ?? '';
  }
}
