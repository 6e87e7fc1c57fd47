/** Filling the credentials into a form, making the copy without the password, and proving that copy clean (A20–A22). */
import ExcelJS from 'exceljs';
import { type Excel, openExcel } from '../src/excel/bounded-excel.ts';
import type { FillResult } from '../src/excel/form.ts';
import { openZip } from '../src/excel/zip.ts';
import { bigForm } from './big-form.ts';
import { childrenOf, peakOf } from './memory.ts';
import { type Figure, type Measure, median, timed } from './report.ts';

const PASSWORD = 'Kd7mRw3xTq9vHn4b';
const VALUES = {
  credentialsCreatedOn: '2026-11-20',
  webAddress: 'https://acces.ancpi.ro',
  user: 'ion.moldovan',
};
const LARGEST_FORM_MB = 200;

export const fill: Measure = {
  name: 'fill',
  title: 'completarea și curățarea formularului',
  async run({ quick }) {
    return [
      ...(await fillForms('60 KB', 60_000, 100, quick ? 8 : 30)),
      ...(await fillForms('5 MB', 5_000_000, 1_000, quick ? 4 : 12)),
    ];
  },
};

interface Round {
  readonly fill: number;
  readonly copy: number;
  readonly scrub: number;
  readonly floor: number;
  /** What the usual library takes to read the form and write it again, losing what it does not know. */
  readonly library: number;
}

async function fillForms(size: string, bytes: number, most: number, rounds: number): Promise<Figure[]> {
  const form = await bigForm(bytes);
  const before = new Set(childrenOf(process.pid));
  const excel = openExcel();
  try {
    const played: Round[] = [];
    let first: number | null = null;
    let highest: number | null = null;
    for (let round = 0; round <= rounds; round += 1) {
      const one = await playRound(excel, form);
      const memory = memoryOfChild(before);
      // A child that has grown is replaced: the last one says nothing of those before it.
      highest = memory === null ? highest : Math.max(memory, highest ?? 0);
      // The first warms up.
      if (round > 0) {
        played.push(one);
      } else {
        first = memory;
      }
    }
    return [...figures(size, most, played), ...memoryFigures(first, highest)];
  } finally {
    await excel.close();
  }
}

async function playRound(excel: Excel, form: Buffer): Promise<Round> {
  const floor = await timed(() => unpackAndPack(form));
  const library = await timed(() => readAndWrite(form));
  const filled = await timed(() => excel.fillForm(form, { ...VALUES, password: PASSWORD }));
  bytesOf(filled.value);
  const copy = await timed(() => excel.fillForm(form, VALUES));
  const clean = bytesOf(copy.value);
  const scrub = await timed(() => excel.findTraces(clean, PASSWORD));
  if (scrub.value.length > 0) {
    throw new Error(`The copy is not clean: ${scrub.value.join(', ')}`);
  }
  return { fill: filled.ms, copy: copy.ms, scrub: scrub.ms, floor: floor.ms, library: library.ms };
}

async function readAndWrite(form: Buffer): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(form) as unknown as ExcelJS.Buffer);
  await workbook.xlsx.writeBuffer();
}

function bytesOf(result: FillResult): Uint8Array {
  if (!result.ok) {
    throw new Error(`The form was not filled: ${result.code}`);
  }
  return result.bytes;
}

/** What cannot be saved: every part inflated once and deflated once. */
function unpackAndPack(form: Buffer): void {
  const zip = openZip(form);
  zip.rewrite(new Map(zip.names.flatMap((name) => [[name, zip.peek(name) ?? Buffer.alloc(0)] as const])));
}

/** The highest that the child ever had, in MB. */
function memoryOfChild(before: ReadonlySet<number>): number | null {
  const [child] = childrenOf(process.pid, 'excel-child').filter((pid) => !before.has(pid));
  return child === undefined ? null : peakOf(child);
}

function memoryFigures(first: number | null, last: number | null): Figure[] {
  if (first === null || last === null) {
    return [];
  }
  const line = (what: string, value: number): Figure => ({ measure: 'fill', what, unit: 'MB', value });
  return [
    line('  memoria copilului după un formular', first),
    { ...line('  memoria copilului, cel mai mult', last), most: { value: LARGEST_FORM_MB } },
  ];
}

function figures(size: string, most: number, rounds: readonly Round[]): Figure[] {
  const floor = median(rounds.map((round) => round.floor));
  const of = (part: (round: Round) => number): number => median(rounds.map(part));
  const line = (what: string, value: number): Figure => ({ measure: 'fill', what, unit: 'ms', value });
  return [
    {
      ...line(
        `${size}: completat, copia fără parolă, curățenia dovedită`,
        of((round) => round.fill + round.copy + round.scrub),
      ),
      floor,
      most: { value: most },
    },
    line(
      '  completat',
      of((round) => round.fill),
    ),
    line(
      '  copia fără parolă',
      of((round) => round.copy),
    ),
    line(
      '  curățenia dovedită',
      of((round) => round.scrub),
    ),
    line(
      '  alături: exceljs, citit și scris',
      of((round) => round.library),
    ),
  ];
}
