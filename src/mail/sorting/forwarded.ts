import { mailboxesIn } from '../reading/mailboxes-in.ts';
import {
  attributedTo,
  attributionAt,
  type Field,
  isEndMark,
  isQuoteMark,
  isRuler,
  labelledLine,
} from './quote-markers.ts';

/** One quoted mail inside a text, with what its header lines said. */
export interface ForwardedBlock {
  /** The one address of the sender line; null if it has none, or two different ones. */
  readonly address: string | null;
  /** True for a sender line with addresses of which none is surely the sender's: names are made to look like addresses. */
  readonly ambiguous: boolean;
  readonly name: string;
  /** Addresses of the recipient line, lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The text after the header lines. */
  readonly text: string;
}

const MAX_TEXT = 400_000;
const MAX_LINES = 6_000;
const MAX_LINE = 2_000;
/** A long list of recipients takes many lines. */
const HEADER_LINES = 30;
/** A mail forwarded more often than this is not read to its end. */
const MAX_BLOCKS = 20;
/** What stands between the address of whoever sent a mail and the person for whom. */
const BEHALF = / (?:on behalf of|[îi]n numele) /gi;
/** Mail programs break lines between these two lengths. */
const SHORTEST_BROKEN = 66;
const LONGEST_BROKEN = 80;

/**
 * The mails quoted in a text by forwarding, outermost first: Outlook (desktop, web, phones), Gmail, Apple Mail,
 * Thunderbird, Yahoo, Roundcube, Zimbra and Horde, in Romanian and English. Linear in the text: every line is looked
 * at a bounded number of times and no pattern runs over more than one line.
 */
export function forwardedBlocks(
  text: string,
  kinds: 'headed' | 'attributed-too' = 'headed',
): ForwardedBlock[] {
  const lines = linesOf(text);
  const blocks: ForwardedBlock[] = [];
  let marked = -1;
  let at = 0;
  while (at < lines.length && blocks.length < MAX_BLOCKS) {
    const line = lines[at] ?? '';
    if (isQuoteMark(line) || isRuler(line)) {
      marked = at;
    }
    // Under a mark that says so, a sender and one line more are a quoted mail's.
    const found = headerBlockAt(lines, at, marked >= 0 && at - marked <= 2 ? 2 : 3);
    // Below a mark whose header lines nobody could read, an attribution may be a deeper mail's.
    const read = marked === -1 || blocks.length > 0;
    const attribution = kinds === 'headed' || !read ? 0 : attributionAt(lines, at);
    if (found !== null) {
      blocks.push(blockOf(found, lines));
      at = found.end;
    } else if (attribution > 0) {
      blocks.push(attributedBlock(lines, at, attribution));
      at += attribution;
    } else {
      at += 1;
    }
  }
  return blocks;
}

/**
 * Whose mail a member of staff forwarded: the outermost quoted mail that none of `own` wrote (a forward of a forward
 * names a colleague first, Outlook without an address). What is quoted inside that mail was written by its sender and
 * proves nothing, so nobody becomes the sender by being quoted there. Null if nothing was forwarded. Evolution, KMail and
 * some phones forward a mail like a quotation, under `Pe … Ion <ion@x.test> a scris:`: that counts where `kinds` says so.
 */
export function originalOf(
  text: string,
  own: (address: string) => boolean,
  kinds: 'headed' | 'attributed-too' = 'headed',
): ForwardedBlock | null {
  const foreign = forwardedBlocks(text, kinds).filter(
    (block) => block.address === null || !own(block.address),
  );
  return foreign.find((block) => block.address !== null || block.ambiguous) ?? foreign.at(-1) ?? null;
}

/** Lines without quote marks, as `beginsQuotedMail` takes them. */
export function plainLines(lines: readonly string[]): string[] {
  return lines.map((line) => withoutMarks(line.slice(0, MAX_LINE)));
}

/** True if the header lines of a quoted mail begin at this line. */
export function beginsQuotedMail(plain: readonly string[], at: number): boolean {
  return headerBlockAt(plain, at, 3) !== null;
}

function linesOf(text: string): string[] {
  const plain = plainLines(text.slice(0, MAX_TEXT).split('\n', MAX_LINES));
  const lines: string[] = [];
  let afterMark = false;
  for (const [at, line] of plain.entries()) {
    const mark = isQuoteMark(line);
    // Where the next line has a label of its own, each line has one.
    const next = plain.slice(at + 1, at + 4).find((below) => below !== '') ?? '';
    const glued = (mark || afterMark) && labelledLine(next) === null;
    lines.push(...(glued ? unglued(line) : [line]));
    afterMark = mark || (afterMark && line === '');
  }
  return lines;
}

/** The line without quote marks, list bars, invisible characters and the asterisks of a text version of bold labels. */
function withoutMarks(line: string): string {
  let start = 0;
  while (start < line.length && '> \t|\u00a0\r\u200b\u200e\u200f\ufeff'.includes(line[start] ?? '')) {
    start += 1;
  }
  return line.slice(start).replaceAll('*', '').trim();
}

/** Yahoo writes all header lines of a forwarded mail into one, without a gap: it is cut before each label. */
function unglued(line: string): string[] {
  const label =
    /(De la|Expeditor|From|Către|Cătra|Catre|Cãtre|To|Cc|Trimis|Sent|Data|Date|Subiect|Subject): /g;
  const found = [...line.matchAll(label)];
  const fields = found.map(([, name]) => labelledLine(`${name ?? ''}: `)?.field);
  const [first] = found;
  const mark = line.slice(0, first?.index).trim();
  // Nothing but the mark may stand before the sender: a name in it may be made of labels.
  const begun = mark === '' || /[-_=]$/.test(mark);
  if (first === undefined || !begun || fields[0] !== 'from' || fields.length < 3) {
    return [line];
  }
  const rest = line.slice(first.index);
  if (new Set(fields).size < fields.length || fields[1] !== 'to') {
    // A name may be made of labels: then the whole line is the sender line, and all its addresses count.
    return [mark, rest.replace(BEHALF, ' '), 'To:', 'Subject:', ''];
  }
  const cut = rest.replace(label, (whole) => `\n${whole}`).split('\n');
  // The text follows on the next line: without a gap its beginning would continue the subject.
  return [mark, ...cut.map((piece) => piece.trim()).filter((piece) => piece !== ''), ''];
}

interface HeaderBlock {
  readonly fields: ReadonlyMap<Field, string>;
  readonly end: number;
}

/** The header lines of a quoted mail beginning at a line: a sender and others, `least` of the four at least. */
function headerBlockAt(lines: readonly string[], start: number, least: number): HeaderBlock | null {
  const first = labelledLine(lines[start] ?? '');
  if (first === null || first.field === 'cc' || first.field === 'to') {
    return null;
  }
  const fields = new Map<Field, string>();
  let last: Field = first.field;
  let blanks = 0;
  let end = start;
  for (; end < lines.length && end < start + HEADER_LINES; end += 1) {
    const line = lines[end] ?? '';
    const labelled = labelledLine(line);
    if (labelled !== null && (labelled.field === 'cc' || !fields.has(labelled.field))) {
      fields.set(labelled.field, labelled.value);
      last = labelled.field;
      blanks = 0;
    } else if (line === '') {
      blanks += 1;
      if (blanks > 1) {
        break;
      }
    } else if (blanks === 0 && continues(lines, end, fields, last)) {
      fields.set(last, `${fields.get(last) ?? ''} ${line}`.trim());
    } else {
      break;
    }
  }
  return fields.has('from') && knownIn(fields) >= least ? { fields, end: Math.max(end, start + 1) } : null;
}

function knownIn(fields: ReadonlyMap<Field, string>): number {
  return (['from', 'sent', 'to', 'subject'] as const).filter((field) => fields.has(field)).length;
}

/** True if a line without label belongs to the header line above: a label still follows, or the line was broken. */
function continues(
  lines: readonly string[],
  at: number,
  fields: ReadonlyMap<Field, string>,
  last: Field,
): boolean {
  const line = lines[at] ?? '';
  const before = lines[at - 1] ?? '';
  if (labelledLine(line) !== null) {
    return false;
  }
  if (knownIn(fields) < 4 && labelFollows(lines, at, last)) {
    return true;
  }
  if ((last === 'to' || last === 'cc' || last === 'from') && (/[,;]$/.test(before) || line.startsWith('<'))) {
    return true;
  }
  const word = line.indexOf(' ') === -1 ? line.length : line.indexOf(' ');
  return before.length <= LONGEST_BROKEN && before.length + 1 + word > SHORTEST_BROKEN;
}

/** Recipients may take many lines, everything else a few. */
function labelFollows(lines: readonly string[], at: number, last: Field): boolean {
  const reach = last === 'to' || last === 'cc' ? 12 : 3;
  for (let next = at + 1; next <= at + reach && next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line === '') {
      return false;
    }
    if (labelledLine(line) !== null) {
      return true;
    }
  }
  return false;
}

/** A mail quoted under a line that names its sender. Without one address nobody can tell who wrote it. */
function attributedBlock(lines: readonly string[], at: number, length: number): ForwardedBlock {
  const address = attributedTo(lines, at, length);
  const text = lines.slice(at + length).join('\n');
  return { address, ambiguous: address === null, name: '', to: [], subject: '', text: text.trim() };
}

function blockOf({ fields, end }: HeaderBlock, lines: readonly string[]): ForwardedBlock {
  const from = fields.get('from') ?? '';
  const address = senderIn(from);
  const rest = lines.slice(end);
  const ended = rest.findIndex(isEndMark);
  return {
    address,
    ambiguous: address === null && from.includes('@'),
    name: nameIn(from),
    to: mailboxesIn(fields.get('to') ?? ''),
    subject: fields.get('subject') ?? '',
    text: (ended === -1 ? rest : rest.slice(0, ended)).join('\n').trim(),
  };
}

/**
 * The one address in a sender line, lower case; null if there is none or there are two different ones. Of a mail sent
 * for somebody (`x@y în numele Ion <ion@z>`) it is the one behind: whatever a name contains stands in front of it.
 */
function senderIn(from: string): string | null {
  const [, ...behalf] = from.split(BEHALF);
  const named = mailboxesIn(behalf.at(-1) ?? '');
  const [address, ...others] = named.length > 0 ? named : mailboxesIn(from);
  return others.length === 0 ? (address ?? null) : null;
}

function nameIn(from: string): string {
  const name = from.split(/[<[(]/)[0]?.replaceAll('"', '').trim() ?? '';
  return name.includes('@') ? '' : name.replace(/^'(.*)'$/, '$1');
}
