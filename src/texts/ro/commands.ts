/** Comenzile: ce se poate scrie și ce se răspunde. */

const NOTHING = 'Nu s-a schimbat nimic.';

export const commands = {
  help: {
    title: 'Comenzi (răspunsul îl vedeți numai dumneavoastră):',
    ajutor: 'ajutor – această listă',
    dosare: 'dosare – ce așteaptă de la dumneavoastră',
    dosar: 'dosar AB-2026-00042 – istoricul dosarului, pe rândurile procedurii',
    cauta: 'cauta Ionescu – după nume, număr, autorizație, e-mail sau nr. de înregistrare',
    raport: 'raport 2026-11, raport 2026 AB – câte dosare au sosit, s-au încheiat și așteaptă, și în Excel',
    rezumat: 'rezumat oprit, rezumat pornit – ce vă așteaptă, în fiecare dimineață lucrătoare',
    memento: 'memento oprit, memento pornit – dacă sunteți menționat când trece un termen',
    limba: 'limba en, limba ro – limba în care vi se răspunde',
    preda:
      'preda AB-2026-00042 ana@exemplu.ro · preda maria@exemplu.ro ana@exemplu.ro – coordonatorul (la DI: un ofițer) dă un dosar, sau toate ale cuiva, în grija altui coleg',
    leaga: 'leaga AB, leaga AB coordonator, leaga DI, leaga admin – leagă canalul în care scrieți',
    dezleaga: 'dezleaga – desface legăturile acestui canal',
    rol: 'rol arata ana@exemplu.ro · rol da ana@exemplu.ro secretar AB · rol ia ana@exemplu.ro di · rol inlocuieste ana@exemplu.ro secretar AB 10.12.2026 decizia 123',
    pastrare: 'pastrare, pastrare proba – cât se păstrează datele personale și ce s-ar șterge',
    stare: 'stare – ce așteaptă să plece, ce canale sunt legate',
  },
  unknown: (typed: string, nearest: string) =>
    `${NOTHING} Nu cunosc comanda «${typed}». Ați vrut «${nearest}»?`,
  notForYou: (role: string) => `${NOTHING} Pentru această comandă este nevoie de rolul: ${role}.`,
  caseNotFound: (number: string) =>
    `${NOTHING} Nu există dosarul «${number}» sau nu îl puteți vedea. Scrieți numărul întreg, de exemplu AB-2026-00042.`,
  searchWhat: `${NOTHING} Scrieți ce se caută, de exemplu: cauta Ionescu.`,
  chain: {
    whole: (count: number) => `Jurnalul dosarului este întreg: ${count} consemnări, verificate.`,
    broken: (seq: number) =>
      `ATENȚIE: jurnalul dosarului nu mai este întreg (consemnarea ${seq}). Anunțați un administrator.`,
  },
  report: {
    title: (month: string, where: string) => `Raport ${month}, ${where}`,
    opened: 'sosite',
    closed: 'încheiate',
    rejected: 'respinse',
    openNow: 'Acum deschise',
    late: 'cu termenul depășit',
    everywhere: 'toate oficiile',
    notYourOffice: (office: string) =>
      `${NOTHING} Raportul oficiului ${office} îl vede numai cine lucrează acolo.`,
    monthUnknown: (text: string) =>
      `${NOTHING} Nu cunosc luna «${text}». Scrieți de exemplu: raport 2026-11, raport noiembrie AB sau raport 2026.`,
  },
  digest: {
    how: `${NOTHING} Scrieți: rezumat oprit sau rezumat pornit.`,
    muted: 'Nu mai primiți rezumatul de dimineață. Îl porniți din nou cu: rezumat pornit.',
    told: 'Primiți în fiecare dimineață lucrătoare ce vă așteaptă. Îl opriți cu: rezumat oprit.',
  },
  reminders: {
    how: `${NOTHING} Scrieți: memento oprit sau memento pornit.`,
    muted:
      'Nu mai sunteți menționat când trece un termen; firul arată mai departe ce s-a întâmplat. Porniți din nou cu: memento pornit.',
    told: 'Sunteți menționat când trece un termen. Opriți cu: memento oprit.',
  },
  language: {
    how: `${NOTHING} Scrieți: limba ro sau limba en.`,
    done: 'De acum vi se răspunde în română. Cardurile, firele și mailurile rămân ca până acum.',
  },
  reassign: {
    how: `${NOTHING} Scrieți: preda AB-2026-00042 ana@exemplu.ro sau, pentru toate dosarele cuiva: preda maria@exemplu.ro ana@exemplu.ro.`,
    personUnknown: (who: string) => `${NOTHING} Nu cunosc pe nimeni cu «${who}».`,
    done: (number: string, who: string) => `Dosarul ${number} este acum în grija: ${who}.`,
    doneAll: (from: string, to: string, given: number, kept: number) =>
      kept === 0
        ? `Dosare trecute de la ${from} la ${to}: ${given}.`
        : `Dosare trecute de la ${from} la ${to}: ${given}. Au rămas la ${from}: ${kept} (nu sunt la un oficiu la care puteți hotărî sau colegul nu are rolul).`,
  },
  retention: {
    off: 'Datele personale din dosarele încheiate nu se șterg: nu este pus niciun termen de păstrare.',
    set: (months: number, approvedBy: string, minutes: string, since: string) =>
      `Datele personale se pot șterge după ${months} luni de la încheierea dosarului (aprobat de ${approvedBy}, proces-verbal nr. ${minutes}, din ${since}). Nimic nu se șterge singur.`,
    held: (numbers: string) => `Reținute, oricât de vechi: ${numbers}.`,
    how: 'Scrieți: pastrare 36 luni aprobat Ion Popescu pv 123/2026 · pastrare proba · pastrare sterge COD · pastrare retine AB-2026-00042 · pastrare elibereaza AB-2026-00042 · pastrare oprit.',
    nothing: (day: string) =>
      `${NOTHING} Nu este niciun dosar încheiat înainte de ${day} care să se poată șterge.`,
    trial: (count: number, day: string, numbers: string, code: string) =>
      `Probă, nu s-a șters nimic. Dosare încheiate înainte de ${day}, din care s-ar șterge datele personale: ${count} (${numbers}). Ca să se șteargă exact acestea, scrieți în cel mult 24 de ore: pastrare sterge ${code}. Nu se poate da înapoi.`,
    noTrial: `${NOTHING} Codul nu este al unei probe din ultimele 24 de ore. Scrieți întâi: pastrare proba.`,
    removed: (count: number, minutes: string) =>
      `S-au șters datele personale din ${count} dosare (proces-verbal nr. ${minutes}). Lista lor: acces audit export desk.`,
    again: (left: number, code: string) => `Au mai rămas ${left}: scrieți din nou pastrare sterge ${code}.`,
    whatStays:
      'Cardurile arată că datele sunt șterse, iar rândurile aplicației dispar din fire. Ce au scris oamenii în fire și copiile de siguranță mai vechi rămân: ștergeți-le separat.',
    holds: (number: string) =>
      `Dosarul ${number} este reținut: datele lui nu se șterg, oricât de vechi ar fi.`,
    lifted: (number: string) => `Dosarul ${number} nu mai este reținut.`,
    alreadySo: (number: string) => `${NOTHING} Pentru dosarul ${number} era deja așa.`,
  },
  bind: {
    onlyInChannel: `${NOTHING} Scrieți comanda în canalul pe care vreți să îl legați.`,
    what: `${NOTHING} Scrieți ce se leagă: leaga AB, leaga AB coordonator, leaga DI sau leaga admin.`,
    officeUnknown: (code: string) =>
      `${NOTHING} Nu există oficiul «${code}». Folosiți indicativul județului: AB, CJ, …, B.`,
    done: (place: string) => `Canalul este legat: ${place}.`,
    cards: (count: number) => `Carduri care apar aici: ${count}.`,
    replaced: 'Canalul legat înainte nu mai primește carduri; cele de acolo arată că s-au mutat.',
    already: (place: string) => `Canalul era deja legat: ${place}. Nu s-a schimbat nimic.`,
    unbound: (places: string) => `Canalul nu mai este legat: ${places}.`,
    nothingBound: `${NOTHING} Canalul nu este legat de nimic.`,
    announcement: (place: string, who: string) =>
      `${who} a legat acest canal: ${place}. Aici apar cardurile dosarelor.`,
    problems: {
      archived: `${NOTHING} Canalul este arhivat. Dezarhivați-l, apoi scrieți comanda din nou.`,
      'not-a-member': `${NOTHING} Aplicația nu este în acest canal. Adăugați-o (Slack: /invite @acces; Teams: Gestionare echipă › Aplicații), apoi scrieți comanda din nou.`,
      'not-found': `${NOTHING} Aplicația nu vede acest canal. Adăugați-o (Slack: /invite @acces; Teams: Gestionare echipă › Aplicații), apoi scrieți comanda din nou.`,
      'not-allowed': `${NOTHING} Aplicația nu are voie să scrie în acest canal. Dați-i voie, apoi scrieți comanda din nou; în Teams folosiți un canal standard, nu unul privat.`,
      shared: `${NOTHING} Canalul este împărțit cu altă organizație: cardurile ar ajunge la oameni din afara agenției. Folosiți un canal numai al agenției.`,
    },
    tryAgain: `${NOTHING} Canalul nu a putut fi verificat acum. Scrieți comanda din nou peste un minut.`,
  },
  roles: {
    how: `${NOTHING} Scrieți: rol arata ana@exemplu.ro · rol da ana@exemplu.ro secretar AB · rol ia ana@exemplu.ro di. Roluri: secretar AB, coordonator AB, di, admin.`,
    personUnknown: (who: string) =>
      `${NOTHING} Nu cunosc pe nimeni cu «${who}». Ca să îl adăugați scrieți și numele: rol da ${who} Ana Pop secretar AB.`,
    shown: (name: string, roles: string) => `${name}: ${roles}.`,
    none: 'niciun rol',
    until: (role: string, day: string, decision: string) => `${role} (până la ${day}, decizia ${decision})`,
    howDeputy: `${NOTHING} Scrieți: rol inlocuieste ana@exemplu.ro secretar AB 10.12.2026 decizia 123. Pentru alte zile: 01.12.2026-10.12.2026; cel mult un an.`,
    notColleague: (name: string, role: string) =>
      `${NOTHING} ${name} nu are niciun rol acolo: numai un coleg al aceluiași oficiu (sau de la DI) poate ține locul ca ${role}.`,
    deputy: (name: string, role: string, from: string, until: string, decision: string) =>
      `${name} ține locul ca ${role}, din ${from} până la ${until} inclusiv (decizia ${decision}). Rolul se încheie singur.`,
    given: (name: string, role: string) => `${name} are acum rolul: ${role}.`,
    taken: (name: string, role: string) => `${name} nu mai are rolul: ${role}.`,
    notHeld: (name: string, role: string) => `${NOTHING} ${name} nu avea rolul: ${role}.`,
    lastAdmin: `${NOTHING} Este singurul administrator. Dați întâi altcuiva rolul admin.`,
    names: {
      secretary: (office: string) => `secretar ${office}`,
      supervisor: (office: string) => `coordonator ${office}`,
      di: 'di',
      admin: 'admin',
    },
  },
  state: {
    title: 'Starea desk-ului:',
    effects: (pending: number, sending: number, dead: number) =>
      `De trimis: ${pending} în așteptare, ${sending} în lucru, ${dead} abandonate.`,
    bound: (count: number, total: number) => `Oficii cu canal: ${count} din ${total}.`,
    di: (bound: boolean): string => (bound ? 'DI are canal.' : 'DI nu are canal: legați unul cu «leaga DI».'),
    admin: (bound: boolean): string =>
      bound ? 'Administratorii au canal.' : 'Administratorii nu au canal: legați unul cu «leaga admin».',
    open: (count: number) => `Dosare deschise: ${count}.`,
  },
};
