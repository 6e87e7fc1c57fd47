/** Whatever structure is built around a letter, and however it is damaged: no trace of its password stays. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutCredentials } from '../../src/mail/cut/cut-credentials.ts';
import { isWorkbookType } from '../../src/mail/reading/media-type.ts';
import { isRefused, type ParsedMail } from '../../src/mail/reading/parsed-mail.ts';
import { readMime } from '../../src/mail/reading/read-mime.ts';
import { packZip } from '../excel/zip-packing.ts';
import {
  APPLICANT,
  type CredentialsLetter,
  credentialsLetter,
  DESK,
  LETTER_ID,
  PASSWORD,
  tracesIn,
  XLSX_TYPE,
} from './credentials-letter.ts';
import { base64, PDF } from './raw-mail.ts';

let letter: CredentialsLetter;
beforeAll(async () => {
  letter = await credentialsLetter(PASSWORD, { spelledOut: true });
});

type Encoding = 'none' | '7bit' | 'base64' | 'quoted-printable';

/** A part as its header lines and the bytes of its body before encoding. */
type Tree =
  | {
      readonly kind: 'words' | 'scan' | 'letter' | 'workbook' | 'quoted' | 'html' | 'zip' | 'headers';
      readonly encoding: Encoding;
      readonly label: Encoding;
      readonly type: string;
    }
  | {
      readonly kind: 'multipart';
      readonly subtype: string;
      readonly boundary: string;
      readonly closed: boolean;
      readonly parts: readonly Tree[];
    }
  | {
      readonly kind: 'mail';
      readonly bounce: boolean;
      readonly encoding: Encoding;
      readonly name: string | null;
      readonly inner: Tree;
    };

const encoding = fc.constantFrom<Encoding>('none', '7bit', 'base64', 'quoted-printable');
/** Mostly the truth. */
const labelled = fc
  .tuple(encoding, encoding, fc.nat({ max: 9 }))
  .map(([real, other, dice]) => ({ encoding: real, label: dice === 0 ? other : real }));

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; multipart: Tree; mail: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('multipart'), tie('mail')),
  leaf: fc
    .tuple(
      fc.constantFrom('words', 'scan', 'letter', 'workbook', 'quoted', 'html', 'zip', 'headers' as const),
      labelled,
      fc.constantFrom('', '', '', 'application/octet-stream', 'message/rfc822', 'text/plain'),
    )
    .map(([kind, how, type]): Tree => ({ kind, ...how, type }) as Tree),
  multipart: fc.record({
    kind: fc.constant('multipart' as const),
    subtype: fc.constantFrom('mixed', 'alternative', 'related', 'report', 'signed', 'x-unknown'),
    // Few names, so that parts inside each other share one.
    boundary: fc.constantFrom('b1', 'b2', 'b3', '=_b4'),
    closed: fc.boolean(),
    parts: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
  }),
  mail: fc.record({
    kind: fc.constant('mail' as const),
    bounce: fc.boolean(),
    encoding,
    name: fc.constantFrom(null, 'mail.eml', 'mail'),
    inner: tie('tree'),
  }),
}));

function head(bounce: boolean): string {
  const from = bounce ? 'MAILER-DAEMON@mx.client.test' : APPLICANT;
  return [
    ...(bounce ? ['Return-Path: <>'] : []),
    `From: ${from}`,
    `To: ${DESK}`,
    `Subject: ${bounce ? 'Undelivered Mail Returned to Sender' : 'Re: [AB-2026-00042] x'}`,
    `In-Reply-To: ${LETTER_ID}`,
    'MIME-Version: 1.0',
  ].join('\r\n');
}

function quotedPrintable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(
      /[=\x80-\xff]/g,
      (letter) => `=${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .replace(/([^\r\n]{70})(?=[^\r\n])/g, '$1=\r\n');
}

function encoded(bytes: Buffer, how: Encoding): Buffer {
  switch (how) {
    case 'base64':
      return Buffer.from(base64(bytes));
    case 'quoted-printable':
      return Buffer.from(quotedPrintable(bytes), 'latin1');
    default:
      return bytes;
  }
}

function written(node: Tree): Buffer {
  switch (node.kind) {
    case 'multipart':
      return Buffer.concat([
        Buffer.from(`Content-Type: multipart/${node.subtype}; boundary="${node.boundary}"\r\n\r\n`),
        ...node.parts.flatMap((part) => [
          Buffer.from(`--${node.boundary}\r\n`),
          written(part),
          Buffer.from('\r\n'),
        ]),
        Buffer.from(node.closed ? `--${node.boundary}--\r\n` : ''),
      ]);
    case 'mail': {
      const type = node.name === null ? 'message/rfc822' : 'application/octet-stream';
      const name = node.name === null ? '' : `Content-Disposition: attachment; filename="${node.name}"\r\n`;
      const inner = Buffer.concat([Buffer.from(`${head(node.bounce)}\r\n`), written(node.inner)]);
      return withEncoding(`Content-Type: ${type}\r\n${name}`, inner, node.encoding, node.encoding);
    }
    default: {
      const [type, bytes] = content(node.kind);
      return withEncoding(
        `Content-Type: ${node.type === '' ? type : node.type}\r\n`,
        bytes,
        node.encoding,
        node.label,
      );
    }
  }
}

function withEncoding(headers: string, bytes: Buffer, real: Encoding, label: Encoding): Buffer {
  const claimed = label === 'none' ? '' : `Content-Transfer-Encoding: ${label}\r\n`;
  return Buffer.concat([Buffer.from(`${headers}${claimed}\r\n`), encoded(bytes, real)]);
}

function content(kind: Exclude<Tree['kind'], 'multipart' | 'mail'>): [string, Buffer] {
  const quote = letter.text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\r\n');
  switch (kind) {
    case 'words':
      return ['text/plain; charset=utf-8', Buffer.from('Bună ziua, parola nu merge.\r\n')];
    case 'scan':
      return ['application/pdf', PDF];
    case 'letter':
      return ['message/rfc822', letter.raw];
    case 'workbook':
      return [XLSX_TYPE, letter.workbook];
    case 'quoted':
      return [
        'text/plain; charset=utf-8',
        Buffer.from(`Nu merge.\r\nPe luni, OCPI <${DESK}> a scris:\r\n${quote}\r\n`),
      ];
    case 'html':
      return [
        'text/html; charset=utf-8',
        Buffer.from(`<p>Nu merge.</p><blockquote>${letter.html}</blockquote>`),
      ];
    case 'zip':
      return ['application/zip', packZip([{ name: 'Date.xlsx', data: letter.workbook }])];
    case 'headers':
      return ['text/rfc822-headers', letter.raw];
  }
}

/** How a mail is damaged on its way. */
const damage = fc.oneof(
  fc.constant((raw: Buffer) => raw),
  fc.nat({ max: 1_000 }).map((at) => (raw: Buffer) => raw.subarray(0, Math.floor((raw.length * at) / 1_000))),
  fc
    .nat({ max: 30 })
    .map((which) => (raw: Buffer) => withoutLine(raw, which, (line) => line.startsWith('--'))),
  fc.nat({ max: 30 }).map((which) => (raw: Buffer) => withoutLine(raw, which, (line) => line === '')),
  fc
    .nat({ max: 30 })
    .map((which) => (raw: Buffer) => withoutLine(raw, which, (line) => /^content-/i.test(line))),
  fc.nat({ max: 1_000 }).map((at) => (raw: Buffer) => {
    const place = Math.floor((raw.length * at) / 1_000);
    return Buffer.concat([
      raw.subarray(0, place),
      Buffer.from('\r\n!!\x00\xff--b1\r\n', 'latin1'),
      raw.subarray(place),
    ]);
  }),
  fc.constant((raw: Buffer) => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')),
);

function withoutLine(raw: Buffer, which: number, wanted: (line: string) => boolean): Buffer {
  let left = which;
  const lines = raw.toString('latin1').split('\r\n');
  const at = lines.findIndex((line, index) => index > 6 && wanted(line) && left-- === 0);
  return at === -1 ? raw : Buffer.from(lines.toSpliced(at, 1).join('\r\n'), 'latin1');
}

/** As the desk does it: every workbook that the parser sees. */
function workbooksIn(mail: ParsedMail): string[] {
  const own = mail.attachments.filter(({ mediaType, name }) => isWorkbookType(mediaType, name));
  return [...own.map(({ sha256 }) => sha256), ...mail.nested.flatMap((nested) => workbooksIn(nested.mail))];
}

describe('a letter with a password', () => {
  it.each([
    ['undamaged', fc.constant((raw: Buffer) => raw)],
    ['damaged', damage],
  ])('leaves no trace in any tree of parts, %s', async (_, damages) => {
    await fc.assert(
      fc.asyncProperty(tree, fc.boolean(), damages, async (node, bounce, damaged) => {
        const raw = damaged(Buffer.concat([Buffer.from(`${head(bounce)}\r\n`), written(node)]));
        const mail = await readMime(raw);
        const workbooks = isRefused(mail) ? [] : workbooksIn(mail).map((sha256) => ({ sha256, clean: null }));
        const order = { letters: [LETTER_ID], quotedText: true, workbooks, ourAddresses: [DESK] };
        const { raw: result, cut } = await cutCredentials(raw, order);
        expect(tracesIn(result, PASSWORD)).toEqual([]);
        expect(isRefused(await readMime(result))).toBe(false);
        if (cut.length === 0) {
          expect(result.equals(raw)).toBe(true);
        }
      }),
      { numRuns: Number(process.env.CUT_RUNS ?? 150) },
    );
  });
});
