/** `raport [luna|an] [oficiu]`: how many cases came, were closed and wait now, and all of it as an Excel file with a picture. */
import type { Answer } from '../../bot/channel.ts';
import { foldName } from '../../store/fold.ts';
import type { AccessState } from '../../workflow/case.ts';
import { localDay } from '../../workflow/deadlines.ts';
import { hasRole } from '../../workflow/roles.ts';
import type { Desk } from '../desk.ts';
import { DESK_LOG, logDeskChange } from '../desk-log.ts';
import { documentUrl } from '../open-document.ts';
import { type ReportPeriod, reportWorkbook } from '../report/report-workbook.ts';
import type { Asked } from './handle-command.ts';

const MONTHS = [
  ...['ianuarie', 'februarie', 'martie', 'aprilie', 'mai', 'iunie', 'iulie', 'august', 'septembrie'],
  ...['octombrie', 'noiembrie', 'decembrie'],
];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Of the document store. */
const REPORT = 'report';
const DAY_MS = 24 * 60 * 60 * 1000;

export async function report(asked: Asked): Promise<Answer> {
  const { desk, rest } = asked;
  const texts = desk.texts.commands.report;
  const today = localDay(desk.now().toISOString());
  const { office, period } = readWords(desk, rest, today);
  if (period === null) {
    return { kind: 'told', text: texts.monthUnknown(rest) };
  }
  const own = officesOf(asked);
  if (office !== null && own !== null && !own.includes(office)) {
    return { kind: 'told', text: texts.notYourOffice(office) };
  }
  const of: ReportPeriod = { period, offices: office === null ? own : [office] };
  const { bytes, cases } = await reportWorkbook(desk, of);
  const url = await linkTo(asked, of, bytes);
  const counted = await inWords(desk, of);
  return { kind: 'link', url, text: [...counted, desk.texts.report.ready(cases)].join('\n') };
}

/** Codes of the offices that one works for; null for whoever sees all of them. */
function officesOf({ person }: Asked): readonly string[] | null {
  const { roles } = person.actor;
  const everywhere = hasRole(roles, 'admin', null) || hasRole(roles, 'di', null);
  return everywhere ? null : [...new Set(roles.flatMap(({ office }) => (office === null ? [] : [office])))];
}

async function inWords(desk: Desk, { period, offices }: ReportPeriod): Promise<string[]> {
  const texts = desk.texts.commands.report;
  const title = texts.title(period, offices?.join(', ') ?? texts.everywhere);
  if (period.length === 4) {
    return [title];
  }
  const month = period;
  const counts = await desk.store.caseCounts({
    ...{ offices: offices === null ? null : [...offices], month, now: desk.now() },
  });
  const open = Object.entries(counts.open).map(
    ([state, count]) => `• ${desk.texts.states[state as AccessState] ?? state}: ${count}`,
  );
  return [
    title,
    `${counts.opened} ${texts.opened} · ${counts.closed} ${texts.closed} · ${counts.rejected} ${texts.rejected}`,
    `${texts.openNow}: ${Object.values(counts.open).reduce((sum, count) => sum + count, 0)}`,
    ...open,
    `• ${texts.late}: ${counts.late}`,
  ];
}

/** Kept for its link alone; who made which report stands in the desk's chain. Those of yesterday go. */
async function linkTo(
  { desk, person }: Asked,
  { period, offices }: ReportPeriod,
  bytes: Buffer,
): Promise<string> {
  const blob = await desk.store.documents.put(bytes);
  const token = await desk.store.transact(null, async (uow) => {
    await logDeskChange(uow, person.id, {
      ...{ type: 'report-made', period, offices: offices?.join(' ') ?? '' },
    });
    await uow.dropDocuments(DESK_LOG, REPORT, new Date(uow.now().getTime() - DAY_MS));
    const documentId = await uow.addDocument({
      ...{ caseId: DESK_LOG, kind: REPORT, name: desk.texts.report.fileName(period) },
      ...{ blob, bytes: bytes.length, mediaType: XLSX },
    });
    return await uow.mintDocumentLink({ documentId, personId: person.id, caseId: DESK_LOG });
  });
  return documentUrl(desk, token);
}

/** `2026-11`, `noiembrie`, `noiembrie 2026`, `2026`, with an office's code in any place; the month of today if none is named. */
function readWords(
  desk: Desk,
  typed: string,
  today: string,
): { readonly office: string | null; readonly period: string | null } {
  const words = typed.split(/\s+/).filter(Boolean);
  const codeOf = (word: string) =>
    desk.config.offices.find(({ code }) => code.toLowerCase() === word.toLowerCase())?.code;
  const office = words.map(codeOf).find((code) => code !== undefined) ?? null;
  const others = words.filter((word) => codeOf(word) === undefined);
  return { office, period: others.length === 0 ? today.slice(0, 7) : periodOf(others.join(' '), today) };
}

function periodOf(typed: string, today: string): string | null {
  if (/^20\d\d$/.test(typed)) {
    return typed;
  }
  const number = /^(\d{4})-(\d{1,2})$/.exec(typed);
  const [name = '', year] = foldName(typed).split(' ');
  const index = number ? Number(number[2]) - 1 : MONTHS.indexOf(name);
  const inYear = number?.[1] ?? year ?? today.slice(0, 4);
  const isMonth = index >= 0 && index < MONTHS.length && /^20\d\d$/.test(inYear);
  return isMonth ? `${inYear}-${String(index + 1).padStart(2, '0')}` : null;
}
