import type { MimePart } from '../cut/mime-tree.ts';

/** What of a part's body can be judged. */
export interface SoundBody {
  readonly bytes: Buffer;
  /** False if the body is not written in the encoding that it claims: then only `bytes` may stay of it. */
  readonly sound: boolean;
}

/**
 * The decoded body of a part. Every parser skips what is no base64 and shows the rest, so that a text under a wrong label
 * looks like bytes of nothing in particular while everybody can read it in the mail as it came: of base64 only the lines
 * before the first strange one count. A text that claims no encoding and has the marks of quoted-printable is decoded.
 */
export async function soundBody(part: MimePart): Promise<SoundBody> {
  switch (part.encoding) {
    case 'base64': {
      const body =
        part.body.length === 1 && part.body[0] !== undefined ? part.body[0] : Buffer.concat(part.body);
      const end = soundBase64(body);
      return end === body.length
        ? { bytes: await part.decoded(), sound: true }
        : { bytes: Buffer.from(body.toString('latin1', 0, end), 'base64'), sound: false };
    }
    case 'quoted-printable':
      return { bytes: await part.decoded(), sound: true };
    default: {
      const bytes = await part.decoded();
      const text = /^text\/(?:plain|html)$/.test(part.contentType)
        ? bytes.toString('latin1', 0, 1_000_000)
        : '';
      const soft = text.match(/[^?]=\r?\n/g)?.length ?? 0;
      return soft >= 2 && /=[0-9A-F]{2}/.test(text)
        ? { bytes: fromQuotedPrintable(bytes), sound: false }
        : { bytes, sound: true };
    }
  }
}

const BASE64 = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=') {
  BASE64[letter.charCodeAt(0)] = 1;
}
/** Only the last line of base64 is short. */
const SHORT_LINE = 16;

/** Where the first line begins that is no base64; the length of the body if none does. */
function soundBase64(body: Buffer): number {
  let at = 0;
  let ended = false;
  while (at < body.length) {
    const newline = body.indexOf(10, at);
    const next = newline === -1 ? body.length : newline + 1;
    let end = next;
    while (end > at && (body[end - 1] ?? 0) <= 32) {
      end -= 1;
    }
    if (end > at) {
      if (ended) {
        return at;
      }
      for (let index = at; index < end; index += 1) {
        if (BASE64[body[index] ?? 0] !== 1) {
          return at;
        }
      }
      ended = body[end - 1] === 61 || (end - at) % 4 !== 0 || end - at < SHORT_LINE;
    }
    at = next;
  }
  return body.length;
}

function fromQuotedPrintable(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/(?<!\?)=[ \t]{0,20}\r?\n/g, '');
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
