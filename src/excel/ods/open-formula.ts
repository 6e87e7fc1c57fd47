/**
 * A formula of an OpenDocument sheet (OpenFormula, `of:=IF([.A1]="";0;[$DATE.$C$29])`) as Excel writes it, without the
 * equals sign. Empty if it says something that Excel's notation does not, or that we do not know: such a formula counts
 * as one that may look at anything.
 */
export function excelFormula(source: string): string {
  // SheetJS leaves the sheet outside the brackets: `DATE![.C29]`.
  const text = /^(?:of:)?=(.*)$/s.exec(source)?.[1]?.replace(SHEET_OUTSIDE, '[$1.');
  if (text === undefined) {
    return '';
  }
  const pieces: string[] = [];
  for (const [piece] of text.matchAll(/"(?:[^"]|"")*"|\[(?:'(?:[^']|'')*'|[^\]'])*\]|[^"[]+|["[]/g)) {
    const translated = piece.startsWith('"')
      ? piece
      : piece.startsWith('[')
        ? reference(piece)
        : plain(piece);
    if (translated === null || translated === '"') {
      return '';
    }
    pieces.push(translated);
  }
  return pieces.join('');
}

const SHEET_OUTSIDE = /('(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_]*)!\[\./gu;

/** Operators that Excel lacks, arrays, and names in quotes are given up; arguments stand apart by commas. */
function plain(piece: string): string | null {
  return /[~!{}|'$#]/.test(piece) ? null : piece.replaceAll(';', ',');
}

const SHEET = String.raw`(?:\$?('(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_]*))?`;
const CELL = String.raw`\.(\$?[A-Z]{1,3}\$?[1-9]\d{0,6})`;
const REFERENCE = new RegExp(`^\\[${SHEET}${CELL}(?::${SHEET}${CELL})?\\]$`, 'u');

/** `[$DATE.$C$29]` → `DATE!$C$29`; null for references into other files, broken ones, and blocks of sheets. */
export function reference(piece: string): string | null {
  const match = REFERENCE.exec(piece);
  if (match === null) {
    return null;
  }
  const [, sheet, from, otherSheet, to] = match;
  if (otherSheet !== undefined && otherSheet !== sheet) {
    return null;
  }
  return (sheet === undefined ? '' : `${sheet}!`) + from + (to === undefined ? '' : `:${to}`);
}
