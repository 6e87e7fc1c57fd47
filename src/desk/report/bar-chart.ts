/** Bars with their numbers, as a picture: drawn as SVG, turned into a PNG by resvg with a font that npm brings. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Picture } from '../../excel/report-file.ts';
import { escapedHtml } from '../../texts/escaped-html.ts';

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly shown: string }[];
}

const WIDTH = 760;
const ROW = 30;
const TITLE = 46;
const LABELS = 250;
const NUMBERS = 90;
const BAR = '#4f52b2';
const INK = '#242424';
/** Sharp on a screen that shows two dots for one. */
const DENSITY = 2;

const { resolve } = createRequire(import.meta.url);
let ready: Promise<void> | null = null;

/** Loaded with the first report: 2.5 MB that nobody else needs. */
function prepare(): Promise<void> {
  ready ??= initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return ready;
}

export async function barChart(groups: readonly BarGroup[]): Promise<Picture> {
  await prepare();
  const height = groups.reduce((sum, { bars }) => sum + TITLE + bars.length * ROW, 16);
  const font = readFileSync(resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  const rendered = new Resvg(svgOf(groups, height), {
    fitTo: { mode: 'zoom', value: DENSITY },
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans' },
  });
  return { png: rendered.render().asPng(), width: WIDTH, height };
}

function svgOf(groups: readonly BarGroup[], height: number): string {
  let top = 8;
  const parts: string[] = [];
  for (const { title, bars } of groups) {
    parts.push(text(16, top + 26, title, 17));
    top += TITLE;
    const most = Math.max(...bars.map(({ value }) => value), 1);
    for (const { label, value, shown } of bars) {
      const length = Math.round(((WIDTH - LABELS - NUMBERS) * value) / most);
      parts.push(
        text(LABELS - 10, top + 20, label, 14, 'end'),
        `<rect x="${LABELS}" y="${top + 5}" width="${Math.max(length, 1)}" height="20" rx="3" fill="${BAR}"/>`,
        text(LABELS + length + 8, top + 20, shown, 14),
      );
      top += ROW;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="DejaVu Sans"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>`;
}

function text(x: number, y: number, words: string, size: number, anchor: 'start' | 'end' = 'start'): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${INK}" text-anchor="${anchor}">${escapedHtml(words)}</text>`;
}
