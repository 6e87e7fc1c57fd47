import { createHmac, randomBytes } from 'node:crypto';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type DkimKey, dkimSigned } from './dkim-sign.ts';
import { isLoopbackHost } from './networks.ts';
import { type Refusal, refusedBy, withoutAddresses } from './smtp-refusal.ts';

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

export type SendOutcome = { readonly accepted: true; readonly response: string } | Refusal;

/** Whose mailbox the mail server logs us in to, and the token for it (XOAUTH2). */
export interface SendingLogin {
  readonly user: string;
  /** A token that is valid now; `renew` when the server has refused the last one. May reject: the letter waits. */
  accessToken(renew: boolean): Promise<string>;
}

export interface MailSenderOptions {
  /** `smtp://user:password@host:port` or `smtps://…`, or nodemailer's own settings. */
  readonly smtp: string | SMTPPoolOptions;
  /** The desk's own address: From, envelope sender, and where answers go. */
  readonly from: string;
  /** Sends nothing unencrypted. Default, with an address: everywhere but to this machine. */
  readonly requireTls?: boolean;
  /** Instead of a user and a password. */
  readonly oauth2?: SendingLogin;
  /** Signs everything. */
  readonly dkim?: DkimKey;
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
  const login = options.oauth2 === undefined ? null : renewableLogin(options.oauth2);
  const transport = createTransport({
    ...(typeof options.smtp === 'string' ? { url: options.smtp } : options.smtp),
    ...encryption(options),
    ...(login === null ? {} : { auth: login.auth }),
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

  async function hand(to: string, raw: Buffer, dsn: object): Promise<SendOutcome> {
    try {
      const info = await transport.sendMail({ envelope: { from, to: [to] }, raw, ...dsn });
      // Over LMTP a refusal of the content is not an error but a list of refused recipients.
      const rejected = info.rejectedErrors?.[0];
      if (rejected !== undefined || info.rejected.length > 0) {
        return refusedBy(rejected);
      }
      return { accepted: true, response: withoutAddresses(info.response) };
    } catch (error) {
      return refusedBy(error);
    }
  }

  return {
    async send(mail) {
      const to = onlyAddress(mail.to);
      const messageId = onlyMessageId(mail.messageId);
      const composed = await compose(mail, { from, to, messageId });
      const raw = options.dkim === undefined ? composed : dkimSigned(composed, options.dkim);
      const dsn = mail.headersOnlyBounce === true ? { dsn: headersOnly(to, messageId) } : {};
      const renewals = login?.renewals() ?? 0;
      const outcome = await hand(to, raw, dsn);
      const tokenRefused = 'refused' in outcome && outcome.code === LOGIN_REFUSED;
      // Some servers ask for another token themselves (334), others just end the login: then it is tried here, once.
      if (login === null || !tokenRefused || login.renewals() > renewals) {
        return outcome;
      }
      login.renew();
      return await hand(to, raw, dsn);
    },
    close: () => transport.close(),
  };
}

const LOGIN_REFUSED = 535;

function encryption({ smtp, requireTls }: MailSenderOptions): { requireTLS?: boolean } {
  if (requireTls !== undefined) {
    return { requireTLS: requireTls };
  }
  return typeof smtp === 'string' ? { requireTLS: !isLoopbackHost(new URL(smtp).hostname) } : {};
}

interface RenewableLogin {
  readonly auth: NonNullable<SMTPPoolOptions['auth']>;
  /** The next login fetches a new token. */
  renew(): void;
  /** How often a new token was asked for so far. */
  renewals(): number;
}

/** Each connection asks for its own token when it logs in, so a token is never older than its connection. */
function renewableLogin({ user, accessToken }: SendingLogin): RenewableLogin {
  let refused = false;
  let renewals = 0;
  return {
    auth: {
      type: 'OAuth2',
      user,
      provisionCallback(_user, askedAgain, callback) {
        const renew = askedAgain || refused;
        refused = false;
        renewals += renew ? 1 : 0;
        accessToken(renew).then(
          (token) => callback(null, token),
          () => callback(new Error('no access token')),
        );
      },
    },
    renew() {
      refused = true;
    },
    renewals: () => renewals,
  };
}

async function compose(
  mail: OutgoingMail,
  { from, to, messageId }: { readonly from: string; readonly to: string; readonly messageId: string },
): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: headerText(mail.displayName), address: from },
    to: { name: '', address: to },
    replyTo: { name: '', address: mail.replyTo === null ? from : onlyAddress(mail.replyTo) },
    subject: headerText(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId,
    ...threading(mail),
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
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}

/** RFC 3461; asked for only where the server announces DSN. */
function headersOnly(recipient: string, messageId: string) {
  return { id: messageId.slice(1, -1), return: 'headers', notify: ['failure', 'delay'], recipient };
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
