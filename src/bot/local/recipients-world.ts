/**
 * The recipients' world: the pretend mailboxes of the applicant, the secretaries, DI and DCG, and what
 * these people do with their mail. It stands outside the product: the letters found here have left it,
 * and what is sent from here enters by SMTP like any other mail.
 */
import type { WireMailLine, WireOutcome, WireParty, WireSample } from './page/wire.ts';

export type Party = WireParty;
export type MailLine = WireMailLine;
export type SampleMail = WireSample;
/** `done`: the mail is on its way. `told`: nothing was sent, and why. */
export type WorldOutcome = WireOutcome;

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

export interface RecipientsWorld {
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
  /** A1–A9 by an invented applicant: sends a sample through the SMTP receiver. */
  sendSample(id: string): Promise<WorldOutcome>;
  /** Sends a mail that somebody brought along, as it is (at most 42 MB). */
  sendEml(bytes: Uint8Array): Promise<WorldOutcome>;
  /** The mailbox's owner answers a letter (A14, or dcg@ after A13). */
  answer(reply: {
    readonly mailbox: string;
    readonly messageId: string;
    readonly text: string;
    readonly withCorrectedForm: boolean;
  }): Promise<WorldOutcome>;
  /** R1: the applicant asks for a new password. */
  askNewPassword(request: { readonly mailbox: string }): Promise<WorldOutcome>;

  /** Calls the listener with the mailbox whenever a mail arrived in it; returns how to stop that. */
  watch(listener: (mailbox: string) => void): () => void;
}
