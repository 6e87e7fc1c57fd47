/** Block Kit as strict as Slack is about it: https://docs.slack.dev/reference/block-kit. What is not listed is refused. */
import { z } from 'zod';

const text = (most: number) => z.string().min(1).max(most);
const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() });
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() });
const anyText = (most: number) => z.discriminatedUnion('type', [plain(most), mrkdwn(most)]);

const actionId = z.string().min(1).max(255).optional();
const blockId = z.string().min(1).max(255).optional();
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plain(150).optional() };
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const option = z.strictObject({
  text: plain(75),
  value: text(150),
  description: plain(75).optional(),
});
const options = (most: number) =>
  z
    .array(option)
    .min(1)
    .max(most)
    .refine(
      (list) => new Set(list.map(({ value }) => value)).size === list.length,
      'option values must be unique',
    );

interface Chosen {
  readonly options: readonly unknown[];
  readonly initial_option?: unknown;
  readonly initial_options?: readonly unknown[] | undefined;
}

/** An initial option must be one of the options, to the letter. */
const initialIsOffered = (element: Chosen): boolean => {
  const offered = new Set(element.options.map((each) => JSON.stringify(each)));
  const initial = [
    ...(element.initial_options ?? []),
    ...(element.initial_option ? [element.initial_option] : []),
  ];
  return initial.every((each) => offered.has(JSON.stringify(each)));
};
const NOT_OFFERED = 'initial option must exactly match one of the provided options';

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: actionId,
  value: z.string().max(2_000).optional(),
  url: z.url().max(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: text(75).optional(),
});
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: actionId,
    initial_value: z.string().max(3_000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
    ...placeholder,
    ...focus,
  })
  .refine(
    ({ initial_value = '', max_length = 3_000 }) => initial_value.length <= max_length,
    'initial_value is longer than max_length',
  );
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: actionId,
  initial_date: day.optional(),
  ...placeholder,
  ...focus,
});
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: options(10),
    initial_options: z.array(option).min(1).optional(),
    ...focus,
  })
  .refine(initialIsOffered, NOT_OFFERED);
const radios = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id: actionId,
    options: options(10),
    initial_option: option.optional(),
    ...focus,
  })
  .refine(initialIsOffered, NOT_OFFERED);
const select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    options: options(100),
    initial_option: option.optional(),
    ...placeholder,
    ...focus,
  })
  .refine(initialIsOffered, NOT_OFFERED);
const multiSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    action_id: actionId,
    options: options(100),
    initial_options: z.array(option).min(1).optional(),
    max_selected_items: z.int().min(1).optional(),
    ...placeholder,
    ...focus,
  })
  .refine(initialIsOffered, NOT_OFFERED);

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const richPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: text(12_000), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('link'), url: z.url().max(3_000), text: z.string().optional(), style }),
]);
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richPart).min(1) }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richPart).min(1) }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plain(150) }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z.array(anyText(2_000)).min(1).max(10),
  }),
  z.strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3_000),
    accessory: z.union([button, select, datepicker]).optional(),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z.array(button).min(1).max(25),
  }),
  z.strictObject({ type: z.literal('rich_text'), block_id: blockId, elements: z.array(richElement).min(1) }),
  z.strictObject({
    type: z.literal('input'),
    block_id: blockId,
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.boolean().optional(),
    element: z.union([textInput, datepicker, checkboxes, radios, select, multiSelect]),
  }),
]);
export type FakeBlock = z.infer<typeof block>;

/** Of all the text of a message together; Slack's own limit is near this and not documented. */
const MOST_TEXT = 13_000;

const messageBlocks = z.array(block).min(1).max(50).check(uniqueIds);
const viewBlocks = z.array(block).min(1).max(100).check(uniqueIds);

function uniqueIds(context: z.core.ParsePayload<FakeBlock[]>): void {
  const seen = new Set<string>();
  for (const each of context.value) {
    if (each.block_id !== undefined && seen.has(each.block_id)) {
      context.issues.push({ code: 'custom', message: `block_id ${each.block_id} exists twice`, input: each });
    }
    seen.add(each.block_id ?? '');
    const ids = each.type === 'actions' ? each.elements.map(({ action_id: id }) => id) : [];
    if (new Set(ids).size !== ids.length) {
      context.issues.push({
        code: 'custom',
        message: 'action_id must be unique within a block',
        input: each,
      });
    }
  }
}

const viewShared = {
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const view = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), blocks: viewBlocks, ...viewShared }),
  z
    .strictObject({
      type: z.literal('modal'),
      title: plain(24),
      submit: plain(24).optional(),
      close: plain(24).optional(),
      blocks: viewBlocks,
      clear_on_close: z.boolean().optional(),
      notify_on_close: z.boolean().optional(),
      ...viewShared,
    })
    .refine(
      ({ submit, blocks }) => submit !== undefined || !blocks.some(({ type }) => type === 'input'),
      'submit is required when an input block is present',
    ),
]);
export type FakeView = z.infer<typeof view>;

/** What Slack would find wrong with the blocks of a message; empty if nothing. */
export function problemsOfBlocks(blocks: unknown): string[] {
  return problemsOf(messageBlocks, blocks);
}

export function problemsOfView(given: unknown): string[] {
  return problemsOf(view, given);
}

/** True if a message says more than Slack takes: `msg_blocks_too_long`. */
export function saysTooMuch(blocks: unknown): boolean {
  let length = 0;
  const count = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        length += name === 'text' && typeof each === 'string' ? each.length : 0;
        count(each);
      }
    }
  };
  count(blocks);
  return length > MOST_TEXT;
}

function problemsOf(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ message, path }) => `${message} [json-pointer:/${path.join('/')}]`);
}
