/** Walking through an Adaptive Card as a tree of elements. */

export type Element = Readonly<Record<string, unknown>> & { readonly type: string };

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

/** Every element of the card that is of this type, in the order of reading. */
export function elementsOfType(element: Element, type: string): readonly Element[] {
  const own = element.type === type || (type.endsWith('.*') && element.type.startsWith(type.slice(0, -1)));
  const within = CHILDREN.flatMap((name) => elementsIn(element[name]));
  return [...(own ? [element] : []), ...within.flatMap((child) => elementsOfType(child, type))];
}

export function elementsIn(value: unknown): readonly Element[] {
  return Array.isArray(value) ? value.filter(isElement) : [];
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** A property's text; '' where it has none. */
export function textOf(element: Element, name: string): string {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}

/** What an action carries along, texts only. */
export function dataOf(action: Element): Readonly<Record<string, string>> {
  return textsIn(action.data);
}

/** The texts of an object, by name. */
export function textsIn(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
