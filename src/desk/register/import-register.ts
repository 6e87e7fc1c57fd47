/** The agency's list of authorised persons (A11): a table that takes the place of the one before, all of it or nothing. */
import { judgeEmail } from '../../excel/email-address.ts';
import type { TableColumn, TableRow } from '../../excel/read-table.ts';
import { foldName } from '../../store/fold.ts';
import type { Store } from '../../store/open.ts';
import { authorisationKey, type NewEntry } from '../../store/register.ts';
import { logDeskChange } from '../desk-log.ts';

export const REGISTER_COLUMNS: readonly TableColumn[] = [
  {
    name: 'name',
    headers: ['Nume și prenume', 'Numele și prenumele', 'Nume', 'Persoana autorizată', 'Persoana'],
    isRequired: true,
  },
  {
    name: 'authorisation',
    headers: [
      ...['Seria și nr autorizației', 'Seria și numărul autorizației', 'Serie și număr autorizație'],
      ...['Autorizație', 'Autorizația', 'Nr autorizație', 'Număr autorizație', 'Certificat'],
    ],
    isRequired: true,
  },
  {
    name: 'series',
    headers: ['Seria', 'Serie', 'Seria autorizației', 'Serie autorizație'],
    isRequired: false,
  },
  {
    name: 'class',
    headers: ['Clasa', 'Categoria', 'Categorie', 'Clasa autorizației', 'Categoria autorizației'],
    isRequired: false,
  },
  { name: 'office', headers: ['OCPI', 'Oficiu', 'Oficiul', 'Județ', 'Județul'], isRequired: true },
  {
    name: 'validUntil',
    headers: ['Valabilă până la', 'Valabilitate', 'Valabil până la', 'Data expirării', 'Expiră la'],
    isRequired: false,
  },
  { name: 'email', headers: ['E-mail', 'Email', 'Adresa de e-mail', 'Mail'], isRequired: false },
  { name: 'phone', headers: ['Telefon', 'Tel', 'Număr de telefon', 'Telefon mobil'], isRequired: false },
];

export interface RegisterOutcome {
  readonly imported: number;
  /** Why nothing was written; empty where everything was. No value of the list is repeated. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

type Office = { readonly code: string; readonly name: string };

/** Writes the whole list in one transaction; nothing at all where a row is wrong, or `dryRun`. */
export async function importRegister(
  store: Store,
  offices: readonly Office[],
  rows: readonly TableRow[],
  dryRun: boolean,
): Promise<RegisterOutcome> {
  const problems: { line: number; problem: string }[] = [];
  const entries: NewEntry[] = [];
  const lines = new Map<string, number>();
  for (const row of rows) {
    const entry = readRow(row, offices);
    if (typeof entry === 'string') {
      problems.push({ line: row.line, problem: entry });
      continue;
    }
    const key = authorisationKey(entry.authorisation);
    const before = lines.get(key);
    if (before !== undefined) {
      problems.push({ line: row.line, problem: `autorizația este și pe rândul ${before}` });
      continue;
    }
    lines.set(key, row.line);
    entries.push(entry);
  }
  if (problems.length > 0 || dryRun || entries.length === 0) {
    return { imported: 0, problems };
  }
  await store.transact(null, async (uow) => {
    await uow.replaceRegister(entries);
    await logDeskChange(uow, null, { type: 'register-imported', rows: entries.length });
  });
  return { imported: entries.length, problems };
}

/** A sentence where the row is wrong. */
function readRow({ values }: TableRow, offices: readonly Office[]): NewEntry | string {
  const { name = '', office = '', email = '', phone = '' } = values;
  const authorisation = [values.series ?? '', values.authorisation ?? ''].filter(Boolean).join(' ');
  if (name === '') {
    return 'numele lipsește';
  }
  if (!/\d/.test(authorisationKey(authorisation))) {
    return 'numărul autorizației lipsește';
  }
  const wanted = foldName(office).replace(/^ocpi /, '');
  const found = offices.find(
    ({ code, name: called }) =>
      code.toLowerCase() === wanted || foldName(called).replace(/^ocpi /, '') === wanted,
  );
  if (!found) {
    return 'oficiul nu este cunoscut; scrieți indicativul (AB) sau numele (Alba)';
  }
  const verdict = email === '' ? null : judgeEmail(email);
  if (verdict !== null && !verdict.ok) {
    return 'adresa de e-mail nu este una singură, simplă';
  }
  const validUntil = dayOf(values.validUntil ?? '');
  if (validUntil === null) {
    return 'data valabilității nu este o dată; scrieți zz.ll.aaaa';
  }
  return {
    ...{ name, authorisation, office: found.code, validUntil, phone },
    authorisationClass: values.class ?? '',
    email: verdict?.ok === true ? verdict.address : '',
  };
}

/** `31.12.2027` or `2027-12-31` as the latter; '' stays; null for what is no day. */
function dayOf(text: string): string | null {
  if (text === '') {
    return '';
  }
  const parts = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [, first = '', month = '', last = ''] = parts ?? [];
  const [year, day] = first.length === 4 ? [first, last] : [last, first];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
