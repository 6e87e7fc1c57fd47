/** Every card and dialog as Slack shows it: valid to Slack's own rules, whole, and with nothing alive in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/bot/channel.ts';
import { lineOf, messageOf } from '../../../src/bot/slack/rendering/message.ts';
import { homeOf, modalOf, noticeOf } from '../../../src/bot/slack/rendering/modal.ts';
import { memoryOf, pressOf, submitOf } from '../../../src/bot/slack/rendering/reading.ts';
import { textsFor } from '../../../src/texts/texts.ts';
import { type FakeBlock, problemsOfBlocks, problemsOfView } from '../../fakes/slack/block-kit-rules.ts';
import { readBlocks } from '../../fakes/slack/reading.ts';
import { actionsOf, inputsOf, partsOf, readable } from '../card-parts.ts';
import { allPreviews } from '../previews.ts';
import { slackPreviews, slackPreviewText } from './slack-previews.ts';

const HOSTILE =
  '<!channel> <@U0MARIA> <http://rau.example|apasă> *a* _b_ ~c~ `d` :tada: &amp; {{DATE(2020-01-01)}}';
const BACK = { from: { channelId: 'C0ALBA', ts: '1700000000.000001' }, kind: 'more', caseId: 'case-42' };

const previews = (['ro', 'en'] as const).flatMap((language) =>
  allPreviews(textsFor(language)).map(
    (preview) => [`${preview.name} (${language})`, language, preview] as const,
  ),
);
const dialogs = previews.filter(([, , { title }]) => title !== '');
const cards = previews.filter(([, , { title }]) => title === '');

function wordsOf(text: string): string[] {
  return text
    .replaceAll('\u2060', '')
    .split(/[\s:·]+/)
    .filter(Boolean);
}

/** Words of a card that its Slack form does not say. */
function lost(card: Card, blocks: readonly unknown[]): string[] {
  const said = new Set(blocks.flatMap(textsIn).flatMap(wordsOf));
  return wordsOf(readable(card)).filter((word) => !said.has(word));
}

function textsIn(block: unknown): string[] {
  return partsOf(block).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}

describe('a card as a message', () => {
  it.each(cards)(
    '%s: is valid, says all it says elsewhere, and offers every button',
    (_name, _language, { card }) => {
      const { text, blocks } = messageOf(card, 'AB-2026-00042 · De verificat');
      expect(problemsOfBlocks(blocks)).toEqual([]);
      expect(text).not.toBe('');
      expect(lost(card, blocks)).toEqual([]);
      const buttons = partsOf(blocks).filter(({ type }) => type === 'button');
      expect(buttons).toHaveLength(actionsOf(card).length);
    },
  );

  it.each(cards)('%s: is valid on the home page too', (_name, _language, { card }) => {
    expect(problemsOfView(homeOf(card))).toEqual([]);
  });

  it('brings back with each button what the card says it carries', () => {
    for (const [, , { card }] of cards) {
      const buttons = partsOf(messageOf(card, 'x').blocks).filter(({ type }) => type === 'button');
      const presses = buttons.map(({ value }) => pressOf(value, undefined));
      const wanted = actionsOf(card).map(({ verb, data: { caseId, ...inputs } }) => ({
        verb,
        caseId,
        inputs,
      }));
      expect(presses).toEqual(wanted);
    }
  });
});

describe('a dialog as a modal', () => {
  it.each(dialogs)(
    '%s: is valid, says all it says elsewhere, and asks for every input',
    (_name, language, preview) => {
      const { modal } = textsFor(language).slack;
      const view = modalOf(preview, modal, BACK);
      expect(problemsOfView(view)).toEqual([]);
      expect(lost(preview.card, view.blocks)).toEqual([]);
      const asked = view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
      expect(asked).toEqual(inputsOf(preview.card).map(({ id }) => id));
      expect(memoryOf(view.private_metadata)?.back).toEqual(BACK);
    },
  );

  it.each(dialogs)('%s: says on its submit button what the dialog says', (_name, language, preview) => {
    const { modal } = textsFor(language).slack;
    const view = modalOf(preview, modal, BACK);
    const own = actionsOf({ type: 'AdaptiveCard', actions: preview.card.actions });
    const all = [...own, ...actionsOf(preview.card)];
    const submit = all.find(({ verb }) => verb.startsWith('submit:'));
    const rest = actionsOf(preview.card).length - (submit ? 1 : 0);
    const buttons = partsOf(view.blocks).filter(({ type }) => type === 'button');
    expect(buttons.length).toBe(rest);
    if (submit) {
      const fits = submit.title.length <= 24;
      expect(view.submit?.text).toBe(fits ? submit.title : modal.submit);
      // Only one that is seldom alone says less in Slack than elsewhere.
      expect(fits || submit.verb === 'submit:sort-documents').toBe(true);
    }
  });

  it('is read back as it was filled in', () => {
    for (const [, language, preview] of dialogs) {
      const view = modalOf(preview, textsFor(language).slack.modal, BACK);
      const asked = inputsOf(preview.card);
      fc.assert(
        fc.property(fc.array(fc.string({ maxLength: 60 }), { minLength: 30, maxLength: 30 }), (texts) => {
          const filled = asked.map(
            (input, index) => [input.id, filledIn(input, texts[index] ?? '')] as const,
          );
          const press = submitOf(view.private_metadata, { values: stateOf(asked, new Map(filled)) });
          for (const [id, value] of press === null ? [] : filled) {
            expect(press?.inputs[id]).toBe(value);
          }
        }),
        { numRuns: 5 },
      );
    }
  });
});

type AskedInput = ReturnType<typeof inputsOf>[number] & { readonly isMultiSelect?: boolean };

function filledIn({ type, choices = [], isMultiSelect }: AskedInput, text: string): string {
  switch (type) {
    case 'Input.Date':
      return '2026-11-20';
    case 'Input.Toggle':
      return text.length % 2 === 0 ? 'true' : 'false';
    case 'Input.ChoiceSet': {
      const values = choices.map(({ value }) => value);
      return isMultiSelect ? values.slice(0, text.length % 3).join(',') : (values[0] ?? '');
    }
    default:
      return text;
  }
}

/** As Slack sends what was typed: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
function stateOf(asked: readonly AskedInput[], filled: ReadonlyMap<string, string>): object {
  return Object.fromEntries(
    asked.map(({ id, type, isMultiSelect }) => {
      const value = filled.get(id) ?? '';
      switch (type) {
        case 'Input.Date':
          return [id, { date: { type: 'datepicker', selected_date: value } }];
        case 'Input.Toggle':
          return [
            id,
            { toggle: { type: 'checkboxes', selected_options: value === 'true' ? [{ value }] : [] } },
          ];
        case 'Input.ChoiceSet':
          return isMultiSelect
            ? [
                id,
                {
                  list: {
                    selected_options: value
                      .split(',')
                      .filter(Boolean)
                      .map((each) => ({ value: each })),
                  },
                },
              ]
            : [id, { choice: { selected_option: { value } } }];
        default:
          return [id, { text: { type: 'plain_text_input', value: value === '' ? null : value } }];
      }
    }),
  );
}

describe('text from outside', () => {
  const hostileCard = (text: string): Card => ({
    type: 'AdaptiveCard',
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
  });

  it('is never markup, a mention, a link or an emoji, in a card, a line, a notice', () => {
    const { modal } = textsFor('ro').slack;
    const shown = [
      messageOf(hostileCard(HOSTILE), HOSTILE).blocks,
      lineOf({ text: HOSTILE, mentions: [] }).blocks,
      noticeOf('Titlu', HOSTILE, modal, BACK).blocks,
    ];
    for (const blocks of shown) {
      expect(problemsOfBlocks(blocks)).toEqual([]);
      expect(readBlocks(blocks as FakeBlock[])).toBe(HOSTILE);
      const kinds = new Set(partsOf(blocks).map(({ type }) => type));
      expect(
        [...kinds].filter((kind) => ['mrkdwn', 'user', 'link', 'broadcast', 'emoji'].includes(String(kind))),
      ).toEqual([]);
    }
  });

  it('cannot command anything from what notifications and screen readers say', () => {
    for (const { text } of [messageOf(hostileCard('x'), HOSTILE), lineOf({ text: HOSTILE, mentions: [] })]) {
      expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(text).not.toMatch(/:[\w+-]+:/);
      expect(text).toContain('&lt;!channel&gt;');
    }
  });

  it('of any length and any characters makes a valid message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20_000 }), (text) => {
        const message = messageOf(hostileCard(text.toWellFormed() || 'x'), text);
        expect(problemsOfBlocks(message.blocks)).toEqual([]);
        expect(message.text.length).toBeGreaterThan(0);
        expect(message.text.isWellFormed() || !text.isWellFormed()).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('mentions only whom the desk mentions', () => {
    const { blocks, text } = lineOf({
      text: 'Este rândul dumneavoastră.',
      mentions: [
        { externalId: 'U0MARIA', name: 'Maria Ionescu' },
        { externalId: '<!channel>', name: 'rău' },
      ],
    });
    expect(problemsOfBlocks(blocks)).toEqual([]);
    expect(partsOf(blocks).flatMap(({ user_id: id }) => (id === undefined ? [] : [id]))).toEqual(['U0MARIA']);
    expect(text).toBe('Este rândul dumneavoastră. Maria Ionescu');
  });
});

describe('what is too long', () => {
  const rows = (count: number, length: number): Card => ({
    type: 'AdaptiveCard',
    body: Array.from({ length: count }, (_none, index) => ({
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: `${index} ${'x'.repeat(length)}` }],
    })),
    actions: [{ type: 'Action.Execute', title: 'Preiau', verb: 'take', data: { caseId: 'case-1' } }],
  });

  it('is cut where it can be seen, and the buttons stay', () => {
    const { blocks } = messageOf(rows(100, 500), 'x');
    expect(problemsOfBlocks(blocks)).toEqual([]);
    expect(readBlocks(blocks as FakeBlock[])).toMatch(/…$/);
    expect(blocks.at(-1)?.type).toBe('actions');
    expect(JSON.stringify(blocks).length).toBeLessThan(25_000);
  });

  it('in blocks too: a list that is longer than a message', () => {
    const separated: Card = {
      ...rows(0, 0),
      body: Array.from({ length: 80 }, (_none, index) => ({
        type: 'TextBlock',
        text: `rândul ${index}`,
        isSubtle: true,
      })),
    };
    const { blocks } = messageOf(separated, 'x');
    expect(problemsOfBlocks(blocks)).toEqual([]);
    expect(blocks).toHaveLength(50);
    expect(readBlocks(blocks as FakeBlock[])).toContain('…');
    expect(blocks.at(-1)?.type).toBe('actions');
  });

  it('an action that carries more than a button can is a mistake of ours', () => {
    const card: Card = {
      type: 'AdaptiveCard',
      actions: [{ type: 'Action.Execute', title: 'x', verb: 'take', data: { caseId: 'x'.repeat(2_000) } }],
    };
    expect(() => messageOf(card, 'x')).toThrow(/take carries/);
  });
});

describe('what comes back from Slack', () => {
  it.each([['no JSON'], ['{"verb":"DROP TABLE","caseId":"1"}'], ['[]'], ['{"verb":1}'], ['null']])(
    'that is none of ours is nothing: %s',
    (value) => {
      expect(pressOf(value, undefined)).toBeNull();
      expect(submitOf(value, undefined)).toBeNull();
    },
  );
});

describe('cards/previews/slack', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'cards', 'previews', 'slack');

  it('holds every card and dialog as Slack gets it now; else: node scripts/preview-slack.ts', () => {
    const made = slackPreviews();
    expect(readdirSync(folder).toSorted()).toEqual(made.map(({ name }) => `${name}.json`).toSorted());
    for (const preview of made) {
      expect(readFileSync(join(folder, `${preview.name}.json`), 'utf8'), preview.name).toBe(
        slackPreviewText(preview),
      );
    }
  });
});
