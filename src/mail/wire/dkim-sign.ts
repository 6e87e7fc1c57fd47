import { createHash, createSign, type KeyObject } from 'node:crypto';

export interface DkimKey {
  /** The domain that answers for the letters; that of the From address, or DMARC does not count it. */
  readonly domain: string;
  /** The key's name in the DNS: `SELECTOR._domainkey.DOMAIN`. */
  readonly selector: string;
  /** RSA. */
  readonly privateKey: KeyObject;
}

/** What is signed. Each is named once more than it occurs: whoever adds one afterwards breaks the signature. */
const SIGNED = [
  'From',
  'Sender',
  'Reply-To',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Auto-Submitted',
] as const;

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Puts a DKIM signature (RFC 6376; rsa-sha256, relaxed/simple) in front of a finished mail with CRLF line ends. Throws for
 * a key that cannot sign.
 *
 * Neither nodemailer nor mailauth can name a header that is not there, and without that a letter of ours, sent on with a
 * second From or Subject put on top, would still prove that it is ours (RFC 6376 8.15).
 */
export function dkimSigned(mail: Buffer, key: DkimKey, now = new Date()): Buffer {
  const end = mail.indexOf(END_OF_HEAD);
  const head = mail.subarray(0, end + 2).toString('latin1');
  const body = mail.subarray(end + END_OF_HEAD.length);
  const { names, lines } = signedHeaders(head);
  const unsigned = [
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;',
    `d=${key.domain}; s=${key.selector}; t=${Math.floor(now.getTime() / 1000)};`,
    `bh=${bodyHash(body)};`,
    `h=${names.join(':').replace(/.{40,60}:/g, '$&\r\n  ')};`,
    'b=',
  ].join('\r\n ');
  const signature = createSign('sha256')
    .update(lines.join(''), 'latin1')
    // The signature itself is signed without its last line end.
    .update(relaxed(unsigned).slice(0, -2), 'latin1')
    .sign(key.privateKey, 'base64');
  const folded = signature.replace(/.{72}(?=.)/g, '$&\r\n  ');
  return Buffer.concat([Buffer.from(`${unsigned}${folded}\r\n`, 'latin1'), mail]);
}

function signedHeaders(head: string): { readonly names: string[]; readonly lines: string[] } {
  const fields = head.split(/\r\n(?![ \t])/).filter((field) => field !== '');
  const names: string[] = [];
  const lines: string[] = [];
  for (const name of SIGNED) {
    const prefix = `${name.toLowerCase()}:`;
    const found = fields.filter((field) => field.toLowerCase().startsWith(prefix));
    names.push(...found.map(() => name), name);
    lines.push(...found.toReversed().map(relaxed));
  }
  return { names, lines };
}

/** RFC 6376 3.4.2 */
function relaxed(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '');
  return `${field.slice(0, colon).toLowerCase()}:${value}\r\n`;
}

/** RFC 6376 3.4.3: all but one of the line ends at its end are left out; an empty body is one line end. */
function bodyHash(body: Buffer): string {
  let length = body.length;
  while (length >= 2 && body[length - 2] === 0x0d && body[length - 1] === 0x0a) {
    length -= 2;
  }
  return createHash('sha256').update(body.subarray(0, length)).update('\r\n').digest('base64');
}
