/**
 * Writes every card and dialog as Slack gets it, `cards/previews/slack/<name>.json`, and draws them to be looked at.
 *
 *     node scripts/preview-slack.ts                   the JSON
 *     node scripts/preview-slack.ts --draw <folder>   pictures too (these need a Chromium)
 *
 * A picture looks much as Slack does, by nobody's code but ours: for the real thing paste the JSON into Slack's own
 * Block Kit Builder (https://app.slack.com/block-kit-builder).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slackPreviews, slackPreviewText } from '../tests/bot/slack/slack-previews.ts';
import { launchBrowser } from '../tests/browser.ts';
import { blockKitPage } from './draw-block-kit.ts';

const FOLDER = join(import.meta.dirname, '..', 'cards', 'previews', 'slack');
/** Pixels: three messages beside each other. */
const WIDTH = 1_700;
const ON_A_PICTURE = 6;

const previews = slackPreviews();
mkdirSync(FOLDER, { recursive: true });
for (const stale of readdirSync(FOLDER)) {
  rmSync(join(FOLDER, stale));
}
for (const preview of previews) {
  writeFileSync(join(FOLDER, `${preview.name}.json`), slackPreviewText(preview));
}
process.stdout.write(`${previews.length} cards and dialogs are in ${FOLDER}\n`);

const draw = process.argv.indexOf('--draw');
const pictures = process.argv[draw + 1];
if (draw > 0 && pictures !== undefined) {
  mkdirSync(pictures, { recursive: true });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 300 } });
  for (let first = 0; first < previews.length; first += ON_A_PICTURE) {
    const dark = (first / ON_A_PICTURE) % 4 === 3;
    await page.setContent(blockKitPage(previews.slice(first, first + ON_A_PICTURE), dark));
    await page.screenshot({ fullPage: true, path: join(pictures, `slack-${first / ON_A_PICTURE}.png`) });
  }
  await browser.close();
}
