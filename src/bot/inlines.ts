/** Lines of text runs, the only place on a card where text from outside may stand. */

export type RunColor = 'Good' | 'Warning' | 'Attention' | 'Accent';

export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
  readonly color?: RunColor;
  readonly isSubtle?: true;
}

/** One RichTextBlock's inlines. */
export interface Line {
  readonly inlines: readonly TextRun[];
}

/** A labelled row of a card; the label is our own text. */
export interface Row {
  readonly label: string;
  readonly lines: readonly Line[];
}

export function run(text: string): TextRun {
  return { type: 'TextRun', text };
}

export function bold(text: string): TextRun {
  return { type: 'TextRun', text, weight: 'Bolder' };
}

/** The one thing that a card is recognised by. */
export function large(text: string): TextRun {
  return { type: 'TextRun', text, weight: 'Bolder', size: 'Large' };
}

export function subtle(text: string): TextRun {
  return { type: 'TextRun', text, isSubtle: true };
}

export function coloured(text: string, color: RunColor): TextRun {
  return { type: 'TextRun', text, color, weight: 'Bolder' };
}

/** A line of runs; empty ones are left out, and one space stands between any two. */
export function line(...runs: readonly TextRun[]): Line {
  const shown = runs.filter(({ text }) => text !== '');
  const spaced = shown.map((each, index) =>
    index < shown.length - 1 ? { ...each, text: `${each.text} ` } : each,
  );
  return { inlines: spaced };
}

export function hasText({ inlines }: Line): boolean {
  return inlines.length > 0;
}

/** The first lines of a list, and how many more there are, so that nothing is left out unsaid. */
export function listed<Item>(
  items: readonly Item[],
  most: number,
  lineOf: (item: Item) => Line,
  andMore: (count: number) => string,
): readonly Line[] {
  const shown = items.slice(0, most).map(lineOf);
  const rest = items.length - shown.length;
  return rest > 0 ? [...shown, line(subtle(andMore(rest)))] : shown;
}
