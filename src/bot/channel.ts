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
  /** What was asked for, shown to this person alone; `text` says it for notifications and screen readers. */
  | { readonly kind: 'card'; readonly title: string; readonly text: string; readonly card: Card }
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

/** A typed command: `/autorizati dosare`, a mention of the app, or a direct message to it. */
export interface Command {
  readonly channel: ChannelName;
  readonly externalId: string;
  /** What was typed, without the command's or the app's own name. */
  readonly text: string;
  /** The channel it was typed in; null in a direct message. */
  readonly place: PlaceAddress | null;
}

export type CommandHandler = (command: Command) => Promise<Answer>;

/** What a platform says of somebody. */
export interface PlatformProfile {
  readonly name: string;
  /** Lower case; null where the platform keeps none, or does not vouch for it. */
  readonly email: string | null;
  /** The name of the account in the organisation's directory (UPN), lower case, where the platform has one. */
  readonly accountName?: string | null;
  /** Only a member of our own organisation may be somebody of the desk: no guest, no other organisation's, no robot. */
  readonly standing: 'member' | 'guest' | 'stranger' | 'gone';
}

/** What happened to a channel of the platform that cards may stand in. */
export type PlaceChange = 'archived' | 'removed' | 'back';

/** A line that somebody wrote in the thread of one of the desk's cards. */
export interface ThreadLine {
  readonly channel: ChannelName;
  readonly posted: PostedCard;
  readonly externalId: string;
  /** The platform's id of the line, the same when it is edited or deleted. */
  readonly message: string;
  readonly change: 'new' | 'edited' | 'deleted';
  /** As it was typed; empty for a deleted one. */
  readonly text: string;
}

/** What a platform brings to the desk. */
export interface PlatformEvents {
  readonly onClick: ClickHandler;
  readonly onCommand: CommandHandler;
  /** The card of what waits for this person, for the app's home page. */
  readonly onHome: (channel: ChannelName, externalId: string) => Promise<Card>;
  /** A card that the desk posted was deleted by somebody. */
  readonly onCardDeleted: (posted: PostedCard) => Promise<void>;
  /**
   * A card of a case was pressed, for platforms that cannot tell what was posted: true if it is a second one, beside the
   * one that the desk keeps up to date, and can be removed.
   */
  readonly onCardPressed: (posted: PostedCard, caseId: string) => Promise<boolean>;
  /** Somebody spoke in a thread. Lines of one thread come in their order, none of them written by an app. */
  readonly onThreadLine: (line: ThreadLine) => Promise<void>;
  /** The app was taken out of a channel, put back into it, or the channel was archived; `place` may be a part of an address. */
  readonly onPlaceChanged: (place: PlaceAddress, change: PlaceChange) => Promise<void>;
}

/**
 * Nothing was done, or nobody knows yet whether it was: ask again with the same key, not before `waitMs` milliseconds.
 * Trying again finds out first. `code` holds no personal data.
 */
export class TryLater extends Error {
  readonly code: string;
  readonly waitMs: number;

  constructor(code: string, waitMs: number, options?: ErrorOptions) {
    super(`try again in ${waitMs} ms: ${code}`, options);
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** The channel is archived, gone, or closed to the app: a person has to mend that. */
export class PlaceUnreachable extends Error {
  readonly code: 'archived' | 'not-a-member' | 'not-found' | 'not-allowed';

  constructor(code: PlaceUnreachable['code'], options?: ErrorOptions) {
    super(`the channel cannot be reached: ${code}`, options);
    this.code = code;
  }
}

/**
 * Every method rejects with {@link TryLater} where the platform is down, slow or asks to wait, and with
 * {@link PlaceUnreachable} where somebody has to mend the channel first; anything else is a mistake of ours.
 */
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

  /** Takes away the line that was added under this key; one that is gone, or never was, is no matter. */
  removeReply(key: string): Promise<void>;

  /** A line in a channel, under no card; twice with one key leaves one line. */
  postNotice(place: PlaceAddress, message: ThreadMessage, options: { key: string }): Promise<void>;

  /** A line for one person alone; twice with one key leaves one line. */
  postDirect(externalId: string, message: ThreadMessage, options: { key: string }): Promise<void>;

  /** What the platform says of somebody; null if it does not know them, or cannot be asked now. */
  profile(externalId: string): Promise<PlatformProfile | null>;

  /**
   * Why cards should not go to a channel: it cannot be reached, or people of another organisation are in it. Null if they
   * may. Rejects with {@link TryLater} if that cannot be found out now.
   */
  placeProblem(place: PlaceAddress): Promise<PlaceUnreachable['code'] | 'shared' | null>;

  /** The platform's id of the member who has this address (lower case); null if there is none, or it cannot be asked now. */
  memberByEmail(email: string): Promise<string | null>;
}
