import type { DeliveryReport, FailedRecipient } from './parsed-mail.ts';

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

function recipientsIn(text: string): FailedRecipient[] {
  const found: FailedRecipient[] = [];
  for (const block of text
    .replace(/\r\n/g, '\n')
    .split(/\n{2,}/)
    .slice(0, 100)) {
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

/** The Message-IDs in quoted headers (`Message-ID: <…>` or `Original-Message-ID: <…>`). */
export function quotedMessageIds(text: string): string[] {
  const ids: string[] = [];
  for (const line of text.slice(0, 200_000).split(/\r?\n/)) {
    const found = /^[>\s]{0,20}(?:original-)?message-id:\s{0,5}(<[^<>\s]{1,250}>)/i.exec(line.slice(0, 400));
    if (found?.[1] !== undefined) {
      ids.push(found[1]);
    }
  }
  return [...new Set(ids)].slice(0, 20);
}

/**
 * The recipient and status of a bounce that has no report structure (qmail, old Exchange, some
 * providers): the first address on a line of its own, in angle brackets or before a colon.
 */
export function recipientsInBounceText(text: string): FailedRecipient[] {
  const status = /(?:#|\b)([45]\.\d{1,3}\.\d{1,3})\b/.exec(text.slice(0, 20_000))?.[1] ?? '';
  for (const line of text.slice(0, 20_000).split(/\r?\n/)) {
    const found = /^\s{0,10}<?([A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,255})>?\s{0,3}:?(?:\s|$)/.exec(
      line.slice(0, 400),
    );
    if (found?.[1] !== undefined) {
      return [
        { address: found[1].toLowerCase(), action: status.startsWith('4') ? 'delayed' : 'failed', status },
      ];
    }
  }
  return [];
}
