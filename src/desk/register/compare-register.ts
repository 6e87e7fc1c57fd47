/** The form beside the register (A11): what is the same, what differs, and whether the authorisation holds. */
import type { FieldName, FormFields } from '../../excel/form.ts';
import { foldName } from '../../store/fold.ts';
import { authorisationKey, type OpenedEntry } from '../../store/register.ts';
import type { Reads } from '../../store/unit-of-work.ts';
import type { Day } from '../../workflow/case.ts';

export interface Difference {
  readonly field: FieldName;
  /** What the register says, as it was imported: for people with the role only. */
  readonly register: string;
}

export type RegisterFinding =
  /** Nobody has this authorisation; `byName`: somebody of this name has another one. */
  | { readonly kind: 'unknown'; readonly byName: boolean }
  | {
      readonly kind: 'found';
      readonly same: readonly FieldName[];
      readonly differing: readonly Difference[];
      /** The last day of the authorisation, where it has passed; else null. */
      readonly expiredOn: Day | null;
      /** Code of the office in the register, where it is another one than the case's; else null. */
      readonly otherOffice: string | null;
    };

/** Null while no list was imported, or the form names no authorisation. */
export async function findInRegister(
  reads: Reads,
  fields: FormFields,
  office: string,
  today: Day,
): Promise<RegisterFinding | null> {
  const entry = await reads.registerEntry(fields.authorisation);
  if (entry) {
    return compareWithRegister(fields, entry, office, today);
  }
  if (authorisationKey(fields.authorisation) === '' || (await reads.registerDate()) === undefined) {
    return null;
  }
  const names = [`${fields.lastName} ${fields.firstName}`, `${fields.firstName} ${fields.lastName}`];
  for (const name of names) {
    if ((await reads.registerByName(name)).length > 0) {
      return { kind: 'unknown', byName: true };
    }
  }
  return { kind: 'unknown', byName: false };
}

/** What the register leaves empty is not compared: nobody can say that it differs. */
export function compareWithRegister(
  fields: FormFields,
  entry: OpenedEntry,
  office: string,
  today: Day,
): Extract<RegisterFinding, { kind: 'found' }> {
  const compared: readonly (readonly [FieldName, boolean, string])[] = [
    ...nameFields(fields, entry.name),
    [
      'authorisationClass',
      sameText(fields.authorisationClass, entry.authorisationClass),
      entry.authorisationClass,
    ],
    ['email', sameText(fields.email, entry.email), entry.email],
    ['phone', samePhone(fields.phone, entry.phone), entry.phone],
    ['office', fields.office === '' || fields.office === entry.office, entry.office],
  ];
  const known = compared.filter(([, , register]) => register.trim() !== '');
  return {
    kind: 'found',
    same: known.flatMap(([field, isSame]) => (isSame ? [field] : [])),
    differing: known.flatMap(([field, isSame, register]) => (isSame ? [] : [{ field, register }])),
    expiredOn: entry.validUntil !== '' && entry.validUntil < today ? entry.validUntil : null,
    otherOffice: entry.office === office ? null : entry.office,
  };
}

/** Names in either order are one name; where they differ, the field whose words the register lacks is named. */
function nameFields(
  { lastName, firstName }: FormFields,
  name: string,
): readonly (readonly [FieldName, boolean, string])[] {
  const words = wordsOf(name);
  const has = (part: string): boolean => wordsOf(part).every((word) => words.includes(word));
  const isWhole = wordsOf(`${lastName} ${firstName}`).length === words.length;
  const bothFound = has(lastName) && has(firstName);
  return [
    ['lastName', bothFound ? isWhole : has(lastName), name],
    ['firstName', has(firstName), name],
  ];
}

function wordsOf(text: string): string[] {
  return foldName(text)
    .split(/[\s-]+/)
    .filter(Boolean);
}

function sameText(form: string, register: string): boolean {
  return foldName(form).replace(/\s+/g, '') === foldName(register).replace(/\s+/g, '');
}

/** The last nine digits: with or without +40 or the leading zero. */
function samePhone(form: string, register: string): boolean {
  const digits = (text: string): string => text.replace(/\D/g, '').slice(-9);
  return digits(form) === digits(register);
}
