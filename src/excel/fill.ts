import { parseCellRef } from './cell-ref.ts';
import { plainText } from './cell-text.ts';
import { dateCell } from './date-cell.ts';
import { dependentCells } from './dependents.ts';
import { editsDroppingResults, editsForValues, type NewValue } from './edit-sheet.ts';
import { filledForm } from './filled-form.ts';
import { CREDENTIAL_NAMES, type CredentialName, type CredentialValues, type FillResult } from './form.ts';
import { sharedStrings } from './grid.ts';
import type { LocatedForm } from './locate.ts';
import { preflight, type WorkbookPreflight } from './preflight.ts';
import { locateInWorkbook, readForm } from './read-form.ts';
import { refusalOf, WorkbookRefused } from './refusal.ts';
import { findTraces } from './scrub.ts';
import { type SheetContents, scanSheet } from './sheet-cells.ts';
import { partText, type Workbook } from './workbook.ts';
import { applyEdits, type Edit, type XmlText, xmlTokens } from './xml.ts';

/**
 * Fills the four cells of A20 in the applicant's own workbook. In an .xlsx or .xlsm nothing else changes: every other
 * part stays byte for byte, the filled sheet differs in the four cells, and formulas that depend on them lose their
 * stored results (they are computed when the file is opened). Other formats are answered with our own form, filled
 * with the values read (`note: 'converted'`); so are workbooks that cannot be edited safely, such as those with a damaged
 * sheet beside DATE.
 *
 * Without a password the password's cell is made empty: that is the copy of A22, made from the original, so that
 * the password never was in it. A password which the applicant's form already carried is cleaned away too;
 * where it cannot be taken out of the file, the answer is our own form.
 */
export async function fillForm(original: Uint8Array, values: CredentialValues): Promise<FillResult> {
  try {
    const file = preflight(original);
    const inPlace = 'workbook' in file ? tryInPlace(file, values) : null;
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

/** A form can be read although another sheet is damaged, and what could be read can be filled: null, not a refusal. */
function tryInPlace(file: WorkbookPreflight, values: CredentialValues): Filled | null {
  try {
    return fillInPlace(file, values);
  } catch (error) {
    if (error instanceof WorkbookRefused) {
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
  const sheets = scanSheets(workbook, (part, text) => part === sheet.part || HAS_FORMULA.test(text));
  const target = sheets.find((entry) => entry.part === sheet.part);
  if (target === undefined || isSpread(target.contents, refs)) {
    return null;
  }
  const changed = new Map<string, Uint8Array>();
  const places = [...refs.values()].map((ref) => parseCellRef(ref)).filter((place) => place !== null);
  const scanned = sheets.map(({ name, part, contents }) => ({ name, part, cells: contents.cells }));
  const dependent = dependentCells(scanned, workbook.names, sheet.name, places);
  for (const entry of sheets) {
    const filled = entry === target ? refs : new Map<CredentialName, string>();
    const refsFilled = new Set(filled.values());
    const source = entry.text.text;
    const dropped = (dependent.get(entry.part) ?? []).filter(
      (cell) => entry !== target || !refsFilled.has(cell.ref),
    );
    const newValues = valuesByRef(workbook, entry.contents, filled, values);
    const edits = [
      ...editsForValues(source, entry.contents, newValues),
      ...editsDroppingResults(source, dropped),
    ];
    if (edits.length > 0) {
      changed.set(entry.part, entry.text.encode(applyEdits(source, edits)));
    }
  }
  recalculateOnLoad(workbook, changed);
  dropFromCalculationChain(workbook, target.contents, refs, changed);
  const oldPassword = plainText(located.found.get('password')?.cell ?? null).trim();
  blankSharedString(workbook, target.contents, refs.get('password'), changed);
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

interface ScannedPart {
  readonly name: string;
  readonly part: string;
  readonly text: XmlText;
  readonly contents: SheetContents;
}

const HAS_FORMULA = /<(?:[\w.-]+:)?f[\s/>]/;

function scanSheets(workbook: Workbook, wanted: (part: string, text: string) => boolean): ScannedPart[] {
  return workbook.sheets.flatMap(({ name, part, worksheet }) => {
    const text = worksheet ? partText(workbook.zip, part) : null;
    return text !== null && wanted(part, text.text)
      ? [{ name, part, text, contents: scanSheet(text.text) }]
      : [];
  });
}

function credentialRefs(located: LocatedForm): ReadonlyMap<CredentialName, string> | null {
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

/** Other cells take part in a shared or array formula: none of them can be replaced alone. */
function isSpread(contents: SheetContents, refs: ReadonlyMap<CredentialName, string>): boolean {
  const filled = new Set(refs.values());
  return contents.cells.some(
    (cell) => filled.has(cell.ref) && (cell.sharedIndex !== null || cell.spread !== null),
  );
}

function valuesByRef(
  workbook: Workbook,
  contents: SheetContents,
  refs: ReadonlyMap<CredentialName, string>,
  values: CredentialValues,
): Map<string, NewValue> {
  const result = new Map<string, NewValue>();
  for (const [name, ref] of refs) {
    const style = contents.cells.find((cell) => cell.ref === ref)?.style ?? null;
    result.set(ref, newValue(workbook, name, style, values));
  }
  return result;
}

function newValue(
  workbook: Workbook,
  name: CredentialName,
  style: string | null,
  values: CredentialValues,
): NewValue {
  const text = values[name] ?? '';
  if (text === '') {
    return null;
  }
  return name === 'credentialsCreatedOn' ? dateCell(workbook, style, text) : { text };
}

/** Asks Excel to compute every formula anew when it opens the file. */
function recalculateOnLoad(workbook: Workbook, changed: Map<string, Uint8Array>): void {
  const part = partText(workbook.zip, workbook.mainPart);
  const source = part.text;
  let after = -1;
  let prefix = '';
  for (const token of xmlTokens(source)) {
    if (token.type === 'text') {
      continue;
    }
    if (token.type !== 'close' && token.name === 'calcPr') {
      const tag = source.slice(token.start, token.end);
      if (/^(1|true)$/.test(token.attributes().get('fullCalcOnLoad') ?? '')) {
        return;
      }
      const text = tag
        .replace(/\s+fullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')/, '')
        .replace(/\s*(\/?)>$/, ' fullCalcOnLoad="1"$1>');
      changed.set(workbook.mainPart, part.encode(applyEdits(source, [{ ...token, text }])));
      return;
    }
    const before = ['sheets', 'functionGroups', 'externalReferences', 'definedNames'].includes(token.name);
    if (before && token.type !== 'open') {
      after = token.end;
      prefix = token.prefix;
    }
  }
  if (after >= 0) {
    const edit = { start: after, end: after, text: `<${prefix}calcPr fullCalcOnLoad="1"/>` };
    changed.set(workbook.mainPart, part.encode(applyEdits(source, [edit])));
  }
}

/** Excel calls a file damaged whose calculation chain names a cell without a formula. */
function dropFromCalculationChain(
  workbook: Workbook,
  contents: SheetContents,
  refs: ReadonlyMap<CredentialName, string>,
  changed: Map<string, Uint8Array>,
): void {
  const filled = new Set(refs.values());
  const gone = contents.cells.filter((cell) => filled.has(cell.ref) && cell.formula !== null);
  const chain = workbook.zip.names.find((name) => /(^|\/)calcChain\.xml$/i.test(name));
  if (gone.length === 0 || chain === undefined) {
    return;
  }
  const part = partText(workbook.zip, chain);
  const edits: Edit[] = [];
  let inherited = '';
  let owed = false;
  for (const token of xmlTokens(part.text)) {
    if (token.type === 'text' || token.type === 'close' || token.name !== 'c') {
      continue;
    }
    const attributes = token.attributes();
    const own = attributes.get('i');
    inherited = own ?? inherited;
    // Same cell names on other sheets go as well: Excel completes a chain that lacks some.
    if (gone.some((cell) => cell.ref === attributes.get('r'))) {
      edits.push({ start: token.start, end: token.end, text: '' });
      owed ||= own !== undefined;
    } else if (owed && own === undefined) {
      const tag = part.text.slice(token.start, token.end);
      edits.push({ ...token, text: tag.replace(/\s*(\/?)>$/, ` i="${inherited}"$1>`) });
      owed = false;
    } else {
      owed = false;
    }
  }
  changed.set(chain, part.encode(applyEdits(part.text, edits)));
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
