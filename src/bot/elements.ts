/** The parts of an Adaptive Card that our templates use, as they are once a template is filled in. */

export type Element = Readonly<Record<string, unknown>> & { readonly type: string };

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

export function isTrue(element: Element, name: string): boolean {
  return element[name] === true;
}

export interface Choice {
  readonly title: string;
  readonly value: string;
}

export function choicesOf(element: Element): readonly Choice[] {
  const { choices } = element;
  return Array.isArray(choices) ? choices.filter(isChoice) : [];
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'title' in value && 'value' in value;
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

/** The actions that are executed by the desk; what stands beside them is for other platforms. */
export function actionsOf(element: Readonly<Record<string, unknown>>): readonly Element[] {
  return elementsIn(element.actions).filter(({ type }) => type === 'Action.Execute');
}
