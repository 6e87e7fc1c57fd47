/** The letter that carries the credentials, made by the project's own code, and the search for its password. */
import { ok } from 'node:assert';
import { inflateRawSync, constants as zlib } from 'node:zlib';
import { fillForm } from '../../src/excel/fill.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { renderLetter } from '../../src/mail/letters/render-letter.ts';
import { composeMail } from '../../src/mail/wire/compose.ts';
import { ro } from '../../src/texts/ro.ts';
import { VALID_FORMS, validForm } from '../excel/sample-forms.ts';
import { SAMPLES } from '../letters/sample-letters.ts';

export const PASSWORD = 'Kw7mR4tzQx9B';
export const LETTER_ID = '<Zx81-unguessable@ancpi.ro>';
export const DESK = 'acces@ancpi.ro';
export const APPLICANT = 'popescu@client.test';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface CredentialsLetter {
  readonly password: string;
  readonly raw: Buffer;
  readonly headers: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly workbook: Buffer;
}

/** The applicant's workbook with its four cells filled, or with an empty cell Parola. */
export async function filledWorkbook(password: string | null): Promise<Buffer> {
  const [name = ''] = VALID_FORMS.filter((form) => form.endsWith('.xlsx'));
  const filled = await fillForm(validForm(name), {
    credentialsCreatedOn: '2026-01-12',
    webAddress: 'https://acces.exemplu.ro/autorizati',
    user: 'stefania.tarlea',
    ...(password === null ? {} : { password }),
  });
  ok(filled.ok);
  return Buffer.from(filled.bytes);
}

/**
 * A21 as it leaves, with the password in its workbook. `spelledOut`: a letter that has the password in its text, too, as
 * that of a recovery will.
 */
export async function credentialsLetter(
  password = PASSWORD,
  { spelledOut = false } = {},
): Promise<CredentialsLetter> {
  const { subject, text, html } = renderLetter(SAMPLES.credentials, ro);
  const written = html.replace('</h1>', `</h1><p>Parola: ${escaped(password)}</p>`);
  const workbook = await filledWorkbook(password);
  const letter = {
    text: spelledOut ? text.replace('\n\n', `\n\nParola: ${password}\n\n`) : text,
    html: spelledOut ? written : html,
  };
  ok(!spelledOut || (letter.text.includes(password) && letter.html !== html));
  const raw = await composeMail({
    from: { name: 'OCPI Alba – acces', address: DESK },
    to: APPLICANT,
    subject,
    ...letter,
    date: new Date('2026-01-12T08:00:00Z'),
    messageId: LETTER_ID,
    program: 'acces',
    attachments: [{ name: 'Date acces Popescu.xlsx', mediaType: XLSX_TYPE, bytes: workbook }],
  });
  const end = raw.indexOf('\r\n\r\n');
  return { password, raw, headers: raw.toString('utf8', 0, end + 2), subject, ...letter, workbook };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * Where a password is found in a mail, however it is spelled: as it is, in UTF-16, in entities, quoted-printable, base64
 * in each alignment, in the inflated files of a ZIP, behind quote marks, and all of these inside each other.
 */
export function tracesIn(raw: Buffer, password: string): string[] {
  return search(raw, password, 0, 'raw');
}

const DEEPEST = 5;

function search(bytes: Buffer, password: string, depth: number, where: string): string[] {
  const plain = Buffer.concat([Buffer.from('text\n'), bytes]);
  const here = findTraces(plain, password).map((trace) => `${where}: ${trace}`);
  if (here.length > 0 || depth >= DEEPEST) {
    return here;
  }
  const text = bytes.toString('latin1');
  const unquoted = text.replace(/^[> |]+/gm, '');
  const inner: [string, Buffer][] = [
    ...(unquoted === text ? [] : [['unquoted', Buffer.from(unquoted, 'latin1')] as [string, Buffer]]),
    ...(/=(?:[0-9A-F]{2}|\r?\n)/.test(text)
      ? [['quoted-printable', fromQuotedPrintable(text)] as [string, Buffer]]
      : []),
    ...base64In(unquoted).map((found): [string, Buffer] => ['base64', found]),
    ...inflatedIn(bytes).map((found): [string, Buffer] => ['zip', found]),
  ];
  return inner.flatMap(([name, found]) =>
    found.equals(bytes) ? [] : search(found, password, depth + 1, `${where}/${name}`),
  );
}

function fromQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/=[ \t]*\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function base64In(text: string): Buffer[] {
  const runs = text.match(/(?:[A-Za-z0-9+/]{4,}={0,2}[ \t]*\r?\n?){1,}/g) ?? [];
  return runs
    .map((run) => run.replace(/\s+/g, ''))
    .filter((run) => run.length >= 40)
    .flatMap((run) => [0, 1, 2, 3].map((shift) => Buffer.from(run.slice(shift), 'base64')));
}

function inflatedIn(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let at = bytes.indexOf('PK\x03\x04', 0, 'latin1');
  while (at !== -1 && at + 30 < bytes.length) {
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (bytes.readUInt16LE(at + 8) === 8 && from < bytes.length) {
      try {
        found.push(inflateRawSync(bytes.subarray(from), { finishFlush: zlib.Z_SYNC_FLUSH }));
      } catch {
        // Not the beginning of a file after all.
      }
    }
    at = bytes.indexOf('PK\x03\x04', at + 4, 'latin1');
  }
  return found;
}
