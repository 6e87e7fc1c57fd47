/** Goes to a channel, a mailbox, a card; loads what is shown there, and loads it again when it changed. */
import { api, Refused } from './api.ts';
import { saySomethingBroke } from './notices.ts';
import { announce, mePerson, state, type View } from './state.ts';
import { markSeen } from './unread.ts';
import type { Home, WireCard } from './wire.ts';

const PERSON_KEY = 'acces-person';

/** While a whole view is under way, news of a part of it waits: older cards must not come over newer ones. */
let loading: Promise<void> = Promise.resolve();

/** Shows a view and remembers it in the address, so that "back" works. */
export async function go(view: View): Promise<void> {
  const hash = hashOf(view);
  if (hash !== window.location.hash) {
    window.history.pushState(null, '', hash);
  }
  await show(view);
}

/** Shows what the address says, else where this person is at home, else the first channel. */
export async function goWhereTheAddressSays(): Promise<void> {
  const view = viewOf(window.location.hash) ?? homeView();
  if (view !== null) {
    window.history.replaceState(null, '', hashOf(view));
    await show(view);
  }
}

/**
 * From now on this tab is that person; opens the view that is asked for, else where they are at home. Somebody
 * without a home, such as an applicant who has no mailbox yet, stays.
 */
export async function become(externalId: string, view?: View): Promise<void> {
  state.me = externalId;
  window.sessionStorage.setItem(PERSON_KEY, externalId);
  announce('overview', 'thread');
  const home = mePerson()?.home ?? null;
  const target = view ?? (home === null ? null : asView(home));
  if (target !== null) {
    await go(target);
  }
}

/** The person this tab was before it was reloaded, if there still is one, else the first. */
export function rememberedPerson(): string {
  const people = state.overview?.people ?? [];
  const remembered = window.sessionStorage.getItem(PERSON_KEY);
  return (people.find(({ externalId }) => externalId === remembered) ?? people[0])?.externalId ?? '';
}

function homeView(): View | null {
  const home = mePerson()?.home ?? null;
  const first = state.overview?.channels[0];
  if (home !== null) {
    return asView(home);
  }
  return first === undefined ? null : { kind: 'channel', channelKey: first.channelKey };
}

export function asView(home: Home): View {
  return 'channelKey' in home
    ? { kind: 'channel', channelKey: home.channelKey }
    : { kind: 'mailbox', mailbox: home.mailbox, messageId: null };
}

async function show(view: View): Promise<void> {
  const sameMailbox =
    view.kind === 'mailbox' && state.view?.kind === 'mailbox' && state.view.mailbox === view.mailbox;
  state.view = view;
  if (!sameMailbox) {
    Object.assign(state, { cards: [], older: false, threadOf: null, replies: [], mails: [] });
  }
  state.mail = null;
  markSeen();
  announce('view', 'overview');
  loading = quietly(() =>
    view.kind === 'channel' ? loadChannel(view, view.channelKey) : loadMailbox(view, view.mailbox),
  );
  await loading;
}

async function loadChannel(view: View, channelKey: string): Promise<void> {
  const page = await api.cards(channelKey, null);
  if (state.view !== view) {
    return;
  }
  state.cards = page.cards;
  state.older = page.older;
  announce('cards');
  const newest = page.cards.at(-1);
  if (newest !== undefined) {
    await openThread(newest.id);
  }
}

async function loadMailbox(view: View, mailbox: string): Promise<void> {
  const mails = await api.mails(mailbox);
  if (state.view !== view) {
    return;
  }
  state.mails = mails;
  const wanted = view.kind === 'mailbox' ? (view.messageId ?? mails[0]?.id) : undefined;
  announce('mailbox');
  const mail = wanted === undefined ? null : await api.mail(mailbox, wanted);
  if (state.view === view) {
    state.mail = mail;
    announce('mailbox');
  }
}

/** Loads the cards before the oldest one that is shown. */
export async function loadOlder(): Promise<void> {
  const { view, cards } = state;
  const oldest = cards[0];
  if (view?.kind !== 'channel' || oldest === undefined) {
    return;
  }
  await quietly(async () => {
    const page = await api.cards(view.channelKey, oldest.createdAt);
    if (state.view === view) {
      state.cards = [...page.cards, ...state.cards];
      state.older = page.older;
      announce('cards');
    }
  });
}

export async function openThread(cardId: string): Promise<void> {
  state.threadOf = cardId;
  state.replies = [];
  announce('thread');
  await reloadThread();
}

export function closeThread(): void {
  state.threadOf = null;
  state.replies = [];
  announce('thread');
}

export async function reloadThread(): Promise<void> {
  const cardId = state.threadOf;
  if (cardId === null) {
    return;
  }
  await quietly(async () => {
    const replies = await api.replies(cardId);
    if (state.threadOf === cardId) {
      state.replies = replies;
      announce('thread');
    }
  });
}

/** Fetches one card of the channel in view anew: a new one is added, a known one replaced. */
export async function reloadCard(id: string): Promise<void> {
  await loading;
  const { view } = state;
  await quietly(async () => {
    const card = await api.card(id);
    if (state.view !== view || view?.kind !== 'channel' || view.channelKey !== card.channelKey) {
      return;
    }
    state.cards = withCard(state.cards, card);
    announce('cards');
    if (state.threadOf === null) {
      await openThread(card.id);
    }
  });
}

function withCard(cards: readonly WireCard[], card: WireCard): readonly WireCard[] {
  return cards.some(({ id }) => id === card.id)
    ? cards.map((known) => (known.id === card.id && known.updatedAt <= card.updatedAt ? card : known))
    : [...cards, card];
}

/** After a pause in the connection: everything in view may have changed. */
export async function reloadView(): Promise<void> {
  const { view, threadOf } = state;
  if (view === null) {
    return;
  }
  await loading;
  loading = quietly(async () => {
    if (view.kind === 'mailbox') {
      await loadMails(view);
      return;
    }
    const page = await api.cards(view.channelKey, null);
    if (state.view === view) {
      state.cards = page.cards;
      state.older = page.older;
      announce('cards');
    }
    const stillThere = page.cards.some(({ id }) => id === threadOf);
    await (stillThere ? reloadThread() : openNewest());
  });
  await loading;
}

async function openNewest(): Promise<void> {
  const newest = state.cards.at(-1);
  if (newest === undefined) {
    closeThread();
    return;
  }
  await openThread(newest.id);
}

/** Fetches the list of the mailbox in view; opens the newest mail if none is open. */
export async function reloadMails(): Promise<void> {
  await loading;
  const { view } = state;
  if (view?.kind === 'mailbox') {
    await quietly(() => loadMails(view));
  }
}

async function loadMails(view: Extract<View, { kind: 'mailbox' }>): Promise<void> {
  const mails = await api.mails(view.mailbox);
  if (state.view !== view) {
    return;
  }
  state.mails = mails;
  const newest = mails[0];
  if (state.mail === null && newest !== undefined) {
    state.mail = await api.mail(view.mailbox, newest.id);
  }
  announce('mailbox');
}

export async function reloadOverview(): Promise<void> {
  await quietly(async () => {
    state.overview = await api.overview();
    markSeen();
    announce('overview');
  });
}

/** What is only looked at may fail: it is said once, and the page stays as it was. */
async function quietly(load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'not-found') {
      saySomethingBroke(error);
    }
  }
}

function hashOf(view: View): string {
  const parts =
    view.kind === 'channel'
      ? ['canal', view.channelKey]
      : ['cutie', view.mailbox, ...(view.messageId === null ? [] : [view.messageId])];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

function viewOf(hash: string): View | null {
  const [, kind, first, second] = hash.split('/');
  if (first === undefined) {
    return null;
  }
  try {
    const name = decodeURIComponent(first);
    if (kind === 'canal') {
      return { kind: 'channel', channelKey: name };
    }
    return { kind: 'mailbox', mailbox: name, messageId: second ? decodeURIComponent(second) : null };
  } catch {
    return null;
  }
}
