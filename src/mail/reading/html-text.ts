import { mailboxesIn } from './mailboxes-in.ts';

/** Tags that end a line of text. */
const LINE_TAGS = new Set(
  'address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements whose content is never text for people. */
const SILENT_TAGS = new Set(['script', 'style', 'head', 'title', 'noscript', 'template', 'svg', 'object']);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bdquo: '„',
  ldquo: '“',
  rdquo: '”',
  rsquo: '’',
  lsquo: '‘',
  laquo: '«',
  raquo: '»',
  acirc: 'â',
  Acirc: 'Â',
  icirc: 'î',
  Icirc: 'Î',
  abreve: 'ă',
  Abreve: 'Ă',
  scedil: 'ş',
  Scedil: 'Ş',
  tcedil: 'ţ',
  Tcedil: 'Ţ',
};

/**
 * The text of an HTML mail, line by line, for reading and sorting. One pass, no nesting, no regular
 * expression over the whole; at most `limit` characters of HTML are looked at. The result is text:
 * whoever shows it must escape it again.
 */
export function htmlToText(source: string, limit = 2_000_000): string {
  const html = source.slice(0, limit);
  // Not toLowerCase of the whole Unicode range: it may change the length.
  const lower = html.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const out: string[] = [];
  let link: { readonly address: string; readonly from: number } | null = null;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      out.push(decodeEntities(html.slice(at)));
      break;
    }
    out.push(decodeEntities(html.slice(at, open)));
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      if (close === -1) {
        break;
      }
      at = close + 3;
      continue;
    }
    const close = html.indexOf('>', open + 1);
    if (close === -1) {
      break;
    }
    const closing = lower[open + 1] === '/';
    const name = tagName(lower, closing ? open + 2 : open + 1);
    if (name === 'a') {
      const linked = closing ? null : mailtoIn(html.slice(open, close));
      // A name that is a link to an address says whose name it is; most programs write the address out themselves.
      if (link !== null && !out.slice(link.from).join('').toLowerCase().includes(link.address)) {
        out.push(` <${link.address}>`);
      }
      link = linked === null ? null : { address: linked, from: out.length };
    } else if (LINE_TAGS.has(name)) {
      out.push('\n');
    } else if (name === 'td' || name === 'th') {
      out.push(' ');
    }
    at = close + 1;
    if (!closing && SILENT_TAGS.has(name)) {
      const end = lower.indexOf(`</${name}`, at);
      if (end === -1) {
        break;
      }
      at = end;
    }
  }
  return tidyLines(out.join(''));
}

/** The one address that a link writes to, lower case, or null. */
function mailtoIn(tag: string): string | null {
  const at = tag.slice(0, 1_000).toLowerCase().indexOf('mailto:');
  const [address] = at === -1 ? [] : mailboxesIn(tag.slice(at + 7, at + 330));
  return address ?? null;
}

function tagName(lower: string, from: number): string {
  let end = from;
  while (end < lower.length && end < from + 20 && /[a-z0-9]/.test(lower[end] ?? '')) {
    end += 1;
  }
  return lower.slice(from, end);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) {
    return text.replace(/\r?\n/g, ' ');
  }
  return text
    .replace(/\r?\n/g, ' ')
    .replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[A-Za-z]{2,8});?/gi, (whole, name: string) => {
      if (name.startsWith('#')) {
        const hex = name[1] === 'x' || name[1] === 'X';
        const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
        return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
          ? String.fromCodePoint(code)
          : '';
      }
      return ENTITIES[name] ?? whole;
    });
}

function tidyLines(text: string): string {
  const lines: string[] = [];
  let blank = true;
  for (const line of text.split('\n')) {
    const tidy = line
      .split(/[ \t\u00a0]+/)
      .join(' ')
      .trim();
    if (tidy === '' && blank) {
      continue;
    }
    blank = tidy === '';
    lines.push(tidy);
  }
  return lines.join('\n').trim();
}
