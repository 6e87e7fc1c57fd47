/** Mails broken by chance through the readers of the mail room: nothing throws, nothing takes longer than it may. */
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { openMailParser } from '../src/mail/reading/parse.ts';
import { isRefused, type ParseOutcome } from '../src/mail/reading/parsed-mail.ts';
import { asideFault, bigMails, brokenMail, readAndSort, seeds } from '../tests/mail/fuzzed-mails.ts';
import type { Figure, Measure } from './report.ts';

const ROUNDS = 20_000;
/** What the child is given for one mail (src/mail/reading/parse.ts). */
const BOUND_MS = 20_000;
/** Every so many rounds the mail goes through the real child too. */
const THROUGH_CHILD = 20;
/** Every so many rounds it is a mail with large files, which are carried around the child. */
const BIG = 3;
const TOLD_EVERY = 2_000;

interface Found {
  readonly codes: Map<string, number>;
  readonly crashes: number[];
  readonly hangs: number[];
  /** Read otherwise by the child, or with the large files carried around it. */
  readonly different: number[];
  slowest: { readonly ms: number; readonly round: number };
}

export const fuzz: Measure = {
  name: 'fuzz',
  title: 'mailuri stricate la întâmplare, citite și sortate',
  async run({ quick, say }) {
    const rounds = quick ? ROUNDS / 20 : ROUNDS;
    const found: Found = {
      codes: new Map(),
      crashes: [],
      hangs: [],
      different: [],
      slowest: { ms: 0, round: 0 },
    };
    const parser = openMailParser();
    const mails = seeds();
    const big = bigMails();
    let current = 0;
    // What is thrown outside of any promise would have ended the child.
    const crashed = (): void => void found.crashes.push(current);
    process.on('uncaughtException', crashed);
    try {
      for (; current < rounds; current += 1) {
        const raw = brokenMail(current, current % BIG === 0 ? big : mails);
        const outcome = await readBounded(raw, current, found);
        if (outcome !== null) {
          await compare(raw, current, outcome, found, parser.parse);
        }
        if ((current + 1) % TOLD_EVERY === 0) {
          say(`${current + 1} runde`);
        }
      }
    } finally {
      process.off('uncaughtException', crashed);
      await parser.close();
    }
    tell(found, say);
    return figures(rounds, found);
  },
};

async function readBounded(raw: Buffer, round: number, found: Found): Promise<ParseOutcome | null> {
  const start = performance.now();
  const stop = new AbortController();
  try {
    const late = wait(BOUND_MS, null, { signal: stop.signal }).catch(() => null);
    const outcome = await Promise.race([readAndSort(raw), late]);
    const ms = performance.now() - start;
    if (outcome === null || ms > BOUND_MS) {
      found.hangs.push(round);
    }
    if (ms > found.slowest.ms) {
      found.slowest = { ms, round };
    }
    return outcome;
  } catch {
    found.crashes.push(round);
    return null;
  } finally {
    stop.abort();
  }
}

async function compare(
  raw: Buffer,
  round: number,
  outcome: ParseOutcome,
  found: Found,
  parse: (raw: Buffer) => Promise<ParseOutcome>,
): Promise<void> {
  const code = isRefused(outcome) ? outcome.refused.code : 'citit';
  found.codes.set(code, (found.codes.get(code) ?? 0) + 1);
  const carried = await asideFault(raw, outcome);
  const same = round % THROUGH_CHILD !== 0 || isDeepStrictEqual(await parse(raw), outcome);
  if (carried !== null || !same) {
    found.different.push(round);
  }
}

function tell({ crashes, hangs, different }: Found, say: (line: string) => void): void {
  for (const [what, numbers] of Object.entries({ crashes, hangs, different })) {
    if (numbers.length > 0) {
      say(`${what}: ${numbers.slice(0, 20).join(', ')}`);
    }
  }
}

function figures(rounds: number, { codes, crashes, hangs, different, slowest }: Found): Figure[] {
  const none = { value: 0 };
  const count = (what: string, value: number): Figure => ({ measure: 'fuzz', what, unit: '', value });
  return [
    count('runde', rounds),
    ...[...codes].sort().map(([code, value]) => count(`  ${code}`, value)),
    { ...count('căderi', crashes.length), most: none },
    { ...count('peste limita de timp', hangs.length), most: none },
    { ...count('citite altfel de copil sau pe ocolite', different.length), most: none },
    {
      measure: 'fuzz',
      what: `cea mai lentă (runda ${slowest.round})`,
      unit: 'ms',
      value: slowest.ms,
      most: { value: BOUND_MS },
    },
  ];
}
