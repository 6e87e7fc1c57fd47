const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tiff',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'application/zip': 'zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel': 'xls',
  'message/rfc822': 'eml',
};

/**
 * The name of a file that came by mail, made safe: no path, no control or text-direction characters,
 * at most 180 characters, never empty. Diacritics stay.
 */
export function safeFileName(claimed: string, mediaType: string, position: number): string {
  const visible = oneLine(claimed).normalize('NFC');
  const last = visible.split(/[\\/]/).pop() ?? '';
  const name = last.replace(/^[.\s]+/, '').replace(/[<>:"|?*]/g, '_');
  if (name === '') {
    return `fisier-${position}.${EXTENSIONS[mediaType] ?? 'dat'}`;
  }
  if (name.length <= 180) {
    return name;
  }
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : '';
  return name.slice(0, 180 - extension.length) + extension;
}

/** A text from a header as one visible line: control, direction and invisible characters become spaces or go. */
export function oneLine(text: string, limit = 1_000): string {
  return text
    .slice(0, limit * 4)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .split(/ +/)
    .join(' ')
    .trim()
    .slice(0, limit);
}
