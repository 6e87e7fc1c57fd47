/** What a letter is made of, before it becomes plain text or HTML: both say the same because both come from this. */

/** A labelled value, such as "USER: ion.popescu". */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

export type LetterPart =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'steps'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** What matters most, set apart. */
  | { readonly kind: 'emphasis'; readonly text: string }
  /** Somebody's own words: paragraphs of lines. Quoted stands apart from ours. */
  | {
      readonly kind: 'message';
      readonly quoted: boolean;
      readonly paragraphs: readonly (readonly string[])[];
    };

/** A letter in its parts. All texts are cleaned of line breaks and of what cannot be seen. */
export interface LetterDraft {
  readonly language: string;
  /** Without the case number. */
  readonly subject: string;
  readonly title: string;
  readonly letterhead: string;
  /** Case, registration, applicant. */
  readonly reference: readonly Fact[];
  readonly parts: readonly LetterPart[];
  /** Name and office, a line each; the leave-taking first, if there is one. */
  readonly signature: readonly string[];
  /** In small print after the signature. */
  readonly smallPrint: readonly LetterPart[];
}

export const paragraph = (text: string): LetterPart => ({ kind: 'paragraph', text });
export const heading = (text: string): LetterPart => ({ kind: 'heading', text });
export const list = (items: readonly string[]): LetterPart => ({ kind: 'list', items });
export const steps = (items: readonly string[]): LetterPart => ({ kind: 'steps', items });
export const factsPart = (facts: readonly Fact[]): LetterPart => ({ kind: 'facts', facts });
export const emphasis = (text: string): LetterPart => ({ kind: 'emphasis', text });
