/** Everything that a language can say: its texts, and what its functions make of sample values. */

export interface Said {
  /** Where it stands: `card.labels.owner`. */
  readonly path: string;
  readonly text: string;
}

/** A made-up value for every fact that a sentence may ask for. */
const FACTS: object = new Proxy({}, { get: (_, name) => (name === 'documents' ? 3 : 'X') });
/** An event or refusal of which nothing is known. */
const NO_FACTS: object = new Proxy({}, { get: (_, name) => (name === 'documents' ? 0 : '') });

export function everythingSaid(texts: object, facts: 'all' | 'none' = 'all'): readonly Said[] {
  return Object.entries(texts).flatMap(([name, value]) => saidAt(name, value, facts));
}

function saidAt(path: string, value: unknown, facts: 'all' | 'none'): readonly Said[] {
  if (typeof value === 'string') {
    return [{ path, text: value }];
  }
  if (typeof value === 'function') {
    return saidAt(`${path}()`, called(value as Speaker, facts), facts);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => saidAt(`${path}.${name}`, inner, facts));
  }
  return [];
}

type Speaker = (...values: readonly unknown[]) => unknown;

/** Functions take words, numbers or one object of facts; which of them shows in what comes out. */
function called(speaker: Speaker, facts: 'all' | 'none'): unknown {
  const words = Array.from({ length: speaker.length }, () => 'X');
  try {
    const said = speaker(...words);
    if (!JSON.stringify(said).includes('undefined')) {
      return said;
    }
  } catch {
    // It takes something else than words.
  }
  return speaker(facts === 'all' ? FACTS : NO_FACTS);
}

/** The keys of a language, functions with the number of values that they take. */
export function keysOf(texts: object, path = ''): readonly string[] {
  return Object.entries(texts).flatMap(([name, value]) => {
    const here = `${path}.${name}`;
    if (typeof value === 'function') {
      return [`${here}()`];
    }
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? keysOf(value as object, here)
      : [here];
  });
}
