/**
 * Mail as other people's programs write and hand it over: for the recipients' world, which stands outside the desk.
 * The desk's own letters leave through send.ts.
 */
import CFB from 'cfb';
import { MailParser, type MessageText } from 'mailparser';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingAttachment } from './send.ts';

export interface ComposedMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly date: Date;
  /** With angle brackets. */
  readonly messageId: string;
  /** With angle brackets; empty for a mail that answers none. */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** What the program calls itself (User-Agent). */
  readonly program: string;
  readonly attachments: readonly OutgoingAttachment[];
}

/** The mail's bytes with CRLF line ends, as they go over the wire. Names and subjects are taken as they are, on one line. */
export async function composeMail(mail: ComposedMail): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: oneHeaderLine(mail.from.name), address: mail.from.address },
    to: { name: '', address: mail.to },
    subject: oneHeaderLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    date: mail.date,
    messageId: mail.messageId,
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: mail.inReplyTo }),
    ...(mail.references === undefined ? {} : { references: [...mail.references] }),
    headers: { 'User-Agent': mail.program },
    attachments: mail.attachments.map((attachment) => ({
      filename: oneHeaderLine(attachment.name),
      content: attachment.bytes,
      contentType: attachment.mediaType,
      contentDisposition: 'attachment',
    })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function oneHeaderLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

export interface Delivery {
  /** The address of this machine that the connection comes from; default: whichever the system takes. */
  readonly localAddress?: string;
  readonly host: string;
  readonly port: number;
  readonly raw: Buffer;
  readonly envelope: {
    /** Empty for a bounce. */
    readonly from: string;
    readonly to: readonly string[];
  };
}

/** What the server answered; `code` is null where it gave no answer. */
export type DeliveryOutcome =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly code: number | null; readonly response: string };

/** Hands a finished mail to an SMTP server, once. A refusal of any recipient is an answer, never an exception. */
export async function deliverMail(delivery: Delivery): Promise<DeliveryOutcome> {
  const transport = createTransport({
    host: delivery.host,
    port: delivery.port,
    secure: false,
    ignoreTLS: true,
    ...(delivery.localAddress === undefined ? {} : { localAddress: delivery.localAddress }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  });
  try {
    const info = await transport.sendMail({
      envelope: { from: delivery.envelope.from, to: [...delivery.envelope.to] },
      raw: delivery.raw,
    });
    const rejected = info.rejectedErrors?.[0];
    return rejected === undefined ? { accepted: true } : refusedBy(rejected);
  } catch (error) {
    return refusedBy(error);
  } finally {
    transport.close();
  }
}

function refusedBy(error: unknown): DeliveryOutcome {
  const about = typeof error === 'object' && error !== null ? error : {};
  const code = 'responseCode' in about && typeof about.responseCode === 'number' ? about.responseCode : null;
  const said = 'response' in about && typeof about.response === 'string' ? about.response : '';
  const kind = 'code' in about && typeof about.code === 'string' ? about.code : 'ECONNECTION';
  return { accepted: false, code, response: said === '' ? kind : said };
}

/** The HTML of a mail as it came, or null if it has none. Pictures in it stay links (`cid:`). */
export async function htmlOf(raw: Buffer): Promise<string | null> {
  const parser = new MailParser({
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    skipHtmlToText: true,
  });
  let html: string | null = null;
  await new Promise<void>((resolve, reject) => {
    parser.on('data', (piece) => {
      if (piece.type === 'text') {
        html = textHtml(piece);
      } else {
        piece.content.on('end', () => piece.release?.());
        piece.content.resume();
      }
    });
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.end(raw);
  });
  return html;
}

function textHtml(piece: MessageText): string | null {
  return typeof piece.html === 'string' && piece.html !== '' ? piece.html : null;
}

/** An OLE2 compound file ([MS-CFB]) of some streams: the container in which Office keeps a password-protected workbook. */
export function compoundFile(streams: ReadonlyMap<string, Uint8Array>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of streams) {
    CFB.utils.cfb_add(file, `/${name}`, Buffer.from(bytes));
  }
  // The library's own marker stream.
  CFB.utils.cfb_del(file, '/\u0001Sh33tJ5');
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}
