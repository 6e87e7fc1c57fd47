import { finished } from 'node:stream/promises';
import { type MimeNode, Splitter } from '@zone-eu/mailsplit';
import { isBlank, lineAfter } from './header-block.ts';

/** A part of a mail as the parser sees it: mailparser is built on the same splitter. */
export interface MimePart {
  /** The header block with its empty line, as it came. */
  readonly block: Buffer;
  /** Lower case; `text/plain` where nothing is said. */
  readonly contentType: string;
  /** Lower case, or empty. */
  readonly disposition: string;
  readonly encoding: string;
  readonly charset: string;
  readonly fileName: string;
  /** Without its quotes; null for a part that is no multipart, or one without boundary. */
  readonly boundary: string | null;
  readonly multipart: boolean;
  /** Bytes of the body before decoding; empty for a multipart. */
  readonly body: readonly Buffer[];
  readonly children: readonly MimePart[];
  /** The body as the parser would decode it. */
  decoded(): Promise<Buffer>;
}

export interface MimeTree {
  readonly root: MimePart;
  /** True if there are words before, between or after the parts, which no reader shows. */
  readonly hidden: boolean;
}

export interface TreeLimits {
  readonly headerBytes: number;
  readonly parts: number;
}

interface OpenPart {
  readonly node: MimeNode;
  readonly block: Buffer;
  readonly body: Buffer[];
  readonly children: OpenPart[];
}

/**
 * Takes a mail apart; its parts are views into `raw`. Null where the splitter gives up (limits), or for a structure
 * that no program writes: a part that has both a body and parts.
 */
export async function mimeTree(raw: Buffer, limits: TreeLimits): Promise<MimeTree | null> {
  const parts = new Map<MimeNode, OpenPart>();
  const delimiters = new Set<string>();
  let root: OpenPart | null = null;
  let hidden = false;
  const splitter = new Splitter({
    ignoreEmbedded: true,
    maxHeadSize: limits.headerBytes,
    maxChildNodes: limits.parts,
  });
  try {
    splitter.on('data', (chunk) => {
      if (chunk.type === 'node') {
        const part: OpenPart = { node: chunk, block: chunk.getHeaders(), body: [], children: [] };
        parts.set(chunk, part);
        if (chunk._boundary !== false) {
          const name = chunk._boundary.toString('latin1');
          delimiters.add(`--${name}`).add(`--${name}--`);
        }
        const parent = chunk.parentNode === false ? undefined : parts.get(chunk.parentNode);
        parent?.children.push(part);
        root ??= part;
      } else if (chunk.type === 'body') {
        parts.get(chunk.node)?.body.push(chunk.value);
      } else {
        hidden ||= hasWords(chunk.value, delimiters);
      }
    });
    splitter.end(raw);
    await finished(splitter);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EMAXLEN') {
      return null;
    }
    throw error;
  }
  const whole = root === null ? null : closedPart(root);
  return whole === null ? null : { root: whole, hidden };
}

function closedPart({ node, block, body, children }: OpenPart): MimePart | null {
  const closed = children.map(closedPart);
  const multipart = node.multipart !== false;
  const inner = closed.filter((part) => part !== null);
  if (inner.length < closed.length || (children.length > 0 && !multipart)) {
    return null;
  }
  return {
    block,
    contentType: node.contentType || 'text/plain',
    disposition: node.disposition || '',
    encoding: node.encoding || '',
    charset: node.charset || '',
    fileName: node.filename || '',
    boundary: multipart && node._boundary !== false ? node._boundary.toString('latin1') : null,
    multipart,
    body,
    children: inner,
    decoded: () => decodedBody(node, body),
  };
}

async function decodedBody(node: MimeNode, body: readonly Buffer[]): Promise<Buffer> {
  if (node.encoding !== 'base64' && node.encoding !== 'quoted-printable') {
    return body.length === 1 && body[0] !== undefined ? body[0] : Buffer.concat(body);
  }
  const decoder = node.getDecoder();
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    decoder.on('data', (piece: Buffer) => pieces.push(piece));
    decoder.on('end', resolve);
    decoder.on('error', reject);
    for (const piece of body) {
      decoder.write(piece);
    }
    decoder.end();
  });
  return Buffer.concat(pieces);
}

/** What programs write before the first part for readers that know no MIME. */
const FOR_OLD_READERS = /^\s*this is a (?:multi-?part|mime|cryptographically)[\w -]{0,60}\.?\s*$/i;

function hasWords(data: Buffer, delimiters: ReadonlySet<string>): boolean {
  let at = 0;
  while (at < data.length) {
    const next = lineAfter(data, at);
    const line = data.subarray(at, next);
    at = next;
    if (!isBlank(line)) {
      const text = line.toString('latin1', 0, 1_500).trimEnd();
      if (text !== '' && !delimiters.has(text) && !FOR_OLD_READERS.test(text)) {
        return true;
      }
    }
  }
  return false;
}
