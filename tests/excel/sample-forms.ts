import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormFields, ReadableForm } from '../../src/excel/form.ts';
import { readForm } from '../../src/excel/read-form.ts';
import { openZip } from '../../src/excel/zip.ts';
import { type PackedEntry, packZip } from './zip-packing.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'excel');

export const TODAY = '2026-03-05';

/** The applicants' forms, with the values that must be read of each. */
export const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'valid', 'expected.json'), 'utf8')) as Readonly<
  Record<string, FormFields>
>;

export const VALID_FORMS: readonly string[] = Object.keys(EXPECTED);

export function validForm(name: string): Buffer {
  return readFileSync(join(FOLDER, 'valid', name));
}

export function hostileForm(name: string): Buffer {
  return readFileSync(join(FOLDER, 'hostile', name));
}

/** An invented applicant whose answers are all right. */
export const ANSWERS: FormFields = {
  lastName: 'Țepeș-Brâncoveanu',
  firstName: 'Ștefan Ilie',
  cnp: '1790412011232',
  idDocument: 'AX 123456',
  county: 'Alba',
  locality: 'Alba Iulia',
  address: 'Str. Călărașilor nr. 12, bl. C3',
  phone: '0722123456',
  email: 'stefan.tepes@exemplu.ro',
  authorisationClass: 'B',
  authorisation: 'RO-AB-F Nr. 0123',
  office: 'AB',
  authorisedOn: '2012-03-15',
  legalForm: 'PFA',
  company: 'PFA Țepeș & Fiii',
  taxId: '28114477',
  requestedOn: '2024-09-23',
};

/** Reads a form that must be readable. */
export function readable(bytes: Uint8Array, name = 'formular.xlsx'): ReadableForm {
  const reading = readForm(bytes, name, TODAY);
  if (!reading.ok) {
    throw new Error(`refused: ${reading.code}`);
  }
  return reading;
}

/** Each part's text or bytes of a zip, by name. */
export function partsOf(bytes: Uint8Array): Map<string, Buffer> {
  const zip = openZip(bytes);
  return new Map(zip.names.map((name) => [name, Buffer.from(zip.peek(name) ?? [])]));
}

/** A workbook with some of its parts rewritten as text, and others added. */
export function withParts(
  bytes: Uint8Array,
  changes: Readonly<Record<string, (text: string) => string | Uint8Array>>,
): Buffer {
  const parts = partsOf(bytes);
  for (const [name, change] of Object.entries(changes)) {
    parts.set(name, Buffer.from(change(parts.get(name)?.toString('utf8') ?? '')));
  }
  return packZip([...parts].map(([name, data]): PackedEntry => ({ name, data })));
}

/** The XML of one cell, as long as it has content. */
export function cellXml(sheet: string, ref: string): string {
  const cell = new RegExp(`<(?:\\w+:)?c r="${ref}"[^>]*?(?:/>|>.*?</(?:\\w+:)?c>)`, 's').exec(sheet);
  return cell?.[0] ?? '';
}

/** A sheet with one cell rewritten; its style stays. `content` is what stands after `<c r="…" s="…"`. */
export function withCell(sheet: string, ref: string, content: string): string {
  const old = cellXml(sheet, ref);
  const style = / s="\d+"/.exec(old)?.[0] ?? '';
  if (old === '') {
    throw new Error(`no cell ${ref}`);
  }
  return sheet.replace(old, () => `<c r="${ref}"${style}${content}`);
}
