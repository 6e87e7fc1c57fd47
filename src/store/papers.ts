import { randomBytes } from 'node:crypto';
import type { CaseForm, Document, Note } from './generated/sqlite/client.ts';
import { newId } from './ids.ts';
import type { JsonInput } from './json.ts';
import type { Reading, Writing } from './session.ts';
import { jsonColumn } from './session.ts';

/** A document with its name opened. Its bytes: store.documents.get(blob). */
export type OpenedDocument = Omit<Document, 'nameSealed'> & { name: string };

/** A form with its fields opened: personal data, for private dialogs only. */
export type OpenedForm = Pick<CaseForm, 'id' | 'caseId' | 'workbookHash' | 'documentId' | 'createdAt'> & {
  fields: unknown;
  problems: unknown;
};

export type OpenedNote = Omit<Note, 'textSealed'> & { text: string };

/** What a check found wrong with a form. Field and code are stored in the clear, everything else sealed. */
interface FormProblem {
  field: string;
  code: string;
}

export interface NewForm {
  caseId: string;
  workbookHash: string;
  documentId: string;
  /** What was read from the workbook; sealed. */
  fields: JsonInput;
  /** May carry more than field and code (found, expected, message); sealed. */
  problems: FormProblem[];
}

export interface NewDocument {
  caseId?: string;
  inboundMailId?: string;
  /**
   * application · identity · certificate · workbook · workbook-issued · other · raw-mail; a scan that is several of them
   * has them joined by commas: "application,identity".
   */
  kind: string;
  /** The file's name, as it came; sealed. */
  name: string;
  /** From store.documents.put. */
  blob: string;
  bytes: number;
  mediaType: string;
}

const FIELDS = 'CaseForm.fieldsSealed';
const PROBLEMS = 'CaseForm.problemsSealed';
const NAME = 'Document.nameSealed';
const NOTE = 'Note.textSealed';

/** A document link lives this long (product.md, Cards). */
const LINK_LIFE_MS = 120_000;

export function paperReads(reading: Reading) {
  const openDocument = ({ nameSealed, ...rest }: Document): OpenedDocument => ({
    ...rest,
    name: reading.keys.open(NAME, rest.id, nameSealed),
  });
  const openForm = ({ fieldsSealed, problemsSealed, ...rest }: CaseForm): OpenedForm => ({
    ...rest,
    fields: JSON.parse(reading.keys.open(FIELDS, rest.id, fieldsSealed)) as unknown,
    problems: JSON.parse(reading.keys.open(PROBLEMS, rest.id, problemsSealed)) as unknown,
  });
  const oldestFirst = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];

  return {
    /** The case's documents, oldest first. */
    async documentsOf(caseId: string): Promise<OpenedDocument[]> {
      const rows = await reading.tables.document.findMany({ where: { caseId }, orderBy: oldestFirst });
      return rows.map(openDocument);
    },

    async documentById(id: string): Promise<OpenedDocument | undefined> {
      const row = await reading.tables.document.findUnique({ where: { id } });
      return row === null ? undefined : openDocument(row);
    },

    /** The documents cut from one arriving mail. */
    async documentsOfMail(inboundMailId: string): Promise<OpenedDocument[]> {
      const rows = await reading.tables.document.findMany({ where: { inboundMailId }, orderBy: oldestFirst });
      return rows.map(openDocument);
    },

    /** What was read from each of the case's workbooks, oldest first. */
    async formsOf(caseId: string): Promise<OpenedForm[]> {
      const rows = await reading.tables.caseForm.findMany({ where: { caseId }, orderBy: oldestFirst });
      return rows.map(openForm);
    },

    /** What was read from this workbook of the case, or undefined. */
    async formOf(caseId: string, workbookHash: string): Promise<OpenedForm | undefined> {
      const where = { caseId_workbookHash: { caseId, workbookHash } };
      const row = await reading.tables.caseForm.findUnique({ where });
      return row === null ? undefined : openForm(row);
    },

    /** The case's notes, oldest first. */
    async notesOf(caseId: string): Promise<OpenedNote[]> {
      const rows = await reading.tables.note.findMany({ where: { caseId }, orderBy: oldestFirst });
      return rows.map(({ textSealed, ...rest }) => ({
        ...rest,
        text: reading.keys.open(NOTE, rest.id, textSealed),
      }));
    },

    /** The text of one note; empty where it was purged. */
    async noteText(id: string): Promise<string> {
      const row = await reading.tables.note.findUnique({ where: { id } });
      return row === null ? '' : reading.keys.open(NOTE, id, row.textSealed);
    },
  };
}

export function paperWrites(writing: Writing) {
  return {
    /** Stores what a person typed; events then name the returned id. */
    async addNote(caseId: string, text: string): Promise<string> {
      const id = newId();
      const textSealed = writing.keys.seal(NOTE, id, text);
      await writing.tables.note.create({ data: { id, caseId, textSealed, createdAt: writing.now() } });
      return id;
    },

    /** Stores what was read from a workbook. The same workbook again replaces its earlier reading. Returns the id. */
    async addForm(form: NewForm): Promise<string> {
      const { caseId, workbookHash, documentId } = form;
      const where = { caseId_workbookHash: { caseId, workbookHash } };
      const earlier = await writing.tables.caseForm.findUnique({ where, select: { id: true } });
      const id = earlier?.id ?? newId();
      const read = {
        documentId,
        fieldsSealed: writing.keys.seal(FIELDS, id, JSON.stringify(form.fields)),
        problems: jsonColumn(form.problems.map(({ field, code }) => ({ field, code }))),
        problemsSealed: writing.keys.seal(PROBLEMS, id, JSON.stringify(form.problems)),
      };
      await writing.tables.caseForm.upsert({
        where,
        create: { id, caseId, workbookHash, ...read, createdAt: writing.now() },
        update: read,
      });
      return id;
    },

    /** Names a document whose bytes store.documents.put has already stored. Returns its id. */
    async addDocument(document: NewDocument): Promise<string> {
      const { name, ...rest } = document;
      const id = newId();
      const nameSealed = writing.keys.seal(NAME, id, name);
      await writing.tables.document.create({ data: { ...rest, id, nameSealed, createdAt: writing.now() } });
      return id;
    },

    /** Takes away a case's documents of one kind from before then; the bytes go with the next sweep. */
    async dropDocuments(caseId: string, kind: string, before: Date): Promise<void> {
      const old = { caseId, kind, createdAt: { lt: before } };
      await writing.tables.documentLink.deleteMany({ where: { document: old } });
      await writing.tables.document.deleteMany({ where: old });
    },

    /** Puts a document under a case, or corrects what kind it is. */
    async changeDocument(id: string, patch: { caseId?: string; kind?: string }): Promise<void> {
      await writing.tables.document.update({ where: { id }, data: patch });
    },

    /** Makes a link token that opens one document once, within two minutes. Only its hash is stored. */
    async mintDocumentLink(link: { documentId: string; personId: string; caseId: string }): Promise<string> {
      const token = randomBytes(32).toString('base64url');
      const tokenHash = writing.keys.lookupHash('document-link', token);
      const expiresAt = new Date(writing.now().getTime() + LINK_LIFE_MS);
      await writing.tables.documentLink.create({ data: { ...link, tokenHash, expiresAt } });
      return token;
    },

    /** Uses a link up. Undefined when it was used before, has expired, or never was. */
    async useDocumentLink(
      token: string,
    ): Promise<{ documentId: string; personId: string; caseId: string } | undefined> {
      const tokenHash = writing.keys.lookupHash('document-link', token);
      const now = writing.now();
      const { count } = await writing.tables.documentLink.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count !== 1) return undefined;
      const select = { documentId: true, personId: true, caseId: true };
      return writing.tables.documentLink.findUniqueOrThrow({ where: { tokenHash }, select });
    },
  };
}
