/** Inputs of a window as Slack's own client lets people fill them in. */
import type { FakeBlock } from './block-kit-rules.ts';
import type { OpenView } from './slack-state.ts';

/** What an input is given: a text, a date, an option's value, or several of them. */
export type Filled = string | readonly string[];

/** What Slack's client would send of a view's inputs; throws where it would not let somebody submit. */
export function stateOf(open: OpenView, filled: Readonly<Record<string, Filled>>): Record<string, object> {
  const inputs = open.view.blocks.filter((block) => block.type === 'input');
  const stray = Object.keys(filled).filter((id) => !inputs.some((block) => block.block_id === id));
  if (stray.length > 0) {
    throw new Error(`the view has no input ${stray.join(', ')}`);
  }
  const values: Record<string, object> = {};
  for (const { block_id: id = '', element } of inputs) {
    values[id] = { [element.action_id ?? '']: typedInto(element, filled[id]) };
  }
  const missing = inputs.filter((block) => !block.optional && isEmpty(values[block.block_id ?? '']));
  if (Object.keys(filled).length > 0 && missing.length > 0) {
    throw new Error(
      `Slack's client does not submit: ${missing.map(({ block_id }) => block_id).join(', ')} is empty`,
    );
  }
  return values;
}

type InputElement = Extract<FakeBlock, { type: 'input' }>['element'];

function typedInto(element: InputElement, filled: Filled | undefined): object {
  const { type } = element;
  const several = filled === undefined ? undefined : [filled].flat().filter((each) => each !== '');
  switch (element.type) {
    case 'plain_text_input': {
      const value = several?.[0] ?? (filled === undefined ? element.initial_value : undefined);
      if ((value ?? '').length > (element.max_length ?? 3_000)) {
        throw new Error('longer than its input');
      }
      return { type, value: value ?? null };
    }
    case 'datepicker':
      return { type, selected_date: several?.[0] ?? element.initial_date ?? null };
    case 'checkboxes':
    case 'multi_static_select': {
      const chosen = several?.map((value) => optionOf(element.options, value)) ?? element.initial_options;
      return { type, selected_options: chosen ?? [] };
    }
    case 'radio_buttons':
    case 'static_select': {
      const value = several?.[0];
      const chosen = value === undefined ? element.initial_option : optionOf(element.options, value);
      return { type, selected_option: chosen ?? null };
    }
  }
}

function optionOf<Option extends { value: string }>(options: readonly Option[], value: string): Option {
  const found = options.find((option) => option.value === value);
  if (!found) {
    throw new Error(`no option ${value}, there are: ${options.map((each) => each.value).join(', ')}`);
  }
  return found;
}

function isEmpty(value: object | undefined): boolean {
  const [typed] = Object.values(value ?? {});
  const { value: text, selected_date: day, selected_option: one, selected_options: some } = typed ?? {};
  return !text && !day && !one && (some ?? []).length === 0;
}
