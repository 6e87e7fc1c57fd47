/**
 * What may be stored in a JSON column: anything that JSON.stringify keeps whole. Typed loosely on the way in (an
 * interface is welcome) and `unknown` on the way out: whoever wrote it knows its shape.
 */
export type JsonInput = object | string | number | boolean;

/** The value as it will come back from a JSON column: dates become text, undefined members vanish. */
export function asStored(value: JsonInput): JsonInput {
  return JSON.parse(JSON.stringify(value)) as JsonInput;
}

/** One text for one value, whatever the order of its keys: what gets hashed. Takes plain JSON values only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
