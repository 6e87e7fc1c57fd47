/**
 * Puts a picture and bold lines on the first sheet of a workbook that exceljs's streaming writer made: that writer keeps memory
 * small, knows no pictures, and takes more than twice as long where it knows styles. Ours alone, never a file from outside.
 */
import { openZip, ZIP_LIMITS } from './zip.ts';

/** Where it stands, in whole cells from the top left, and its size in pixels. */
export interface PicturePlace {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

const SHEET = 'xl/worksheets/sheet1.xml';
const TYPES = '[Content_Types].xml';
const STYLES = 'xl/styles.xml';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** Two formats: plain, and bold (ECMA-376, part 1, 18.8). */
const STYLE_SHEET =
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
/** English Metric Units in a pixel at 96 dpi (ECMA-376, part 1, 20.1.2.1). */
const EMU = 9_525;
/** A report of 100,000 cases is larger than what applicants may send. */
const LIMITS = { ...ZIP_LIMITS, maxFile: 200e6, maxEntry: 1e9, maxTotal: 2e9, maxRatio: 1_000 };

export interface Finish {
  readonly png: Uint8Array;
  readonly place: PicturePlace;
  /** Numbers of the bold lines, from 1. */
  readonly bold: readonly number[];
}

/** Throws where the workbook has no first sheet, or one with a drawing already. */
export function finishReport(workbook: Uint8Array, { png, place, bold }: Finish): Buffer {
  const zip = openZip(workbook, LIMITS);
  const sheet = zip.peek(SHEET)?.toString('utf8') ?? '';
  const types = zip.peek(TYPES)?.toString('utf8') ?? '';
  if (!sheet.includes('</worksheet>') || sheet.includes('<drawing') || !types.includes('</Types>')) {
    throw new Error('A picture goes on the first sheet of a fresh workbook only');
  }
  const part = (text: string): Buffer =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
  const relation = (type: string, target: string): Buffer =>
    part(
      `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${DOCUMENT}/${type}" Target="${target}"/></Relationships>`,
    );
  const changed = new Map<string, Uint8Array>([
    [SHEET, Buffer.from(withDrawing(boldened(sheet, new Set(bold))))],
    [STYLES, part(STYLE_SHEET)],
    [TYPES, Buffer.from(types.replace('</Types>', `${typesFor(types)}</Types>`))],
  ]);
  const added = new Map<string, Uint8Array>([
    ['xl/worksheets/_rels/sheet1.xml.rels', relation('drawing', '../drawings/drawing1.xml')],
    ['xl/drawings/drawing1.xml', part(drawingOf(place))],
    ['xl/drawings/_rels/drawing1.xml.rels', relation('image', '../media/picture1.png')],
    ['xl/media/picture1.png', png],
  ]);
  return zip.rewrite(changed, added);
}

function withDrawing(sheet: string): string {
  return sheet.replace('</worksheet>', `<drawing xmlns:r="${DOCUMENT}" r:id="rId1"/></worksheet>`);
}

/** Cells of these rows in the second format of {@link STYLE_SHEET}. */
function boldened(sheet: string, rows: ReadonlySet<number>): string {
  return sheet.replace(/<c r="([A-Z]+)(\d+)"/g, (cell, _column: string, row: string) =>
    rows.has(Number(row)) ? `${cell} s="1"` : cell,
  );
}

function typesFor(types: string): string {
  const drawing =
    '<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>';
  return types.includes('Extension="png"')
    ? drawing
    : `<Default Extension="png" ContentType="image/png"/>${drawing}`;
}

function drawingOf({ column, row, width, height }: PicturePlace): string {
  const main = 'http://schemas.openxmlformats.org/drawingml/2006/main';
  const size = `cx="${width * EMU}" cy="${height * EMU}"`;
  return (
    `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="${main}">` +
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>` +
    `<xdr:ext ${size}/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Grafic"/><xdr:cNvPicPr/></xdr:nvPicPr>` +
    `<xdr:blipFill><a:blip xmlns:r="${DOCUMENT}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>` +
    `<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>` +
    '</xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>'
  );
}
