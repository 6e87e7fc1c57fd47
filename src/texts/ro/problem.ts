/** Problema semnalată (P1, P2): cardul, ce s-a întâmplat și de ce nu se poate. */

/** What a sentence may tell of an event; '' where there is nothing. */
export interface ProblemSaying {
  readonly who: string;
  readonly note: string;
  /** Who has it now. */
  readonly into: string;
}

export const problem = {
  title: (number: string) => `Problemă · ${number}`,
  ofDi: 'DI (nu ține de un oficiu)',
  states: { received: 'De rezolvat', 'in-work': 'În lucru', closed: 'Încheiat' },
  labels: {
    from: 'De la',
    account: 'Cont',
    owner: 'Se ocupă',
    escalated: 'Escaladat',
    due: 'Termen',
    closing: 'Rezultat',
  },
  noOwner: 'nu a preluat-o nimeni încă',
  undelivered: 'Mailul către cel care a semnalat problema nu a ajuns. Sunați-l sau scrieți pe altă cale.',
  closed: (who: string, when: string, what: string) => `${who}, ${when}: ${what}`,
  help: {
    home: 'Rezolvați-o, răspundeți sau escaladați-o. La „Rezolvat…” rezultatul pleacă pe mail și dosarul se încheie.',
    asked:
      'Vi s-a cerut ajutorul: scrieți în firul cardului (se vede și la oficiu) sau închideți escaladarea cu rezultatul.',
  },
  speak: (number: string, state: string) => `Problema ${number}: ${state}.`,
  fallback: (number: string, state: string) =>
    `Problema ${number}: ${state}. Aplicația aceasta nu poate arăta cardul; deschideți-l pe calculator.`,
  events: {
    'problem-opened': () => 'Problema a sosit pe mail.',
    'problem-mail-received': ({ who }: ProblemSaying) => `A mai sosit un mail (${who}).`,
    'problem-taken': ({ who }: ProblemSaying) => `${who} se ocupă de problemă.`,
    'problem-reassigned': ({ who, into }: ProblemSaying) => `${who} a dat problema în grija: ${into}.`,
    'problem-details-opened': ({ who }: ProblemSaying) => `${who} a deschis detaliile.`,
    'problem-document-opened': ({ who }: ProblemSaying) => `${who} a deschis un document.`,
    'problem-answered': ({ who, note }: ProblemSaying) =>
      `${who} a scris celui care a semnalat problema: ${note}`,
    'problem-resolved': ({ who, note }: ProblemSaying) => `${who} a încheiat problema: ${note}`,
    'problem-letter-undelivered': () => 'Mailul către cel care a semnalat problema nu a ajuns.',
    'problem-asked-undelivered': () =>
      'Mailul către cel căruia i s-a cerut părerea nu a ajuns. Închideți escaladarea și întrebați pe altă cale.',
    'problem-overdue': () => 'Termenul a trecut: problema nu este încheiată.',
    'problem-supervisor-told': () =>
      'Termenul a trecut de o zi și problema nu este încheiată: coordonatorul este anunțat.',
  },
  refusals: {
    'already-closed': 'Problema este deja încheiată. Nu s-a schimbat nimic.',
    'already-done': 'Pasul acesta s-a făcut deja. Nu s-a schimbat nimic.',
    'not-yours': 'Problema este a altui oficiu sau nu aveți rolul potrivit. Nu s-a schimbat nimic.',
    'colleague-without-role':
      'Colegul ales nu are aici rolul potrivit. Nu s-a schimbat nimic; alegeți pe cineva care îl are.',
    'nobody-to-ask': 'Problema este a DI: nu are la cine să fie escaladată de aici. Nu s-a schimbat nimic.',
  },
  done: {
    take: 'Problema este a dumneavoastră.',
    answer: 'Mailul pleacă.',
    resolve: 'Problema este încheiată; rezultatul pleacă pe mail.',
    escalate: 'Problema este escaladată; firele cardurilor sunt legate.',
    'close-escalation': 'Escaladarea este închisă.',
  },
};
