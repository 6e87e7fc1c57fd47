/**
 * A desk with many cases. One open and one closed case are played through the product itself; their rows are then
 * copied for invented applicants. An open copy is as good as a case that came by mail: each value sealed for its row,
 * each case with its own hash chain. A closed one is there, with all its rows, but nobody can open what is sealed in
 * it; and the local page's memory of it is not copied: on Teams or Slack it would be on their servers.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { loadOrCreateMasterKey } from '../src/store/master-key.ts';
import { createKeyring } from '../src/store/seal.ts';
import { OFFICES } from '../src/workflow/offices.ts';
import { openDeskAtWork } from '../tests/journeys/desk-at-work.ts';
import { type CaseCopy, caseTemplate, copyCase } from './case-copies.ts';
import { inventApplicant } from './invented-applicant.ts';

export interface BusyDesk {
  readonly folder: string;
  /** Of CONFIG_FILE. */
  readonly configFile: string;
  readonly config: string;
  /** Open cases, in state "received", oldest last. */
  readonly open: readonly CaseCopy[];
}

export interface BusyDeskSize {
  readonly open: number;
  readonly closed: number;
}

const CLERKS = 50;
const AT_ONCE = 2_000;
const MINUTE = 60_000;
/** Of the copies, one in so many is another request of the applicant before. */
const SAME_AGAIN = 20;

/** Who clicks: a secretary of each office, and a second one in the first eight. */
export function clerkOf(number: number): { readonly id: string; readonly office: string } {
  const office = OFFICES[number % OFFICES.length]?.code ?? 'AB';
  return { id: `functionar-${number}`, office };
}

/** The same clerk in Slack. */
export function slackIdOf(number: number): string {
  return `U0FUNC${number}`;
}

/** The same clerk in Entra. */
export function entraIdOf(number: number): string {
  return `11111111-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const CLERK_NUMBERS: readonly number[] = Array.from({ length: CLERKS }, (_none, number) => number);

/** The secretary of an office. */
export function clerkAt(office: string): string {
  return clerkOf(OFFICES.findIndex(({ code }) => code === office)).id;
}

/** Makes the desk in an empty folder and closes it. */
export async function makeBusyDesk(folder: string, size: BusyDeskSize): Promise<BusyDesk> {
  const config = stringify({ people: people() });
  const configFile = join(folder, 'acces.yaml');
  writeFileSync(configFile, config);
  const played = await playTemplates(folder, config);
  const open = await copyTemplates(folder, played, size);
  return { folder, configFile, config, open };
}

function people() {
  const clerks = CLERK_NUMBERS.map((number) => {
    const { id, office } = clerkOf(number);
    const slack = slackIdOf(number);
    const teams = entraIdOf(number);
    return {
      id,
      name: `Funcționar ${number}`,
      email: `${id}@ancpi.ro`,
      roles: [`secretary ${office}`],
      slack,
      teams,
    };
  });
  return [
    { id: 'secretar-ab', name: 'Maria Ionescu', email: 'secretar.ab@ancpi.ro', roles: ['secretary AB'] },
    { id: 'ofiter-di', name: 'Radu Dumitrescu', email: 'ofiter.di@ancpi.ro', roles: ['di'] },
    { id: 'administrator', name: 'Elena Șerban', email: 'administrator@ancpi.ro', roles: ['admin'] },
    ...clerks,
  ];
}

interface Played {
  readonly open: string;
  readonly closed: string;
}

async function playTemplates(folder: string, config: string): Promise<Played> {
  const desk = await openDeskAtWork({ folder, config, logLevel: 'warn' });
  try {
    const open = await desk.newCase('complete-ab');
    const closed = await desk.newCase('complete-ab');
    await desk.bringToDi(closed);
    await desk.issue(closed);
    await desk.click('secretar-ab', 'note-on-original', closed);
    return { open, closed };
  } finally {
    await desk.close();
  }
}

async function copyTemplates(folder: string, played: Played, size: BusyDeskSize): Promise<CaseCopy[]> {
  const keys = createKeyring(loadOrCreateMasterKey({ dataDir: folder }));
  const database = new Database(join(folder, 'acces.db'));
  try {
    // Nobody pulls the plug on a bench; the product itself opens the file with its own settings.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.pragma('foreign_keys = OFF');
    database.pragma('cache_size = -262144');
    const templates = {
      open: caseTemplate(database, keys, played.open, { withChat: true, openable: true }),
      closed: caseTemplate(database, keys, played.closed, { withChat: false, openable: false }),
    };
    const offices = placesByOffice(database);
    const total = size.open + size.closed;
    const latest = Date.now() - MINUTE;
    const made: CaseCopy[] = [];
    for (let first = 0; first < total; first += AT_ONCE) {
      database.transaction(() => {
        for (let number = first; number < Math.min(total, first + AT_ONCE); number += 1) {
          // Open and closed ones spread evenly over time and files.
          const isOpen =
            Math.floor(((number + 1) * size.open) / total) > Math.floor((number * size.open) / total);
          const office = offices[number % offices.length];
          if (!office) {
            throw new Error('No office has a place');
          }
          const again = number % SAME_AGAIN === 0 && number > 0;
          const copy = copyCase(database, keys, isOpen ? templates.open : templates.closed, {
            serial: number,
            number: `${office.code}-2025-${String(Math.floor(number / offices.length) + 1).padStart(5, '0')}`,
            office,
            applicant: inventApplicant(again ? number - 1 : number, office.code),
            account: `titular.${number}`,
            createdAt: new Date(latest - number * MINUTE),
          });
          if (isOpen) {
            made.push(copy);
          }
        }
      })();
      await new Promise((resume) => setImmediate(resume));
    }
    return made;
  } finally {
    database.close();
  }
}

function placesByOffice(database: Database.Database): { code: string; placeId: string }[] {
  return database
    .prepare(
      `SELECT "office" AS code, "id" AS placeId FROM "Place" WHERE "purpose" = 'commission' ORDER BY rowid`,
    )
    .all() as { code: string; placeId: string }[];
}
