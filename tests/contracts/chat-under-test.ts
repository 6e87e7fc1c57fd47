/** What the contract needs of a chat: the port, and to see and do what people see and do there. */
import type { Channel, ClickHandler, PlaceAddress, PostedCard } from '../../src/bot/channel.ts';

/** A card as everybody in the channel sees it. */
export interface SeenCard {
  readonly posted: PostedCard;
  /** All that is to be read on it, in one piece. */
  readonly text: string;
  /** The names of its buttons, in order. */
  readonly buttons: readonly string[];
}

/** What only the person who acted sees afterwards. */
export type Seen =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | SeenDialog;

export interface SeenDialog {
  readonly kind: 'dialog';
  readonly title: string;
  readonly text: string;
  /** What stands in its inputs, by their ids. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What is said at an input, by its id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** How a platform fails: asks to wait; does what was asked, and the answer is lost; is not there at all. */
export type Trouble = 'refuses-for-now' | 'loses-an-answer' | 'is-down';

export interface ChatUnderTest {
  /** A new object after {@link restart}. */
  channel(): Channel;
  /** A channel that both people are in. */
  readonly place: PlaceAddress;
  /** People of the desk, by the platform's ids. */
  readonly person: string;
  readonly colleague: string;
  /** What the desk answers from now on. */
  answerWith(handler: ClickHandler): void;
  /** Oldest first. */
  cards(): Promise<readonly SeenCard[]>;
  /** The lines under a card, oldest first. */
  thread(posted: PostedCard): Promise<readonly string[]>;
  /** Lines that stand in the channel under no card. */
  notices(): Promise<readonly string[]>;
  /** Lines that only this person got. */
  direct(person: string): Promise<readonly string[]>;
  /** Somebody deletes the card. */
  remove(posted: PostedCard): Promise<void>;
  press(person: string, posted: PostedCard, button: string): Promise<Seen>;
  /** Fills in the open dialog and submits it. */
  submit(person: string, inputs: Readonly<Record<string, string>>): Promise<Seen>;
  /** From now on; returns how to end it. */
  trouble(kind: Trouble): Promise<() => Promise<void>>;
  /** The desk's process ends and another one starts; the chat knows what it knew. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
