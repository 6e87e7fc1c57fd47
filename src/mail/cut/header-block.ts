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

/**
 * The same, but where a line among them is no header, only those with a name that mail programs write: the empty line may
 * be missing, and `Parola: …` looks like a header.
 */
export function soundHeadersIn(block: Buffer): RawHeader[] {
  const headers = headersIn(block);
  return isSoundBlock(block) ? headers : headers.filter(({ name }) => isMailHeader(name));
}

/** False if a line of a header block is no header: the empty line after it may be missing, and a text begin in it. */
export function isSoundBlock(block: Buffer): boolean {
  const start = mailStart(block);
  const length = headersIn(block.subarray(start)).reduce((sum, { bytes }) => sum + bytes.length, start);
  return length >= block.length || isBlank(block.subarray(length));
}

/** The value of a header, unfolded, as it is written (encoded words stay encoded). */
export function writtenValue(header: RawHeader): string {
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

/** Names under which mail programs and servers write; a line such as `Parola: …` is none of them. */
const KNOWN = new RegExp(
  [
    '^(?:received|return-path|delivered-to|envelope-to|errors-to|from|to|cc|sender|reply-to|subject|date|message-id',
    'in-reply-to|references|mime-version|content-[a-z-]{1,30}|auto-submitted|user-agent|precedence|importance|priority',
    'thread-[a-z]{1,10}|dkim-signature|dkim-filter|domainkey-signature|authentication-results|received-spf|sensitivity',
    'accept-language|feedback-id|organization|disposition-notification-to|return-receipt-to',
    '(?:x|arc|list|resent|original|ironport|require)-[a-z0-9-]{1,60})$',
  ].join('|'),
);

/** True for the name (lower case) of a header of mails. */
export function isMailHeader(name: string): boolean {
  return KNOWN.test(name);
}

/**
 * Where the headers of a mail in a file begin: after a byte order mark, empty lines, the `From ` line of a mailbox file
 * or the length that Apple Mail writes first.
 */
export function mailStart(bytes: Buffer): number {
  let at = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  for (let lines = 0; lines < 50 && at < bytes.length; lines += 1) {
    const next = lineAfter(bytes, at);
    const line = bytes.toString('latin1', at, Math.min(next, at + 200));
    if (!/^(?:\s*|>?From .*\s*|\d{1,12}\s*)$/.test(line)) {
      break;
    }
    at = next;
  }
  return at;
}
