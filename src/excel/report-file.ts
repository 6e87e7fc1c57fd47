/** A workbook of our own with a few lines and a picture on its first sheet, and a table of any length on its second. */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { finishReport } from './finish-report.ts';

export type ReportCell = string | number | null;

export interface SummaryLine {
  readonly cells: readonly ReportCell[];
  readonly bold: boolean;
}

/** A picture, and its size on the sheet in pixels. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface ReportParts {
  readonly summaryName: string;
  readonly tableName: string;
  readonly columns: readonly string[];
  /** Rows by the page, read once and written as they come: memory stays small however many there are. */
  readonly pages: AsyncIterable<readonly (readonly ReportCell[])[]>;
  /** Asked for after the last row. */
  readonly summary: () => Promise<{ readonly lines: readonly SummaryLine[]; readonly picture: Picture }>;
}

/** As wide as a page laid across, and as long as it is. */
const ON_PAPER = { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } as const;
const NARROW = 14;
const FIRST_COLUMN = 34;
const PICTURE_COLUMN = 6;

/** Texts stay texts, also those that begin with "=". */
export async function writeReportFile(parts: ReportParts): Promise<Buffer> {
  const stream = new PassThrough();
  const written = buffer(stream);
  // Quick rather than small: whoever asked waits for it.
  const options = { stream, useStyles: false, useSharedStrings: false, zip: { zlib: { level: 1 } } };
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter(options);
  const summary = workbook.addWorksheet(parts.summaryName, { pageSetup: ON_PAPER });
  const views = [{ state: 'frozen' as const, ySplit: 1 }];
  const table = workbook.addWorksheet(parts.tableName, { views, pageSetup: ON_PAPER });
  table.columns = parts.columns.map((header) => ({ width: Math.max(NARROW, header.length + 2) }));
  table.addRow([...parts.columns]).commit();
  for await (const page of parts.pages) {
    for (const row of page) {
      table.addRow(row as ReportCell[]).commit();
    }
  }
  table.commit();
  const { lines, picture } = await parts.summary();
  summary.columns = [FIRST_COLUMN, NARROW, NARROW, NARROW, NARROW].map((width) => ({ width }));
  for (const line of lines) {
    summary.addRow([...line.cells]).commit();
  }
  summary.commit();
  await workbook.commit();
  const { png, width, height } = picture;
  const bold = lines.flatMap((line, index) => (line.bold ? [index + 1] : []));
  const place = { column: PICTURE_COLUMN, row: 1, width, height };
  return finishReport(await written, { png, place, bold });
}
