/** Filling a form that must be filled. */
import { fillForm } from '../../src/excel/fill.ts';
import type { CredentialValues, FillResult } from '../../src/excel/form.ts';
import { readable, VALID_FORMS, validForm } from './sample-forms.ts';

export type Filled = Extract<FillResult, { ok: true }>;

/** With what is hard to write in some format: two spaces, markup, a letter beyond Latin-1. */
export const VALUES: CredentialValues = {
  credentialsCreatedOn: '2026-03-05',
  webAddress: 'https://acces.exemplu.ro/?a=1&b=2',
  user: 'AB_tepes.s',
  password: 'Kp7-mN4q  Xz2w<&>"ț',
};

export async function filled(original: Uint8Array, values = VALUES): Promise<Filled> {
  const result = await fillForm(original, values);
  if (!result.ok) {
    throw new Error(`not filled: ${result.code}`);
  }
  return result;
}

export function formsOf(kind: 'xls' | 'ods'): readonly string[] {
  return VALID_FORMS.filter((name) => readable(validForm(name)).kind === kind);
}
