import { quotedMessageIds } from '../reading/delivery-report.ts';
import type { NestedMail, ParsedMail } from '../reading/parsed-mail.ts';
import type { Classification } from '../sorting/classification.ts';

/** What must go out of a mail before it is stored. */
export interface CutOrder {
  /** Message-IDs, with angle brackets, of letters of ours that carried credentials and that this mail names. */
  readonly letters: readonly string[];
  /** True: quoted text goes out of every text part. */
  readonly quotedText: boolean;
  readonly workbooks: readonly CutWorkbook[];
  /** The addresses that our letters come from, lower case. */
  readonly ourAddresses: readonly string[];
}

export interface CutWorkbook {
  /** SHA-256 of the attached bytes, hex. */
  readonly sha256: string;
  /** What takes its place; null if it cannot be cleaned: then it goes out. */
  readonly clean: Uint8Array | null;
}

/** What was cut, for logs and for the header `X-Acces-Cut`. */
export type CutCode =
  | 'returned-mail'
  | 'quoted-text'
  | 'workbook-cleaned'
  | 'workbook-removed'
  | 'attachment-removed'
  /** Words outside of every part, which no mail program shows. */
  | 'hidden-text'
  /** Nothing but the headers is left, and of a bounce what it says of its recipients. */
  | 'all-but-headers';

export interface CutMail {
  readonly raw: Buffer;
  /** Empty if there was nothing to cut; then `raw` is what came. */
  readonly cut: readonly CutCode[];
}

/** What the desk knows of the letters that a mail names. */
export interface CredentialFacts {
  isCredentialsLetter(messageId: string): boolean;
  /** The case that the mail belongs to had credentials mailed, now or ever. */
  readonly caseHadCredentials: boolean;
  readonly ourAddresses: readonly string[];
}

/** Mails inside mails that are looked into, as the parser does. */
const MAX_DEPTH = 6;
const MOST_IDS = 300;

/** Every Message-ID that a mail names: of itself, of what it answers, of what came back or is attached, and in its text. */
export function namedMessageIds(mail: ParsedMail): string[] {
  return [...new Set(idsOf(mail, 0))].slice(0, MOST_IDS);
}

function idsOf(mail: ParsedMail, depth: number): string[] {
  const inHeaders = mail.headers
    .filter(({ name }) => /message-id|references|in-reply-to/.test(name))
    .flatMap(({ value }) => messageIdsIn(value));
  return [
    ...(mail.messageId === null ? [] : [mail.messageId]),
    ...mail.inReplyTo,
    ...(mail.report?.quotedMessageIds ?? []),
    ...quotedMessageIds(mail.text),
    ...quotedMessageIds(mail.htmlText ?? ''),
    ...(depth < MAX_DEPTH ? mail.nested.flatMap((nested) => idsOf(nested.mail, depth + 1)) : []),
    ...mail.references,
    ...inHeaders,
  ];
}

/** Bytes at the beginning of a mail that nobody could parse. */
const NEAR = 262_144;

/** What may be Message-IDs in the first 256 kB of a mail that could not be parsed. */
export function messageIdsNear(raw: Buffer): string[] {
  const text = raw.toString('latin1', 0, NEAR).replace(/\r?\n[ \t]/g, ' ');
  return [...new Set(messageIdsIn(text))].slice(0, MOST_IDS);
}

function messageIdsIn(text: string): string[] {
  return [...text.matchAll(/<[^<>\s@]{1,200}@[^<>\s@]{1,200}>/g)].map(([id]) => id);
}

/** What must be cut out of a mail; null for the usual one, of which nothing must. The workbooks are the caller's to add. */
export function cutOrderFor(
  mail: ParsedMail,
  classification: Pick<Classification, 'kind'>,
  facts: CredentialFacts,
): Omit<CutOrder, 'workbooks'> | null {
  const letters = namedMessageIds(mail).filter((id) => facts.isCredentialsLetter(id));
  const ours = new Set(facts.ourAddresses);
  const concerns =
    facts.caseHadCredentials || letters.length > 0 || mail.nested.some((nested) => isFrom(nested, ours, 0));
  // A bounce of a letter whose Message-ID a gateway changed names nothing that anybody could look up.
  if (!concerns && classification.kind !== 'bounce') {
    return null;
  }
  return { letters, quotedText: concerns, ourAddresses: facts.ourAddresses };
}

function isFrom({ mail }: NestedMail, ours: ReadonlySet<string>, depth: number): boolean {
  return (
    mail.from.some(({ address }) => ours.has(address)) ||
    (depth < MAX_DEPTH && mail.nested.some((nested) => isFrom(nested, ours, depth + 1)))
  );
}
