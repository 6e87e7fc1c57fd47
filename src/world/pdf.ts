/** A small PDF writer: A4 pages with lines of text, uncompressed, in a font that every viewer has. */

export interface PdfLine {
  readonly text: string;
  /** Points. */
  readonly size: number;
  /** Points from the left and from the top of the page. */
  readonly x: number;
  readonly y: number;
}

export interface PdfPage {
  readonly lines: readonly PdfLine[];
  /** PDF drawing operators (PDF 1.4, 8.2) behind the text; y counts from the bottom. */
  readonly drawing?: string;
}

const WIDTH = 595;
const HEIGHT = 842;

/** Letters that Helvetica's usual encoding lacks, by the code that they get here. */
const LETTERS: readonly (readonly [letter: string, glyph: string])[] = [
  ['ă', 'abreve'],
  ['Ă', 'Abreve'],
  ['â', 'acircumflex'],
  ['Â', 'Acircumflex'],
  ['î', 'icircumflex'],
  ['Î', 'Icircumflex'],
  ['ș', 'uni0219'],
  ['Ș', 'uni0218'],
  ['ț', 'uni021B'],
  ['Ț', 'uni021A'],
  ['–', 'endash'],
];
const FIRST_CODE = 0x80;

/** The pages as a PDF file. A character that the font lacks becomes a question mark. */
export function writePdf(pages: readonly PdfPage[]): Buffer {
  const differences = LETTERS.map(([, glyph]) => `/${glyph}`).join(' ');
  const kids = pages.map((_, index) => `${pageNumber(index)} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 4 0 R >>',
    `<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [${FIRST_CODE} ${differences}] >>`,
  ];
  pages.forEach((page, index) => {
    const content = contentOf(page);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> ` +
        `/Contents ${pageNumber(index) + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  });
  return assemble(objects);
}

/** Four objects stand before the pages; each page has two. */
function pageNumber(index: number): number {
  return 5 + 2 * index;
}

function contentOf(page: PdfPage): string {
  const lines = page.lines.map(
    ({ text, size, x, y }) => `BT /F1 ${size} Tf ${x} ${HEIGHT - y} Td (${pdfText(text)}) Tj ET`,
  );
  return [...(page.drawing === undefined ? [] : [`q ${page.drawing} Q`]), ...lines].join('\n');
}

function pdfText(text: string): string {
  return [...text.normalize('NFC')].map(pdfLetter).join('');
}

function pdfLetter(letter: string): string {
  const special = LETTERS.findIndex(([known]) => known === letter);
  if (special >= 0) {
    return `\\${(FIRST_CODE + special).toString(8)}`;
  }
  if (!/^[ -~]$/.test(letter)) {
    return '?';
  }
  return '()\\'.includes(letter) ? `\\${letter}` : letter;
}

function assemble(objects: readonly string[]): Buffer {
  let file = '%PDF-1.4\n';
  const places = objects.map((body, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, 'latin1');
}
