/** HTML that cannot be written by accident: whatever is not markup already is escaped. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The private field keeps everybody from making one out of a plain string. */
class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** A piece of well-escaped HTML; only `html` makes one. */
export type Html = Markup;

type Child = string | Html | readonly Html[];

/** The template's own text is markup; every value in it is escaped, unless `html` made it. */
export function html(pieces: TemplateStringsArray, ...values: readonly Child[]): Html {
  const written = pieces.map((piece, index) => piece + sourceOf(values[index] ?? ''));
  return new Markup(written.join(''));
}

function sourceOf(value: Child): string {
  if (typeof value === 'string') {
    return escaped(value);
  }
  return value instanceof Markup ? value.toString() : value.join('');
}

/** Fit for text and for attributes in quotes. */
function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}
