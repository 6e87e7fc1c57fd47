/** What only Microsoft Teams says. */
import type { Texts } from '../ro.ts';

const NOTHING = 'Nothing has changed.';

export const teams: Texts['teams'] = {
  back: 'Back',
  noticeTitle: 'Authorised access',
  linkTitle: 'Open the document',
  notOurs: `${NOTHING} The button is not of this app, or the card is too old. Open the card again.`,
  stranger: `${NOTHING} Only colleagues with an account of the agency can work here.`,
  pressAgain: `${NOTHING} The case has changed in the meantime and asks for an answer. The card is being updated; press again.`,
  inChat: 'The answer is in your chat with the app.',
  noChat:
    'The answer is for you alone and could not be sent privately: add the app (Apps, then search for Acces), then write again.',
  youWrote: 'You wrote:',
  welcome:
    'Welcome. Here you see what waits for you: write «dosare». With «ajutor» you see all commands. Only you see the answers.',
};
