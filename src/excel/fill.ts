import { plainText } from './cell-text.ts';
import { changeCells, scanSheets } from './change-cells.ts';
import { credentialRefs, credentialValue } from './credential-cells.ts';
import { showsDatesIn } from './date-cell.ts';
import { fillForeign } from './fill-foreign.ts';
import { filledForm } from './filled-form.ts';
import type { CredentialValues, FillResult } from './form.ts';
import { sharedStrings } from './grid.ts';
import { type Preflight, preflight, type WorkbookPreflight } from './preflight.ts';
import { locateInWorkbook, readForm } from './read-form.ts';
import { refusalOf, WorkbookRefused } from './refusal.ts';
import { findTraces } from './scrub.ts';
import type { SheetContents } from './sheet-cells.ts';
import { partText, type Workbook } from './workbook.ts';
import { applyEdits } from './xml.ts';

/**
 * Fills the four cells of A20 in the applicant's own workbook. In an .xlsx, .xlsm, .xls or .ods nothing else changes:
 * every other part stays byte for byte, the filled sheet differs in the four cells, and formulas that depend on them have
 * new stored results (or none, where whoever opens the file must compute them). Other formats (.xlsb, HTML, XML-2003) are
 * answered with our own form, filled with the values read (`note: 'converted'`); so are workbooks that cannot be edited
 * safely, such as those with a damaged sheet beside DATE.
 *
 * Without a password the password's cell is made empty: that is the copy of A22, made from the original, so that
 * the password never was in it. A password which the applicant's form already carried is cleaned away too;
 * where it cannot be taken out of the file, the answer is our own form.
 */
export async function fillForm(original: Uint8Array, values: CredentialValues): Promise<FillResult> {
  try {
    const file = preflight(original);
    const inPlace = tryInPlace(original, file, values);
    if (inPlace !== null && inPlace.oldPasswordTraces.length === 0) {
      return inPlace;
    }
    const converted = await convert(original, values, inPlace?.oldPassword ?? '');
    const better = inPlace === null || (converted.ok && converted.oldPasswordTraces.length === 0);
    return better ? converted : inPlace;
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * A form can be read although another sheet is damaged, and what could be read can be filled: null, not a refusal.
 * At damaged bytes of other formats the library throws whatever it throws.
 */
function tryInPlace(original: Uint8Array, file: Preflight, values: CredentialValues): Filled | null {
  try {
    return 'workbook' in file ? fillInPlace(file, values) : inForeignPlace(original, file, values);
  } catch (error) {
    if (error instanceof WorkbookRefused || !('workbook' in file)) {
      return null;
    }
    throw error;
  }
}

type Filled = Extract<FillResult, { ok: true }> & { readonly oldPassword: string };

/** Null if the form cannot be filled where it is: no cells for credentials, or formulas that spread over them. */
function fillInPlace(file: WorkbookPreflight, values: CredentialValues): Filled | null {
  const { workbook } = file;
  const located = locateInWorkbook(file);
  const sheet = workbook.sheets.find((entry) => entry.worksheet && entry.name === located.grid.sheet);
  const refs = credentialRefs(located);
  if (sheet === undefined || refs === null) {
    return null;
  }
  const newValues = new Map(
    [...refs].map(([name, ref]) => [
      ref,
      (style: string | null) =>
        credentialValue(values, name, showsDatesIn(workbook, style), workbook.date1904),
    ]),
  );
  const change = changeCells(workbook, sheet, newValues);
  if (change === null) {
    return null;
  }
  const { contents, changed } = change;
  const oldPassword = plainText(located.found.get('password')?.cell ?? null).trim();
  blankSharedString(workbook, contents, refs.get('password'), changed);
  const bytes = workbook.zip.rewrite(changed);
  return {
    ok: true,
    bytes,
    note: 'in-place',
    extension: workbook.macros ? 'xlsm' : 'xlsx',
    oldPassword,
    oldPasswordTraces: tracesOfOld(bytes, oldPassword, values),
  };
}

/** As fillInPlace, for an .xls or .ods. */
function inForeignPlace(original: Uint8Array, file: Preflight, values: CredentialValues): Filled | null {
  const filled = fillForeign(original, file, values);
  if (filled === null) {
    return null;
  }
  const oldPasswordTraces = tracesOfOld(filled.bytes, filled.oldPassword, values);
  return { ok: true, note: 'in-place', ...filled, oldPasswordTraces };
}

/** The text of an old password stays among the shared strings when its cell changes, unless it is blanked there. */
function blankSharedString(
  workbook: Workbook,
  target: SheetContents,
  ref: string | undefined,
  changed: Map<string, Uint8Array>,
): void {
  const cell = target.cells.find((candidate) => candidate.ref === ref);
  if (cell?.type !== 's' || cell.value === null || workbook.sharedStringsPart === null) {
    return;
  }
  const users = scanSheets(workbook, () => true).flatMap(({ contents }) =>
    contents.cells.filter((other) => other.type === 's' && Number(other.value) === Number(cell.value)),
  );
  const shared = sharedStrings(workbook)[Number(cell.value)];
  if (users.length > 1 || shared === undefined) {
    return;
  }
  const part = partText(workbook.zip, workbook.sharedStringsPart);
  const text = `<${shared.prefix}si><${shared.prefix}t></${shared.prefix}t></${shared.prefix}si>`;
  changed.set(workbook.sharedStringsPart, part.encode(applyEdits(part.text, [{ ...shared, text }])));
}

/** Our own form with what was read from theirs, then filled like any other. */
async function convert(
  original: Uint8Array,
  values: CredentialValues,
  oldPassword: string,
): Promise<FillResult> {
  const reading = readForm(original);
  if (!reading.ok) {
    return reading;
  }
  const withFields = preflight(await filledForm(reading.fields));
  const filled = 'workbook' in withFields ? fillInPlace(withFields, values) : null;
  if (filled === null) {
    throw new Error('the blank form cannot be filled');
  }
  return { ...filled, note: 'converted', oldPasswordTraces: tracesOfOld(filled.bytes, oldPassword, values) };
}

/** What stands for "nothing yet" in the password's cell (a dash, a dot) is no password. */
const SHORTEST_PASSWORD = 4;

function tracesOfOld(bytes: Uint8Array, old: string, values: CredentialValues): readonly string[] {
  return old === values.password || old.length < SHORTEST_PASSWORD ? [] : findTraces(bytes, old);
}
