import { isCutOffZip, isWorkbookType } from '../reading/media-type.ts';
import type { MailAttachment } from '../reading/parsed-mail.ts';
import { kindOfPage, kindsByName, namesSeveral } from './document-words.ts';

/** What applicants attach (A9): the signed application, identity card, certificate, and the Excel file. */
export type DocumentKind = 'application' | 'identity' | 'certificate' | 'workbook';

/** The same four in the words of the command line. */
export type MissingDocument = 'cerere' | 'ci' | 'certificat' | 'excel';

export interface RecognisedDocument {
  /** Its place in the list of attachments. */
  readonly index: number;
  readonly name: string;
  /** One PDF may hold several; empty means: not recognised. Unrecognised is not missing. */
  readonly kinds: readonly DocumentKind[];
  /** How it was recognised, or why it was not. */
  readonly why: 'name' | 'content' | 'type' | 'unknown' | 'damaged';
  /** True if a person could still find one of the three scans in it: a picture, a PDF, a Word file. */
  readonly scan: boolean;
  /** True for a workbook that was cut off on its way: present, but unusable. */
  readonly damagedWorkbook: boolean;
}

export interface DocumentHelpers {
  /** The text of each page of a PDF, or null if it cannot be read. Must be bounded. */
  pdfPages(bytes: Buffer): Promise<readonly string[] | null>;
}

/** PDFs above this size are scans of pictures: no text is looked for in them. */
const LARGEST_PDF_TO_READ = 15 * 1024 * 1024;

/**
 * A5, A9: recognises what it can among the attachments, by type (magic bytes), by name, and – for PDFs
 * whose name does not tell – by the text of their pages. Pictures of the signature are left out.
 */
export async function recogniseDocuments(
  attachments: readonly MailAttachment[],
  helpers: DocumentHelpers,
): Promise<RecognisedDocument[]> {
  const documents = recogniseByName(attachments);
  const found = new Set(documents.flatMap((document) => document.kinds));
  const complete = found.has('application') && found.has('identity') && found.has('certificate');
  if (complete) {
    return documents;
  }
  const read: RecognisedDocument[] = [];
  for (const document of documents) {
    const attachment = attachments[document.index];
    const readable =
      attachment !== undefined &&
      attachment.mediaType === 'application/pdf' &&
      attachment.bytes.length <= LARGEST_PDF_TO_READ;
    const pages = readable ? await helpers.pdfPages(attachment.bytes) : null;
    read.push(pages === null ? document : withPages(document, pages));
  }
  return read;
}

/** The same by name and type alone: enough for sorting the mail, and immediate. */
export function recogniseByName(attachments: readonly MailAttachment[]): RecognisedDocument[] {
  const documents: RecognisedDocument[] = [];
  attachments.forEach((attachment, index) => {
    if (!isNoDocument(attachment)) {
      documents.push(recogniseOne(attachment, index));
    }
  });
  return documents;
}

function recogniseOne(attachment: MailAttachment, index: number): RecognisedDocument {
  const base = { index, name: attachment.name, damagedWorkbook: false };
  const workbook = isWorkbookType(attachment.mediaType, attachment.name);
  if (workbook || isSpreadsheetName(attachment.name)) {
    if (isCutOffZip(attachment.bytes)) {
      return { ...base, kinds: [], why: 'damaged', scan: false, damagedWorkbook: true };
    }
    if (workbook) {
      return { ...base, kinds: ['workbook'], why: 'type', scan: false };
    }
  }
  const scan = isScan(attachment) || isWordType(attachment.mediaType);
  if (!scan) {
    return { ...base, kinds: [], why: 'unknown', scan };
  }
  if (attachment.bytes.length === 0) {
    return { ...base, kinds: [], why: 'damaged', scan: false };
  }
  const kinds = kindsByName(attachment.name);
  return { ...base, kinds, why: kinds.length > 0 ? 'name' : 'unknown', scan };
}

/** Pictures inside a text that are larger than this are photographs of documents, not logos. */
const LARGEST_LOGO = 150_000;
/** Names that mail programs give to the pictures of a signature. */
const LOGO_NAME =
  /^(?:image\d{3}|outlook-[a-z0-9]+|logo[\w-]*|signature[\w-]*|semnatura-mail|banner[\w-]*|facebook|linkedin|twitter|instagram|youtube|icon[\w-]*)\.(?:png|jpe?g|gif|bmp)$/i;
/** Names that cameras, phones and scanners give. */
const CAMERA_NAME =
  /^(?:img|dsc|pxl|photo|foto|poza|imagine|scan|doc|camscanner|whatsapp|signal|screenshot)[\W_\d]/i;
/** What mail programs attach of themselves: signatures of the whole mail, and texts that Exchange splits off. */
const PROGRAM_FILE =
  /^(?:smime\.p7s|att\d{5}\.(?:txt|html?|gif|png|bin)|openpgp_\w{1,60}\.asc|signature\.asc)$/i;

/**
 * True for what is attached but no document: a logo, the picture of a signature, what mail programs add by themselves.
 * A phone shows photographs of documents inside the text too: they are known by their size or their name.
 */
export function isNoDocument(attachment: MailAttachment): boolean {
  const { name, mediaType, bytes, contentId, inline } = attachment;
  if (PROGRAM_FILE.test(name)) {
    return true;
  }
  if (!mediaType.startsWith('image/')) {
    return inline;
  }
  if (inline) {
    const telling = CAMERA_NAME.test(name) || kindsByName(name).length > 0;
    return bytes.length < LARGEST_LOGO && (LOGO_NAME.test(name) || !telling);
  }
  return bytes.length < 30_000 && contentId !== null && LOGO_NAME.test(name);
}

/** A scan by its bytes, or where these do not tell, by its name: phones write formats that nobody knows here. */
function isScan({ mediaType, name }: MailAttachment): boolean {
  if (mediaType === 'application/pdf' || (mediaType.startsWith('image/') && mediaType !== 'image/gif')) {
    return true;
  }
  const untold = mediaType === 'application/octet-stream' || mediaType === 'application/binary';
  // What was signed with a card comes in an envelope of its own.
  return (
    (untold && /\.(?:pdf|jpe?g|png|tiff?|hei[cf]|webp|bmp|jfif)$/i.test(name)) || /\.pdf\.p7m$/i.test(name)
  );
}

function isWordType(mediaType: string): boolean {
  return (
    mediaType.includes('wordprocessingml') ||
    mediaType === 'application/msword' ||
    mediaType === 'application/rtf' ||
    mediaType === 'application/vnd.oasis.opendocument.text'
  );
}

function isSpreadsheetName(name: string): boolean {
  return /\.(?:xlsx|xlsm|xlsb|xls|ods)$/i.test(name);
}

function withPages(document: RecognisedDocument, pages: readonly string[]): RecognisedDocument {
  const kinds = new Set(document.kinds);
  for (const page of pages) {
    const kind = kindOfPage(page);
    if (kind !== null) {
      kinds.add(kind);
    }
  }
  if (kinds.size === document.kinds.length) {
    return document;
  }
  return { ...document, kinds: [...kinds], why: 'content' };
}

/**
 * Which of the four nobody could recognise *and* no unrecognised scan could be. A file of pages (PDF, TIFF) may
 * hold all three scans, anything else any one of them; so with an unknown PDF no scan is called missing.
 */
export function missingOf(documents: readonly RecognisedDocument[]): MissingDocument[] {
  const found = new Set(documents.flatMap((document) => document.kinds));
  const unknown = documents.filter(
    ({ scan, kinds, name }) => scan && (kinds.length === 0 || namesSeveral(name)),
  );
  const unknownPdf = unknown.some(({ name }) => /\.(?:pdf|tiff?)$/i.test(name));
  const scans: [DocumentKind, MissingDocument][] = [
    ['application', 'cerere'],
    ['identity', 'ci'],
    ['certificate', 'certificat'],
  ];
  const lacking = scans.filter(([kind]) => !found.has(kind)).map(([, missing]) => missing);
  const possiblyThere = unknownPdf || unknown.length >= lacking.length;
  const missing: MissingDocument[] = possiblyThere && unknown.length > 0 ? [] : lacking;
  return found.has('workbook') ? missing : [...missing, 'excel'];
}
