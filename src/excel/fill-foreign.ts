import { cellRef } from './cell-ref.ts';
import { plainText } from './cell-text.ts';
import { credentialRefs, credentialValue } from './credential-cells.ts';
import { type CellPlace, CREDENTIAL_NAMES, type CredentialName, type CredentialValues } from './form.ts';
import type { Grid, GridCell } from './grid.ts';
import { type LocatedForm, locateForm } from './locate.ts';
import { changeOds } from './ods/change-ods.ts';
import { type Preflight, preflight } from './preflight.ts';
import { gridsOf } from './read-form.ts';
import { recordsOf } from './xls/biff.ts';
import { changeXls } from './xls/change-xls.ts';
import { openZip } from './zip.ts';

export interface ForeignFilled {
  readonly bytes: Uint8Array;
  readonly extension: 'xls' | 'ods';
  /** What stood in the password's cell. */
  readonly oldPassword: string;
}

/**
 * Fills the four cells of A20 in an .xls or .ods, as it is. What was written is read again by the library: every other
 * value must be what it was. Null if it cannot be filled so, or is another kind of file (.xlsb, HTML,
 * XML-2003).
 */
export function fillForeign(
  original: Uint8Array,
  file: Preflight,
  values: CredentialValues,
): ForeignFilled | null {
  if ((file.kind !== 'xls' && file.kind !== 'ods') || isLarge(file.kind, file.contents)) {
    return null;
  }
  const before = gridsOf(file);
  const located = locateForm(before);
  const cells = credentialRefs(located);
  if (cells === null) {
    return null;
  }
  const change = file.kind === 'ods' ? changeOds : changeXls;
  const bytes = change(
    original,
    located.grid.sheet,
    new Map(
      [...cells].map(([name, ref]) => [
        ref,
        (showsDates, date1904) => credentialValue(values, name, showsDates, date1904),
      ]),
    ),
  );
  if (bytes === null || !isAsWanted(before, gridsOf(preflight(bytes)), located, values)) {
    return null;
  }
  const oldPassword = plainText(located.found.get('password')?.cell ?? null).trim();
  return { bytes, extension: file.kind, oldPassword };
}

/** The library reads such a file three times here; with more, one that is large would take longer than a file may. */
const MOST_RECORDS = 25_000;
const LARGEST_CONTENT = 6_000_000;

function isLarge(kind: 'xls' | 'ods', contents: Uint8Array): boolean {
  return kind === 'xls'
    ? recordsOf(Buffer.from(contents)).length > MOST_RECORDS
    : (openZip(contents).peek('content.xml')?.length ?? 0) > LARGEST_CONTENT;
}

/** Whether the four cells hold what they shall, and all else is as before; results of formulas may be others. */
function isAsWanted(
  before: readonly Grid[],
  after: readonly Grid[],
  located: LocatedForm,
  values: CredentialValues,
): boolean {
  const places = CREDENTIAL_NAMES.flatMap((name) => located.found.get(name)?.place ?? []);
  const at = before.indexOf(located.grid);
  const isTarget = ({ row, column }: GridCell, sheet: number): boolean =>
    sheet === at && places.some(({ ref }) => ref === cellRef(row, column));
  const grid = after[at];
  // Of an .ods the library leaves out merged cells that hold nothing: those of credentials come and go.
  const kept = new Set(layoutOf(after));
  const isKept =
    valuesOf(before, isTarget) === valuesOf(after, isTarget) &&
    layoutOf(before, places).every((line) => kept.has(line));
  return isKept && grid !== undefined && CREDENTIAL_NAMES.every((name) => holds(name));

  function holds(name: CredentialName): boolean {
    const place = located.found.get(name)?.place;
    const cell = grid?.cells.find(({ row, column }) => cellRef(row, column) === place?.ref);
    const shown = cell?.value ?? '';
    const value = credentialValue(values, name, typeof shown === 'number', grid?.date1904 ?? false);
    const expected = value === null ? '' : 'text' in value ? value.text : value.number;
    return shown === expected && cell?.formula == null;
  }
}

function isNothing(cell: GridCell): boolean {
  return cell.formula === null && !cell.error && (cell.value === null || cell.value === '');
}

function valuesOf(grids: readonly Grid[], isTarget: (cell: GridCell, sheet: number) => boolean): string {
  return JSON.stringify(
    grids.map(({ sheet, hidden, cells }, index) => [
      sheet,
      hidden,
      cells
        .filter((cell) => !isTarget(cell, index) && !isNothing(cell) && cell.formula === null)
        .map(({ row, column, value, error, link }) => [row, column, value, error, link]),
    ]),
  );
}

function layoutOf(grids: readonly Grid[], without: readonly CellPlace[] = []): string[] {
  return grids.flatMap(({ sheet, merges }) =>
    merges
      .filter(
        ({ top, left }) =>
          !without.some((place) => place.sheet === sheet && place.ref === cellRef(top, left)),
      )
      .map((merge) => JSON.stringify([sheet, merge])),
  );
}
