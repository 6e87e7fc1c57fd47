/** Listens to the server and loads again what changed. */
import { reloadCard, reloadMails, reloadOverview, reloadThread, reloadView } from './navigation.ts';
import { announce, state } from './state.ts';
import type { LiveEvent } from './wire.ts';

/**
 * Opens the event stream; the browser reconnects by itself. Before each "hello" things may have happened that
 * nobody told this page, so everything in view is loaded again.
 */
export function listen(): void {
  const source = new EventSource('/api/events');
  source.addEventListener('hello', () => {
    setConnected(true);
    askOverview();
    void reloadView();
  });
  source.addEventListener('error', () => setConnected(false));
  source.addEventListener('change', (message: MessageEvent<string>) => {
    happened(JSON.parse(message.data) as LiveEvent);
  });
}

function setConnected(connected: boolean): void {
  if (state.connected !== connected) {
    state.connected = connected;
    announce('connection');
  }
}

function happened(event: LiveEvent): void {
  askOverview();
  const { view } = state;
  if (event.type === 'mail') {
    if (view?.kind === 'mailbox' && view.mailbox === event.mailbox) {
      void reloadMails();
    }
    return;
  }
  if (view?.kind !== 'channel' || view.channelKey !== event.channelKey) {
    return;
  }
  void reloadCard(event.parentId ?? event.postId);
  if (event.parentId !== null && event.parentId === state.threadOf) {
    void reloadThread();
  }
}

let asking = false;
let askAgain = false;

/** Several changes at once ask for one overview, and one more after it. */
function askOverview(): void {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  void reloadOverview().then(() => {
    asking = false;
    if (askAgain) {
      askAgain = false;
      askOverview();
    }
  });
}
