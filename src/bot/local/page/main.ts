/** Puts the page together and begins. */
import { cardList } from './card-list.ts';
import { el } from './dom.ts';
import { hintBar } from './hint-bar.ts';
import { listen } from './live.ts';
import { mailboxView } from './mailbox-view.ts';
import { goWhereTheAddressSays, reloadOverview, rememberedPerson } from './navigation.ts';
import { toastArea } from './notices.ts';
import { acceptDroppedMails } from './samples.ts';
import { sideList } from './side-list.ts';
import { announce, on, state } from './state.ts';
import { threadPanel } from './thread-panel.ts';
import { topBar } from './top-bar.ts';
import { unreadCount } from './unread.ts';
import { words } from './words.ts';

function connectionBanner(): HTMLElement {
  const banner = el('p', { class: 'connection', role: 'status' });
  on(['connection'], () => {
    banner.textContent = state.connected ? '' : words.connectionLost;
  });
  return banner;
}

function main(): HTMLElement {
  const channel = cardList();
  const thread = threadPanel();
  const mailbox = mailboxView();
  const content = el('main', { id: 'content', tabindex: -1 }, channel, mailbox);
  on(['view'], () => {
    const isMailbox = state.view?.kind === 'mailbox';
    channel.hidden = isMailbox;
    thread.hidden = isMailbox;
    mailbox.hidden = !isMailbox;
  });
  return el('div', { class: 'columns' }, sideList(), content, thread);
}

function skipLink(): HTMLElement {
  const link = el('a', { class: 'skip', href: '#content' }, words.skipToContent);
  link.addEventListener('click', (event) => {
    // The address holds the view, so the link must not change it.
    event.preventDefault();
    document.getElementById('content')?.focus();
  });
  return link;
}

async function begin(): Promise<void> {
  document.body.append(skipLink(), topBar(), hintBar(), connectionBanner(), main(), toastArea());
  acceptDroppedMails();
  on(['overview'], () => {
    const count = unreadCount();
    document.title = count === 0 ? words.title : `(${count}) ${words.title}`;
  });
  window.addEventListener('popstate', () => void goWhereTheAddressSays());
  // First of all, so that nothing happens unheard between the first look and the first word.
  listen();
  await reloadOverview();
  state.me = rememberedPerson();
  announce('overview');
  await goWhereTheAddressSays();
}

await begin();
