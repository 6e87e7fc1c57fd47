/** Lines of text runs, the only place on a card where text from outside may stand. */

export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly color?: 'Good' | 'Warning' | 'Attention' | 'Accent';
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

export function subtle(text: string): TextRun {
  return { type: 'TextRun', text, isSubtle: true };
}

export function coloured(text: string, color: 'Good' | 'Warning' | 'Attention' | 'Accent'): TextRun {
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
