/**
 * Most of a big mail is the base64 of a few files. It is taken out before a library parses the mail, and put back into
 * what was found: no library splits it into lines and decodes them one by one.
 */
import { randomBytes } from 'node:crypto';
import { LARGEST_MAIL } from '../wire/largest-mail.ts';
import { type Base64Run, base64Runs } from './base64-run.ts';

/** A mail without its large files: of each, only the beginning and a mark are left. */
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

export interface Piece {
  readonly run: Base64Run;
  /** How many bytes of it are still in the mail. */
  readonly beginning: number;
  /** What was taken out, as it stands in the mail. */
  readonly lines: Buffer;
}

/** Encoded bytes from which it is worth the trouble. */
const SMALLEST = 16_384;
/** Encoded bytes that stay in the mail, for telling what a file is. */
const BEGINNING = 2_048;
const SIGN_BYTES = 15;
const NUMBER_BYTES = 3;
const MARK_BYTES = SIGN_BYTES + NUMBER_BYTES;
/** A mark stands behind a file's beginning, whose last line may be as long as lines get. */
const MARK_IS_BEFORE = 4_096;

/** Takes the large files out that are wanted, by their bytes; null if there is none. Only decodes base64. */
export function setAside(raw: Buffer, wanted: (bytes: Buffer) => boolean): LightMail | null {
  if (raw.length > LARGEST_MAIL) {
    return null;
  }
  const sign = randomBytes(SIGN_BYTES);
  const kept: Buffer[] = [];
  const pieces: Piece[] = [];
  let copied = 0;
  for (const run of base64Runs(raw, SMALLEST)) {
    if (wanted(run.room.subarray(0, run.length))) {
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
 * A decoded file with what was taken out of it, which is added to `found`; the same Buffer where nothing was. Null if
 * the piece was found before, or does not fit: then the whole mail must be parsed.
 */
export function wholeFile(light: Buffer, { sign, pieces }: Aside, found: Set<Piece>): Buffer | null {
  const at = light.subarray(0, MARK_IS_BEFORE).indexOf(sign);
  if (at === -1) {
    return light;
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
  return room.subarray(0, length + rest.length);
}

/** Bytes in which large files still stand encoded, such as a mail inside the mail, as they came. */
export function wholeLines(light: Buffer, { sign, pieces }: Aside, found: Set<Piece>): Buffer {
  const encodedSign = sign.toString('base64');
  const kept: Buffer[] = [];
  let copied = 0;
  for (;;) {
    const at = light.indexOf(encodedSign, copied, 'latin1');
    const encoded = light.toString('latin1', at, at + (MARK_BYTES / 3) * 4);
    const piece = at === -1 ? undefined : pieces[numberAt(Buffer.from(encoded, 'base64'), 0)];
    if (piece === undefined) {
      break;
    }
    found.add(piece);
    kept.push(light.subarray(copied, at), piece.lines);
    copied = at + encoded.length + piece.run.lineEnd.length;
  }
  return copied === 0 ? light : Buffer.concat([...kept, light.subarray(copied)]);
}

function numberAt(bytes: Buffer, at: number): number {
  return bytes.readUIntBE(at + SIGN_BYTES, NUMBER_BYTES);
}
