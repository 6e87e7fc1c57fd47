/** Header blocks as bytes: what the cut keeps of them stays as it came, folded lines and foreign letters included. */

const LF = 10;
const NAME = /^[!-9;-~]{1,100}[ \t]*:/;

/** One header with its folded lines and line ends, as it came. */
export interface RawHeader {
  /** Lower case. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The headers at the beginning of some bytes, up to the first empty line. A line that is no header and continues none
 * is left out: where the empty line is missing, the text of a mail stands among its headers.
 */
export function headersIn(block: Buffer): RawHeader[] {
  const headers: { name: string; bytes: Buffer }[] = [];
  let continues = false;
  let at = 0;
  while (at < block.length) {
    const next = lineAfter(block, at);
    const line = block.subarray(at, next);
    if (isBlank(line)) {
      break;
    }
    const last = headers.at(-1);
    if (line[0] === 32 || line[0] === 9) {
      if (continues && last !== undefined) {
        last.bytes = block.subarray(at - last.bytes.length, next);
      }
    } else {
      const found = NAME.exec(line.toString('latin1', 0, 200));
      continues = found !== null;
      if (found !== null) {
        headers.push({ name: found[0].slice(0, -1).trim().toLowerCase(), bytes: line });
      }
    }
    at = next;
  }
  return headers;
}

/** The value of a header, unfolded, as it is written (encoded words stay encoded). */
export function valueOf(header: RawHeader): string {
  const text = header.bytes.toString('utf8');
  return text
    .slice(text.indexOf(':') + 1)
    .replace(/\r?\n/g, '')
    .trim();
}

/** Headers as one block that ends with the empty line. */
export function blockOf(headers: readonly RawHeader[], newline: string): Buffer {
  const end = Buffer.from(newline, 'latin1');
  const lines = headers.flatMap(({ bytes }) => (bytes.at(-1) === LF ? [bytes] : [bytes, end]));
  return Buffer.concat([...lines, end]);
}

/** A header of ours, in ASCII. */
export function newHeader(name: string, value: string, newline: string): RawHeader {
  return { name: name.toLowerCase(), bytes: Buffer.from(`${name}: ${value}${newline}`, 'latin1') };
}

/** The line end that a mail uses: that of its first line. */
export function newlineOf(raw: Buffer): '\r\n' | '\n' {
  const first = raw.indexOf(LF);
  return first === -1 || (first > 0 && raw[first - 1] === 13) ? '\r\n' : '\n';
}

/** Where the next line begins. */
export function lineAfter(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end === -1 ? bytes.length : end + 1;
}

/** True for a line of nothing but its end. */
export function isBlank(line: Buffer): boolean {
  return line.length <= 2 && (line.length === 0 || line[0] === LF || (line[0] === 13 && line[1] === LF));
}
