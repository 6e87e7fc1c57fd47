/**
 * The report of a month or a year as an Excel file: a sheet that says how many, how long, who and what is late, with a picture;
 * and one row for each case. Without names of applicants. Written as the cases are read, so that memory stays small.
 */
import { type ReportCell, type SummaryLine, writeReportFile } from '../../excel/report-file.ts';
import type { AccessCase, AccessState, ActorRef, Instant } from '../../workflow/case.ts';
import { localDay } from '../../workflow/deadlines.ts';
import type { Desk } from '../desk.ts';
import { nameOf } from '../people.ts';
import { type BarGroup, barChart } from './bar-chart.ts';
import { DEEDS, daysOf, isLate, STEPS, Tally } from './tally.ts';

export interface ReportPeriod {
  /** `2026-11` or `2026`. */
  readonly period: string;
  /** Codes of offices; null: all of them. */
  readonly offices: readonly string[] | null;
}

/** Cases read at once: between two pages clicks have their turn. */
const PAGE = 500;
const STATES: readonly AccessState[] = [
  ...(['received', 'awaiting-correction', 'verified', 'with-di'] as const),
  ...(['issuing', 'issued', 'closed', 'rejected'] as const),
];

export interface ReportFile {
  readonly bytes: Buffer;
  readonly cases: number;
}

/** What a report is made with: names are looked up once. */
interface Making {
  readonly desk: Desk;
  readonly of: ReportPeriod;
  readonly tally: Tally;
  readonly names: Map<ActorRef, string>;
  /** The day in Bucharest of every hour that came up. */
  readonly days: Map<string, string>;
  readonly now: Instant;
}

export async function reportWorkbook(desk: Desk, of: ReportPeriod): Promise<ReportFile> {
  const { report } = desk.texts;
  const tally = new Tally();
  const making: Making = {
    desk,
    of,
    tally,
    names: new Map(),
    days: new Map(),
    now: desk.now().toISOString(),
  };
  const bytes = await writeReportFile({
    ...{ summaryName: report.summary, tableName: report.cases, columns: report.columns },
    pages: pagesOf(making),
    summary: async () => ({ lines: summaryOf(making), picture: await barChart(chartOf(making)) }),
  });
  return { bytes, cases: tally.cases };
}

async function* pagesOf(making: Making): AsyncGenerator<readonly (readonly ReportCell[])[]> {
  const { desk, of, tally, now } = making;
  for (let after: string | null = null; ; ) {
    const page = await desk.store.accessCasesOf({ ...of, after, limit: PAGE });
    const cases = page.cases as AccessCase[];
    for (const access of cases) {
      tally.add(access, now);
    }
    await learnNames(making);
    yield cases.map((access) => rowOf(making, access));
    after = page.last;
    if (after === null) {
      return;
    }
  }
}

/** Everybody who did something so far, each looked up once. */
async function learnNames({ desk, tally, names }: Making): Promise<void> {
  for (const ref of tally.deeds.keys()) {
    if (!names.has(ref)) {
      names.set(ref, await nameOf(desk, ref));
    }
  }
}

function rowOf(making: Making, access: AccessCase): readonly ReportCell[] {
  const { texts } = making.desk;
  const { number, office, state, openedAt, verified, original, approved, issue, closing } = access;
  const days = daysOf(access);
  const name = (ref: ActorRef | undefined): string | null => making.names.get(ref ?? '') ?? null;
  const day = (at: Instant | null | undefined): string | null => (at ? dayOf(making, at) : null);
  return [
    ...[number, office, texts.states[state]],
    ...[day(openedAt), day(verified?.at), day(original?.at), day(approved?.at)],
    ...[day(issue?.secretaryMailedAt), day(closing?.at)],
    ...STEPS.map((step) => rounded(days[step])),
    isLate(access, making.now) ? texts.report.yes : null,
    ...[name(verified?.by), name(approved?.by), name(issue?.by), name(closing?.by)],
    closing ? texts.card.closings[closing.reason] : null,
  ];
}

/** `2026-11-23T22`: midnight in Bucharest falls on a full hour, so an hour has one day. */
const HOUR = 'yyyy-mm-ddThh'.length;

function dayOf({ days }: Making, at: Instant): string {
  const hour = at.slice(0, HOUR);
  const known = days.get(hour) ?? localDay(at);
  days.set(hour, known);
  return known;
}

function rounded(days: number | null): number | null {
  return days === null ? null : Math.round(days * 10) / 10;
}

function chartOf({ desk: { texts }, tally }: Making): BarGroup[] {
  const states = STATES.map((state) => {
    const value = tally.states.get(state) ?? 0;
    return { label: texts.states[state], value, shown: String(value) };
  });
  const steps = STEPS.map((step) => {
    const average = rounded(tally.times(step)?.average ?? 0) ?? 0;
    return { label: texts.report.steps[step], value: average, shown: texts.report.days(average) };
  });
  return [
    { title: texts.report.byState, bars: states },
    { title: texts.report.averages, bars: steps },
  ];
}

function summaryOf({ desk, of, tally, names }: Making): SummaryLine[] {
  const { report, commands, states } = desk.texts;
  const where = of.offices?.join(', ') ?? commands.report.everywhere;
  const heading = (...cells: ReportCell[]): SummaryLine => ({ cells, bold: true });
  const line = (...cells: ReportCell[]): SummaryLine => ({ cells, bold: false });
  const people = [...tally.deeds].map(([ref, done]) =>
    line(names.get(ref) ?? '', ...DEEDS.map((deed) => done[deed])),
  );
  const rest = tally.lateCount - tally.late.length;
  return [
    heading(commands.report.title(of.period, where)),
    line(report.total, tally.cases),
    line(report.late, tally.lateCount),
    line(),
    heading(report.byState, report.count),
    ...STATES.map((state) => line(states[state], tally.states.get(state) ?? 0)),
    line(),
    heading(report.times, ...report.timeColumns),
    ...STEPS.map((step) => {
      const times = tally.times(step);
      const { average = null, median = null, longest = null } = times ?? {};
      return line(report.steps[step], times?.count ?? 0, rounded(average), rounded(median), rounded(longest));
    }),
    line(),
    heading(report.people, ...DEEDS.map((deed) => report.deeds[deed])),
    ...people,
    line(),
    heading(report.late, ...(rest > 0 ? [report.firstOf(tally.late.length)] : [])),
    ...tally.late.map((number) => line(number)),
  ];
}
