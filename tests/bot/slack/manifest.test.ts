/** The app that an administrator makes from slack-manifest.yml asks for what the desk uses, and for nothing else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { COMMAND } from '../../../src/bot/slack/app/slack-app.ts';
import { refuseUnsupportedTemplates } from '../../../src/bot/slack/rendering/supported.ts';
import { EVENTS, SCOPES } from '../../../src/bot/slack/scopes.ts';
import { NEEDED_SCOPES } from '../../fakes/slack/method-rules.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const manifest = parse(readFileSync(join(ROOT, 'slack-manifest.yml'), 'utf8'));

/** The source of everything that speaks with Slack. */
const code = readdirSync(join(ROOT, 'src', 'bot', 'slack'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

describe('the manifest', () => {
  it('names exactly the scopes, events and command of the code', () => {
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(Object.keys(SCOPES).toSorted());
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(EVENTS.toSorted());
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual([
      COMMAND,
    ]);
  });

  it('has every scope that a method in the code needs', () => {
    const methods = Object.keys(NEEDED_SCOPES).filter((method) => code.includes(`.${method}(`));
    expect(methods.length).toBeGreaterThan(8);
    for (const method of methods) {
      for (const scope of NEEDED_SCOPES[method] ?? []) {
        expect(manifest.oauth_config.scopes.bot, method).toContain(scope);
      }
    }
  });

  it('keeps to Slack’s limits of length', () => {
    const { name, description, long_description: long } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(175);
    expect(long.length).toBeLessThanOrEqual(4_000);
  });
});

describe('a template that Slack cannot show', () => {
  function folderWith(template: object): URL {
    const folder = mkdtempSync(join(tmpdir(), 'acces-cards-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'rea.json'), JSON.stringify(template));
    return pathToFileURL(`${folder}/`);
  }
  const card = (...body: object[]): object => ({ type: 'AdaptiveCard', version: '1.5', body });

  it('is none of ours', () => {
    expect(() => refuseUnsupportedTemplates()).not.toThrow();
  });

  it.each([
    [card({ type: 'Container', items: [{ type: 'Media' }] }), /rea\.json: body\[0\]\.items\[0\]: Media/],
    [card({ type: 'Input.Text', id: 'p', style: 'password' }), /body\[0\]: Input\.Text with style/],
    [card({ type: 'Input.Toggle', id: 't', valueOn: 'da' }), /body\[0\]: Input\.Toggle with valueOn/],
    [
      card({ type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Table' }] }] }),
      /columns\[0\]\.items\[0\]: Table/,
    ],
    [
      { type: 'AdaptiveCard', body: [], actions: [{ type: 'Action.ShowCard' }] },
      /actions\[0\]: Action\.ShowCard/,
    ],
    [card({ type: 'Container', selectAction: {} }), /Container with selectAction/],
    [card('text' as unknown as object), /body\[0\]: no element/],
  ])('is refused with its name and place: %j', (template, says) => {
    expect(() => refuseUnsupportedTemplates(folderWith(template))).toThrow(says);
  });
});
