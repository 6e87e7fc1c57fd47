/** What holds for every card and dialog, whatever it shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsFor } from '../../src/texts/texts.ts';
import { parserSaysOf } from '../official-parser.ts';
import { inputsOf, partsOf, partsOfType } from './card-parts.ts';
import { dialogViews, letterPreviews, unsortedDialogViews } from './dialog-views.ts';
import { problemDialogViews, recoveryDialogViews } from './mail-case-views.ts';
import { allPreviews, pictureOf, previewText } from './previews.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');
const PREVIEWS = join(CARDS, 'previews');

/** What the renderer for Slack can show as well; an element outside this list needs work there first. */
const SHOWN_EVERYWHERE = new Set([
  'AdaptiveCard',
  'TextBlock',
  'RichTextBlock',
  'TextRun',
  'Container',
  'ColumnSet',
  'Column',
  'ActionSet',
  'Action.Execute',
  'Action.Submit',
  'Input.Text',
  'Input.Date',
  'Input.ChoiceSet',
  'Input.Toggle',
]);

const previews = allPreviews();
const named = previews.map((preview) => [preview.name, preview] as const);

describe('every card and dialog', () => {
  it('is previewed: each template by one name or more', () => {
    const dialogs = [
      ...[dialogViews, unsortedDialogViews, recoveryDialogViews, problemDialogViews, letterPreviews],
    ].flatMap((views) => Object.values<{ readonly kind: string }>(views));
    const drawn = new Set(['case', 'unsorted', 'mail-case', 'list', ...dialogs.map(({ kind }) => kind)]);
    const templates = readdirSync(CARDS).filter((name) => name.endsWith('.json'));
    expect(templates.sort()).toEqual([...drawn].map((name) => `${name}.json`).sort());
    expect(new Set(previews.map(({ name }) => name)).size).toBe(previews.length);
  });

  it.each(named)('is an Adaptive Card 1.5 to the official parser: %s', (_, { card }) => {
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', lang: 'ro' });
    expect(parserSaysOf(card)).toEqual([]);
  });

  it('would be found out by the parser if it were not valid', () => {
    const wrong = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'Input.Text' }, { type: 'Nonsense' }],
    };
    expect(parserSaysOf(wrong).length).toBeGreaterThan(0);
  });

  it.each(named)(
    'leaves no template expression, nothing empty and nothing null behind: %s',
    (_, { card }) => {
      const text = JSON.stringify(card);
      expect(text).not.toContain('${');
      expect(text).not.toMatch(/\$(when|data|root)/);
      expect(text).not.toContain('null');
      const blank = partsOf(card).filter(
        (part) =>
          ((part.type === 'TextBlock' || part.type === 'TextRun') && part.text === '') ||
          (part.type === 'RichTextBlock' && Array.isArray(part.inlines) && part.inlines.length === 0),
      );
      expect(blank).toEqual([]);
    },
  );

  it.each(named)('labels every input and says what is wrong with it: %s', (_, { card }) => {
    const ids = inputsOf(card).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const input of inputsOf(card)) {
      expect([input.id, input.label, input.errorMessage]).toEqual([
        expect.stringMatching(/\S/),
        expect.stringMatching(/\S/),
        expect.stringMatching(/\S/),
      ]);
    }
  });

  it.each(named)('can be heard, and says so where it cannot be shown: %s', (_, { card }) => {
    expect(card.speak).toMatch(/\S/);
    expect(card.fallbackText).toMatch(/\S/);
  });

  it.each(named)('uses only what every platform can show: %s', (_, { card }) => {
    const types = partsOf(card).flatMap(({ type }) => (typeof type === 'string' ? [type] : []));
    expect(types.filter((type) => !SHOWN_EVERYWHERE.has(type))).toEqual([]);
  });

  it.each(named)('has at most the six buttons beside each other that Teams shows: %s', (_, { card }) => {
    const rows = [card, ...partsOfType(card, 'ActionSet')].map(({ actions }) => actions);
    expect(rows.filter((row) => Array.isArray(row) && row.length > 6)).toEqual([]);
  });

  it.each(named)('has a title of at most 24 characters, as much as Slack holds: %s', (_, { title }) => {
    expect(title.length).toBeLessThanOrEqual(24);
  });

  it('speaks English as well', () => {
    for (const { card } of allPreviews(textsFor('en'))) {
      expect(card.lang).toBe('en');
      expect(parserSaysOf(card)).toEqual([]);
    }
  });
});

describe('cards/previews', () => {
  it('holds every card and dialog as it is now, and no other: else run scripts/preview-cards.ts', () => {
    const files = readdirSync(PREVIEWS).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(previews.map(({ name }) => `${name}.json`).sort());
    const outdated = previews.filter(
      (preview) => readFileSync(join(PREVIEWS, `${preview.name}.json`), 'utf8') !== previewText(preview),
    );
    expect(outdated.map(({ name }) => name)).toEqual([]);
  });

  it('holds a picture of every group that is drawn', () => {
    const pictures = new Set(previews.map(({ name }) => pictureOf(name)).filter(Boolean));
    const files = readdirSync(PREVIEWS).filter((name) => name.endsWith('.png'));
    expect(files.sort()).toEqual([...pictures].map((name) => `${name}.png`).sort());
  });
});
