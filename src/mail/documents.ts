import { fold, foldedWords } from './fold.ts';
import { isCutOffZip, isWorkbookType } from './media-type.ts';
import type { MailAttachment } from './parsed-mail.ts';

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
  /** True if a person could still find one of the three scans in it: a picture or a PDF. */
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
    if (!isSignaturePicture(attachment)) {
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
  const scan = isScanType(attachment.mediaType);
  if (!scan && !isWordType(attachment.mediaType)) {
    return { ...base, kinds: [], why: 'unknown', scan: false };
  }
  const kinds = kindsByName(attachment.name);
  return { ...base, kinds, why: kinds.length > 0 ? 'name' : 'unknown', scan };
}

/** A picture shown inside the text, or a small one with the names that mail programs give to logos. */
export function isSignaturePicture(attachment: MailAttachment): boolean {
  if (attachment.inline) {
    return true;
  }
  const small = attachment.mediaType.startsWith('image/') && attachment.bytes.length < 30_000;
  const program =
    /^(?:image\d{3}|outlook-[a-z0-9]+|logo[\w-]*|signature[\w-]*|semnatura-mail)\.(?:png|jpe?g|gif|bmp)$/i;
  return small && attachment.contentId !== null && program.test(attachment.name);
}

function isScanType(mediaType: string): boolean {
  return mediaType === 'application/pdf' || (mediaType.startsWith('image/') && mediaType !== 'image/gif');
}

function isWordType(mediaType: string): boolean {
  return mediaType.includes('wordprocessingml') || mediaType === 'application/msword';
}

function isSpreadsheetName(name: string): boolean {
  return /\.(?:xlsx|xlsm|xlsb|xls|ods)$/i.test(name);
}

/** What the name of a scan says, in Romanian, with or without diacritics: `CI Popescu.jpg`, `cerere+ci.pdf`. */
export function kindsByName(name: string): DocumentKind[] {
  const words = foldedWords(apart(name));
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.includes(word));
  const begins = (...wanted: string[]): boolean =>
    words.some((word) => wanted.some((start) => word.startsWith(start)));
  const kinds: DocumentKind[] = [];
  const application = begins('cerere', 'cerer', 'solicitare', 'formular');
  if (application) {
    kinds.push('application');
  }
  if (has('ci', 'bi', 'buletin', 'buletinul') || begins('identitat') || isSpelled(words, 'c', 'i')) {
    kinds.push('identity');
  }
  const foreign = begins(
    'inregistrare',
    'constatator',
    'nastere',
    'casatorie',
    'cazier',
    'fiscal',
    'digital',
  );
  const certificate = begins('certif') || begins('autorizati') || has('cert', 'atestat');
  const authorisationAlone = begins('autorizar') && !application;
  if ((certificate && !foreign) || authorisationAlone) {
    kinds.push('certificate');
  }
  return kinds;
}

/** `CIPopescu2.jpg` as `CI Popescu 2.jpg`: a capital or a digit begins a word. */
function apart(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2');
}

/** `C.I. Popescu.pdf` comes apart into single letters. */
function isSpelled(words: readonly string[], ...letters: string[]): boolean {
  return words.some((_, at) => letters.every((letter, offset) => words[at + offset] === letter));
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
 * A page is what its heading says. An application names the certificate and the identity card further
 * down, so only the first of the three headings counts.
 */
function kindOfPage(page: string): DocumentKind | null {
  const text = fold(page).split(/\s+/).join(' ');
  if (/idrou[a-z<]/.test(text.replace(/ /g, ''))) {
    return 'identity';
  }
  // Headings are often set with spaces between the letters.
  const heading = text.slice(0, 600);
  const places: [DocumentKind, number][] = [
    ['application', heading.search(/\bcerere\b|c e r e r e/)],
    ['certificate', heading.search(/certificat(?:ul)? de autorizare|c e r t i f i c a t/)],
    ['identity', heading.search(/carte(?:a)? de identitate|identity card|carte d'identite/)],
  ];
  const first = places.filter(([, at]) => at >= 0).sort(([, a], [, b]) => a - b)[0];
  return first?.[0] ?? null;
}

/**
 * Which of the four nobody could recognise *and* no unrecognised scan could be. A PDF may hold all
 * three scans, a picture any one of them; so with an unknown PDF no scan is called missing.
 */
export function missingOf(documents: readonly RecognisedDocument[]): MissingDocument[] {
  const found = new Set(documents.flatMap((document) => document.kinds));
  const unknown = documents.filter((document) => document.scan && document.kinds.length === 0);
  const unknownPdf = unknown.some((document) => /\.pdf$/i.test(document.name));
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
