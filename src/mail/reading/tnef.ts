import { decodeCodePage, decodeUtf16, mailFromOutlook, outlookAttachment } from './outlook-mail.ts';
import type { MailAttachment, ParsedMail } from './parsed-mail.ts';

/** MS-OXTNEF attribute ids. */
const OEM_CODE_PAGE = 0x00069007;
const MESSAGE_SUBJECT = 0x00018004;
const MESSAGE_BODY = 0x0002800c;
const MESSAGE_PROPERTIES = 0x00069003;
const ATTACHMENT_START = 0x00069002;
const ATTACHMENT_TITLE = 0x00018010;
const ATTACHMENT_DATA = 0x0006800f;
const ATTACHMENT_PROPERTIES = 0x00069005;

const SIGNATURE = 0x223e9f78;
const MAX_DEPTH = 5;
const MAX_ATTACHMENTS = 200;
const MAX_PROPERTIES = 5_000;
const MAX_VALUES = 2_048;
const METHOD_EMBEDDED_MESSAGE = 5;

export interface TnefContent {
  readonly attachments: readonly MailAttachment[];
  /** Mails that were attached as messages. */
  readonly messages: readonly ParsedMail[];
  readonly text: string;
  readonly subject: string;
}

/** True for Outlook's winmail.dat, whatever its name or claimed type. */
export function isTnef(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.readUInt32LE(0) === SIGNATURE;
}

/** What a winmail.dat holds; what comes after a damaged place is left out. Null if nothing could be read. */
export function readTnef(bytes: Buffer): TnefContent | null {
  const content = readContent(bytes, 0);
  if (
    content === null ||
    (content.attachments.length === 0 && content.messages.length === 0 && content.text === '')
  ) {
    return null;
  }
  return content;
}

type Properties = ReadonlyMap<number, number | string | Buffer>;

interface OpenAttachment {
  title: string;
  data: Buffer | null;
  properties: Properties;
}

interface Collected {
  codePage: number;
  subject: string;
  text: string;
  properties: Properties;
  readonly attachments: OpenAttachment[];
}

class Truncated extends Error {}

/** Reads numbers and byte ranges and throws where the bytes end. */
class Cursor {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  take(length: number): Buffer {
    if (length < 0 || this.at + length > this.bytes.length) {
      throw new Truncated();
    }
    const piece = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return piece;
  }

  u8(): number {
    return this.take(1).readUInt8(0);
  }

  u16(): number {
    return this.take(2).readUInt16LE(0);
  }

  u32(): number {
    return this.take(4).readUInt32LE(0);
  }

  /** Values are padded to multiples of four; the last one may lack its padding. */
  pad(length: number): void {
    this.at = Math.min(this.bytes.length, this.at + ((4 - (length & 3)) & 3));
  }
}

function readContent(bytes: Buffer, depth: number): TnefContent | null {
  const found = collect(bytes);
  return found === null ? null : unpack(found, depth);
}

function collect(bytes: Buffer): Collected | null {
  if (!isTnef(bytes)) {
    return null;
  }
  const cursor = new Cursor(bytes);
  cursor.take(6);
  const found: Collected = { codePage: 1252, subject: '', text: '', properties: new Map(), attachments: [] };
  try {
    while (cursor.at + 9 <= bytes.length) {
      const level = cursor.u8();
      if (level !== 1 && level !== 2) {
        break;
      }
      const id = cursor.u32();
      const data = cursor.take(cursor.u32());
      cursor.u16();
      takeAttribute(found, id, data);
    }
  } catch (error) {
    if (!(error instanceof Truncated)) {
      throw error;
    }
  }
  return found;
}

function takeAttribute(found: Collected, id: number, data: Buffer): void {
  const attachment = found.attachments.at(-1);
  switch (id) {
    case OEM_CODE_PAGE:
      found.codePage = data.length >= 4 ? data.readUInt32LE(0) : found.codePage;
      break;
    case MESSAGE_SUBJECT:
      found.subject = decodeCodePage(data, found.codePage);
      break;
    case MESSAGE_BODY:
      found.text = decodeCodePage(data, found.codePage);
      break;
    case MESSAGE_PROPERTIES:
      found.properties = readProperties(data, found.codePage);
      break;
    case ATTACHMENT_START:
      if (found.attachments.length >= MAX_ATTACHMENTS) {
        throw new Truncated();
      }
      found.attachments.push({ title: '', data: null, properties: new Map() });
      break;
    case ATTACHMENT_TITLE:
      if (attachment !== undefined) {
        attachment.title = decodeCodePage(data, found.codePage);
      }
      break;
    case ATTACHMENT_DATA:
      if (attachment !== undefined) {
        attachment.data = data;
      }
      break;
    case ATTACHMENT_PROPERTIES:
      if (attachment !== undefined) {
        attachment.properties = readProperties(data, found.codePage);
      }
      break;
  }
}

/** The sizes of values of fixed length, by property type (MS-OXCDATA 2.11.1). */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  1: 0,
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const TYPE_TEXT = 0x1e;
const TYPE_WIDE_TEXT = 0x1f;
const TYPE_OBJECT = 0x0d;
const TYPE_BINARY = 0x102;

function readProperties(bytes: Buffer, codePage: number): Properties {
  const cursor = new Cursor(bytes);
  const found = new Map<number, number | string | Buffer>();
  try {
    let left = Math.min(cursor.u32(), MAX_PROPERTIES);
    while (left > 0) {
      left -= 1;
      readProperty(cursor, codePage, found);
    }
  } catch (error) {
    if (!(error instanceof Truncated)) {
      throw error;
    }
  }
  return found;
}

function readProperty(cursor: Cursor, codePage: number, found: Map<number, number | string | Buffer>): void {
  const type = cursor.u16();
  const id = cursor.u16();
  if (id >= 0x8000) {
    skipNamedProperty(cursor);
  }
  const kind = type & 0x0fff;
  const several = (type & 0x1000) !== 0;
  const size = FIXED_SIZES[kind];
  const counted = size === undefined || several;
  const count = counted ? cursor.u32() : 1;
  if (count > MAX_VALUES) {
    throw new Truncated();
  }
  for (let index = 0; index < count; index += 1) {
    const value = size === undefined ? readVariable(cursor, kind, codePage) : readFixed(cursor, size);
    if (index === 0) {
      found.set(id, value);
    }
  }
}

function skipNamedProperty(cursor: Cursor): void {
  cursor.take(16);
  if (cursor.u32() === 0) {
    cursor.u32();
    return;
  }
  const length = cursor.u32();
  cursor.take(length);
  cursor.pad(length);
}

function readFixed(cursor: Cursor, size: number): number | Buffer {
  const value = cursor.take(size);
  return size === 4 ? value.readInt32LE(0) : value;
}

function readVariable(cursor: Cursor, kind: number, codePage: number): string | Buffer {
  const length = cursor.u32();
  const value = cursor.take(length);
  cursor.pad(length);
  switch (kind) {
    case TYPE_TEXT:
      return decodeCodePage(value, codePage);
    case TYPE_WIDE_TEXT:
      return decodeUtf16(value);
    case TYPE_OBJECT:
      // An object begins with the 16 bytes of its interface's id.
      return value.subarray(16);
    case TYPE_BINARY:
      return value;
    default:
      throw new Truncated();
  }
}

function unpack(found: Collected, depth: number): TnefContent {
  const attachments: MailAttachment[] = [];
  const messages: ParsedMail[] = [];
  for (const attachment of found.attachments) {
    const object = attachment.properties.get(0x3701);
    const bytes = attachment.data ?? (Buffer.isBuffer(object) ? object : Buffer.alloc(0));
    const embedded = attachment.properties.get(0x3705) === METHOD_EMBEDDED_MESSAGE || isTnef(bytes);
    const message = embedded && depth < MAX_DEPTH ? readEmbedded(bytes, depth + 1) : null;
    if (message !== null) {
      messages.push(message);
      continue;
    }
    const text = (id: number): string => textOf(attachment.properties, id);
    const name = text(0x3707) || attachment.title || text(0x3704) || text(0x3001);
    attachments.push(outlookAttachment(name, text(0x370e), text(0x3712), bytes, attachments.length + 1));
  }
  const text = textOf(found.properties, 0x1000) || found.text;
  return { attachments, messages, text, subject: textOf(found.properties, 0x37) || found.subject };
}

function readEmbedded(bytes: Buffer, depth: number): ParsedMail | null {
  const found = collect(bytes);
  if (found === null) {
    return null;
  }
  const content = unpack(found, depth);
  return mailFromOutlook({
    subject: content.subject,
    fromAddress: textOf(found.properties, 0x5d01) || textOf(found.properties, 0x0c1f),
    fromName: textOf(found.properties, 0x0c1a),
    headers: textOf(found.properties, 0x7d),
    messageId: textOf(found.properties, 0x1035),
    text: content.text,
    html: textOf(found.properties, 0x1013),
    attachments: content.attachments,
    nested: content.messages.map((mail) => ({
      kind: 'tnef',
      name: mail.subject,
      raw: Buffer.alloc(0),
      mail,
    })),
  });
}

function textOf(properties: Properties, id: number): string {
  const value = properties.get(id);
  if (typeof value === 'string') {
    return value;
  }
  return Buffer.isBuffer(value) ? decodeCodePage(value, 65001) : '';
}
