/**
 * Draws every card and dialog with invented data: `cards/previews/<name>.json`, and a picture of each group.
 *
 *     node scripts/preview-cards.ts          the JSON and the pictures (these need a Chromium)
 *     node scripts/preview-cards.ts --json   the JSON only
 *
 * A picture looks as Teams does in light mode, by src/bot/host-config.json; Teams itself may differ in details.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Page } from 'playwright-core';
import { allPreviews, type Preview, previewText } from '../tests/bot/previews.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'cards', 'previews');
const RENDERER = join(ROOT, 'node_modules', 'adaptivecards', 'dist', 'adaptivecards.min.js');
const HOST_CONFIG = join(ROOT, 'src', 'bot', 'host-config.json');
/** Pixels: three cards beside each other, each as wide as in a Teams channel beside its thread. */
const WIDTH = 1_480;

const STYLE = `
  * { box-sizing: border-box; }
  body { margin: 0; padding: 20px; background: #ebebeb; font: 14px 'DejaVu Sans', sans-serif; }
  main { columns: 3; column-gap: 20px; }
  figure { margin: 0 0 20px; break-inside: avoid; }
  figcaption { color: #5c5c5c; font-size: 12px; padding-bottom: 4px; }
  .frame { background: #fff; border: 1px solid #d6d6d6; border-radius: 6px; overflow: hidden; }
  .frame h2 { margin: 0; padding: 12px 14px; font-size: 17px; border-bottom: 1px solid #e4e4e4; }
  .ac-pushButton { font: 600 13px 'DejaVu Sans', sans-serif; padding: 6px 12px; border-radius: 4px; cursor: pointer;
    border: 1px solid #c7c7c7; background: #fff; color: #242424; margin-bottom: 6px; }
  .ac-pushButton.style-positive { background: #4f52b2; border-color: #4f52b2; color: #fff; }
  .ac-pushButton.style-destructive { color: #b10e1c; border-color: #b10e1c; }
  .ac-input { font: 14px 'DejaVu Sans', sans-serif; padding: 5px 8px; border: 1px solid #c7c7c7; border-radius: 4px;
    width: 100%; background: #fff; }
  .ac-input-container .ac-input input[type=checkbox], input[type=radio] { margin: 3px 8px 3px 0; flex: none; }
  .ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect, .ac-toggleInput { border: 0; padding: 0; }
`;

/** What the page has once the renderer's script is loaded. */
interface Renderer {
  readonly AdaptiveCard: new () => { hostConfig: unknown; parse(card: unknown): void; render(): Node };
  readonly HostConfig: new (config: unknown) => unknown;
}

function writeJson(previews: readonly Preview[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const preview of previews) {
    writeFileSync(join(FOLDER, `${preview.name}.json`), previewText(preview));
  }
}

async function drawGroup(page: Page, previews: readonly Preview[]): Promise<Buffer> {
  await page.setContent(`<!doctype html><html lang="ro"><style>${STYLE}</style><main></main></html>`);
  await page.addScriptTag({ path: RENDERER });
  await page.evaluate(drawInPage, { previews, config: JSON.parse(readFileSync(HOST_CONFIG, 'utf8')) });
  return await page.screenshot({ fullPage: true });
}

/** Runs inside the browser. */
function drawInPage({ previews, config }: { previews: readonly Preview[]; config: unknown }): void {
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

async function drawAll(previews: readonly Preview[]): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: sparticuz.args,
  });
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
    for (const group of new Set(previews.map((preview) => preview.group))) {
      const picture = await drawGroup(
        page,
        previews.filter((preview) => preview.group === group),
      );
      writeFileSync(join(FOLDER, `${group}.png`), picture);
    }
  } finally {
    await browser.close();
  }
}

const previews = allPreviews();
const pictures = readdirSync(FOLDER, { withFileTypes: false }).filter((name) => name.endsWith('.png'));
writeJson(previews);
if (!process.argv.includes('--json')) {
  await drawAll(previews);
}
console.log(`${previews.length} cards and dialogs in ${FOLDER}${pictures.length > 0 ? '' : ''}`);
