/**
 * `npm run -s acces -- …`: the operators' command line, by the same code as the desk.
 *   explain FILE.eml …              what the product makes of mails, as JSON; always exit 0: of a mail every answer,
 *                                   also that it goes into quarantine, is an answer
 *   explain FILE.xlsx               what it reads in a workbook; exit 0 readable, 3 refused
 *   fill FILE --out OUT …           fills the four cells of A20
 *   blank-form OUT.xlsx             the form that an office can publish (A1)
 *   accounts import|suspend|activate accounts issued before the desk was, and whether one may be used (R3)
 *   register import                 the agency's list of authorised persons (A11)
 *   scan FILE                       whether a password occurs in a file, and where; exit 3 where it does
 *   audit verify|export             that no log was changed; a case's history as a document; exit 3 where it was
 *   quarantine list|show|retry      mails that the desk could not read; exit 3 where the mail is not there
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { AccountsCommand } from './command-line/accounts.ts';
import type { AuditCommand } from './command-line/audit.ts';
import { dnsFrom, momentFrom, peerFrom, registeredFrom } from './command-line/explain-options.ts';
import type { QuarantineCommand } from './command-line/quarantine.ts';
import { WrongUse } from './command-line/wrong-use.ts';
import { ConfigError, readConfig } from './config.ts';
import { addressBook, ourMailboxes } from './desk/address-book.ts';
import type { ExplainOptions, MailFile } from './mail/explain.ts';
import { localDay } from './workflow/deadlines.ts';

// Each command loads what it works with: an operator does not wait for the others.
const READABLE = 0;
const WRONG_USE = 2;
const REFUSED = 3;

const USAGE = `Folosire:
  npm run -s acces -- explain MESAJ.eml [MESAJ2.eml …] [--zone ZONĂ.json] [--now MOMENT]
                           [--env '{"ip": …, "helo": …, "sender": …}'] [--registered CONTURI.json]
  npm run -s acces -- explain FIȘIER.xlsx [--now MOMENT]
  npm run -s acces -- fill FIȘIER --out IEȘIRE --user UTILIZATOR --web ADRESĂ --date AAAA-LL-ZZ
                           [--password-stdin | --without-password]
  npm run -s acces -- blank-form IEȘIRE.xlsx
  npm run -s acces -- accounts import FIȘIER.xlsx [--dry-run]
  npm run -s acces -- accounts suspend|activate UTILIZATOR
  npm run -s acces -- register import FIȘIER.xlsx [--dry-run]
  npm run -s acces -- scan FIȘIER --password-stdin
  npm run -s acces -- audit verify [NUMĂR]
  npm run -s acces -- audit export NUMĂR|desk --out IEȘIRE.html
  npm run -s acces -- quarantine list
  npm run -s acces -- quarantine show ID [--raw IEȘIRE.eml]
  npm run -s acces -- quarantine retry ID
`;

async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'explain':
      return await explain(rest);
    case 'fill':
      return await fill(rest);
    case 'blank-form':
      return await writeBlankForm(rest);
    case 'accounts':
      return await changeAccounts(rest);
    case 'register':
      return await importList(rest);
    case 'scan':
      return await scan(rest);
    case 'audit':
      return await lookIntoAudit(rest);
    case 'quarantine':
      return await lookIntoQuarantine(rest);
    default:
      throw new WrongUse(command === undefined ? 'Lipsește comanda.' : `Comanda «${command}» nu există.`);
  }
}

async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    zone: { type: 'string' },
    now: { type: 'string' },
    env: { type: 'string' },
    registered: { type: 'string' },
  });
  const now = momentFrom(values.now);
  const files = positionals.map((path) => ({ path, name: basename(path), raw: readFileSync(path) }));
  if (files.every(({ path, raw }) => isMail(path, raw)) && files.length > 0) {
    const peer = peerFrom(values.env);
    const dns = dnsFrom(values.zone);
    const registered = registeredFrom(values.registered);
    const explanations = await explainMailFiles(files, { now, peer, dns, registered });
    print(explanations.length === 1 ? explanations[0] : explanations);
    return READABLE;
  }
  const explanation = await explainForm(onlyFile(positionals), now);
  print(explanation);
  return 'refused' in explanation ? REFUSED : READABLE;
}

/** By its name, else by its beginning: a workbook is a ZIP, an OLE file or markup; a mail begins with a header. */
function isMail(file: string, bytes: Buffer): boolean {
  if (/\.eml$/i.test(file)) {
    return true;
  }
  if (/\.(?:xls[xmb]?|ods)$/i.test(file)) {
    return false;
  }
  return /^[!-9;-~]{1,70}:[ \t]/.test(bytes.subarray(0, 200).toString('latin1'));
}

async function explainForm(file: string, now: string) {
  const { openExcel } = await import('./excel/bounded-excel.ts');
  const { explainWorkbook } = await import('./excel/explain.ts');
  const excel = openExcel();
  try {
    return explainWorkbook(await excel.readForm(readFileSync(file), basename(file), localDay(now)));
  } finally {
    await excel.close();
  }
}

/** Everything of ExplainOptions that the command line says; the rest is in the settings. */
type Told = Omit<ExplainOptions['proof'], 'trust'> & Pick<ExplainOptions, 'registered'>;

async function explainMailFiles(files: readonly MailFile[], { registered, ...told }: Told) {
  const config = readConfig(process.env);
  const emails = config.people.map(({ email }) => email);
  const trust = { ...config.mail.trust, ourMailboxes: ourMailboxes(config, emails) };
  const { openMailParser } = await import('./mail/reading/parse.ts');
  const { explainMails } = await import('./mail/explain.ts');
  const parser = openMailParser();
  try {
    return await explainMails(files, parser, {
      context: { ...addressBook(config, emails), envelopeTo: [] },
      proof: { ...told, trust },
      registered,
    });
  } finally {
    await parser.close();
  }
}

async function fill(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    out: { type: 'string' },
    user: { type: 'string' },
    web: { type: 'string' },
    date: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
    'without-password': { type: 'boolean', default: false },
  });
  const file = onlyFile(positionals);
  const { out, user, web, date } = values;
  if (out === undefined || user === undefined || web === undefined || date === undefined) {
    throw new WrongUse('Sunt necesare --out, --user, --web și --date.');
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new WrongUse(`--date: «${date}» nu este o dată; scrieți AAAA-LL-ZZ, de exemplu 2026-11-23.`);
  }
  if (values['password-stdin'] === values['without-password']) {
    throw new WrongUse('Alegeți una dintre --password-stdin și --without-password.');
  }
  const password = values['password-stdin'] ? await passwordFromInput() : undefined;
  const { openExcel } = await import('./excel/bounded-excel.ts');
  const excel = openExcel();
  try {
    const filled = await excel.fillForm(readFileSync(file), {
      credentialsCreatedOn: date,
      webAddress: web,
      user,
      ...(password === undefined ? {} : { password }),
    });
    if (!filled.ok) {
      print({ refused: { code: filled.code, message: filled.message } });
      return REFUSED;
    }
    writeFileSync(out, filled.bytes, { mode: 0o600 });
    print({ written: out, note: filled.note, extension: filled.extension });
    return READABLE;
  } finally {
    await excel.close();
  }
}

/** One line from the standard input: a password among the arguments would stand in the list of processes. */
async function passwordFromInput(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') {
    throw new WrongUse('--password-stdin: nu a venit nicio parolă pe intrarea standard.');
  }
  return password;
}

async function writeBlankForm(args: readonly string[]): Promise<number> {
  const file = onlyFile(args);
  const { blankForm } = await import('./excel/blank-form.ts');
  writeFileSync(file, await blankForm());
  print({ written: file });
  return READABLE;
}

async function changeAccounts(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, { 'dry-run': { type: 'boolean', default: false } });
  const command = accountsCommand(positionals, values['dry-run']);
  const { accounts } = await import('./command-line/accounts.ts');
  const { printed, done } = await accounts(readConfig(process.env), command);
  print(printed);
  return done ? READABLE : REFUSED;
}

function accountsCommand([verb, what, ...more]: readonly string[], dryRun: boolean): AccountsCommand {
  if (what !== undefined && more.length === 0) {
    if (verb === 'import') {
      return { verb, file: what, dryRun };
    }
    if ((verb === 'suspend' || verb === 'activate') && !dryRun) {
      return { verb, user: what };
    }
  }
  throw new WrongUse(
    'Scrieți accounts import FIȘIER.xlsx [--dry-run], accounts suspend sau activate UTILIZATOR.',
  );
}

async function importList(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, { 'dry-run': { type: 'boolean', default: false } });
  const [verb, file, ...more] = positionals;
  if (verb !== 'import' || file === undefined || more.length > 0) {
    throw new WrongUse('Scrieți register import FIȘIER.xlsx [--dry-run].');
  }
  const { importRegisterFile } = await import('./command-line/register.ts');
  const command = { file, dryRun: values['dry-run'] };
  const { printed, done } = await importRegisterFile(readConfig(process.env), command);
  print(printed);
  return done ? READABLE : REFUSED;
}

/** Whether a password occurs in a file, and in which of its parts; never the password. */
async function scan(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, { 'password-stdin': { type: 'boolean', default: false } });
  const file = onlyFile(positionals);
  if (!values['password-stdin']) {
    throw new WrongUse('Parola vine pe intrarea standard: scrieți --password-stdin.');
  }
  const bytes = readFileSync(file);
  const password = await passwordFromInput();
  const { openExcel } = await import('./excel/bounded-excel.ts');
  const excel = openExcel();
  try {
    const traces = await excel.findTraces(bytes, password);
    print({ clean: traces.length === 0, traces });
    return traces.length === 0 ? READABLE : REFUSED;
  } finally {
    await excel.close();
  }
}

async function lookIntoAudit(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, { out: { type: 'string' } });
  const command = auditCommand(positionals, values.out ?? null);
  const { audit } = await import('./command-line/audit.ts');
  const { printed, good } = await audit(readConfig(process.env), command);
  print(printed);
  return good ? READABLE : REFUSED;
}

function auditCommand([verb, number, ...more]: readonly string[], out: string | null): AuditCommand {
  if (verb === 'verify' && out === null && more.length === 0) {
    return { verb, number: number ?? null };
  }
  if (verb === 'export' && number !== undefined && out !== null && more.length === 0) {
    return { verb, number, out };
  }
  throw new WrongUse('Scrieți audit verify [NUMĂR] sau audit export NUMĂR --out IEȘIRE.html.');
}

async function lookIntoQuarantine(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, { raw: { type: 'string' } });
  const command = quarantineCommand(positionals, values.raw ?? null);
  const { quarantine } = await import('./command-line/quarantine.ts');
  const { printed, found } = await quarantine(readConfig(process.env), command);
  print(printed);
  return found ? READABLE : REFUSED;
}

function quarantineCommand([verb, id, ...more]: readonly string[], rawTo: string | null): QuarantineCommand {
  if (more.length > 0) {
    throw new WrongUse('Dați un singur id.');
  }
  if (verb === 'list' && id === undefined) {
    return { verb };
  }
  if (verb === 'show' && id !== undefined) {
    return { verb, id, rawTo };
  }
  if (verb === 'retry' && id !== undefined) {
    return { verb, id };
  }
  throw new WrongUse('Scrieți quarantine list, quarantine show ID sau quarantine retry ID.');
}

function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

function onlyFile(args: readonly string[]): string {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) {
    throw new WrongUse('Dați exact un fișier.');
  }
  return file;
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  process.stderr.write(missing ? `Fișierul nu există: ${message}\n` : `${message}\n`);
  if (error instanceof WrongUse) {
    process.stderr.write(`\n${USAGE}`);
  }
  process.exitCode = error instanceof WrongUse || error instanceof ConfigError ? WRONG_USE : 1;
}
