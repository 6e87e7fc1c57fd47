/** Inputs of a dialog as Slack's input blocks. The block's id is the input's; the element's says how to read it back. */
import type { InputBlock, PlainTextOption } from '@slack/types';
import { type Choice, choicesOf, type Element, isTrue, textOf } from '../../elements.ts';
import { LIMITS, plainText } from './limits.ts';

/** How the value of an input is read out of a view's state: `action_id` of its element. */
export type InputKind = 'text' | 'date' | 'choice' | 'list' | 'toggle';

type InputElement = InputBlock['element'];

/** Throws for an input that Slack has nothing like: supported.ts finds it when the templates are loaded. */
export function inputBlock(input: Element, yes: string): InputBlock {
  const hint = hintOf(input);
  return {
    type: 'input',
    block_id: textOf(input, 'id'),
    label: plainText(textOf(input, 'label'), LIMITS.inputLabel),
    optional: !isTrue(input, 'isRequired'),
    element: elementOf(input, yes),
    ...(hint === '' ? {} : { hint: plainText(hint, LIMITS.inputLabel) }),
  };
}

function elementOf(input: Element, yes: string): InputElement {
  switch (input.type) {
    case 'Input.Text':
      return textElement(input);
    case 'Input.Date':
      return dateElement(input);
    case 'Input.Toggle':
      return toggleElement(input, yes);
    case 'Input.ChoiceSet':
      return isTrue(input, 'isMultiSelect') ? listElement(input) : choiceElement(input);
    default:
      throw new Error(`${input.type} cannot be shown in Slack`);
  }
}

function textElement(input: Element): InputElement {
  const value = textOf(input, 'value');
  const { maxLength } = input;
  return {
    type: 'plain_text_input',
    action_id: 'text' satisfies InputKind,
    multiline: isTrue(input, 'isMultiline'),
    ...(typeof maxLength === 'number' ? { max_length: Math.min(maxLength, LIMITS.inputText) } : {}),
    ...(value === '' || value.length > LIMITS.inputText ? {} : { initial_value: value }),
    ...placeholderOf(input),
  };
}

function dateElement(input: Element): InputElement {
  const value = textOf(input, 'value');
  return {
    type: 'datepicker',
    action_id: 'date' satisfies InputKind,
    ...(/^\d{4}-\d{2}-\d{2}$/.test(value) ? { initial_date: value } : {}),
  };
}

/** One box to tick; what it says stands in the hint where it is longer than a box can say. */
function toggleElement(input: Element, yes: string): InputElement {
  const title = textOf(input, 'title');
  const option = optionOf({ title: title.length > LIMITS.optionText ? yes : title, value: 'true' });
  return {
    type: 'checkboxes',
    action_id: 'toggle' satisfies InputKind,
    options: [option],
    ...(textOf(input, 'value') === 'true' ? { initial_options: [option] } : {}),
  };
}

function hintOf(input: Element): string {
  const title = input.type === 'Input.Toggle' ? textOf(input, 'title') : '';
  return title.length > LIMITS.optionText ? title : '';
}

function choiceElement(input: Element): InputElement {
  const options = optionsOf(input);
  const initial = options.find(({ value }) => value === textOf(input, 'value'));
  const chosen = initial === undefined ? {} : { initial_option: initial };
  const action_id: InputKind = 'choice';
  return textOf(input, 'style') === 'expanded' && options.length <= LIMITS.boxes
    ? { type: 'radio_buttons', action_id, options, ...chosen }
    : { type: 'static_select', action_id, options, ...chosen, ...placeholderOf(input) };
}

function listElement(input: Element): InputElement {
  const options = optionsOf(input);
  const values = new Set(textOf(input, 'value').split(','));
  const initial = options.filter(({ value }) => value !== undefined && values.has(value));
  const chosen = initial.length === 0 ? {} : { initial_options: initial };
  const action_id: InputKind = 'list';
  return textOf(input, 'style') === 'expanded' && options.length <= LIMITS.boxes
    ? { type: 'checkboxes', action_id, options, ...chosen }
    : { type: 'multi_static_select', action_id, options, ...chosen, ...placeholderOf(input) };
}

function optionsOf(input: Element): PlainTextOption[] {
  return choicesOf(input).slice(0, LIMITS.options).map(optionOf);
}

function optionOf({ title, value }: Choice): PlainTextOption {
  if (value.length > LIMITS.optionValue) {
    throw new Error(`A choice carries ${value.length} characters; an option carries ${LIMITS.optionValue}`);
  }
  return { text: plainText(title, LIMITS.optionText), value };
}

function placeholderOf(input: Element): { placeholder?: ReturnType<typeof plainText> } {
  const text = textOf(input, 'placeholder');
  return text === '' ? {} : { placeholder: plainText(text, LIMITS.placeholder) };
}
