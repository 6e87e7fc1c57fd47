/**
 * `acces audit verify [NUMBER] | export NUMBER|desk --out FILE.html`: that nobody has changed what the cases' logs say, and a case's
 * history as a document. Works beside a running desk.
 */
import { writeFileSync } from 'node:fs';
import { auditReport } from '../desk/audit-report.ts';
import { DESK_LOG } from '../desk/desk-log.ts';
import type { DeskSettings } from '../desk/settings.ts';
import type { ChainReport } from '../store/audit.ts';
import type { Store } from '../store/open.ts';
import { type Language, textsFor } from '../texts/texts.ts';
import { type DataSettings, withData } from './open-data.ts';

export type AuditCommand =
  /** Of every case, or of one. */
  | { readonly verb: 'verify'; readonly number: string | null }
  | { readonly verb: 'export'; readonly number: string; readonly out: string };

/** What to print, and whether it is as it should be. */
export interface AuditAnswer {
  readonly printed: unknown;
  readonly good: boolean;
}

type Settings = DataSettings & DeskSettings & { readonly language: Language };

const A_PAGE = 500;

/** Throws NoDatabase where the settings lead to no database. */
export async function audit(config: Settings, command: AuditCommand): Promise<AuditAnswer> {
  return await withData(config, async (store) =>
    command.verb === 'verify'
      ? await verify(store, command.number)
      : await exportCase(config, store, command),
  );
}

async function verify(store: Store, number: string | null): Promise<AuditAnswer> {
  if (number === null) {
    return await verifyAll(store);
  }
  const row = number === DESK_LOG ? await store.caseById(number) : await store.caseByNumber(number);
  if (!row) {
    return notThere(number);
  }
  const chain = await store.verifyChain(row.id);
  return { printed: { number, ...chain }, good: chain.whole };
}

async function verifyAll(store: Store): Promise<AuditAnswer> {
  const broken: unknown[] = [];
  let cases = 0;
  let events = 0;
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await store.caseIds(after, A_PAGE);
    for (const id of ids) {
      const chain: ChainReport = await store.verifyChain(id);
      cases += 1;
      events += chain.whole ? chain.events : 0;
      if (!chain.whole) {
        broken.push({ number: (await store.caseById(id))?.number ?? id, ...chain });
      }
    }
    after = ids.at(-1) ?? null;
    if (ids.length < A_PAGE) {
      return { printed: { cases, events, broken }, good: broken.length === 0 };
    }
  }
}

async function exportCase(
  config: Settings,
  store: Store,
  { number, out }: Extract<AuditCommand, { verb: 'export' }>,
): Promise<AuditAnswer> {
  const report = await auditReport({ config, store, texts: textsFor(config.language) }, number, new Date());
  if (report === null) {
    return notThere(number);
  }
  writeFileSync(out, report.html, { mode: 0o600 });
  return { printed: { written: out, number: report.number, ...report.chain }, good: report.chain.whole };
}

function notThere(number: string): AuditAnswer {
  const message = `Nu există dosarul «${number}». Scrieți numărul întreg, de exemplu AB-2026-00042. Nu s-a scris nimic.`;
  return { printed: { refused: { code: 'no-such-case', message } }, good: false };
}
