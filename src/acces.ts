/**
 * `npm run -s acces -- …`: the operators' command line, by the same code as the desk.
 *   explain FILE.eml|FILE.xlsx      what the product makes of it, as JSON; exit 0 readable, 3 refused
 *   fill FILE --out OUT …           fills the four cells of A20
 *   blank-form OUT.xlsx             the form that an office can publish (A1)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from './config.ts';
import { addressBook } from './desk/address-book.ts';
import { blankForm } from './excel/blank-form.ts';
import { openExcel } from './excel/bounded-excel.ts';
import { explainWorkbook } from './excel/explain.ts';
import { explainMail } from './mail/explain.ts';
import { openMailParser } from './mail/parse.ts';
import { localDay } from './workflow/deadlines.ts';

const READABLE = 0;
const WRONG_USE = 2;
const REFUSED = 3;

const USAGE = `Folosire:
  npm run -s acces -- explain FIȘIER.eml|FIȘIER.xlsx
  npm run -s acces -- fill FIȘIER --out IEȘIRE --user UTILIZATOR --web ADRESĂ --date AAAA-LL-ZZ
                           [--password-stdin | --without-password]
  npm run -s acces -- blank-form IEȘIRE.xlsx
`;

/** Wrong arguments: the message says which, and what is expected. */
class WrongUse extends Error {}

async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'explain':
      return await explain(rest);
    case 'fill':
      return await fill(rest);
    case 'blank-form':
      return await writeBlankForm(rest);
    default:
      throw new WrongUse(command === undefined ? 'Lipsește comanda.' : `Comanda «${command}» nu există.`);
  }
}

async function explain(args: readonly string[]): Promise<number> {
  const file = onlyFile(args);
  const bytes = readFileSync(file);
  const explanation = isMail(file, bytes) ? await explainMailFile(bytes) : await explainForm(file, bytes);
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

async function explainForm(file: string, bytes: Buffer) {
  const excel = openExcel();
  try {
    const today = localDay(new Date().toISOString());
    return explainWorkbook(await excel.readForm(bytes, basename(file), today));
  } finally {
    await excel.close();
  }
}

async function explainMailFile(bytes: Buffer) {
  const parser = openMailParser();
  try {
    const config = readConfig(process.env);
    const emails = config.people.map(({ email }) => email);
    return await explainMail(bytes, parser, { ...addressBook(config, emails), envelopeTo: [] });
  } finally {
    await parser.close();
  }
}

async function fill(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
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
  writeFileSync(file, await blankForm());
  print({ written: file });
  return READABLE;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        user: { type: 'string' },
        web: { type: 'string' },
        date: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
        'without-password': { type: 'boolean', default: false },
      },
    });
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
