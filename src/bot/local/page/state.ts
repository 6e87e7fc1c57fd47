/** What the page knows now. Whoever changes it announces the topic; whoever shows the topic draws anew. */
import type { Overview, WireCard, WireMail, WireMailLine, WirePerson, WireReply } from './wire.ts';

export type View =
  | { readonly kind: 'channel'; readonly channelKey: string }
  | { readonly kind: 'mailbox'; readonly mailbox: string; readonly messageId: string | null };

export type Topic = 'overview' | 'view' | 'cards' | 'thread' | 'mailbox' | 'connection';

interface PageState {
  overview: Overview | null;
  /** External id of the person that this tab is. */
  me: string;
  view: View | null;
  /** Cards of the channel in view, oldest first. */
  cards: readonly WireCard[];
  older: boolean;
  /** The card whose thread is shown, by its id. */
  threadOf: string | null;
  replies: readonly WireReply[];
  /** Mails of the mailbox in view, newest first. */
  mails: readonly WireMailLine[];
  mail: WireMail | null;
  connected: boolean;
}

export const state: PageState = {
  overview: null,
  me: '',
  view: null,
  cards: [],
  older: false,
  threadOf: null,
  replies: [],
  mails: [],
  mail: null,
  connected: true,
};

const listeners = new Map<Topic, Set<() => void>>();

export function on(topics: readonly Topic[], listener: () => void): void {
  for (const topic of topics) {
    const known = listeners.get(topic) ?? new Set();
    listeners.set(topic, known.add(listener));
  }
}

/** Calls each listener of the topics once. */
export function announce(...topics: readonly Topic[]): void {
  const called = new Set(topics.flatMap((topic) => [...(listeners.get(topic) ?? [])]));
  for (const listener of called) {
    listener();
  }
}

export function mePerson(): WirePerson | null {
  return state.overview?.people.find(({ externalId }) => externalId === state.me) ?? null;
}
