import type { CutCode } from './cut-order.ts';
import { blockOf, newHeader } from './header-block.ts';

/** What stands in the place of something that was cut, for the person who opens the mail. */
const REASONS: Readonly<Record<'workbook' | 'attachment' | 'whole', string>> = {
  workbook:
    'Aici a fost atașat un fișier Excel cu credențiale de acces. A fost eliminat înainte de păstrare: o parolă trimisă nu se mai păstrează nicăieri.',
  attachment:
    'Aici a fost atașat un fișier care poate conține credențiale de acces trimise de noi. A fost eliminat înainte de păstrare: o parolă trimisă nu se mai păstrează nicăieri.',
  whole:
    'Conținutul acestui mail nu a fost păstrat: poate cuprinde credențiale de acces trimise de noi, iar structura lui nu a îngăduit eliminarea lor singură.',
};

/** A part's header block and its encoded body. */
export interface NewPart {
  readonly block: Buffer;
  readonly body: Buffer;
}

/** The part that says what was removed: attached, so that its words never pass for the sender's. */
export function noticePart(about: keyof typeof REASONS, newline: string): NewPart {
  const headers = [
    newHeader('Content-Type', 'text/plain; charset=utf-8', newline),
    newHeader('Content-Disposition', 'attachment; filename="continut-eliminat.txt"', newline),
    newHeader('Content-Transfer-Encoding', 'base64', newline),
  ];
  return { block: blockOf(headers, newline), body: base64Lines(Buffer.from(`${REASONS[about]}\n`), newline) };
}

/** Base64 in lines of 76 characters. */
export function base64Lines(bytes: Uint8Array, newline: string): Buffer {
  const pieces: string[] = [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < buffer.length; at += 57) {
    pieces.push(buffer.toString('base64', at, at + 57));
  }
  return Buffer.from(pieces.join(newline), 'latin1');
}

/** The header that says what the desk cut. */
export const CUT_MARK = 'X-Acces-Cut';

export function cutMark(cut: readonly CutCode[], newline: string) {
  return newHeader(CUT_MARK, cut.join(', '), newline);
}
