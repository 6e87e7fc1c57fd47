/** The middle of a channel: its cards, oldest first, as posts of the desk. */
import { deskAvatar } from './avatar.ts';
import { drawCard } from './card-view.ts';
import { click, command } from './clicks.ts';
import { el, replaceInside } from './dom.ts';
import { icon } from './icons.ts';
import { lineBox } from './line-box.ts';
import { loadOlder, openThread } from './navigation.ts';
import { openSamples } from './samples.ts';
import { on, state } from './state.ts';
import { longTime, shortTime } from './times.ts';
import type { WireCard } from './wire.ts';
import { words } from './words.ts';

interface ShownCard {
  readonly element: HTMLElement;
  /** What was drawn, so that only a change is drawn again. */
  drawn: string;
  readonly draw: (card: WireCard) => void;
}

const NEAR_BOTTOM_PX = 120;

export function cardList(): HTMLElement {
  const shown = new Map<string, ShownCard>();
  const title = el('h1', {});
  const list = el('div', { class: 'cards' });
  const scroller = el(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': words.title },
    list,
  );
  const newer = newerButton(scroller);
  let drawnView = state.view;

  on(['view', 'overview'], () => {
    title.textContent = channelTitle();
    scroller.setAttribute('aria-label', channelTitle());
  });
  on(['thread'], () => {
    for (const [id, { element }] of shown) {
      element.classList.toggle('selected', id === state.threadOf);
    }
  });
  on(['view', 'cards'], () => {
    const viewChanged = drawnView !== state.view;
    const added = state.cards.at(-1)?.id !== [...shown.keys()].at(-1);
    const wasNearBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
    keepOnly(shown, state.cards);
    const elements = state.cards.map((card) => shownCard(shown, card));
    placeInside(list, [
      ...(state.older ? [olderButton()] : []),
      ...(elements.length > 0 ? elements : [empty()]),
    ]);
    if (viewChanged || (added && wasNearBottom)) {
      scroller.scrollTop = scroller.scrollHeight;
      newer.hidden = true;
      drawnView = state.cards.length > 0 ? state.view : drawnView;
    } else if (added) {
      newer.hidden = false;
    }
  });
  return el(
    'section',
    { class: 'channel-view' },
    el('header', { class: 'pane-header' }, title),
    scroller,
    newer,
    commandBox(),
  );
}

function commandBox(): HTMLElement {
  const said = { id: 'command', label: words.command, help: words.commandHelp };
  return lineBox(said, async (text) => {
    await command(text, state.view?.kind === 'channel' ? state.view.channelKey : null);
  });
}

function newerButton(scroller: HTMLElement): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'newer', hidden: true }, icon('down'), words.newCard);
  button.addEventListener('click', () => {
    scroller.scrollTop = scroller.scrollHeight;
    scroller.focus();
    button.hidden = true;
  });
  return button;
}

function channelTitle(): string {
  const { view, overview } = state;
  const channel =
    view?.kind === 'channel'
      ? overview?.channels.find(({ channelKey }) => channelKey === view.channelKey)
      : undefined;
  return channel?.title ?? words.noChannel;
}

function keepOnly(shown: Map<string, ShownCard>, cards: readonly WireCard[]): void {
  const ids = new Set(cards.map(({ id }) => id));
  for (const id of shown.keys()) {
    if (!ids.has(id)) {
      shown.delete(id);
    }
  }
}

/** Puts elements in their order without taking out those that stand right: they keep focus and inputs. */
function placeInside(list: HTMLElement, wanted: readonly HTMLElement[]): void {
  const stay = new Set(wanted);
  for (const child of [...list.children]) {
    if (!(child instanceof HTMLElement) || !stay.has(child)) {
      child.remove();
    }
  }
  wanted.forEach((element, index) => {
    if (list.children[index] !== element) {
      list.insertBefore(element, list.children[index] ?? null);
    }
  });
}

function shownCard(shown: Map<string, ShownCard>, card: WireCard): HTMLElement {
  const known = shown.get(card.id) ?? newShownCard(card);
  shown.set(card.id, known);
  const now = JSON.stringify(card);
  if (known.drawn !== now) {
    known.drawn = now;
    known.draw(card);
  }
  known.element.classList.toggle('selected', card.id === state.threadOf);
  return known.element;
}

function newShownCard(card: WireCard): ShownCard {
  const headingId = `card-${card.id}`;
  const heading = el('h2', { id: headingId, class: 'spoken' });
  const meta = el('p', { class: 'post-meta' });
  const body = el('div', { class: 'post-card' });
  const thread = el('button', { type: 'button', class: 'thread-button' });
  thread.addEventListener('click', () => {
    void openThread(card.id).then(() => document.getElementById('thread-title')?.focus());
  });
  const element = el(
    'article',
    {
      class: 'post',
      tabindex: -1,
      'aria-labelledby': headingId,
      'data-case': card.caseId,
      'data-card': card.id,
    },
    deskAvatar(),
    el('div', { class: 'post-body' }, heading, meta, body, thread),
  );
  function draw(changed: WireCard): void {
    heading.textContent = words.cardOf(changed.summary);
    replaceInside(meta, ...metaOf(changed));
    const hadFocus = body.contains(document.activeElement);
    const drawn = drawCard(changed.card, changed.caseId, (pressed) => {
      void click(pressed);
      if (state.threadOf !== card.id) {
        void openThread(card.id);
      }
    });
    body.replaceChildren(drawn?.element ?? el('p', {}, words.cannotShow));
    if (hadFocus) {
      element.focus({ preventScroll: true });
    }
    thread.replaceChildren(
      icon('thread'),
      changed.replies === 0 ? words.openThread : words.replies(changed.replies),
    );
  }
  return { element, drawn: '', draw };
}

function metaOf(card: WireCard): Node[] {
  const posted = el(
    'time',
    { datetime: card.createdAt, title: longTime(card.createdAt) },
    shortTime(card.createdAt),
  );
  const name = el('strong', {}, words.title);
  if (card.updatedAt === card.createdAt) {
    return [name, posted];
  }
  return [name, posted, el('span', { class: 'changed' }, words.changedAt(shortTime(card.updatedAt)))];
}

function olderButton(): HTMLElement {
  return el('button', { type: 'button', class: 'older', onclick: () => void loadOlder() }, words.olderCards);
}

function empty(): HTMLElement {
  return el(
    'div',
    { class: 'empty' },
    icon('inbox'),
    el('h2', {}, words.noCardsTitle),
    el('p', {}, words.noCards),
    el('button', { type: 'button', class: 'primary', onclick: openSamples }, words.tryIt),
  );
}

/** Brings the card of a case into view and the focus to it. */
export function scrollToCase(caseId: string | null): void {
  if (caseId !== null) {
    const card = document.querySelector<HTMLElement>(`[data-case="${CSS.escape(caseId)}"]`);
    card?.scrollIntoView({ block: 'start' });
    card?.focus({ preventScroll: true });
    const id = card?.dataset.card;
    if (id !== undefined) {
      void openThread(id);
    }
  }
}
