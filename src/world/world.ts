/**
 * The recipients' world: the pretend mailboxes of applicants, secretaries, DI and DCG, and what these people do with
 * their mail. It stands outside the product: letters come to it by SMTP, and what its people send enters by SMTP.
 */
import type { RecipientsWorld } from '../bot/local/recipients-world.ts';
import type { FormFields } from '../excel/form.ts';
import type { Zone } from '../mail/authenticity/sender-proof.ts';

/** An answer that the owner of a mailbox gives to a letter. */
export type Reply = Parameters<RecipientsWorld['answer']>[0];

/** The page's port to the pretend mailboxes, and what the desk needs of them. */
export interface World extends RecipientsWorld {
  /** `smtp://127.0.0.1:…`: where the product's outgoing mail goes. */
  readonly smtpUrl: string;
  /** What the DNS of the invented domains says: there is no other in the demo. */
  readonly zone: Zone;
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
