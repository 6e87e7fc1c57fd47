/** What only Slack says: buttons of windows, what could not be opened. Titles have at most 24 characters. */
import type { Texts } from '../ro.ts';

const NOTHING = 'Nothing was changed.';

export const slack: Texts['slack'] = {
  modal: {
    close: 'Close',
    cancel: 'Cancel',
    back: 'Back',
    yes: 'Yes',
    submit: 'Send',
  },
  noticeTitle: 'Access desk',
  doneTitle: 'Done',
  dialogNotOpened: `${NOTHING} The window could not be opened. Press again.`,
  linkTitle: 'Open the document',
  stranger: `${NOTHING} Only members of the agency's Slack workspace can work here.`,
  openHere: 'Open',
};
