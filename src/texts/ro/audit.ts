/** Istoricul unui dosar ca document. */

export const audit = {
  title: 'Istoricul dosarului',
  deskTitle: 'Istoricul desk-ului: roluri, canale, conturi și ștergeri',
  deskChanges: {
    'role-given': (who: string, role: string) => `${who} a primit rolul: ${role}.`,
    'role-taken': (who: string, role: string) => `${who} nu mai are rolul: ${role}.`,
    'deputy-named': (who: string, role: string, from: string, until: string, decision: string) =>
      `${who} ține locul cuiva ca ${role}, din ${from} până la ${until}, prin decizia ${decision}.`,
    'report-made': (period: string, offices: string) =>
      `S-a făcut raportul pentru ${period}${offices === '' ? '' : ` (${offices})`}.`,
    'register-imported': (rows: number) =>
      `A fost importată lista persoanelor autorizate (${rows} rânduri), din linia de comandă.`,
    'retention-set': (months: number, minutes: string) =>
      months === 0
        ? 'S-a oprit ștergerea datelor personale.'
        : `Datele personale se pot șterge după ${months} luni, prin procesul-verbal nr. ${minutes}.`,
    'hold-set': (number: string) => `Dosarul ${number} a fost reținut de la ștergere.`,
    'hold-lifted': (number: string) => `Dosarul ${number} nu mai este reținut de la ștergere.`,
    'case-purged': (number: string, minutes: string) =>
      `S-au șters datele personale din dosarul ${number}, prin procesul-verbal nr. ${minutes}.`,
    'account-suspended': (user: string) => `Contul ${user} a fost suspendat, din linia de comandă.`,
    'account-activated': (user: string) => `Contul ${user} a fost reactivat, din linia de comandă.`,
    'place-bound': (place: string, platform: string) => `A fost legat un canal (${platform}): ${place}.`,
    'place-unbound': (place: string, platform: string) =>
      `A fost desfăcută legătura unui canal (${platform}): ${place}.`,
  },
  number: 'Dosar',
  office: 'Oficiu',
  state: 'Stare',
  opened: 'Deschis la',
  made: 'Document întocmit la',
  columns: [
    'Nr.',
    'Data și ora (București; UTC)',
    'Rând din procedură',
    'Cine',
    'Ce s-a întâmplat',
    'Amprentă',
  ],
  whole: (count: number, last: string) =>
    `Jurnalul este întreg: ${count} consemnări verificate, fiecare legată de cea dinainte. Amprenta ultimei consemnări: ${last}`,
  broken: (seq: number) =>
    `ATENȚIE: jurnalul a fost schimbat sau este incomplet de la consemnarea ${seq}. Ce urmează nu mai este dovedit.`,
  closing:
    'Fiecare amprentă este calculată (HMAC-SHA-256, cu cheia desk-ului) din consemnarea ei și din amprenta dinainte: o consemnare ștearsă, adăugată sau schimbată rupe lanțul. Verificarea se repetă cu: acces audit verify. CNP-urile din texte sunt mascate; parolele nu au fost niciodată consemnate.',
};
