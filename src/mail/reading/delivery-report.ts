import { fold } from './fold.ts';
import { mailboxesIn } from './mailboxes-in.ts';
import type { DeliveryReport, FailedRecipient } from './parsed-mail.ts';

const MOST_RECIPIENTS = 100;
/** Of a bounce in words, more than this is the mail that came back. */
const LOOKED_AT = 20_000;

interface ReportPart {
  readonly contentType: string;
  readonly text: string;
}

/**
 * What a delivery report says of each recipient (RFC 3464), and which Message-IDs it quotes.
 * Null if the mail carries no report part.
 */
export function readReport(parts: readonly ReportPart[]): DeliveryReport | null {
  const recipients: FailedRecipient[] = [];
  const quoted = new Set<string>();
  for (const part of parts) {
    if (part.contentType.endsWith('delivery-status')) {
      recipients.push(...recipientsIn(part.text));
    } else {
      for (const id of quotedMessageIds(part.text)) {
        quoted.add(id);
      }
    }
  }
  return parts.length === 0 ? null : { recipients, quotedMessageIds: [...quoted] };
}

/** The recipients in the fields of a report, one blank line between two. */
export function recipientsIn(text: string): FailedRecipient[] {
  const found: FailedRecipient[] = [];
  for (const block of text
    .replace(/\r\n/g, '\n')
    .split(/\n{2,}/)
    .slice(0, MOST_RECIPIENTS)) {
    const fields = fieldsIn(block);
    const recipient = fields.get('final-recipient') ?? fields.get('original-recipient');
    if (recipient === undefined) {
      continue;
    }
    found.push({
      address: recipient
        .slice(recipient.indexOf(';') + 1)
        .trim()
        .replace(/^<|>$/g, '')
        .toLowerCase()
        .slice(0, 320),
      action: (fields.get('action') ?? '').toLowerCase().slice(0, 20),
      status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '',
    });
  }
  return found;
}

function fieldsIn(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of block.split('\n').slice(0, 60)) {
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line) && last !== '') {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    } else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase();
      fields.set(last, line.slice(colon + 1).trim());
    }
  }
  return fields;
}

/** The Message-IDs in quoted headers (`Message-ID: <…>` or `Original-Message-ID: <…>`), broken lines too. */
export function quotedMessageIds(text: string): string[] {
  const ids: string[] = [];
  const lines = text.slice(0, 200_000).split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    const named =
      /^[>\s]{0,20}(?:x-|original-|internet |x-original-)?message[- ]id\s{0,3}:\s{0,5}(.{0,300})/i.exec(
        line.slice(0, 400),
      );
    const value = named?.[1] === '' ? (lines[at + 1] ?? '').slice(0, 300) : (named?.[1] ?? '');
    const found = /^[>\s]{0,20}(<[^<>\s]{1,250}>)/.exec(value);
    if (found?.[1] !== undefined) {
      ids.push(found[1]);
    }
  }
  return [...new Set(ids)].slice(0, 20);
}

const GIVES_UP_LATER =
  /\b(?:delay(?:ed)?|still being retried|will be retried|will (?:continue|keep) (?:to try|trying|retrying)|temporar(?:y|ily)|not yet been delivered|warning message only|intarziat\w*|amanat\w*|va (?:fi )?(?:reincerca|continua)\w*|se va (?:reincerca|incerca din nou)|incercarile (?:vor )?continua|nu (?:a fost|s-a) (?:inca )?livrat inca)\b/;
const GIVEN_UP =
  /\b(?:permanent(?:ly)? (?:error|fail\w*|fatal)|giving up|given up|gave up|returned to sender|(?:could|can)\s?not be delivered|undeliverable|nu a putut fi livrat\w*|definitiv\w*)\b/;

/** True if a bounce says in words that the server goes on trying, and not that it gave up. */
export function tellsDelay(text: string): boolean {
  const folded = fold(text.slice(0, LOOKED_AT)).split(/\s+/).join(' ');
  return GIVES_UP_LATER.test(folded) && !(GIVEN_UP.test(folded) && /\b5\d\d\b|[# ]5\.\d/.test(folded));
}

/** Lines from which on a bounce shows the mail that came back. */
const RETURNED_MAIL =
  /^(?:-{2,}.{0,40}(?:copy of|original message|mesaj(?:ul)? original|returned message|copia)|received: |return-path: |dkim-signature: |mime-version: |original message headers)/i;
const NAMES_RECIPIENT =
  /deliver|recipient|reach|address|mailbox|unknown|rejected|livra|destinatar|adres|catre|trimis|cutia|casuta|contul|final-recipient|failed|esua/;

/**
 * The recipients and the status of a bounce that has no report structure (qmail, Exim, old Exchange, providers): the
 * addresses that stand at the beginning of a line, in angle brackets or before a colon; where there are none, those of
 * the sentences that speak of delivering.
 */
export function recipientsInBounceText(subject: string, text: string): FailedRecipient[] {
  const lines = text.slice(0, LOOKED_AT).split(/\r?\n/);
  const end = lines.findIndex((line) => RETURNED_MAIL.test(line.slice(0, 80).trim()));
  const told = end === -1 ? lines : lines.slice(0, end);
  const alone = told.flatMap((line) => leadingAddress(line) ?? []);
  const named = told
    .filter((line) => NAMES_RECIPIENT.test(fold(line.slice(0, 400))))
    .flatMap((line) => mailboxesIn(line));
  const addresses = new Set(alone.length > 0 ? alone : named);
  const status = statusIn(told.join('\n'));
  const action = tellsDelay(`${subject}\n${told.join('\n')}`) ? 'delayed' : 'failed';
  return [...addresses].slice(0, MOST_RECIPIENTS).map((address) => ({ address, action, status }));
}

/** The address with which a line begins, if the rest is nothing, a colon or a reason in brackets. */
function leadingAddress(line: string): string | null {
  const found = /^[\s*>-]{0,12}<?([^\s<>:]{1,320})>?\s{0,3}(?::|\(|$| on \d| la \d)/.exec(line.slice(0, 400));
  const [address, ...others] = mailboxesIn(found?.[1] ?? '');
  return others.length === 0 ? (address ?? null) : null;
}

/** The enhanced status code in a text (RFC 3463); not a part of a machine's address. */
function statusIn(text: string): string {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.exec(text)?.[0] ?? '';
}
