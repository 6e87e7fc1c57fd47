/** What a measure found, and how it is printed. Lower is better in every figure that has a target. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Figure {
  /** The measure, as `--only` names it. */
  readonly measure: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB' | '/s' | '';
  readonly value: number;
  /** The same unit, measured in the same run; null where there is nothing to compare with. */
  readonly floor?: number;
  /** The most that the product may take: of the value, or of value ÷ floor. Without it the figure only informs. */
  readonly most?: { readonly value: number } | { readonly ratio: number };
}

export interface Measure {
  readonly name: string;
  /** What is measured, a line for people. */
  readonly title: string;
  run(options: MeasureOptions): Promise<readonly Figure[]>;
}

export interface MeasureOptions {
  /** Fewer rounds and smaller databases: the whole bench within a minute. */
  readonly quick: boolean;
  /** Also the million cases. */
  readonly million: boolean;
  /** Tells how far the measure is. */
  say(line: string): void;
}

/** `ok`, `peste țintă`, or '' for a figure that only informs. */
export function verdict({ value, floor, most }: Figure): 'ok' | 'peste țintă' | '' {
  if (most === undefined) {
    return '';
  }
  const within = 'value' in most ? value <= most.value : value <= (floor ?? 0) * most.ratio;
  return within ? 'ok' : 'peste țintă';
}

const HEADINGS = ['măsura', 'ce', 'cifra', 'podeaua', 'raport', 'ținta', ''] as const;
/** Columns whose text stands at the right: the numbers. */
const RIGHT = new Set([2, 3, 4, 5]);

/** The figures as a table of text. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.measure,
    figure.what,
    shown(figure.value, figure.unit),
    figure.floor === undefined ? '' : shown(figure.floor, figure.unit),
    figure.floor === undefined ? '' : `${decimals(figure.value / figure.floor, 2)} ×`,
    targetOf(figure),
    verdict(figure),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return RIGHT.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(HEADINGS), rule, ...rows.map(line)].join('\n');
}

function targetOf({ most, unit }: Figure): string {
  if (most === undefined) {
    return '';
  }
  return 'value' in most ? `≤ ${shown(most.value, unit)}` : `≤ ${decimals(most.ratio, 2)} ×`;
}

function shown(value: number, unit: Figure['unit']): string {
  const digits = unit === '' || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return unit === '' ? decimals(value, digits) : `${decimals(value, digits)} ${unit}`;
}

function decimals(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', ',');
}

/** The machine that the figures were measured on. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1e9);
  return `${availableParallelism()} nuclee (${cpu?.model.trim() ?? '?'}), ${memory} GB, Node ${process.versions.node}, ${process.platform}`;
}

/** How busy the machine has been in the last minute, with whatever else: above its cores, figures are too high. */
export function load(): string {
  const [lastMinute = 0] = loadavg();
  return `încărcarea mașinii: ${decimals(lastMinute, 1)} la ${availableParallelism()} nuclee`;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile; NaN of no values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** How long it takes, in milliseconds, and what comes of it. */
export async function timed<T>(
  work: () => Promise<T> | T,
): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

/** `workers` at once take one item after the other until none is left. */
export async function atOnce<T>(
  workers: number,
  items: readonly T[],
  work: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const queue = [...items.entries()].map(([, item]) => item).values();
  await Promise.all(
    Array.from({ length: workers }, async (_none, worker) => {
      for (const item of queue) {
        await work(item, worker);
      }
    }),
  );
}
