/** The settings of the mailboxes that are read by IMAP. */
import { z } from 'zod';
import { isLoopbackHost } from '../mail/wire/networks.ts';
import { checked, type Report } from './problems.ts';
import {
  certificatesOf,
  envName,
  type OAuth2Settings,
  oauth2Fields,
  oauth2Of,
  type Secret,
  type SecretPlaces,
  secretOf,
} from './secrets.ts';

export type ImapLogin =
  | { readonly type: 'password'; readonly password: Secret }
  | ({ readonly type: 'oauth2' } & OAuth2Settings);

/** A folder of a mailbox that is read. */
export interface ImapSettings {
  /** For logs and for operators. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  /** Whose mailbox it is, in lower case: it stands for the recipient of what is found there. */
  readonly mailbox: string;
  /** Everything in it is work. */
  readonly folder: string;
  /** Where what was taken is moved. */
  readonly processed: string;
  /** Where what could not be read is moved. */
  readonly quarantine: string;
  readonly user: string;
  readonly login: ImapLogin;
  /** Certificates (PEM) that are trusted besides the system's; null for none. */
  readonly ca: string | null;
}

const imapSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'scrieți litere mici, cifre și liniuțe, de exemplu alba'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).optional(),
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  mailbox: z.email(),
  folder: z.string().min(1),
  processed: z.string().min(1).default('Processed'),
  quarantine: z.string().min(1).default('Quarantine'),
  user: z.string().min(1),
  passwordFile: z.string().optional(),
  passwordEnv: envName.optional(),
  oauth2: z.strictObject(oauth2Fields).optional(),
  ca: z.string().optional(),
});
type ImapEntry = z.output<typeof imapSchema>;

export interface ImapRules extends SecretPlaces {
  /** The desk's addresses, in lower case; null where they are not known because of other problems. */
  readonly ours: ReadonlySet<string> | null;
  readonly localPage: boolean;
}

/** Reads the list `mail.imap`. */
export function readImap(given: unknown, rules: ImapRules): readonly ImapSettings[] {
  const path = 'mail.imap';
  const entries = given === undefined ? [] : checked(z.array(z.unknown()), given, path, rules.report);
  const read = (entries ?? []).map((entry, index) => readEntry(entry, `${path}.${index}`, rules));
  checkApart(read, path, rules.report);
  return read.filter((settings) => settings !== null);
}

function readEntry(given: unknown, path: string, rules: ImapRules): ImapSettings | null {
  const entry = checked(imapSchema, given, path, rules.report);
  if (entry === null) {
    return null;
  }
  const { name, host, security, user } = entry;
  const mailbox = entry.mailbox.toLowerCase();
  const folders = {
    folder: folderName(entry.folder),
    processed: folderName(entry.processed),
    quarantine: folderName(entry.quarantine),
  };
  checkPlace(entry, path, rules);
  if (new Set(Object.values(folders)).size < 3) {
    rules.report(path, 'folder, processed și quarantine trebuie să fie trei dosare diferite');
  }
  const login = loginOf(entry, path, rules);
  const ca = entry.ca === undefined ? null : certificatesOf(entry.ca, `${path}.ca`, rules);
  const port = entry.port ?? (security === 'tls' ? 993 : 143);
  return login === null ? null : { name, host, port, security, mailbox, ...folders, user, login, ca };
}

function checkPlace({ host, security, mailbox }: ImapEntry, path: string, rules: ImapRules): void {
  if (security === 'none' && !isLoopbackHost(host)) {
    rules.report(
      `${path}.security`,
      'fără criptare se citește doar de pe 127.0.0.1; scrieți tls sau starttls',
    );
  }
  if (rules.localPage && !isLoopbackHost(host)) {
    rules.report(
      `${path}.host`,
      'cu pagina locală de demonstrație se citește doar de pe 127.0.0.1, ca să nu ajungă mailurile unor oameni reali la oricine deschide pagina',
    );
  }
  if (rules.ours !== null && !rules.ours.has(mailbox.toLowerCase())) {
    rules.report(
      `${path}.mailbox`,
      `«${mailbox}» nu este adresa niciunui oficiu și nici desk sau di; scrieți una dintre ele sau adăugați-o la offices`,
    );
  }
}

function loginOf(entry: ImapEntry, path: string, rules: ImapRules): ImapLogin | null {
  const { oauth2, passwordFile, passwordEnv } = entry;
  if (oauth2 === undefined) {
    const password = secretOf(
      { file: passwordFile, env: passwordEnv },
      { file: `${path}.passwordFile`, env: `${path}.passwordEnv` },
      rules,
    );
    return password === null ? null : { type: 'password', password };
  }
  if (passwordFile !== undefined || passwordEnv !== undefined) {
    rules.report(path, 'sunt puse și o parolă, și oauth2; păstrați una singură');
  }
  const login = oauth2Of(oauth2, `${path}.oauth2`, rules);
  return login === null ? null : { type: 'oauth2', ...login };
}

/** INBOX is the one name whose letters may be large or small (RFC 9051 5.1). */
function folderName(name: string): string {
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
}

/** Two entries must neither share a folder nor feed each other: a mail would be taken twice, or go round for ever. */
function checkApart(entries: readonly (ImapSettings | null)[], path: string, report: Report): void {
  const names = new Map<string, number>();
  const watched = new Map<string, number>();
  const placeOf = ({ host, port, user }: ImapSettings, folder: string): string =>
    JSON.stringify([host.toLowerCase(), port, user, folder]);
  for (const [index, entry] of entries.entries()) {
    if (entry === null) {
      continue;
    }
    const named = names.get(entry.name);
    if (named !== undefined) {
      report(
        `${path}.${index}.name`,
        `și intrarea ${named} se numește «${entry.name}»; dați-le nume diferite`,
      );
    }
    const taken = watched.get(placeOf(entry, entry.folder));
    if (taken !== undefined) {
      report(
        `${path}.${index}.folder`,
        `intrarea ${taken} citește același dosar al aceluiași utilizator; păstrați una`,
      );
    }
    names.set(entry.name, index);
    watched.set(placeOf(entry, entry.folder), index);
  }
  for (const [index, entry] of entries.entries()) {
    for (const target of ['processed', 'quarantine'] as const) {
      const reader = entry && watched.get(placeOf(entry, entry[target]));
      if (typeof reader === 'number' && reader !== index) {
        report(
          `${path}.${index}.${target}`,
          `intrarea ${reader} citește chiar dosarul acesta; alegeți altul`,
        );
      }
    }
  }
}
