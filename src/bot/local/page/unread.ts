/** Which channels and mailboxes have news that this tab has not shown yet. */
import { state } from './state.ts';
import type { WireChannel, WireParty } from './wire.ts';

const seen = new Map<string, string>();
let begun = false;

/** What there is when the page opens is no news; what is in view counts as seen. */
export function markSeen(): void {
  const { overview, view } = state;
  if (overview === null) {
    return;
  }
  for (const channel of overview.channels) {
    if (!begun || (view?.kind === 'channel' && view.channelKey === channel.channelKey)) {
      seen.set(channel.channelKey, stampOf(channel));
    }
  }
  for (const party of overview.parties) {
    if (!begun || (view?.kind === 'mailbox' && view.mailbox === party.mailbox)) {
      seen.set(party.mailbox, String(party.messages));
    }
  }
  begun = true;
}

export function isUnread(place: WireChannel | WireParty): boolean {
  return 'channelKey' in place
    ? (seen.get(place.channelKey) ?? '') !== stampOf(place)
    : (seen.get(place.mailbox) ?? '0') !== String(place.messages);
}

export function unreadCount(): number {
  const { overview } = state;
  return overview === null ? 0 : [...overview.channels, ...overview.parties].filter(isUnread).length;
}

function stampOf(channel: WireChannel): string {
  return channel.lastActivityAt ?? '';
}
