/** Parola pierdută (R1–R4): cardul DI, ce s-a întâmplat și de ce nu se poate. */
import { counted } from './words.ts';

/** What a sentence may tell of an event; '' where there is nothing. */
export interface RecoverySaying {
  readonly who: string;
  readonly note: string;
  /** An instant, formatted. */
  readonly when: string;
}

export const recovery = {
  title: (number: string) => `Parolă nouă · ${number}`,
  states: {
    received: 'De verificat de DI',
    'awaiting-code': 'Așteaptă codul',
    issuing: 'Se trimite parola',
    closed: 'Închis',
    rejected: 'Respins',
  },
  labels: {
    address: 'Adresa',
    mail: 'Mailul',
    account: 'Cont',
    code: 'Cod',
    due: 'Termen',
    closing: 'Încheiere',
  },
  addressIs: {
    matches: 'este adresa înregistrată a unui cont',
    several: 'este înregistrată la mai multe conturi, iar mailul nu numește USERUL',
    unknown: 'nu este înregistrată la niciun cont',
  },
  mailNotKnown: 'încă nu s-a verificat de unde vine mailul',
  provenByCode: 'dovedit: s-a răspuns cu codul trimis la adresa înregistrată',
  /** In the office's channel. */
  suspendedAsked: (user: string, person: string) =>
    `S-a cerut o parolă nouă pentru contul suspendat ${user} (${person}). Nu se emite nimic. Dacă autorizația este din nou valabilă, cereți administratorului să reactiveze contul; altfel nu aveți nimic de făcut.`,
  suspended: 'SUSPENDAT: nu se emite nimic',
  codeSent: (until: string, tries: number) =>
    `trimis la adresa înregistrată, valabil până la ${until}; ${counted(tries, 'încercare rămasă', 'încercări rămase')}`,
  codesSpent: 'cinci coduri greșite: nu se mai trimite altul în acest dosar',
  undelivered: 'Mailul cu parola nouă nu a ajuns. Dacă adresa este bună, emiteți altă parolă.',
  issued: (user: string, who: string, when: string) =>
    `parola contului ${user} a fost emisă de ${who}, ${when}`,
  becameProblem: (who: string, when: string, number: string) =>
    `nu este o parolă pierdută: ${who} a făcut din mail problema ${number}, ${when}`,
  rejected: (who: string, when: string, why: string) => `respins de ${who}, ${when}: ${why}`,
  help: {
    issue:
      'Adresa se potrivește și este dovedit că cererea vine de la ea. Parola pleacă numai la adresa înregistrată.',
    code: 'Adresa se potrivește, dar nimic nu dovedește că mailul vine de la ea. Trimiteți un cod: cine răspunde cu el citește căsuța înregistrată.',
    several:
      'Mai multe conturi au această adresă. Solicitantul trebuie să scrie din nou, cu USERUL; altfel respingeți.',
    refuse:
      'Nu se poate emite nimic din acest dosar. Respingeți; solicitantul nu află dacă adresa are un cont.',
    wait: 'Se așteaptă răspunsul cu codul, de la adresa înregistrată.',
  },
  speak: (number: string, state: string) => `Cerere de parolă nouă ${number}: ${state}.`,
  fallback: (number: string, state: string) =>
    `Cerere de parolă nouă ${number}: ${state}. Aplicația aceasta nu poate arăta cardul; deschideți-l pe calculator.`,
  events: {
    'recovery-opened': () => 'Cererea de parolă nouă a sosit pe mail.',
    'recovery-asked-again': () => 'Aceeași adresă a mai cerut o dată parola nouă.',
    'recovery-mail-received': ({ who }: RecoverySaying) => `A sosit un mail în acest dosar (${who}).`,
    'code-sent': ({ who, when }: RecoverySaying) =>
      `${who} a trimis codul la adresa înregistrată; este valabil până la ${when}.`,
    'code-answered': () => 'S-a răspuns cu codul bun de la adresa înregistrată: parola se poate emite.',
    'code-wrong': () => 'S-a răspuns cu un cod greșit.',
    'code-expired': () => 'Codul a expirat fără răspunsul bun.',
    'code-undelivered': () => 'Mailul cu codul nu a ajuns la adresa înregistrată. Puteți trimite altul.',
    'office-told': ({ note }: RecoverySaying) =>
      `Contul ${note} este suspendat: oficiul lui a fost anunțat că s-a cerut o parolă nouă.`,
    'recovery-details-opened': ({ who }: RecoverySaying) => `${who} a deschis detaliile.`,
    'recovery-overdue': () => 'Termenul a trecut: cererea de parolă nu este încheiată.',
    'recovery-issued': ({ who }: RecoverySaying) => `${who} a emis parola nouă; mailul este pe drum.`,
    'recovery-mailed': () => 'Mailul cu parola nouă a plecat la adresa înregistrată.',
    'recovery-undelivered': () => 'Mailul cu parola nouă nu a ajuns la adresa înregistrată.',
    'recovery-became-problem': ({ who, note }: RecoverySaying) =>
      `${who} a făcut din mail problema ${note}: nu este o parolă pierdută.`,
    'recovery-rejected': ({ who, note }: RecoverySaying) => `${who} a respins cererea: ${note}`,
  },
  refusals: {
    'already-closed': 'Dosarul este deja încheiat. Nu s-a schimbat nimic.',
    'under-way': 'Se așteaptă codul sau mailul cu parola este pe drum. Nu s-a schimbat nimic.',
    'not-registered': 'Adresa nu este înregistrată la niciun cont. Nu s-a schimbat nimic.',
    'several-accounts':
      'Adresa este a mai multor conturi, iar mailul nu numește USERUL. Nu s-a schimbat nimic.',
    'not-proven': 'Nu este dovedit că cererea vine de la adresa înregistrată. Nu s-a schimbat nimic.',
    'nothing-to-prove': 'Mailul este deja dovedit: parola se poate emite fără cod. Nu s-a schimbat nimic.',
    suspended: 'Contul este suspendat: nu se emite nimic pentru el. Nu s-a schimbat nimic.',
    'codes-spent':
      'S-au scris cinci coduri greșite: în acest dosar nu se mai trimite altul. Nu s-a schimbat nimic.',
    'already-done': 'Pasul acesta s-a făcut deja. Nu s-a schimbat nimic.',
    'escalation-open': 'Închideți întâi escaladarea. Nu s-a schimbat nimic.',
    'not-confirmed': 'Bifați că parola este setată în aplicație.',
  },
  done: {
    issue: 'Parola nouă pleacă la adresa înregistrată.',
    code: 'Codul pleacă la adresa înregistrată.',
    reject: 'Cererea este respinsă.',
    problem: (number: string) =>
      `Mailul este acum problema ${number}, cu cardul ei; dosarul acesta s-a încheiat.`,
    escalate: 'Întrebarea pleacă; răspunsul vine în firul cardului.',
    'close-escalation': 'Escaladarea este închisă.',
  },
};
