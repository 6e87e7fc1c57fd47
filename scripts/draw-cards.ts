/** Draws cards in a browser, by the official renderer and the host configuration of the local page; in dark as in Teams' dark theme. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../tests/browser.ts';

const ROOT = join(import.meta.dirname, '..');
const RENDERER = join(ROOT, 'node_modules', 'adaptivecards', 'dist', 'adaptivecards.min.js');
const HOST_CONFIG = join(ROOT, 'src', 'bot', 'host-config.json');

/** A card under its name; a dialog with its title, which a card has not. */
export interface Drawn {
  readonly name: string;
  readonly title: string;
  readonly card: Readonly<Record<string, unknown>>;
}

export interface Look {
  /** Few colours, and a small file. */
  readonly small: boolean;
  readonly dark?: boolean;
}

/** What a colour of the light theme is in the dark one. */
const DARK: Readonly<Record<string, string>> = {
  '#ebebeb': '#141414',
  '#ffffff': '#292929',
  '#fff': '#292929',
  '#f5f5f5': '#1f1f1f',
  '#eeeef9': '#2b2b40',
  '#eef7ef': '#1f3a26',
  '#fff6dd': '#4a3a12',
  '#fdf0f1': '#4a1d22',
  '#e4e4e4': '#3d3d3d',
  '#d6d6d6': '#3d3d3d',
  '#c7c7c7': '#616161',
  '#242424': '#ffffff',
  '#5c5c5c': '#adadad',
  '#4f52b2': '#9ea2ff',
  '#0e6027': '#92c353',
  '#7a4f01': '#ffd966',
  '#b10e1c': '#ff8a92',
};

function inTheme(text: string, dark: boolean): string {
  return dark ? text.replace(/#[0-9a-f]{3,6}\b/gi, (colour) => DARK[colour.toLowerCase()] ?? colour) : text;
}

/** Pixels: three cards beside each other, each as wide as in a Teams channel beside its thread. */
const WIDTH = 1_480;

const STYLE = `
  * { box-sizing: border-box; }
  body { margin: 0; padding: 20px; background: #ebebeb; color: #242424; font: 14px 'DejaVu Sans', sans-serif; }
  main { columns: 3; column-gap: 20px; }
  figure { margin: 0 0 20px; break-inside: avoid; }
  figcaption { color: #5c5c5c; font-size: 12px; padding-bottom: 4px; }
  .frame { background: #fff; border: 1px solid #d6d6d6; border-radius: 6px; overflow: hidden; }
  .frame h2 { margin: 0; padding: 12px 14px; font-size: 17px; border-bottom: 1px solid #e4e4e4; }
  .ac-actionSet, .ac-actionSet > div { flex-wrap: wrap; }
  .ac-richTextBlock { line-height: 20px; }
  .ac-pushButton { font: 600 13px 'DejaVu Sans', sans-serif; padding: 6px 12px; border-radius: 4px; cursor: pointer;
    border: 1px solid #c7c7c7; background: #fff; color: #242424; margin-bottom: 6px; }
  .ac-pushButton.style-positive { background: #4f52b2; border-color: #4f52b2; color: #fff; }
  .ac-pushButton.style-destructive { color: #b10e1c; border-color: #b10e1c; }
  .ac-input { font: 14px 'DejaVu Sans', sans-serif; padding: 5px 8px; border: 1px solid #c7c7c7; border-radius: 4px;
    width: 100%; background: #fff; color: #242424; }
  .ac-input-container .ac-input input[type=checkbox], input[type=radio] { margin: 3px 8px 3px 0; flex: none; }
  .ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect, .ac-toggleInput { border: 0; padding: 0; }
`;

/** What the page has once the renderer's script is loaded. */
interface Renderer {
  readonly AdaptiveCard: new () => { hostConfig: unknown; parse(card: unknown): void; render(): Node };
  readonly HostConfig: new (config: unknown) => unknown;
}

async function drawGroup(page: Page, previews: readonly Drawn[], dark: boolean): Promise<Buffer> {
  await page.setContent(
    `<!doctype html><html lang="ro"><style>${inTheme(STYLE, dark)}</style><main></main></html>`,
  );
  await page.addScriptTag({ path: RENDERER });
  await page.evaluate(drawInPage, {
    previews,
    config: JSON.parse(inTheme(readFileSync(HOST_CONFIG, 'utf8'), dark)),
  });
  return await page.screenshot({ fullPage: true });
}

/** Runs inside the browser. */
function drawInPage({ previews, config }: { previews: readonly Drawn[]; config: unknown }): void {
  const { AdaptiveCards } = globalThis as unknown as { AdaptiveCards: Renderer };
  const main = document.querySelector('main');
  for (const { name, title, card } of previews) {
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = name;
    const frame = document.createElement('div');
    frame.className = 'frame';
    if (title !== '') {
      const heading = document.createElement('h2');
      heading.textContent = title;
      frame.append(heading);
    }
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = new AdaptiveCards.HostConfig(config);
    drawn.parse(card);
    frame.append(drawn.render());
    figure.append(caption, frame);
    main?.append(figure);
  }
}

interface Coloured {
  readonly width: number;
  readonly height: number;
  /** At most 256 colours, each `[red, green, blue]`. */
  readonly palette: readonly (readonly number[])[];
  /** One byte a pixel, base64. */
  readonly pixels: string;
}

/** Runs inside the browser: a picture's pixels in its commonest colours, so that its file is small. */
async function coloursInPage(png: string): Promise<Coloured> {
  const MOST = 18;
  const AREAS = 12;
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) {
    throw new Error('this browser has no canvas');
  }
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const counts = new Map<number, number>();
  const colourAt = (at: number) => ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
  for (let at = 0; at < data.length; at += 4) {
    const colour = colourAt(at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const split = (colour: number) => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
  const distance = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
  const palette: number[][] = [];
  for (const [colour] of [...counts].sort((one, other) => other[1] - one[1])) {
    const parts = split(colour);
    const apart = palette.length < AREAS ? 20 : 3_000;
    if (palette.length < MOST && palette.every((known) => distance(known, parts) > apart)) {
      palette.push(parts);
    }
  }
  const nearest = new Map<number, number>();
  for (const colour of counts.keys()) {
    const distances = palette.map((known) => distance(known, split(colour)));
    nearest.set(colour, distances.indexOf(Math.min(...distances)));
  }
  let pixels = '';
  for (let at = 0; at < data.length; at += 4) {
    pixels += String.fromCharCode(nearest.get(colourAt(at)) ?? 0);
  }
  return { width, height, palette, pixels: btoa(pixels) };
}

/** A PNG of indexed colours (RFC 2083, colour type 3). */
function smallPng({ width, height, palette, pixels }: Coloured): Buffer {
  const indices = Buffer.from(pixels, 'base64');
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    indices.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Draws one picture a group, `<group>.png`. */
export async function drawAll(
  folder: string,
  groups: ReadonlyMap<string, readonly Drawn[]>,
  { small, dark = false }: Look,
): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 300 } });
    for (const [group, previews] of groups) {
      const picture = await drawGroup(page, previews, dark);
      const colours = small ? await page.evaluate(coloursInPage, picture.toString('base64')) : null;
      writeFileSync(join(folder, `${group}.png`), colours ? smallPng(colours) : picture);
    }
  } finally {
    await browser.close();
  }
}
