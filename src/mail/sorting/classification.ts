/** What a mail is taken for, before anybody decided anything about it. */
import type {
  DeliveryReport,
  MailAddress,
  MailAttachment,
  NestedMail,
  ParsedMail,
} from '../reading/parsed-mail.ts';

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

/**
 * Why a mail is taken for what it is: codes without any text of the mail, each meaning one thing. They are kept with the
 * mail and shown in words to whoever asks.
 */
export type ClassificationReason =
  /** A server reports a mail that was not, or not yet, delivered. */
  | 'delivery-report'
  | MachineReason
  /** A spam filter marked it. */
  | 'spam-flag'
  /** It was passed on by so many servers that it goes in circles. */
  | 'mail-loop'
  /** Written by dcg@, about a case. */
  | 'from-dcg'
  /** The subject names a case. */
  | 'case-number'
  /** It answers another mail. */
  | 'answers'
  /** The subject says what is wanted. */
  | 'subject'
  /** The text says what is wanted. */
  | 'text'
  /** The form came with it. */
  | 'workbook-attached'
  /** The application, or several of the documents of an application, came with it. */
  | 'documents-attached'
  /** A colleague forwarded what a machine wrote. */
  | 'forwarded-automatic'
  /** Nothing says what is wanted. */
  | 'unclear'
  /** It names more than one sender. */
  | 'several-senders'
  /** It does not say who wrote it. */
  | 'sender-unknown'
  /** Written by a colleague, who forwards nothing. */
  | 'from-staff'
  /** A colleague forwarded it inside the text. */
  | 'forwarded-inline'
  /** A colleague forwarded it as an attached mail. */
  | 'forwarded-attached'
  /** Several mails are attached. */
  | 'several-requests'
  /** A colleague attached files beside several mails: they belong to none of the requests. */
  | 'attachments-of-nobody';

/** Why a mail is a machine's, and `automatic`. */
export type MachineReason =
  /** A letter of the desk came back to it. */
  | 'own-mail'
  /** A server reports that a mail was delivered. */
  | 'delivery-receipt'
  /** A program reports that a mail was read, or deleted. */
  | 'read-receipt'
  /** Out of office, "we got your mail", a question whether the sender is a person. */
  | 'auto-reply'
  /** A list or a newsletter. */
  | 'mailing-list'
  | 'calendar'
  /** Another sign that nobody wrote it by hand, such as a no-reply address. */
  | 'machine';

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
  /** What decided comes first. */
  readonly reasons: readonly ClassificationReason[];
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
