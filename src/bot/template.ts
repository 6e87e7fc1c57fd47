/** Adaptive Card templates from `cards/`, filled with data. Each is read and parsed once. */
import { readFileSync } from 'node:fs';
// Not the package's main file: its types pull in TypeScript sources that do not compile under our settings.
import { GlobalSettings, Template } from 'adaptivecards-templating/lib/template-engine.js';
import type { Card } from './channel.ts';

/** Everything a template names; a missing or null value is a mistake of ours, not of the data's. */
export type TemplateData = Readonly<Record<string, unknown>>;

const FOLDER = new URL('../../cards/', import.meta.url);
const ROOT_CONDITION = /"\$when":\s*"\$\{\$root\.(\w+)\}"/g;

interface Prepared {
  readonly template: Template;
  /** Names that stand in a `$when`: there a missing value would silently mean "no". */
  readonly conditions: readonly string[];
}

const prepared = new Map<string, Prepared>();

/**
 * The card that `cards/<name>.json` makes of data. Expressions inside the data stay text.
 * Throws if the template names something that the data does not have.
 */
export function expand(name: string, data: TemplateData): Card {
  const { template, conditions } = prepare(name);
  for (const condition of conditions) {
    if (typeof data[condition] !== 'boolean') {
      throw new Error(`cards/${name}.json: "${condition}" stands in a $when and must be true or false`);
    }
  }
  const missing: string[] = [];
  // The library's only way to tell that a value is missing; expansion is synchronous, so no two share it.
  GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
    missing.push(path);
    return '';
  };
  const card: unknown = template.expand({ $root: data });
  if (missing.length > 0) {
    throw new Error(`cards/${name}.json names what its data does not have: ${missing.join(', ')}`);
  }
  if (!isCard(card)) {
    throw new Error(`cards/${name}.json is not an Adaptive Card`);
  }
  return card;
}

function prepare(name: string): Prepared {
  const known = prepared.get(name);
  if (known) {
    return known;
  }
  const text = readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
  const conditions = [...text.matchAll(ROOT_CONDITION)].map((match) => match[1] ?? '');
  const made = { template: new Template(JSON.parse(text)), conditions };
  prepared.set(name, made);
  return made;
}

function isCard(value: unknown): value is Card {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'AdaptiveCard';
}
