import type { CredentialName, FieldName } from './form.ts';

/** Every label of sheet DATE that we look for. */
export type LabelName = FieldName | CredentialName;

/**
 * How people, and programs, write the labels once folded (see foldLabel). A form's new layout is a change here,
 * with a fixture. What stands in brackets on the form, such as "(serie și număr)", is folded away.
 */
const LABELS: readonly (readonly [name: LabelName, pattern: RegExp])[] = [
  ['lastName', /^nume(le)?( de familie)?$/],
  ['firstName', /^prenume(le)?$/],
  ['cnp', /^(cnp|cod(ul)? numeric personal)( cnp)?$/],
  [
    'idDocument',
    /^(act(ul)?( de)? identitate|(ci|bi|ci bi|bi ci)|carte(a)? de identitate)( serie si (nr|numar))?$/,
  ],
  ['county', /^judet(ul)?( de)?( domiciliu(lui)?)?$/],
  ['locality', /^localitate(a)?( de)?( domiciliu(lui)?)?$/],
  ['address', /^adresa( completa)?( de)?( domiciliu(lui)?)?$/],
  ['phone', /^((nr|numar(ul)?) )?(de )?telefon(ul)?( mobil| fix)?$/],
  ['email', /^((adresa )?(de )?(e ?mail|posta electronica))$/],
  ['authorisationClass', /^clasa( (de )?autorizati(ei|e)| de autorizare)?$/],
  [
    'authorisation',
    /^((seria|serie) si (nr|numar(ul)?) )?(certificat(ul|ului)?( de autorizare)?|(nr|numar(ul)?) certificat(ului)?( de autorizare)?|autorizati(e|ei))$/,
  ],
  ['authorisedOn', /^data (emiterii|eliberarii)( (autorizatiei|certificatului))?( de autorizare)?$/],
  ['office', /^(ocpi|(indicativ )?ocpi( indicativ( judet)?)?)$/],
  ['legalForm', /^forma( juridica| de organizare)$/],
  ['company', /^(denumire(a)? (firm(a|ei)|societat(e|ii))|firma)$/],
  ['taxId', /^(cui|cif|cui cif|cod(ul)? (unic|fiscal)( de inregistrare)?)$/],
  ['requestedOn', /^data cererii$/],
  ['credentialsCreatedOn', /^data cre\w{1,6} credentialelor$/],
  ['webAddress', /^adresa web( a aplicatiei)?$/],
  ['user', /^(user(ul)?|utilizator(ul)?|nume(le)?( de)? utilizator)$/],
  ['password', /^parola$/],
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
