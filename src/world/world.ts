/**
 * The recipients' world: the pretend mailboxes of applicants, secretaries, DI and DCG, and what these people do with
 * their mail. It stands outside the product: letters come to it by SMTP, and what its people send enters by SMTP.
 */
import type { FormFields } from '../excel/form.ts';

export type PartyRole = 'applicant' | 'secretary' | 'di' | 'dcg' | 'other';

export interface Party {
  readonly mailbox: string;
  readonly title: string;
  readonly role: PartyRole;
  readonly messages: number;
}

export interface MailLine {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly date: string;
  readonly hasAttachments: boolean;
}

export interface ReceivedMail {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly date: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments: readonly { readonly index: number; readonly name: string; readonly bytes: number }[];
}

export interface SampleMail {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** `done`: the mail was accepted by the desk's receiver. `told`: nothing was sent, and why. */
export interface WorldOutcome {
  readonly kind: 'done' | 'told';
  readonly text: string;
}

export interface Reply {
  readonly mailbox: string;
  readonly messageId: string;
  readonly text: string;
  readonly withCorrectedForm: boolean;
}

export interface World {
  /** `smtp://127.0.0.1:…`: where the product's outgoing mail goes. */
  readonly smtpUrl: string;
  /** Applicants first, the newest at the top; then colleagues, then other addresses that got a mail. */
  parties(): Promise<readonly Party[]>;
  /** Newest first; empty for a mailbox that nobody has. */
  messages(mailbox: string): Promise<readonly MailLine[]>;
  /** Null if there is no such message in that mailbox. */
  message(mailbox: string, id: string): Promise<ReceivedMail | null>;
  attachment(
    mailbox: string,
    id: string,
    index: number,
  ): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
  samples(): Promise<readonly SampleMail[]>;
  /** A1–A9 by an invented applicant. */
  sendSample(id: string): Promise<WorldOutcome>;
  /** Sends a mail that somebody brought along, as it is (at most 42 MB). */
  sendEml(bytes: Uint8Array): Promise<WorldOutcome>;
  /** The mailbox's owner answers a letter (A14, or dcg@ after A13). */
  answer(reply: Reply): Promise<WorldOutcome>;
  /** R1: the applicant asks for a new password. */
  askNewPassword(request: { readonly mailbox: string }): Promise<WorldOutcome>;
  /** Calls the listener with the mailbox whenever a mail arrived in it; returns how to stop that. */
  watch(listener: (mailbox: string) => void): () => void;
  /** Ends the receiver; mails that were about to bounce bounce no more. */
  close(): Promise<void>;
}

export interface WorldOffice {
  readonly code: string;
  readonly name: string;
  /** Where applicants write (A6). */
  readonly mailbox: string;
  readonly secretaryMailbox: string;
}

/** Of a logger such as pino's; never given a mail's content. */
interface WorldLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
}

export interface WorldOptions {
  /** Everything the world remembers is kept here: mails and who wrote. */
  readonly folder: string;
  /** The desk's receiver. */
  readonly smtpIn: { readonly host: string; readonly port: number };
  readonly offices: readonly WorldOffice[];
  readonly deskAddress: string;
  readonly diAddress: string;
  readonly dcgAddress: string;
  now(): Date;
  readonly log: WorldLog;
}

/** An invented applicant. */
export interface Person {
  readonly number: number;
  readonly name: string;
  readonly mailbox: string;
  /** The form as it should be. */
  readonly form: FormFields;
}
