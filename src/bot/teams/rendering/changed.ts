/** Walking through an Adaptive Card as a tree of elements. */

import { type Element, elementsIn } from '../../elements.ts';

const CHILDREN = ['body', 'items', 'columns', 'actions'] as const;

/** A copy of the element in which `change` has replaced every element within, itself last. */
export function changed(
  element: Element,
  change: (element: Element) => Element | readonly Element[],
): Element {
  const copy: Record<string, unknown> = { ...element };
  for (const name of CHILDREN) {
    if (name in copy) {
      copy[name] = elementsIn(copy[name]).flatMap((child) => change(changed(child, change)));
    }
  }
  return copy as Element;
}
