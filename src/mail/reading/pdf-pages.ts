import { getDocumentProxy } from 'unpdf';

/** Application, identity card and certificate in one PDF are a few pages. */
const MAX_PAGES = 12;
const MAX_CHARACTERS = 4_000;

/**
 * The text of each page of a PDF, its beginning only; an empty text for a page that is a picture.
 * Null if the file cannot be read. Only for the bounded child.
 */
export async function readPdfPages(bytes: Buffer): Promise<string[] | null> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    const pages: string[] = [];
    for (let number = 1; number <= Math.min(pdf.numPages, MAX_PAGES); number += 1) {
      const page = await pdf.getPage(number);
      const content = await page.getTextContent();
      const words = content.items.map((item) => ('str' in item ? item.str : ''));
      pages.push(words.join(' ').slice(0, MAX_CHARACTERS));
    }
    await pdf.cleanup();
    return pages;
  } catch {
    // A damaged or protected PDF is still a document; only its text stays unknown.
    return null;
  }
}
