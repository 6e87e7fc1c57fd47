import { fold } from './fold.ts';
import { mailboxesIn } from './mailboxes-in.ts';

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

type Field = 'from' | 'sent' | 'to' | 'cc' | 'subject';

/** The labels of the mail programs, folded: Romanian, English, and the neighbours' (Hungarian, German, French). */
const LABELS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...labels('from', [
    'de la',
    'de',
    'expeditor',
    'expeditorul',
    'de la expeditor',
    'exp',
    'from',
    'von',
    'felado',
  ]),
  ...labels('sent', [
    'trimis',
    'trimisa',
    'trimis la',
    'data',
    'data si ora',
    'date',
    'sent',
    'gesendet',
    'datum',
    'elkuldve',
    'envoye',
  ]),
  ...labels('to', [
    'catre',
    'catra',
    'la',
    'destinatar',
    'destinatarul',
    'destinatari',
    'pentru',
    'to',
    'an',
    'cimzett',
    'a',
  ]),
  ...labels('cc', [
    'cc',
    'copie',
    'copie la',
    'copie carbon',
    'bcc',
    'reply to',
    'raspunde la',
    'raspunde catre',
    'importance',
    'importanta',
  ]),
  ...labels('subject', ['subiect', 'subiectul', 'subject', 'betreff', 'targy', 'objet']),
]);

const LONGEST_LABEL = 24;
const MAX_TEXT = 400_000;
const MAX_LINES = 6_000;
const MAX_LINE = 2_000;
const HEADER_LINES = 14;
/** A mail forwarded more often than this is not read to its end. */
const MAX_BLOCKS = 20;

/**
 * The mails quoted in a text by forwarding, outermost first: Outlook, OWA, Gmail, Apple Mail,
 * Thunderbird, Yahoo and Roundcube, in Romanian and English. Linear in the text: every line is looked
 * at a bounded number of times and no pattern runs over more than one line.
 */
export function forwardedBlocks(text: string): ForwardedBlock[] {
  const lines = linesOf(text);
  const blocks: ForwardedBlock[] = [];
  let at = 0;
  while (at < lines.length && blocks.length < MAX_BLOCKS) {
    const found = headerBlockAt(lines, at);
    if (found === null) {
      at += 1;
      continue;
    }
    const from = found.fields.get('from') ?? '';
    blocks.push({
      address: onlyAddressIn(from),
      ambiguous: onlyAddressIn(from) === null && from.includes('@'),
      name: from.split(/[<[(]/)[0]?.replaceAll('"', '').trim() ?? '',
      to: mailboxesIn(found.fields.get('to') ?? ''),
      subject: found.fields.get('subject') ?? '',
      text: lines.slice(found.end).join('\n').trim(),
    });
    at = found.end;
  }
  return blocks;
}

/**
 * Whose mail a member of staff forwarded: the outermost quoted mail that none of `own` wrote (a forward of a forward
 * names a colleague first, Outlook without an address). What is quoted inside that mail was written by its sender and
 * proves nothing, so nobody becomes the sender by being quoted there. Null if nothing was forwarded.
 */
export function originalOf(text: string, own: (address: string) => boolean): ForwardedBlock | null {
  const foreign = forwardedBlocks(text).filter((block) => block.address === null || !own(block.address));
  return foreign.find((block) => block.address !== null || block.ambiguous) ?? foreign.at(-1) ?? null;
}

/** Lines without quote marks, as `beginsQuotedMail` takes them. */
export function plainLines(lines: readonly string[]): string[] {
  return lines.map((line) => withoutMarks(line.slice(0, MAX_LINE)));
}

/** True if the header lines of a quoted mail begin at this line. */
export function beginsQuotedMail(plain: readonly string[], at: number): boolean {
  return headerBlockAt(plain, at) !== null;
}

function labels(field: Field, names: readonly string[]): [string, Field][] {
  return names.map((name) => [name, field]);
}

function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.slice(0, MAX_TEXT).split('\n', MAX_LINES)) {
    const plain = withoutMarks(line.slice(0, MAX_LINE));
    lines.push(...unglued(plain));
  }
  return lines;
}

/** The line without quote marks, list bars and the asterisks of a text version of bold labels. */
function withoutMarks(line: string): string {
  let start = 0;
  while (start < line.length && '> \t|\u00a0\r'.includes(line[start] ?? '')) {
    start += 1;
  }
  return line.slice(start).replaceAll('*', '').trim();
}

/** Yahoo writes all header lines of a forwarded mail into one: it is cut before each label. */
function unglued(line: string): string[] {
  const folded = fold(line.slice(0, 120));
  const yahoo =
    /^-{3,} ?(?:mesaj redirectionat|mesaj transmis|forwarded message|mesaj original|original message) ?-{3,}/.exec(
      folded,
    );
  if (yahoo === null) {
    return [line];
  }
  const label = /(De la|Expeditor|From|Către|Catre|Cãtre|To|Cc|Trimis|Sent|Data|Date|Subiect|Subject): /g;
  const cut = line.replace(label, (whole) => `\n${whole}`).split('\n');
  // The text follows on the next line: without a gap its beginning would continue the subject.
  return [...cut.map((piece) => piece.trim()), ''];
}

interface HeaderBlock {
  readonly fields: ReadonlyMap<Field, string>;
  readonly end: number;
}

/** The header lines of a quoted mail beginning at a line: a sender and at least two of date, recipient, subject. */
function headerBlockAt(lines: readonly string[], start: number): HeaderBlock | null {
  const first = labelledLine(lines[start] ?? '');
  if (first === null || first.field === 'cc' || first.field === 'to') {
    return null;
  }
  const fields = new Map<Field, string>();
  let last: Field | null = null;
  let blanks = 0;
  let end = start;
  for (; end < lines.length && end < start + HEADER_LINES; end += 1) {
    const line = lines[end] ?? '';
    const labelled = labelledLine(line);
    if (labelled !== null) {
      if (fields.has(labelled.field) && labelled.field !== 'cc') {
        break;
      }
      fields.set(labelled.field, labelled.value);
      last = labelled.field;
      blanks = 0;
    } else if (line === '') {
      blanks += 1;
      if (blanks > 1) {
        break;
      }
    } else if (last !== null && blanks === 0 && last !== 'sent') {
      fields.set(last, `${fields.get(last) ?? ''} ${line}`.trim());
    } else {
      break;
    }
  }
  const known = (['from', 'sent', 'to', 'subject'] as const).filter((field) => fields.has(field)).length;
  return fields.has('from') && known >= 3 ? { fields, end: Math.max(end, start + 1) } : null;
}

function labelledLine(line: string): { field: Field; value: string } | null {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > LONGEST_LABEL) {
    return null;
  }
  const field = LABELS.get(fold(line.slice(0, colon)).replace(/["'.]/g, '').trim());
  return field === undefined ? null : { field, value: line.slice(colon + 1).trim() };
}

/** The one address in a header line, lower case; null if there is none or there are two different ones. */
function onlyAddressIn(text: string): string | null {
  const [address, ...others] = mailboxesIn(text);
  return others.length === 0 ? (address ?? null) : null;
}
