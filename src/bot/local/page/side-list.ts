/** The left side: channels by group, those with cards first, and the pretend mailboxes. */
import { el, replaceInside, spoken } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { asView, go } from './navigation.ts';
import { openSamples } from './samples.ts';
import { on, state } from './state.ts';
import { isUnread } from './unread.ts';
import type { Home, WireChannel, WireParty } from './wire.ts';
import { words } from './words.ts';

export function sideList(): HTMLElement {
  const filter = el('input', {
    type: 'search',
    id: 'channel-filter',
    placeholder: words.channelFilterHint,
    autocomplete: 'off',
  });
  const channels = el('div', {});
  const mailboxes = el('ul', {});
  const drawChannels = () => replaceInside(channels, ...channelGroups(fold(filter.value)));
  filter.addEventListener('input', drawChannels);
  on(['overview', 'view'], () => {
    drawChannels();
    replaceInside(mailboxes, ...(state.overview?.parties ?? []).map(mailboxItem));
  });
  return el(
    'nav',
    { class: 'side-list', 'aria-label': words.navigation },
    el(
      'button',
      { type: 'button', class: 'samples-button', onclick: openSamples },
      icon('send'),
      words.sampleMails,
    ),
    el('h2', {}, words.channels),
    el('label', { class: 'spoken', for: 'channel-filter' }, words.channelFilter),
    filter,
    channels,
    el('h2', {}, words.mailboxes),
    mailboxes,
  );
}

function channelGroups(wanted: string): Node[] {
  const all = state.overview?.channels ?? [];
  const found = all.filter(({ title, channelKey }) => fold(`${title} ${channelKey}`).includes(wanted));
  if (found.length === 0) {
    return [el('p', { class: 'none' }, words.noChannelFound)];
  }
  const shown = wanted === '' ? found.filter(isBusy) : found;
  const quiet = wanted === '' ? found.filter((channel) => !isBusy(channel)) : [];
  const groups = [...new Set(shown.map(({ group }) => group))];
  return [
    ...groups.flatMap((group) => [
      el('h3', {}, group),
      el('ul', {}, ...shown.filter((channel) => channel.group === group).map(channelItem)),
    ]),
    ...(quiet.length === 0 ? [] : [quietChannels(quiet)]),
  ];
}

let quietOpen = false;

function quietChannels(channels: readonly WireChannel[]): HTMLElement {
  const summary = el('summary', { 'data-key': 'quiet' }, words.channelsWithout(channels.length));
  const details = el('details', { open: quietOpen }, summary, el('ul', {}, ...channels.map(channelItem)));
  details.addEventListener('toggle', () => {
    quietOpen = details.open;
  });
  return details;
}

const FEW = 5;

/** Worth a place without being searched for: has cards, is in view, somebody's home, or in a small group. */
function isBusy({ cards, channelKey, group }: WireChannel): boolean {
  const { view, overview } = state;
  const inView = view?.kind === 'channel' && view.channelKey === channelKey;
  const isHome = overview?.people.some(
    ({ home }) => home !== null && 'channelKey' in home && home.channelKey === channelKey,
  );
  const sameGroup = overview?.channels.filter((other) => other.group === group).length ?? 0;
  return cards > 0 || inView || isHome === true || sameGroup <= FEW;
}

function channelItem(channel: WireChannel): HTMLElement {
  const { view } = state;
  return item({
    to: { channelKey: channel.channelKey },
    name: channel.channelKey,
    sign: 'channel',
    title: channel.title,
    count: channel.cards,
    countText: words.cardCount(channel.cards),
    current: view?.kind === 'channel' && view.channelKey === channel.channelKey,
    unread: isUnread(channel),
  });
}

function mailboxItem(party: WireParty): HTMLElement {
  const { view } = state;
  return item({
    to: { mailbox: party.mailbox },
    name: party.mailbox,
    sign: 'mail',
    title: party.title,
    count: party.messages,
    countText: words.mailCount(party.messages),
    current: view?.kind === 'mailbox' && view.mailbox === party.mailbox,
    unread: isUnread(party),
  });
}

interface Item {
  readonly to: Home;
  readonly name: string;
  readonly sign: IconName;
  readonly title: string;
  readonly count: number;
  readonly countText: string;
  readonly current: boolean;
  readonly unread: boolean;
}

function item({ to, name, sign, title, count, countText, current, unread }: Item): HTMLElement {
  const button = el(
    'button',
    {
      type: 'button',
      class: unread ? 'place unread' : 'place',
      title: name.includes('@') ? `${title} – ${name}` : title,
      'data-key': `place ${name}`,
      'aria-current': current ? 'page' : null,
      onclick: () => void go(asView(to)),
    },
    icon(sign),
    el('span', { class: 'place-title' }, title),
    unread ? el('span', { class: 'dot' }, spoken(words.unread)) : null,
    count === 0
      ? null
      : el(
          'span',
          { class: 'count' },
          el('span', { 'aria-hidden': 'true' }, String(count)),
          spoken(countText),
        ),
  );
  return el('li', {}, button);
}

/** Without capitals and marks: "alba" finds "Alba", "bacau" finds "Bacău". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
