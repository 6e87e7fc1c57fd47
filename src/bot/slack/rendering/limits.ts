/** Slack's limits (https://docs.slack.dev/reference/block-kit), in characters and items, and how texts are kept below them. */

export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Of all text of a message together: Slack refuses more with `msg_blocks_too_long`, somewhat above this. */
  messageText: 12_000,
  richText: 3_000,
  sectionText: 3_000,
  contextText: 2_000,
  header: 150,
  buttonText: 75,
  buttonValue: 2_000,
  buttonsInBlock: 25,
  inputLabel: 2_000,
  inputText: 3_000,
  placeholder: 150,
  optionText: 75,
  optionValue: 150,
  options: 100,
  /** Of checkboxes and radio buttons. */
  boxes: 10,
  viewTitle: 24,
  privateMetadata: 3_000,
  fallback: 3_000,
} as const;

/** At most so many characters (UTF-16 units, as Slack counts them); what is cut off is shown by "…". */
export function cut(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  // Not in the middle of a character that takes two units.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Plain text, in which nothing comes alive. Never empty: Slack takes no empty text. */
export function plainText(text: string, most: number): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text: cut(text, most) || '–', emoji: false };
}

const WORD_JOINER = '\u2060';

/**
 * Text for notifications and screen readers. Slack reads commands in it (`<!channel>`, `<https://…|…>`, `:tada:`): what
 * could be one is escaped (https://docs.slack.dev/messaging/formatting-message-text).
 */
export function fallbackText(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const still = escaped.replace(/:(?=[\w+'-]+:)/g, `:${WORD_JOINER}`);
  return cut(still, LIMITS.fallback) || '–';
}
