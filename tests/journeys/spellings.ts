/** The ways in which a program may have written a text. */
export function spellings(text: string): Buffer[] {
  const xml = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  const texts = [
    text,
    xml,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    text.normalize('NFD'),
  ];
  const bytes = texts.flatMap((each) => [Buffer.from(each, 'utf8'), Buffer.from(each, 'utf16le')]);
  const base64 = Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
  return [...bytes, ...(base64.length >= 8 ? [Buffer.from(base64.slice(0, -1))] : [])];
}
