/** Canalele legate: cum se numesc și ce li se întâmplă. */

const WAITING = 'Cardurile lui așteaptă; dosarele merg mai departe.';

export const places = {
  /** Where the cards of a channel went that is bound no more: "Mutat la …". */
  otherChannel: 'alt canal',
  /** Before whom a case may be put, as it stands in a sentence. */
  targets: {
    di: 'DI',
    supervisor: 'coordonator',
    colleague: 'un coleg',
    mail: 'o adresă de e-mail a oficiului',
  },
  byMail: (who: string) => `${who} (prin e-mail)`,
  colleague: (name: string) => `${name} (coleg)`,
  /** Under an answer by mail: what was attached is kept with the case. */
  withFiles: (names: string) => `Fișiere atașate, păstrate la dosar: ${names}`,
  withoutText: '(mail fără text)',
  nobodyToAsk:
    'Nu s-a schimbat nimic. Coordonatorul nu are un canal legat la care dosarul să nu fie deja. Rugați un administrator să lege unul («leaga»).',
  /** A line in a thread by somebody whom the desk does not know. */
  notCarried:
    'Ce scrieți aici nu ajunge în celălalt fir: nu aveți un rol la acest dosar. Rugați un administrator să vă dea unul.',
  purposes: {
    commission: 'comisie',
    supervisor: 'coordonator',
    di: 'DI – credențiale',
    admin: 'administratori',
  },
  /** Why a bound channel cannot be reached, and what an admin should do. */
  trouble: {
    archived: (place: string) =>
      `Canalul pentru ${place} este arhivat. ${WAITING} Dezarhivați-l sau legați alt canal (comanda «leaga»).`,
    'not-a-member': (place: string) =>
      `Aplicația nu mai este în canalul pentru ${place}. ${WAITING} Invitați-o înapoi sau legați alt canal (comanda «leaga»).`,
    'not-found': (place: string) =>
      `Canalul pentru ${place} nu mai există sau nu mai este vizibil aplicației. ${WAITING} Legați alt canal (comanda «leaga»).`,
    'not-allowed': (place: string) =>
      `Aplicația nu are voie să scrie în canalul pentru ${place}. ${WAITING} Dați-i voie să scrie sau legați alt canal (comanda «leaga»).`,
  },
};
