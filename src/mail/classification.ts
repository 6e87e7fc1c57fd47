/** What a mail is taken for, before anybody decided anything about it. */
import type { DeliveryReport, MailAddress, MailAttachment, NestedMail, ParsedMail } from './parsed-mail.ts';

export type MailKind =
  /** A1–A9: somebody asks for access. */
  | 'access-request'
  /** It answers a mail of ours, or names a case in its subject. */
  | 'reply'
  /** The answer of dcg@ (A13). */
  | 'dcg-answer'
  /** R1: somebody lost a password. */
  | 'recovery'
  /** P1: something does not work. */
  | 'problem'
  /** A machine wrote it; never answered. */
  | 'automatic'
  | 'bounce'
  | 'other';

/** One request inside a mail: the mail itself, one that a colleague forwarded, or one of several attached. */
export interface RequestMail {
  /** Who asks: the applicant, not the secretary who forwarded. Null if nobody can tell. */
  readonly sender: MailAddress | null;
  readonly subject: string;
  /** What the sender wrote, without the mails quoted below. */
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  readonly messageId: string | null;
  readonly references: readonly string[];
  /** How it came: for the card and for the later proof of who wrote it. */
  readonly route:
    | 'direct'
    | 'redirected'
    | 'forwarded-inline'
    | 'forwarded-attached'
    | 'outlook-msg'
    | 'tnef';
  /** The staff address that forwarded it, or null. */
  readonly forwardedBy: string | null;
  /** The attached mail that it was read from, for proving who sent it; null where it is the mail itself, or quoted in it. */
  readonly original: NestedMail | null;
}

export interface Classification {
  readonly kind: MailKind;
  /**
   * For a `reply`: what it is if neither what it answers nor the case that it names is ours; else the same as `kind`.
   */
  readonly otherwise: MailKind;
  /** False for what no machine may answer: automatic mail, lists, spam, and where nobody asks or a no-reply address. */
  readonly answerable: boolean;
  /** Codes that say why, such as `subject`, `workbook-attached`; for operators, no text of the mail. */
  readonly reasons: readonly string[];
  /** At least one; more where several mails are attached to one. */
  readonly requests: readonly RequestMail[];
  /** Code of the office whose mailbox it was written or delivered to, `DI` for autorizati@, or null. */
  readonly office: string | null;
  /** Case numbers in the subject, upper case, as written by us. */
  readonly caseNumbers: readonly string[];
  /** Message-IDs that it answers, with angle brackets; In-Reply-To first. */
  readonly answers: readonly string[];
  /** Only for `bounce`. */
  readonly bounce: (DeliveryReport & { readonly permanent: boolean }) | null;
}

export interface ClassifyContext {
  /** Office code by mailbox address, lower case. */
  readonly officeByMailbox: ReadonlyMap<string, string>;
  readonly deskAddress: string;
  readonly diAddress: string;
  readonly dcgAddress: string;
  /** Recipients of the envelope as the receiver saw them, lower case. */
  readonly envelopeTo: readonly string[];
  /** True for addresses of colleagues: office mailboxes, secretaries, DI, dcg@. */
  isStaff(address: string): boolean;
  /** Regular expressions of case numbers that a subject may name. */
  readonly casePatterns: readonly string[];
}

/** Pure: the same mail is always taken for the same. */
export type Classify = (mail: ParsedMail, context: ClassifyContext) => Classification;
