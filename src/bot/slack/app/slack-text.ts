/** Text as people typed it, out of Slack's own way of writing it (https://docs.slack.dev/messaging/formatting-message-text). */

const MAIL = /<mailto:[^|>]*\|([^>]*)>/g;
const LABELLED = /<(?:https?:[^|>]*)\|([^>]*)>/g;
const LINK = /<(https?:[^>]*)>/g;

/** Mentions of people stay as they are (`<@U…>`): a command may name one. */
export function typedText(text: string): string {
  return text
    .replace(MAIL, '$1')
    .replace(LABELLED, '$1')
    .replace(LINK, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}

/** The same without a mention of the app itself at its beginning. */
export function withoutMention(text: string, appUser: string | null): string {
  const first = /^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*/.exec(text);
  return first && (appUser === null || first[1] === appUser) ? text.slice(first[0].length) : text;
}
