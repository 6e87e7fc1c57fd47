/** The history of a case as a document that stands for itself: who did what and when, and that nobody has changed it since. */

import type { HistoryLine } from '../bot/views.ts';
import type { ChainReport } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { formatDay, formatInstant } from '../texts/dates.ts';
import { escapedHtml } from '../texts/escaped-html.ts';
import type { AccessCase } from '../workflow/case.ts';
import type { Telling } from './desk.ts';
import { DESK_LOG } from './desk-log.ts';
import { historyLines } from './history.ts';
import { nameOf } from './people.ts';
import { placeTitleOf } from './place-trouble.ts';
import { problemOf } from './problem/carry-out-problem.ts';
import { homeName, problemHistory } from './problem/problem-view.ts';
import { recoveryOf } from './recovery/recovery-finding.ts';
import { recoveryHistory } from './recovery/recovery-view.ts';
import { purgedHistory, purgedView } from './retention/purged-view.ts';
import { officeOf } from './settings.ts';
import { maskedCnp } from './workbook-facts.ts';

export interface AuditReport {
  readonly number: string;
  readonly chain: ChainReport;
  /** A page of HTML that needs nothing from anywhere. */
  readonly html: string;
}

/** Null where there is no such case. Nothing of it is a CNP or a secret. */
export async function auditReport(desk: Telling, asked: string, now: Date): Promise<AuditReport | null> {
  if (asked === DESK_LOG) {
    return await deskLogReport(desk, now);
  }
  const row = await desk.store.caseByNumber(asked);
  const number = row?.number ?? asked;
  const told = row ? await toldOf(desk, row) : null;
  if (!row || !told) {
    return null;
  }
  const chain = await desk.store.verifyChain(row.id);
  const events = await desk.store.events(row.id);
  const { lines, office, state } = told;
  const { audit, language } = desk.texts;
  const facts: readonly (readonly [string, string])[] = [
    [audit.number, number],
    [audit.office, office],
    [audit.state, state],
    [audit.opened, formatInstant(row.createdAt.toISOString())],
    [audit.made, `${formatInstant(now.toISOString())} (${now.toISOString()})`],
  ];
  const steps = lines.map(({ at, who, text, rows }, index) => {
    const hash = events[index]?.hash ?? '';
    return [String(index + 1), `${formatInstant(at)}\n${at}`, rows.join(' '), who, withoutCnp(text), hash];
  });
  const html = pageOf({
    language,
    title: `${audit.title} ${number}`,
    facts,
    verdict: chain.whole ? audit.whole(chain.events, row.lastHash) : audit.broken(chain.seq),
    isWhole: chain.whole,
    columns: audit.columns,
    steps,
    closing: audit.closing,
  });
  return { number, chain, html };
}

interface Told {
  readonly office: string;
  readonly state: string;
  /** Oldest first. */
  readonly lines: readonly HistoryLine[];
}

/** What is told of a case of a kind that has a history; null for mails that nobody placed. */
async function toldOf(desk: Telling, row: CaseRow): Promise<Told | null> {
  const { states, recovery, letterTexts } = desk.texts;
  switch (row.kind) {
    case 'access': {
      const access = row.facts as unknown as AccessCase;
      const lines = (await historyLines(desk, desk.store, access)).toReversed();
      return { office: officeOf(desk.config, access.office).name, state: states[access.state], lines };
    }
    case 'problem': {
      const problem = problemOf(row);
      const lines = await problemHistory(desk, desk.store, row);
      return { office: homeName(desk, problem), state: desk.texts.problem.states[problem.state], lines };
    }
    case 'recovery': {
      const { state } = recoveryOf(row);
      const lines = await recoveryHistory(desk, desk.store, row);
      return { office: letterTexts.centralIt, state: recovery.states[state], lines };
    }
    case 'purged': {
      const { officeName } = purgedView(desk, row);
      return {
        office: officeName,
        state: desk.texts.purged.state,
        lines: await purgedHistory(desk, desk.store, row),
      };
    }
    default:
      return null;
  }
}

/** What admins changed of the desk itself. Null where nobody changed anything yet. */
async function deskLogReport(desk: Telling, now: Date): Promise<AuditReport | null> {
  const row = await desk.store.caseById(DESK_LOG);
  if (!row) {
    return null;
  }
  const { audit, language } = desk.texts;
  const chain = await desk.store.verifyChain(row.id);
  const steps: string[][] = [];
  for (const event of await desk.store.events(row.id)) {
    const at = event.at.toISOString();
    const who = await nameOf(desk, event.actor);
    const what = await deskChangeSentence(desk, event.type, event.payload as Payload);
    steps.push([String(event.seq), `${formatInstant(at)}\n${at}`, '', who, what, event.hash]);
  }
  const html = pageOf({
    language,
    title: audit.deskTitle,
    facts: [[audit.made, `${formatInstant(now.toISOString())} (${now.toISOString()})`]],
    verdict: chain.whole ? audit.whole(chain.events, row.lastHash) : audit.broken(chain.seq),
    isWhole: chain.whole,
    columns: audit.columns,
    steps,
    closing: audit.closing,
  });
  return { number: DESK_LOG, chain, html };
}

type Payload = Readonly<Record<string, string | null>>;

async function deskChangeSentence(desk: Telling, type: string, payload: Payload): Promise<string> {
  const { audit, commands } = desk.texts;
  const { person, role, office = null, channel, purpose, account, from, until, decision } = payload;
  if (type === 'role-given' || type === 'role-taken' || type === 'deputy-named') {
    const names: Readonly<Record<string, string | ((office: string) => string)>> = commands.roles.names;
    const name = names[role ?? ''] ?? '';
    const said = typeof name === 'string' ? name : name(office ?? '');
    const who = await nameOf(desk, `person:${person}`);
    return type === 'deputy-named'
      ? audit.deskChanges[type](who, said, formatDay(from ?? ''), formatDay(until ?? ''), decision ?? '')
      : audit.deskChanges[type](who, said);
  }
  if (type === 'account-suspended' || type === 'account-activated') {
    const user = (await desk.store.accountById(account ?? ''))?.user ?? '';
    return audit.deskChanges[type](user);
  }
  const { months, minutes, number } = payload;
  switch (type) {
    case 'report-made':
      return audit.deskChanges[type](payload.period ?? '', payload.offices ?? '');
    case 'register-imported':
      return audit.deskChanges[type](Number(payload.rows ?? 0));
    case 'retention-set':
      return audit.deskChanges[type](Number(months ?? 0), minutes ?? '');
    case 'case-purged':
      return audit.deskChanges[type](number ?? '', minutes ?? '');
    case 'hold-set':
    case 'hold-lifted':
      return audit.deskChanges[type]((await desk.store.caseById(payload.case ?? ''))?.number ?? '');
  }
  const place = placeTitleOf({ purpose: purpose ?? '', office }, desk.config.offices, desk.texts);
  return audit.deskChanges[type === 'place-bound' ? type : 'place-unbound'](place, channel ?? '');
}

/** Thirteen digits in what somebody wrote are taken for a CNP. */
export function withoutCnp(text: string): string {
  return text.replace(/(?<!\d)\d{13}(?!\d)/g, (digits) => maskedCnp(digits));
}

interface Page {
  readonly language: string;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly verdict: string;
  readonly isWhole: boolean;
  readonly columns: readonly string[];
  readonly steps: readonly (readonly string[])[];
  readonly closing: string;
}

const STYLE = `
  body { font: 14px/1.45 'Noto Sans', 'DejaVu Sans', sans-serif; color: #1b1b1b; margin: 32px auto; max-width: 1000px; padding: 0 16px; }
  h1 { font-size: 20px; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
  dt { color: #555; }
  dd { margin: 0; }
  .verdict { border: 1px solid; border-radius: 4px; padding: 8px 12px; overflow-wrap: anywhere; }
  .whole { color: #0e6027; }
  .broken { color: #b10e1c; font-weight: bold; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border: 1px solid #bbb; padding: 5px 8px; text-align: left; vertical-align: top; white-space: pre-line; }
  td:last-child { font: 11px monospace; overflow-wrap: anywhere; max-width: 190px; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  footer { color: #555; margin-top: 16px; }
`;

function pageOf({ language, title, facts, verdict, isWhole, columns, steps, closing }: Page): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}>${escapedHtml(text)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="${escapedHtml(language)}">
<meta charset="utf-8">
<title>${escapedHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapedHtml(title)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${escapedHtml(name)}</dt><dd>${escapedHtml(value)}</dd>`).join('')}</dl>
<p class="verdict ${isWhole ? 'whole' : 'broken'}">${escapedHtml(verdict)}</p>
<table>
<thead>${cells('th', columns)}</thead>
<tbody>
${steps.map((step) => cells('td', step)).join('\n')}
</tbody>
</table>
<footer>${escapedHtml(closing)}</footer>
</html>
`;
}
