import { createHmac, randomBytes } from 'node:crypto';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';

export interface OutgoingAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface OutgoingMail {
  readonly to: string;
  /** What recipients see as the sender's name, such as `OCPI Alba – acces`. */
  readonly displayName: string;
  /** Where answers go; the desk's own address if null. */
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly OutgoingAttachment[];
  /** With angle brackets; made by `messageIdFor`. */
  readonly messageId: string;
  readonly inReplyTo?: string | null;
  readonly references?: readonly string[];
  /** For credential mails (A21): a bounce must return the headers only, never the workbook. */
  readonly headersOnlyBounce?: boolean;
  /** Whether this mail answers one (default) or was started by us. */
  readonly autoSubmitted?: 'auto-replied' | 'auto-generated';
}

export type SendOutcome =
  | { readonly accepted: true; readonly response: string }
  | {
      /** Temporary: try again later. Permanent: this mail to this address will never be taken. */
      readonly refused: 'temporary' | 'permanent';
      /** The SMTP code, or null if there was no answer at all. */
      readonly code: number | null;
      /** For operators; addresses are cut out. */
      readonly response: string;
    };

export interface MailSenderOptions {
  /** `smtp://user:password@host:port` or `smtps://…`, or nodemailer's own settings. */
  readonly smtp: string | SMTPPoolOptions;
  /** The desk's own address: From, envelope sender, and where answers go. */
  readonly from: string;
  /** Milliseconds for connecting and for each answer. Default 30,000. */
  readonly timeoutMs?: number;
}

export interface MailSender {
  /**
   * Hands one mail to the mail server and says what it answered. Never throws for a refusal, never
   * tries again by itself: the outbox does that. Throws RangeError for a mail that must not be sent
   * (no or two recipients, an address with control characters).
   */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  close(): void;
}

/** Opens the way out (SMTP), with connections kept open between mails. */
export function openMailSender(options: MailSenderOptions): MailSender {
  const timeout = options.timeoutMs ?? 30_000;
  const transport = createTransport({
    ...(typeof options.smtp === 'string' ? { url: options.smtp } : options.smtp),
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    maxRequeues: 0,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  const from = onlyAddress(options.from);
  return {
    async send(mail) {
      const to = onlyAddress(mail.to);
      const messageId = onlyMessageId(mail.messageId);
      try {
        const info = await transport.sendMail({
          from: { name: headerText(mail.displayName), address: from },
          to: { name: '', address: to },
          replyTo: { name: '', address: mail.replyTo === null ? from : onlyAddress(mail.replyTo) },
          envelope: { from, to: [to] },
          subject: headerText(mail.subject),
          text: mail.text,
          html: mail.html,
          messageId,
          ...threading(mail),
          ...(mail.headersOnlyBounce === true
            ? {
                dsn: {
                  id: messageId.slice(1, -1),
                  return: 'headers',
                  notify: ['failure', 'delay'],
                  recipient: to,
                },
              }
            : {}),
          headers: {
            'Auto-Submitted': mail.autoSubmitted ?? 'auto-replied',
            'X-Auto-Response-Suppress': 'All',
          },
          attachments: mail.attachments.map((attachment) => ({
            filename: headerText(attachment.name),
            content: attachment.bytes,
            contentType: headerText(attachment.mediaType),
            contentDisposition: 'attachment' as const,
          })),
        });
        // Over LMTP a refusal of the content is not an error but a list of refused recipients.
        const rejected = info.rejectedErrors?.[0];
        if (rejected !== undefined || info.rejected.length > 0) {
          return refusedBy(rejected);
        }
        return { accepted: true, response: withoutAddresses(info.response) };
      } catch (error) {
        return refusedBy(error);
      }
    },
    close: () => transport.close(),
  };
}

/**
 * A Message-ID nobody can guess: an answer that names it was written by somebody who got our mail.
 * With a secret and a name (such as an outbox row's id) it is the same each time: a mail sent twice
 * after a crash is recognisable as one.
 */
export function messageIdFor(domain: string, repeatable?: { secret: Buffer; name: string }): string {
  const unguessable =
    repeatable === undefined
      ? randomBytes(24)
      : createHmac('sha256', repeatable.secret)
          .update(`message-id\0${repeatable.name}`)
          .digest()
          .subarray(0, 24);
  return onlyMessageId(`<${unguessable.toString('base64url')}@${domain}>`);
}

function threading(mail: OutgoingMail): { inReplyTo?: string; references?: string[] } {
  const answered = mail.inReplyTo ?? null;
  const references = [...(mail.references ?? [])].filter(isMessageId).slice(-20);
  return {
    ...(answered !== null && isMessageId(answered) ? { inReplyTo: answered } : {}),
    ...(references.length > 0 ? { references } : {}),
  };
}

function refusedBy(error: unknown): SendOutcome {
  const about = typeof error === 'object' && error !== null ? error : {};
  const code = 'responseCode' in about && typeof about.responseCode === 'number' ? about.responseCode : null;
  const said = 'response' in about && typeof about.response === 'string' ? about.response : '';
  const kind = 'code' in about && typeof about.code === 'string' ? about.code : 'ECONNECTION';
  const command = 'command' in about && typeof about.command === 'string' ? about.command : '';
  return {
    refused: isAboutTheMail(kind, command, code) ? 'permanent' : 'temporary',
    code,
    response: withoutAddresses(said === '' ? kind : said),
  };
}

/**
 * True where the recipient or the mail was refused for good. A server that wants a login, encryption or another
 * sender (530, 535, no STARTTLS) refuses us, which is ours to mend: the mail waits.
 */
function isAboutTheMail(kind: string, command: string, code: number | null): boolean {
  if (kind !== 'EENVELOPE' && kind !== 'EMESSAGE') {
    return false;
  }
  if (command === 'MAIL FROM' && kind === 'EENVELOPE') {
    return code === 552;
  }
  // Without a code it is the library that refuses: an address that the server cannot take, a mail over its limit.
  return code === null || code >= 500;
}

function withoutAddresses(response: string): string {
  return headerText(response)
    .split(' ')
    .map((word) => (word.includes('@') ? '<…>' : word))
    .join(' ')
    .slice(0, 300);
}

/** One line: a line break in a name or a subject must never become a header. */
function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

function onlyAddress(text: string): string {
  const address = text.trim();
  if (!/^[^\s@<>",;:()\\[\]\p{Cc}]{1,64}@[^\s@<>",;:()\\[\]\p{Cc}]{1,255}$/u.test(address)) {
    throw new RangeError('Not exactly one plain e-mail address');
  }
  return address;
}

function isMessageId(text: string): boolean {
  return /^<[^<>\s\p{Cc}]{1,250}>$/u.test(text);
}

function onlyMessageId(text: string): string {
  if (!isMessageId(text)) {
    throw new RangeError('Not a Message-ID');
  }
  return text;
}
