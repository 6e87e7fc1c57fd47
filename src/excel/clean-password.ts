import { plainText } from './cell-text.ts';
import { fillForm } from './fill.ts';
import type { CredentialValues } from './form.ts';
import { locateForm } from './locate.ts';
import { preflight } from './preflight.ts';
import { gridsOf } from './read-form.ts';
import { WorkbookRefused } from './refusal.ts';

/**
 * Whether a workbook that came by mail carries a password, and the same workbook without it. `unknown`: it could not be
 * read, so nobody can tell. `bytes` is null where the password cannot be taken out with proof.
 */
export type CleanedWorkbook =
  | { readonly carries: 'nothing' }
  | { readonly carries: 'unknown' }
  | { readonly carries: 'password'; readonly bytes: Uint8Array | null };

/** The cells are the agency's: what an applicant sends back has them empty, as in the form that he downloads (A1). */
const EMPTY: CredentialValues = { credentialsCreatedOn: '', webAddress: '', user: '' };
/** What stands for "nothing yet" in the cell: a dash, dots, a line to write on. */
const NO_PASSWORD = /^[\s._–—-]*$/u;

/**
 * A22 for what comes back: the credentials that an earlier issue put into the form are emptied, and no trace of the old
 * password remains in any part of the file. Not bounded by itself: see openExcel (bounded-excel.ts).
 */
export async function cleanPassword(original: Uint8Array): Promise<CleanedWorkbook> {
  const password = passwordIn(original);
  if (password === null) {
    return { carries: 'unknown' };
  }
  if (NO_PASSWORD.test(password)) {
    return { carries: 'nothing' };
  }
  const cleaned = await fillForm(original, EMPTY);
  const clean = cleaned.ok && cleaned.oldPasswordTraces.length === 0;
  return { carries: 'password', bytes: clean ? cleaned.bytes : null };
}

/** The text of the cell "Parola", empty where there is none; null for a file that cannot be read. */
function passwordIn(original: Uint8Array): string | null {
  try {
    const { found } = locateForm(gridsOf(preflight(original)));
    return plainText(found.get('password')?.cell ?? null).trim();
  } catch (error) {
    if (error instanceof WorkbookRefused) {
      return null;
    }
    throw error;
  }
}
