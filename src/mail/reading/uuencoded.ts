/** Files in the text itself, as Outlook and Unix programs of the nineties write them: `begin 644 ci.jpg`, lines, `end`. */

export interface UuencodedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const BEGIN = /^begin [0-7]{3,4} ([^\r\n]{1,200})\r?$/;
const MOST_FILES = 50;

/** The text without such files, and the files. Linear; what does not end as it should stays text. */
export function takeUuencoded(text: string): {
  readonly text: string;
  readonly files: readonly UuencodedFile[];
} {
  const files: UuencodedFile[] = [];
  const kept: string[] = [];
  let copied = 0;
  let at = nextBegin(text, 0);
  while (at !== -1 && files.length < MOST_FILES) {
    const found = fileAt(text, at);
    if (found !== null) {
      files.push(found.file);
      kept.push(text.slice(copied, at));
      copied = found.end;
    }
    at = nextBegin(text, found?.end ?? at + 1);
  }
  return files.length === 0 ? { text, files } : { text: kept.join('') + text.slice(copied), files };
}

function nextBegin(text: string, from: number): number {
  let at = text.indexOf('begin ', from);
  while (at > 0 && text[at - 1] !== '\n') {
    at = text.indexOf('begin ', at + 1);
  }
  return at;
}

function fileAt(text: string, begin: number): { readonly file: UuencodedFile; readonly end: number } | null {
  const first = lineAt(text, begin);
  const name = BEGIN.exec(first.line)?.[1];
  if (name === undefined) {
    return null;
  }
  const pieces: Buffer[] = [];
  for (let at = first.next; at < text.length; ) {
    const { line, next } = lineAt(text, at);
    if (line.trimEnd() === 'end') {
      return { file: { name, bytes: Buffer.concat(pieces) }, end: next };
    }
    const piece = decodedLine(line.trimEnd());
    if (piece === null) {
      return null;
    }
    pieces.push(piece);
    at = next;
  }
  return null;
}

const LONGEST_LINE = 256;

function lineAt(text: string, at: number): { readonly line: string; readonly next: number } {
  const newline = text.indexOf('\n', at);
  const next = newline === -1 ? text.length : newline + 1;
  return { line: text.slice(at, Math.min(newline === -1 ? text.length : newline, at + LONGEST_LINE)), next };
}

/** Null if the line is none of a uuencoded file. Spaces at its end may have been lost on the way. */
function decodedLine(line: string): Buffer | null {
  const length = digitAt(line, 0);
  const digits = Math.ceil(length / 3) * 4;
  if (line === '') {
    return Buffer.alloc(0);
  }
  // Some programs add a checksum letter.
  if (line.length > digits + 2 || !/^[ -`]+$/.test(line)) {
    return null;
  }
  const bytes = Buffer.alloc((digits / 4) * 3);
  for (let group = 0; group * 4 < digits; group += 1) {
    const [a, b, c, d] = [1, 2, 3, 4].map((offset) => digitAt(line, group * 4 + offset));
    bytes.writeUIntBE(((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0), group * 3, 3);
  }
  return bytes.subarray(0, length);
}

function digitAt(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0;
}
