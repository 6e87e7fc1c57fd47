import { BIFF, type BiffWorkbook } from './biff.ts';

/** A stretch of a stream to replace. */
export interface StreamEdit {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/**
 * Applies edits that do not overlap, and says anew where each sheet begins ([MS-XLS] 2.4.28). The records that tell where
 * rows stand are left out (INDEX, DBCELL): LibreOffice and xlwt write none, Gnumeric wrong ones, and Excel makes its own.
 */
export function applyStreamEdits(
  stream: Buffer,
  workbook: BiffWorkbook,
  edits: readonly StreamEdit[],
): Buffer {
  const dropped = workbook.sheets
    .flatMap((sheet) => sheet.records)
    .filter(({ type }) => type === BIFF.INDEX || type === BIFF.DBCELL)
    .map(({ at, data }) => ({ start: at, end: at + 4 + data.length, bytes: Buffer.alloc(0) }));
  const sorted = [...edits, ...dropped].toSorted((a, b) => a.start - b.start);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, bytes } of sorted) {
    if (start < at) {
      throw new Error('edits overlap');
    }
    pieces.push(stream.subarray(at, start), bytes);
    at = end;
  }
  pieces.push(stream.subarray(at));
  const result = Buffer.concat(pieces);
  const moved = (place: number): number =>
    sorted.reduce(
      (sum, { start, end, bytes }) => (end <= place ? sum + bytes.length - (end - start) : sum),
      place,
    );
  for (const { records, boundAt } of workbook.sheets) {
    result.writeUInt32LE(moved(records[0]?.at ?? 0), moved(boundAt) + 4);
  }
  return result;
}
