/** Looks into a rendered card as a reader or a channel does. */
import type { Card } from '../../src/bot/channel.ts';

export type Part = Readonly<Record<string, unknown>>;

/** Every object of a card, from the outside inwards. */
export function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value)) {
    return value.flatMap(partsOf);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [value as Part, ...Object.values(value).flatMap(partsOf)];
}

export function partsOfType(card: Card, prefix: string): readonly Part[] {
  return partsOf(card).filter(({ type }) => typeof type === 'string' && type.startsWith(prefix));
}

export interface Action {
  readonly verb: string;
  readonly title: string;
  readonly style: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The buttons of a card, in their order. */
export function actionsOf(card: Card): readonly Action[] {
  return partsOfType(card, 'Action.Execute') as unknown as readonly Action[];
}

export function verbsOf(card: Card): readonly string[] {
  return actionsOf(card).map(({ verb }) => verb);
}

export interface Input {
  readonly type: string;
  readonly id: string;
  readonly label: string;
  readonly errorMessage: string;
  readonly isRequired?: boolean;
  readonly value?: string;
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
}

export function inputsOf(card: Card): readonly Input[] {
  return partsOfType(card, 'Input.') as unknown as readonly Input[];
}

/** What a person reads: text runs joined line by line, and our own texts. */
export function readable(card: Card): string {
  return partsOf(card)
    .flatMap((part) => {
      if (part.type === 'RichTextBlock' && Array.isArray(part.inlines)) {
        return [part.inlines.map((inline: { text: string }) => inline.text).join('')];
      }
      return part.type === 'TextBlock' ? [String(part.text)] : [];
    })
    .join('\n');
}
