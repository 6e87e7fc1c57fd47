/** `raport`: the Excel file that opens once, what it counts, whom it is for, and that no applicant stands in it. */
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bot/channel.ts';
import { ro } from '../../src/texts/ro.ts';
import { type DeskAtWork, OFFICER, OTHER_OFFICE, openDeskAtWork, SECRETARY } from './desk-at-work.ts';

const AB = 'office:AB';
/** A Monday, half past ten in Bucharest. */
let clock = Date.parse('2026-11-23T08:30:00Z');
let desk: DeskAtWork;
let issued = '';
let waiting = '';

beforeAll(async () => {
  desk = await openDeskAtWork({ now: () => new Date(clock) });
  const caseId = await desk.newCase('complete-ab');
  clock += 24 * 60 * 60 * 1000;
  await desk.bringToDi(caseId);
  await desk.issue(caseId);
  await desk.click(SECRETARY, 'note-on-original', caseId);
  issued = (await desk.record(caseId)).access.number;
  waiting = (await desk.record(await desk.newCase('complete-ab'))).access.number;
  clock += 8 * 24 * 60 * 60 * 1000;
});

afterAll(async () => {
  await desk.close();
});

async function ask(person: string, text: string): Promise<Answer> {
  return await desk.page.command(person, text, AB);
}

function linkIn(answer: Answer): string {
  if (answer.kind !== 'link') {
    throw new Error(`no link: ${answer.kind === 'told' ? answer.text : answer.kind}`);
  }
  return answer.url;
}

async function opened(answer: Answer): Promise<ExcelJS.Workbook> {
  const response = await fetch(linkIn(answer));
  expect(response.status).toBe(200);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(await response.arrayBuffer()) as never);
  return workbook;
}

function rowsOf(workbook: ExcelJS.Workbook, sheet: string): string[][] {
  const rows: string[][] = [];
  workbook.getWorksheet(sheet)?.eachRow((row) => {
    rows.push((row.values as ExcelJS.CellValue[]).slice(1).map((value) => String(value ?? '')));
  });
  return rows;
}

describe('the report of a month', () => {
  it('says in words what came and waits, and opens once', async () => {
    const answer = await ask(SECRETARY, 'raport 2026-11');
    expect('text' in answer ? answer.text : '').toContain('2 sosite · 1 încheiate · 0 respinse');
    expect((await fetch(linkIn(answer))).status).toBe(200);
    expect((await fetch(linkIn(answer))).status).toBe(410);
    const log = await desk.app.desk.store.events('desk');
    expect(log.at(-1)).toMatchObject({ type: 'report-made', actor: `person:${SECRETARY}` });
  });

  it('has a sheet that counts, with a picture, and a row for each case, without its applicant', async () => {
    const workbook = await opened(await ask(SECRETARY, 'raport noiembrie 2026'));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([ro.report.summary, ro.report.cases]);
    const summary = rowsOf(workbook, ro.report.summary);
    expect(summary).toContainEqual([ro.states.closed, '1']);
    expect(summary).toContainEqual([ro.states.received, '1']);
    expect(summary).toContainEqual([ro.report.steps.verify, '1', '1', '1', '1']);
    expect(summary).toContainEqual(['Maria Ionescu', '1', '1', '0', '1']);
    expect(summary).toContainEqual([ro.report.late, '1']);
    const [header, ...cases] = rowsOf(workbook, ro.report.cases);
    expect(header).toEqual(ro.report.columns);
    expect(cases.map(([number]) => number)).toEqual([issued, waiting]);
    expect(JSON.stringify([summary, cases])).not.toMatch(/Moldovan|@|Popescu/);
    const [picture] = workbook.worksheets[0]?.getImages() ?? [];
    const image = workbook.getImage(Number(picture?.imageId));
    expect(image.extension).toBe('png');
    expect(image.buffer?.byteLength).toBeGreaterThan(5_000);
  });

  it('is of the offices that one works for; of another office it is refused', async () => {
    const other = rowsOf(await opened(await ask(OTHER_OFFICE, 'raport 2026-11')), ro.report.cases);
    expect(other).toHaveLength(1);
    expect(await ask(OTHER_OFFICE, 'raport 2026-11 AB')).toEqual({
      ...{ kind: 'told', text: ro.commands.report.notYourOffice('AB') },
    });
    const all = rowsOf(await opened(await ask(OFFICER, 'raport AB 2026')), ro.report.cases);
    expect(all).toHaveLength(3);
  });

  it('of a month without cases is empty, and of no month is refused', async () => {
    const later = rowsOf(await opened(await ask(OFFICER, 'raport 2020')), ro.report.cases);
    expect(later).toHaveLength(1);
    expect(await ask(OFFICER, 'raport nicicând')).toMatchObject({ kind: 'told' });
  });
});
