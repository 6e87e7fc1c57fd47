import { dayValue } from './date-cell.ts';
import type { NewValue } from './edit-sheet.ts';
import { CREDENTIAL_NAMES, type CredentialName, type CredentialValues } from './form.ts';
import type { LocatedForm } from './locate.ts';

/** The four cells that A20 fills, by what they are for; null if the form lacks one, or two share a cell. */
export function credentialRefs(located: LocatedForm): ReadonlyMap<CredentialName, string> | null {
  const refs = new Map<CredentialName, string>();
  for (const name of CREDENTIAL_NAMES) {
    const place = located.found.get(name)?.place;
    if (place === undefined || [...refs.values()].includes(place.ref)) {
      return null;
    }
    refs.set(name, place.ref);
  }
  return refs;
}

/** What one of them shall hold, given how the cell shows numbers; nothing where there is no value (A22). */
export function credentialValue(
  values: CredentialValues,
  name: CredentialName,
  showsDates: boolean,
  date1904: boolean,
): NewValue {
  const text = values[name] ?? '';
  if (text === '') {
    return null;
  }
  return name === 'credentialsCreatedOn' ? dayValue(text, showsDates, date1904) : { text };
}
