/** The buttons that somebody sees. */
import type { FakeBlock } from './block-kit-rules.ts';

type Button = Extract<FakeBlock, { type: 'actions' }>['elements'][number];

export function buttonsOf(blocks: readonly FakeBlock[]): { block: FakeBlock; element: Button }[] {
  return blocks.flatMap((block): { block: FakeBlock; element: Button }[] => {
    if (block.type === 'actions') {
      return block.elements.map((element) => ({ block, element }));
    }
    const accessory = block.type === 'section' ? block.accessory : undefined;
    return accessory?.type === 'button' ? [{ block, element: accessory }] : [];
  });
}

export function buttonTexts(blocks: readonly FakeBlock[]): string[] {
  return buttonsOf(blocks).map(({ element }) => element.text.text);
}
