import { fieldValue, plainText } from './cell-text.ts';
import { checkFields } from './checks.ts';
import { judgeEmail } from './email-address.ts';
import { readForeign } from './foreign-grid.ts';
import {
  type CellPlace,
  CREDENTIAL_NAMES,
  type CredentialName,
  FIELD_NAMES,
  type FieldName,
  type FormFields,
  type FormReading,
  type ReadableForm,
  type WorkbookKind,
} from './form.ts';
import { type Grid, type GridCell, sheetGrid } from './grid.ts';
import { isDataSheet } from './labels.ts';
import { type LocatedForm, locateForm } from './locate.ts';
import { type Preflight, preflight, type WorkbookPreflight } from './preflight.ts';
import { WARNING_TEXTS, type WarningCode } from './problem-texts.ts';
import { refusalOf } from './refusal.ts';

/**
 * Reads a form that came from outside: kind told from the bytes, cells found by their labels, values normalised
 * and checked (A10, A11). Never throws at bad bytes: what cannot be read is a refusal in Romanian.
 * A form with its labels and nothing filled in is readable, with a problem for every required field;
 * a sheet DATE without labels is refused as empty.
 *
 * Not bounded by itself: bytes from outside go through openExcel (bounded-excel.ts).
 *
 * @param today `yyyy-mm-dd`, Europe/Bucharest; without it dates are not compared with today.
 */
export function readForm(bytes: Uint8Array, fileName = '', today?: string): FormReading {
  try {
    const file = preflight(bytes);
    const located = locateForm(gridsOf(file));
    return describeForm(file, located, fileName, today);
  } catch (error) {
    return refusalOf(error);
  }
}

/** The form's place and cells in an .xlsx or .xlsm, for filling. Throws WorkbookRefused. */
export function locateInWorkbook(file: WorkbookPreflight): LocatedForm {
  return locateForm(workbookGrids(file));
}

/** The sheets in which the form may stand, whatever the format. Throws WorkbookRefused. */
export function gridsOf(file: Preflight): readonly Grid[] {
  return 'workbook' in file ? workbookGrids(file) : readForeign(file.contents, file.kind);
}

function workbookGrids({ workbook }: WorkbookPreflight): readonly Grid[] {
  const sheets = workbook.sheets.filter((sheet) => sheet.worksheet);
  const named = sheets.filter((sheet) => isDataSheet(sheet.name));
  // The other sheets are read only where none is called DATE.
  return (named.length > 0 ? named : sheets).map((sheet) => sheetGrid(workbook, sheet));
}

function describeForm(
  file: Preflight,
  located: LocatedForm,
  fileName: string,
  today: string | undefined,
): ReadableForm {
  const { grid, found } = located;
  const cellOf = (name: FieldName | CredentialName): GridCell | null => found.get(name)?.cell ?? null;
  const fields = eachField((field) => fieldValue(field, cellOf(field), grid.date1904));
  const raw = eachField((field) => plainText(cellOf(field)));
  const context = {
    raw,
    unlabelled: new Set(FIELD_NAMES.filter((field) => !found.has(field))),
    unknown: new Set(FIELD_NAMES.filter((field) => isUnknown(cellOf(field)))),
  };
  return {
    ok: true,
    kind: file.kind,
    fields,
    raw,
    cells: eachCredential((name) => found.get(name)?.place ?? null),
    problems: checkFields(fields, today === undefined ? context : { ...context, today }),
    warnings: warningsOf(file, located, fields, fileName).map((code) => ({
      code,
      message: WARNING_TEXTS[code],
    })),
  };
}

function eachField(value: (field: FieldName) => string): FormFields {
  return Object.fromEntries(FIELD_NAMES.map((field) => [field, value(field)])) as unknown as FormFields;
}

function eachCredential(
  place: (name: CredentialName) => CellPlace | null,
): Readonly<Record<CredentialName, CellPlace | null>> {
  return {
    credentialsCreatedOn: place('credentialsCreatedOn'),
    webAddress: place('webAddress'),
    user: place('user'),
    password: place('password'),
  };
}

function isUnknown(cell: GridCell | null): boolean {
  return cell !== null && (!cell.known || cell.error);
}

/** Functions that reach out of the workbook, and DDE (`cmd|'/c calc'!A0`). */
const ACTIVE_FORMULA =
  /\b(WEBSERVICE|FILTERXML|IMPORTXML|IMPORTDATA|RTD|CALL|REGISTER|EXEC|SQL\.REQUEST)\s*\(|\w\s*\|\s*['"]/i;
/** A link whose address is put together from other cells carries them away when clicked. */
const LINK_FORMULA = /\bHYPERLINK\s*\(.*[&$]?[A-Z]{1,3}\$?\d/i;

function warningsOf(
  file: Preflight,
  located: LocatedForm,
  fields: FormFields,
  fileName: string,
): WarningCode[] {
  const { grid, found } = located;
  const cells = FIELD_NAMES.map((field) => found.get(field)?.cell ?? null).filter((cell) => cell !== null);
  const macros = 'workbook' in file ? file.workbook.macros : file.macros;
  const email = judgeEmail(fields.email);
  const places = CREDENTIAL_NAMES.map((name) => found.get(name));
  const applies: readonly (readonly [WarningCode, boolean])[] = [
    ['macros', macros],
    ['external-links', 'workbook' in file && file.workbook.externalLinks],
    ['active-formula', grid.cells.some((cell) => isActive(cell.formula))],
    ['renamed', !extensionFits(fileName, file.kind)],
    ['hidden-sheet', grid.hidden],
    ['nothing-filled', cells.length === 0],
    ['formula-values', cells.some((cell) => cell.formula !== null && cell.known)],
    ['credentials-present', places.some((place) => place !== undefined && place.cell !== null)],
    ['credentials-cells-missing', places.some((place) => place === undefined)],
    ['international-domain', email.ok && email.international],
    ['email-link-differs', linkDiffers(found.get('email')?.cell ?? null, fields.email)],
  ];
  return applies.filter(([, holds]) => holds).map(([code]) => code);
}

function isActive(formula: string | null): boolean {
  return formula !== null && (ACTIVE_FORMULA.test(formula) || LINK_FORMULA.test(formula));
}

function linkDiffers(cell: GridCell | null, email: string): boolean {
  const target = /^mailto:([^?]*)/i.exec(cell?.link ?? '')?.[1];
  return target !== undefined && email !== '' && target.trim().toLowerCase() !== email;
}

const EXTENSIONS: Readonly<Record<WorkbookKind, readonly string[]>> = {
  xlsx: ['xlsx', 'xltx'],
  xlsm: ['xlsm', 'xltm'],
  xls: ['xls', 'xlt'],
  ods: ['ods', 'ots', 'fods'],
  xlsb: ['xlsb'],
  html: ['html', 'htm'],
  xml2003: ['xml'],
};

function extensionFits(fileName: string, kind: WorkbookKind): boolean {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  return extension === undefined || EXTENSIONS[kind].includes(extension);
}
