/** A mail as the rest of the desk sees it: plain data, every length bounded, nothing to be executed. */

/** A mailbox of an address header. `address` is in lower case, its domain in ASCII (punycode). */
export interface MailAddress {
  readonly address: string;
  /** The display name, one line, without control characters; empty if there is none. */
  readonly name: string;
}

export interface MailAttachment {
  /** Decoded, without path, control or text-direction characters; never empty. */
  readonly name: string;
  /** What the bytes are (magic numbers), or the claimed type in lower case where they do not tell. */
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** The Content-ID without angle brackets, or null. */
  readonly contentId: string | null;
  /** True for a picture that belongs to the text, such as a logo in a signature. */
  readonly inline: boolean;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  /** The name of the ZIP archive that it was packed in. */
  readonly archive?: string;
  /** Only for a ZIP archive that stayed closed: why. */
  readonly closedArchive?: ClosedArchive;
}

/** Why a ZIP archive was not opened. */
export type ClosedArchive =
  | 'archive-encrypted'
  | 'archive-damaged'
  | 'archive-too-big'
  | 'archive-too-many-entries'
  | 'archive-nothing-usable';

/** A mail that came inside a mail. `raw` are its bytes as they came, for proving who sent it. */
export interface NestedMail {
  readonly kind: 'rfc822' | 'msg' | 'tnef';
  readonly name: string;
  readonly raw: Buffer;
  readonly mail: ParsedMail;
}

/** One recipient's fate in a delivery report (RFC 3464). */
export interface FailedRecipient {
  readonly address: string;
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`; empty if the report does not say. */
  readonly action: string;
  /** An enhanced status code such as `5.1.1`; empty if the report does not say. */
  readonly status: string;
}

export interface DeliveryReport {
  readonly recipients: readonly FailedRecipient[];
  /** Message-IDs quoted in the report: which of our mails came back. */
  readonly quotedMessageIds: readonly string[];
}

/** A header as it came, unfolded and cut to a bounded length. The name is in lower case. */
export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

export interface ParsedMail {
  /** Every mailbox of every From header: more than one is a reason for distrust. */
  readonly from: readonly MailAddress[];
  readonly fromHeaders: number;
  readonly sender: MailAddress | null;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  /** ISO 8601 in UTC, or null if the header is missing or unreadable. */
  readonly date: string | null;
  /** With its angle brackets, or null. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  /** The first headers, raw: for noise, redirects and authenticity. */
  readonly headers: readonly HeaderLine[];
  /** The Content-Type of the whole mail in lower case, and its `report-type` or `method`. */
  readonly contentType: string;
  readonly reportType: string;
  /** The plain text; from the HTML where only HTML came. */
  readonly text: string;
  /** The text of the HTML part, or null: Outlook puts a forwarded mail only there. */
  readonly htmlText: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly nested: readonly NestedMail[];
  readonly report: DeliveryReport | null;
  readonly calendar: boolean;
  /** True if the mail ends before its last part does: what came last may be damaged. */
  readonly truncated: boolean;
}

/** Why a mail was not read. It is kept, and an operator may look at it. */
export interface ParseRefusal {
  readonly code:
    | 'too-big'
    | 'too-many-parts'
    | 'too-deep'
    | 'too-many-headers'
    | 'timeout'
    | 'memory'
    | 'unreadable';
  /** A sentence for people, in Romanian. */
  readonly message: string;
}

export type ParseOutcome = ParsedMail | { readonly refused: ParseRefusal };

/** True if the mail could not be read. */
export function isRefused(outcome: ParseOutcome): outcome is { readonly refused: ParseRefusal } {
  return 'refused' in outcome;
}
