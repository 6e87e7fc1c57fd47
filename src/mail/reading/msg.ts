import CFB from 'cfb';
import { sniffMediaType } from './media-type.ts';
import { decodeCodePage, decodeUtf16, mailFromOutlook, outlookAttachment } from './outlook-mail.ts';
import type { MailAttachment, NestedMail, ParsedMail } from './parsed-mail.ts';

/** MS-OXPROPS property ids. */
const SUBJECT = 0x0037;
const TRANSPORT_HEADERS = 0x007d;
const SENDER_ADDRESS = 0x0c1f;
const SENDER_NAME = 0x0c1a;
const SENDER_SMTP = 0x5d01;
const REPRESENTING_SMTP = 0x5d02;
const BODY = 0x1000;
const HTML = 0x1013;
const INTERNET_MESSAGE_ID = 0x1035;
const ATTACH_LONG_NAME = 0x3707;
const ATTACH_SHORT_NAME = 0x3704;
const DISPLAY_NAME = 0x3001;
const ATTACH_MIME = 0x370e;
const ATTACH_CONTENT_ID = 0x3712;
const INTERNET_CODE_PAGE = 0x3fde;
const MESSAGE_CODE_PAGE = 0x3ffd;

const MAX_DEPTH = 5;
const MAX_ATTACHMENTS = 200;
const ATTACHMENT_DIRECTORY = '__attach_version1.0_';
const EMBEDDED_MESSAGE = '__substg1.0_3701000D/';

/** True for an Outlook message file (MS-OXMSG), whatever its name or claimed type. */
export function isMsg(bytes: Buffer): boolean {
  return sniffMediaType(bytes) === 'application/vnd.ms-outlook';
}

/** The mail in an Outlook .msg file, or null if the file is damaged. Only for the bounded child. */
export function readMsg(bytes: Buffer): ParsedMail | null {
  try {
    return readMessage(openContainer(bytes), '', 0);
  } catch {
    // cfb throws plain errors of all kinds at damaged files; the file stays an attachment.
    return null;
  }
}

interface Container {
  readonly streams: ReadonlyMap<string, Buffer>;
  readonly directories: readonly string[];
}

function openContainer(bytes: Buffer): Container {
  const file = CFB.read(bytes, { type: 'buffer' });
  const rootLength = file.FullPaths[0]?.length ?? 0;
  const streams = new Map<string, Buffer>();
  const directories: string[] = [];
  file.FullPaths.forEach((path, index) => {
    const entry = file.FileIndex[index];
    const inside = path.slice(rootLength);
    if (entry?.type === 2) {
      streams.set(inside, Buffer.from(entry.content ?? []));
    } else if (entry?.type === 1) {
      directories.push(inside.replace(/\/$/, ''));
    }
  });
  return { streams, directories };
}

function readMessage(container: Container, prefix: string, depth: number): ParsedMail {
  const property = propertyReader(container, prefix);
  const attachments: MailAttachment[] = [];
  const nested: NestedMail[] = [];
  const directories = container.directories.filter(
    (path) => path.startsWith(prefix + ATTACHMENT_DIRECTORY) && !path.slice(prefix.length).includes('/'),
  );
  for (const directory of directories.slice(0, MAX_ATTACHMENTS)) {
    const inside = `${directory}/`;
    const read = propertyReader(container, inside);
    const name = read.text(ATTACH_LONG_NAME) || read.text(ATTACH_SHORT_NAME) || read.text(DISPLAY_NAME);
    if (container.directories.includes(inside + EMBEDDED_MESSAGE.slice(0, -1)) && depth < MAX_DEPTH) {
      const mail = readMessage(container, inside + EMBEDDED_MESSAGE, depth + 1);
      nested.push({ kind: 'msg', name: name || mail.subject, raw: Buffer.alloc(0), mail });
      continue;
    }
    const content = container.streams.get(`${inside}__substg1.0_37010102`) ?? Buffer.alloc(0);
    const position = attachments.length + 1;
    attachments.push(
      outlookAttachment(name, read.text(ATTACH_MIME), read.text(ATTACH_CONTENT_ID), content, position),
    );
  }
  return mailFromOutlook({
    subject: property.text(SUBJECT),
    fromAddress:
      property.text(SENDER_SMTP) || property.text(REPRESENTING_SMTP) || property.text(SENDER_ADDRESS),
    fromName: property.text(SENDER_NAME),
    headers: property.text(TRANSPORT_HEADERS),
    messageId: property.text(INTERNET_MESSAGE_ID),
    text: property.text(BODY),
    html: property.text(HTML) || property.binaryText(HTML),
    attachments,
    nested,
  });
}

function propertyReader(
  container: Container,
  prefix: string,
): { text(id: number): string; binaryText(id: number): string } {
  const codePage = fixedProperty(container, prefix, MESSAGE_CODE_PAGE) ?? 1252;
  const htmlCodePage = fixedProperty(container, prefix, INTERNET_CODE_PAGE) ?? 65001;
  const stream = (id: number, type: string): Buffer | undefined =>
    container.streams.get(`${prefix}__substg1.0_${id.toString(16).toUpperCase().padStart(4, '0')}${type}`);
  return {
    text: (id) => {
      const wide = stream(id, '001F');
      if (wide !== undefined) {
        return decodeUtf16(wide);
      }
      const narrow = stream(id, '001E');
      return narrow === undefined ? '' : decodeCodePage(narrow, codePage);
    },
    binaryText: (id) => {
      const binary = stream(id, '0102');
      return binary === undefined ? '' : decodeCodePage(binary, htmlCodePage);
    },
  };
}

/** A number in the list of fixed properties: 16 bytes each, after a header whose length depends on the place. */
function fixedProperty(container: Container, prefix: string, id: number): number | null {
  const list = container.streams.get(`${prefix}__properties_version1.0`);
  if (list === undefined) {
    return null;
  }
  for (let at = list.length % 16; at + 16 <= list.length; at += 16) {
    if (list.readUInt16LE(at + 2) === id) {
      return list.readInt32LE(at + 8);
    }
  }
  return null;
}
