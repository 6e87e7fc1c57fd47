/** Ce spune numai Slack: butoanele ferestrelor, ce nu s-a putut deschide. Titlurile au cel mult 24 de caractere. */

const NOTHING = 'Nu s-a schimbat nimic.';

export const slack = {
  modal: {
    close: 'Închide',
    cancel: 'Renunță',
    back: 'Înapoi',
    yes: 'Da',
    submit: 'Trimite',
  },
  noticeTitle: 'Acces autorizați',
  doneTitle: 'S-a făcut',
  /** A dialog that Slack did not open: it was pressed too long ago, or Slack was busy. */
  dialogNotOpened: `${NOTHING} Fereastra nu s-a putut deschide. Apăsați din nou.`,
  linkTitle: 'Deschide documentul',
  /** Somebody of another organisation, in a shared channel. */
  stranger: `${NOTHING} Aici pot lucra numai membrii spațiului Slack al agenției.`,
  /** Under an answer to a line in which no window can be opened. */
  openHere: 'Deschide',
};
