/** Copies of a case in the database, row by row, for another applicant at another office. */
import { randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { chainEvents, NO_HASH } from '../src/store/audit.ts';
import { foldName } from '../src/store/fold.ts';
import type { JsonInput } from '../src/store/json.ts';
import type { Keyring } from '../src/store/seal.ts';
import type { Applicant } from './invented-applicant.ts';

export interface CaseCopy {
  readonly id: string;
  readonly office: string;
  /** The hash of its workbook: whoever verifies says which one. */
  readonly workbook: string;
}

export interface CopyFor {
  /** Counts the copies. */
  readonly serial: number;
  readonly number: string;
  readonly office: { readonly code: string; readonly placeId: string };
  readonly applicant: Applicant;
  /** The user name of the account, where the case has one. */
  readonly account: string;
  readonly createdAt: Date;
}

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

/** A column of a row: a value, or text with words that every copy has its own of. */
type Column =
  | { readonly name: string; readonly value: Value }
  | { readonly name: string; readonly pieces: readonly string[]; readonly sealed: boolean };

interface TemplateRow {
  readonly table: string;
  readonly id: string;
  readonly columns: readonly Column[];
}

export interface CaseTemplate {
  readonly id: string;
  readonly openable: boolean;
  readonly rows: readonly TemplateRow[];
  /** Ids of its rows: every copy has new ones. */
  readonly ids: readonly string[];
  /** What stands in the rows for the words that a copy replaces. */
  readonly words: Words;
}

interface Words {
  readonly number: string;
  readonly office: string;
  readonly placeId: string;
  readonly name: string;
  readonly foldedName: string;
  readonly email: string;
  readonly cnp: string;
  readonly cnpHash: string;
  readonly authorisation: string;
  readonly account: string;
  /** Values that are only ever different: keys of mails and the like. */
  readonly workbook: string;
  readonly unlike: readonly string[];
}

/** In milliseconds: copies are older than what the product makes. */
const FIRST_ID_AT = Date.UTC(2025, 0, 1);

/** Tables in an order in which each row's owner comes before it. */
const TABLES = [
  'InboundMail',
  'Document',
  'CaseForm',
  'AuditEvent',
  'Effect',
  'SentMail',
  'Timer',
  'CardPost',
  'Account',
] as const;

export interface CopyDepth {
  /** Its cards and threads on the local page too. */
  readonly withChat: boolean;
  /**
   * Sealed values are sealed for their row, and events chained, so that the product can open them. Otherwise they are
   * as long, and nobody can: enough for cases that only have to be there.
   */
  readonly openable: boolean;
}

/** Reads a case with everything that belongs to it. */
export function caseTemplate(
  database: Database,
  keys: Keyring,
  caseId: string,
  depth: CopyDepth,
): CaseTemplate {
  const read = (sql: string, ...values: string[]): Row[] => database.prepare(sql).all(...values) as Row[];
  const found = new Map<string, Row[]>([['Case', read('SELECT * FROM "Case" WHERE "id" = ?', caseId)]]);
  for (const table of TABLES) {
    found.set(table, read(`SELECT * FROM "${table}" WHERE "caseId" = ? ORDER BY rowid`, caseId));
  }
  const posts = (found.get('CardPost') ?? []).map(
    (row) => (JSON.parse(String(row.posted)) as { postId: string }).postId,
  );
  const chat = posts.flatMap((id) =>
    read('SELECT * FROM "ChatPost" WHERE "id" = ? OR "parentId" = ?', id, id),
  );
  if (depth.withChat) {
    found.set('ChatPost', chat);
  }
  const all = [...found.values()].flat();
  const ids = [...new Set([...all, ...chat].map((row) => String(row.id)))];
  const words = wordsOf(database, keys, found);
  const known = [
    ...ids,
    ...Object.values(words).flat(),
    `"office":"${words.office}"`,
    `office:${words.office}`,
  ];
  const pattern = new RegExp(
    `(${[...new Set(known)]
      .filter((word) => word.length > 2)
      .sort(longestFirst)
      .map(literal)
      .join('|')})`,
    'g',
  );
  const rows = [...found].flatMap(([table, each]) =>
    each.map((row) => templateRow(table, row, pattern, depth.openable ? keys : null)),
  );
  return { id: caseId, openable: depth.openable, rows, ids, words };
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function wordsOf(database: Database, keys: Keyring, found: ReadonlyMap<string, readonly Row[]>): Words {
  const [row] = found.get('Case') ?? [];
  const [form] = found.get('CaseForm') ?? [];
  if (!row || !form) {
    throw new Error('The case to be copied is not there, or has no form');
  }
  const text = (of: Row | undefined, column: string): string => String(of?.[column] ?? '');
  const place = database
    .prepare(`SELECT "id" FROM "Place" WHERE "purpose" = 'commission' AND "office" = ?`)
    .get(text(row, 'office')) as Row;
  const fields = JSON.parse(
    keys.open('CaseForm.fieldsSealed', text(form, 'id'), text(form, 'fieldsSealed')),
  ) as {
    readonly fields: { readonly cnp: string };
  };
  return {
    number: text(row, 'number'),
    office: text(row, 'office'),
    placeId: text(place, 'id'),
    name: text(row, 'applicantName'),
    foldedName: text(row, 'applicantNameFolded'),
    email: text(row, 'email'),
    cnp: fields.fields.cnp,
    cnpHash: text(row, 'cnpHash'),
    authorisation: text(row, 'authorisation'),
    account: text(found.get('Account')?.[0], 'user'),
    workbook: text(form, 'workbookHash'),
    unlike: [
      text(form, 'workbookHash'),
      ...(found.get('InboundMail') ?? []).map((mail) => text(mail, 'contentKey')),
      ...(found.get('SentMail') ?? []).flatMap((mail) => [
        text(mail, 'messageId'),
        text(mail, 'toEmailHash'),
      ]),
    ],
  };
}

/** Without keys, what is sealed stays as it is. */
function templateRow(table: string, row: Row, pattern: RegExp, keys: Keyring | null): TemplateRow {
  const id = String(row.id);
  const columns = Object.entries(row).map(([name, value]): Column => {
    if (typeof value !== 'string') {
      return { name, value };
    }
    const sealed = name.endsWith('Sealed') && name !== 'secretSealed';
    if (sealed && keys === null) {
      return { name, value };
    }
    const plain = sealed && keys !== null ? keys.open(`${table}.${name}`, id, value) : value;
    // Every other piece is one of the words.
    const pieces = plain.split(pattern);
    return sealed || pieces.length > 1 ? { name, pieces, sealed } : { name, value };
  });
  return { table, id, columns };
}

/** Writes one copy. Inside a transaction of the caller's, who writes thousands. */
export function copyCase(database: Database, keys: Keyring, template: CaseTemplate, made: CopyFor): CaseCopy {
  const words = newWords(keys, template, made);
  const rewrite = (pieces: readonly string[]): string =>
    pieces.map((piece, index) => (index % 2 === 1 ? (words.get(piece) ?? piece) : piece)).join('');
  const id = words.get(template.id) ?? '';
  const rows = template.rows.map(({ table, id: old, columns }) => {
    const rowId = words.get(old) ?? old;
    const entries = columns.map((column): [string, Value] => {
      if ('value' in column) {
        return [column.name, column.value];
      }
      const text = rewrite(column.pieces);
      return [column.name, column.sealed ? keys.seal(`${table}.${column.name}`, rowId, text) : text];
    });
    return { table, row: Object.fromEntries(entries) };
  });
  const events = rows.flatMap(({ table, row }) => (table === 'AuditEvent' ? [row] : []));
  const chain = template.openable ? rechain(keys, id, events) : { rows: events, lastHash: null };
  for (const { table, row } of rows) {
    if (table === 'Case') {
      const createdAt = made.createdAt.toISOString().replace('Z', '+00:00');
      const lastHash = chain.lastHash ?? row.lastHash ?? NO_HASH;
      insert(database, table, { ...row, office: made.office.code, lastHash, createdAt });
    } else if (table !== 'AuditEvent') {
      insert(database, table, row);
    }
  }
  for (const row of chain.rows) {
    insert(database, 'AuditEvent', row);
  }
  return { id, office: made.office.code, workbook: words.get(template.words.workbook) ?? '' };
}

function newWords(keys: Keyring, { ids, words }: CaseTemplate, made: CopyFor): ReadonlyMap<string, string> {
  const { code, placeId } = made.office;
  const { applicant } = made;
  const newId = idsFrom(made.serial);
  return new Map([
    ...words.unlike.map((word): [string, string] => [word, unlike(word)]),
    ...ids.map((id): [string, string] => [id, newId()]),
    [words.number, made.number],
    [`"office":"${words.office}"`, `"office":"${code}"`],
    [`office:${words.office}`, `office:${code}`],
    [words.placeId, placeId],
    [words.name, applicant.name],
    [words.foldedName, foldName(applicant.name)],
    [words.email, applicant.email],
    [words.cnp, applicant.cnp],
    [words.cnpHash, keys.lookupHash('cnp', applicant.cnp)],
    [words.authorisation, applicant.authorisation],
    [words.account, made.account],
  ]);
}

/** Ids that sort as the product's do (UUID version 7), for less than a system call each. */
function idsFrom(serial: number): () => string {
  const millis = (FIRST_ID_AT + serial).toString(16).padStart(12, '0');
  let counter = 0;
  return () => {
    counter += 1;
    const count = counter.toString(16).padStart(3, '0');
    return `${millis.slice(0, 8)}-${millis.slice(8)}-7${count}${randomUUID().slice(18)}`;
  };
}

/** Another value of the same kind: a Message-ID stays one. */
function unlike(word: string): string {
  const random = `${randomUUID()}${randomUUID()}`.replaceAll('-', '').slice(0, 43);
  return word.startsWith('<') ? `<${random}${word.slice(word.indexOf('@'))}` : random;
}

/** The events under the hashes that the product would have given them. */
function rechain(keys: Keyring, caseId: string, events: readonly Row[]) {
  const chained = chainEvents(
    keys,
    caseId,
    { version: 0, lastHash: NO_HASH },
    events.map((event) => ({
      type: String(event.type),
      rows: String(event.rows),
      actor: String(event.actor),
      payload: JSON.parse(String(event.payload)) as JsonInput,
      at: new Date(String(event.at)),
    })),
  );
  const rows = events.map((event, index): Row => {
    const { prevHash = '', hash = '' } = chained[index] ?? {};
    return { ...event, prevHash, hash };
  });
  return { rows, lastHash: chained.at(-1)?.hash ?? NO_HASH };
}

type Insert = Statement<Value[]>;

const inserts = new WeakMap<Database, Map<string, Insert>>();

function insert(database: Database, table: string, row: Row): void {
  const statements = inserts.get(database) ?? new Map<string, Insert>();
  inserts.set(database, statements);
  let statement = statements.get(table);
  if (!statement) {
    const columns = Object.keys(row);
    const names = columns.map((name) => `"${name}"`).join(', ');
    statement = database.prepare<Value[]>(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    statements.set(table, statement);
  }
  statement.run(...Object.values(row));
}
