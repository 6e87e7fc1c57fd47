/** What Teams refuses, or shows wrongly: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
import { type Part, partsOf } from '../../bot/card-parts.ts';
import { parserSaysOf } from '../../official-parser.ts';
import type { FakeCard } from './teams-state.ts';

/** Of a whole message: https://learn.microsoft.com/microsoftteams/limits-specifications-teams#chat */
export const MOST_MESSAGE_BYTES = 28_000;

/** What is wrong with a card, each in a sentence; none if it is good. */
export function problemsOfCard(card: FakeCard, where: 'message' | 'dialog'): readonly string[] {
  const parts = partsOf(card);
  const inputs = parts.filter(({ type }) => String(type).startsWith('Input.'));
  const ids = parts.flatMap(({ id, type }) =>
    typeof id === 'string' && !String(type).startsWith('Action.') ? [id] : [],
  );
  return [
    ...parserSaysOf(card),
    ...(card.type === 'AdaptiveCard' ? [] : ['the content is no AdaptiveCard']),
    ...(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'].includes(String(card.version))
      ? []
      : ['version above 1.5']),
    ...(typeof card.fallbackText === 'string' && card.fallbackText !== '' ? [] : ['no fallbackText']),
    ...(new Set(ids).size === ids.length ? [] : [`an id twice: ${ids}`]),
    ...inputs.flatMap((input) =>
      input.label || input.title ? [] : [`input ${String(input.id)} has no label`],
    ),
    ...parts.flatMap((part) => problemsOfAction(part, where)),
    ...(JSON.stringify(card).includes('${') ? ['an expression of the template is left in it'] : []),
  ];
}

function problemsOfAction(part: Part, where: 'message' | 'dialog'): readonly string[] {
  const { type, title, verb, data } = part;
  switch (type) {
    case 'Action.Execute':
      return [
        ...(where === 'dialog' ? ['Action.Execute does nothing in a dialog'] : []),
        ...(typeof verb === 'string' && verb !== '' ? [] : ['Action.Execute without a verb']),
        ...(typeof title === 'string' && title !== '' ? [] : ['a button without a title']),
        ...(part.fallback === undefined && where === 'message' ? ['Action.Execute without a fallback'] : []),
      ];
    case 'Action.Submit': {
      const wanted = (data as { msteams?: { type?: string } } | undefined)?.msteams?.type;
      return where === 'dialog' && wanted !== undefined ? ['a dialog opens no dialog'] : [];
    }
    case 'Action.OpenUrl':
      return URL.canParse(String(part.url)) ? [] : ['Action.OpenUrl without a URL'];
    default:
      return [];
  }
}

/** What a client shows: the actions that stand in the card, without fallbacks. */
export function actionsOf(card: FakeCard): readonly Part[] {
  const inside = (value: unknown): readonly Part[] => {
    if (Array.isArray(value)) {
      return value.flatMap(inside);
    }
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    const part = value as Part;
    const isAction = String(part.type).startsWith('Action.');
    return isAction ? [part] : Object.values(part).flatMap(inside);
  };
  return inside(card);
}

export function inputsOf(card: FakeCard): readonly Part[] {
  return partsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
}

/** What a person reads on it. */
export function textOfCard(card: FakeCard | null): string {
  return partsOf(card)
    .flatMap((part) => {
      if (part.type === 'RichTextBlock' && Array.isArray(part.inlines)) {
        return [part.inlines.map((inline: { text: string }) => inline.text).join('')];
      }
      return part.type === 'TextBlock' ? [String(part.text)] : [];
    })
    .join('\n');
}
