/** Templates hold nothing that Slack cannot show: found when they are loaded, not when a card is due. */
import { readdirSync, readFileSync } from 'node:fs';

const CARDS = new URL('../../../../cards/', import.meta.url);

/** What each part may say. What only changes how a card looks elsewhere (spacing, colours, widths) is listed too. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'version', 'lang', 'fallbackText', 'speak', 'body', 'actions'],
  Container: ['style', 'bleed', 'items', 'spacing', 'separator'],
  ColumnSet: ['columns', 'spacing', 'separator'],
  Column: ['width', 'items'],
  TextBlock: [
    'text',
    'wrap',
    'spacing',
    'style',
    'weight',
    'isSubtle',
    'color',
    'horizontalAlignment',
    'size',
  ],
  RichTextBlock: ['inlines', 'spacing'],
  ActionSet: ['actions', 'spacing'],
  'Action.Execute': ['id', 'title', 'verb', 'style', 'data', 'fallback', 'associatedInputs'],
  'Input.Text': [
    ...[
      'id',
      'label',
      'placeholder',
      'errorMessage',
      'maxLength',
      'isMultiline',
      'isRequired',
      'value',
      'spacing',
    ],
  ],
  'Input.Date': ['id', 'label', 'errorMessage', 'value', 'isRequired', 'max', 'min', 'spacing'],
  'Input.Toggle': [
    ...[
      'id',
      'label',
      'title',
      'errorMessage',
      'value',
      'valueOn',
      'valueOff',
      'wrap',
      'isRequired',
      'spacing',
    ],
  ],
  'Input.ChoiceSet': [
    ...['id', 'label', 'placeholder', 'errorMessage', 'style', 'wrap', 'choices', 'isMultiSelect', 'value'],
    ...['isRequired', 'spacing'],
  ],
};
const EVERYWHERE: ReadonlySet<string> = new Set(['type', '$data', '$when', 'isVisible']);
/** Values that change what a part is. */
const FIXED: Readonly<Record<string, string>> = { valueOn: 'true', valueOff: 'false' };
const CHILDREN = ['body', 'items', 'columns', 'actions'] as const;

/**
 * Reads every template of a folder. Throws one Error that lists whatever cannot be shown in Slack, each with its template
 * and place: `case.json: body[2].items[0]: Media`.
 */
export function refuseUnsupportedTemplates(folder: URL = CARDS): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const problems = names.flatMap((name) => {
    const template: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return problemsIn(template, '').map((problem) => `${name}: ${problem}`);
  });
  if (problems.length > 0) {
    throw new Error(`Slack cannot show these templates:\n${problems.join('\n')}`);
  }
}

function problemsIn(part: unknown, place: string): string[] {
  if (typeof part !== 'object' || part === null || !('type' in part)) {
    return [`${place || 'the card'}: no element`];
  }
  const type = String(part.type);
  const allowed = ALLOWED[type];
  if (allowed === undefined) {
    return [`${place || 'the card'}: ${type}`];
  }
  const own = Object.entries(part).flatMap(([name, value]) => {
    const known = EVERYWHERE.has(name) || allowed.includes(name);
    const fixed = FIXED[name];
    return known && (fixed === undefined || fixed === value)
      ? []
      : [`${place || 'the card'}: ${type} with ${name}`];
  });
  return [...own, ...problemsInside(part, place)];
}

function problemsInside(part: object, place: string): string[] {
  return CHILDREN.flatMap((name) => {
    const children: unknown = Reflect.get(part, name);
    const from = place === '' ? name : `${place}.${name}`;
    return Array.isArray(children)
      ? children.flatMap((child, index) => problemsIn(child, `${from}[${index}]`))
      : [];
  });
}
