/** Mailurile care pleacă: subiect, titlu și propoziții. Nicio propoziție nu promite un termen pe care nu îl știm. */

import { counted } from './words.ts';

const SYSTEM = 'sistemul informatic al ANCPI';
/** Unde se cere o parolă nouă (R1). */
const PASSWORD_DESK = 'autorizati@ancpi.ro';
const NOBODY_ASKS = 'Nimeni de la OCPI sau de la ANCPI nu vă va cere parola, nici pe mail, nici la telefon.';

/** Sentences of one paragraph. */
const joined = (...sentences: string[]) => sentences.join(' ');
/** A15. */
const bringOriginal = (office: string, number: string) =>
  joined(
    `depuneți la ${office} cererea în original, semnată și ștampilată,`,
    `sau trimiteți-o prin poștă, cu numărul ${number} pe plic.`,
  );
const about = (what: string, name: string) => (name === '' ? what : `${what}: ${name}`);

export const letterTexts = {
  /** "OCPI Alba" in full. */
  officeInFull: (office: string) =>
    office.replace(/^OCPI /, 'Oficiul de Cadastru și Publicitate Imobiliară '),
  /** The name that recipients see beside our address. */
  from: (office: string) => `${office} – acces`,
  subject: (number: string, about: string) => `[${number}] ${about}`,
  greeting: 'Bună ziua,',
  /** How a text begins, folded, that greets already: it gets no second greeting. */
  greetingWords: ['bun', 'stimat', 'doamn', 'domn', 'salut'],
  regards: 'Cu stimă,',
  /** How a text ends, folded, that takes its leave already. */
  regardsWords: ['cu stima', 'cu respect', 'cu consideratie', 'cu deosebita', 'va multumesc', 'va multumim'],
  board: 'Comisia de Autorizare',
  boardOf: (office: string) => `Comisia de Autorizare, ${office}`,
  centralIt: 'ANCPI – DI',
  quoted: (name: string) => `„${name}”`,
  andMoreFiles: (count: number) => `și încă ${counted(count, 'fișier', 'fișiere')}`,
  labels: {
    caseNumber: 'Dosar',
    registry: (office: string) => `Nr. înregistrare ${office}`,
    applicant: 'Solicitant',
    authorisation: 'Autorizație',
    approvedBy: 'Aprobat de',
    originalReceivedOn: 'Original primit la',
    user: 'USER',
    webAddress: 'Adresa web',
    issuedOn: 'Data creării credențialelor',
    password: 'Parola',
    newEmail: 'Adresa de e-mail nouă',
  },
  registry: (number: string, day: string) => `${number} din ${day}`,
  answer: {
    applicant: (number: string) =>
      `Ne puteți răspunde direct la acest mail. Vă rugăm să păstrați [${number}] în subiect: după el găsim dosarul.`,
    /** Where the letter has said already how to answer. */
    question: 'Dacă aveți o întrebare, ne-o puteți scrie tot așa, răspunzând la acest mail.',
    colleague: (number: string) =>
      `Dacă ceva nu corespunde, răspundeți la acest mail, păstrând [${number}] în subiect: răspunsul ajunge la dosar.`,
    /** Of whoever is asked. */
    asked:
      'Vă rugăm să răspundeți la acest mail: ce scrieți ajunge în firul dosarului, la colegii de la oficiu. Solicitantul nu vede nimic din această discuție.',
    nothingMore:
      'Nu mai aveți nimic de făcut. Dacă aveți o întrebare, o puteți scrie răspunzând la acest mail.',
  },
  acknowledgement: {
    subject: 'Am primit cererea dumneavoastră de acces',
    intro: (day: string, time: string, number: string) =>
      `Am primit la data de ${day}, ora ${time}, cererea dumneavoastră de acces la ${SYSTEM} și am deschis dosarul ${number}.`,
    numbers: (number: string, office: string) =>
      `Numărul ${number} este pentru corespondența cu noi și nu înlocuiește numărul de înregistrare al ${office}.`,
    registered: (registry: string) => `Cererea are numărul de înregistrare ${registry}.`,
    arrived: 'Ce a sosit',
    unrecognised: 'Alte fișiere sosite, pe care le deschide secretarul comisiei:',
    nothingListed: 'A sosit mailul dumneavoastră. Îl citește secretarul Comisiei de Autorizare.',
    next: 'Ce urmează',
    steps: (office: string, number: string) => [
      joined(`Vă rugăm, ${bringOriginal(office, number)}`, 'Dacă ați făcut-o deja, vă mulțumim.'),
      'Secretarul Comisiei de Autorizare verifică datele. Dacă este ceva de corectat, vă scriem.',
      'Apoi se creează contul. USERUL și PAROLA vin pe mail, la adresa scrisă de dumneavoastră în fișierul Excel.',
    ],
    until:
      'Contul se poate crea numai după ce originalul ajunge la noi; de aceea vă rugăm să îl depuneți cât mai curând.',
    privacy: 'Prelucrarea datelor dumneavoastră',
    privacyIntro: 'Informare potrivit art. 13 din Regulamentul (UE) 2016/679 (GDPR):',
    privacyFacts: (office: string, officeInFull: string) => [
      {
        label: 'Operatori',
        text: `Agenția Națională de Cadastru și Publicitate Imobiliară (ANCPI) și ${officeInFull} (${office}).`,
      },
      {
        label: 'Scop',
        text: 'verificarea cererii, crearea contului, trimiterea credențialelor și evidența conturilor.',
      },
      {
        label: 'Temei',
        text: joined(
          'obligațiile legale și sarcinile de interes public ale ANCPI și OCPI:',
          'art. 6 alin. (1) lit. c) și e) GDPR;',
          'Legea cadastrului și a publicității imobiliare nr. 7/1996, republicată.',
        ),
      },
      {
        label: 'Cine le vede',
        text: 'angajații OCPI și ANCPI care lucrează la cerere și furnizorii noștri de mail și de mesagerie, numai pentru noi.',
      },
      {
        label: 'Păstrare',
        text: 'pe durata din nomenclatorul arhivistic al instituției (Legea Arhivelor Naționale nr. 16/1996).',
      },
      {
        label: 'Drepturi',
        text: joined(
          'acces, rectificare, ștergere, restricționare și opoziție, în condițiile legii.',
          'Pentru ele, sau pentru a ajunge la responsabilul cu protecția datelor, răspundeți la acest mail.',
        ),
      },
      {
        label: 'Plângeri',
        text: 'Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal (ANSPDCP), www.dataprotection.ro.',
      },
      {
        label: 'De știut',
        text: 'fără aceste date contul nu se poate crea; nicio decizie nu este luată numai de un program.',
      },
    ],
  },
  correction: {
    subject: 'Vă rugăm să corectați cererea de acces',
    introReasons: `Am verificat cererea dumneavoastră de acces la ${SYSTEM}. Ca să poată merge mai departe, vă rugăm să corectați:`,
    introNote: `Am verificat cererea dumneavoastră de acces la ${SYSTEM}. Ca să poată merge mai departe, avem o rugăminte:`,
    note: 'Mesajul secretarului comisiei',
    next: 'Ce aveți de făcut',
    steps: (number: string, office: string) => [
      'Corectați fișierul Excel sau pregătiți documentele cerute.',
      `Răspundeți la acest mail și atașați-le. Vă rugăm să păstrați [${number}] în subiect.`,
      joined(
        'Dacă s-au schimbat date care apar pe cererea tipărită, tipăriți din nou pagina CERERE,',
        `semnați-o, ștampilați-o și depuneți la ${office} noul original.`,
      ),
    ],
    until: 'Dosarul așteaptă răspunsul dumneavoastră; verificarea continuă după ce îl primim.',
  },
  'to-dcg': {
    subject: (name: string) => about('Actualizare date în eTerra Autorizați', name),
    title: 'Actualizare date în eTerra Autorizați',
    intro: (office: string) =>
      joined(
        'Vă rugăm să actualizați în eTerra Autorizați datele persoanei de mai jos, autorizată de ANCPI,',
        `care a cerut prin ${office} acces la sistemul informatic.`,
      ),
    note: 'Ce vă rugăm să actualizați',
    attached: 'Atașăm cererea scanată și fișierul Excel completat de solicitant.',
    workbookAttached:
      'Atașăm fișierul Excel completat de solicitant. Cererea scanată v-o trimitem la cerere: este în același fișier cu alte documente.',
    answer: (number: string) =>
      joined(
        `După actualizare, vă rugăm să răspundeți la acest mail, păstrând [${number}] în subiect.`,
        'Răspunsul ajunge direct la dosar, care îl așteaptă. Scrieți-ne la fel și dacă ceva nu corespunde.',
      ),
  },
  'to-di': {
    subject: (name: string) => about('Cerere de acces aprobată', name),
    title: 'Cerere de acces aprobată',
    intro: (office: string) =>
      `${office} a verificat și a aprobat cererea de acces de mai jos. Atașăm fișierul Excel completat de solicitant.`,
    next: 'Ce vă rugăm să faceți',
    steps: (number: string, issue: string) => [
      `Găsiți în canalul DI cardul dosarului ${number}.`,
      joined(
        `Apăsați „${issue}”: fereastra propune USERUL și PAROLA sau arată contul existent.`,
        'Lucrați în aplicație exact cu acele date, apoi confirmați.',
      ),
      'La trimitere, fișierul se completează, iar mailurile către solicitant și către secretar pleacă singure.',
    ],
    noPassword: 'Vă rugăm să nu scrieți parola într-un răspuns la acest mail.',
    otherwise: (giveBack: string) =>
      `Dacă ceva nu corespunde, returnați dosarul din card, cu „${giveBack}”, sau răspundeți la acest mail.`,
  },
  credentials: {
    subject: 'Credențialele dumneavoastră de acces',
    intro: `Contul dumneavoastră de acces la ${SYSTEM} este gata. Parola se află numai în fișierul Excel atașat.`,
    whereIsPassword: 'în fișierul Excel atașat, foaia DATE, rubrica „Parola”',
    converted: joined(
      'Fișierul trimis de dumneavoastră nu a putut fi completat în forma lui.',
      'Datele citite din el sunt puse în formularul obișnuit, salvat ca .xlsx, și acesta este fișierul atașat.',
    ),
    next: 'Cum intrați în sistem',
    steps: [
      joined(
        'Deschideți fișierul Excel atașat. Parola este în foaia DATE, la rubrica „Parola”.',
        'Se poate citi și în „Vizualizare protejată”: nu este nevoie să activați editarea.',
      ),
      'Scrieți în browser, întocmai, adresa web de mai sus.',
      'Introduceți USERUL și parola exact ca în fișier; literele mari și cele mici contează.',
      'Dacă aplicația vă permite, schimbați parola după prima conectare.',
    ],
    keep: 'Cum păstrați parola',
    keeping: [
      'Parola este numai a dumneavoastră. Nu o spuneți nimănui și nu trimiteți mai departe acest mail sau fișierul.',
      NOBODY_ASKS,
      'Dacă ne răspundeți, nu atașați fișierul și nu scrieți parola.',
      `Dacă pierdeți parola, cereți una nouă printr-un mail trimis de pe această adresă la ${PASSWORD_DESK}.`,
      'Dacă nu dumneavoastră ați cerut accesul, răspundeți la acest mail și ștergeți fișierul.',
    ],
  },
  'address-updated': {
    subject: 'Adresa de e-mail a contului dumneavoastră s-a schimbat',
    intro: `La cererea dumneavoastră, am schimbat adresa de e-mail a contului de acces la ${SYSTEM}.`,
    next: 'Ce este de știut',
    facts: [
      'Parola a rămas cea dinainte. Ea nu se află în acest mail.',
      joined(
        'De acum înainte vă scriem la adresa nouă.',
        `Dacă pierdeți parola, cereți una nouă printr-un mail trimis de pe această adresă la ${PASSWORD_DESK}.`,
      ),
      NOBODY_ASKS,
      'Dacă nu dumneavoastră ați cerut schimbarea, răspundeți cât mai curând la acest mail.',
    ],
  },
  'to-secretary': {
    subject: (name: string) => about('De notat pe cererea în original', name),
    title: 'De notat pe cererea în original',
    intro: joined(
      'Contul solicitantului de mai jos este gata, iar solicitantul a fost anunțat la adresa din fișierul Excel.',
      'Atașăm fișierul Excel completat, fără parolă.',
    ),
    next: 'Ce vă rugăm să faceți',
    steps: (user: string, noted: string) => [
      `Notați pe cererea în original USERUL ${user} și data la care a venit acest mail.`,
      `Apăsați „${noted}” pe cardul dosarului: dosarul se încheie.`,
    ],
    whichDay: 'Data de notat este cea a acestui mail, nu cea a creării credențialelor. O arată și cardul.',
  },
  rejection: {
    subject: 'Cererea dumneavoastră de acces a fost respinsă',
    intro: `Vă aducem la cunoștință că cererea dumneavoastră de acces la ${SYSTEM} a fost respinsă.`,
    note: 'Motivul',
    next: (office: string) =>
      joined(
        'Dacă aveți nevoie de lămuriri sau credeți că este o greșeală, scrieți-ne.',
        `Puteți trimite oricând o cerere nouă la ${office}.`,
      ),
  },
  withdrawn: {
    subject: 'Am închis dosarul, la cererea dumneavoastră',
    intro: (number: string) =>
      `Ați renunțat la cererea de acces la ${SYSTEM}, așa că am închis dosarul ${number}. Nu mai aveți nimic de făcut.`,
    next: (office: string) =>
      `Dacă nu ați renunțat, scrieți-ne și dosarul se poate redeschide. Puteți trimite oricând o cerere nouă la ${office}.`,
  },
  'closed-original-missing': {
    subject: 'Am închis dosarul: cererea în original nu a ajuns la noi',
    intro: (office: string, number: string) =>
      `Originalul cererii dumneavoastră de acces la ${SYSTEM} nu a ajuns la ${office}, așa că am închis dosarul ${number}.`,
    next: 'Ce puteți face',
    choices: (office: string, number: string) => [
      'Dacă l-ați depus sau l-ați trimis deja, scrieți-ne când și cum, ca să îl căutăm.',
      joined(
        `Dacă mai doriți accesul, ${bringOriginal(office, number)}`,
        'Dosarul se poate redeschide când sosește.',
      ),
      'Dacă nu mai doriți accesul, nu aveți nimic de făcut.',
    ],
  },
  'original-reminder': {
    subject: 'Așteptăm cererea dumneavoastră în original',
    intro: (since: string, office: string) =>
      joined(
        `Din ${since} așteptăm la ${office} originalul cererii dumneavoastră de acces la ${SYSTEM}.`,
        'Contul se poate crea numai după ce ajunge la noi.',
      ),
    next: 'Ce aveți de făcut',
    steps: (office: string, number: string) => [
      `Vă rugăm, ${bringOriginal(office, number)}`,
      'Dacă ați făcut-o deja, scrieți-ne când și cum.',
      'Dacă nu mai doriți accesul, scrieți-ne și închidem dosarul.',
    ],
    until:
      'Dacă originalul nu ajunge la noi, dosarul se poate închide; îl putem redeschide dacă sosește mai târziu.',
  },
  'correction-reminder': {
    subject: 'Așteptăm corectarea cererii dumneavoastră',
    introReasons: (since: string) =>
      `Din ${since} așteptăm corectarea cererii dumneavoastră de acces la ${SYSTEM}. Mai este de corectat:`,
    introPlain: (since: string) =>
      `Din ${since} așteptăm corectarea cererii dumneavoastră de acces la ${SYSTEM}, așa cum v-am scris atunci.`,
    next: 'Ce aveți de făcut',
    steps: (number: string) => [
      'Corectați fișierul Excel sau pregătiți documentele cerute.',
      `Răspundeți la acest mail și atașați-le. Vă rugăm să păstrați [${number}] în subiect.`,
      'Dacă nu mai doriți accesul, scrieți-ne și închidem dosarul.',
    ],
    until: 'Dacă nu primim corectarea, dosarul se poate închide; puteți trimite oricând o cerere nouă.',
  },
  escalation: {
    subject: 'Vi se cere părerea despre un dosar',
    urgentSubject: 'Urgent: vi se cere părerea despre un dosar',
    intro: (office: string) =>
      `Colegii de la ${office} au nevoie de ajutorul dumneavoastră la dosarul de mai sus.`,
    urgent: 'Este urgent.',
    note: 'Ce este de hotărât',
  },
  'escalation-line': {
    title: 'S-a scris în firul dosarului',
    said: (who: string) => `${who} a scris despre dosarul la care vi s-a cerut părerea:`,
    corrected: (who: string) => `${who} a corectat ce scrisese despre dosarul la care vi s-a cerut părerea:`,
    unsaid: (who: string) => `${who} a șters un mesaj despre dosarul la care vi s-a cerut părerea.`,
    note: 'Mesajul',
  },
  'escalation-outcome': {
    title: 'Ce s-a hotărât',
    intro: (who: string) =>
      `${who} a încheiat discuția despre dosarul la care vi s-a cerut părerea. Vă mulțumim.`,
    note: 'Rezultatul',
  },
  'problem-received': {
    subject: 'Am primit problema pe care ne-ați semnalat-o',
    intro: (number: string, office: string) =>
      `Am primit mailul dumneavoastră despre o problemă cu ${SYSTEM} și am deschis dosarul ${number} la ${office}.`,
    next: 'Ce urmează',
    facts: [
      'Un coleg se uită la ea; dacă este nevoie, o duce mai departe.',
      'Vă scriem pe această adresă când este rezolvată sau dacă mai avem o întrebare.',
      'Dacă mai aveți ceva de spus despre ea, răspundeți la acest mail.',
    ],
  },
  'problem-answer': {
    subject: 'Despre problema semnalată de dumneavoastră',
    intro: (number: string) => `Vă scriem despre problema din dosarul ${number}, la care lucrăm.`,
    note: 'Ce vă transmitem',
    next: 'Dosarul rămâne deschis până când problema este rezolvată.',
  },
  'problem-outcome': {
    subject: 'Problema semnalată de dumneavoastră este încheiată',
    intro: (number: string) => `Problema din dosarul ${number} este încheiată.`,
    note: 'Rezultatul',
    next: 'Dacă problema nu s-a rezolvat sau apare din nou, scrieți-ne și o luăm de la capăt.',
  },
  'recovery-received': {
    subject: 'Am primit solicitarea unei parole noi',
    intro: (number: string) =>
      `Am primit mailul prin care se solicită o parolă nouă pentru accesul la ${SYSTEM} și am deschis dosarul ${number}.`,
    next: 'Ce urmează',
    facts: [
      'Dacă adresa de pe care s-a scris este cea înregistrată la un cont, răspunsul vine numai pe acea adresă: parola nouă sau întâi un cod, cu care dovediți că adresa este a dumneavoastră.',
      'Dacă v-ați schimbat adresa de e-mail, scrieți oficiului care v-a primit cererea de acces: adresa unui cont nu se schimbă printr-un mail.',
      'Dacă pe aceeași adresă sunt mai multe conturi, scrieți în mail și USERUL.',
      'Dacă nu dumneavoastră ați scris, nu aveți nimic de făcut: fără acces la căsuța înregistrată nimeni nu primește nimic.',
    ],
  },
  'recovery-code': {
    subject: 'Codul pentru parola nouă',
    intro: `S-a solicitat o parolă nouă pentru contul dumneavoastră din ${SYSTEM}. Codul prin care dovediți că citiți această adresă este:`,
    steps: (until: string) => [
      `Răspundeți la acest mail și scrieți codul deasupra textului citat, până la ${until}.`,
      'După ce sosește, DI vă trimite parola nouă, tot pe această adresă.',
    ],
    notYou:
      'Dacă nu dumneavoastră ați solicitat parola, nu dați nimănui codul. Parola de acum rămâne bună; ne puteți scrie că nu ați cerut nimic, fără să copiați codul.',
  },
  'recovery-credentials': {
    subject: 'Parola dumneavoastră nouă',
    intro: `La solicitarea primită de la această adresă, contul dumneavoastră din ${SYSTEM} are o parolă nouă. Parola veche nu mai este bună.`,
    facts: ['Dacă nu dumneavoastră ați solicitat-o, răspundeți imediat la acest mail.'],
  },
  reply: {
    subject: (office: string) => `Mesaj de la ${office} despre cererea dumneavoastră de acces`,
  },
};
