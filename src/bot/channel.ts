/**
 * The port through which the desk speaks with a chat: Teams, Slack or the local page.
 * A channel converts and forwards. It decides nothing, and repeating what it does does no harm.
 */

export type ChannelName = 'local' | 'slack' | 'teams';

/** An Adaptive Card (schema 1.5) ready to show: data filled in, no template expression left. */
export type Card = Readonly<Record<string, unknown>> & { readonly type: 'AdaptiveCard' };

/** Where a platform's cards for one audience go; what is inside is the platform's own business. */
export type PlaceAddress = Readonly<Record<string, string>>;

/** How a platform finds a posted card again. */
export type PostedCard = Readonly<Record<string, string>>;

export interface Mention {
  /** The person's id on this platform. */
  readonly externalId: string;
  readonly name: string;
}

export interface ThreadMessage {
  /** Plain text: whatever stands in it is shown as it is, never as markup. */
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A click, a submitted dialog or a typed command, as the platform proved it. */
export interface Click {
  readonly channel: ChannelName;
  /** Who, by the platform's own id. */
  readonly externalId: string;
  /** What: a verb of the card's actions, such as `approve`, or `submit:issue` from a dialog. */
  readonly verb: string;
  readonly caseId: string;
  /** The inputs of the dialog, by their ids; empty for a plain button. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What the person who clicked sees; nobody else does. */
export type Answer =
  /** Something changed. */
  | { readonly kind: 'done'; readonly text: string }
  /** Nothing changed, and why. */
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'dialog'; readonly title: string; readonly card: Card }
  /** The dialog stays open with what was typed; each message belongs to an input. */
  | { readonly kind: 'dialog-errors'; readonly errors: readonly InputError[]; readonly text: string }
  /** A link to open, good for one use within two minutes. */
  | { readonly kind: 'link'; readonly url: string; readonly text: string };

export interface InputError {
  readonly input: string;
  readonly message: string;
}

export type ClickHandler = (click: Click) => Promise<Answer>;

export interface Channel {
  readonly name: ChannelName;

  /**
   * Posts a card. `key` is the effect's id: posting twice with one key leaves one card, and the second
   * call returns the first one's address.
   */
  postCard(place: PlaceAddress, card: Card, options: { key: string; summary: string }): Promise<PostedCard>;

  /** Rewrites a posted card; one that somebody deleted is posted anew. */
  updateCard(posted: PostedCard, card: Card, options: { summary: string }): Promise<PostedCard>;

  /** Adds a line to a card's thread; twice with one key leaves one line. */
  postReply(posted: PostedCard, message: ThreadMessage, options: { key: string }): Promise<void>;
}
