/** Ce i se răspunde, numai lui, celui care a apăsat: s-a făcut, nu s-a făcut, ce este de completat. */
import { remindedOf } from './events.ts';

/** What a refusal may tell, in words; '' where it does not apply. */
export interface RefusalFacts {
  /** What the case's last step was, a sentence without its full stop: "Maria Ionescu a aprobat cererea". */
  readonly lastStep: string;
  /** When that was, formatted. */
  readonly when: string;
  /** The case's state, in words. */
  readonly state: string;
  /** Who may act now: "secretarul comisiei de la OCPI Alba". */
  readonly mayAct: string;
  /** The office of the case. */
  readonly office: string;
  /** The role that was needed, in words. */
  readonly role: string;
  /** What blocks or failed, in words, joined. */
  readonly list: string;
  /** The person in question, by name. */
  readonly who: string;
}

const NOTHING = 'Nu s-a schimbat nimic.';
type Told = (facts: RefusalFacts) => string;
const told =
  (sentences: Told): Told =>
  (facts) =>
    `${NOTHING} ${sentences(facts)}`;

const lastStep = (facts: RefusalFacts) => `${facts.lastStep} (${facts.when}).`;

export const answers = {
  remindedOf,
  /** "secretarul comisiei de la OCPI Alba". */
  mayAct: {
    secretary: (office: string) => `secretarul comisiei de la ${office}`,
    supervisor: (office: string) => `coordonatorul de la ${office}`,
    di: 'un ofițer DI',
    nobody: 'nimeni, până pleacă mailurile',
  },
  refusals: {
    'not-your-role': told(
      ({ role }) =>
        `Pentru aceasta este nevoie de rolul: ${role}. Dacă vi se cuvine, cereți-l unui administrator.`,
    ),
    'not-your-office': told(
      ({ office }) => `Dosarul este al ${office}; poate lucra la el numai cineva de acolo.`,
    ),
    'already-done': told((facts) => `S-a făcut deja. ${lastStep(facts)} Starea acum: ${facts.state}.`),
    'wrong-state': told(
      (facts) =>
        `Dosarul este acum în starea „${facts.state}”. ${lastStep(facts)} Poate acționa ${facts.mayAct}.`,
    ),
    blocked: told(({ list }) => `Nu se poate încă, fiindcă: ${list}.`),
    'reason-needed': told(
      ({ list }) => `Unele verificări nu au trecut (${list}). Scrieți de ce se poate aproba totuși.`,
    ),
    'dcg-not-answered': told(
      () => 'DCG nu a răspuns încă. Așteptați răspunsul sau bifați că aprobați fără el.',
    ),
    'approver-may-not-issue': told(
      () => 'Cine aprobă un dosar nu îi emite și credențialele. Rugați un coleg de la DI.',
    ),
    'other-workbook': told(
      () =>
        'Între timp solicitantul a trimis alt fișier Excel. Redeschideți fereastra și uitați-vă la datele noi.',
    ),
    'account-not-confirmed': told(() => 'Creați întâi contul în aplicație, apoi bifați confirmarea.'),
    'taken-by-di': told(({ who }) => `Dosarul este preluat la DI de ${who}. Rugați DI să îl returneze.`),
    'colleague-without-role': told(
      ({ role }) => `Colegul ales nu are aici rolul: ${role}. Alegeți pe cineva care îl are.`,
    ),
    'same-office': told(() => 'Dosarul este deja la acest oficiu. Alegeți altul.'),
    'same-case': told(() => 'Un dosar nu se poate uni cu el însuși. Alegeți altul.'),
    'nothing-to-correct': told(() => 'Consemnarea aceasta nu mai există; poate a corectat-o deja cineva.'),
    'nothing-to-resend': told(() => 'Mailul nu mai are nevoie să fie retrimis.'),
    'day-in-future': told(() => 'Ziua este în viitor. Alegeți ziua în care a sosit originalul.'),
    /** No account of the product belongs to this person. */
    'unknown-person': told(() => 'Nu vă cunosc încă. Rugați un administrator să vă dea un rol („rol”).'),
    'case-not-found': told(() => 'Dosarul nu mai există sau cardul este foarte vechi.'),
    'document-not-found': `${NOTHING} Documentul nu este la acest dosar. Redeschideți fereastra cu detalii.`,
    'stale-card': told(
      () => 'Cardul era vechi și a fost împrospătat. Uitați-vă din nou și repetați, dacă mai este nevoie.',
    ),
    'account-suspended': (user: string) =>
      `Contul ${user} este suspendat: nu se emite nimic pentru el și nu s-a schimbat nimic. Returnați dosarul oficiului, cu motivul; contul îl reactivează administratorul, după ce autorizația este din nou valabilă.`,
    'world-broke':
      'Ceva nu a mers la noi și nu știm dacă s-a salvat. Uitați-vă la card; dacă nu s-a schimbat, încercați din nou.',
  },
  workbookConverted:
    'Fișierul solicitantului nu a putut fi completat în forma lui: datele citite din el sunt puse în formularul obișnuit (.xlsx), iar mailul îi spune acest lucru. Originalul rămâne la dosar.',
  confirmations: {
    verify: 'Datele sunt marcate ca verificate.',
    'sort-documents': 'Felul documentelor este salvat.',
    'update-register': 'Actualizarea din eTerra este consemnată.',
    'send-to-dcg': 'Mailul către DCG pleacă acum.',
    'ask-correction': 'Solicitantul primește un mail cu ce are de corectat.',
    'record-original': 'Originalul este consemnat.',
    'record-registry': 'Numărul de înregistrare este salvat.',
    approve: 'Cererea este aprobată și trimisă la DI.',
    take: 'Ați preluat dosarul.',
    issue: 'Credențialele sunt emise; mailurile pleacă acum.',
    return: 'Dosarul s-a întors la secretar.',
    'take-back': 'Dosarul este retras de la DI.',
    'note-on-original': 'Notat. Dosarul este încheiat.',
    reject: 'Cererea este respinsă, iar solicitantul primește un mail.',
    withdraw: 'Dosarul este închis la cererea solicitantului.',
    'close-original-missing': 'Dosarul este închis, iar solicitantul primește un mail.',
    transfer: 'Dosarul este transferat.',
    merge: 'Dosarul este unit cu celălalt.',
    reopen: 'Dosarul este redeschis.',
    'correct-fact': 'Consemnarea este retrasă.',
    'write-to-applicant': 'Mailul către solicitant pleacă acum.',
    resend: 'Mailul pleacă din nou.',
    escalate: 'Dosarul este escaladat; ce se scrie în fir ajunge și acolo.',
    'close-escalation': 'Escaladarea este închisă.',
    'open-document': 'Legătura de mai jos se deschide o singură dată, în următoarele două minute.',
    'unsorted-request': 'S-a deschis un dosar nou.',
    'unsorted-attach': 'Mailul este atașat la dosar.',
    'unsorted-dismiss': 'Mailul este pus deoparte.',
  },
  inputErrors: {
    summary: 'Nu s-a salvat nimic încă. Completați câmpurile marcate.',
    required: 'Completați acest câmp.',
    tooLong: (most: number) => `Cel mult ${most} de semne.`,
    dateInvalid: 'Aceasta nu este o dată. Alegeți una din calendar.',
    dateInFuture: 'Ziua este în viitor.',
    reasonMissing: 'Scrieți motivul.',
    reasonsOrText: 'Bifați un motiv sau scrieți un text.',
    registryIncomplete: 'Numărul și data înregistrării se completează împreună.',
    notCompared: 'Comparați originalul cu scanarea, apoi bifați.',
    notConfirmed: 'Creați întâi contul în aplicație, apoi bifați.',
    dcgNotConfirmed: 'Bifați dacă aprobați fără răspunsul DCG.',
    userTaken: 'Acest nume de utilizator este deja al altcuiva. Verificați în aplicație.',
    userInvalid: 'Numele de utilizator poate avea litere, cifre, punct, liniuță și semnul _; fără spații.',
    webAddressInvalid: 'Adresa trebuie să înceapă cu https:// sau http:// și să fie întreagă.',
    passwordTooShort: 'Parola are nevoie de cel puțin 4 semne.',
    passwordTooLong: 'Parola poate avea cel mult 64 de semne.',
    passwordNotAllowed:
      'Parola are un semn care nu se poate scrie într-o celulă Excel sau spații la capete. Alegeți alta.',
    passwordInFile:
      'Acest text se află deja în fișierul solicitantului, deci nu ar putea fi șters sigur din el. Alegeți altă parolă.',
    modeInvalid: 'Alegeți ce se emite.',
    officeUnknown: 'Alegeți un oficiu din listă.',
    addressOfOffice: (domain: string) =>
      `Scrieți o singură adresă de e-mail a oficiului, care se încheie cu @${domain}.`,
    caseUnknown: 'Nu găsesc un dosar cu acest număr la oficiul dumneavoastră.',
    caseClosed: 'Dosarul acesta este încheiat. Coordonatorul îl poate redeschide.',
    caseNumberInvalid: 'Numărul arată așa: AB-2026-00042.',
    factUnknown: 'Alegeți o consemnare din listă.',
    kindUnknown: 'Alegeți felurile din listă.',
    fieldUnknown: 'Bifați câmpuri din listă.',
  },
};
