/** Draws an Adaptive Card by its makers' renderer, from the same JSON that Teams gets. */
import { hostConfig } from './host-config.ts';
import type { WireCard } from './wire.ts';

export interface CardClick {
  readonly verb: string;
  readonly caseId: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The button that was pressed, if it is still there. */
  readonly button: HTMLElement | null;
}

export interface DrawnCard {
  readonly element: HTMLElement;
  readonly inputs: readonly RenderedInput[];
}

/** The card, or null if the renderer cannot make anything of it. Its required inputs are checked by it. */
export function drawCard(
  card: WireCard['card'],
  caseId: string | null,
  clicked: (click: CardClick) => void,
): DrawnCard | null {
  const rendered = new AdaptiveCards.AdaptiveCard();
  rendered.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  rendered.onExecuteAction = (action) => {
    if (action.verb === undefined) {
      openLink(action.url);
      return;
    }
    const { caseId: ownCaseId, ...inputs } = textsOf(action.data);
    clicked({
      verb: action.verb,
      caseId: ownCaseId ?? caseId ?? '',
      inputs,
      button: action.renderedElement ?? null,
    });
  };
  rendered.parse(card);
  const element = rendered.render();
  return element === undefined ? null : { element, inputs: rendered.getAllInputs() };
}

/** The action's own data and the card's inputs, all as text, as the server wants them. */
function textsOf(data: unknown): Record<string, string> {
  if (typeof data !== 'object' || data === null) {
    return {};
  }
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'string') {
      texts[key] = value;
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      texts[key] = String(value);
    }
  }
  return texts;
}

function openLink(url: string | undefined): void {
  if (url !== undefined && /^https?:\/\//i.test(url)) {
    window.open(url, '_blank', 'noopener,noreferrer');
  }
}
