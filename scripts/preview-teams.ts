/**
 * Writes every card and dialog as Teams gets it, `cards/previews/teams/<name>.json`, and draws all of them in the light and
 * in the dark theme, to be looked at.
 *
 *     node scripts/preview-teams.ts          the JSON and the pictures (these need a Chromium)
 *     node scripts/preview-teams.ts --json   the JSON only
 *     node scripts/preview-teams.ts --all <folder>   the pictures in full colours
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TeamsPreview, teamsPreviews, teamsPreviewText } from '../tests/bot/teams/teams-previews.ts';
import { drawAll } from './draw-cards.ts';

const FOLDER = join(import.meta.dirname, '..', 'cards', 'previews', 'teams');
const ON_A_PICTURE = 12;
const [mode = '', folder = FOLDER] = process.argv.slice(2);
const previews = teamsPreviews();

if (mode !== '--all') {
  mkdirSync(FOLDER, { recursive: true });
  for (const stale of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
    rmSync(join(FOLDER, stale));
  }
  for (const preview of previews) {
    writeFileSync(join(FOLDER, `${preview.name}.json`), teamsPreviewText(preview));
  }
}
if (mode !== '--json') {
  mkdirSync(folder, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await drawAll(folder, pictures(theme), { small: mode !== '--all', dark: theme === 'dark' });
  }
}
process.stdout.write(`${previews.length} cards and dialogs are in ${folder}\n`);

function pictures(theme: string): ReadonlyMap<string, readonly TeamsPreview[]> {
  const groups = new Map<string, readonly TeamsPreview[]>();
  for (let first = 0; first < previews.length; first += ON_A_PICTURE) {
    groups.set(`${theme}-${first / ON_A_PICTURE + 1}`, previews.slice(first, first + ON_A_PICTURE));
  }
  return groups;
}
