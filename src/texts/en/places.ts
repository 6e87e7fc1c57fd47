/** Bound channels: what they are called and what happens to them. */
import type { Texts } from '../ro.ts';

const WAITING = 'Its cards wait; the cases go on.';

export const places: Texts['places'] = {
  otherChannel: 'another channel',
  targets: {
    di: 'DI',
    supervisor: 'the supervisor',
    colleague: 'a colleague',
    mail: 'an e-mail address of the office',
  },
  byMail: (who) => `${who} (by mail)`,
  colleague: (name) => `${name} (colleague)`,
  withFiles: (names) => `Attached files, kept with the case: ${names}`,
  withoutText: '(a mail without text)',
  nobodyToAsk:
    'Nothing was changed. The supervisor has no bound channel where the case is not already. Ask an admin to bind one ("leaga").',
  notCarried:
    'What you write here does not reach the other thread: you have no role in this case. Ask an admin to give you one.',
  purposes: {
    commission: 'commission',
    supervisor: 'supervisor',
    di: 'DI – credentials',
    admin: 'admins',
  },
  trouble: {
    archived: (place) =>
      `The channel for ${place} is archived. ${WAITING} Unarchive it, or bind another channel (command "leaga").`,
    'not-a-member': (place) =>
      `The app is no longer in the channel for ${place}. ${WAITING} Invite it back, or bind another channel (command "leaga").`,
    'not-found': (place) =>
      `The channel for ${place} no longer exists, or the app no longer sees it. ${WAITING} Bind another channel (command "leaga").`,
    'not-allowed': (place) =>
      `The app may not write in the channel for ${place}. ${WAITING} Let it write, or bind another channel (command "leaga").`,
  },
};
