/**
 * Most of a big mail is pictures and PDFs that nobody parses. They are taken out before the mail goes to the bounded
 * child and put back into what the child found: so they are not carried there and back, and not parsed with the mail.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Base64Run, base64Runs } from './base64-run.ts';
import { LARGEST_MAIL } from './largest-mail.ts';
import { sniffMediaType } from './media-type.ts';
import type { MailAttachment, NestedMail, ParsedMail } from './parsed-mail.ts';

/** A mail without its large pictures and PDFs: of each, only the beginning and a mark are left. */
export interface LightMail {
  readonly raw: Buffer;
  readonly aside: Aside;
}

/** What was taken out. */
export interface Aside {
  /** What every mark begins with; random, so that no mail has it. The piece's number follows. */
  readonly sign: Buffer;
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly run: Base64Run;
  /** How many bytes of it are still in the mail. */
  readonly beginning: number;
  /** What was taken out, as it stands in the mail. */
  readonly lines: Buffer;
}

/** Encoded bytes from which it is worth the trouble. */
const SMALLEST = 16_384;
/** Encoded bytes that stay in the mail, for telling the file's type (sniffMediaType). */
const BEGINNING = 2_048;
const SIGN_BYTES = 15;
const NUMBER_BYTES = 3;
const MARK_BYTES = SIGN_BYTES + NUMBER_BYTES;
/** A mark stands behind a file's beginning, whose last line may be as long as lines get. */
const MARK_IS_BEFORE = 4_096;
/** Types that the child looks into no further than their beginning. */
const CARRIED = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/tiff',
  'image/webp',
  'image/heic',
  'image/bmp',
]);

/** Takes the large pictures and PDFs out of a raw mail; null if it has none. Parses nothing, only decodes base64. */
export function setAside(raw: Buffer): LightMail | null {
  if (raw.length > LARGEST_MAIL) {
    return null;
  }
  const sign = randomBytes(SIGN_BYTES);
  const kept: Buffer[] = [];
  const pieces: Piece[] = [];
  let copied = 0;
  for (const run of base64Runs(raw, SMALLEST)) {
    if (CARRIED.has(sniffMediaType(run.room.subarray(0, run.length)) ?? '')) {
      const stride = run.lineLength + run.lineEnd.length;
      const lines = Math.ceil(BEGINNING / run.lineLength);
      const from = run.start + lines * stride;
      const mark = markOf(sign, pieces.length);
      kept.push(raw.subarray(copied, from), Buffer.from(mark.toString('base64') + run.lineEnd, 'latin1'));
      pieces.push({ run, beginning: (lines * run.lineLength * 3) / 4, lines: raw.subarray(from, run.end) });
      copied = run.end;
    }
  }
  if (pieces.length === 0) {
    return null;
  }
  return { raw: Buffer.concat([...kept, raw.subarray(copied)]), aside: { sign, pieces } };
}

function markOf(sign: Buffer, number: number): Buffer {
  const mark = Buffer.alloc(MARK_BYTES);
  sign.copy(mark);
  mark.writeUIntBE(number, SIGN_BYTES, NUMBER_BYTES);
  return mark;
}

/**
 * What parsing the whole mail would have found, from what was found in the light one. Null if the pieces do not turn
 * up where they belong, each in one attachment: then the whole mail must be parsed.
 */
export function putBack(mail: ParsedMail, aside: Aside): ParsedMail | null {
  const found = new Set<Piece>();
  const whole = wholeMail(mail, aside, found);
  return whole !== null && found.size === aside.pieces.length ? whole : null;
}

function wholeMail(mail: ParsedMail, aside: Aside, found: Set<Piece>): ParsedMail | null {
  const attachments: MailAttachment[] = [];
  for (const attachment of mail.attachments) {
    const whole = wholeAttachment(attachment, aside, found);
    if (whole === null) {
      return null;
    }
    attachments.push(whole);
  }
  const nested: NestedMail[] = [];
  for (const inner of mail.nested) {
    const whole = wholeMail(inner.mail, aside, found);
    if (whole === null) {
      return null;
    }
    nested.push({ ...inner, raw: wholeRaw(inner.raw, aside), mail: whole });
  }
  return { ...mail, attachments, nested };
}

function wholeAttachment(
  attachment: MailAttachment,
  { sign, pieces }: Aside,
  found: Set<Piece>,
): MailAttachment | null {
  const light = attachment.bytes;
  const at = light.subarray(0, MARK_IS_BEFORE).indexOf(sign);
  if (at === -1) {
    return attachment;
  }
  const piece = light.length < at + MARK_BYTES ? undefined : pieces[numberAt(light, at)];
  if (piece === undefined || found.has(piece) || at !== piece.beginning) {
    return null;
  }
  found.add(piece);
  const { room, length } = piece.run;
  const rest = light.subarray(at + MARK_BYTES);
  const sameBeginning = room.subarray(0, at).equals(light.subarray(0, at));
  if (!sameBeginning || rest.length > room.length - length) {
    return null;
  }
  rest.copy(room, length);
  const bytes = room.subarray(0, length + rest.length);
  return { ...attachment, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function numberAt(bytes: Buffer, at: number): number {
  return bytes.readUIntBE(at + SIGN_BYTES, NUMBER_BYTES);
}

/** The bytes of a mail inside the mail, as they came. */
function wholeRaw(raw: Buffer, { sign, pieces }: Aside): Buffer {
  const encodedSign = sign.toString('base64');
  const kept: Buffer[] = [];
  let copied = 0;
  for (;;) {
    const at = raw.indexOf(encodedSign, copied, 'latin1');
    const encoded = raw.toString('latin1', at, at + (MARK_BYTES / 3) * 4);
    const piece = at === -1 ? undefined : pieces[numberAt(Buffer.from(encoded, 'base64'), 0)];
    if (piece === undefined) {
      break;
    }
    kept.push(raw.subarray(copied, at), piece.lines);
    copied = at + encoded.length + piece.run.lineEnd.length;
  }
  return copied === 0 ? raw : Buffer.concat([...kept, raw.subarray(copied)]);
}
