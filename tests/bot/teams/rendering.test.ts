/** What holds for every card and dialog in Teams. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineMessage, markOf } from '../../../src/bot/teams/rendering/message.ts';
import { actionsOf, MOST_MESSAGE_BYTES, problemsOfCard } from '../../fakes/teams/card-rules.ts';
import { partsOf } from '../card-parts.ts';
import { teamsPreviews, teamsPreviewText } from './teams-previews.ts';

const PREVIEWS = join(import.meta.dirname, '..', '..', '..', 'cards', 'previews', 'teams');
const previews = teamsPreviews().map((preview) => [preview.name, preview] as const);
/** Cards alone; Teams takes 28 KB with everything around them. */
const MOST_CARD_BYTES = 25_000;

describe('every card and dialog in Teams', () => {
  it.each(previews)('%s is as Teams shows it', (_name, { title, card }) => {
    expect(problemsOfCard(card, title === '' ? 'message' : 'dialog')).toEqual([]);
  });

  it.each(previews)('%s is small enough', (_name, { shown, card }) => {
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(MOST_CARD_BYTES);
    expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(MOST_MESSAGE_BYTES);
  });

  it('is previewed as it is now, and no other: else run scripts/preview-teams.ts', () => {
    const files = readdirSync(PREVIEWS).filter((name) => name.endsWith('.json'));
    expect(files.toSorted()).toEqual(previews.map(([name]) => `${name}.json`).toSorted());
    for (const [name, preview] of previews) {
      expect(readFileSync(join(PREVIEWS, `${name}.json`), 'utf8')).toBe(teamsPreviewText(preview));
    }
  });

  it('opens dialogs by Action.Submit, and does at once by Action.Execute with a fallback', () => {
    const cards = teamsPreviews().filter(({ title }) => title === '');
    const actions = cards.flatMap(({ card }) => actionsOf(card));
    const kinds = new Map<unknown, Set<unknown>>();
    for (const { type, verb, data } of actions) {
      const name = verb ?? (data as { verb?: unknown }).verb;
      kinds.set(name, (kinds.get(name) ?? new Set()).add(type));
    }
    expect([...(kinds.get('issue') ?? [])]).toEqual(['Action.Submit']);
    expect([...(kinds.get('take') ?? [])]).toEqual(['Action.Execute']);
    // Approving asks something only where something is in doubt.
    expect([...(kinds.get('approve') ?? [])].toSorted()).toEqual(['Action.Execute', 'Action.Submit']);
  });

  it('carries the mark of its post on an element, and no two posts have the same', () => {
    expect(markOf('a')).not.toBe(markOf('b'));
    const marked = teamsPreviews().filter(({ title }) => title === '');
    for (const { name, card } of marked) {
      expect(partsOf(card).filter(({ id }) => id === markOf(name))).toHaveLength(1);
    }
  });
});

describe('lines in Teams', () => {
  const HOSTILE = '<at>toți</at> **a** [x](http://rau.example) &amp; <b>b</b>\nrând';

  it('are plain text, so that nothing in them comes alive', () => {
    expect(lineMessage({ text: HOSTILE, mentions: [] })).toEqual({
      type: 'message',
      text: HOSTILE,
      textFormat: 'plain',
    });
  });

  it('with a mention are escaped, and mention that person only', () => {
    const mentions = [{ externalId: '11111111-0000-4000-8000-000000000001', name: 'Maria <I>' }];
    const line = lineMessage({ text: HOSTILE, mentions });
    expect(line.text).toBe(
      '&lt;at&gt;toți&lt;/at&gt; **a** [x](http://rau.example) &amp;amp; &lt;b&gt;b&lt;/b&gt;<br/>rând <at>Maria &lt;I&gt;</at>',
    );
    expect(line.entities).toHaveLength(1);
  });

  it('that are too long are cut, never in the middle of a character', () => {
    const { text = '' } = lineMessage({ text: '😀'.repeat(5_000), mentions: [] });
    expect(text.isWellFormed()).toBe(true);
    expect(text.length).toBeLessThanOrEqual(6_001);
  });
});
