import * as SheetJs from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompoundFile } from '../../src/excel/compound-file.ts';
import { CREDENTIAL_NAMES } from '../../src/excel/form.ts';
import { findTraces } from '../../src/excel/scrub.ts';
import { BIFF, type BiffRecord, type BiffWorkbook, biffRecord, readBiff } from '../../src/excel/xls/biff.ts';
import { applyStreamEdits } from '../../src/excel/xls/stream-edits.ts';
import { filled, formsOf, VALUES } from './filling.ts';
import { readable, validForm } from './sample-forms.ts';

const XLS = formsOf('xls');

function biffOf(file: Uint8Array): BiffWorkbook {
  const workbook = readBiff(openCompoundFile(file).stream('Workbook') ?? Buffer.alloc(0));
  if (workbook === null) {
    throw new Error('not an .xls of Excel 97');
  }
  return workbook;
}

/** A sheet's records without what filling may change, as hexadecimal digits. */
function lasting(records: readonly BiffRecord[], rows: ReadonlySet<number>): string[] {
  const places: ReadonlySet<number> = new Set([
    BIFF.INDEX,
    BIFF.DBCELL,
    BIFF.BOUNDSHEET,
    BIFF.SST,
    BIFF.EXTSST,
  ]);
  const cells: ReadonlySet<number> = new Set([BIFF.BLANK, BIFF.MULBLANK, BIFF.LABELSST, BIFF.NUMBER]);
  return records
    .filter(({ type, data }) => {
      const ofCredentials = cells.has(type) && rows.has(data.readUInt16LE(0) + 1);
      return !(places.has(type) || ofCredentials || type === BIFF.STRING);
    })
    .map(({ type, data }) => {
      const bare = Buffer.from(data);
      // A formula's result, and the flag that it is to be computed.
      return `${type}:${(type === BIFF.FORMULA ? bare.fill(0, 6, 16) : bare).toString('hex')}`;
    });
}

/** The last formulas of sheet CERERE say something else. */
function withFormulas(file: Uint8Array, formulas: readonly Buffer[]): Buffer {
  const container = openCompoundFile(file);
  const stream = container.stream('Workbook') ?? Buffer.alloc(0);
  const workbook = biffOf(file);
  const records = workbook.sheets[1]?.records.filter(({ type }) => type === BIFF.FORMULA) ?? [];
  const edits = records.slice(-formulas.length).map(({ type, at, data }, index) => {
    const formula = formulas[index] ?? Buffer.alloc(0);
    const head = Buffer.from(data.subarray(0, 22));
    head.writeUInt16LE(formula.length, 20);
    return { start: at, end: at + 4 + data.length, bytes: biffRecord(type, head, formula) };
  });
  const changed = container.withStream('Workbook', applyStreamEdits(stream, workbook, edits));
  if (changed === null) {
    throw new Error('no room');
  }
  return changed;
}

describe('an .xls', () => {
  it.each(XLS)('is filled as it is, and no other record changes: %s', async (name) => {
    const original = validForm(name);
    const { bytes, note, extension, oldPasswordTraces } = await filled(original);
    expect({ note, extension, oldPasswordTraces }).toEqual({
      note: 'in-place',
      extension: 'xls',
      oldPasswordTraces: [],
    });
    const refs = Object.values(readable(original).cells).map((place) => place?.ref ?? '');
    const rows = new Set(refs.map((ref) => Number(ref.replace(/\D/g, ''))));
    const [before, after] = [biffOf(original), biffOf(bytes)];
    expect(after.sheets.map((sheet) => sheet.name)).toEqual(before.sheets.map((sheet) => sheet.name));
    expect(lasting(after.globals, new Set())).toEqual(lasting(before.globals, new Set()));
    for (const [index, sheet] of before.sheets.entries()) {
      const now = after.sheets[index]?.records ?? [];
      const data = sheet.name === 'DATE' ? rows : new Set<number>();
      expect(lasting(now, data)).toEqual(lasting(sheet.records, data));
    }
    const streams = (file: Uint8Array) =>
      openCompoundFile(file)
        .streams()
        .filter((stream) => stream.name !== 'Workbook');
    expect(streams(bytes)).toEqual(streams(original));
  });

  it.each(XLS)('keeps every cell that it had, the format of the filled ones too: %s', async (name) => {
    const original = validForm(name);
    const { bytes } = await filled(original);
    const read = (file: Uint8Array) => SheetJs.read(file, { type: 'buffer', sheetStubs: true, cellNF: true });
    const [before, after] = [read(original), read(bytes)];
    for (const sheet of before.SheetNames) {
      const [old, now] = [before.Sheets[sheet] ?? {}, after.Sheets[sheet] ?? {}];
      expect(Object.keys(now).sort()).toEqual(Object.keys(old).sort());
      expect(now['!merges']).toEqual(old['!merges']);
    }
    const cells = after.Sheets.DATE ?? {};
    const values = CREDENTIAL_NAMES.map((name) => cells[readable(bytes).cells[name]?.ref ?? '']?.v);
    expect(['05.03.2026', 46_086]).toContain(values[0]);
    expect(values.slice(1)).toEqual([VALUES.webAddress, VALUES.user, VALUES.password]);
  });

  it.each(XLS)('reads back whatever was filled in: %s', async (name) => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(texts, async (password) => {
        const { bytes, note } = await filled(validForm(name), { ...VALUES, password });
        const sheet = SheetJs.read(bytes, { type: 'buffer' }).Sheets.DATE ?? {};
        expect(note).toBe('in-place');
        expect(sheet[readable(bytes).cells.password?.ref ?? '']?.v).toBe(password);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves to whoever opens it what cannot be computed, and never shows an old result', async () => {
    const name = '10-xlwt-fara-valori-cache.xls';
    const user = (biffOf(validForm(name)).sheets[1]?.records ?? []).findLast(
      ({ type }) => type === BIFF.FORMULA,
    );
    // =DATE!$C$29 → =DATE!$C$28, and functions of it ([MS-XLS] 2.5.198).
    const reference = Buffer.from(user?.data.subarray(22) ?? []);
    reference.writeUInt16LE(27, 3);
    const call = (index: number) => Buffer.from([0x41, index, 0]);
    const original = withFormulas(validForm(name), [
      Buffer.concat([reference, Buffer.from([0x1e, 2, 0]), call(30)]),
      Buffer.concat([reference, call(113)]),
      Buffer.concat([reference, call(32)]),
    ]);
    const formulas = (file: Uint8Array) => {
      const { A19, A20, A21 } = SheetJs.read(file, { type: 'buffer' }).Sheets.CERERE ?? {};
      return [A19, A20, A21] as SheetJs.CellObject[];
    };
    expect(formulas(original).map(({ f }) => f)).toEqual([
      'REPT(DATE!$C$28,2)',
      'UPPER(DATE!$C$28)',
      'LEN(DATE!$C$28)',
    ]);
    const { bytes, note } = await filled(original);
    expect(note).toBe('in-place');
    expect(formulas(bytes).map(({ v }) => v)).toEqual(['', 'AB_TEPES.S', 10]);
    const last = biffOf(bytes).sheets[1]?.records.filter(({ type }) => type === BIFF.FORMULA) ?? [];
    expect(last.slice(-3).map(({ data }) => data.readUInt16LE(14) & 1)[0]).toBe(1);
  });

  it('is answered with our own form where a cell has no record, or it is older than Excel 97', async () => {
    const book = SheetJs.read(validForm('10-xlwt-fara-valori-cache.xls'), { type: 'buffer' });
    for (const bookType of ['biff8', 'biff5'] as const) {
      const { bytes, note, extension } = await filled(
        SheetJs.write(book, { type: 'buffer', bookType }) as Buffer,
      );
      expect({ note, extension }).toEqual({ note: 'converted', extension: 'xlsx' });
      expect(readable(bytes).fields.cnp).toBe(
        readable(validForm('10-xlwt-fara-valori-cache.xls')).fields.cnp,
      );
    }
  });

  it('is answered with our own form where it is so large that proving it would take too long', async () => {
    const book = SheetJs.read(validForm('10-xlwt-fara-valori-cache.xls'), { type: 'buffer' });
    const works = Array.from({ length: 13_000 }, (_none, row) => [`lucrarea ${row}`, row]);
    SheetJs.utils.book_append_sheet(book, SheetJs.utils.aoa_to_sheet(works), 'Lucrari');
    const { note } = await filled(SheetJs.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
    expect(note).toBe('converted');
  });

  it('does not hold a password either that it already carried', async () => {
    for (const name of XLS) {
      const { bytes: used } = await filled(validForm(name), { ...VALUES, password: 'veche-Parola9' });
      expect(findTraces(used, 'veche-Parola9')).not.toEqual([]);
      for (const password of ['', 'noua-Parola8']) {
        const { bytes, oldPasswordTraces } = await filled(used, { ...VALUES, password });
        expect(oldPasswordTraces).toEqual([]);
        expect(findTraces(bytes, 'veche-Parola9')).toEqual([]);
      }
    }
  });
});
