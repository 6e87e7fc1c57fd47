/** Containers that mail programs put around everything that they quote, by class or id. */
const CONTAINERS = [
  'gmail_quote',
  'yahoo_quoted',
  'divrplyfwdmsg',
  'mail-editor-reference-message-container',
  'ms-outlook-mobile-reference-message',
  'olk_src_body_section',
  'moz-forward-container',
  'protonmail_quote',
  'reply-intro',
  'replyforwardmessage',
];

/**
 * An HTML mail without what is in `<blockquote>`, and without what follows where a mail program's container for quoted
 * mail begins and no blockquote marks its parts. One pass; an unclosed blockquote reaches to the end.
 */
export function withoutHtmlQuotes(html: string): string {
  const lower = html.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const end = containerAt(lower);
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  let at = lower.indexOf('<');
  while (at !== -1 && at < end) {
    const closing = lower.startsWith('</blockquote', at);
    if (closing || lower.startsWith('<blockquote', at)) {
      if (depth === 0) {
        kept.push(html.slice(from, at), '<br>');
      }
      depth = Math.max(0, depth + (closing ? -1 : 1));
      const close = lower.indexOf('>', at);
      at = close === -1 ? end : close;
      from = Math.min(end, at + 1);
    }
    at = lower.indexOf('<', at + 1);
  }
  if (depth === 0) {
    kept.push(html.slice(from, end));
  }
  return kept.join('');
}

function containerAt(lower: string): number {
  const last = lower.lastIndexOf('<blockquote');
  let first = lower.length;
  for (const name of CONTAINERS) {
    const at = lower.indexOf(name);
    const tag = at === -1 ? -1 : lower.lastIndexOf('<', at);
    const named = tag !== -1 && /(?:class|id)\s*=/.test(lower.slice(tag, at));
    if (named && last < tag) {
      first = Math.min(first, tag);
    }
  }
  return first;
}
