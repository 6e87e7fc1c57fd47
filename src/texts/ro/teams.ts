/** Ce spune numai Microsoft Teams. */

const NOTHING = 'Nu s-a schimbat nimic.';

export const teams = {
  back: 'Înapoi',
  noticeTitle: 'Acces autorizați',
  linkTitle: 'Deschide documentul',
  /** A press of something that the desk never showed. */
  notOurs: `${NOTHING} Butonul nu este al acestei aplicații sau cardul este prea vechi. Deschideți cardul din nou.`,
  /** Somebody without an account of the organisation. */
  stranger: `${NOTHING} Aici pot lucra numai colegii cu un cont al agenției.`,
  /** The case asks for something that the card did not know of. */
  pressAgain: `${NOTHING} Dosarul s-a schimbat între timp și cere un răspuns. Cardul se actualizează; apăsați din nou.`,
  /** The answer stands in the chat with the app. */
  inChat: 'Răspunsul este în conversația dumneavoastră cu aplicația.',
  /** In a thread, where the chat with the person cannot be opened. */
  noChat:
    'Răspunsul este numai pentru dumneavoastră și nu l-am putut trimite în privat: adăugați aplicația (Aplicații › Acces autorizați › Adăugați), apoi scrieți din nou.',
  youWrote: 'Ați scris:',
  welcome:
    'Bun venit. Aici vedeți ce așteaptă de la dumneavoastră: scrieți «dosare». Cu «ajutor» vedeți toate comenzile. Răspunsurile le vedeți numai dumneavoastră.',
};
