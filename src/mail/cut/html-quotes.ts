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

/** True if a text is written in HTML, whatever it is called. */
export function isWrittenInHtml(text: string): boolean {
  return /<\/?(?:html|!doctype|body|table|div|p|br|blockquote|span|font|pre|meta|style)\b/i.test(
    text.slice(0, 100_000),
  );
}

/** The same HTML with line ends that are shown, where it has lines quoted with `>` or preformatted text. */
export function withShownLines(html: string): string {
  if (!/\n[ \t]{0,20}(?:&gt;|>)|<pre\b/i.test(html)) {
    return html;
  }
  const pieces: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const textEnd = open === -1 ? html.length : open;
    pieces.push(html.slice(at, textEnd).replaceAll('\n', '<br>'));
    const close = open === -1 ? -1 : html.indexOf('>', open);
    at = close === -1 ? html.length : close + 1;
    pieces.push(html.slice(textEnd, at));
  }
  return pieces.join('');
}
