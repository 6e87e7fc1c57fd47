import { fold } from '../reading/fold.ts';
import { mailboxesIn } from '../reading/mailboxes-in.ts';

/** A label of a quoted mail's header lines. */
export type Field = 'from' | 'sent' | 'to' | 'cc' | 'subject';

/** No label is longer than this. */
const LONGEST_LABEL = 24;
/** Marks and attributions are short: of a longer line only the beginning is looked at. */
const LONGEST_MARK = 260;

/**
 * The labels of the mail programs, folded to letters and spaces: Romanian, English, and the neighbours' (Hungarian,
 * German, French). `ctre` and `dat` are what is left of „Către” and „Dată” where a server lost their diacritics.
 */
const LABELS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...labels('from', 'de la|de|expeditor|expeditorul|de la expeditor|exp|emitent|from|von|felado|expediteur'),
  ...labels(
    'sent',
    'trimis|trimisa|trimis la|trimis pe|trimis in|data|dat|data si ora|dataora|data trimiterii|date|sent|sent on|gesendet|datum|elkuldve|envoye',
  ),
  ...labels(
    'to',
    'catre|catra|ctre|la|destinatar|destinatarul|destinatari|destinatarii|pentru|to|an|cimzett|a',
  ),
  ...labels(
    'cc',
    'cc|ccn|bcc|copie|copie la|copie carbon|copie ascunsa|reply to|replyto|raspuns la|raspuns catre|raspunde la|raspunde catre|importance|importanta|prioritate|priority|attachments|atasari|atasamente|fisiere atasate|categorii|categories|organizatie|organization',
  ),
  ...labels('subject', 'subiect|subiectul|subject|betreff|targy|objet'),
]);

function labels(field: Field, names: string): [string, Field][] {
  return names.split('|').map((name) => [name, field]);
}

/** The field and the value of a header line of a quoted mail, or null for any other line. */
export function labelledLine(line: string): { readonly field: Field; readonly value: string } | null {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > LONGEST_LABEL) {
    return null;
  }
  const label = lettersOf(line.slice(0, colon));
  const field = LABELS.get(label);
  return field === undefined ? null : { field, value: line.slice(colon + 1).trim() };
}

/** What programs write between dashes above a mail that they forward or quote. */
const MARKS = [
  'original message',
  'original appointment',
  'mesaj original',
  'mesajul original',
  'mesaj initial',
  'mesajul initial',
  'forwarded message',
  'forwarded mail',
  'forwarded by',
  'forwarded from',
  'mesaj redirectionat',
  'mesaj redirecionat',
  'mesajul redirectionat',
  'mesaj transmis',
  'mesaj retransmis',
  'mesaj inaintat',
  'mesaj forwardat',
  'weitergeleitete nachricht',
  'ursprungliche nachricht',
  'message transfere',
  'message dorigine',
  'eredeti uzenet',
  'tovabbitott uzenet',
];
/** Those that stand without dashes too (Apple Mail). */
const BARE_MARKS = [
  'begin forwarded message',
  'incepe mesajul redirectionat',
  'inceputul mesajului redirectionat',
  'inceput mesaj redirectionat',
];
const END_MARKS = [
  'end forwarded message',
  'end of forwarded message',
  'end message',
  'sfarsit mesaj',
  'sfarsitul mesajului',
];

/** True for the line above a forwarded or quoted mail: `-----Mesaj original-----`, `Begin forwarded message:`. */
export function isQuoteMark(line: string): boolean {
  const { dashed, words } = markOf(line);
  return (dashed && MARKS.some((mark) => words.startsWith(mark))) || BARE_MARKS.includes(words);
}

/** True for the line of underscores that Outlook on the web and on phones draws above a quoted mail. */
export function isRuler(line: string): boolean {
  return /^_{20,}$/.test(line.slice(0, LONGEST_MARK).trim());
}

/** True for the line below a forwarded mail (Horde): what follows was written by whoever forwarded. */
export function isEndMark(line: string): boolean {
  const { dashed, words } = markOf(line);
  return dashed && END_MARKS.some((mark) => words.startsWith(mark));
}

function markOf(line: string): { readonly dashed: boolean; readonly words: string } {
  const start = line.slice(0, LONGEST_MARK).trim();
  return { dashed: /^[-_=\u2010-\u2015]{2}/.test(start), words: lettersOf(start) };
}

const WROTE = ['a scris', 'wrote', 'schrieb', 'a ecrit'];
const BEGINS_ATTRIBUTION =
  /^(?:pe|on|in|la|le|am|luni|marti|miercuri|joi|vineri|sambata|duminica|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/;

/**
 * How many lines, none to two, say who wrote what is quoted below: `Pe lun., 23 nov. 2026 la 10:00, Ion <ion@x.test>
 * a scris:`. Such a line names a day or an address; a sentence that only ends with "mi-a scris:" does not.
 */
export function attributionAt(lines: readonly string[], at: number): 0 | 1 | 2 {
  const line = folded(lines[at]);
  if (isAttribution(line)) {
    return 1;
  }
  const next = folded(lines[at + 1]);
  const begun = BEGINS_ATTRIBUTION.test(line) && /\d/.test(line) && next !== '';
  return begun && isAttribution(`${line} ${next}`) ? 2 : 0;
}

/** The one address that an attribution names, lower case, or null. */
export function attributedTo(lines: readonly string[], at: number, length: number): string | null {
  // A line broken inside the address is put together without the gap.
  const [address, ...others] = mailboxesIn(
    lines
      .slice(at, at + length)
      .join(' ')
      .replaceAll('< ', '<'),
  );
  return others.length === 0 ? (address ?? null) : null;
}

function isAttribution(line: string): boolean {
  const ended = line.endsWith(':');
  const said = (ended ? line.slice(0, -1) : line).trimEnd();
  if (WROTE.some((wrote) => said.endsWith(` ${wrote}`))) {
    return /\d|@/.test(said);
  }
  // Gmail of old, and Horde, write no verb: `2026-11-23 10:00 GMT+02:00 Ion <ion@x.test>:`, `Quoting Ion <ion@x.test>:`
  const named = said.endsWith('>') && said.includes('@');
  return (
    named && (/^(?:pe|on) .{3}/.test(said) || (ended && /^(?:\d{4}-\d\d-\d\d |quoting |citat )/.test(said)))
  );
}

function folded(line: string | undefined): string {
  return fold((line ?? '').slice(0, LONGEST_MARK)).trim();
}

/** Letters and single spaces: what is left when a server has turned diacritics into other signs. */
function lettersOf(text: string): string {
  return fold(text)
    .replace(/[^a-z ]/g, '')
    .split(/ +/)
    .join(' ')
    .trim();
}
