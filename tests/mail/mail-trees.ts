/** Mails of any shape, with what was put into them: for properties. */
import fc from 'fast-check';

export interface TreeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A mail's bytes, and what a reader must find in it, in order. */
export interface MailTree {
  readonly raw: Buffer;
  readonly texts: readonly string[];
  readonly files: readonly TreeFile[];
  readonly nested: readonly MailTree[];
}

interface Piece {
  /** Header lines, an empty line and the body. */
  readonly raw: Buffer;
  readonly texts: readonly string[];
  readonly files: readonly TreeFile[];
  readonly nested: readonly MailTree[];
}

const LETTERS = 'aăâbcdîefghișjklmnopqrstțuvwxyzAĂÂBCDEÎFGHIȘTȚ';
/** The same letters as the old sets have them: with cedillas. */
const cedillas = (text: string): string =>
  text.replace(/[șțȘȚ]/g, (letter) => ({ ș: 'ş', ț: 'ţ', Ș: 'Ş', Ț: 'Ţ' })[letter] ?? letter);

const word = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 12 })
  .map((letters) => letters.join(''));
const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));

type Charset = 'utf-8' | 'iso-8859-16' | 'iso-8859-2' | 'windows-1250';
const charset = fc.constantFrom<Charset>('utf-8', 'iso-8859-16', 'iso-8859-2', 'windows-1250');
const textEncoding = fc.constantFrom('8bit', 'base64', 'quoted-printable');

const textPiece = fc
  .record({ text: sentence, charset, encoding: textEncoding, html: fc.boolean(), quoted: fc.boolean() })
  .map(({ text, charset: set, encoding, html, quoted }): Piece => {
    const written = set === 'utf-8' || set === 'iso-8859-16' ? text : cedillas(text);
    const bytes = encodedIn(set, html ? `<p>${written}</p>` : written);
    const type = `text/${html ? 'html' : 'plain'}; charset=${quoted ? `"${set}"` : set}`;
    return piece([`Content-Type: ${type}`], bytes, encoding, { texts: [written] });
  });

const EXTENSIONS = ['pdf', 'jpg', 'xlsx', 'bin'];
type Naming = 'rfc2231' | 'rfc2231-pieces' | 'encoded-word' | 'raw' | 'type-only';
const naming = fc.constantFrom<Naming>('rfc2231', 'rfc2231-pieces', 'encoded-word', 'raw', 'type-only');

const filePiece = fc
  .record({
    words: fc.array(word, { minLength: 1, maxLength: 6 }),
    extension: fc.constantFrom(...EXTENSIONS),
    bytes: fc.uint8Array({ maxLength: 3_000 }),
    naming,
    encoding: fc.constantFrom('base64', 'quoted-printable'),
    inline: fc.boolean(),
  })
  .map(({ words, extension, bytes, naming: how, encoding, inline }): Piece => {
    const name = `${words.join(' ')}.${extension}`;
    // No picture, no archive, nothing that a reader would open.
    const content = Buffer.concat([Buffer.from('fisier '), bytes]);
    const disposition = `Content-Disposition: ${inline ? 'inline' : 'attachment'}`;
    const headers =
      how === 'type-only'
        ? [`Content-Type: application/x-anything; name="${encodedWord(name)}"`, disposition]
        : ['Content-Type: application/x-anything', `${disposition}; ${nameParameter(name, how)}`];
    return piece(headers, content, encoding, { files: [{ name, bytes: content }] });
  });

function nameParameter(name: string, how: Exclude<Naming, 'type-only'>): string {
  const encoded = encodeURIComponent(name);
  switch (how) {
    case 'rfc2231':
      return `filename*=utf-8''${encoded}`;
    case 'rfc2231-pieces': {
      // Cut anywhere between two escapes, inside letters too.
      const escapes = encoded.match(/%[0-9A-F]{2}|[^%]/g) ?? [];
      const half = Math.floor(escapes.length / 2);
      return `filename*0*=utf-8''${escapes.slice(0, half).join('')};\r\n filename*1*=${escapes.slice(half).join('')}`;
    }
    case 'encoded-word':
      return `filename="${encodedWord(name)}"`;
    case 'raw':
      return `filename="${Buffer.from(name).toString('latin1')}"`;
  }
}

function encodedWord(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function encodedIn(set: Charset, text: string): Buffer {
  if (set === 'utf-8') {
    return Buffer.from(text);
  }
  const decoder = new TextDecoder(set);
  const table = new Map(
    Array.from({ length: 256 }, (_none, byte) => [decoder.decode(Buffer.of(byte)), byte] as const),
  );
  return Buffer.from(Array.from(text, (letter) => table.get(letter) ?? 63));
}

function piece(headers: readonly string[], bytes: Buffer, encoding: string, found: Partial<Piece>): Piece {
  const head = [...headers, `Content-Transfer-Encoding: ${encoding}`, '', ''].join('\r\n');
  const raw = Buffer.concat([Buffer.from(head, 'latin1'), transferred(bytes, encoding)]);
  return { raw, texts: [], files: [], nested: [], ...found };
}

function transferred(bytes: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'), 'latin1');
    case 'quoted-printable':
      return Buffer.from(
        Array.from(bytes, (byte) => (byte > 0x40 && byte < 0x7f ? String.fromCharCode(byte) : escaped(byte)))
          .join('')
          .replace(/(?:=..|[^=]){60}/g, '$&=\r\n'),
        'latin1',
      );
    default:
      return bytes;
  }
}

function escaped(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

const boundary = fc
  .array(fc.constantFrom(..."abcXYZ019'()+_,-./:=?"), { minLength: 1, maxLength: 60 })
  .map((letters) => letters.join(''));
const multipartKind = fc.constantFrom('mixed', 'related', 'alternative', 'x-strange');

const tree = fc.letrec<{ part: Piece; multipart: Piece; leaf: Piece; mail: Piece }>((tie) => ({
  leaf: fc.oneof(textPiece, filePiece),
  part: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('leaf'), tie('multipart'), tie('mail')),
  multipart: fc
    .record({
      kind: multipartKind,
      boundary,
      children: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
      preamble: fc.constantFrom('', 'This is a multi-part message in MIME format.\r\n'),
    })
    .map((described) => multipartOf(described)),
  mail: fc
    .record({ body: tie('multipart'), encoding: fc.constantFrom('base64', '8bit') })
    .map(({ body, encoding }) => {
      const inner = asMail(body, 'inner');
      return piece(['Content-Type: message/rfc822'], inner.raw, encoding, { nested: [inner] });
    }),
}));

let boundaries = 0;

interface Multipart {
  readonly kind: string;
  readonly boundary: string;
  readonly children: readonly Piece[];
  readonly preamble: string;
}

function multipartOf({ kind, boundary: odd, children, preamble }: Multipart): Piece {
  // Never one that stands in another: then a reader must take it for the other.
  boundaries += 1;
  const mark = `${boundaries}q${odd}`;
  const pieces = children.flatMap(({ raw }) => [Buffer.from(`--${mark}\r\n`), raw, Buffer.from('\r\n')]);
  return {
    raw: Buffer.concat([
      Buffer.from(`Content-Type: multipart/${kind};\r\n boundary="${mark}"\r\n\r\n${preamble}`),
      ...pieces,
      Buffer.from(`--${mark}--\r\n`),
    ]),
    texts: children.flatMap(({ texts }) => texts),
    files: children.flatMap(({ files }) => files),
    nested: children.flatMap(({ nested }) => nested),
  };
}

function asMail(body: Piece, subject: string): MailTree {
  const head = `From: Ion Popescu <popescu@client.test>\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n`;
  return { ...body, raw: Buffer.concat([Buffer.from(head), body.raw]) };
}

/** Any tree of texts, files, multiparts and mails, in any of the encodings and character sets of Romanian mails. */
export const mailTree: fc.Arbitrary<MailTree> = tree.multipart.map((body) => asMail(body, 'outer'));
