/** The report of a year with many cases as an Excel file, against writing as many rows bare. */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { reportWorkbook } from '../src/desk/report/report-workbook.ts';
import { localDay } from '../src/workflow/deadlines.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { makeBusyDesk } from './busy-desk.ts';
import { type Figure, type Measure, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const LONGEST_MS = 10_000;
const MOST_MB = 200;
const LOOK_EVERY_MS = 20;
const COLUMNS = 21;

export const yearReport: Measure = {
  name: 'report',
  title: 'raportul unui an ca fișier Excel',
  async run({ quick, say }) {
    const size = quick ? 10_000 : 100_000;
    return await inTemporaryFolder(async (folder) => {
      const made = await timed(() => makeBusyDesk(folder, { open: size / 10, closed: size - size / 10 }));
      say(`${size} de dosare, pregătite în ${Math.round(made.ms / 1000)} s`);
      const { config } = made.value;
      const desk = await openDeskAtWork({ folder, config, logLevel: 'warn' });
      try {
        return await measured(desk.app.desk, size, quick);
      } finally {
        await desk.close();
      }
    });
  },
};

async function measured(
  desk: Parameters<typeof reportWorkbook>[0],
  size: number,
  quick: boolean,
): Promise<Figure[]> {
  const floor = await timed(() => bareRows(size));
  const period = localDay(desk.now().toISOString()).slice(0, 4);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, LOOK_EVERY_MS);
  const report = await timed(() => reportWorkbook(desk, { period, offices: null }));
  clearInterval(watch);
  const what = `${report.value.cases} de dosare`;
  const most = quick ? {} : { most: { value: LONGEST_MS } };
  return [
    { measure: 'report', what, unit: 'ms', value: report.ms, floor: floor.ms, ...most },
    {
      ...{ measure: 'report', what: `${what}: memorie în plus`, unit: 'MB' },
      ...{ value: (peak - before) / 1e6, most: { value: MOST_MB } },
    },
  ];
}

/** As many rows of as many cells, by exceljs's streaming writer alone. */
async function bareRows(count: number): Promise<Buffer> {
  const stream = new PassThrough();
  const written = buffer(stream);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: false });
  const sheet = workbook.addWorksheet('Dosare');
  for (let row = 0; row < count; row += 1) {
    sheet.addRow(Array.from({ length: COLUMNS }, (_none, column) => `${row}-${column}`)).commit();
  }
  sheet.commit();
  await workbook.commit();
  return await written;
}
