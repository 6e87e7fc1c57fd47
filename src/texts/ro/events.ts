/** Ce s-a întâmplat, câte o propoziție: în fir, în istoric și pentru cine a apăsat prea târziu. */
import { inParentheses, more, sentence, sentencesAbout } from '../sentences.ts';

/** What a sentence may tell of an event, in words; '' (or 0) where the event has no such thing. */
export interface EventFacts {
  /** Who did it: "Maria Ionescu", "solicitantul". */
  readonly who: string;
  /** The case's number. */
  readonly number: string;
  /** The office it concerns (opened at, transferred to). */
  readonly office: string;
  readonly fromOffice: string;
  /** A day, formatted. */
  readonly day: string;
  /** Where the paper is filed. */
  readonly file: string;
  /** "12345 din 23.11.2026". */
  readonly registry: string;
  /** Fields updated in the register, or reasons of a correction, in words. */
  readonly list: string;
  /** A person's own text. */
  readonly note: string;
  /** A letter, the corrected fact, the mode of issuing or a state: in words. */
  readonly what: string;
  /** The number of the other case. */
  readonly into: string;
  /** What came, in words: "certificatul, fișierul Excel". */
  readonly documents: string;
}

const said = sentencesAbout('ro')<EventFacts>;
const plain = sentence<EventFacts>;

/** Whoever wrote in a thread, and where: their own words follow as they are. */
const speaker = ({ who, office }: EventFacts): string => `${who || 'Un coleg'}${inParentheses(office)}`;

export const events = {
  opened: plain(
    ({ office }) => `Cererea a sosit pe mail și s-a deschis dosarul${office === '' ? '' : ` la ${office}`}`,
  ),
  'mail-received': said(({ documents }) => `a trimis un mail${documents === '' ? '' : `, cu: ${documents}`}`),
  'mail-repeated': plain(() => 'Aceeași cerere a mai venit o dată pe mail; nu s-a schimbat nimic'),
  'dcg-answered': plain(() => 'DCG a răspuns; datele se pot compara din nou cu eTerra'),
  'workbook-replaced': said(
    ({ list }) =>
      `a trimis alt fișier Excel${list === '' ? '' : ` (schimbat: ${list})`}: datele trebuie verificate din nou`,
  ),
  taken: said(() => 'a preluat dosarul'),
  'taken-by-di': said(() => 'a preluat dosarul la DI'),
  reassigned: said(({ into }) => `a dat dosarul ${into === '' ? 'altui coleg' : `în grija: ${into}`}`),
  verified: said(() => 'a marcat datele ca verificate'),
  'documents-sorted': said(() => 'a spus ce este fiecare document'),
  'register-updated': said(
    ({ list, note }) => `a actualizat datele în eTerra${more(list)}${inParentheses(note)}`,
  ),
  'asked-of-dcg': said(({ note }) => `a cerut actualizarea la DCG${more(note)}`),
  'correction-asked': said(
    ({ list, note }) => `a cerut solicitantului corectarea${more([list, note].filter(Boolean).join(' · '))}`,
  ),
  'original-recorded': said(
    ({ day, file }) =>
      `a consemnat originalul semnat și îndosariat${day === '' ? '' : `, primit la ${day}`}${inParentheses(file)}`,
  ),
  'registry-recorded': said(
    ({ registry }) => `a consemnat numărul de înregistrare${registry === '' ? '' : ` ${registry}`}`,
  ),
  approved: said(
    ({ note }) => `a aprobat cererea și a trimis-o la DI${note === '' ? '' : `, cu motivul: ${note}`}`,
  ),
  'credentials-issued': said(
    ({ what }) => `a emis credențialele${inParentheses(what)}; mailurile sunt pe drum`,
  ),
  'credentials-mailed': plain(() => 'Mailul cu credențialele a plecat la adresa din formular'),
  'secretary-mailed': plain(
    () => 'Mailul cu fișierul fără parolă a plecat la secretar: USERUL se poate nota pe original',
  ),
  'credentials-undelivered': plain(
    () =>
      'Mailul cu credențialele nu a ajuns la solicitant: dosarul revine la oficiu pentru un formular corectat',
  ),
  'letter-undelivered': plain(({ what }) => `Nu a ajuns la destinatar${more(what)}`),
  'letter-delivered': plain(({ what }) => `De această dată a plecat${more(what)}`),
  'letter-resent': said(({ what }) => `a retrimis${what === '' ? ' mailul' : ` ${what}`}`),
  returned: said(({ note }) => `a returnat dosarul la secretar${more(note)}`),
  'taken-back': said(() => 'a retras dosarul de la DI'),
  'noted-on-original': said(() => 'a notat pe original USERUL și data mailului; dosarul este încheiat'),
  rejected: said(({ note }) => `a respins cererea${more(note)}`),
  withdrawn: said(({ note }) => `a închis dosarul, fiindcă solicitantul a renunțat${more(note)}`),
  'closed-original-missing': said(() => 'a închis dosarul, fiindcă originalul nu a fost depus'),
  transferred: said(
    ({ office, fromOffice, note }) =>
      `a transferat dosarul${fromOffice === '' ? '' : ` de la ${fromOffice}`}${office === '' ? '' : ` la ${office}`}${more(note)}`,
  ),
  merged: said(({ into }) => `a unit dosarul cu ${into === '' ? 'altul' : into}`),
  reopened: said(({ note }) => `a redeschis dosarul${more(note)}`),
  'fact-corrected': said(
    ({ what, note }) => `a retras o consemnare greșită${inParentheses(what)}${more(note)}`,
  ),
  'applicant-written': said(({ note }) => `a scris solicitantului${more(note)}`),
  escalated: said(({ what, note }) => `a escaladat dosarul la ${what}${more(note)}`),
  'escalation-closed': said(({ what, note }) => `a închis escaladarea la ${what}${more(note)}`),
  'escalation-answered': (facts: EventFacts) => `${facts.what}${more(facts.note)}`,
  'thread-said': (facts: EventFacts) =>
    `${speaker(facts)}${facts.note === '' ? ' a scris în fir.' : more(facts.note)}`,
  'thread-corrected': (facts: EventFacts) =>
    `${speaker(facts)} a corectat${facts.note === '' ? ' un mesaj.' : more(facts.note)}`,
  'thread-unsaid': (facts: EventFacts) => `${speaker(facts)} a șters un mesaj.`,
  'details-opened': said(() => 'a deschis detaliile'),
  'document-opened': said(() => 'a deschis un document'),
  'applicant-reminded': plain(
    ({ what }) => `Solicitantului i s-a amintit pe mail${what === '' ? '' : ` de ${what}`}`,
  ),
  'close-offered': plain(
    () => 'Solicitantul nu a răspuns nici după mailurile de amintire: dosarul se poate închide',
  ),
  'supervisor-told': plain(
    ({ what }) =>
      `Termenul a trecut de o zi${what === '' ? '' : ` în starea „${what}”`}: coordonatorul este anunțat`,
  ),
  'became-overdue': plain(({ what }) => `Termenul a trecut${what === '' ? '' : ` în starea „${what}”`}`),
};

/** What the applicant is reminded of, as it stands in the sentence. */
export const remindedOf = { original: 'original', correction: 'corectare' };
