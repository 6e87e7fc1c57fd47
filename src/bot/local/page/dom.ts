/** Makes elements. Text becomes text nodes only: nothing that came from outside is ever read as markup. */

type Child = Node | string | null;

interface Properties {
  /** Attributes; `true` sets an empty one, `false` and `null` leave it out. */
  readonly [attribute: string]: string | number | boolean | null | ((event: Event) => void);
}

/** A function under a name such as `onclick` becomes a listener; everything else an attribute. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      element.addEventListener(key.replace(/^on/, ''), value);
    } else if (value !== false && value !== null) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Text that only screen readers say. */
export function spoken(text: string): HTMLElement {
  return el('span', { class: 'spoken' }, text);
}

/**
 * Replaces what is inside, and gives the focus back to the element with the same `data-key`,
 * so that a live update takes nobody's place away.
 */
export function replaceInside(container: HTMLElement, ...children: readonly Child[]): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && container.contains(focused) ? focused.dataset.key : undefined;
  container.replaceChildren(...children.filter((child) => child !== null));
  if (key !== undefined) {
    container.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}
