/**
 * Draws every card and dialog with invented data: `cards/previews/<name>.json`, and pictures of the most telling ones.
 *
 *     node scripts/preview-cards.ts          the JSON and the pictures (these need a Chromium)
 *     node scripts/preview-cards.ts --json   the JSON only
 *     node scripts/preview-cards.ts --all <folder>   pictures of every card, in full colours, to look at
 *
 * A picture looks as Teams does in light mode, by src/bot/host-config.json; Teams itself may differ in details.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allPreviews, type Preview, pictureOf, previewText } from '../tests/bot/previews.ts';
import { drawAll } from './draw-cards.ts';

const FOLDER = join(import.meta.dirname, '..', 'cards', 'previews');

function writeJson(previews: readonly Preview[]): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const stale of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
    rmSync(join(FOLDER, stale));
  }
  for (const preview of previews) {
    writeFileSync(join(FOLDER, `${preview.name}.json`), previewText(preview));
  }
}

function grouped(
  previews: readonly Preview[],
  groupOf: (preview: Preview) => string,
): Map<string, Preview[]> {
  const groups = new Map<string, Preview[]>();
  for (const preview of previews) {
    const group = groupOf(preview);
    groups.set(group, [...(groups.get(group) ?? []), preview]);
  }
  groups.delete('');
  return groups;
}

const previews = allPreviews();
const [mode = '', folder = ''] = process.argv.slice(2);
if (mode === '--all') {
  mkdirSync(folder, { recursive: true });
  await drawAll(
    folder,
    grouped(previews, ({ group }) => group),
    { small: false },
  );
} else {
  writeJson(previews);
  if (mode !== '--json') {
    await drawAll(
      FOLDER,
      grouped(previews, ({ name }) => pictureOf(name)),
      { small: true },
    );
  }
}
console.log(`${previews.length} cards and dialogs are in ${folder || FOLDER}`);
