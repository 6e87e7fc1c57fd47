/** Documents in a dialog: each with a button that opens it, and a scan with what it contains. */
import type { Texts } from '../texts/texts.ts';
import { bold, line, subtle, type TextRun } from './inlines.ts';
import { outside } from './outside-text.ts';
import type { Room } from './size.ts';
import type { Choice, DocumentKind, DocumentLine } from './views.ts';

/** What a person may call a scan; a workbook is known by its content. */
const SCAN_KINDS = ['application', 'identity', 'certificate', 'other'] as const;
const WORKBOOKS: ReadonlySet<DocumentKind> = new Set(['workbook', 'workbook-issued']);
const MOST_DOCUMENTS = 20;

interface KindsInput {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

export interface DocumentItem {
  readonly documentId: string;
  readonly name: readonly TextRun[];
  readonly about: readonly TextRun[];
  readonly openTitle: string;
  /** The input that says what a scan contains, or none. */
  readonly kinds: readonly KindsInput[];
}

/** The documents that fit, each with its number, so that its button and input can be told apart. */
export function documentItems(
  documents: readonly DocumentLine[],
  texts: Texts,
  room: Room,
  canSort: boolean,
): readonly DocumentItem[] {
  return documents.slice(0, mostOf(room)).map((document, index) => {
    const position = index + 1;
    const sortable = canSort && !document.kinds.some((kind) => WORKBOOKS.has(kind));
    return {
      documentId: document.documentId,
      name: line(bold(`${position}. ${outside(document.name, room.text)}`)).inlines,
      about: line(subtle(aboutOf(document, texts, room))).inlines,
      openTitle: `${texts.actions['open-document']} ${position}`,
      kinds: sortable ? [kindsInput(document, position, texts)] : [],
    };
  });
}

/** What a template says about a list of documents as a whole. */
export function documentsData(documents: readonly DocumentLine[], texts: Texts, room: Room) {
  const rest = documents.length - mostOf(room);
  return {
    hasNoDocuments: documents.length === 0,
    hasMoreDocuments: rest > 0,
    moreDocuments: rest > 0 ? texts.card.andMore(rest) : '',
  };
}

export function kindChoices(texts: Texts): readonly Choice[] {
  return SCAN_KINDS.map((value) => ({ value, title: texts.documentKinds[value] }));
}

function mostOf(room: Room): number {
  return Math.min(room.items, MOST_DOCUMENTS);
}

function kindsInput(document: DocumentLine, position: number, texts: Texts): KindsInput {
  return {
    id: `document:${document.documentId}`,
    label: texts.dialogs['open-details'].kindLabel(position),
    value: document.kinds.join(','),
  };
}

function aboutOf(document: DocumentLine, texts: Texts, room: Room): string {
  const kinds = document.kinds.map((kind) => texts.documentKinds[kind]).join(', ');
  return [
    kinds || texts.dialogs['open-details'].unrecognised,
    sizeInWords(document.sizeBytes),
    outside(document.origin, room.text),
  ].join(' · ');
}

/** `0,3 MB`, `12 KB`: as Romanian and most of Europe write it. */
function sizeInWords(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes >= 0.1
    ? `${megabytes.toFixed(1).replace('.', ',')} MB`
    : `${Math.max(1, Math.round(bytes / 1_000))} KB`;
}
