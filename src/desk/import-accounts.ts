/** Accounts that were issued before the desk was (R3): from a table, all of them or none. */
import { cnpFault } from '../excel/cnp.ts';
import { judgeEmail } from '../excel/email-address.ts';
import type { TableColumn, TableRow } from '../excel/read-table.ts';
import { foldName } from '../store/fold.ts';
import type { Store } from '../store/open.ts';

export const ACCOUNT_COLUMNS: readonly TableColumn[] = [
  { name: 'user', headers: ['USER', 'Utilizator', 'Nume utilizator', 'Cont'], isRequired: true },
  {
    name: 'email',
    headers: ['E-mail', 'Email', 'Adresa de e-mail', 'Adresa e-mail', 'Mail'],
    isRequired: true,
  },
  { name: 'office', headers: ['OCPI', 'Oficiu', 'Oficiul', 'Județ'], isRequired: true },
  {
    name: 'person',
    headers: ['Nume și prenume', 'Numele și prenumele', 'Nume', 'Persoana'],
    isRequired: true,
  },
  {
    name: 'authorisation',
    headers: [
      'Autorizație',
      'Seria și nr autorizației',
      'Seria și numărul autorizației',
      'Nr autorizație',
      'Certificat',
    ],
    isRequired: false,
  },
  { name: 'cnp', headers: ['CNP'], isRequired: false },
  { name: 'state', headers: ['Stare', 'Starea'], isRequired: false },
];

export interface ImportOutcome {
  readonly imported: number;
  /** Known already, with the same address. */
  readonly unchanged: number;
  /** Why nothing was written; empty where everything was. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

interface Wanted {
  readonly line: number;
  readonly user: string;
  readonly email: string;
  readonly office: string;
  readonly personName: string;
  readonly authorisation: string;
  readonly cnp: string;
  readonly state: 'active' | 'suspended';
}

/** Writes all rows in one transaction; nothing at all where one of them is wrong, or `dryRun`. */
export async function importAccounts(
  store: Store,
  offices: readonly { readonly code: string; readonly name: string }[],
  rows: readonly TableRow[],
  dryRun: boolean,
): Promise<ImportOutcome> {
  const problems: { line: number; problem: string }[] = [];
  const wanted: Wanted[] = [];
  const users = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, offices);
    if (typeof read === 'string') {
      problems.push({ line: row.line, problem: read });
      continue;
    }
    const before = users.get(read.user.toLowerCase());
    if (before !== undefined) {
      problems.push({ line: row.line, problem: `utilizatorul este și pe rândul ${before}` });
      continue;
    }
    users.set(read.user.toLowerCase(), row.line);
    wanted.push(read);
  }
  const fresh: Wanted[] = [];
  for (const each of wanted) {
    const known = await store.accountByUser(each.user);
    if (known === undefined) {
      fresh.push(each);
    } else if (known.email !== each.email) {
      problems.push({ line: each.line, problem: CHANGED_ADDRESS });
    }
  }
  const unchanged =
    wanted.length - fresh.length - problems.filter(({ problem }) => problem === CHANGED_ADDRESS).length;
  if (problems.length > 0 || dryRun) {
    return { imported: 0, unchanged, problems: problems.toSorted((one, other) => one.line - other.line) };
  }
  await store.transact(null, async (uow) => {
    for (const { line: _, cnp, ...account } of fresh) {
      const cnpHash = cnp === '' ? '' : uow.lookupHash('cnp', cnp);
      await uow.createAccount({ ...account, cnpHash });
    }
  });
  return { imported: fresh.length, unchanged, problems };
}

/** An address changes with the secretary's consent only, never by a list. */
const CHANGED_ADDRESS =
  'utilizatorul are deja altă adresă înregistrată; adresa se schimbă prin secretar, cu un dosar, nu prin import';

/** A sentence where the row is wrong. No value of it is repeated. */
function readRow(
  { line, values }: TableRow,
  offices: readonly { readonly code: string; readonly name: string }[],
): Wanted | string {
  const {
    user = '',
    email = '',
    office = '',
    person = '',
    authorisation = '',
    cnp = '',
    state = '',
  } = values;
  if (user === '' || /\s/.test(user)) {
    return 'utilizatorul lipsește sau are spații';
  }
  const verdict = judgeEmail(email);
  if (!verdict.ok) {
    return 'adresa de e-mail lipsește sau nu este una singură, simplă';
  }
  const wanted = foldName(office).replace(/^ocpi /, '');
  const found = offices.find(
    ({ code, name }) => code.toLowerCase() === wanted || foldName(name).replace(/^ocpi /, '') === wanted,
  );
  if (!found) {
    return 'oficiul nu este cunoscut; scrieți indicativul (AB) sau numele (Alba)';
  }
  if (person === '') {
    return 'numele lipsește';
  }
  if (cnp !== '' && cnpFault(cnp) !== null) {
    return 'CNP-ul nu este valid (13 cifre, cifra de control, data, județul)';
  }
  const states: Readonly<Record<string, Wanted['state']>> = {
    '': 'active',
    activ: 'active',
    suspendat: 'suspended',
  };
  const asState = states[foldName(state)];
  if (asState === undefined) {
    return 'starea nu este cunoscută; scrieți activ sau suspendat';
  }
  return {
    ...{ line, user, cnp, authorisation },
    email: verdict.address.toLowerCase(),
    office: found.code,
    personName: person,
    state: asState,
  };
}
