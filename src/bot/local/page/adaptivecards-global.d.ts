/** The few members of the renderer (package `adaptivecards`, loaded by the shell) that the page uses. */

interface ExecutedAction {
  readonly title?: string;
  /** Only of `Action.Execute`. */
  readonly verb?: string;
  /** Only of `Action.OpenUrl`. */
  readonly url?: string;
  /** The action's data and, once it is executed, the card's inputs. */
  readonly data?: unknown;
  readonly renderedElement?: HTMLElement;
}

interface RenderedInput {
  readonly id?: string;
  readonly renderedElement?: HTMLElement;
  focus(): void;
}

interface RenderedCard {
  hostConfig: unknown;
  onExecuteAction?: (action: ExecutedAction) => void;
  parse(json: unknown): void;
  render(): HTMLElement | undefined;
  getAllInputs(): RenderedInput[];
}

declare const AdaptiveCards: {
  readonly AdaptiveCard: new () => RenderedCard;
  readonly HostConfig: new (json: unknown) => unknown;
};
