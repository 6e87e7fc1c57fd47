import type { CnpFault } from './cnp.ts';
import type { EmailFault } from './email-address.ts';
import type { FieldName } from './form.ts';

/** A field as the form's label says it. */
export const FIELD_TITLES: Readonly<Record<FieldName, string>> = {
  lastName: 'Nume',
  firstName: 'Prenume',
  cnp: 'CNP',
  idDocument: 'Act de identitate',
  county: 'Județ domiciliu',
  locality: 'Localitate',
  address: 'Adresa',
  phone: 'Telefon',
  email: 'E-mail',
  authorisationClass: 'Clasa autorizației',
  authorisation: 'Certificat de autorizare',
  office: 'OCPI',
  authorisedOn: 'Data emiterii autorizației',
  legalForm: 'Forma de organizare',
  company: 'Denumire firmă',
  taxId: 'CUI',
  requestedOn: 'Data cererii',
};

export type ProblemCode =
  | 'missing'
  | 'label-missing'
  | 'formula-unknown'
  | 'too-long'
  | 'cnp-rounded'
  | `cnp-${CnpFault}`
  | `email-${EmailFault}`
  | 'phone-format'
  | 'class-unknown'
  | 'office-unknown'
  | 'authorisation-format'
  | 'authorisation-county'
  | 'authorisation-other-office'
  | 'tax-id-format'
  | 'date-format'
  | 'date-too-old'
  | 'date-future'
  | 'date-order';

const ONE_ADDRESS = 'o singură adresă, de forma nume@exemplu.ro';
const A_DAY = 'o dată de forma 15.03.2012';
const AUTHORISATION = 'de forma RO-AB-F Nr. 0123';

/** What is expected and what the reader should do. Without personal data. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemCode, { expected: string; message: string }>> = {
  missing: { expected: 'completat', message: 'nu este completat. Completați rubrica din foaia DATE.' },
  'label-missing': {
    expected: 'rubrica din formular',
    message: 'rubrica lipsește din foaia DATE. Folosiți formularul publicat, fără a-i șterge rândurile.',
  },
  'formula-unknown': {
    expected: 'o valoare scrisă',
    message: 'celula conține o formulă fără rezultat. Scrieți valoarea în locul formulei.',
  },
  'too-long': {
    expected: 'cel mult 500 de caractere',
    message: 'textul este neobișnuit de lung. Scurtați-l.',
  },
  'cnp-rounded': {
    expected: '13 cifre',
    message:
      'Excel a rotunjit numărul și ultimele cifre s-au pierdut. Scrieți din nou toate cele 13 cifre, ca text.',
  },
  'cnp-format': {
    expected: '13 cifre',
    message: 'trebuie să aibă exact 13 cifre. Corectați-l după actul de identitate.',
  },
  'cnp-checksum': {
    expected: 'cifra de control potrivită',
    message:
      'cifra de control nu se potrivește, deci cel puțin o cifră este greșită. Verificați-l după actul de identitate.',
  },
  'cnp-birth-date': {
    expected: 'o dată de naștere posibilă',
    message: 'data nașterii cuprinsă în el nu există. Verificați-l după actul de identitate.',
  },
  'cnp-county-code': {
    expected: 'un cod de județ existent',
    message: 'codul de județ cuprins în el nu există. Verificați-l după actul de identitate.',
  },
  'email-missing': {
    expected: ONE_ADDRESS,
    message: 'nu este completat. Scrieți adresa la care doriți să primiți credențialele.',
  },
  'email-injection': {
    expected: ONE_ADDRESS,
    message:
      'celula are mai multe rânduri sau caractere ascunse. Scrieți o singură adresă, pe un singur rând.',
  },
  'email-several': {
    expected: ONE_ADDRESS,
    message:
      'sunt scrise mai multe adrese. Păstrați una singură, cea la care doriți să primiți credențialele.',
  },
  'email-display-name': {
    expected: ONE_ADDRESS,
    message: 'pe lângă adresă apare și alt text. Scrieți numai adresa.',
  },
  'email-look-alike': {
    expected: ONE_ADDRESS,
    message:
      'adresa conține litere care doar seamănă cu cele obișnuite sau au diacritice. Scrieți-o din nou, de la tastatură.',
  },
  'email-format': { expected: ONE_ADDRESS, message: 'nu este o adresă de e-mail corectă. Corectați adresa.' },
  'phone-format': {
    expected: '10 cifre, de forma 0722 123 456',
    message: 'nu este un număr de telefon românesc cu 10 cifre. Corectați numărul.',
  },
  'class-unknown': {
    expected: 'A, B, C sau D',
    message: 'clasa trebuie să fie A, B, C sau D. Alegeți-o din listă.',
  },
  'office-unknown': {
    expected: 'unul dintre cele 42 de indicative (AB … VN)',
    message: 'indicativul nu este al unui oficiu. Alegeți-l din listă.',
  },
  'authorisation-format': {
    expected: AUTHORISATION,
    message: `seria și numărul trebuie scrise ca pe certificat, ${AUTHORISATION}.`,
  },
  'authorisation-county': {
    expected: AUTHORISATION,
    message: 'indicativul de județ din serie nu există. Verificați seria după certificat.',
  },
  'authorisation-other-office': {
    expected: 'același indicativ ca la rubrica OCPI',
    message:
      'indicativul din serie este al altui oficiu decât cel ales la rubrica OCPI. Verificați-le pe amândouă.',
  },
  'tax-id-format': {
    expected: '2–10 cifre, eventual cu RO în față',
    message: 'nu este un cod de înregistrare fiscală. Corectați-l sau lăsați rubrica goală.',
  },
  'date-format': { expected: A_DAY, message: `nu este o dată care se poate citi. Scrieți ${A_DAY}.` },
  'date-too-old': {
    expected: A_DAY,
    message: 'data este prea veche pentru a fi adevărată. Verificați anul.',
  },
  'date-future': {
    expected: 'o dată până astăzi',
    message: 'data este în viitor. Verificați ziua, luna și anul.',
  },
  'date-order': {
    expected: 'o dată dinaintea datei cererii',
    message: 'autorizația apare emisă după data cererii. Verificați cele două date.',
  },
};

export type WarningCode =
  | 'macros'
  | 'external-links'
  | 'active-formula'
  | 'renamed'
  | 'credentials-present'
  | 'credentials-cells-missing'
  | 'formula-values'
  | 'international-domain'
  | 'email-link-differs'
  | 'hidden-sheet'
  | 'nothing-filled';

export const WARNING_TEXTS: Readonly<Record<WarningCode, string>> = {
  macros: 'Fișierul conține macrocomenzi. Ele nu sunt rulate aici; nu le porniți nici dumneavoastră.',
  'external-links': 'Fișierul are legături către alte fișiere sau surse de date. Ele nu sunt urmate.',
  'active-formula':
    'Fișierul conține formule care pot trimite date în afară sau porni programe. Ele nu sunt executate aici; ' +
    'nu deschideți fișierul în afara modului protejat.',
  renamed: 'Fișierul are altă extensie decât conținutul său; a fost citit după conținut.',
  'credentials-present':
    'Rubricile pentru credențiale erau deja completate. La emitere sunt înlocuite, iar o parolă veche este ștearsă.',
  'credentials-cells-missing':
    'Din formular lipsește secțiunea pentru credențiale; la emitere se folosește formularul nostru, cu datele citite.',
  'formula-values': 'Unele date sunt rezultatul unor formule; a fost citit rezultatul salvat în fișier.',
  'international-domain':
    'Adresa de e-mail are un domeniu cu litere în afara alfabetului englez. Verificați-o cu atenție.',
  'email-link-differs':
    'Legătura din celula de e-mail duce la altă adresă decât cea scrisă. A fost citită cea scrisă.',
  'hidden-sheet': 'Foaia DATE este ascunsă în fișier.',
  'nothing-filled': 'Formularul este necompletat.',
};
