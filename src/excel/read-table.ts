/** A table that an operator brings: columns found by their headers, wherever the table begins on the first sheet that has it. */
import ExcelJS from 'exceljs';

/** A column, and the headers that it may have; compared without diacritics, case, dots and spaces at the ends. */
export interface TableColumn {
  readonly name: string;
  readonly headers: readonly string[];
  readonly isRequired: boolean;
}

export interface TableRow {
  /** As the spreadsheet counts them, from 1. */
  readonly line: number;
  /** By column name; '' where the table has nothing. */
  readonly values: Readonly<Record<string, string>>;
}

export type Table =
  | { readonly ok: true; readonly rows: readonly TableRow[] }
  /** No sheet has these headers; `missing`: the nearest row lacks them. */
  | { readonly ok: false; readonly code: 'unreadable' | 'no-headers'; readonly missing: readonly string[] };

/** Headers stand in one of so many first rows. */
const HEADER_WITHIN = 30;

/** Never throws at bad bytes. Not bounded: for files of the operator's own, not for what comes by mail. */
export async function readTable(bytes: Uint8Array, columns: readonly TableColumn[]): Promise<Table> {
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(Buffer.from(bytes) as never);
  } catch {
    return { ok: false, code: 'unreadable', missing: [] };
  }
  let missing: readonly string[] = columns
    .filter(({ isRequired }) => isRequired)
    .map(({ headers }) => headers[0] ?? '');
  for (const sheet of workbook.worksheets) {
    for (let line = 1; line <= Math.min(sheet.rowCount, HEADER_WITHIN); line += 1) {
      const found = columnsIn(sheet.getRow(line), columns);
      const lacking = columns.filter(({ name, isRequired }) => isRequired && !found.has(name));
      if (lacking.length === 0) {
        return { ok: true, rows: rowsBelow(sheet, line, columns, found) };
      }
      if (found.size > 0 && lacking.length < missing.length) {
        missing = lacking.map(({ headers }) => headers[0] ?? '');
      }
    }
  }
  return { ok: false, code: 'no-headers', missing };
}

/** Column name → number of the column. */
function columnsIn(row: ExcelJS.Row, columns: readonly TableColumn[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  row.eachCell((cell, number) => {
    const header = folded(cell.text);
    const column = columns.find(({ headers }) => headers.some((each) => folded(each) === header));
    if (column && !found.has(column.name)) {
      found.set(column.name, number);
    }
  });
  return found;
}

function rowsBelow(
  sheet: ExcelJS.Worksheet,
  header: number,
  columns: readonly TableColumn[],
  found: ReadonlyMap<string, number>,
): TableRow[] {
  const rows: TableRow[] = [];
  for (let line = header + 1; line <= sheet.rowCount; line += 1) {
    const row = sheet.getRow(line);
    const values = Object.fromEntries(
      columns.map(({ name }) => {
        const number = found.get(name);
        return [name, number === undefined ? '' : textOf(row.getCell(number))];
      }),
    );
    if (Object.values(values).some((value) => value !== '')) {
      rows.push({ line, values });
    }
  }
  return rows;
}

function textOf(cell: ExcelJS.Cell): string {
  const { value } = cell;
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : cell.text;
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.:*\s\u00a0]+/g, ' ')
    .trim();
}
