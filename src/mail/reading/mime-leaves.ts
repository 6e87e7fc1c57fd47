/** The parts of a mail as mailparser finds them. Only for the bounded child. */
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import { unscrambled } from './old-letters.ts';
import { type Aside, type Piece, setAside, wholeFile, wholeLines } from './set-aside.ts';

/** A leaf of the mail's structure that is no text, decoded. */
export interface RawPart {
  readonly contentType: string;
  readonly claimedName: string;
  readonly bytes: Buffer;
  readonly contentId: string | null;
  readonly related: boolean;
  readonly disposition: string;
}

export interface MimeLeaves {
  readonly parts: readonly RawPart[];
  /** Empty if there is none. */
  readonly text: string;
  readonly html: string | null;
  readonly subject: string;
  readonly headerLines: readonly { readonly key: string; readonly line: string }[];
  readonly contentType: { readonly value: string; readonly params: Readonly<Record<string, string>> } | null;
}

export interface LeafCaps {
  readonly headerBytes: number;
  readonly parts: number;
}

/** Rejects where the parser gives up; with code EMAXLEN beyond the caps. */
export async function mimeLeaves(raw: Buffer, caps: LeafCaps): Promise<MimeLeaves> {
  const light = setAside(raw, () => true);
  if (light === null) {
    return parsedLeaves(raw, caps);
  }
  const leaves = await parsedLeaves(light.raw, caps);
  const parts = wholeParts(leaves.parts, light.aside);
  return parts === null ? parsedLeaves(raw, caps) : { ...leaves, parts };
}

/** Null if a piece does not turn up in exactly one part, where it was taken out. */
function wholeParts(parts: readonly RawPart[], aside: Aside): readonly RawPart[] | null {
  const found = new Set<Piece>();
  const whole: RawPart[] = [];
  for (const part of parts) {
    const file = wholeFile(part.bytes, aside, found);
    if (file === null) {
      return null;
    }
    whole.push({ ...part, bytes: file === part.bytes ? wholeLines(part.bytes, aside, found) : file });
  }
  return found.size === aside.pieces.length ? whole : null;
}

/** The same by mailparser alone. */
export async function parsedLeaves(raw: Buffer, caps: LeafCaps): Promise<MimeLeaves> {
  const parser = new MailParser({
    maxHeadSize: caps.headerBytes,
    maxChildNodes: caps.parts,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    skipHtmlToText: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
  });
  const parts: RawPart[] = [];
  let text = '';
  let html: string | null = null;
  await new Promise<void>((resolve, reject) => {
    parser.on('data', (piece: AttachmentStream | MessageText) => {
      if (piece.type === 'text') {
        text = piece.text ?? '';
        html = piece.html || null;
        return;
      }
      const chunks: Buffer[] = [];
      piece.content.on('data', (chunk: Buffer) => chunks.push(chunk));
      piece.content.on('error', reject);
      piece.content.on('end', () => {
        parts.push(rawPart(piece, Buffer.concat(chunks)));
        piece.release?.();
      });
    });
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.end(raw);
  });
  return {
    parts,
    text,
    html,
    subject: parser.subject ?? '',
    headerLines: parser.headerLines || [],
    contentType: parser.headers ? structured(parser.headers.get('content-type')) : null,
  };
}

function rawPart(piece: AttachmentStream, bytes: Buffer): RawPart {
  return {
    // Of an empty Content-Type the library makes `false`.
    contentType: (piece.contentType || 'application/octet-stream').toLowerCase(),
    claimedName: unscrambled(piece.filename || ''),
    bytes,
    contentId: piece.cid ?? null,
    related: piece.related === true,
    disposition: (piece.contentDisposition ?? '').toLowerCase(),
  };
}

function structured(value: unknown): MimeLeaves['contentType'] {
  if (typeof value !== 'object' || value === null || !('value' in value) || !('params' in value)) {
    return null;
  }
  if (typeof value.value !== 'string' || typeof value.params !== 'object' || value.params === null) {
    return null;
  }
  return { value: value.value, params: Object.fromEntries(Object.entries(value.params)) };
}
