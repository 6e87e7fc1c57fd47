/** Workbooks that an applicant should not have sent. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { blankForm } from '../excel/blank-form.ts';
import { openWorkbook } from '../excel/workbook.ts';
import { compoundFile } from '../mail/wire/compose.ts';

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const INVENTORY: readonly (readonly string[])[] = [
  ['Nr. crt.', 'Denumire', 'Cantitate', 'Preț'],
  ['1', 'Stație totală', '1', '21500'],
  ['2', 'Trepied din lemn', '2', '640'],
  ['3', 'Prismă cu baston', '2', '810'],
  ['4', 'Ruletă 50 m', '3', '95'],
];

/** A workbook that Excel opens and that is no form: a list of instruments. */
export async function inventory(): Promise<Uint8Array> {
  const { zip, mainPart, sheets } = openWorkbook(await blankForm());
  const changed = new Map<string, Uint8Array>();
  // The container and its styles stay; every sheet gets another name and other cells.
  const entries = sheets.map((sheet, index) => {
    changed.set(sheet.part, Buffer.from(sheetXml(index === 0 ? INVENTORY : [])));
    return `<sheet name="Foaie${index + 1}" sheetId="${index + 1}" r:id="${relationOf(zip.read(mainPart), sheet.name)}"/>`;
  });
  const workbook =
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="${SHEET}" ` +
    `xmlns:r="${RELATIONSHIPS}"><sheets>${entries.join('')}</sheets></workbook>`;
  changed.set(mainPart, Buffer.from(workbook));
  return zip.rewrite(changed);
}

function relationOf(main: Buffer | null, sheet: string): string {
  const tag = new RegExp(`<sheet [^>]*name="${sheet}"[^>]*>`).exec(main?.toString('utf8') ?? '')?.[0] ?? '';
  const id = /r:id="([^"]+)"/.exec(tag)?.[1];
  if (id === undefined) {
    throw new Error('the blank form has no such sheet');
  }
  return id;
}

function sheetXml(rows: readonly (readonly string[])[]): string {
  const body = rows.map((cells, row) => {
    const xml = cells.map((text, column) => {
      const ref = `${'ABCDEFGH'[column] ?? 'A'}${row + 1}`;
      return `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
    });
    return `<row r="${row + 1}">${xml.join('')}</row>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="${SHEET}">` +
    `<sheetData>${body.join('')}</sheetData></worksheet>`
  );
}

/** A workbook that did not arrive whole. */
export function cutOff(workbook: Uint8Array): Uint8Array {
  return workbook.subarray(0, Math.floor(workbook.length * 0.6));
}

const AES_128 = 0x660e;
const SHA1 = 0x8004;
const KEY_BITS = 128;
/** Rounds that [MS-OFFCRYPTO] 2.3.4.7 asks for. */
const ROUNDS = 50_000;
/** fCryptoAPI and fAES. */
const FLAGS = 0x24;
const PROVIDER = 'Microsoft Enhanced RSA and AES Cryptographic Provider';

/** The workbook as Excel saves it under a password: standard encryption, [MS-OFFCRYPTO] 2.3.4. */
export function protectedWorkbook(workbook: Uint8Array, password: string): Buffer {
  const salt = randomBytes(16);
  const key = keyOf(password, salt);
  const verifier = randomBytes(16);
  const verifierHash = Buffer.concat([sha1(verifier), Buffer.alloc(12)]);
  const size = Buffer.alloc(8);
  size.writeUInt32LE(workbook.length);
  return compoundFile(
    new Map([
      ['EncryptionInfo', encryptionInfo(salt, encrypt(key, verifier), encrypt(key, verifierHash))],
      ['EncryptedPackage', Buffer.concat([size, encrypt(key, padded(workbook))])],
    ]),
  );
}

function encryptionInfo(salt: Buffer, verifier: Buffer, verifierHash: Buffer): Buffer {
  const provider = Buffer.from(`${PROVIDER}\0`, 'utf16le');
  const header = Buffer.concat([words(FLAGS, 0, AES_128, SHA1, KEY_BITS, 0x18, 0, 0), provider]);
  // Version 3.2.
  const version = Buffer.from([3, 0, 2, 0]);
  return Buffer.concat([
    version,
    words(FLAGS, header.length),
    header,
    words(salt.length),
    salt,
    verifier,
    words(20),
    verifierHash,
  ]);
}

function keyOf(password: string, salt: Buffer): Buffer {
  let hash = sha1(salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < ROUNDS; round += 1) {
    hash = sha1(words(round), hash);
  }
  // Block 0, then the derivation of CryptDeriveKey.
  const block = sha1(hash, words(0));
  const inner = Buffer.alloc(64, 0x36);
  block.forEach((byte, index) => {
    inner[index] = 0x36 ^ byte;
  });
  return sha1(inner).subarray(0, KEY_BITS / 8);
}

function sha1(...pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha1');
  for (const piece of pieces) {
    hash.update(piece);
  }
  return hash.digest();
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => {
    bytes.writeUInt32LE(number, 4 * index);
  });
  return bytes;
}

function encrypt(key: Buffer, blocks: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
}
