import type { CredentialName, FieldName } from './form.ts';

/** Every label of sheet DATE that we look for. */
export type LabelName = FieldName | CredentialName;

const NUMBER = '(nr|numar(ul)?)';
const SERIES = `seri[ae] si ${NUMBER}`;

/** A paper's name with "serie și număr" before or after it, or without. */
function joined(series: string, paper: string): RegExp {
  return new RegExp(`^((${series}) )?${paper}( (${series}))?$`);
}

/**
 * How people, and programs, write the labels once folded (see foldLabel). A form's new layout is a change here,
 * with a fixture. What stands in brackets on the form, such as "(serie și număr)", is folded away.
 */
const LABELS: readonly (readonly [name: LabelName, pattern: RegExp])[] = [
  ['lastName', /^nume(le)?( de familie)?( solicitant(ului)?)?$/],
  ['firstName', /^prenume(le)?( solicitant(ului)?)?$/],
  ['cnp', /^(cnp|cod(ul)? numeric personal)( cnp)?$/],
  ['idDocument', joined(SERIES, '(act(ul)?( de)? identitate|ci|bi|ci bi|bi ci|carte(a)? de identitate)')],
  ['county', /^judet(ul)?( de)?( domiciliu(lui)?)?$/],
  ['locality', /^(oras )?localitate(a)?( de)?( domiciliu(lui)?)?$/],
  ['address', /^adresa( completa)?( de)?( domiciliu(lui)?)?$/],
  ['phone', /^((nr|numar(ul)?) )?(de )?tel(efon(ul)?)?( mobil| fix| fax| de contact)*$/],
  ['email', /^((adresa )?(de )?(e ?mail|posta electronica)|mail)$/],
  ['authorisationClass', /^(clasa|categoria)( (de )?autorizati(ei|e)| de autorizare)?$/],
  [
    'authorisation',
    joined(
      `${SERIES}|${NUMBER}`,
      '(certificat(ul|ului)?(( de)? autorizare)?|autorizati(e|ei)( de autorizare)?)',
    ),
  ],
  [
    'authorisedOn',
    /^data (emiterii|eliberarii|autorizarii)( (autorizatiei|certificatului))?( de autorizare)?$/,
  ],
  ['office', /^((oficiul|indicativ(ul)?) )?ocpi( emitent| indicativ)?( judet)?$/],
  ['legalForm', /^forma( juridica| de organizare| de exercitare( a profesiei)?)$/],
  ['company', /^(denumire(a)? (firm(a|ei)( pfa)?|societat(e|ii))|firma)$/],
  ['taxId', /^(cui|cif|cui cif|cod(ul)? (unic|fiscal)( de inregistrare)?)$/],
  ['requestedOn', /^data (cererii|cerere|completarii)$/],
  ['credentialsCreatedOn', /^data cre\w{1,6} credential(elor|e)$/],
  ['webAddress', /^(adresa (web|site)( a aplicatiei)?|link( aplicatie)?|url)$/],
  ['user', /^(user(ul)?( ?name)?|utilizator(ul)?|nume(le)?( de)? utilizator)$/],
  ['password', /^(parola|password)( de acces| initiala)?$/],
];

const LONGEST_LABEL = 80;

/**
 * A label without what differs between two people who mean the same: case, diacritics of either kind, brackets,
 * colons and dots, zero-width characters.
 */
export function foldLabel(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Combining marks; zero-width characters and joiners.
      .replace(/[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
      .toLowerCase()
      .replace(/\([^)]*\)/g, ' ')
      .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** Which label a cell's text is, or null. */
export function labelName(text: unknown): LabelName | null {
  if (typeof text !== 'string' || text.length > LONGEST_LABEL) {
    return null;
  }
  const folded = foldLabel(text);
  return LABELS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** Is this the sheet that the applicant fills in? "DATE", "Date " and the like. */
export function isDataSheet(name: string): boolean {
  return foldLabel(name) === 'date';
}
