/** Buttons: what they say, and what they bring back when somebody presses them. */
import type { ActionsBlock, Button } from '@slack/types';
import { dataOf, type Element, textOf } from '../../elements.ts';
import { LIMITS, plainText } from './limits.ts';

const STYLES: Readonly<Record<string, 'primary' | 'danger'>> = { positive: 'primary', destructive: 'danger' };

/** Throws where an action carries more than a button can: it should carry an id. */
export function buttonOf(action: Element, position: number): Button {
  const verb = textOf(action, 'verb');
  const value = JSON.stringify({ ...dataOf(action), verb });
  if (value.length > LIMITS.buttonValue) {
    throw new Error(
      `The action ${verb} carries ${value.length} characters; a button carries ${LIMITS.buttonValue}`,
    );
  }
  const style = STYLES[textOf(action, 'style')];
  return {
    type: 'button',
    text: plainText(textOf(action, 'title'), LIMITS.buttonText),
    // Unique within its block.
    action_id: `${verb}#${position}`,
    value,
    ...(style === undefined ? {} : { style }),
  };
}

export function actionsBlocks(actions: readonly Element[]): readonly ActionsBlock[] {
  const blocks: ActionsBlock[] = [];
  for (let first = 0; first < actions.length; first += LIMITS.buttonsInBlock) {
    const some = actions.slice(first, first + LIMITS.buttonsInBlock);
    blocks.push({ type: 'actions', elements: some.map(buttonOf) });
  }
  return blocks;
}
